"""Reminders of one's own: those to come, by their day, and the latest that are done."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import F

from comity.answers import heads, wording
from comity.answers.shapes import Face
from comity.core import days
from comity.store.access import Scope
from comity.store.models import Reminder

LIMIT = 100
"""Reminders on one page of a list."""


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """A reminder: what, when, about whom if anybody.

    every: "" for once, else how often as it is stored, and in words; last_due: the occasion that was done last, of a
    recurring one; done_on: the day on which it was done for good, or None.
    """

    id: str
    text: str
    due: dt.date
    face: Face | None
    every: str
    every_words: str
    last_due: dt.date | None
    done_on: dt.date | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the reminders, and how many there are in all."""

    rows: tuple[ReminderRow, ...]
    total: int


def reminders(
    scope: Scope,
    *,
    who: str = "",
    about: str = "",
    done: bool = False,
    limit: int = LIMIT,
    offset: int = 0,
) -> Listed:
    """Reminders to come, the earliest first; with `done` those that are done, the latest first.

    who: a person's id, address or name; about: "person" for those about somebody, "none" for
    those about nobody.
    """
    found = Reminder.objects.filter(book_id=scope.book_id, done_at__isnull=not done)
    if who:
        found = found.filter(person__in=heads.rows_of(scope, who))
    if about:
        found = found.filter(person__isnull=about == "none")
    order = [F("done_at").desc(), "id"] if done else ["due", "id"]
    page = list(found.select_related("person__merged_into").order_by(*order)[offset : offset + limit + 1])
    today = days.day_from_date(scope.today())
    more = len(page) > limit or offset
    return Listed(
        tuple(_row(scope, row, today) for row in page[:limit]), found.count() if more else len(page)
    )


def reminder(scope: Scope, id: str) -> ReminderRow:
    """One reminder.

    Raises:
        NotFound: no such reminder in this book.
    """
    found = Reminder.objects.filter(book_id=scope.book_id).select_related("person__merged_into")
    row = heads.row_of(found, "reminder", id)
    return _row(scope, row, days.day_from_date(scope.today()))


def _row(scope: Scope, row: Reminder, today: int) -> ReminderRow:
    done_on = None if row.done_at is None else scope.moment(int(row.done_at.timestamp())).date()
    return ReminderRow(
        id=str(row.uuid),
        text=row.text,
        due=days.date_from_day(row.due),
        face=wording.shown(row.person) if row.person else None,
        every=row.every,
        every_words=wording.often(row.every) if row.every else "",
        last_due=wording.day(row.last_due),
        done_on=done_on,
        overdue=done_on is None and row.due < today,
    )
