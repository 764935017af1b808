"""Somebody hands over a card: they are found in the book or entered, and what the card adds is noted."""

from __future__ import annotations

import pytest

from comity.actions import card, me, people
from comity.actions.newcomers import Told, enter
from comity.answers import card as answers
from comity.answers.finding import find
from comity.answers.person import person
from comity.core.errors import Ambiguous, Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Identifier, Person
from tests.made_up import TODAY, new_scope
from tests.small_book import INES, both_ways, bulk, id_of, put
from tests.small_book import TODAY as DAY

ADA = Told("Ada Quill", "ada@quill.example", "Quill", "Editor", "+49 30 7", "https://www.linkedin.com/in/ada")


def test_a_card_of_somebody_new_enters_them_with_all_that_it_says(scope: Scope) -> None:
    id, new = enter(scope, ADA)
    page = person(scope, id)
    assert new
    assert (page.row.face.name, page.row.organisation, page.row.title) == ("Ada Quill", "Quill", "Editor")
    assert (page.row.emails, page.phones, page.links) == (("ada@quill.example",), ("+49 30 7",), (ADA.link,))


def test_the_same_card_again_changes_nothing(scope: Scope) -> None:
    id, _ = enter(scope, ADA)
    before = person(scope, id)
    assert enter(scope, ADA) == (id, False)
    assert person(scope, id) == before


def test_a_profile_that_is_known_leads_to_its_person_who_gets_the_new_address(scope: Scope) -> None:
    id, _ = enter(scope, Told("Ada Quill", link=ADA.link))
    found, new = enter(scope, Told("A. Quill", "new@quill.example", title="Head", link=ADA.link))
    assert (found, new) == (id, False)
    page = person(scope, id)
    assert page.row.emails == ("new@quill.example",)
    assert page.row.face.name == "Ada Quill"
    assert page.row.title == "Head"


def test_somebody_without_a_name_takes_the_one_on_the_card(scope: Scope) -> None:
    id = people.add_person(scope, name="", email="ada@quill.example")
    people.edit_person(scope, id, name="")
    Person.objects.update(name="")
    enter(scope, ADA)
    assert find(scope, id).name == "Ada Quill"


def test_an_address_that_was_nobodys_is_theirs_from_now_on(scope: Scope) -> None:
    put(scope, [*both_ways(INES, [DAY - 3]), bulk(DAY - 1, "news@quill.example")])
    ines = id_of(scope, INES)
    enter(scope, Told("Ines", "news@quill.example"), person_id=ines)
    row = Identifier.objects.get(value="news@quill.example")
    assert row.person is not None
    assert str((row.person.merged_into or row.person).uuid) == ines


def test_an_address_of_a_list_becomes_a_persons_where_the_user_says_so(scope: Scope) -> None:
    Identifier.objects.create(
        book_id=scope.book_id, kind="email", value="ada@quill.example", nature=Identifier.SHARED
    )
    bo = people.add_person(scope, name="Bo")
    enter(scope, Told("Bo", "ada@quill.example"), person_id=bo)
    assert Identifier.objects.get(value="ada@quill.example").nature == Identifier.PERSONAL


def test_an_address_of_somebody_else_stays_theirs(scope: Scope) -> None:
    ada, _ = enter(scope, ADA)
    bo = people.add_person(scope, name="Bo")
    enter(scope, Told("Bo", "ada@quill.example"), person_id=bo)
    assert person(scope, ada).row.emails == ("ada@quill.example",)
    assert person(scope, bo).row.emails == ()


def test_a_namesake_is_asked_about(scope: Scope) -> None:
    id, _ = enter(scope, ADA)
    with pytest.raises(Ambiguous) as told:
        enter(scope, Told("ADA QUILL"))
    assert told.value.candidates == ((id, "Ada Quill", "ada@quill.example"),)
    assert enter(scope, Told("Ada Quill"), new=True)[0] != id


