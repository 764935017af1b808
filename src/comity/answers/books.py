"""Which books a user has, and what is in one."""

from __future__ import annotations

from comity.answers.book_shapes import BookInfo, OwnAddress
from comity.core import days
from comity.core.records import OWNER
from comity.store.access import Scope, scope_of
from comity.store.models import Batch, Book, Identifier, Interaction, Member, Metrics, Person

__all__ = ["Scope", "book_info", "books_of", "is_empty", "scope_for"]

OWN_KINDS = {1: "personal", 2: "employer", 3: "shared"}


def scope_for(user_id: int, *, book: str | None = None) -> Scope:
    """The scope of a user in a book (by UUID), or in the one opened by default.

    Raises:
        NotFound: the user is no member of such a book.
    """
    return scope_of(user_id, book=book)


def books_of(user_id: int) -> tuple[BookInfo, ...]:
    """The books a user may open, without counts."""
    found = Book.objects.filter(members__user_id=user_id).order_by("-is_sample", "id")
    return tuple(BookInfo(str(b.uuid), b.name, b.zone, b.is_sample, 0, 0, ()) for b in found)


def book_info(scope: Scope) -> BookInfo:
    """The open book with its counts and my addresses."""
    book = Book.objects.get(pk=scope.book_id)
    own = (
        Identifier.objects.filter(book_id=scope.book_id, own__gt=0)
        .exclude(kind__in=("entry", OWNER.kind))
        .order_by("kind", "value")
    )
    return BookInfo(
        str(book.uuid),
        book.name,
        book.zone,
        book.is_sample,
        Metrics.objects.filter(book_id=scope.book_id).count(),
        Interaction.objects.filter(book_id=scope.book_id).count(),
        tuple(
            OwnAddress(
                i.value,
                OWN_KINDS[i.own],
                None if i.own_from is None else days.date_from_day(i.own_from),
                None if i.own_until is None else days.date_from_day(i.own_until),
            )
            for i in own
        ),
        book.today_items,
        book.propose_days,
        book.personal_news,
    )


def others_write_here(scope: Scope) -> bool:
    """Whether somebody else has a book in this database."""
    return Member.objects.exclude(user=scope.user_id).exists()


def is_empty(scope: Scope) -> bool:
    """Whether nothing was imported or entered yet, so that the first run should be offered."""
    return not (
        Person.objects.filter(book_id=scope.book_id, is_me=False).exists()
        or Batch.objects.filter(book_id=scope.book_id, state__in=(Batch.DONE, Batch.RUNNING)).exists()
    )
