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

from comity.actions import (
    commitments,
    engagements,
    events,
    exchanges,
    feedback,
    feelings,
    goals,
    introductions,
    invoices,
    mentoring,
    opportunities,
    policies,
    reminders,
    requests,
)
from comity.actions.finding import interaction_of, person_of
from comity.core import days
from comity.core.agenda import Named, occasion_of
from comity.core.engagements import renewed
from comity.core.errors import NotFound
from comity.core.introductions import State, Step, Who, may_undo, state, undo, waits_for
from comity.store.access import Scope
from comity.store.models import (
    Attention,
    Book,
    Commitment,
    Deliverable,
    Engagement,
    Event,
    Exchange,
    Feedback,
    Feeling,
    GoalStep,
    Guest,
    Introduction,
    Invoice,
    MentoringSession,
    Opportunity,
    Policy,
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
    "policy": Policy,
}
"""What the subject of a kind is; of any other it is a person."""
BOTH = frozenset({"follow_up"})
"""Kinds of which both the item is done and something with it."""
ASKED = frozenset({"feeling"})
"""Kinds that ask me something: done with without an answer, they count as "I would rather not say"."""


def check_subject(scope: Scope, item: Named) -> None:
    """See that the subject of an item is in this book.

    Raises:
        NotFound: it is not.
    """
    id = str(UUID(item.subject))
    if item.kind == "meeting":
        interaction_of(scope, id)
    elif item.kind in ("interest", "tie"):
        if not Attention.objects.filter(book_id=scope.book_id, key=f"{item.kind}-{item.subject}").exists():
            raise NotFound("item", item.subject)
    elif item.kind in ("review", "interests", "keeping"):
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
    """The next step where it is mine: my yes, I introduced them, or thanked. Of others' steps only the item is done."""
    row = _rows(scope, Introduction, item).get()
    if state(row.life) == State.ASKED and Who.ME in waits_for(row.life):
        introductions.step(scope, _id(item), Step.OTHER_AGREED)
    elif waits_for(row.life) == (Who.ME,):
        introductions.step(scope, _id(item))
    else:
        return False
    return True


def _introduce_not(scope: Scope, item: Named) -> None:
    """Where the step that followed the item's occasion was the last, it is taken back."""
    row = _rows(scope, Introduction, item).get()
    steps = [Step.OTHER_AGREED] if row.life.to_me else []
    for step in (*steps, Step.MADE, Step.THANKED):
        if step in may_undo(row.life) and occasion_of(undo(row.life, step)[0]) == item.occasion:
            introductions.undo_step(scope, _id(item), step)
            return


def _tell(scope: Scope, item: Named) -> bool:
    """They were told what I think."""
    if _is(scope, item, told_on=None):
        feedback.tell(scope, _id(item))
    return True


def _not_told(scope: Scope, item: Named) -> None:
    if not _is(scope, item, told_on=None):
        feedback.reopen(scope, _id(item))


def _deliver(scope: Scope, item: Named) -> bool:
    if _is(scope, item, delivered_on=None):
        engagements.deliver(scope, _id(item))
    return True


def _not_delivered(scope: Scope, item: Named) -> None:
    """What was accepted since stays delivered."""
    if not _is(scope, item, delivered_on=None) and _is(scope, item, accepted_on=None):
        engagements.undeliver(scope, _id(item))


def _pay(scope: Scope, item: Named) -> bool:
    if _is(scope, item, paid_on=None):
        invoices.pay(scope, _id(item))
    return True


def _not_paid(scope: Scope, item: Named) -> None:
    if not _is(scope, item, paid_on=None):
        invoices.unpay(scope, _id(item))


def _renew(scope: Scope, item: Named) -> bool:
    if _is(scope, item, renewal_on=item.occasion):
        engagements.renew(scope, _id(item))
    return True


def _not_renewed(scope: Scope, item: Named) -> None:
    """The day goes back only where it is still the one that renewing gave it."""
    if item.occasion is not None and _is(scope, item, renewal_on=renewed(item.occasion)):
        engagements.edit(scope, _id(item), renewal_on=days.date_from_day(item.occasion))


