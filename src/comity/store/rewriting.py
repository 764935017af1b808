"""Rewriting the database so that what was deleted stands in none of its files, as far as the engine lets us.

SQLite: free pages and the log. PostgreSQL: dead rows, and the samples of values that it keeps of each column; its own log
and backups are its administrator's.
"""

from __future__ import annotations

from django.db import DatabaseError, connection

from comity.store import server_copies
from comity.store.sql import on_sqlite, rows


def rewrite() -> bool:
    """Rewrite everything; False where others use it just now, or a transaction is open."""
    if connection.in_atomic_block:
        return False
    try:
        return _sqlite() if on_sqlite() else _postgresql()
    except DatabaseError:
        return False


def _sqlite() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM")
        busy = rows(cursor, "PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
    return not busy


def _postgresql() -> bool:
    """A plain VACUUM leaves the bytes of dead rows where they are; the samples are in a table of the system."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout TO '{server_copies.PATIENCE}'")
        try:
            listed = ", ".join(map(connection.ops.quote_name, server_copies.tables(cursor)))
            cursor.execute(f"VACUUM (FULL, ANALYZE) {listed}")
            cursor.execute("VACUUM (FULL) pg_catalog.pg_statistic")
        finally:
            cursor.execute("RESET lock_timeout")
    return True
