"""What still waits for my thanks."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from comity.core import days, reciprocity
from comity.store.access import Scope
from comity.store.models import Book, Exchange


def first_day(scope: Scope) -> int:
    """The day from which on something received asks for thanks: some days before the book was begun.

    How many is what the user chose for reading mail (`Book.propose_days`).
    """
    book = Book.objects.only("created_at", "propose_days").get(pk=scope.book_id)
    begun = book.created_at.astimezone(ZoneInfo(scope.zone)).date()
    return days.day_from_date(begun) - book.propose_days


def waits(row: Exchange, began: int) -> bool:
    """Whether it is still to be thanked for; began: `first_day`."""
    return reciprocity.waits_for_thanks(
        received=row.direction == Exchange.RECEIVED,
        asks=row.asks_thanks,
        thanked=row.thanked_on is not None,
        on=row.on,
        began=began,
    )
