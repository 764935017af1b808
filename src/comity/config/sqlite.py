"""Which SQLite is used, and how it is told to keep what it acknowledged."""

from __future__ import annotations

import sys

_WAL_FIXED = ((3, 51, 3),)
_WAL_FIXED_BRANCHES = {(3, 50): 7, (3, 44): 6}


def use_bundled() -> None:
    """Let Django find the SQLite that the package `pysqlite3` carries, if it is installed.

    Must run before Django's backend is imported. The one that Python links may be older than the fix of
    the WAL-reset race (SQLite 3.51.3), which can lose acknowledged commits.
    """
    try:
        import pysqlite3
        import pysqlite3.dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether a SQLite of this version has the WAL-reset fix (3.51.3, 3.50.7, 3.44.6 and later)."""
    fixed = _WAL_FIXED_BRANCHES.get(version[:2])
    return version >= _WAL_FIXED[0] or (fixed is not None and version[2] >= fixed)


def pragmas(version: tuple[int, int, int]) -> str:
    """What each new connection is told; the journal is a rollback journal where WAL is not safe."""
    journal = "WAL" if wal_is_safe(version) else "TRUNCATE"
    return (
        f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA secure_delete=ON; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; "
        "PRAGMA wal_autocheckpoint=8000; PRAGMA trusted_schema=OFF;"
    )
