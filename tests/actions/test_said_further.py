"""What a line says of work, of birthdays and of events becomes what it is, and is taken back to the letter."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import events, people, saying
from comity.actions.unsaying import forget
from comity.answers.person import person
from comity.answers.saying import worded
from comity.core.days import date_from_day, day_from_date
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Event, Fact, Guest, ImportantDate, Interaction, Organisation, Person, Position
from tests.actions.test_saying import DAY, everything, said, scope, taken_back, who
from tests.core.sayit_shown import TODAY
from tests.made_up import new_scope
from tests.small_book import card, put

__all__ = ["scope"]
NOW = date_from_day(DAY)


def words(scope: Scope, text: str) -> list[str]:
    return [part.words for part in worded(scope, saying.understand(scope, text)).parts]


def test_where_somebody_works_is_shown_as_their_work(scope: Scope) -> None:
    ada = who(scope, "ada")
    people.edit_person(scope, ada, organisation="Quill", title="Editor")
    before = everything()
    assert words(scope, "Ada is now CTO at Acme") == ["work of Ada Moreno: CTO at Acme"]
    told = said(scope, "Ada is now CTO at Acme")
    assert [made.what for made in told.made] == ["position"]
    shown = person(scope, ada)
    assert (shown.row.title, shown.row.organisation) == ("CTO", "Acme")
    assert not Fact.objects.exists()
    assert said(scope, "Ada is now CTO at Acme").made == ()
    taken_back(scope, told)
    assert everything() == before
    with pytest.raises(NotFound):
        taken_back(scope, told)


def test_where_i_work_is_said_of_me(scope: Scope) -> None:
    text = "I work at Halvorsen Freight as head of planning"
    assert words(scope, text) == ["work of you: head of planning at Halvorsen Freight"]
    told = said(scope, text)
    row = Position.objects.get(title="head of planning")
    assert row.person.is_me
    assert row.organisation is not None
    assert row.organisation.name == "Halvorsen Freight"
    taken_back(scope, told)
    assert not Organisation.objects.filter(name="Halvorsen Freight").exists()


def test_work_is_corrected_before_it_is_kept(scope: Scope) -> None:
    text = "Bo works for Acme"
    key = saying.understand(scope, text).parts[0].key
    said(scope, text, {f"{key}.title": "Buyer", f"{key}.organisation": "Acme Group"})
    row = Position.objects.get(title="Buyer")
    assert row.organisation is not None
    assert row.organisation.name == "Acme Group"


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Ada left Acme", TODAY),
        ("Ada hat Acme verlassen", TODAY),
        ("Ada quit Acme last Friday", TODAY - dt.timedelta(5)),
    ],
)
@pytest.mark.parametrize("by_hand", [True, False])
def test_what_somebody_left_is_their_work_no_more(
    scope: Scope, text: str, until: dt.date, *, by_hand: bool
) -> None:
    ada = who(scope, "ada")
    if by_hand:
        people.edit_person(scope, ada, organisation="Acme Ltd", title="Editor")
    else:
        put(scope, [card("ada@people.example", name="Ada Moreno", organisation="Acme Ltd", title="Editor")])
    before = everything()
    (line,) = words(scope, text)
    assert line.startswith("end of the work of Ada Moreno at Acme, on ")
    assert str(until.year) in line
    told = said(scope, text)
    assert [made.what for made in told.made] == ["position", "fact"]
    assert person(scope, ada).row.organisation == ""
    assert {row.until for row in Position.objects.filter(title="Editor")} == {day_from_date(until)}
    taken_back(scope, told)
    after = everything()
    if not by_hand:  # what cards give is written anew, under other numbers
        after.pop("Position"), before.pop("Position")
        assert person(scope, ada).row.organisation == "Acme Ltd"
    assert after == before
    with pytest.raises(NotFound):
        taken_back(scope, told)


def test_who_leaves_later_works_there_till_then(scope: Scope) -> None:
    people.edit_person(scope, who(scope, "ada"), organisation="Acme", title="Editor")
    said(scope, "Ada resigned from Acme on 1 June 2027")
    assert Position.objects.get(title="Editor").until == day_from_date(dt.date(2027, 6, 1))
    assert person(scope, who(scope, "ada")).row.organisation == "Acme"


def test_what_an_address_book_says_again_does_not_undo_that_somebody_left(scope: Scope) -> None:
    told_by_card = [card("ada@people.example", name="Ada Moreno", organisation="Acme", title="Editor")]
    put(scope, told_by_card)
    said(scope, "Ada left Acme")
    put(scope, told_by_card)
    assert person(scope, who(scope, "ada")).row.organisation == ""


def test_whom_one_did_not_know_at_a_place_has_left_it_in_words_alone(scope: Scope) -> None:
    told = said(scope, "Bo left Acme")
    assert [made.what for made in told.made] == ["fact"]
    assert Fact.objects.get().text == "left Acme"
    said(scope, "Bo left Acme", {"fact:0.organisation": "Larsen", "fact:0.until": "2026-05-01"})
    with pytest.raises(Invalid):
        said(scope, "Bo left Acme", {"fact:0.until": "soon"})
    assert [made.what for made in said(scope, "Bo left early").made] != ["position"]


@pytest.mark.parametrize(
    ("text", "date"),
    [("Ada's birthday is 12 March 1984", (3, 12, 1984)), ("Ada hat am 3. Juni Geburtstag", (6, 3, None))],
)
def test_a_birthday_is_kept_as_a_date(scope: Scope, text: str, date: tuple[int, int, int | None]) -> None:
    before = everything()
    told = said(scope, text)
    row = ImportantDate.objects.get(person__uuid=who(scope, "ada"))
    assert (row.what, (row.month, row.day, row.year)) == ("birthday", date)
    taken_back(scope, told)
    assert everything() == before


def test_a_birthday_of_which_the_order_is_open_stays_in_words_until_it_is_told(scope: Scope) -> None:
    line = saying.understand(scope, "Cleo's birthday is 3/6")
    assert [part.key for part in line.parts] == ["fact:0"]
    said(scope, "Cleo's birthday is 4 June", {"fact:0.date": "1990-06-05"})
    row = ImportantDate.objects.get(person__uuid=who(scope, "cleo"))
    assert (row.month, row.day, row.year) == (6, 5, 1990)
    for wrong in ("June", "02-30"):
        with pytest.raises(Invalid):
            said(scope, "Cleo's birthday is 4 June", {"fact:0.date": wrong})


def test_whom_one_met_at_an_event_is_its_guest(scope: Scope) -> None:
    before = everything()
    text = "met Ada and Bo at PyCon Porto yesterday, promised Ada the slides"
    assert words(scope, text)[0].startswith("event with Ada Moreno and Bo Larsen at PyCon Porto on Tuesday")
    told = said(scope, text)
    event = Event.objects.get()
    assert (event.name, event.starts, event.state) == ("PyCon Porto", DAY - 1, Event.ATTENDED)
    met = {str(guest.person.uuid): guest.met_on for guest in event.guests.all()}
    assert met == {who(scope, "ada"): DAY - 1, who(scope, "bo"): DAY - 1}
    assert [made.what for made in told.made] == ["event", "guest", "guest", "promise"]
    taken_back(scope, told)
    assert everything() == before


def test_an_event_that_was_planned_is_found_by_its_name_alone(scope: Scope) -> None:
    yesterday = TODAY - dt.timedelta(1)
    id = events.plan(scope, "re:publica", yesterday, TODAY)
    events.expect(scope, id, who(scope, "bo"))
    before = everything()
    told = said(scope, "coffee with Bo and Ada at re:publica")
    assert Event.objects.get().state == Event.ATTENDED
    assert Guest.objects.filter(met_on=DAY).count() == 2
    again = said(scope, "lunch with Bo at re:publica")
    assert [made.what for made in again.made] == ["interaction"]
    taken_back(scope, again)
    taken_back(scope, told)
    assert everything() == before


def test_an_event_stays_where_somebody_else_was_met_since(scope: Scope) -> None:
    told = said(scope, "met Bo at PyCon Porto")
    events.met(scope, str(Event.objects.get().uuid), person_id=who(scope, "ada"))
    taken_back(scope, told)
    assert [guest.person.name for guest in Event.objects.get().guests.all()] == ["Ada Moreno"]
    id = events.plan(scope, "PyCon Lisbon", NOW)
    later = said(scope, "met Bo at PyCon Lisbon")
    events.met(scope, id, person_id=who(scope, "ada"))
    taken_back(scope, later)
    assert Event.objects.get(uuid=id).state == Event.ATTENDED


def test_what_was_named_is_no_event_where_the_user_says_so_or_it_lies_ahead(scope: Scope) -> None:
    said(scope, "met Bo at PyCon Porto", {"happening:0.event": ""})
    (plan,) = said(scope, "meeting with Bo at PyCon Porto tomorrow").made
    assert plan.what == "plan"
    assert not Event.objects.exists()
    assert Interaction.objects.filter(by_hand=True).count() == 2


@pytest.mark.parametrize(
    "id", ["position=1", "position=x", "date=99999999999999999999", "other=1", "met=x", "attended=x=planned"]
)
def test_what_was_never_said_is_not_taken_back(scope: Scope, id: str) -> None:
    with pytest.raises(NotFound):
        forget(new_scope(), [id])


def test_nothing_of_another_book_is_taken_back(scope: Scope) -> None:
    told = [
        *said(scope, "met Bo at PyCon Porto").made,
        *said(scope, "Ada's birthday is 12 March").made,
        *said(scope, "Ada is now CTO at Acme").made,
    ]
    for made in told:
        with pytest.raises(NotFound):
            forget(new_scope(), [made.id])
    event = Event.objects.get()
    with pytest.raises(NotFound):
        forget(scope, [f"attended={event.uuid}=elsewhere"])
    assert Person.objects.filter(by_hand=True).exists()