def _attend(scope: Scope, item: Named) -> bool:
    """On its day: I am there. Before, only preparing for it is done."""
    if _is(scope, item, starts__gt=_today(scope)):
        return False
    if _is(scope, item, state=Event.PLANNED):
        events.attend(scope, _id(item))
    return True


def _not_attended(scope: Scope, item: Named) -> None:
    """Whoever met somebody there since was there."""
    if _is(scope, item, state=Event.ATTENDED) and not _is(scope, item, guests__met_on__isnull=False):
        events.plan_again(scope, _id(item))


def _hold(scope: Scope, item: Named) -> bool:
    """On its day: it was held. Before, only preparing for it is done."""
    if _is(scope, item, planned_on__gt=_today(scope)):
        return False
    if _is(scope, item, held_on=None):
        mentoring.hold(scope, _id(item))
    return True


def _not_held(scope: Scope, item: Named) -> None:
    if not _is(scope, item, held_on=None):
        mentoring.unhold(scope, _id(item))


def _close(scope: Scope, item: Named) -> bool:
    if _is(scope, item, closed_on=None):
        opportunities.close(scope, _id(item))
    return True


def _not_closed(scope: Scope, item: Named) -> None:
    if not _is(scope, item, closed_on=None):
        opportunities.reopen(scope, _id(item))


def _read_again(scope: Scope, item: Named) -> bool:
    if _is(scope, item, review_on=item.occasion):
        policies.reviewed(scope, _id(item))
    return True


def _not_read(scope: Scope, item: Named) -> None:
    """The review goes back to its day only where it is not due before it."""
    if item.occasion is not None and _is(scope, item, review_on__gt=item.occasion):
        policies.not_reviewed(scope, _id(item), item.occasion)


def _today(scope: Scope) -> int:
    return days.day_from_date(scope.today())


def _guests(scope: Scope, item: Named) -> QuerySet[Guest]:
    person = person_of(scope, _id(item))
    who = Q(person=person) | Q(person__merged_into=person)
    return Guest.objects.filter(who, book_id=scope.book_id, met_on=item.occasion)


def _follow_up(scope: Scope, item: Named) -> bool:
    """Whoever was met at an event has been followed up; the item itself is remembered as done as well."""
    _guests(scope, item).filter(followed_up_on=None).update(followed_up_on=_today(scope))
    return False


def _follow_up_not(scope: Scope, item: Named) -> None:
    _guests(scope, item).update(followed_up_on=None)


def _rather_not(scope: Scope, item: Named) -> bool:
    feelings.rather_not(scope, _id(item))
    return True


def _ask_again(scope: Scope, item: Named) -> None:
    """An answer that was given stays."""
    asked = Feeling.objects.filter(book_id=scope.book_id, person=person_of(scope, _id(item)), score=None)
    asked.filter(on=_today(scope)).delete()


_DONE: Mapping[str, Callable[[Scope, Named], bool]] = {
    "reminder": _remind,
    "promise": _keep,
    "theirs": _keep,
    "request": _grant,
    "thanks": _thank,
    "step": _take_step,
    "introduction": _introduce,
    "deliver": _deliver,
    "delivery": _deliver,
    "pay": _pay,
    "paid": _pay,
    "renewal": _renew,
    "feedback": _tell,
    "event": _attend,
    "session": _hold,
    "opportunity": _close,
    "follow_up": _follow_up,
    "policy": _read_again,
    "feeling": _rather_not,
}
_UNDONE: Mapping[str, Callable[[Scope, Named], None]] = {
    "reminder": _remind_again,
    "promise": _not_kept,
    "theirs": _not_kept,
    "request": _not_granted,
    "thanks": _not_thanked,
    "step": _take_step_back,
    "introduction": _introduce_not,
    "deliver": _not_delivered,
    "delivery": _not_delivered,
    "pay": _not_paid,
    "paid": _not_paid,
    "renewal": _not_renewed,
    "feedback": _not_told,
    "event": _not_attended,
    "session": _not_held,
    "opportunity": _not_closed,
    "follow_up": _follow_up_not,
    "policy": _not_read,
    "feeling": _ask_again,
}
