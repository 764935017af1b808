"""The file in which a preview keeps what it has seen."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from comity.core.records import Handle
from comity.store.sql import chunks

NEW, CHANGED, SAME = "new", "changed", "same"
"""What a record is to the book: not known, known otherwise, known just so."""
_REMEMBERED = 100_000
"""Handles kept in memory; beyond that they are looked up again."""
_TABLES = """
CREATE TABLE handle (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, name TEXT NOT NULL DEFAULT '',
  named INTEGER NOT NULL DEFAULT 0, carded INTEGER NOT NULL DEFAULT 0,
  listed INTEGER NOT NULL DEFAULT 0, mine INTEGER NOT NULL DEFAULT 0,
  contact INTEGER NOT NULL DEFAULT 0, row INTEGER, head INTEGER, is_me INTEGER NOT NULL DEFAULT 0,
  own INTEGER NOT NULL DEFAULT 0, own_from INTEGER, own_until INTEGER, nature INTEGER NOT NULL DEFAULT 0,
  UNIQUE (kind, value));
CREATE TABLE thing (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL, at INTEGER NOT NULL,
  flags INTEGER NOT NULL, ref INTEGER NOT NULL, parent INTEGER NOT NULL, digest INTEGER NOT NULL, size INTEGER NOT NULL,
  old INTEGER NOT NULL DEFAULT 0);
CREATE INDEX thing_by_ref ON thing (ref) WHERE ref > 0;
CREATE TABLE party (thing INTEGER NOT NULL, part INTEGER NOT NULL, handle INTEGER NOT NULL);
CREATE INDEX party_by_thing ON party (thing);
CREATE TABLE copy (thing INTEGER NOT NULL, digest INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (thing, digest));
CREATE TABLE said (handle INTEGER NOT NULL, field TEXT NOT NULL, digest BLOB NOT NULL,
  PRIMARY KEY (handle, field, digest)) WITHOUT ROWID;
CREATE TABLE link (one INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""


class Scratch:
    """What has been seen so far.

    Of a handle: `named` is 1 if it was named at all, 3 if in something new or changed; `mine` 1 if it is said to be
    the owner's, 2 if the book did not know that; `row` that of the book, 0 if it has none, NULL until asked;
    `head` the person shown for it; `nature` is ten more where the user said it.
    """

    def __init__(self, folder: Path) -> None:
        """folder: private, removed by the caller."""
        self.db = sqlite3.connect(folder / "seen.sqlite3", isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-32000", "locking_mode=EXCLUSIVE"):
            self.db.execute(f"PRAGMA {pragma}").fetchall()
        self.db.executescript(_TABLES)
        self.db.execute("BEGIN")
        self._handles: dict[tuple[str, str], int] = {}

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def rows(self, statement: str, arguments: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.db.execute(statement, tuple(arguments)).fetchall()

    def handles(self, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The numbers of these handles, given to those that have none yet; holds others as well."""
        if len(self._handles) > _REMEMBERED:
            self._handles = {}
        missing = [pair for pair in dict.fromkeys(wanted) if pair not in self._handles]
        self.db.executemany("INSERT OR IGNORE INTO handle (kind, value) VALUES (?, ?)", missing)
        for part in chunks(missing, 400):
            marks = ",".join(["(?,?)"] * len(part))
            found = self.rows(
                f"SELECT kind, value, id FROM handle WHERE (kind, value) IN (VALUES {marks})",
                [text for handle in part for text in handle],
            )
            self._handles.update(((kind, value), number) for kind, value, number in found)
        return self._handles

    def claim(self, handles: Iterable[Handle]) -> None:
        """Note that these handles are the owner's."""
        found = list(handles)
        numbers = self.handles((h.kind, h.value) for h in found)
        self.db.executemany(
            "UPDATE handle SET mine = 1 WHERE id = ?", [(numbers[h.kind, h.value],) for h in found]
        )

    def is_claimed(self, kind: str, value: str) -> bool:
        """Whether a handle is said to be the owner's."""
        return bool(
            self.rows("SELECT 1 FROM handle WHERE kind = ? AND value = ? AND mine > 0", [kind, value])
        )

    def name(self, numbers: Mapping[int, str], *, fresh: bool) -> None:
        """Note that these handles were named, and how ("" if only by themselves); in something new or changed if `fresh`."""
        self.db.executemany(
            "UPDATE handle SET named = named | ?, name = CASE WHEN name = '' THEN ? ELSE name END WHERE id = ?",
            [(3 if fresh else 1, name[:200], number) for number, name in numbers.items()],
        )
