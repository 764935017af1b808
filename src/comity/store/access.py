"""Whose rows these are: every read and write starts from a scope, which names one book."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from comity.core.errors import NotFound
from comity.store.models import Member


@dataclass(frozen=True, slots=True)
class Scope:
    """One book as seen by one of its members."""

    book_id: int
    user_id: int
    zone: str
    is_sample: bool

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
    members = (
        Member.objects.filter(user_id=user_id).select_related("book").order_by("book__is_sample", "book_id")
    )
    if book is not None:
        members = members.filter(book__uuid=_uuid(book))
    member = members.first()
    if member is None:
        raise NotFound("book", book or "")
    return Scope(member.book_id, user_id, member.book.zone, member.book.is_sample)


def _uuid(book: str) -> UUID:
    try:
        return UUID(book)
    except ValueError:
        raise NotFound("book", book) from None
