"""Whether two descriptions are one person's: what speaks for it, what against, and how much."""

from __future__ import annotations

import pytest

from comity.core.matching import THRESHOLD, WORDS, Born, described
from comity.core.matching.descriptions import mailbox, number, organisation, profile
from comity.core.matching.names import parsed
from comity.core.matching.naming import spells
from comity.core.matching.particulars import generation_apart
from tests.core.matching_people import STREET, others, verdict, whats


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("Ines Varga", "Ines Varga", "family_same"),
        ("Ines Varga", "VARGA, Ines", "family_same"),
        ("Varga Ines", "Ines Varga", "name_turned"),
        ("Bill Wexcombe", "William Wexcombe", "given_nickname"),
        ("Steve Wexcombe", "Steven Wexcombe", "given_nickname"),
        ("Katie Wexcombe", "Kate Wexcombe", "given_nickname"),
        ("Zofia Wexcombe", "Zosia Wexcombe", "given_nickname"),
        ("Jürgen Böhlke", "Juergen Boehlke", "family_same"),
        ("Jörg Müller", "Joerg Mueller", "given_same"),
        ("王小明", "王 小明", "family_same"),
        ("王小明", "Xiao-Ming Wang", "given_same"),
        ("김민수", "김 민수", "family_same"),
        ("山田太郎", "山田 太郎", "family_same"),
        ("Mary Ann Quirke", "Maryann Quirke", "given_same"),
        ("Алексей Грачевский", "Aleksey Grachevsky", "given_sound"),
        ("Γιώργος Βαρδαλάς", "Giorgos Vardalas", "given_same"),
        ("Zelda Quirkendale", "Zelda Quirkendael", "family_typo"),
        ("Zeldah Quirkendale", "Zelda Quirkendale", "given_sound"),
        ("Oluwatobi Quirke", "Oluwatoib Quirke", "given_typo"),
        ("Xanthe Quirke-Meadowes", "Xanthe Quirke", "family_part"),
        ("Xanthe Quirke (née Oswin)", "Xanthe Oswin", "family_part"),
        ("Xanthe María Quirke", "María Quirke", "given_nickname"),
        ('Xanthe "Zaza" Quirke', "Zaza Quirke", "given_same"),
        ("Jean-Baptiste Quirke", "Quirke Jean-Baptiste", "name_turned"),
    ],
)
def test_forms_of_a_rare_name_are_recognised(one: str, other: str, what: str) -> None:
    found = verdict({"names": [one]}, {"names": [other]})
    assert what in whats(found)
    assert found.probability > THRESHOLD


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("Ines Varga", "Ines Lindqvist", "family_different"),
        ("Ines Varga", "Tomas Varga", "given_different"),
        ("Maria Varga", "Mario Varga", "given_close"),
        ("Paolina Varga", "Paolino Varga", "given_close"),
        ("André Varga", "Andrea Varga", "given_close"),
        ("Alexa Varga", "Alex Varga", "given_close"),
        ("山田 太郎", "佐藤 太郎", "family_different"),
        ("Severin Varga", "Severine Varga", "given_close"),
        ("Ines Varga", "Kofi Osei", "family_different"),
        ("Ines Varga Jr.", "Ines Varga Sr.", "generation_different"),
        ("Ines B. Varga", "Ines C. Varga", "middle_different"),
        ("Ines Bea Varga", "Ines Zoë Varga", "middle_different"),
        ("Ines", "Tomas", "name_different"),
        ("Ines", "Tomas Varga", "name_different"),
        ("J. Varga", "K. Varga", "given_different"),
    ],
)
def test_names_of_two_people_are_not_taken_for_one(one: str, other: str, what: str) -> None:
    found = verdict({"names": [one]}, {"names": [other]})
    assert what in whats(found)
    assert found.probability < THRESHOLD


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ("Ines Bea Varga", "Ines Bea Varga", "middle_same"),
        ("Ines B. Varga", "Ines Bea Varga", "middle_same"),
        ("Ines B. Varga", "Ines B. Varga", "middle_same"),
        ("I. Varga", "I. Varga", "given_initial"),
        ("I. Varga", "Ines Varga", "given_initial"),
        ("Ines Varga", "Ines", "name_part"),
        ("Bob", "Robert Varga", "name_part"),
        ("Bea", "Ines Bea Varga", "name_part"),
        ("Quirke", "Quirke", "family_same"),
        ("Bob", "Robert", "given_nickname"),
        ("Ines V.", "Ines Varga", "family_initial"),
        ("Ines Varga Jr.", "Ines Varga", "generation_different"),
    ],
)
def test_what_names_have_in_common_is_told(one: str, other: str, what: str) -> None:
    found = verdict({"names": [one]}, {"names": [other]})
    assert what in whats(found)
    assert verdict({"names": [other]}, {"names": [one]}).bits == pytest.approx(found.bits)


