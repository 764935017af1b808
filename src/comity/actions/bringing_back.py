"""Restoring a backup: opened beside, checked, erasures made since applied, and only then put in the book's place."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from comity.actions import backups
from comity.actions.backups import OWN_FOLDERS, Contents, Lock, Told, _untold
from comity.core.errors import Invalid
from comity.store import copies, holding, server_copies
from comity.store.access import Scope
from comity.store.forgotten import merge_files
from comity.store.models import Book, SignInLink
from comity.store.rewriting import rewrite
from comity.store.sql import on_sqlite
from comity.store.stages import stage

_ELSEWHERE = {
    "sqlite": "it was made on SQLite; restore it there, and move it by comity export",
    "postgresql": "it was made on PostgreSQL; restore it there, and move it by comity export",
}


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored; kept: names under which what it replaced is kept, files and folders in the data folder or a
    schema in PostgreSQL; erased: how many people were erased again, whom the backup still had."""

    contents: Contents
    kept: tuple[str, ...]
    erased: int


def restore(path: Path, opened: Lock, *, told: Told = _untold) -> Restored:
    """Put a backup in the place of everything that is there, which is kept under another name until it is removed by hand.

    Whoever was signed in signs in again.

    Raises:
        InUse: Comity runs on this data folder.
        Invalid: the backup does not open, is damaged, or made by a newer program; nothing was changed.
        OSError: there is no room; nothing was changed.
    """
    home: Path = settings.HOME
    holding.hold_alone(home)
    try:
        with stage(home, "restore-") as folder:
            manifest = backups.unpack(path, opened, folder, told=told)
            if manifest.get("engine") != backups.engine():
                raise Invalid(
                    "backup", path.name, _ELSEWHERE.get(str(manifest.get("engine")), "it is not known here")
                )
            told("check", 0, 0)
            backups.check(folder, manifest)
            told("erase", 0, 0)
            mark = time.strftime("%Y%m%d_%H%M%S", time.gmtime()) + "_" + secrets.token_hex(2)
            put_in_place = _put_file_in_place if on_sqlite() else _put_rows_in_place
            erased, kept = put_in_place(home, folder, manifest, mark)
    finally:
        holding.release(home)
    return Restored(backups.contents_of(manifest), kept, erased)


def finish_opened() -> int:
    """Erase again, in every book, whom the list of erasures names, and end every session; returns how many people."""
    from comity.actions.erasing import again

    Session.objects.all().delete()
    SignInLink.objects.all().delete()
    erased = 0
    for book, zone in Book.objects.values_list("pk", "zone"):
        erased += again(Scope(book, 0, zone, is_sample=False), deep=True)
    return erased


def _put_file_in_place(
    home: Path, folder: Path, manifest: dict[str, Any], mark: str
) -> tuple[int, tuple[str, ...]]:
    """Change the file of the book for the opened one; how many people were erased again, and what is kept."""
    merge_files(home, folder)
    erased = _bring_up_to_date(folder)
    moves = _moves(home, folder, mark, (copies.NAME, "erased.key", "erasures.jsonl"))
    connection.close()
    copies.close_off(copies.database_file())
    holding.plan_moves(home, folder, moves)
    holding.finish_moves(home)
    return erased, tuple(move["keep"] for move in moves if move["keep"])


def _bring_up_to_date(folder: Path) -> int:
    """Migrate the opened book, and erase again whom it still has; in a process of its own, whose data folder it is."""
    ended = subprocess.run(
        [sys.executable, "-m", "comity.interfaces.worker.bringing_back"],
        env={**os.environ, "COMITY_HOME": str(folder), "COMITY_DATABASE_URL": ""},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
    )
    if ended.returncode:
        raise Invalid("backup", "", "the book in it could not be brought up to date")
    copies.close_off(folder / copies.NAME)
    return int(json.loads(ended.stdout)["erased"])


def _put_rows_in_place(
    home: Path, folder: Path, manifest: dict[str, Any], mark: str
) -> tuple[int, tuple[str, ...]]:
    """Change the tables on the server for the saved ones; how many people were erased again, and what is kept.

    The files beside them follow once the transaction ended, by whoever comes first.
    """
    merge_files(folder, home)
    moves = _moves(home, folder, mark, ())
    try:
        erased = server_copies.replace(
            folder,
            manifest,
            mark,
            finish_opened,
            lambda former: holding.plan_moves(home, folder, moves, former),
        )
    finally:
        server_copies.settle(home)
    if erased:
        rewrite()
    return erased, (server_copies.FORMER + mark, *(move["keep"] for move in moves if move["keep"]))


def _moves(home: Path, folder: Path, mark: str, names: tuple[str, ...]) -> list[dict[str, str]]:
    """What goes where: files of these names, and what belongs to them where the backup has it."""
    found = [name for name in names if (folder / name).exists()]
    found += [name for name in OWN_FOLDERS if (folder / name).is_dir()]
    if not (home / "secret.key").exists():
        found.append("secret.key")
    return [{"from": name, "to": _target(name), "keep": _kept(home, name, mark)} for name in found]


def _target(name: str) -> str:
    return copies.database_file().name if name == copies.NAME else name


def _kept(home: Path, name: str, mark: str) -> str:
    """Under which name what stands there is kept; what is merged into the new one, or equal to it, is not."""
    if name in ("erased.key", "erasures.jsonl") or not (home / _target(name)).exists():
        return ""
    stem, dot, ending = _target(name).partition(".")
    return f"{stem}-before-{mark}{dot}{ending}"