@pytest.mark.parametrize(
    "told", [Told(), Told("A", "no address"), Told("A", link="javascript:alert(1)"), Told(" \u202e ")]
)
def test_a_card_that_names_nobody_or_leads_elsewhere_is_refused(scope: Scope, told: Told) -> None:
    with pytest.raises(Invalid):
        enter(scope, told)
    assert not Person.objects.filter(is_me=False).exists()


def test_a_card_with_an_address_alone_is_somebody_of_their_own(scope: Scope) -> None:
    people.add_person(scope, name="", email="ada@quill.example")
    Person.objects.update(name="", sort_name="")
    assert enter(scope, Told(email="bo@marsh.example"))[1]


def test_my_own_card_is_refused(scope: Scope) -> None:
    me.add_address(scope, "noor@hollis.example")
    with pytest.raises(Invalid):
        enter(scope, Told("Noor", "noor@hollis.example"))
    mine = str(Person.objects.get(is_me=True).uuid)
    with pytest.raises(Invalid):
        enter(scope, Told("Noor"), person_id=mine)


def test_a_person_of_another_book_is_not_found(scope: Scope) -> None:
    id, _ = enter(scope, ADA)
    with pytest.raises(NotFound):
        enter(new_scope(), Told("X"), person_id=id)


def test_my_card_holds_work_until_i_choose_and_then_what_i_chose(scope: Scope) -> None:
    assert answers.my_page(new_scope()).card.name == ""
    me.add_address(scope, "noor@hollis.example", "employer")
    me.add_address(scope, "noor@home.example", "personal")
    card.describe_me(
        scope,
        name="Noor Adler",
        organisation="Hollis",
        title="Editor",
        phone="+49 30 1",
        link="https://noor.example",
    )
    page = answers.my_page(scope)
    assert not page.decided
    assert (page.card.name, page.card.organisation, page.card.title) == ("Noor Adler", "Hollis", "Editor")
    assert (page.card.emails, page.card.phones, page.card.urls) == (("noor@hollis.example",), (), ())
    card.choose(scope, [("email", "noor@home.example"), ("phone", "+49 30 1"), ("title", "Editor")])
    page = answers.my_page(scope)
    assert page.decided
    assert (page.card.organisation, page.card.title) == ("", "Editor")
    assert (page.card.emails, page.card.phones) == (("noor@home.example",), ("+49 30 1",))
    card.choose(scope, [])
    assert answers.my_page(scope).card.emails == ()


def test_a_number_is_taken_off_me_and_an_address_that_was_mine_once_is_not_offered(scope: Scope) -> None:
    from tests.small_book import date

    me.add_address(scope, "old@hollis.example", "employer", None, date(TODAY - 400))
    card.describe_me(scope, name="Noor", phone="1", link="https://noor.example")
    card.forget_detail(scope, "phone", "1")
    assert [choice.field for choice in answers.my_page(scope).choices] == ["url"]
    with pytest.raises(Invalid):
        card.forget_detail(scope, "email", "x")


def test_a_profile_among_my_handles_is_a_link(scope: Scope) -> None:
    card.describe_me(scope, name="Noor")
    mine = Person.objects.get(is_me=True)
    Identifier.objects.create(book_id=scope.book_id, kind="linkedin", value="in/noor", person=mine, own=1)
    assert [choice.value for choice in answers.my_page(scope).choices] == ["https://www.linkedin.com/in/noor"]


def test_what_cannot_be_on_a_card_is_refused(scope: Scope) -> None:
    with pytest.raises(Invalid):
        card.choose(scope, [("birthday", "x")])
    with pytest.raises(Invalid):
        card.describe_me(scope, link="javascript:alert(1)")


def test_my_card_leaves_as_a_picture_and_as_a_file(scope: Scope) -> None:
    with pytest.raises(Invalid):
        answers.my_file(scope, "svg")
    assert answers.my_code(answers.my_page(scope).card) == ("", False)
    card.describe_me(scope, name="Noor Adler")
    assert answers.my_file(scope, "png").startswith(b"\x89PNG")
    assert b"<svg" in answers.my_file(scope, "svg")
    assert b"FN:Noor Adler" in answers.my_file(scope, "vcf")
    with pytest.raises(Invalid):
        answers.my_file(scope, "pdf")
