"""Names as people write them, out of names as programs write them."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.names import (
    Claim,
    Origin,
    best_name,
    clean_display_name,
    hue,
    initials,
    name_from_email,
    sort_name,
)

ANY_TEXT = st.text(st.characters(), max_size=60)
PIECES = (
    "Ana|RUIZ|ruiz|,|\"|'| | |(|)|[|]|<|a@x.org|mailto:| via |\\|Jr.|PhD|Inc|/HOU|van|é|\u202e|\u200d|7"
).split("|")
DECORATED = st.lists(st.sampled_from([*PIECES, " |"]), max_size=14).map("".join)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Ana Ruiz", "Ana Ruiz"),
        ("Ana M. Ruiz Soto", "Ana M. Ruiz Soto"),
        ("\"'Ana Ruiz'\"", "Ana Ruiz"),
        ('\\"Ana Ruiz\\"', "Ana Ruiz"),
        ('"Ana Ruiz', "Ana Ruiz"),
        ('Ana "Nita" Ruiz', 'Ana "Nita" Ruiz'),
        ("“Ana Ruiz”", "Ana Ruiz"),
        ("(Ana Ruiz)", "Ana Ruiz"),
        ("Ana\tRuiz\r\n", "Ana Ruiz"),
        ("Ana   Ruiz,", "Ana Ruiz"),
        ("Ana Ruiz (Acme)", "Ana Ruiz"),
        ("Ana Ruiz (Acme) [Sales]", "Ana Ruiz"),
        ("Ana Ruiz (a) (b) (c) (d) (e)", "Ana Ruiz (a)"),
        ("[EXT] Ana Ruiz", "Ana Ruiz"),
        ("Ana Ruiz [mailto:ana@example.org]", "Ana Ruiz"),
        ("Ana Ruiz (ana@example.org)", "Ana Ruiz"),
        ("Ana Ruiz <ana@example.org>", "Ana Ruiz"),
        ("Ana Ruiz ana@example.org", "Ana Ruiz"),
        ("Ana Ruiz | Acme", "Ana Ruiz"),
        ("Ana Ruiz @ Acme", "Ana Ruiz"),
        ("'Ana Ruiz' via Harbour Team", "Ana Ruiz"),
        ("Ana Ruiz/LON/ACME@ACME", "Ana Ruiz"),
        ("Ruiz, Ana </O=ACME/CN=ARUIZ>", "Ana Ruiz"),
        ("ana\u202e ruiz\u0007", "Ana Ruiz"),
        ("Ana\ud800 Ruiz", "Ana Ruiz"),
        ("\u200dمری\u200cم", "مری\u200cم"),
        ("山田 太郎", "山田 太郎"),
        ("Ana Ruiz (née Soto)", "Ana Ruiz (née Soto)"),
        ("Ana Ruiz (geb. Soto) [External]", "Ana Ruiz (geb. Soto)"),
        ("ANA RUIZ (NÉE SOTO)", "Ana Ruiz (née Soto)"),
    ],
)
def test_decoration_goes_and_the_name_stays(raw: str, name: str) -> None:
    assert clean_display_name(raw, "") == name


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "   ",
        "ana@example.org",
        "'ana@example.org'",
        "<ana@example.org>",
        "mailto:ana@example.org",
        "ana at example.org",
        "via Harbour Team",
        "Undisclosed Recipients",
        "No Name",
        "unknown",
        "https://example.org/ana",
        "=?",
        "12345",
        "A.Ruiz7",
    ],
)
def test_what_is_no_name_gives_none(raw: str) -> None:
    assert clean_display_name(raw, "a.ruiz7@example.org") == ""


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Ruiz, Ana", "Ana Ruiz"),
        ("Ruiz\\, Ana", "Ana Ruiz"),
        ("García Soto, Gabriel", "Gabriel García Soto"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("Ruiz, Ana, PhD", "Ana Ruiz, PhD"),
        ("Ruiz, Ana PhD", "Ana Ruiz PhD"),
        ("Smith, John Jr.", "John Smith Jr."),
        ("Smith Jr., John", "John Smith Jr."),
        ("John Smith, Jr.", "John Smith, Jr."),
        ("Ana Ruiz, MBA, PhD", "Ana Ruiz, MBA, PhD"),
        ("Ma, Jack", "Jack Ma"),
        ("Ana Ruiz, née Soto", "Ana Ruiz, née Soto"),
        ("Ruiz, Ana (née Soto)", "Ana Ruiz (née Soto)"),
        ("Ruiz, Ana, geb. Soto", "Ana Ruiz, geb. Soto"),
        ("Acme, Inc.", "Acme, Inc."),
        ("Blue River Trading, Ltd", "Blue River Trading, Ltd"),
        ("Harbour Bank, Lisbon", "Harbour Bank, Lisbon"),
        ("Ana Ruiz, Acme Corp", "Ana Ruiz"),
        ("Smith, Jones & Sons", "Smith, Jones & Sons"),
        ("Smith, Jones and Sons", "Smith, Jones and Sons"),
        ("Ports, Ships, Harbours", "Ports, Ships, Harbours"),
        ("One Two Three Four Five, Six", "One Two Three Four Five, Six"),
    ],
)
def test_a_name_turned_round_is_turned_back_but_a_company_is_not(raw: str, name: str) -> None:
    assert clean_display_name(raw, "someone@example.org") == name


def test_the_address_tells_a_given_name_from_a_family_name() -> None:
    assert clean_display_name("Ana Ruiz, Acme", "ana.ruiz@example.org") == "Ana Ruiz"
    assert clean_display_name("Ruiz Soto, Ana", "ruiz@example.org") == "Ruiz Soto"
    assert clean_display_name("Ana Soto, Anabel", "anabel@example.org") == "Anabel Ana Soto"


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("ANA RUIZ", "Ana Ruiz"),
        ("ana ruiz", "Ana Ruiz"),
        ("ana", "Ana"),
        ("ana.ruiz", "Ana Ruiz"),
        ("ana_ruiz", "Ana Ruiz"),
        ("RONALD MCDONALD", "Ronald McDonald"),
        ("flora macdonald", "Flora MacDonald"),
        ("RUTH MACEY", "Ruth Macey"),
        ("ANNE MCGEE", "Anne McGee"),
        ("peter o'neill", "Peter O'Neill"),
        ("JEAN-PIERRE D'ANGELO", "Jean-Pierre D'Angelo"),
        ("JAN VAN DER BERG", "Jan van der Berg"),
        ("de la cruz, maria", "Maria de la Cruz"),
        ("VAN DER BERG", "Van der Berg"),
        ("JOHN SMITH III", "John Smith III"),
        ("john smith, phd", "John Smith, PhD"),
        ("JOHN SMITH JR", "John Smith Jr."),
        ("JOHN SMITH, MD", "John Smith, MD"),
        ("JP MORRIS", "JP Morris"),
        ("ANNE NG", "Anne Ng"),
        ("J.P. SMITH", "J.P. Smith"),
        ("MÜLLER, JÖRG", "Jörg Müller"),
        ("IBX", "IBX"),
        ("x7y", "x7y"),
        ("DeShawn MacKay", "DeShawn MacKay"),
    ],
)
def test_shouted_and_whispered_names_get_their_usual_capitals(raw: str, name: str) -> None:
    assert clean_display_name(raw, "") == name


@given(
    st.one_of(ANY_TEXT, DECORATED, ANY_TEXT.map(lambda text: text * 40)), st.sampled_from(["", "ana@x.org"])
)
def test_a_cleaned_name_is_short_visible_text(raw: str, email: str) -> None:
    name = clean_display_name(raw, email)
    assert len(name) <= 200
    assert name == name.strip()
    assert "@" not in name
    assert not any(unicodedata.category(c) in ("Cc", "Cs") or c in "\u202a\u202e\u2066\u2069" for c in name)
    assert name == "" or any(c.isalpha() for c in name)


def test_the_users_own_name_wins_then_the_card_then_what_people_call_themselves() -> None:
    others = Claim("Anna Ruiz Soto", Origin.OTHERS, 9)
    own = Claim("Ana Ruiz", Origin.SELF, 5)
    card = Claim("Ana R.", Origin.CARD, 1)
    user = Claim("Ana", Origin.USER, 0)
    assert best_name([others, own, card, user]) == "Ana"
    assert best_name([others, own, card]) == "Ana R."
    assert best_name([others, own]) == "Ana Ruiz"
    assert best_name([others]) == "Anna Ruiz Soto"


def test_among_equals_the_more_complete_name_wins_then_the_latest() -> None:
    def best(*texts: str) -> str:
        return best_name([Claim(text, Origin.SELF, seen) for seen, text in enumerate(texts)])

    assert best("Ana Ruiz", "A. Ruiz", "Ana", "ana@example.org") == "Ana Ruiz"
    assert best("A. Ruiz", "Ana") == "A. Ruiz"
    assert best("Ana, PhD", "Anita") == "Anita"
    assert best("Ana Ruiz", "Ana Soto") == "Ana Soto"
    assert best_name([Claim("B C", 3, 7), Claim("A C", 3, 7)]) == "A C"


def test_without_a_name_the_address_gives_one() -> None:
    assert best_name([Claim(" ", Origin.SELF, 1)], "ana.ruiz@example.org") == "Ana Ruiz"
    assert best_name([]) == ""


claims = st.lists(
    st.builds(
        Claim,
        st.one_of(ANY_TEXT, st.sampled_from(["Ana Ruiz", "A. Ruiz", "Ana"])),
        st.integers(1, 4),
        st.integers(0, 3),
    ),
    max_size=12,
)


@given(claims, st.randoms(use_true_random=False))
def test_the_best_name_depends_on_the_set_of_claims_only(
    given_claims: list[Claim], chance: random.Random
) -> None:
    shuffled = given_claims + given_claims[::3]
    chance.shuffle(shuffled)
    assert best_name(shuffled, "ana@example.org") == best_name(given_claims, "ana@example.org")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("ana.ruiz@example.org", "Ana Ruiz"),
        ("ana_ruiz7+news@example.org", "Ana Ruiz"),
        ("ana-ruiz@example.org", "Ana Ruiz"),
        ("jean-pierre.dupont@example.org", "Jean-Pierre Dupont"),
        ("jan.van.der.berg@example.org", "Jan van der Berg"),
        ("a..ruiz@example.org", "A. Ruiz"),
        ("ana.mcgee@example.org", "Ana McGee"),
        ("jdoe@example.org", "jdoe"),
        ("jdoe42@example.org", "jdoe"),
        ("info@example.org", "info@example.org"),
        ("no-reply@example.org", "no-reply@example.org"),
        ("1234@example.org", "1234@example.org"),
        ("a.b@example.org", "a.b@example.org"),
        ("one.two.three.four.five@example.org", "one.two.three.four.five@example.org"),
        (" ana ", "ana"),
        ("", ""),
    ],
)
def test_an_address_gives_a_name_where_it_holds_one(address: str, name: str) -> None:
    assert name_from_email(address) == name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ana Ruiz", "ruiz ana"),
        ("Jan van der Berg", "berg jan van der"),
        ("De la Cruz", "cruz de la"),
        ("John Smith, Jr.", "smith john"),
        ("Jack Ma", "ma jack"),
        ("Ana Ruiz (née Soto)", "ruiz ana"),
        ("Ana Ruiz geb. Soto", "ruiz ana"),
        ("Max Born", "born max"),
        ("Łukasz Żak", "zak lukasz"),
        ("Ana 🎉", "ana"),
        ("🎉", "🎉"),
        ("山田太郎", "山田太郎"),
        ("がく", "がく"),
        ("ana.ruiz@example.org", "ana.ruiz@example.org"),
        ("ℌanna Öz", "oz hanna"),
        ("PhD", "phd"),
        ("", ""),
    ],
)
def test_people_sort_by_family_name_without_marks(name: str, key: str) -> None:
    assert sort_name(name) == key


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana Ruiz", "AR"),
        ("ana maria ruiz", "AR"),
        ("Ana Ruiz (née Soto)", "AR"),
        ("Ana", "A"),
        ("John Smith, Jr.", "JS"),
        ("Иван Петров", "ИП"),
        ("山田太郎", "山"),
        ("ßeta Öz", "SÖ"),
        ("🎉 Ana (7)", "A7"),
        ("info@example.org", "I"),
        ("🎉", "?"),
        ("", "?"),
    ],
)
def test_initials_are_one_or_two_characters_of_any_script(name: str, expected: str) -> None:
    assert initials(name) == expected


@given(ANY_TEXT)
def test_every_text_has_initials_a_hue_and_a_place_in_order(name: str) -> None:
    assert 1 <= len(initials(name)) <= 2
    assert 1 <= hue(name) <= 8
    assert not any("\u0300" <= character <= "\u036f" for character in sort_name(name))


def test_a_hue_is_the_same_in_any_case_and_normal_form() -> None:
    assert hue("José Ruiz") == hue(" JOSÉ RUIZ") == hue(unicodedata.normalize("NFD", "josé ruiz"))
    assert len({hue(f"Person {number}") for number in range(200)}) == 8
