"""What the two engines say differently, and small helpers for set-based statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, TypeVar

from django.db import connection
from django.db.backends.utils import CursorWrapper

T = TypeVar("T")
_TOGETHER = 50
"""Rows in one statement; 16 columns of them stay far below what SQLite (32,766) and PostgreSQL (65,535) take."""


def on_sqlite() -> bool:
    """Whether rows live in SQLite (else in PostgreSQL)."""
    return connection.vendor == "sqlite"


def revision() -> object:
    """Something that is another after anything was written to the database, by whomever; None within a transaction.

    There it could not be told apart from what is rolled back. Two equal ones, on one connection, mean the same rows.
    """
    if connection.in_atomic_block:
        return None
    connection.ensure_connection()
    with connection.cursor() as cursor:
        if not on_sqlite():
            return rows(cursor, "SELECT pg_current_wal_insert_lsn()::text")[0][0]
        own = connection.connection
        return id(own), rows(cursor, "PRAGMA data_version")[0][0], own.total_changes


def chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part


def ints(values: Iterable[int]) -> str:
    """An SQL list of integers, for `IN`; never empty, so that it is always valid SQL."""
    return "(" + (",".join(str(int(v)) for v in values) or "NULL") + ")"


def among(values: Iterable[int]) -> str:
    """SQL, to stand after a column, for its being one of these, which may be thousands: PostgreSQL reads an array faster."""
    listed = ints(values)
    return f"IN {listed}" if on_sqlite() else f"= ANY('{{{listed[1:-1]}}}'::bigint[])"


def rows(cursor: CursorWrapper, statement: str, arguments: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query, as plain tuples."""
    cursor.execute(statement, arguments)
    return list(cursor.fetchall())


def insert(
    cursor: CursorWrapper, into: str, values: Sequence[Sequence[Any]], alike: Sequence[int] = ()
) -> None:
    """Insert rows, many in a statement, which costs half of one by one; `into` is all that stands before VALUES.

    alike: what the last columns are in every row, which then need not be handed over row by row.
    """
    if not values:
        return
    row = "(" + ",".join(["%s"] * len(values[0]) + [str(value).upper() for value in alike]) + ")"
    whole = len(values) // _TOGETHER * _TOGETHER
    groups = [list(chain.from_iterable(values[n : n + _TOGETHER])) for n in range(0, whole, _TOGETHER)]
    cursor.executemany(f"{into} VALUES {','.join([row] * _TOGETHER)}", groups)
    cursor.executemany(f"{into} VALUES {row}", values[whole:])


def reserve_ids(cursor: CursorWrapper, table: str, count: int) -> Sequence[int]:
    """`count` fresh keys of a table, ascending.

    On SQLite the caller must hold the write lock (every transaction is IMMEDIATE), since keys are simply
    those after the last one; on PostgreSQL the table's sequence gives them one by one.
    """
    if on_sqlite():
        found = rows(cursor, "SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        start = (found[0][0] if found else 0) + 1
        return range(start, start + count)
    sequence = rows(cursor, "SELECT pg_get_serial_sequence(%s, 'id')", [table])[0][0]
    found = rows(cursor, "SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [sequence, count])
    return sorted(i for (i,) in found)


def floor_day(column: str) -> str:
    """SQL for the UTC day number of an instant in epoch seconds, also before 1970."""
    return f"(CASE WHEN {column} >= 0 THEN {column} / 86400 ELSE -((86399 - {column}) / 86400) END)"


def channel_bit(column: str) -> str:
    """SQL for the bit of `Metrics.channels` that stands for a kind."""
    cases = " ".join(f"WHEN {kind} THEN {1 << kind}" for kind in range(1, 9))
    return f"CASE {column} {cases} ELSE 1 END"


def uuid_hex(column: str) -> str:
    """SQL for a UUID column as 32 hexadecimal digits, which is how SQLite keeps it."""
    return column if on_sqlite() else f"REPLACE({column}::text, '-', '')"


def like(word: str) -> str:
    """A word with the wildcards of LIKE made harmless (escape character: backslash)."""
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
