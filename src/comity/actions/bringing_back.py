"""Restoring a backup: opened beside, checked, erasures made since applied, and only then put in the book's place."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from comity.actions import backups
from comity.actions.backups import OWN_FOLDERS, Contents, Lock, Told, _untold
from comity.actions.restoring import import_export
from comity.core.errors import Invalid
from comity.store import copies, holding
from comity.store.access import Scope, scope_of
from comity.store.forgotten import merge_files
from comity.store.models import Book, Member
from comity.store.restore import is_empty
from comity.store.sql import on_sqlite


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; kept: names in the data folder under which what it replaced is kept; erased: how many people
    were erased again, whom the backup still had."""

    contents: Contents
    kept: tuple[str, ...]
    erased: int


def restore(path: Path, opened: Lock, *, user: int = 0, told: Told = _untold) -> Restored:
    """Put a backup in the place of the running book, which is kept under another name until it is removed by hand.

    On PostgreSQL the books of the backup are read into the user's own, which must be empty.

    Raises:
        InUse: Comity runs on this data folder.
        Invalid: the backup does not open, is damaged, or made by a newer program; nothing was changed.
        OSError: there is no room; nothing was changed.
    """
    home: Path = settings.HOME
    backups.sweep()
    if not on_sqlite():
        return _read_books(path, opened, user, told)
    holding.hold_alone(home)
    try:
        with backups.stage("restore-") as folder:
            manifest = backups.unpack(path, opened, folder, told=told)
            if manifest.get("engine") != "sqlite":
                raise Invalid("backup", path.name, "it was made on PostgreSQL; restore it there")
            told("check", 0, 0)
            backups.check(folder, manifest)
            erased = _bring_up_to_date(home, folder, told)
            moves = _moves(home, folder)
            connection.close()
            copies.close_off(copies.database_file())
            holding.plan_moves(home, folder, moves)
            holding.finish_moves(home)
    finally:
        holding.release(home)
    kept = tuple(move["keep"] for move in moves if move["keep"])
    return Restored(backups.contents_of(manifest), kept, erased)


def _bring_up_to_date(home: Path, folder: Path, told: Told) -> int:
    """Migrate the opened book, and erase again whom it still has; in a process of its own, whose data folder it is."""
    merge_files(home, folder)
    told("erase", 0, 0)
    environment = {**os.environ, "COMITY_HOME": str(folder), "COMITY_DATABASE_URL": ""}
    ended = subprocess.run(
        [sys.executable, "-m", "comity.interfaces.worker.bringing_back"],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
    )
    if ended.returncode:
        raise Invalid("backup", "", "the book in it could not be brought up to date")
    copies.close_off(folder / copies.NAME)
    return int(json.loads(ended.stdout)["erased"])


def _moves(home: Path, folder: Path) -> list[dict[str, str]]:
    """What goes where: the book, and what belongs to it where the backup has it."""
    mark = time.strftime("%Y%m%d-%H%M%S", time.gmtime()) + "-" + secrets.token_hex(2)
    names = [copies.NAME, *(name for name in ("erased.key", "erasures.jsonl") if (folder / name).exists())]
    names += [name for name in OWN_FOLDERS if (folder / name).is_dir()]
    if not (home / "secret.key").exists():
        names.append("secret.key")
    return [{"from": name, "to": _target(name), "keep": _kept(home, name, mark)} for name in names]


def _target(name: str) -> str:
    return copies.database_file().name if name == copies.NAME else name


def _kept(home: Path, name: str, mark: str) -> str:
    """Under which name what stands there is kept; what is merged into the new one, or equal to it, is not."""
    if name in ("erased.key", "erasures.jsonl") or not (home / _target(name)).exists():
        return ""
    stem, dot, ending = _target(name).partition(".")
    return f"{stem}-before-{mark}{dot}{ending}"


def finish_opened() -> int:
    """Erase again, in every book of the data folder, whom its list of erasures names; returns how many people."""
    from comity.actions.erasing import again

    erased = 0
    for book, zone in Book.objects.values_list("pk", "zone"):
        erased += again(Scope(book, 0, zone, is_sample=False), deep=True)
    return erased


def kept_books() -> Sequence[str]:
    """Names of former books that a restore kept."""
    return sorted(path.name for path in settings.HOME.glob("*-before-*"))


def _read_books(path: Path, opened: Lock, user: int, told: Told) -> Restored:
    """Read the exports in a backup into the books of this user on PostgreSQL, one by one."""
    scope = scope_of(user)
    if not is_empty(scope.book_id):
        raise Invalid(
            "book", "", "it holds something already; on PostgreSQL a backup is read into an empty one"
        )
    with backups.stage("restore-") as folder:
        manifest = backups.unpack(path, opened, folder, told=told)
        backups.check(folder, manifest)
        if manifest.get("engine") == "sqlite":
            raise Invalid(
                "backup", path.name, "it was made on SQLite; restore it there, and move it by comity export"
            )
        merge_files(folder, settings.HOME)
        for number, book in enumerate(sorted((folder / "books").iterdir(), key=lambda p: int(p.name))):
            import_export(scope if number == 0 else _another_book(user), book)
    return Restored(backups.contents_of(manifest), (), 0)


def _another_book(user: int) -> Scope:
    book = Book.objects.create(name="")
    Member.objects.create(book=book, user_id=user)
    return Scope(book.pk, user, book.zone, is_sample=False)
