"""Done, put off, dismissed, silenced and taken back: for every kind of item of Today, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.actions import today as acts
from comity.answers.shapes import Item
from comity.answers.today import found, today
from comity.answers.today.silenced import silenced
from comity.core import agenda
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import (
    Attention,
    Commitment,
    Deliverable,
    Exchange,
    Guest,
    Introduction,
    Invoice,
    Person,
    Request,
)
from tests import open_things as things
from tests.made_up import TODAY, new_scope, on_day

pytestmark = pytest.mark.django_db
KINDS = sorted(things.KINDS)


@pytest.fixture
def scope() -> Iterator[Scope]:
    with on_day(TODAY):
        yield new_scope()


def items(scope: Scope) -> list[Item]:
    return list(today(scope, limit=100).items)


def made(scope: Scope, kind: str) -> Item:
    things.KINDS[kind][0](scope, things.one_person(scope), TODAY)
    (item,) = items(scope)
    return item


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_done_does_not_come_back_and_can_be_taken_back(scope: Scope, kind: str) -> None:
    item = made(scope, kind)
    acts.finish(scope, item.key)
    assert items(scope) == []
    with on_day(TODAY + 1):
        assert item.key not in [later.key for later in items(scope)]
    acts.restore(scope, item.key)
    assert items(scope) == [item]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_dismissed_or_silenced_is_gone_and_can_be_taken_back(scope: Scope, kind: str) -> None:
    item = made(scope, kind)
    for act in (acts.dismiss, acts.never):
        act(scope, item.key)
        assert items(scope) == []
        acts.restore(scope, item.key)
        assert items(scope) == [item]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"birthday", "renewal", "event", "session"}))
def test_what_is_put_off_comes_back_when_its_day_comes(scope: Scope, kind: str) -> None:
    item = made(scope, kind)
    acts.snooze(scope, item.key, 2)
    assert items(scope) == []
    with on_day(TODAY + 1):
        assert items(scope) == []
    with on_day(TODAY + 2):
        (again,) = items(scope)
        assert (again.key, again.title) == (item.key, item.title) or again.kind == "review"


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_is_silenced_is_listed_in_words_and_brought_back(scope: Scope, kind: str) -> None:
    item = made(scope, kind)
    acts.never(scope, item.key)
    (one,) = silenced(scope)
    assert one.words
    assert "no longer there" not in one.words or kind in ("session", "introduction")
    acts.restore(scope, one.key)
    assert items(scope) == [item]
    assert silenced(scope) == ()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_can_be_done_with_an_item_of_another_book(scope: Scope, kind: str) -> None:
    key, other = made(scope, kind).key, new_scope()
    for act in (acts.finish, acts.dismiss, acts.never, acts.restore):
        with pytest.raises(NotFound):
            act(other, key)
    with pytest.raises(NotFound):
        acts.snooze(other, key, 1)
    assert not Attention.objects.filter(book_id=other.book_id).exists()


def test_a_promise_that_is_done_is_kept(scope: Scope) -> None:
    acts.finish(scope, made(scope, "promise").key)
    row = Commitment.objects.get()
    assert (row.state, row.closed_on) == ("kept", TODAY)


def test_a_request_that_is_done_was_accepted_and_the_promise_kept(scope: Scope) -> None:
    item = made(scope, "request")
    acts.finish(scope, item.key)
    row = Request.objects.get()
    assert row.state == "accepted"
    assert row.commitment is not None
    assert row.commitment.state == "kept"
    acts.restore(scope, item.key)
    assert Request.objects.get().state == "open"
    assert not Commitment.objects.exists()


def test_thanks_that_are_done_are_said(scope: Scope) -> None:
    acts.finish(scope, made(scope, "thanks").key)
    assert Exchange.objects.get().thanked_on == TODAY


def test_what_is_delivered_and_paid_has_its_day(scope: Scope) -> None:
    acts.finish(scope, made(scope, "deliver").key)
    assert Deliverable.objects.get().delivered_on == TODAY
    things.pay(scope, Person.objects.get(name="Ines Varga"), TODAY)
    (item,) = items(scope)
    acts.finish(scope, item.key)
    assert Invoice.objects.get().paid_on == TODAY


def test_who_was_met_at_an_event_is_followed_up(scope: Scope) -> None:
    acts.finish(scope, made(scope, "follow_up").key)
    assert Guest.objects.get().followed_up_on == TODAY


def test_a_reminder_that_recurs_comes_back_on_its_next_day(scope: Scope) -> None:
    from comity.actions import reminders
    from tests.small_book import date

    reminders.add_reminder(scope, "Back up", date(TODAY), every="week")
    (item,) = items(scope)
    assert item.recurs
    acts.finish(scope, item.key)
    assert items(scope) == []
    with on_day(TODAY + 7):
        (again,) = items(scope)
        assert (again.title, again.key == item.key) == ("Back up", False)
    acts.restore(scope, item.key)
    assert items(scope) == [item]


def test_an_introduction_that_is_done_has_been_made(scope: Scope) -> None:
    item = made(scope, "introduction")
    acts.finish(scope, item.key)
    row = Introduction.objects.get()
    assert row.made_on == TODAY


@pytest.mark.parametrize("count", [2, 21, 0, -1])
def test_the_list_has_between_three_and_twenty_things(scope: Scope, count: int) -> None:
    with pytest.raises(Invalid):
        acts.show_items(scope, count)


def test_an_item_is_found_by_its_handle_or_its_key(scope: Scope) -> None:
    item = made(scope, "promise")
    assert item.handle == agenda.handle(item.key)
    named = found.item_on_list(scope, item.handle.upper())
    assert (named.key, named.words) == (item.key, "Send the paper, Ines Varga")
    assert found.item_on_list(scope, item.key).key == item.key
    with pytest.raises(NotFound):
        found.item_on_list(scope, "zzzz")
    with pytest.raises(NotFound):
        found.item_put_away(scope, item.handle)
    acts.snooze(scope, item.key, 1)
    assert found.item_put_away(scope, item.handle).key == item.key


@pytest.mark.parametrize("kind", KINDS)
def test_taking_back_what_was_not_done_changes_nothing(scope: Scope, kind: str) -> None:
    item = made(scope, kind)
    acts.restore(scope, item.key)
    assert items(scope) == [item]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_done_twice_is_done_once(scope: Scope, kind: str) -> None:
    item = made(scope, kind)
    acts.finish(scope, item.key)
    acts.finish(scope, item.key)
    assert items(scope) == []


def test_a_request_whose_promise_is_open_again_or_gone_is_taken_back_too(scope: Scope) -> None:
    item = made(scope, "request")
    acts.finish(scope, item.key)
    Commitment.objects.update(state="open", closed_on=None)
    acts.restore(scope, item.key)
    assert not Commitment.objects.exists()
    acts.finish(scope, item.key)
    Commitment.objects.all().delete()
    acts.restore(scope, item.key)
    assert items(scope) == [item]


def test_what_was_noticed_in_another_book_is_not_there(scope: Scope) -> None:
    with pytest.raises(NotFound):
        acts.finish(scope, f"review-{'0' * 32}-1")


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
