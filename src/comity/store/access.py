"""Whose rows these are: every read and write starts from a scope, which names one book."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from comity.core.errors import NotFound
from comity.store.sql import rows, uuid_hex


@dataclass(frozen=True, slots=True)
class Scope:
    """One book as seen by one of its members.

    key: the main key of what is sealed (`core.sealing`) while it is open, else None: then it counts as forbidden.
    """

    book_id: int
    user_id: int
    zone: str
    is_sample: bool
    key: bytes | None = field(default=None, repr=False, compare=False)

    def today(self) -> dt.date:
        """The calendar day it is now in the book's zone."""
        return self.moment(int(time.time())).date()

    def moment(self, at: int) -> dt.datetime:
        """An instant in epoch seconds as an aware time in the book's zone."""
        return dt.datetime.fromtimestamp(at, ZoneInfo(self.zone))


def scope_of(user_id: int, *, book: str | None = None) -> Scope:
    """The scope of a user in the book with this UUID, else in the book opened for them by default.

    By default it is the user's own, never the sample book: what is imported or written down goes where it stays.

    Raises:
        NotFound: the user is no member of such a book, or of any.
    """
    wanted = "" if book is None else f" AND {uuid_hex('b.uuid')} = %s"
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT b.id, b.zone, b.is_sample FROM store_member m JOIN store_book b ON b.id = m.book_id "
            f"WHERE m.user_id = %s{wanted} ORDER BY b.is_sample, b.id LIMIT 1",
            [user_id] if book is None else [user_id, _uuid(book).hex],
        )
    if not found:
        raise NotFound("book", book or "")
    book_id, zone, is_sample = found[0]
    return Scope(book_id, user_id, zone, bool(is_sample))


def _uuid(book: str) -> UUID:
    try:
        return UUID(book)
    except ValueError:
        raise NotFound("book", book) from None
