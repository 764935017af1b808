"""What is open comes onto the list of Today in one statement, on both engines, whatever its kind."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import merging, people
from comity.answers.shapes import Item
from comity.answers.today import today
from comity.core import agenda, days
from comity.store.access import Scope
from comity.store.models import ImportantDate, Person, Relationship
from comity.store.queries.open_matters import open_matters
from tests import open_things as things
from tests.made_up import TODAY, new_scope, on_day
from tests.small_book import date

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Iterator[Scope]:
    with on_day(TODAY):
        yield new_scope()


def items(scope: Scope, limit: int = 100) -> tuple[Item, ...]:
    return today(scope, limit=limit).items


@pytest.mark.parametrize("kind", things.KINDS)
def test_each_kind_is_told_with_its_reason(scope: Scope, kind: str) -> None:
    make, _, title, reason = things.KINDS[kind]
    make(scope, things.one_person(scope), TODAY)
    (item,) = items(scope)
    assert (item.kind, item.title, item.reason) == (kind, title, reason)
    assert (item.face is None) == (kind in things.OF_NOBODY)


def test_all_kinds_follow_one_another_as_the_rule_says(scope: Scope) -> None:
    for kind, (make, *_) in things.KINDS.items():
        person = Person.objects.create(book_id=scope.book_id, name=f"About {kind}", sort_name=kind)
        Relationship.objects.create(book_id=scope.book_id, person=person)
        make(scope, person, TODAY)
    shown = items(scope)
    bands = [things.KINDS[item.kind][1] for item in shown]
    assert bands == sorted(bands)
    assert {item.kind for item in shown} == set(things.KINDS)
    assert today(scope).more == len(shown) - agenda.USUAL


@pytest.mark.parametrize("kind", sorted(set(things.KINDS) - set(things.OF_NOBODY)))
@pytest.mark.parametrize("why", ["stepped_back", "ended", "died"])
def test_of_whoever_died_or_is_kept_away_nothing_is_told(scope: Scope, kind: str, why: str) -> None:
    person = things.one_person(scope)
    things.KINDS[kind][0](scope, person, TODAY)
    if why == "died":
        Person.objects.filter(pk=person.pk).update(died_on=TODAY - 3)
    else:
        people.set_relationship(scope, str(person.uuid), standing=why)
    assert items(scope) == ()


@pytest.mark.parametrize("kind", sorted(set(things.KINDS) - {"birthday", *things.OF_NOBODY}))
@pytest.mark.parametrize("standing", ["targeted", "dormant"])
def test_what_is_open_with_somebody_dormant_or_to_be_met_is_told(
    scope: Scope, kind: str, standing: str
) -> None:
    person = things.one_person(scope)
    things.KINDS[kind][0](scope, person, TODAY)
    people.set_relationship(scope, str(person.uuid), standing=standing)
    assert [item.kind for item in items(scope)] == [kind]


@pytest.mark.parametrize("kind", sorted(set(things.KINDS) - {"birthday", "review"}))
def test_nothing_is_asked_for_half_a_year_later(scope: Scope, kind: str) -> None:
    things.KINDS[kind][0](scope, things.one_person(scope), TODAY - 200)
    assert [item.kind for item in items(scope)] == (["reminder"] if kind == "reminder" else [])


@pytest.mark.parametrize("kind", things.KINDS)
def test_another_book_sees_nothing_of_it(scope: Scope, kind: str) -> None:
    things.KINDS[kind][0](scope, things.one_person(scope), TODAY)
    assert items(new_scope()) == ()


def test_what_is_open_with_either_of_two_who_are_one_is_told_of_the_one_shown(scope: Scope) -> None:
    ines, other = things.one_person(scope), people.add_person(scope, name="I. Varga", email="i@varga.example")
    things.promise(scope, Person.objects.get(uuid=other), TODAY)
    merging.merge_people(scope, [str(ines.uuid), other])
    (item,) = items(scope)
    assert item.face is not None
    assert Person.objects.get(uuid=item.face.id).merged_into_id is None


def test_the_third_thing_about_somebody_is_folded(scope: Scope) -> None:
    person = things.one_person(scope)
    for kind in ("promise", "reminder", "request", "thanks"):
        things.KINDS[kind][0](scope, person, TODAY)
    assert [(item.kind, item.folded) for item in items(scope)] == [("promise", 0), ("reminder", 2)]


@pytest.mark.parametrize(("due", "shown"), [(2, False), (1, True), (0, True), (-90, True), (-91, False)])
def test_a_promise_is_told_from_the_day_before_until_it_is_history(
    scope: Scope, due: int, shown: bool
) -> None:
    things.promise(scope, things.one_person(scope), TODAY, due=due)
    assert bool(items(scope)) == shown


def test_a_promise_without_a_day_is_told_after_a_fortnight(scope: Scope) -> None:
    things.promise(scope, things.one_person(scope), TODAY, due=None)
    (item,) = items(scope)
    assert item.reason == "You promised this 2 weeks ago, without a day."
    assert (item.due, item.overdue) == (None, False)


@pytest.mark.parametrize(("due", "shown"), [(0, False), (-1, True), (None, False)])
def test_a_promise_to_me_is_asked_about_only_once_it_is_late(
    scope: Scope, due: int | None, shown: bool
) -> None:
    things.promise(scope, things.one_person(scope), TODAY, "theirs", due)
    assert bool(items(scope)) == shown


@pytest.mark.parametrize(("lead", "ahead", "shown"), [(10, 10, True), (10, 11, False), (0, 1, False)])
def test_a_date_may_be_told_as_long_before_as_it_says(
    scope: Scope, lead: int, ahead: int, shown: bool
) -> None:
    on = date(TODAY + ahead)
    ImportantDate.objects.create(
        book_id=scope.book_id,
        person=things.one_person(scope),
        what="other",
        label="Opening of the shop",
        month=on.month,
        day=on.day,
        lead_days=lead,
    )
    found = [item.reason for item in items(scope)]
    assert found == ([f"Opening of the shop in {ahead} days"] if shown else [])


@pytest.mark.parametrize(("years", "shown"), [(0, True), (-1, False)])
def test_a_date_that_is_kept_once_is_told_in_its_year_only(scope: Scope, years: int, shown: bool) -> None:
    on = date(TODAY)
    ImportantDate.objects.create(
        book_id=scope.book_id,
        person=things.one_person(scope),
        what="new_job",
        month=on.month,
        day=on.day,
        year=on.year + years,
        once=True,
    )
    assert [item.reason for item in items(scope)] == (["New job today"] if shown else [])


def test_the_statement_is_one_and_the_whole_list_needs_nine(
    scope: Scope, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = things.one_person(scope)
    for make, *_ in things.KINDS.values():
        make(scope, person, TODAY)
    today(scope)
    with django_assert_num_queries(1):
        open_matters(scope.book_id, TODAY, ((10, 4),))
    with django_assert_num_queries(9):  # two of them for the opportunity, three for whom to look at again
        today(scope)


def test_the_list_is_as_long_as_the_book_says(scope: Scope) -> None:
    from comity.actions.today import show_items

    for number in range(25):
        things.reminder(scope, people_of(scope, number), TODAY)
    assert len(today(scope).items) == 7
    show_items(scope, 20)
    assert (len(today(scope).items), today(scope).more) == (20, 5)


def people_of(scope: Scope, number: int) -> Person:
    person = Person.objects.create(book_id=scope.book_id, name=f"Person {number}", sort_name=f"{number:03}")
    Relationship.objects.create(book_id=scope.book_id, person=person)
    return person


def test_as_of_a_past_day_the_list_is_that_of_the_day(scope: Scope) -> None:
    things.promise(scope, things.one_person(scope), TODAY)
    then = today(scope, as_of=date(TODAY - 30))
    assert then.items == ()
    assert dataclasses.replace(today(scope, as_of=date(TODAY)), notices=()).items == items(scope)
    assert days.day_from_date(then.date) == TODAY - 30


@pytest.mark.parametrize(
    ("kind", "draft", "about"),
    [
        ("request", "write", {"what": "Look over my draft"}),
        ("thanks", "thank", {"what": "How to begin"}),
        ("feedback", "write", {"what": "Feedback on her talk"}),
        ("theirs", "write", {"what": "Send the paper"}),
        ("paid", "write", {"what": "Invoice 12"}),
        ("follow_up", "follow_up", {"event": "Book fair"}),
        ("renewal", "renew", {"what": "The new shop", "when": date(TODAY + 20).isoformat()}),
        ("introduction", "introduce_make", {}),
        ("promise", None, {}),
        ("reminder", None, {}),
    ],
)
def test_what_can_be_written_fits_the_kind(
    scope: Scope, kind: str, draft: str | None, about: dict[str, str]
) -> None:
    things.KINDS[kind][0](scope, things.one_person(scope), TODAY)
    (item,) = items(scope)
    assert (item.draft.kind if item.draft else None) == draft
    assert dict(item.draft.about if item.draft else ()) == about
    second = item.draft.other.name if item.draft and item.draft.other else ""
    assert second == ("Bo Lind" if kind == "introduction" else "")


def test_an_introduction_with_somebody_who_died_is_not_asked_for(scope: Scope) -> None:
    row = things.introduction(scope, things.one_person(scope), TODAY)
    Relationship.objects.create(book_id=scope.book_id, person=row.other)
    assert [item.kind for item in items(scope)] == ["introduction"]
    Person.objects.filter(pk=row.other_id).update(died_on=TODAY - 1)
    assert items(scope) == ()
