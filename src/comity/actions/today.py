"""What a user does with an item of Today: done, put off, dismissed, and all of it taken back."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comity.actions.finding import person_of
from comity.core import days
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Attention, Reminder

_KEY = re.compile(r"^[a-z_]{1,40}-[0-9a-f]{32}(?:--?\d{1,9})?\Z")


def finish(scope: Scope, key: str) -> None:
    """It is done. A reminder is done for good; other items come back with their next occasion only."""
    if key.startswith("reminder-"):
        _reminder(scope, key).update(done_at=timezone.now())
    else:
        _attend(scope, key, Attention.DONE, None)


def snooze(scope: Scope, key: str, count: int) -> None:
    """Put it off for so many days (1 to 366), counted from today in the book's zone.

    Raises:
        Invalid: another number of days.
    """
    if not 1 <= count <= 366:
        raise Invalid("days", str(count), "between 1 and 366 days can be put off")
    if key.startswith("reminder-"):
        _reminder(scope, key)
    _attend(scope, key, Attention.SNOOZED, days.day_from_date(scope.today()) + count)


def dismiss(scope: Scope, key: str) -> None:
    """Not this time: it does not come back for this occasion."""
    if key.startswith("reminder-"):
        _reminder(scope, key)
    _attend(scope, key, Attention.DISMISSED, None)


def restore(scope: Scope, key: str) -> None:
    """Take back whatever was done with an item."""
    _check(key)
    with transaction.atomic():
        Attention.objects.filter(book_id=scope.book_id, key=key).delete()
        if key.startswith("reminder-"):
            _reminder(scope, key).update(done_at=None)


def _check(key: str) -> None:
    if not _KEY.match(key):
        raise NotFound("item", key)


def _attend(scope: Scope, key: str, act: str, until: int | None) -> None:
    _check(key)
    if not key.startswith("reminder-"):
        person_of(scope, key.split("-")[1])
    Attention.objects.update_or_create(book_id=scope.book_id, key=key, defaults={"act": act, "until": until})


def _reminder(scope: Scope, key: str) -> QuerySet[Reminder]:
    _check(key)
    found = Reminder.objects.filter(book_id=scope.book_id, uuid=key.removeprefix("reminder-")[:32])
    if not found.exists():
        raise NotFound("reminder", key)
    return found
