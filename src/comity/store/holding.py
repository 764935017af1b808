"""Who uses the data folder: every process holds it while it runs, and what replaces the book holds it alone.

A restored book is put in its place by a list of moves that was written down before the first of them. Whoever is killed
between two leaves the list; the next process to start carries it out before it opens anything. So the folder holds the
old book or the new one, whatever happens. Where a server keeps the rows the list waits for what its transaction comes to.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from comity.core.errors import InUse

LOCK = "in-use.lock"
TURN = "tables.lock"
READY = "restored"
"""The folder of a restored book that only waits to be put in its place."""
MOVES = "moves.json"
_held: dict[Path, int] = {}


def hold(home: Path) -> None:
    """Hold the folder with others while this process runs; first finish a move that was interrupted.

    Raises:
        InUse: a backup is being restored there.
    """
    if home in _held:
        return
    file = _private(str(home / LOCK), os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0))
    try:
        if (home / READY / MOVES).exists():
            _lock(file, alone=True, wait=True)
            finish_moves(home)
        _lock(file, alone=False)
    except BlockingIOError:
        os.close(file)
        raise InUse(restoring=True) from None
    _held[home] = file


def hold_alone(home: Path) -> None:
    """Hold the folder alone until `release`.

    Raises:
        InUse: another process has it open: a server, an import, a command.
    """
    hold(home)
    try:
        _lock(_held[home], alone=True)
    except BlockingIOError:
        _lock(_held[home], alone=False)
        raise InUse(restoring=False) from None


@contextmanager
def turn(home: Path) -> Iterator[None]:
    """One process after another: whoever makes or changes tables keeps the next one waiting until it has."""
    file = _private(str(home / TURN), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0))
    try:
        _lock(file, alone=True, wait=True)
        yield
    finally:
        os.close(file)


def release(home: Path) -> None:
    """Let others have it too."""
    _lock(_held[home], alone=False)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _lock(file: int, *, alone: bool, wait: bool = False) -> None:
    """Take the lock where the system has locks of files that end with their process; SQLite's own hold elsewhere."""
    try:
        import fcntl
    except ImportError:
        return
    how = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
    try:
        fcntl.flock(file, how if wait else how | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # a file system without locks
        return


def plan_moves(home: Path, stage: Path, moves: list[dict[str, str]], after: str = "") -> None:
    """Write down the moves and have them on the disk: from here on they will happen.

    moves: each `from` (a name in the stage), `to` (in the data folder), and `keep`: under which name what stood there
    is kept, "" where nothing stood there; after: what must come first, until when they wait (`decide`).
    """
    draft = stage / f"draft-{MOVES}"
    with open(draft, "w", encoding="utf-8", opener=_private) as file:
        json.dump(moves, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(stage / (f"{MOVES}.{after}" if after else MOVES))
    sync(stage)
    stage.rename(home / READY)
    sync(home)


def undecided(home: Path) -> str:
    """What moves that were planned wait for; "" where none do."""
    waiting = next((home / READY).glob(f"{MOVES}.*"), None)
    return waiting.name.removeprefix(f"{MOVES}.") if waiting else ""


def decide(home: Path, *, done: bool) -> None:
    """Carry out the moves that wait, now that it is known whether what they wait for was done; or drop them."""
    hold(home)
    _lock(_held[home], alone=True, wait=True)
    try:
        waiting = home / READY / f"{MOVES}.{undecided(home)}"
        if waiting.exists() and done:
            waiting.rename(home / READY / MOVES)
            finish_moves(home)
        elif waiting.exists():
            waiting.unlink()
            shutil.rmtree(home / READY, ignore_errors=True)
    finally:
        release(home)


def finish_moves(home: Path) -> None:
    """Carry out what `plan_moves` wrote down, from wherever it came to."""
    stage = home / READY
    try:
        moves: list[dict[str, Any]] = json.loads((stage / MOVES).read_text("utf-8"))
    except FileNotFoundError:
        return
    for move in moves:
        source, target = stage / move["from"], home / move["to"]
        if not source.exists():
            continue
        if move["keep"] and not (home / move["keep"]).exists() and target.exists():
            _keep(target, home / move["keep"])
        if source.is_dir() and target.exists():
            continue
        source.replace(target)
        sync(home)
    (stage / MOVES).unlink()
    sync(stage)
    shutil.rmtree(stage, ignore_errors=True)


def _keep(target: Path, kept: Path) -> None:
    """Give what stands there another name; a file has both for a moment, so that its own is never without one."""
    if target.is_dir():
        target.rename(kept)
        return
    try:
        os.link(target, kept)
    except OSError:
        target.rename(kept)


def sync(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system lets folders be opened."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
