"""Feedback: what I wait for, what I have not acted on, what I said I would do, and what was asked of me."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from comity.answers import wording
from comity.answers.heads import heads, row_of, rows_of
from comity.answers.shapes import Face
from comity.answers.subject import Meant, rows_about
from comity.core import days
from comity.core import feedback as core
from comity.core.feedback import State
from comity.store.access import Scope
from comity.store.models import Feedback

LIMIT = 200
_OPEN = (
    Q(mine=True, asked_on__isnull=False, told_on=None)
    | Q(mine=True, told_on__isnull=False, acted_on=None)
    | Q(mine=False, asked_on__isnull=False, told_on=None)
)
"""In SQL what `core.feedback.OPEN` says."""
_OF_PERSON = 20


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """Feedback: from or for whom, on what, where it stands (`core.feedback.State`), and its days.

    mine: about me; ask_again: it was asked for so long ago that asking again is no pressing.
    """

    id: str
    face: Face
    mine: bool
    about: str
    state: str
    asked_on: dt.date | None
    told_on: dt.date | None
    text: str
    action: str
    acted_on: dt.date | None
    ask_again: bool


@dataclass(frozen=True, slots=True)
class Feedbacks:
    """Feedback by where it stands, and what is done, the latest first; more: older ones that are not listed."""

    waiting: tuple[FeedbackLine, ...]
    to_decide: tuple[FeedbackLine, ...]
    to_do: tuple[FeedbackLine, ...]
    owed: tuple[FeedbackLine, ...]
    done: tuple[FeedbackLine, ...]
    more: int

    @property
    def all(self) -> tuple[FeedbackLine, ...]:
        """All of it, what is open first."""
        return (*self.waiting, *self.to_decide, *self.to_do, *self.owed, *self.done)


def feedback(scope: Scope, *, who: str | None = None, limit: int = LIMIT) -> Feedbacks:
    """All feedback, or that with one person; what is open is always there, the oldest first.

    Raises:
        NotFound: nobody fits `who`; Ambiguous: several do.
    """
    rows = Feedback.objects.filter(book_id=scope.book_id)
    if who:
        rows = rows.filter(person__in=rows_of(scope, who))
    done = rows.exclude(_OPEN)
    last = list(_in_order(done)[:limit])
    lines = _lines(scope, [*_in_order(rows.filter(_OPEN))[:LIMIT], *last])
    more = done.count() - len(last) if len(last) == limit else 0
    of = {state: tuple(line for line in reversed(lines) if line.state == state) for state in core.OPEN}
    ended = tuple(line for line in lines if line.state not in core.OPEN)
    return Feedbacks(of[State.WAITING], of[State.TO_DECIDE], of[State.TO_DO], of[State.OWED], ended, more)


def one(scope: Scope, id: str) -> FeedbackLine:
    """One of them.

    Raises:
        NotFound: there is no such one in this book.
    """
    return _lines(scope, [row_of(Feedback.objects.filter(book_id=scope.book_id), "feedback", id)])[0]


def of_person(scope: Scope, who: Meant) -> tuple[FeedbackLine, ...]:
    """What stands on a person's page, the latest first; () for nobody."""
    members = rows_about(scope, who, "feedback")
    if not members:
        return ()
    rows = Feedback.objects.filter(person__in=members, book_id=scope.book_id)
    return _lines(scope, _in_order(rows)[:_OF_PERSON])


def _in_order(rows: QuerySet[Feedback]) -> QuerySet[Feedback]:
    return rows.order_by("-id")


def _lines(scope: Scope, rows: Iterable[Feedback]) -> tuple[FeedbackLine, ...]:
    found = list(rows)
    known = heads(row.person_id for row in found)
    today = days.day_from_date(scope.today())
    return tuple(
        FeedbackLine(
            str(row.uuid),
            known[row.person_id].face,
            row.mine,
            row.about,
            str(core.state(row.life)),
            wording.day(row.asked_on),
            wording.day(row.told_on),
            row.text,
            row.action,
            wording.day(row.acted_on),
            core.may_ask_again(row.life, today) and not known[row.person_id].silent,
        )
        for row in found
    )
