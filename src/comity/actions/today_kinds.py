"""What "done" means for each kind of item of Today, and how it is taken back.

A promise is kept, a request has been done, thanks were said: what is done with the item is done with the matter itself.
Kinds without anything of their own to change, such as a birthday, are only remembered as done for this occasion.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from comity.actions import commitments, exchanges, goals, introductions, reminders, requests
from comity.actions.finding import interaction_of, person_of
from comity.core import days
from comity.core.agenda import Named, occasion_of
from comity.core.errors import NotFound
from comity.core.introductions import State, Who, state, undo, waits_for
from comity.store.access import Scope
from comity.store.models import (
    Book,
    Commitment,
    Deliverable,
    Engagement,
    Event,
    Exchange,
    Feedback,
    GoalStep,
    Guest,
    Introduction,
    Invoice,
    MentoringSession,
    Opportunity,
    Reminder,
    Request,
)

SUBJECTS: Mapping[str, type[Model]] = {
    "reminder": Reminder,
    "promise": Commitment,
    "theirs": Commitment,
    "request": Request,
    "thanks": Exchange,
    "feedback": Feedback,
    "introduction": Introduction,
    "opportunity": Opportunity,
    "event": Event,
    "session": MentoringSession,
    "step": GoalStep,
    "deliver": Deliverable,
    "delivery": Deliverable,
    "pay": Invoice,
    "paid": Invoice,
    "renewal": Engagement,
}
"""What the subject of a kind is; of any other it is a person."""


def check_subject(scope: Scope, item: Named) -> None:
    """See that the subject of an item is in this book.

    Raises:
        NotFound: it is not.
    """
    id = str(UUID(item.subject))
    if item.kind == "meeting":
        interaction_of(scope, id)
    elif item.kind == "review":
        if not Book.objects.filter(pk=scope.book_id, uuid=id).exists():
            raise NotFound("item", item.subject)
    elif item.kind in SUBJECTS:
        if not _rows(scope, SUBJECTS[item.kind], item).exists():
            raise NotFound(item.kind, item.subject)
    else:
        person_of(scope, id)


def finish(scope: Scope, item: Named) -> bool:
    """Do with the matter what "done" means; False where the item alone is done.

    Raises:
        NotFound: it is not in this book.
    """
    done = _DONE.get(item.kind)
    return done is not None and done(scope, item)


def reopen(scope: Scope, item: Named) -> None:
    """Take back what `finish` did, where it was done.

    Raises:
        NotFound: it is not in this book.
    """
    undone = _UNDONE.get(item.kind)
    if undone is not None:
        undone(scope, item)


def _rows(scope: Scope, model: type[Model], item: Named) -> QuerySet[Any]:
    return model._default_manager.filter(book_id=scope.book_id, uuid=item.subject)


def _is(scope: Scope, item: Named, **values: Any) -> bool:
    return _rows(scope, SUBJECTS[item.kind], item).filter(**values).exists()


def _id(item: Named) -> str:
    return str(UUID(item.subject))


def _occasion(item: Named) -> Any:
    return None if item.occasion is None else days.date_from_day(item.occasion)


def _remind(scope: Scope, item: Named) -> bool:
    reminders.finish_reminder(scope, _id(item), occasion=_occasion(item))
    return True


def _remind_again(scope: Scope, item: Named) -> None:
    reminders.reopen_reminder(scope, _id(item), occasion=_occasion(item))


def _keep(scope: Scope, item: Named) -> bool:
    if _is(scope, item, state=Commitment.OPEN):
        commitments.keep(scope, _id(item))
    return True


def _not_kept(scope: Scope, item: Named) -> None:
    if _is(scope, item, state=Commitment.KEPT):
        commitments.reopen(scope, _id(item))


def _grant(scope: Scope, item: Named) -> bool:
    """What was asked for is done: accepted, and the promise kept in the same moment."""
    if _is(scope, item, state=Request.OPEN):
        with transaction.atomic():
            commitments.keep(scope, requests.accept(scope, _id(item)))
    return True


def _not_granted(scope: Scope, item: Named) -> None:
    row = _rows(scope, Request, item).select_related("commitment").get()
    if row.state != Request.ACCEPTED:
        return
    with transaction.atomic():
        if row.commitment is not None and row.commitment.state == Commitment.KEPT:
            commitments.reopen(scope, str(row.commitment.uuid))
        requests.reopen(scope, _id(item))


def _thank(scope: Scope, item: Named) -> bool:
    exchanges.thank(scope, _id(item))
    return True


def _not_thanked(scope: Scope, item: Named) -> None:
    exchanges.unthank(scope, _id(item))


def _take_step(scope: Scope, item: Named) -> bool:
    goals.finish_step(scope, _id(item))
    return True


def _take_step_back(scope: Scope, item: Named) -> None:
    goals.reopen_step(scope, _id(item))


def _introduce(scope: Scope, item: Named) -> bool:
    """The next step where it is mine alone: I introduced them, or thanked. Of others' steps only the item is done."""
    row = _rows(scope, Introduction, item).get()
    if waits_for(row.life) != (Who.ME,) or state(row.life) == State.ASKED:
        return False
    introductions.step(scope, _id(item))
    return True


