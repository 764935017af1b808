"""Dates of people that deserve a word: noting, changing and forgetting them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db import transaction

from comity.actions import removed
from comity.actions.finding import person_of
from comity.actions.people import refuse
from comity.core import dates
from comity.core.errors import NotFound
from comity.store import cards
from comity.store.access import Scope
from comity.store.models import ImportantDate, Person

BIRTHDAY = dates.BIRTHDAY
_LABEL = 200


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the year, its year where that is known, and how it is shown.

    label: the user's words; lead_days: from how many days before it is shown, None for the usual; once: not every year.
    """

    month: int
    day: int
    year: int | None = None
    label: str = ""
    lead_days: int | None = None
    once: bool = False


def add_date(scope: Scope, id: str, what: str, month: int, day: int, year: int | None) -> int:
    """Note a yearly date of a person (birthday, anniversary, …), as a row of its own; returns its number.

    Raises:
        NotFound: no such person in this book; Invalid: there is no such day.
    """
    with transaction.atomic():
        row = _new(scope, id, what, Day(month, day, year))
        row.save()
    return row.pk


def note_date(scope: Scope, id: str, what: str, on: Day) -> int:
    """Note a date of a person; returns its number. what: one of `core.dates.KINDS`, or a word of the user's.

    One that is noted already, word for word, stays as it is.

    Raises:
        NotFound: no such person in this book; Invalid: there is no such day, it comes once without a year, or its lead
            is none.
    """
    with transaction.atomic():
        row = _new(scope, id, what, on)
        row.pk = _noted(row)
        if row.pk is None:
            row.save()
    return row.pk


def edit_date(scope: Scope, date_id: int, what: str, on: Day) -> None:
    """Change a date, all of it; one that a card gave is the user's own from then on, and does not come back beside it.

    Raises:
        NotFound: no such date in this book; Invalid: as for `note_date`.
    """
    with transaction.atomic():
        row = _one(scope, date_id)
        before = (row.what, row.month, row.day)
        _fill(row, what, on)
        if row.batch_id is not None:
            _leave(row, before)
            row.batch = None
        row.save()


def remove_date(scope: Scope, date_id: int) -> str:
    """Forget a date; the cards that give it do not bring it back. Returns what does (`actions.removed`).

    Raises:
        NotFound: no such date in this book.
    """
    with transaction.atomic():
        row = _one(scope, date_id)
        if row.batch_id is not None:
            _leave(row, (row.what, row.month, row.day))
            row.batch = None
        return removed.remove(scope, "date", row)


def _new(scope: Scope, id: str, what: str, on: Day) -> ImportantDate:
    row = ImportantDate(book_id=scope.book_id, person=person_of(scope, id, by_hand=True))
    _fill(row, what, on)
    return row


def _noted(row: ImportantDate) -> int | None:
    """The number of the same date of the same person, if it is noted by hand."""
    same = {
        name: getattr(row, name) for name in ("what", "month", "day", "year", "label", "lead_days", "once")
    }
    return (
        ImportantDate.objects.filter(person=row.person, batch=None, **same)
        .values_list("pk", flat=True)
        .first()
    )


def _fill(row: ImportantDate, what: str, on: Day) -> None:
    known = dates.checked(on.month, on.day, on.year, on.once, on.lead_days)
    row.what = "_".join(what.lower().split())[:32] or dates.BIRTHDAY
    row.month, row.day, row.year = known.month, known.day, known.year
    row.once, row.lead_days = known.once, known.lead_days
    row.label = " ".join(on.label.split())[:_LABEL]


def _leave(row: ImportantDate, told: tuple[str, int, int]) -> None:
    """No card is to bring back what it told."""
    Person.objects.filter(pk=row.person_id).update(by_hand=True)
    refuse(row.person, cards.refusal("date", json.dumps(told)))


def _one(scope: Scope, date_id: int) -> ImportantDate:
    row = ImportantDate.objects.select_related("person").filter(book_id=scope.book_id, pk=date_id).first()
    if row is None:
        raise NotFound("date", str(date_id))
    return row
