"""Whether all is well: tables up to date, the data folder private, what is derived equal to a rebuild."""

from __future__ import annotations

import os
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from comity.store import beginning, isolation
from comity.store.access import Scope
from comity.store.sql import on_sqlite, rows


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, whether it is well, what was seen, and the next step if it is not."""

    what: str
    well: bool
    seen: str
    step: str = ""


def make_ready() -> None:
    """Create or migrate the tables where that is needed, and end a restore that was killed; a glance where nothing is.

    Raises:
        OSError: the data folder cannot be written to.
    """
    if _is_behind():
        with beginning.one_at_a_time():
            if _is_behind():
                call_command("migrate", interactive=False, verbosity=0)
    if not on_sqlite():
        from comity.store import server_copies

        server_copies.settle(settings.HOME)
    else:
        for name in ("comity.sqlite3", "comity.sqlite3-wal", "comity.sqlite3-shm"):
            path = settings.HOME / name
            if path.exists() and path.stat().st_mode & 0o077:
                path.chmod(0o600)


def _is_behind() -> bool:
    return _migrations_missing() or not isolation.in_place()


def _migrations_missing() -> bool:
    with connection.cursor() as cursor:
        if "django_migrations" not in connection.introspection.table_names(cursor):
            return True
        done = set(rows(cursor, "SELECT app, name FROM django_migrations"))
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        if folder.is_dir():
            names = {p.stem for p in folder.glob("[0-9]*.py")}
            if {(app.label, name) for name in names} - done:
                return True
    return False


def doctor(scope: Scope) -> list[Finding]:
    """Look at everything that can go wrong silently."""
    from comity.store import checking

    findings = [_folder(), _disk(), _engine()]
    if on_sqlite():
        findings.append(_integrity())
    findings += [Finding(*found) for found in checking.check_book(scope.book_id)]
    findings += [_feed(scope), _mail(scope)]
    return findings


def _folder() -> Finding:
    home: Path = settings.HOME
    loose = [
        p for p in [home, *home.iterdir()] if stat.S_IMODE(p.lstat().st_mode) & 0o077 and not p.is_symlink()
    ]
    if loose:
        return Finding(
            "data folder",
            False,
            f"others may read {loose[0]}" + (f" and {len(loose) - 1} more" if len(loose) > 1 else ""),
            f"chmod -R go-rwx {home}",
        )
    return Finding("data folder", True, f"{home}, readable by you only")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    seen = f"{free / 1e9:.1f} GB free"
    return Finding("disk", free > 500_000_000, seen, "Free some space: writing stops when the disk is full.")


def _engine() -> Finding:
    if not on_sqlite():
        with connection.cursor() as cursor:
            version = rows(cursor, "SHOW server_version")[0][0]
        return Finding("database", True, f"PostgreSQL {version}")
    with connection.cursor() as cursor:
        version = rows(cursor, "SELECT sqlite_version()")[0][0]
        journal: Any = rows(cursor, "PRAGMA journal_mode")[0][0]
        synchronous: Any = rows(cursor, "PRAGMA synchronous")[0][0]
    well = synchronous == 2 and journal in ("wal", "truncate")
    seen = f"SQLite {version}, journal {journal}, synchronous {'FULL' if synchronous == 2 else synchronous}"
    size = os.path.getsize(settings.DATABASES["default"]["NAME"])
    return Finding("database", well, f"{seen}, {size / 1e6:.1f} MB", "Install the package pysqlite3.")


def _integrity() -> Finding:
    with connection.cursor() as cursor:
        found = [text for (text,) in rows(cursor, "PRAGMA integrity_check(5)")]
        broken = rows(cursor, "PRAGMA foreign_key_check")
    if found != ["ok"] or broken:
        seen = "; ".join(found) if found != ["ok"] else f"{len(broken)} rows point to nothing"
        return Finding("integrity", False, seen, "Restore a backup; keep the damaged file.")
    return Finding("integrity", True, "every page and reference is sound")


def _feed(scope: Scope) -> Finding:
    """The calendar feed: nothing of it can fail silently, but who has its address should be remembered."""
    from comity.answers import feed

    found = feed.state(scope)
    if not found.on:
        return Finding("calendar feed", True, "off")
    read = f"last read {found.last_read_at:%Y-%m-%d %H:%M} UTC" if found.last_read_at else "not read yet"
    return Finding("calendar feed", True, f"on, {len(found.kinds)} kinds, {read}")


def _mail(scope: Scope) -> Finding:
    """The day's mail: whether it can be sent, was, and what stood in the way."""
    from comity.answers import day_mail

    found, what = day_mail.state(scope), "day's mail"
    if found.trouble_there:
        return Finding(what, False, found.trouble_there, "Mend COMITY_MAIL_URL, and start Comity again.")
    if not found.on:
        return Finding(what, True, "waits for its code" if found.waits else "off")
    if not found.server:
        return Finding(
            what, False, "on, but no mail server is named", "Set COMITY_MAIL_URL, or: comity daymail off"
        )
    if found.trouble:
        return Finding(what, False, f"{found.trouble}{found.tries}", "Try it: comity daymail now")
    if found.late:
        step = "Keep comity serve running, or run comity sweep every minute."
        return Finding(what, False, f"was due at {found.at} and nothing has sent it", step)
    return Finding(what, True, f"on, at {found.at}" + (f", last {found.sent_on}" if found.sent_on else ""))