def _introduce_not(scope: Scope, item: Named) -> None:
    """Where the step that followed the item's occasion was the last, it is taken back."""
    row = _rows(scope, Introduction, item).get()
    done = state(row.life) in (State.MADE, State.THANKED)
    if done and occasion_of(undo(row.life)[0]) == item.occasion:
        introductions.undo_step(scope, _id(item))


def _mark(field: str) -> tuple[Callable[[Scope, Named], bool], Callable[[Scope, Named], None]]:
    """For what is done by noting the day."""

    def mark(scope: Scope, item: Named) -> bool:
        today = days.day_from_date(scope.today())
        _rows(scope, SUBJECTS[item.kind], item).filter(**{field: None}).update(**{field: today})
        return True

    def unmark(scope: Scope, item: Named) -> None:
        _rows(scope, SUBJECTS[item.kind], item).update(**{field: None})

    return mark, unmark


def _guests(scope: Scope, item: Named) -> QuerySet[Guest]:
    person = person_of(scope, _id(item))
    who = Q(person=person) | Q(person__merged_into=person)
    return Guest.objects.filter(who, book_id=scope.book_id, met_on=item.occasion)


def _follow_up(scope: Scope, item: Named) -> bool:
    """Whoever was met at an event has been followed up; the item itself is remembered as done as well."""
    today = days.day_from_date(scope.today())
    _guests(scope, item).filter(followed_up_on=None).update(followed_up_on=today)
    return False


def _follow_up_not(scope: Scope, item: Named) -> None:
    _guests(scope, item).update(followed_up_on=None)


_DELIVER, _PAY = _mark("delivered_on"), _mark("paid_on")
_DONE: Mapping[str, Callable[[Scope, Named], bool]] = {
    "reminder": _remind,
    "promise": _keep,
    "theirs": _keep,
    "request": _grant,
    "thanks": _thank,
    "step": _take_step,
    "introduction": _introduce,
    "deliver": _DELIVER[0],
    "delivery": _DELIVER[0],
    "pay": _PAY[0],
    "paid": _PAY[0],
    "follow_up": _follow_up,
}
_UNDONE: Mapping[str, Callable[[Scope, Named], None]] = {
    "reminder": _remind_again,
    "promise": _not_kept,
    "theirs": _not_kept,
    "request": _not_granted,
    "thanks": _not_thanked,
    "step": _take_step_back,
    "introduction": _introduce_not,
    "deliver": _DELIVER[1],
    "delivery": _DELIVER[1],
    "pay": _PAY[1],
    "paid": _PAY[1],
    "follow_up": _follow_up_not,
}
