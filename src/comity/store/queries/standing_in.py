"""Where in a book words stand that give something away, found by the full-text index and by looking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core.giving_away import Signs
from comity.core.search import Words
from comity.store import covered, fulltext
from comity.store.sql import chunks, ints, rows

_TOGETHER = 40
"""Runs of words that one question to the index asks for."""
MOST_READ = 5000
"""Mails that are looked at for one confidence, the newest first."""
_READ = 200


class Place(NamedTuple):
    """A thing in which words stand: its kind, its id, and the beginning of what it says."""

    kind: str
    row: UUID
    text: str


def places(book: int, signs: Signs, most: int) -> list[Place]:
    """Things that give something away, mails and notes first and the newest of them, then by kind; at most so many."""
    found = list(islice(_interactions(book, signs), most))
    if len(found) < most:
        others = (Place(*one) for one in covered.texts(book) if signs.given_away(one[2]))
        found += sorted(others, key=lambda one: (covered.KINDS.index(one.kind), one.row))
    return found[:most]


def _interactions(book: int, signs: Signs) -> Iterator[Place]:
    with connection.cursor() as cursor:
        ids: set[int] = set()
        for part in chunks(signs.runs(), _TOGETHER):
            wanted = tuple(Words(run, False, False, 0, 0) for run in part)
            ids |= fulltext.matching(cursor, book, [wanted]).ids()
        for some in chunks(sorted(ids, reverse=True)[:MOST_READ], _READ):
            yield from _looked_at(cursor, book, some, signs)


def _looked_at(cursor: CursorWrapper, book: int, ids: Sequence[int], signs: Signs) -> list[Place]:
    found = rows(
        cursor,
        "SELECT i.key, i.subject, c.text FROM store_interaction i "
        f"JOIN store_content c ON c.interaction_id = i.id WHERE i.book_id = %s AND i.id IN {ints(ids)} "
        "ORDER BY i.at DESC, i.key",
        [book],
    )
    return [
        Place(covered.INTERACTIONS, UUID(bytes=bytes(key)), subject)
        for key, subject, text in found
        if signs.given_away(subject) or signs.given_away(text)
    ]
