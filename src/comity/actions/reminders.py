"""Reminders of one's own, once or recurring, about a person or about none."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from comity.actions import crossings
from comity.actions.finding import person_of, row_of, words_of
from comity.actions.people import refuse_entry
from comity.core import days, recurring
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Person, Reminder


def add_reminder(
    scope: Scope,
    text: str,
    due: dt.date,
    person_id: str | None = None,
    *,
    every: str = "",
    at: dt.datetime | None = None,
) -> str:
    """A new reminder; returns its id. What it crosses of boundaries is kept.

    every: "" for once, else how often ("2 weeks", `core.recurring`); at: the hour of the day that was said, which
    boundaries look at, and which is not kept.

    Raises:
        Invalid: the text is empty, or nobody knows how often that is; NotFound: no such person in this book.
    """
    words = words_of("text", text)
    day = days.day_from_date(due)
    often = _often(every, day)
    person = person_of(scope, person_id, by_hand=True) if person_id else None
    with transaction.atomic():
        row = Reminder.objects.create(book_id=scope.book_id, person=person, text=words, due=day, every=often)
        crossings.keep_planned(scope, person, day, words, at=at)
    return str(row.uuid)


def finish_reminder(scope: Scope, id: str, *, occasion: dt.date | None = None) -> None:
    """It is done. A recurring one moves on to its next occasion after today.

    occasion: the day that was done, where the user saw it: if it has moved on since, nothing changes.

    Raises:
        NotFound: no such reminder.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if row.done_at is not None or (occasion and row.due != days.day_from_date(occasion)):
            return
        often = recurring.every(row.every)
        ahead = recurring.following(often, row.due, days.day_from_date(scope.today())) if often else None
        if ahead is None:
            row.done_at = timezone.now()
        else:
            _own(row)
            row.last_due, row.due, row.every = row.due, ahead[0], ahead[1].words
        _save(row)


def reopen_reminder(scope: Scope, id: str, *, occasion: dt.date | None = None) -> None:
    """It is not done after all. A recurring one goes back to the occasion that was done last; one that is open stays.

    occasion: the day that was done, where the user saw it: if another was done since, nothing changes.

    Raises:
        NotFound: no such reminder.
    """
    with transaction.atomic():
        row = _one(scope, id)
        often = recurring.every(row.every)
        if row.done_at is None and often and row.last_due is not None:
            if occasion and row.last_due != days.day_from_date(occasion):
                return
            row.every = recurring.one_back(often, row.due, row.last_due).words
            row.due, row.last_due = row.last_due, None
        row.done_at = None
        _save(row)


def edit_reminder(scope: Scope, id: str, *, text: str, due: dt.date, every: str) -> None:
    """Change what it says, its day and how often; from then on it is the user's own, whatever a file tells.

    Raises:
        NotFound: no such reminder; Invalid: no words, or nobody knows how often that is.
    """
    words = words_of("text", text)
    day = days.day_from_date(due)
    with transaction.atomic():
        row = _one(scope, id)
        before = recurring.every(row.every)
        often = recurring.every(every) if every else None
        same = before and often and (often.unit, day) == (before.unit, row.due)
        row.every = often._replace(on=before.on).words if before and often and same else _often(every, day)
        crossings.move_planned(scope, row.person, (row.due, row.text), day, words)
        row.text, row.due, row.last_due, row.batch = words, day, None, None
        row.save(update_fields=["text", "due", "every", "last_due", "batch"])


def remove_reminder(scope: Scope, id: str) -> None:
    """It was a mistake; a file that told it does not bring it back.

    Raises:
        NotFound: no such reminder.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if row.person is not None:
            refuse_entry(row.person, "reminder", row.key)
            crossings.take_back_planned(scope, row.person_id, row.due, row.text)
        row.delete()


def _own(row: Reminder) -> None:
    """Done a second time, a reminder that a file told cannot become again what the file tells: it is the user's own."""
    if row.last_due is not None:
        row.batch = None


def _save(row: Reminder) -> None:
    row.save(update_fields=["due", "every", "last_due", "done_at", "batch"])
    if row.person_id is not None:
        Person.objects.filter(pk=row.person_id).update(by_hand=True)


def _often(every: str, due: int) -> str:
    if not every.strip():
        return ""
    often = recurring.every(every)
    if often is None:
        reason = "say how often like “day”, “2 weeks”, “month” or “year”, at most every 999"
        raise Invalid("every", every, reason)
    return recurring.settled(often, due).words


def _one(scope: Scope, id: str) -> Reminder:
    return row_of(scope, Reminder.objects.select_related("person"), "reminder", id)
