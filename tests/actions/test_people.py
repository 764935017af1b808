"""Entering people and what is known of them, and what an undo leaves alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from comity.actions import dates, interactions, merging, people, reminders
from comity.answers.finding import find
from comity.answers.person import person
from comity.answers.shapes import PersonPage
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Person, Tag
from tests.canonical import book_as_seen
from tests.made_up import new_scope, take_back
from tests.small_book import (
    ANYBODY,
    INES,
    ME,
    TODAY,
    TOMAS,
    both_ways,
    card,
    date,
    id_of,
    mail,
    put,
)

OCTOBER = dt.datetime(2024, 10, 1, tzinfo=dt.UTC)


@pytest.fixture
def ines(scope: Scope) -> str:
    put(scope, both_ways(INES, [TODAY - 30, TODAY - 20]))
    return id_of(scope, INES)


def page(scope: Scope, who: str) -> PersonPage:
    """A person's page; numbers of dates are left out, since those from cards are derived anew."""
    found = person(scope, who)
    return replace(found, dates=tuple(replace(known, id=0) for known in found.dates))


def test_a_person_is_entered_with_what_is_known(scope: Scope) -> None:
    id = people.add_person(
        scope,
        name="  Ines   Varga ",
        email="Ines@Varga.example",
        organisation="Quill",
        title="Editor",
        role="mentor",
    )
    found = page(scope, id)
    assert (
        found.row.face.name,
        found.row.emails,
        found.row.organisation,
        found.row.title,
        found.row.roles,
    ) == (
        "Ines Varga",
        (INES,),
        "Quill",
        "Editor",
        ("mentor",),
    )
    assert found.row.state == "known"


def test_a_person_may_have_an_address_only_or_a_name_only(scope: Scope) -> None:
    assert page(scope, people.add_person(scope, name="", email=INES)).row.face.name == "ines"
    assert page(scope, people.add_person(scope, name="Bo")).row.emails == ()


def test_an_address_that_is_known_gives_its_person_a_name(scope: Scope, ines: str) -> None:
    assert people.add_person(scope, name="Inês Varga", email=INES) == ines
    assert page(scope, ines).row.face.name == "Inês Varga"
    assert page(scope, ines).row.active_days == 2


def test_an_address_that_was_only_copied_in_becomes_a_person(scope: Scope) -> None:
    put(scope, [mail(TODAY - 1, INES, ME, TOMAS)])
    id = people.add_person(scope, name="Tomas Lindqvist", email=TOMAS)
    assert page(scope, id).row.active_days == 0


