"""Rebuilding everything that is derived."""

from __future__ import annotations

import time

from django.db import connection, transaction

from comity.core import days
from comity.store import finishing, fulltext
from comity.store.access import Scope
from comity.store.sql import on_sqlite, rows


def repair(scope: Scope) -> int:
    """Derive directions, people, days, numbers, names and the search index anew; returns how many people it recounted."""
    count = finishing.rebuild(scope.book_id, days.day_of(int(time.time())))
    with transaction.atomic(), connection.cursor() as cursor:
        if on_sqlite():
            cursor.execute(f"INSERT INTO {fulltext.TABLE}({fulltext.TABLE}) VALUES ('delete-all')")
            where, arguments = "", []
        else:
            cursor.execute(f"DELETE FROM {fulltext.TABLE} WHERE book_id = %s", [scope.book_id])
            where, arguments = "WHERE i.book_id = %s", [scope.book_id]
        entries = rows(
            cursor,
            "SELECT i.book_id, i.id, i.subject, c.text FROM store_interaction i JOIN store_content c "
            f"ON c.interaction_id = i.id {where}",
            arguments,
        )
        for start in range(0, len(entries), 1000):
            part = entries[start : start + 1000]
            for book in {row[0] for row in part}:
                fulltext.add(cursor, book, [row[1:] for row in part if row[0] == book])
    return count
