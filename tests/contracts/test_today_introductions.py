"""Introductions on the list of Today: whose turn it is, my own yes, and thanks that stand there once; on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.actions import introductions
from comity.actions import today as acts
from comity.answers.shapes import Item
from comity.answers.today import today
from comity.store.access import Scope
from comity.store.models import Exchange, Introduction, Person
from tests import open_things as things
from tests import small_book as small
from tests.made_up import TODAY, new_scope, on_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Iterator[Scope]:
    with on_day(TODAY):
        yield new_scope()


def items(scope: Scope) -> list[Item]:
    return list(today(scope, limit=100).items)


def test_an_introduction_that_is_done_has_been_made(scope: Scope) -> None:
    things.introduction(scope, things.one_person(scope), TODAY)
    (item,) = items(scope)
    acts.finish(scope, item.key)
    row = Introduction.objects.get()
    assert row.made_on == TODAY


@pytest.mark.parametrize(
    ("days", "reason", "after"),
    [
        ({}, "Not both have said yes; the last word came 2 weeks ago. Ask once more, or let it go.", None),
        ({"one_agreed_on": 5, "other_agreed_on": 5}, "Both said yes 5 days ago. Introduce them.", "made_on"),
        (
            {"one_agreed_on": 20, "other_agreed_on": 20, "made_on": 14},
            "The introduction was made 2 weeks ago. Did they meet?",
            None,
        ),
    ],
)
def test_an_introduction_of_mine_is_told_by_what_comes_next(
    scope: Scope, days: dict[str, int], reason: str, after: str | None
) -> None:
    ada, bo = things.one_person(scope), things.one_person(scope, "Bo Lind")
    row = Introduction.objects.create(
        book_id=scope.book_id,
        one=ada,
        other=bo,
        asked_on=TODAY - 14,
        **{k: TODAY - v for k, v in days.items()},
    )
    (item,) = items(scope)
    assert (item.title, item.reason) == ("Introduction to Bo Lind", reason)
    acts.finish(scope, item.key)
    assert items(scope) == []
    row.refresh_from_db()
    assert after is None or getattr(row, after) == TODAY
    acts.restore(scope, item.key)
    assert items(scope) == [item]


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (
            {"one_agreed_on": 20, "other_agreed_on": 20},
            "Both said yes 2 weeks ago; Bo Lind has not introduced you yet.",
        ),
        (
            {"one_agreed_on": 20, "other_agreed_on": 20, "made_on": 3},
            "Bo Lind introduced you 3 days ago. Get in touch, if you have not.",
        ),
        (
            {"one_agreed_on": 20, "other_agreed_on": 20, "made_on": 10, "met_on": 2},
            "You met 2 days ago. Tell Bo Lind, and thank them.",
        ),
    ],
)
def test_an_introduction_of_me_is_told_by_what_comes_next(
    scope: Scope, days: dict[str, int], reason: str
) -> None:
    ada, bo = things.one_person(scope), things.one_person(scope, "Bo Lind")
    Introduction.objects.create(
        book_id=scope.book_id,
        one=ada,
        introducer=bo,
        asked_on=TODAY - 30,
        **{k: TODAY - v for k, v in days.items()},
    )
    (item,) = items(scope)
    assert (item.title, item.reason) == ("Introduction to you", reason)
    acts.finish(scope, item.key)
    assert items(scope) == []
    acts.restore(scope, item.key)
    assert items(scope) == [item]


@pytest.mark.parametrize("asked", [13, 121])
def test_an_introduction_that_is_fresh_or_long_forgotten_is_left_in_peace(scope: Scope, asked: int) -> None:
    ada, bo = things.one_person(scope), things.one_person(scope, "Bo Lind")
    Introduction.objects.create(book_id=scope.book_id, one=ada, other=bo, asked_on=TODAY - asked)
    assert items(scope) == []


def asked_me(scope: Scope, **days: int) -> str:
    """Bo offered to introduce me to Ines; my own yes is not given."""
    ines, bo = things.one_person(scope), things.one_person(scope, "Bo Lind")
    id = introductions.add(
        scope, str(ines.uuid), None, str(bo.uuid), asked_by_me=False, on=small.date(TODAY - 3)
    )
    Introduction.objects.update(**{name: TODAY - ago for name, ago in days.items()})
    return id


@pytest.mark.parametrize("days", [{}, {"one_agreed_on": 2}])
def test_where_my_own_yes_is_missing_it_is_offered_and_nobody_is_asked_once_more(
    scope: Scope, days: dict[str, int]
) -> None:
    asked_me(scope, **days)
    (item,) = items(scope)
    assert item.done == "Say yes"
    assert item.draft is None
    assert "Bo Lind would introduce you" in item.reason
    assert "once more" not in item.reason
    acts.finish(scope, item.key)
    assert Introduction.objects.get().other_agreed_on == TODAY
    assert item.key not in [one.key for one in items(scope)]
    acts.restore(scope, item.key)
    assert Introduction.objects.get().other_agreed_on is None
    assert items(scope) == [item]


def test_once_we_met_thanks_stand_there_once(scope: Scope) -> None:
    id = asked_me(scope, one_agreed_on=3, other_agreed_on=3)
    introductions.step(scope, id, "made", small.date(TODAY - 2))
    assert sorted(item.kind for item in items(scope)) == ["introduction", "thanks"]
    introductions.step(scope, id, "met", small.date(TODAY - 1))
    (item,) = items(scope)
    assert (item.kind, item.reason) == ("introduction", "You met yesterday. Tell Bo Lind, and thank them.")
    acts.snooze(scope, item.key, 3)
    assert items(scope) == []
    acts.restore(scope, item.key)
    acts.finish(scope, item.key)
    assert Exchange.objects.get().thanked_on == TODAY
    assert items(scope) == []
    acts.restore(scope, item.key)
    assert items(scope) == [item]


def test_thanks_that_no_introduction_on_the_list_asks_for_stand_by_themselves(scope: Scope) -> None:
    id = asked_me(scope, one_agreed_on=3, other_agreed_on=3)
    introductions.step(scope, id, "made", small.date(TODAY - 2))
    introductions.step(scope, id, "met", small.date(TODAY - 1))
    Person.objects.filter(name="Ines Varga").update(died_on=TODAY)
    assert [item.kind for item in items(scope)] == ["thanks"]
