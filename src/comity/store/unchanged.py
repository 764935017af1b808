"""Wide reads are not made again while nothing was changed in the database, which the engine itself tells.

SQLite counts what other connections commit (`PRAGMA data_version`) and what a connection changes itself
(`sqlite3_total_changes`). On PostgreSQL a snapshot with no transaction under way names the number that the next writer
will be given (`pg_current_snapshot`), which stays the same while nobody writes. So what is remembered is exact, never
merely recent. It lives in memory, a few answers for each connection, and all go with the first change of anything.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from django.db import connection

_T = TypeVar("_T")
_MOST = 16
"""Answers that a connection remembers at the most."""


class _Remembered(threading.local):
    """Of the connection of this thread: itself, the state of the database, and what was read in it."""

    raw: object = None
    state: Hashable = None
    read: dict[Hashable, Any]


_remembered = _Remembered()


def unless_changed(key: Hashable, read: Callable[[], _T]) -> _T:
    """What `read` gives, or what it gave when it was asked for by this key and the database was as it is now.

    key: names the read and everything it depends on beside the database (the book, the day). What is given is shared:
    it must not be changed. Within a transaction everything is read anew, since it may be rolled back.
    """
    state = _state()
    if state is None:
        return read()
    held = _remembered
    if held.raw is not connection.connection or held.state != state:
        held.raw, held.state, held.read = connection.connection, state, {}
    answers = held.read  # `read` may itself write, and what it read before that is not of the state after
    if key not in answers:
        if len(answers) >= _MOST:
            answers.clear()
        answers[key] = read()
    return cast(_T, answers[key])


def _state() -> Hashable:
    """What stays the same exactly while nothing is changed; None where that cannot be told."""
    connection.ensure_connection()
    raw = connection.connection
    if connection.vendor == "sqlite":
        return (
            None
            if raw.in_transaction
            else (*raw.execute("PRAGMA data_version").fetchone(), raw.total_changes)
        )
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(pg_current_snapshot() AS text)")
        lowest, highest, under_way = cursor.fetchone()[0].split(":")
    return highest if lowest == highest and not under_way else None
