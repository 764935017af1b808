"""Promises, mine and theirs: made, kept, moved, broken, dropped, and all of it taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from comity.actions import finding
from comity.core import days
from comity.core.errors import Invalid, WrongState
from comity.store.access import Scope
from comity.store.models import Commitment, CommitmentMove

TEXT = 20_000
"""Characters that are kept of a text."""
_LEAVE: Any = object()


def promise(
    scope: Scope,
    person_id: str,
    text: str,
    *,
    by: str = Commitment.MINE,
    due: dt.date | None = None,
    made_on: dt.date | None = None,
    sentence: str = "",
    interaction: str | None = None,
) -> str:
    """Note a promise to or by a person; returns its id.

    Args:
        by: "mine" or "theirs"; due: None where no day was named; made_on: today unless told;
        sentence: what it was read from, in the interaction of this id.

    Raises:
        NotFound: no such person or interaction; Invalid: no words, neither mine nor theirs, made in the future.
    """
    words = finding.words_of("text", text)
    side = _side("by", by)
    made = finding.not_ahead(scope, "made_on", made_on)
    with transaction.atomic():
        source = finding.interaction_of(scope, interaction) if interaction else None
        row = Commitment.objects.create(
            book_id=scope.book_id,
            person=finding.person_of(scope, person_id, by_hand=True),
            by=side,
            text=words,
            sentence=sentence.strip()[:TEXT],
            interaction=source,
            due=_day(due),
            made_on=made,
        )
    return str(row.uuid)


def keep(scope: Scope, id: str, *, on: dt.date | None = None, ending: str = "") -> None:
    """It was kept, today or on a day before.

    Raises:
        NotFound: no such promise; WrongState: it has ended already; Invalid: a day that is still to come.
    """
    _end(scope, id, Commitment.KEPT, on, ending)


def break_promise(scope: Scope, id: str, *, on: dt.date | None = None, ending: str = "") -> None:
    """It was broken: it was still wanted, and will not be kept.

    Raises:
        NotFound: no such promise; WrongState: it has ended already; Invalid: a day that is still to come.
    """
    _end(scope, id, Commitment.BROKEN, on, ending)


def drop(scope: Scope, id: str, *, on: dt.date | None = None, ending: str = "") -> None:
    """Nobody needs it any more; it counts neither as kept nor as broken.

    Raises:
        NotFound: no such promise; WrongState: it has ended already; Invalid: a day that is still to come.
    """
    _end(scope, id, Commitment.DROPPED, on, ending)


def reopen(scope: Scope, id: str) -> None:
    """It has not ended after all.

    Raises:
        NotFound: no such promise; WrongState: it is open.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if row.state == Commitment.OPEN:
            raise WrongState("promise", row.state)
        row.state, row.closed_on, row.ending = Commitment.OPEN, None, ""
        row.save(update_fields=["state", "closed_on", "ending"])


def move(
    scope: Scope, id: str, due: dt.date | None, *, asked_by: str = Commitment.MINE, why: str = ""
) -> None:
    """Agree on another day; None for no day.

    asked_by: who asked for it, "mine" or "theirs".

    Raises:
        NotFound: no such promise; WrongState: it has ended; Invalid: it is that day already.
    """
    side = _side("asked_by", asked_by)
    with transaction.atomic():
        row = _open(scope, id)
        after = _day(due)
        if after == row.due:
            raise Invalid("due", due.isoformat() if due else "", "this is the day it has already")
        CommitmentMove.objects.create(
            book_id=scope.book_id,
            commitment=row,
            before=row.due,
            after=after,
            asked_by=side,
            on=days.day_from_date(scope.today()),
            why=why.strip()[:TEXT],
        )
        if not row.moves:
            row.first_due = row.due
        row.due, row.moves = after, row.moves + 1
        row.save(update_fields=["due", "first_due", "moves"])


def move_back(scope: Scope, id: str) -> None:
    """Take the last move back: the day is again what it was before.

    Raises:
        NotFound: no such promise; WrongState: it has ended; Invalid: it was never moved.
    """
    with transaction.atomic():
        row = _open(scope, id)
        last = row.moved.order_by("-id").first()
        if last is None:
            raise Invalid("due", row.text[:80], "this was never moved to another day")
        row.due, row.moves = last.before, row.moves - 1
        if not row.moves:
            row.first_due = None
        last.delete()
        row.save(update_fields=["due", "first_due", "moves"])


def edit(scope: Scope, id: str, *, text: str | None = None, due: dt.date | None = _LEAVE) -> None:
    """Put right what was noted wrongly; another day that was agreed on is a `move`. What is not given stays.

    Raises:
        NotFound: no such promise; Invalid: no words.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if text is not None:
            row.text = finding.words_of("text", text)
        if due is not _LEAVE:
            row.due = _day(due)
            last = row.moved.order_by("-id").first()
            if last is not None:
                CommitmentMove.objects.filter(pk=last.pk).update(after=row.due)
        row.save(update_fields=["text", "due"])


def remove(scope: Scope, id: str) -> None:
    """It was a mistake: nothing of it stays, and a request that it came from counts as accepted without it.

    Raises:
        NotFound: no such promise.
    """
    with transaction.atomic():
        _one(scope, id).delete()


def _end(scope: Scope, id: str, state: str, on: dt.date | None, ending: str) -> None:
    closed_on = finding.not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _open(scope, id)
        row.state, row.closed_on, row.ending = state, closed_on, ending.strip()[:TEXT]
        row.save(update_fields=["state", "closed_on", "ending"])


def _one(scope: Scope, id: str) -> Commitment:
    return finding.row_of(scope, Commitment.objects.all(), "promise", id)


def _open(scope: Scope, id: str) -> Commitment:
    row = _one(scope, id)
    if row.state != Commitment.OPEN:
        raise WrongState("promise", row.state)
    return row


def _side(field: str, value: str) -> str:
    if value not in (Commitment.MINE, Commitment.THEIRS):
        raise Invalid(field, value, "this is neither mine nor theirs")
    return value


def _day(date: dt.date | None) -> int | None:
    return None if date is None else days.day_from_date(date)
