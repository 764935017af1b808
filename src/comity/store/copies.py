"""Copies of the whole database as files, for backups: made while the book is used, and looked over before they are.

Only SQLite has them; for PostgreSQL see `server_copies`.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

from comity.core.errors import InUse, Invalid

NAME = "comity.sqlite3"
_CHECKED = 20


def database_file() -> Path:
    """The file of the running book."""
    return Path(connection.settings_dict["NAME"])


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection of its own, which commits by itself, to a file that is there."""
    if not path.is_file():
        raise FileNotFoundError(2, os.strerror(2), str(path))
    with closing(sqlite3.connect(path, timeout=30, isolation_level=None)) as database:
        database.execute("PRAGMA trusted_schema=OFF")
        yield database


def copy_to(path: Path) -> None:
    """One state of the running book as a file of mode 0600, without its free pages; nobody waits for it.

    Raises:
        OSError: there is no room, or the disk fails.
    """
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        with opened(database_file()) as database:
            database.execute("VACUUM INTO ?", [str(path)])
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise OSError(28, os.strerror(28), str(path)) from error
        raise


def tables(path: Path) -> dict[str, dict[str, Any]]:
    """For every table of a file: how many rows it has, and the SHA-256 over all that is in them."""
    found: dict[str, dict[str, Any]] = {}
    with opened(path) as database:
        listed = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        ).fetchall()
        for (name,) in listed:
            digest, count = hashlib.sha256(), 0
            for row in database.execute(f'SELECT * FROM "{name}"'):
                digest.update(repr(row).encode("utf-8", "surrogatepass"))
                count += 1
            found[name] = {"rows": count, "sha256": digest.hexdigest()}
    return found


def migrations(path: Path) -> list[list[str]]:
    """The migrations that a file has, as [app, name]."""
    with opened(path) as database:
        found = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return [list(pair) for pair in found]


def look_over(path: Path, told: dict[str, Any]) -> None:
    """Compare a restored file with what was saved, and with what this program can read.

    Raises:
        Invalid: a page or reference is broken, rows differ, or a newer program made it.
    """
    try:
        with opened(path) as database:
            found = [text for (text,) in database.execute("PRAGMA integrity_check(5)")]
            broken = database.execute("PRAGMA foreign_key_check").fetchall()
        if found != ["ok"] or broken:
            raise Invalid("backup", "", "the book in it is damaged: " + "; ".join(found)[:200])
        refuse_newer({(app, name) for app, name in migrations(path)})
        if tables(path) != told:
            raise Invalid("backup", "", "its rows are not those that were saved")
    except sqlite3.DatabaseError as error:
        raise Invalid("backup", "", "the book in it cannot be read") from error


def refuse_newer(made: set[tuple[str, str]]) -> None:
    """Check that this program knows all of these migrations.

    Raises:
        Invalid: it does not.
    """
    newer = made - known_migrations()
    if newer:
        first = ".".join(min(newer))
        raise Invalid("backup", first, "it was made by a newer Comity; install that, or a newer one")


def known_migrations() -> set[tuple[str, str]]:
    """All that this program has, as (app, name)."""
    found: set[tuple[str, str]] = set()
    for app in apps.get_app_configs():
        found |= {(app.label, p.stem) for p in (Path(app.path) / "migrations").glob("[0-9]*.py")}
    return found


def close_off(path: Path) -> None:
    """Have everything of a file in the file itself, with no log beside it, and nobody else reading it.

    Raises:
        InUse: another process has it open.
    """
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=2, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=DELETE").fetchall()
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise InUse(restoring=False) from None
        raise
