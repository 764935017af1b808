"""My ideas: the list, who saw each, the dated record of one, and whether a text or a file is the one recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.answers import disclosures, wording
from comity.answers.disclosures import DisclosureLine
from comity.answers.heads import row_of
from comity.core.disclosures import digest
from comity.store.access import Scope
from comity.store.models import Disclosure, Idea

LIMIT = 200
_SEEN = 2000


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """An idea: its words or the file's name and size, its SHA-256 in hexadecimal, its day, and who saw it, latest first.

    recorded: when it was written down, in the book's zone.
    """

    id: str
    title: str
    text: str
    file_name: str
    file_size: int | None
    digest: str
    on: dt.date
    recorded: dt.datetime
    shown: tuple[DisclosureLine, ...]


def ideas(scope: Scope, *, limit: int = LIMIT) -> tuple[IdeaLine, ...]:
    """All ideas, the latest first, each with who saw it."""
    return _lines(
        scope, list(Idea.objects.filter(book_id=scope.book_id).order_by("-recorded_at", "-id")[:limit])
    )


def idea(scope: Scope, id: str) -> IdeaLine:
    """One of them.

    Raises:
        NotFound: there is no such one in this book.
    """
    return _lines(scope, [row_of(Idea.objects.filter(book_id=scope.book_id), "idea", id)])[0]


def same_as(scope: Scope, text_or_digest: str) -> tuple[IdeaLine, ...]:
    """The ideas that a text is word for word, or that have this SHA-256 (64 hexadecimal digits)."""
    wanted = text_or_digest.strip()
    sums = {digest(wanted), wanted.lower()}
    return _lines(
        scope, list(Idea.objects.filter(book_id=scope.book_id, digest__in=sums).order_by("recorded_at"))
    )


def _lines(scope: Scope, rows: list[Idea]) -> tuple[IdeaLine, ...]:
    told = disclosures.of(Disclosure.objects.filter(idea__in=rows))[:_SEEN] if rows else ()
    shown = disclosures.lines(scope, told)
    return tuple(_line(scope, row, shown) for row in rows)


def _line(scope: Scope, row: Idea, shown: tuple[DisclosureLine, ...]) -> IdeaLine:
    on = wording.day(row.on)
    assert on is not None
    return IdeaLine(
        str(row.uuid),
        row.title,
        row.text,
        row.file_name,
        row.file_size,
        row.digest,
        on,
        scope.moment(row.recorded_at),
        tuple(line for line in shown if line.idea == str(row.uuid)),
    )
