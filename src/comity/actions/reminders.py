"""Reminders of one's own, about a person or about none."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from comity.actions.finding import person_of
from comity.actions.people import refuse_entry
from comity.core import days
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Person, Reminder


def add_reminder(scope: Scope, text: str, due: dt.date, person_id: str | None = None) -> str:
    """A new reminder; returns its id.

    Raises:
        Invalid: the text is empty; NotFound: no such person in this book.
    """
    words = text.strip()
    if not words:
        raise Invalid("text", text, "a reminder needs words")
    person = person_of(scope, person_id, by_hand=True) if person_id else None
    row = Reminder.objects.create(
        book_id=scope.book_id, person=person, text=words[:2000], due=days.day_from_date(due)
    )
    return str(row.uuid)


def finish_reminder(scope: Scope, id: str) -> None:
    """It is done."""
    _update(scope, id, done_at=timezone.now())


def reopen_reminder(scope: Scope, id: str) -> None:
    """It is not done after all."""
    _update(scope, id, done_at=None)


def remove_reminder(scope: Scope, id: str) -> None:
    """It was a mistake; a file that told it does not bring it back."""
    with transaction.atomic():
        row = Reminder.objects.filter(book_id=scope.book_id, uuid=_uuid(id)).first()
        if row is None:
            raise NotFound("reminder", id)
        if row.person is not None:
            refuse_entry(row.person, "reminder", row.key)
        row.delete()


def _update(scope: Scope, id: str, done_at: dt.datetime | None) -> None:
    found = Reminder.objects.filter(book_id=scope.book_id, uuid=_uuid(id))
    if not found.update(done_at=done_at):
        raise NotFound("reminder", id)
    Person.objects.filter(reminders__in=found).update(by_hand=True)


def _uuid(id: str) -> UUID:
    try:
        return UUID(id)
    except ValueError:
        raise NotFound("reminder", id) from None
