"""Difficult relationships: whom I have one with, the steps tried, what came of them, and what helps next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from comity.answers import wording
from comity.answers.heads import Head, heads, row_of, rows_of
from comity.answers.shapes import Face
from comity.core import difficulty
from comity.core.difficulty import Guide, Help
from comity.core.errors import Locked, NoVault
from comity.core.sealing import CannotOpen
from comity.store import sealing
from comity.store.access import Scope
from comity.store.models import DifficultStep, Relationship

LIMIT = 500


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step that was taken. locked: its words are sealed and cannot be seen now."""

    id: str
    face: Face
    step: str
    title: str
    on: dt.date | None
    text: str
    sealed: bool
    locked: bool
    came: str


@dataclass(frozen=True, slots=True)
class Difficult:
    """A difficult relationship: its steps, the latest first, and what to try next, None where nothing is."""

    face: Face
    stepped_back: bool
    steps: tuple[StepLine, ...]
    next: Help | None


@dataclass(frozen=True, slots=True)
class Difficulties:
    """All difficult relationships, the one touched last first; more: older steps that are not listed."""

    people: tuple[Difficult, ...]
    more: int


def guide() -> Guide:
    """The texts that help, in the reader's language where there are such."""
    return difficulty.guide((get_language() or "en").partition("-")[0])


def difficulties(scope: Scope, *, who: str = "") -> Difficulties:
    """Difficult relationships, or the one with a person.

    Raises:
        NotFound: nobody fits `who`; Ambiguous: several do.
    """
    rows = DifficultStep.objects.filter(book_id=scope.book_id)
    if who:
        rows = rows.filter(person__in=rows_of(scope, who))
    found = list(_in_order(rows)[:LIMIT])
    return Difficulties(_people(scope, found), rows.count() - len(found) if len(found) == LIMIT else 0)


def of_person(scope: Scope, person_id: str) -> Difficult | None:
    """What stands about a person and those merged into them; None for nothing. One query then, else two."""
    who = Q(person__uuid=person_id) | Q(person__merged_into__uuid=person_id)
    rows = DifficultStep.objects.filter(who, book_id=scope.book_id)
    return next(iter(_people(scope, list(_in_order(rows)[:LIMIT]))), None)


def one(scope: Scope, id: str) -> StepLine:
    """One step.

    Raises:
        NotFound: there is no such one in this book.
    """
    row = row_of(DifficultStep.objects.filter(book_id=scope.book_id), "difficult step", id)
    return _line(scope, row, heads([row.person_id])[row.person_id])


def standing(scope: Scope, person_id: str) -> str:
    """How the relationship with a person stands, so that stepping back can be taken back to it; "" where none is told."""
    found = Relationship.objects.filter(book_id=scope.book_id, person__uuid=person_id)
    return found.values_list("standing", flat=True).first() or ""


def _in_order(rows: QuerySet[DifficultStep]) -> QuerySet[DifficultStep]:
    return rows.order_by("-on", "-id")


def _people(scope: Scope, rows: Iterable[DifficultStep]) -> tuple[Difficult, ...]:
    found = list(rows)
    known = heads(row.person_id for row in found)
    by_head: dict[int, list[DifficultStep]] = {}
    for row in found:
        by_head.setdefault(known[row.person_id].id, []).append(row)
    return tuple(_difficult(scope, theirs, known[theirs[0].person_id]) for theirs in by_head.values())


def _difficult(scope: Scope, rows: list[DifficultStep], head: Head) -> Difficult:
    taken = [(row.step, row.came) for row in reversed(rows)]
    wanted = None if head.silent else difficulty.suggested(taken)
    helps = next((one for one in guide().steps if one.step == wanted), None)
    return Difficult(head.face, head.silent, tuple(_line(scope, row, head) for row in rows), helps)


def _line(scope: Scope, row: DifficultStep, head: Head) -> StepLine:
    text, locked = row.text, False
    if sealing.is_sealed(row):
        try:
            text = str(sealing.opened(scope, row).get("text", ""))
        except (Locked, NoVault, CannotOpen):
            text, locked = "", True
    title = next(one.title for one in guide().steps if one.step == row.step)
    day = wording.day(row.on)
    return StepLine(
        str(row.uuid), head.face, row.step, title, day, text, sealing.is_sealed(row), locked, row.came
    )
