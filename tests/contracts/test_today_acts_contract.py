"""Done, put off, dismissed, silenced and taken back: for every kind of item of Today, on both engines."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from comity.actions import today as acts
from comity.actions.today_kinds import SUBJECTS
from comity.answers.shapes import Item
from comity.answers.today import found, today
from comity.answers.today.silenced import silenced
from comity.core import agenda
from comity.core.engagements import renewed
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import (
    Attention,
    Commitment,
    Deliverable,
    Engagement,
    Event,
    Exchange,
    Guest,
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


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"birthday", "renewal", "event", "session", "feeling"}))
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
    ("kind", "changed"),
    [
        ("feedback", ("told_on", TODAY, None)),
        ("opportunity", ("closed_on", TODAY, None)),
        ("deliver", ("delivered_on", TODAY, None)),
        ("paid", ("paid_on", TODAY, None)),
    ],
)
def test_what_is_done_with_an_item_is_done_with_the_matter(
    scope: Scope, kind: str, changed: tuple[str, object, object]
) -> None:
    field, done, open_ = changed
    item = made(scope, kind)
    acts.snooze(scope, item.key, 1)
    acts.finish(scope, item.key)
    rows = SUBJECTS[kind]._default_manager
    assert rows.values_list(field, flat=True).get() == done
    assert not Attention.objects.exists()
    acts.restore(scope, item.key)
    assert rows.values_list(field, flat=True).get() == open_
    assert items(scope) == [item]


@pytest.mark.parametrize(
    ("kind", "day", "done", "open_"),
    [
        ("event", "starts", {"state": "attended"}, {"state": "planned"}),
        ("session", "planned_on", {"held_on": TODAY}, {"held_on": None}),
    ],
)
def test_on_its_day_done_means_that_one_was_there_and_before_that_it_is_prepared(
    scope: Scope, kind: str, day: str, done: dict[str, object], open_: dict[str, object]
) -> None:
    item = made(scope, kind)
    rows = SUBJECTS[kind]._default_manager
    acts.finish(scope, item.key)
    assert rows.filter(**open_).exists()
    rows.update(**done)
    acts.restore(scope, item.key)
    assert rows.filter(**done).exists()
    rows.update(**open_, **{day: TODAY})
    acts.finish(scope, item.key)
    acts.finish(scope, item.key)
    assert rows.filter(**done).exists()
    assert items(scope) == []
    acts.restore(scope, item.key)
    assert rows.filter(**open_).exists()


def test_where_somebody_was_met_one_was_there(scope: Scope) -> None:
    item = made(scope, "event")
    Event.objects.update(starts=TODAY)
    acts.finish(scope, item.key)
    Guest.objects.update(met_on=TODAY)
    acts.restore(scope, item.key)
    assert Event.objects.get().state == "attended"


def test_what_was_accepted_since_stays_delivered(scope: Scope) -> None:
    item = made(scope, "deliver")
    acts.finish(scope, item.key)
    Deliverable.objects.update(accepted_on=TODAY)
    acts.restore(scope, item.key)
    assert Deliverable.objects.get().delivered_on == TODAY


def test_a_renewal_that_is_done_is_renewed_for_a_year(scope: Scope) -> None:
    item = made(scope, "renewal")
    before = Engagement.objects.get().renewal_on
    assert item.done == "Renewed for a year"
    acts.finish(scope, item.key)
    assert Engagement.objects.get().renewal_on == renewed(TODAY + 20) != before
    assert items(scope) == []
    Engagement.objects.update(renewal_on=TODAY + 10)
    assert [one.kind for one in items(scope)] == ["renewal"]
    acts.restore(scope, item.key)
    assert Engagement.objects.get().renewal_on == TODAY + 10


def test_to_bring_back_what_was_put_off_leaves_the_matter_as_it_is(scope: Scope) -> None:
    item = made(scope, "promise")
    acts.snooze(scope, item.key, 3)
    Commitment.objects.update(state="kept", closed_on=TODAY)
    acts.restore(scope, item.key)
    assert Commitment.objects.get().state == "kept"
