"""Files that were sent and wait for a word: a private folder each, with what is known of them beside them.

Nothing of them is in the database before their owner says so. `task.json` tells whose they are and how to read
them, `state.json` how far the look at them is; both are replaced as a whole, so that a reader never sees half of one.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from comity.core.errors import NotFound
from comity.core.keys import new_uuid
from comity.store.access import Scope
from comity.store.models import Book

KEPT = 24 * 3600
"""Seconds after which files that nobody came back for are deleted."""
_IMPORTED = 7 * KEPT
"""Seconds after which no import can still be reading what it took."""
_TASK, _STATE, _BEGUN, _TAKEN = "task.json", "state.json", ".begun", ".taken"


def new_folder() -> Path:
    """A fresh private folder; its name is the id of the upload."""
    folder = _root() / new_uuid().hex
    folder.mkdir(mode=0o700)
    return folder


def _root() -> Path:
    return Path(settings.HOME, "uploads")


def folder_of(scope: Scope, upload: str) -> Path:
    """The folder of an upload of this user for this book.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    folder = _root() / _name(upload)
    task = read(folder / _TASK)
    if task is None or not _is_theirs(scope, task):
        raise NotFound("upload", upload)
    return folder


def _name(upload: str) -> str:
    try:
        return UUID(upload).hex
    except ValueError:
        raise NotFound("upload", upload[:40]) from None


def _is_theirs(scope: Scope, kept: dict[str, Any]) -> bool:
    return kept.get("user") == scope.user_id and kept.get("book") == book_name(scope)


def book_name(scope: Scope) -> str:
    """The book's UUID, by which it is named outside the database."""
    return str(Book.objects.values_list("uuid", flat=True).get(pk=scope.book_id))


def all_of(scope: Scope) -> Iterator[tuple[str, dict[str, Any]]]:
    """(id, task) of every upload of this user for this book, the newest first."""
    folders = sorted((path for path in _root().iterdir() if not path.suffix), reverse=True)
    found = [(folder.name, task) for folder in folders if (task := read(folder / _TASK))]
    book = book_name(scope) if found else ""
    yield from (
        (str(UUID(name)), task)
        for name, task in found
        if task.get("user") == scope.user_id and task.get("book") == book
    )


def task(folder: Path) -> dict[str, Any]:
    """How to read the files.

    Raises:
        NotFound: they are gone.
    """
    found = read(folder / _TASK)
    if found is None:
        raise NotFound("upload", folder.name)
    return found


def put_task(folder: Path, value: dict[str, Any]) -> None:
    """Say how to read the files.

    Raises:
        OSError: they are gone, or the disk is full.
    """
    _write(folder / _TASK, value)


def state(folder: Path) -> dict[str, Any]:
    """How far the look at them is; {} before it has begun."""
    return read(folder / _STATE) or {}


def put_state(folder: Path, value: dict[str, Any]) -> None:
    """Say how far the look at them is.

    Raises:
        OSError: they are gone, or the disk is full.
    """
    _write(folder / _STATE, value)


def take(folder: Path) -> Path:
    """The folder under a name that nobody else can take it by: whoever comes second does not find it.

    Raises:
        NotFound: somebody else was first.
    """
    taken = folder.with_name(folder.name + _TAKEN)
    try:
        folder.rename(taken)
    except OSError:
        raise NotFound("upload", folder.name) from None
    return taken


def note_begun(scope: Scope, upload: str, number: int) -> None:
    """Remember which import an upload became, for who comes back to its page."""
    told = {"user": scope.user_id, "book": book_name(scope), "number": number}
    _write(_root() / (_name(upload) + _BEGUN), told)


def begun(scope: Scope, upload: str) -> int | None:
    """The import that an upload became, None if it became none, or long ago."""
    told = read(_root() / (_name(upload) + _BEGUN))
    return int(told["number"]) if told is not None and _is_theirs(scope, told) else None


def is_taken(upload: str) -> bool:
    """Whether an import has these files, or is about to have them."""
    return (_root() / (_name(upload) + _TAKEN)).is_dir()


def sweep() -> None:
    """Delete what nobody came back for within `KEPT` seconds, and what previews and imports that died left behind."""
    now = time.time()
    for path in [*_root().glob("*"), *Path(settings.HOME).glob("preview-*")]:
        kept = _IMPORTED if path.name.endswith(_TAKEN) else KEPT
        try:
            if now - path.stat().st_mtime < kept:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError:
            continue


def read(path: Path) -> dict[str, Any] | None:
    """A JSON object in a file, None where there is none."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: Path, value: dict[str, Any]) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(value, file)
    draft.replace(path)
