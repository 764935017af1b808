"""Of whom something ended lately silence is not told right away; on both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from comity.actions import today as acts
from comity.answers.shapes import Item
from comity.answers.today import today
from comity.store.access import Scope
from comity.store.models import Attention, Person, Reminder
from tests import open_things as things
from tests import small_book as small
from tests.made_up import TODAY, bring, new_scope, on_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def scope() -> Iterator[Scope]:
    with on_day(TODAY):
        yield new_scope()


def items(scope: Scope) -> list[Item]:
    return list(today(scope, limit=100).items)


@pytest.fixture
def silent(scope: Scope) -> tuple[Scope, Person]:
    """Somebody who stands on the list because they drift."""
    address = "ines@varga.example"
    letters = small.both_ways(address, range(TODAY - 201, TODAY - 33, 7))
    bring(scope, [[*letters, small.bulk(TODAY, "news@post.example")]])
    person = Person.objects.get(name="Ines Varga")
    assert [item.kind for item in items(scope)] == ["drifting"]
    return scope, person


@pytest.mark.parametrize("kind", ["promise", "theirs", "reminder", "request", "thanks"])
@pytest.mark.parametrize(("later", "told"), [(1, False), (6, False), (7, True)])
def test_of_whom_something_ended_silence_is_not_told_for_a_week(
    silent: tuple[Scope, Person], kind: str, later: int, told: bool
) -> None:
    scope, person = silent
    things.KINDS[kind][0](scope, person, TODAY)
    item = next(one for one in items(scope) if one.kind == kind)
    acts.finish(scope, item.key)
    Reminder.objects.filter(done_at__isnull=False).update(done_at=noon(TODAY))
    with on_day(TODAY + later):
        assert ("drifting" in [one.kind for one in items(scope)]) == told


@pytest.mark.parametrize(("act", "told"), [("dismiss", False), ("finish", False), ("snooze", True)])
def test_of_whom_an_item_was_left_out_silence_is_not_told_for_a_week(
    silent: tuple[Scope, Person], act: str, told: bool
) -> None:
    scope, person = silent
    things.birthday(scope, person, TODAY)
    item = next(one for one in items(scope) if one.kind == "birthday")
    getattr(acts, act)(scope, item.key, *([1] if act == "snooze" else []))
    Attention.objects.update(created_at=noon(TODAY))
    with on_day(TODAY + 1):
        assert ("drifting" in [one.kind for one in items(scope)]) == told
    with on_day(TODAY + 7):
        assert "drifting" in [one.kind for one in items(scope)]


def test_a_reminder_that_recurs_and_was_done_keeps_their_silence_untold(silent: tuple[Scope, Person]) -> None:
    scope, person = silent
    Reminder.objects.create(
        book_id=scope.book_id, person=person, text="Ring", due=TODAY + 30, every="month", last_due=TODAY
    )
    assert items(scope) == []
    with on_day(TODAY + 7):
        assert [one.kind for one in items(scope)] == ["drifting"]


def noon(day: int) -> dt.datetime:
    return dt.datetime.combine(small.date(day), dt.time(12), dt.UTC)