def test_middle_names_that_differ_by_a_slip_say_nothing() -> None:
    for other in ("Ines Beatrxi Varga", "Ines Bibiana Varga"):
        assert not {"middle_same", "middle_different"} & whats(
            verdict({"names": ["Ines Beatrix Varga"]}, {"names": [other]})
        )


def test_a_common_name_needs_more_evidence_than_a_rare_one() -> None:
    common = verdict({"names": ["John Smith"]}, {"names": ["John Smith"]})
    rare = verdict({"names": ["Zelda Quirke"]}, {"names": ["Zelda Quirke"]})
    assert common.probability < THRESHOLD < rare.probability
    more = {"phones": ["+44 20 7946 0123"], "organisations": ["Quill & Co. Ltd."]}
    helped = verdict({"names": ["John Smith"], **more}, {"names": ["John Smith"], **more})
    assert {"phone_same", "organisation_same"} < whats(helped)
    assert helped.probability > THRESHOLD


def test_the_larger_the_book_the_more_evidence_is_needed() -> None:
    pair = {"names": ["Rosa Prado"]}, {"names": ["Rosa Prado"]}
    assert verdict(*pair, others(3000)).bits < verdict(*pair, others(300)).bits


def test_what_a_household_shares_counts_once() -> None:
    home = {"phones": ["+44 20 7946 0123"], "addresses": STREET}
    couple = verdict({"names": ["Ana Quirke"], **home}, {"names": ["Tom Quirke"], **home})
    assert "household" in whats(couple)
    assert couple.probability < 0.1
    father = {"names": ["Zelda Quirke"], "born": Born(1950, 3, 9), **home}
    son = {"names": ["Zelda Quirke"], "born": Born(1980, 11, 20), **home}
    assert verdict(father, son).probability < 0.1
    assert "household" not in whats(verdict({"names": ["Ana Smith"]}, {"names": ["Tom Smith"]}))


def test_a_generation_lies_between_fifteen_and_fifty_years() -> None:
    assert generation_apart(Born(1950, 3, 9), Born(1980, 11, 20))
    assert not generation_apart(Born(1950, 3, 9), Born(1960, 11, 20))
    assert not generation_apart(Born(1950, 3, 9), Born(1980, 3, 9))
    assert not generation_apart(Born(1950, 3, 9), Born(None, 3, 9))
    assert not generation_apart(None, Born(1980, 3, 9))


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        (Born(1980, 4, 9), Born(1980, 4, 9), "birthday_same"),
        (Born(None, 4, 9), Born(1980, 4, 9), "birthday_day"),
        (Born(1980, 4, 9), Born(1980, 9, 4), "birthday_swapped"),
        (Born(None, 4, 9), Born(1980, 9, 4), "birthday_swapped"),
        (Born(1980, 4, 9), Born(1980, 4, 8), "birthday_typo"),
        (Born(1980, 4, 9), Born(1980, 4, 21), "birthday_partly"),
        (Born(1980, 4, 9), Born(1975, 12, 21), "birthday_different"),
        (Born(None, 4, 9), Born(1975, 12, 21), "birthday_different"),
        (Born(1980, 4, 9), Born(1957, 4, 9), "birthday_partly"),
    ],
)
def test_dates_of_birth_are_compared_with_their_slips(one: Born, other: Born, what: str) -> None:
    if what == "birthday_partly" and one.day == other.day:
        one, other = Born(1980, 4, 9), Born(1957, 4, 9)._replace(month=4)
    found = verdict({"names": ["Ines Varga"], "born": one}, {"names": ["Ines Varga"], "born": other})
    assert what in whats(found)


