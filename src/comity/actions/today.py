"""What a user does with an item of Today: done, put off, dismissed, never again, and all of it taken back."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comity.actions import today_kinds
from comity.core import agenda, days
from comity.core.agenda import Named
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Attention, Book

MOST_DAYS = 366


def finish(scope: Scope, key: str) -> None:
    """It is done: the matter itself where it is one (`today_kinds`), else the item, for this occasion.

    Raises:
        NotFound: no such thing in this book.
    """
    item = _item(scope, key)
    with transaction.atomic():
        if today_kinds.finish(scope, item):
            _attended(scope, key).delete()
        else:
            _attend(scope, key, Attention.DONE, None)


def snooze(scope: Scope, key: str, count: int) -> None:
    """Put it off for so many days (1 to 366), counted from today in the book's zone.

    Raises:
        Invalid: another number of days; NotFound: no such thing in this book.
    """
    if not 1 <= count <= MOST_DAYS:
        raise Invalid("days", str(count), f"between 1 and {MOST_DAYS} days can be put off")
    _item(scope, key)
    _attend(scope, key, Attention.SNOOZED, days.day_from_date(scope.today()) + count)


def dismiss(scope: Scope, key: str) -> None:
    """Not this time: it does not come back for this occasion. Of a question to me, that is its answer.

    Raises:
        NotFound: no such thing in this book.
    """
    if _item(scope, key).kind in today_kinds.ASKED:
        finish(scope, key)
    else:
        _attend(scope, key, Attention.DISMISSED, None)


def never(scope: Scope, key: str) -> None:
    """Never again: nothing of this kind about this person, or this matter, comes back.

    Raises:
        NotFound: no such thing in this book.
    """
    item = _item(scope, key)
    _attend(scope, f"{item.kind}-{item.subject}", Attention.NEVER, None)


def restore(scope: Scope, key: str) -> None:
    """Take back whatever was done with an item, also that it is never to come again.

    Where nothing was done with the item itself, what was done is the matter, and that is taken back.

    Raises:
        NotFound: no such thing in this book.
    """
    item = _item(scope, key)
    with transaction.atomic():
        put_away, _ = _attended(scope, key, f"{item.kind}-{item.subject}").delete()
        if not put_away or item.kind in today_kinds.BOTH:
            today_kinds.reopen(scope, item)


def show_items(scope: Scope, count: int) -> None:
    """Let the list have so many items before "more".

    Raises:
        Invalid: fewer than 3 or more than 20.
    """
    if not agenda.LEAST <= count <= agenda.MOST:
        raise Invalid("count", str(count), f"choose between {agenda.LEAST} and {agenda.MOST}")
    Book.objects.filter(pk=scope.book_id).update(today_items=count)


def _item(scope: Scope, key: str) -> Named:
    item = agenda.named(key)
    if item is None:
        raise NotFound("item", key)
    today_kinds.check_subject(scope, item)
    return item


def _attended(scope: Scope, *keys: str) -> QuerySet[Attention]:
    return Attention.objects.filter(book_id=scope.book_id, key__in=keys)


def _attend(scope: Scope, key: str, act: str, until: int | None) -> None:
    """The latest act counts, and from now on."""
    now = {"act": act, "until": until, "created_at": timezone.now()}
    Attention.objects.update_or_create(book_id=scope.book_id, key=key, defaults=now)