def test_an_office_address_that_is_said_to_be_somebody_counts_from_its_first_mail_on(scope: Scope) -> None:
    put(scope, [mail(TODAY - 9, "info@quill.example", ME), mail(TODAY - 8, ME, "info@quill.example")])
    id = people.add_person(scope, name="Tomas Lindqvist", email="info@quill.example")
    assert page(scope, id).row.active_days == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Bo", "email": "bo"}, "email"),
        ({"name": "Bo", "role": "friend"}, "role"),
    ],
)
def test_a_person_without_name_or_with_a_wrong_address_or_role_is_refused(
    scope: Scope, given: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        people.add_person(scope, **given)
    assert refused.value.field == field
    assert not Person.objects.filter(book_id=scope.book_id).exists()


def test_my_own_address_is_nobody_elses(scope: Scope, ines: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.add_person(scope, name="Bo", email=ME)
    assert refused.value.reason == "this address is yours"


def test_what_i_say_outweighs_every_import_and_can_be_taken_back(scope: Scope, ines: str) -> None:
    put(scope, [card(INES, name="Inez V.", organisation="Quill", title="Editor", phone="+49 30 1234")])
    people.edit_person(
        scope, ines, name="Inês", organisation="Osei & Co", title="Printer", phone="+49 30 999"
    )
    found = page(scope, ines)
    assert (found.row.face.name, found.row.organisation, found.row.title) == ("Inês", "Osei & Co", "Printer")
    assert found.phones == ("+49 30 999", "+49 30 1234")
    people.edit_person(scope, ines, title="Chief printer")
    assert (page(scope, ines).row.organisation, page(scope, ines).row.title) == ("Osei & Co", "Chief printer")
    people.edit_person(scope, ines, name="", organisation="", title="", phone="")
    found = page(scope, ines)
    assert (found.row.face.name, found.row.organisation, found.phones) == (
        "Inez V.",
        "Quill",
        ("+49 30 1234",),
    )


def test_a_name_i_typed_is_taken_as_typed(scope: Scope, ines: str) -> None:
    people.edit_person(scope, ines, name="Ines Varga Costa")
    people.edit_person(scope, ines, name="Ines")
    assert page(scope, ines).row.face.name == "Ines"


def test_a_title_alone_keeps_the_organisation_that_a_card_gives(scope: Scope, ines: str) -> None:
    put(scope, [card(INES, organisation="Quill", title="Editor")])
    people.edit_person(scope, ines, title="Chief editor")
    assert (page(scope, ines).row.organisation, page(scope, ines).row.title) == ("Quill", "Chief editor")


def test_a_relationship_keeps_what_is_not_said_anew(scope: Scope, ines: str) -> None:
    people.set_relationship(
        scope, ines, standing="trusted", nature="both", rhythm_days=14, purpose="The atlas", i_expect="a"
    )
    people.set_relationship(scope, ines, they_expect="b", at_stake="c", note=" d ")
    found = page(scope, ines)
    assert (found.standing, found.nature, found.rhythm_days, found.note) == ("trusted", "both", 14, "d")
    wanted = found.expectations
    assert (wanted.purpose, wanted.i_expect, wanted.they_expect, wanted.at_stake) == (
        "The atlas",
        "a",
        "b",
        "c",
    )
    people.set_relationship(scope, ines, standing="", rhythm_days=None)
    assert (page(scope, ines).standing, page(scope, ines).rhythm_days) == ("", None)


@pytest.mark.parametrize(
    "wrong",
    [{"standing": "friend"}, {"nature": ""}, {"nature": "x"}, {"rhythm_days": 0}, {"rhythm_days": 3661}],
)
def test_a_relationship_of_unknown_kind_is_refused(scope: Scope, ines: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        people.set_relationship(scope, ines, **wrong)


def test_roles_are_given_changed_and_taken_away(scope: Scope, ines: str) -> None:
    role = people.add_role(scope, ines, "mentor", date(TODAY - 100), None)
    people.change_role(scope, ines, role, date(TODAY - 90), date(TODAY))
    (held,) = page(scope, ines).roles
    assert (held.id, held.since, held.until) == (role, date(TODAY - 90), date(TODAY))
    people.remove_role(scope, ines, role)
    assert page(scope, ines).roles == ()


def test_a_role_that_ends_before_it_begins_or_is_unknown_is_refused(scope: Scope, ines: str) -> None:
    with pytest.raises(Invalid):
        people.add_role(scope, ines, "mentor", date(TODAY), date(TODAY - 1))
    with pytest.raises(Invalid):
        people.add_role(scope, ines, "friend", None, None)
    with pytest.raises(NotFound):
        people.remove_role(scope, ines, 10**9)


def test_tags_are_put_on_and_taken_off_whatever_their_case(scope: Scope, ines: str) -> None:
    people.add_tag(scope, ines, "Book  fair")
    people.add_tag(scope, ines, "book FAIR")
    assert page(scope, ines).row.tags == ("Book fair",)
    people.remove_tag(scope, ines, "BOOK fair")
    assert page(scope, ines).row.tags == ()
    assert not Tag.objects.filter(book_id=scope.book_id).exists()
    with pytest.raises(Invalid):
        people.add_tag(scope, ines, " ")


def test_what_a_card_says_and_i_took_away_does_not_come_back_with_it(scope: Scope) -> None:
    entry = [card(INES, name="Ines Varga", labels=("Fair",), birthday=(1, 2, 1980))]
    put(scope, entry)
    ines = id_of(scope, INES)
    people.remove_tag(scope, ines, "fair")
    dates.remove_date(scope, person(scope, ines).dates[0].id)
    put(scope, entry)
    found = page(scope, ines)
    assert (found.row.tags, found.dates) == ((), ())


def test_facts_are_noted_changed_and_forgotten(scope: Scope, ines: str) -> None:
    fact = people.add_fact(scope, ines, " Sings ", "private", " she said so ")
    people.edit_fact(scope, fact, "Sings in a choir", "open")
    (known,) = page(scope, ines).facts
    assert (known.text, known.sensitivity, known.source) == ("Sings in a choir", "open", "she said so")
    people.remove_fact(scope, fact)
    assert page(scope, ines).facts == ()
    for text, sensitivity in ((" ", "open"), ("x", "secret")):
        with pytest.raises(Invalid):
            people.add_fact(scope, ines, text, sensitivity)


def test_dates_are_noted_and_forgotten(scope: Scope, ines: str) -> None:
    number = dates.add_date(scope, ines, " Name Day ", 2, 29, None)
    assert [(d.id, d.what, d.year) for d in person(scope, ines).dates] == [(number, "name_day", None)]
    dates.remove_date(scope, number)
    assert page(scope, ines).dates == ()
    for month, day, year in ((2, 30, None), (2, 29, 2023), (13, 1, None), (0, 0, 0)):
        with pytest.raises(Invalid):
            dates.add_date(scope, ines, "birthday", month, day, year)


ABOUT_A_PERSON: list[Callable[[Scope, str], object]] = [
    lambda scope, id: people.edit_person(scope, id, name="x"),
    lambda scope, id: people.set_relationship(scope, id, standing="met"),
    lambda scope, id: people.add_role(scope, id, "mentor", None, None),
    lambda scope, id: people.change_role(scope, id, 1, None, None),
    lambda scope, id: people.remove_role(scope, id, 1),
    lambda scope, id: people.add_tag(scope, id, "x"),
    lambda scope, id: people.remove_tag(scope, id, "x"),
    lambda scope, id: people.add_fact(scope, id, "x"),
    lambda scope, id: dates.add_date(scope, id, "x", 1, 1, None),
    lambda scope, id: merging.merge_people(scope, [id, id]),
    lambda scope, id: merging.split_person(scope, id),
    lambda scope, id: reminders.add_reminder(scope, "x", date(TODAY), id),
    lambda scope, id: interactions.record(scope, [id], kind="call", at=OCTOBER, subject="coffee", text=""),
]


@pytest.mark.parametrize("act", ABOUT_A_PERSON, ids=lambda act: act.__code__.co_names[1])
@pytest.mark.parametrize("who", ["theirs", ANYBODY, "x"])
def test_nothing_is_done_to_people_of_another_book(
    scope: Scope, act: Callable[[Scope, str], object], who: str
) -> None:
    other = new_scope()
    theirs = people.add_person(other, name="Ines Varga", email=INES)
    before = book_as_seen(other.book_id)
    with pytest.raises(NotFound):
        act(scope, theirs if who == "theirs" else who)
    assert book_as_seen(other.book_id) == before


def test_facts_roles_and_dates_of_another_book_are_not_there(scope: Scope, ines: str) -> None:
    other = new_scope()
    theirs = people.add_person(other, name="Ama Osei")
    fact, day = (
        people.add_fact(other, theirs, "Sings"),
        dates.add_date(other, theirs, "birthday", 1, 1, None),
    )
    role = people.add_role(other, theirs, "mentor", None, None)
    refused: list[Callable[[], object]] = [
        lambda: people.edit_fact(scope, fact, "x"),
        lambda: people.remove_fact(scope, fact),
        lambda: people.remove_fact(scope, "x"),
        lambda: dates.remove_date(scope, day),
        lambda: people.remove_role(scope, ines, role),
        lambda: people.change_role(scope, ines, role, None, None),
    ]
    for act in refused:
        with pytest.raises(NotFound):
            act()
    found = page(other, theirs)
    assert (len(found.facts), len(found.dates), len(found.roles)) == (1, 1, 1)


ENTERED: list[Callable[[Scope, str], object]] = [
    lambda scope, id: people.edit_person(scope, id, phone="+49 30 1"),
    lambda scope, id: people.set_relationship(scope, id, note="Be early"),
    lambda scope, id: people.add_role(scope, id, "mentor", None, None),
    lambda scope, id: people.add_tag(scope, id, "Choir"),
    lambda scope, id: people.add_fact(scope, id, "Sings"),
    lambda scope, id: dates.add_date(scope, id, "birthday", 1, 1, None),
    lambda scope, id: reminders.add_reminder(scope, "Write", date(TODAY), id),
    lambda scope, id: interactions.record(scope, [id], kind="call", at=OCTOBER, subject="coffee", text=""),
]


@pytest.mark.parametrize("enter", ENTERED, ids=lambda enter: enter.__code__.co_names[1])
def test_what_i_entered_survives_the_undo_of_the_import_that_brought_the_person(
    scope: Scope, enter: Callable[[Scope, str], object]
) -> None:
    number = put(scope, both_ways(INES, [TODAY - 30, TODAY - 20]))
    ines = id_of(scope, INES)
    before = page(scope, ines)
    enter(scope, ines)
    entered = page(scope, ines)
    assert entered != before
    take_back(scope, number)
    left = page(scope, ines)
    assert left.row.emails == (INES,)
    for field in ("phones", "note", "facts", "dates", "open", "roles"):
        assert getattr(left, field) == getattr(entered, field)
    assert left.row.tags == entered.row.tags
    assert left.row.active_days == entered.row.active_days - 2
    put(scope, both_ways(INES, [TODAY - 30, TODAY - 20]))
    assert page(scope, ines) == entered


def test_a_person_i_never_touched_goes_with_the_import(scope: Scope) -> None:
    number = put(scope, both_ways(INES, [TODAY - 30]))
    take_back(scope, number)
    with pytest.raises(NotFound):
        find(scope, INES)