@pytest.mark.parametrize(
    ("one", "other", "what", "speaks_for"),
    [
        ("ines.varga+news@quill.example", "ines.varga@quill.example", "email_same", True),
        ("inesvarga@gmail.com", "ines.varga@googlemail.com", "email_same", True),
        ("moonlight77@a.example", "moonlight77@b.example", "email_local", True),
        ("varga@a.example", "varga@b.example", "email_local", True),
        ("varga@quill.example", "varga2@quill.example", "email_numbered", False),
        ("varga@gmail.com", "varga2@gmail.com", "email_numbered", False),
        ("ines@quill.example", "tomas@quill.example", "email_colleagues", False),
    ],
)
def test_addresses_speak_for_or_against(one: str, other: str, what: str, speaks_for: bool) -> None:
    left, right = {"names": ["Ines Varga"], "emails": [one]}, {"names": ["Ines Varga"], "emails": [other]}
    found = [e for e in verdict(left, right).evidence if e.what == what]
    assert len(found) == 1
    assert (found[0].bits > 0) is speaks_for


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ines@gmail.com", "tomas@gmail.com"),
        ("info@a.example", "info@b.example"),
        ("ab@a.example", "cd@b.example"),
    ],
)
def test_addresses_that_have_nothing_to_do_with_one_another_say_nothing(one: str, other: str) -> None:
    found = verdict({"names": ["Ines Varga"], "emails": [one]}, {"names": ["Ines Varga"], "emails": [other]})
    assert not {what for what in whats(found) if what.startswith("email")}


@pytest.mark.parametrize(
    ("email", "name", "likely"),
    [
        ("zquirkendale@post.example", "Zelda Quirkendale", True),
        ("quirkendale.zelda@post.example", "Zelda Quirkendale", True),
        ("bill.quirkendale@post.example", "William Quirkendale", True),
        ("quirkendalez@post.example", "Zelda Quirkendale", True),
        ("zmquirkendale@post.example", "Zelda Maud Quirkendale", True),
        ("oluwatobiq@post.example", "Oluwatobi Quirkendale", True),
        ("quirkendale@post.example", "Zelda Quirkendale", True),
        ("mboehlke@post.example", "Maud Böhlke", True),
        ("quirkendale@post.example", "Quirkendale", True),
        ("zelda@post.example", "Zelda Quirkendale", False),
        ("moonlight@post.example", "Zelda Quirkendale", False),
        ("moonlight@post.example", "Quirkendale", False),
        ("tom.quirkendale@post.example", "Zelda Quirkendale", False),
    ],
)
def test_an_address_without_a_name_is_compared_with_names(email: str, name: str, likely: bool) -> None:
    found = verdict({"emails": [email]}, {"names": [name]})
    assert (found.probability > THRESHOLD) is likely
    assert verdict({"names": [name]}, {"emails": [email]}).bits == pytest.approx(found.bits)


@pytest.mark.parametrize(
    ("email", "how"),
    [
        ("bill.quirkendale@post.example", "full"),
        ("quirkendale-zelda@post.example", ""),
        ("wquirkendale@post.example", "family"),
        ("william.q@post.example", "given"),
        ("quirkendale@post.example", "part"),
        ("office@post.example", ""),
    ],
)
def test_how_much_of_a_name_an_address_spells_is_told(email: str, how: str) -> None:
    name = parsed("William Quirkendale")
    assert name is not None
    assert spells(mailbox(email), name) == how


