"""What came of relationships: noting it, with whom and how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from comity.actions.finding import not_ahead, person_of, row_of, words_of
from comity.core.errors import Invalid
from comity.core.handed import clean
from comity.store.access import Scope
from comity.store.models import Goal, Introduction, Opportunity, Outcome, OutcomePart
from comity.store.queries.person import members

TEXT = 20_000
MOST = 100
"""People who had a part in one outcome."""
_LEAVE: Any = object()
Part = tuple[str, str]
"""Somebody's part: the person's id, and how in words ("" where it goes without saying)."""


def note_outcome(
    scope: Scope,
    text: str,
    *,
    parts: Sequence[Part] = (),
    on: dt.date | None = None,
    kind: str = "",
    goal_id: str | None = None,
    opportunity_id: str | None = None,
    introduction_id: str | None = None,
) -> str:
    """Note what came of it (a job, a project, an insight), who had a part, and of what it came; returns its id.

    on: the day, today unless told; kind: a word for it, the user's own.

    Raises:
        NotFound: no such person, goal, opportunity or introduction; Invalid: no words, or a day that is to come.
    """
    words, day = words_of("outcome", text, TEXT), not_ahead(scope, "on", on)
    with transaction.atomic():
        row = Outcome.objects.create(
            book_id=scope.book_id,
            text=words,
            kind=clean(kind, 32),
            on=day,
            goal=row_of(scope, Goal.objects.all(), "goal", goal_id) if goal_id else None,
            opportunity=row_of(scope, Opportunity.objects.all(), "opportunity", opportunity_id)
            if opportunity_id
            else None,
            introduction=row_of(scope, Introduction.objects.all(), "introduction", introduction_id)
            if introduction_id
            else None,
        )
        for person_id, how in parts:
            add_part(scope, str(row.uuid), person_id, how)
    return str(row.uuid)


def edit_outcome(
    scope: Scope,
    id: str,
    *,
    text: str | None = None,
    on: dt.date | None = None,
    kind: str | None = None,
    goal_id: str | None = _LEAVE,
) -> None:
    """Change an outcome; None leaves a value, and goal_id "" says that it came of no goal.

    Raises:
        NotFound: no such outcome, or goal, in this book; Invalid: as for `note_outcome`.
    """
    with transaction.atomic():
        row = _outcome(scope, id)
        row.text = row.text if text is None else words_of("outcome", text, TEXT)
        row.on = row.on if on is None else not_ahead(scope, "on", on)
        row.kind = row.kind if kind is None else clean(kind, 32)
        if goal_id is not _LEAVE:
            row.goal = row_of(scope, Goal.objects.all(), "goal", goal_id) if goal_id else None
        row.save()


def add_part(scope: Scope, id: str, person_id: str, how: str = "") -> None:
    """Somebody had a part in it; said of them again, the words are replaced.

    Raises:
        NotFound: no such outcome, or person, in this book; Invalid: it is me, or too many have a part.
    """
    with transaction.atomic():
        row = _outcome(scope, id)
        person = person_of(scope, person_id, by_hand=True)
        if person.is_me:
            raise Invalid("person", person.name, "this is you")
        part = row.parts.filter(person__in=members(person.pk)).first()
        if part is None:
            if row.parts.count() >= MOST:
                raise Invalid("person", person.name, f"at most {MOST} people have a part in an outcome")
            part = OutcomePart(book_id=scope.book_id, outcome=row, person=person)
        part.how = how.strip()[:TEXT]
        part.save()


def remove_part(scope: Scope, id: str, person_id: str) -> None:
    """Somebody had no part in it after all.

    Raises:
        NotFound: no such outcome, or person, in this book.
    """
    with transaction.atomic():
        row = _outcome(scope, id)
        row.parts.filter(person__in=members(person_of(scope, person_id).pk)).delete()


def remove_outcome(scope: Scope, id: str) -> None:
    """It did not come about; whatever it was linked to stays.

    Raises:
        NotFound: no such outcome in this book.
    """
    with transaction.atomic():
        _outcome(scope, id).delete()


def _outcome(scope: Scope, id: str) -> Outcome:
    return row_of(scope, Outcome.objects.all(), "outcome", id)
