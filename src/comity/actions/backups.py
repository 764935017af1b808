"""Backups: everything in one encrypted file, made while the book is used, and looked over at any time.

In clear nothing leaves the data folder. There a copy stands for as long as the backup takes, readable by its owner only;
one left by a process that was killed is removed by the next (`store.stages`).
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings

import comity
from comity.core.errors import Invalid
from comity.exports import age
from comity.exports.backup import FORMAT, VERSION, Archive, Unpacking, facts
from comity.store import copies, holding, server_copies, stages
from comity.store.sql import on_sqlite

OWN_FILES = ("secret.key", "erased.key", "erasures.jsonl")
OWN_FOLDERS = ("playbooks", "drafts")
SHORTEST_PASSPHRASE = 10
Told = Callable[[str, int, int], None]
"""Called with what is being done, and how many bytes of how many."""


def _untold(what: str, done: int, total: int) -> None:
    return


@dataclass(frozen=True)
class Lock:
    """How a backup is closed or opened: a passphrase, public keys to close it to, or secret keys that open it."""

    passphrase: str = field(default="", repr=False)
    recipients: tuple[Any, ...] = ()
    keys: tuple[Any, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a backup: who made it when, of which kind, its rows, and how many bytes they are when opened."""

    made_by: str
    made_at: str
    engine: str
    rows: int
    size: int


def lock(*, passphrase: str = "", recipients: Sequence[str] = (), key_file: str = "") -> Lock:
    """A lock of what the user gave: public keys, the text of a file with secret keys, or a passphrase.

    Raises:
        Invalid: a key is none, or the passphrase is too short.
    """
    if recipients:
        return Lock(recipients=tuple(age.recipient(text) for text in recipients))
    if key_file:
        return Lock(keys=tuple(age.identities(key_file)))
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Invalid("passphrase", "", f"it needs at least {SHORTEST_PASSPHRASE} characters")
    return Lock(passphrase)


def make(path: Path, closed: Lock, *, told: Told = _untold) -> Contents:
    """Write one state of everything to a new encrypted file, of mode 0600; it appears whole or not at all.

    Raises:
        Invalid: there is a file of that name already.
        OSError: it cannot be written; nothing is left behind.
    """
    place = path.absolute()
    if os.path.lexists(place):
        raise Invalid("file", str(path), "there is a file of that name already")
    draft = place.with_name(f".{place.name}.{os.getpid()}.partial")
    try:
        with open(draft, "xb", opener=_private) as file:
            contents = write(file, closed, told=told)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, place)
        except FileExistsError:
            raise Invalid("file", str(path), "there is a file of that name already") from None
        holding.sync(place.parent)
    finally:
        with suppress(OSError):
            draft.unlink()
    return contents


def write(file: BinaryIO, closed: Lock, *, told: Told = _untold) -> Contents:
    """Write a backup to an open file."""
    with stages.stage(settings.HOME, "backup-") as folder:
        told("copy", 0, 0)
        manifest = _gather(folder)
        total = sum(facts["bytes"] for facts in manifest["files"].values())
        source = Archive(manifest, folder, lambda done: told("encrypt", done, total))
        if closed.recipients:
            age.to_keys(source, file, closed.recipients)
        else:
            age.to_passphrase(source, file, closed.passphrase)
    return contents_of(manifest)


def _gather(folder: Path) -> dict[str, Any]:
    """Put everything into the folder; returns the manifest of it."""
    if on_sqlite():
        copies.copy_to(folder / copies.NAME)
        tables, done = copies.tables(folder / copies.NAME), copies.migrations(folder / copies.NAME)
    else:
        tables, done = server_copies.copy_to(folder)
    for path in own_files(settings.HOME):
        copy = folder / path.relative_to(settings.HOME)
        copy.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copyfile(path, copy)
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_by": f"comity {comity.__version__}",
        "made_at": now,
        "engine": engine(),
        "tables": tables,
        "migrations": done,
        "files": {name: facts(folder / name) for name in names},
    }


def own_files(home: Path) -> Iterator[Path]:
    """The files beside the book that belong to it: keys, the list of erasures, playbooks, drafts."""
    yield from (home / name for name in OWN_FILES if (home / name).is_file())
    for folder in OWN_FOLDERS:
        yield from sorted(path for path in (home / folder).glob("*.toml") if path.is_file())


def unpack(path: Path, opened: Lock, folder: Path, *, told: Told = _untold) -> dict[str, Any]:
    """Open a backup into a folder; returns its manifest once every byte of it was found authentic.

    Raises:
        Invalid: it does not open, was changed or cut off, or a newer program made it.
        OSError: it cannot be read, or the folder not written to.
    """
    total = path.stat().st_size
    sink = Unpacking(folder, lambda done: told("decrypt", done, total))
    with open(path, "rb") as file:
        by_passphrase = age.is_for_passphrase(file.read(64))
        if by_passphrase != bool(opened.passphrase):
            needed = "its passphrase" if by_passphrase else "the file of a secret key"
            raise Invalid("backup", path.name, f"this one opens with {needed}")
        file.seek(0)
        try:
            if by_passphrase:
                age.with_passphrase(file, sink, opened.passphrase)
            else:
                age.with_keys(file, sink, opened.keys)
        finally:
            sink.close()
    return sink.finish()


def verify(path: Path, opened: Lock, *, told: Told = _untold) -> Contents:
    """Open a backup, compare everything in it with what was saved, and throw the opened copy away.

    Raises:
        Invalid: something is not as it was saved.
        OSError: there is no room for it in the data folder.
    """
    with stages.stage(settings.HOME, "restore-") as folder:
        manifest = unpack(path, opened, folder, told=told)
        told("check", 0, 0)
        check(folder, manifest)
    return contents_of(manifest)


def check(folder: Path, manifest: dict[str, Any]) -> None:
    """Compare the tables in an opened backup with its manifest."""
    if manifest.get("engine") == "sqlite":
        copies.look_over(folder / copies.NAME, manifest["tables"])
    else:
        server_copies.check(folder, manifest)


def engine() -> str:
    """What keeps the rows here: `sqlite` or `postgresql`."""
    return "sqlite" if on_sqlite() else "postgresql"


def contents_of(manifest: dict[str, Any]) -> Contents:
    """What a manifest tells."""
    rows = sum(table["rows"] for table in manifest["tables"].values())
    size = sum(facts["bytes"] for facts in manifest["files"].values())
    return Contents(manifest["made_by"], manifest["made_at"], manifest["engine"], rows, size)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
