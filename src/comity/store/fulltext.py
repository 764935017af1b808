"""The full-text index over subjects and bodies: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

The index keeps no text of its own (contentless FTS5): taking an entry out means giving its text again.
Words are folded (case, diacritics) in the same way on both engines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from django.db.backends.utils import CursorWrapper

from comity.store.sql import chunks, ints, on_sqlite, rows

TABLE = "store_fulltext"

SQLITE_DDL = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(subject, body, content='', "
    'tokenize="unicode61 remove_diacritics 2")'
)
POSTGRESQL_DDL = (
    f"CREATE TABLE {TABLE} (interaction_id bigint PRIMARY KEY, book_id bigint NOT NULL, document tsvector NOT NULL)",
    f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (document)",
)
SQLITE_TUNING = f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('hashsize', {32 << 20}), ('automerge', 16)"
"""How much FTS5 gathers in memory before it writes a segment, and how many segments it lets stand before it
merges them: an import writes every word once or twice instead of several times."""


_MOST_BYTES = 500_000


def folded(text: str) -> str:
    """Text without case and diacritics, as `unicode61 remove_diacritics 2` sees it."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def add(cursor: CursorWrapper, book: int, entries: Sequence[tuple[int, str, str]]) -> None:
    """Index (interaction id, subject, text) entries."""
    if on_sqlite():
        cursor.executemany(f"INSERT INTO {TABLE}(rowid, subject, body) VALUES (%s, %s, %s)", entries)
        return
    cursor.executemany(
        f"INSERT INTO {TABLE}(interaction_id, book_id, document) VALUES (%s, %s, "
        "setweight(to_tsvector('simple', %s), 'A') || to_tsvector('simple', %s))",
        [(i, book, folded(subject), _bounded(folded(text))) for i, subject, text in entries],
    )


def _bounded(text: str) -> str:
    """As much of a text as surely fits a tsvector, which holds 1 MiB."""
    return text.encode()[:_MOST_BYTES].decode("utf-8", "ignore")


def remove(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    """Take interactions out of the index; must run while their content is still stored."""
    if not on_sqlite():
        cursor.execute(f"DELETE FROM {TABLE} WHERE interaction_id IN {ints(ids)}")
        return
    for part in chunks(ids, 500):
        entries = rows(
            cursor,
            "SELECT i.id, i.subject, c.text FROM store_interaction i "
            f"JOIN store_content c ON c.interaction_id = i.id WHERE i.id IN {ints(part)}",
        )
        cursor.executemany(
            f"INSERT INTO {TABLE}({TABLE}, rowid, subject, body) VALUES ('delete', %s, %s, %s)", entries
        )


def rebuild(cursor: CursorWrapper, book: int) -> None:
    """Index a book anew from its texts; on SQLite, where all books share the index, every book."""
    if on_sqlite():
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')")
        found = rows(cursor, "SELECT id, book_id FROM store_interaction ORDER BY id")
    else:
        cursor.execute(f"DELETE FROM {TABLE} WHERE book_id = %s", [book])
        found = rows(
            cursor, "SELECT id, book_id FROM store_interaction WHERE book_id = %s ORDER BY id", [book]
        )
    for of, group in groupby(found, key=lambda row: row[1]):
        for part in chunks([i for i, _ in group], 500):
            entries = rows(
                cursor,
                "SELECT i.id, i.subject, c.text FROM store_interaction i "
                f"JOIN store_content c ON c.interaction_id = i.id WHERE i.id IN {ints(part)}",
            )
            add(cursor, of, entries)
