"""A glance at a book on SQLite before Django is loaded: only to tell that there is nothing to do.

It writes nothing, and tells nothing wherever anything is unusual: whoever gets None from it opens the book as always,
which brings tables up to date, takes back what was interrupted, and says what is wrong.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from comity.core.errors import InUse
from comity.store import holding, place

_DATABASE = "comity.sqlite3"
_MIGRATIONS = Path(__file__).parent / "migrations"
_BOOK = (
    "SELECT b.id, b.is_sample FROM store_member m JOIN store_book b ON b.id = m.book_id "
    "WHERE m.user_id = (SELECT MIN(id) FROM store_user WHERE is_active) ORDER BY b.is_sample, b.id LIMIT 1"
)
"""What `store.access.scope_of` opens by default for the first user."""
_OTHERS_MAY = 0o077


class Glance(NamedTuple):
    """What a book knows of its imports.

    done: number and UTC day of the latest import that stands, by the digest of its files (`Batch.files_state`);
    mappings: what columns of tables hold, as plain JSON by fingerprint; mine: e-mail addresses of the owner.
    """

    done: Mapping[str, tuple[int, dt.date]]
    mappings: Mapping[str, Any]
    mine: frozenset[str]


def look() -> Glance | None:
    """What the book that opens by default knows; None where it does not lie in SQLite's file or all is not as usual."""
    try:
        from pysqlite3 import Error, connect
    except ImportError:
        return None
    home = place.folder()
    file = home / _DATABASE
    try:
        if os.environ.get("COMITY_DATABASE_URL") or not _is_in_order(home, file):
            return None
        holding.hold(home)
        with closing(connect(f"file:{quote(str(file))}?mode=ro", uri=True)) as book:
            return _glance(book)
    except (Error, InUse, OSError, ValueError):
        return None


def _is_in_order(home: Path, file: Path) -> bool:
    """Whether only the owner may read the data, and no import and no restore was interrupted."""
    if (home.stat().st_mode | file.stat().st_mode) & _OTHERS_MAY:
        return False
    return not any(name.startswith("import-") or name == holding.READY for name in os.listdir(home))


def _glance(book: Any) -> Glance | None:
    applied = {name for (name,) in book.execute("SELECT name FROM django_migrations WHERE app = 'store'")}
    if {path.stem for path in _MIGRATIONS.glob("[0-9]*.py")} - applied:
        return None
    opened = book.execute(_BOOK).fetchone()
    if opened is None or opened[1]:
        return None
    number = opened[:1]
    batches = (
        "SELECT number, started_at, state, files_state FROM store_batch WHERE book_id = ? ORDER BY number"
    )
    done = {}
    for count, started, state, files in book.execute(batches, number):
        if state in ("running", "undoing"):
            return None
        if state == "done" and files:
            done[files] = (count, dt.date.fromisoformat(started[:10]))
    mappings = book.execute("SELECT fingerprint, columns FROM store_csvmapping WHERE book_id = ?", number)
    mine = "SELECT value FROM store_identifier WHERE book_id = ? AND own > 0 AND kind = 'email'"
    return Glance(
        done,
        {fingerprint: json.loads(columns) for fingerprint, columns in mappings},
        frozenset(value for (value,) in book.execute(mine, number)),
    )