def test_phone_numbers_agree_without_their_prefixes() -> None:
    one, two = {"phones": ["+44 (0)20 7946 0123 ext. 5"]}, {"phones": ["020 7946 0123"]}
    assert "phone_same" in whats(verdict(one, two))
    assert "phone_different" in whats(verdict(one, {"phones": ["020 7946 9999"]}))
    assert number("tel 112") == "112"
    assert described(1, phones=["112"]).phones == ()


def test_organisations_agree_without_their_legal_form_and_with_the_domain() -> None:
    quill = {"organisations": ["Quill & Söhne GmbH"]}
    assert organisation("Quill & Söhne GmbH") == "quill sohne"
    assert organisation("AG") == "ag"
    assert "organisation_same" in whats(verdict(quill, {"organisations": ["Quill und Sohne"]}))
    assert "organisation_same" in whats(verdict(quill, {"organisations": ["Quil Sohne"]}))
    assert "organisation_different" in whats(verdict(quill, {"organisations": ["Post"]}))
    at_home = {"emails": ["a1@mail.quill-sohne.co.uk"]}
    assert "organisation_domain" in whats(verdict(quill, at_home))
    assert "organisation_domain" in whats(verdict(at_home, quill))
    assert whats(verdict(quill, {"emails": ["a1@localhost", "a1@gmail.com"]})) == {"chance"}


def test_pages_and_profiles_are_compared() -> None:
    page = {"urls": ["https://www.forge.example/zelda/?tab=1"]}
    assert "profile_same" in whats(verdict(page, {"urls": ["http://forge.example/zelda"]}))
    assert whats(verdict(page, {"urls": ["http://forge.example/tom"]})) == {"chance"}
    assert profile("https://forge.example/") == ""
    one, two = {"accounts": [("linkedin", "in/a")]}, {"accounts": [("linkedin", "in/b")]}
    assert "profile_different" in whats(verdict(one, two))
    assert whats(verdict(one, {"accounts": [("mastodon", "b")]})) == {"chance"}


@pytest.mark.parametrize(
    ("other", "what"),
    [
        ("12 Harbour Lane, Quilton 4021", "address_same"),
        ("12 Harbuor Lane, 4021 Quilton", "address_same"),
        ("12 Harbour Lane, 9999 Elsewhere", "address_mostly"),
        ("7 Harbour Street, 9999 Quilton", "address_partly"),
        ("3 Mill Road, 77 Elsewhere", "address_different"),
    ],
)
def test_postal_addresses_agree_by_their_rare_words(other: str, what: str) -> None:
    found = verdict(
        {"names": ["Ines Varga"], "addresses": STREET}, {"names": ["Ines Varga"], "addresses": [other]}
    )
    assert what in whats(found)


def test_postal_addresses_are_left_out_where_they_could_change_nothing() -> None:
    found = verdict(
        {"names": ["Ines Varga"], "addresses": STREET}, {"names": ["Kofi Osei"], "addresses": STREET}
    )
    assert not {what for what in whats(found) if what.startswith("address")}


def test_all_evidence_has_words_and_adds_up_to_the_probability() -> None:
    more = {"phones": ["+44 20 7946 0123"], "addresses": STREET, "born": Born(1980, 4, 9)}
    found = verdict({"names": ["Ines Varga"], **more}, {"names": ["Inés Varga"], **more})
    assert whats(found) <= WORDS.keys()
    assert sum(evidence.bits for evidence in found.evidence) == pytest.approx(found.bits)
    assert found.probability == pytest.approx(1 / (1 + 2**-found.bits))


def test_names_are_read_from_addresses_only_where_nobody_gave_one() -> None:
    read = described(1, emails=["ines.varga@quill.example"])
    assert read.guessed
    assert read.names[0].family == "varga"
    told = described(1, names=["Kofi Osei", "kofi@post.example"], emails=["ines.varga@quill.example"])
    assert not told.guessed
    assert [name.text for name in told.names] == ["Kofi Osei"]
    assert described(1, emails=["moonlight@quill.example"]).names == ()
    assert mailbox("info@quill.example").letters == ""
    assert mailbox("+x@quill.example").local == "+x"
