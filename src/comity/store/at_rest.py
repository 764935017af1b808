"""Notes in the data folder by which the launcher knows, without Python, that an import would find nothing new.

A note is a folder: `note` holds a line for each thing that must be as it was, then what is said, then a full stop; a file
named by a number has the time of what the line of that number names. `launcher/comity` reads it, and says nothing by itself
where any of these is otherwise:

    @ how the launcher was called       / the folder in which the command was given       + each word of it
    = what must have the time of the next numbered file       - what must be empty or not there       > what is said

Changes of the database change its file, or the log beside it, so the note holds for the book as it was, too. A time
is trusted only where whatever changed later has another one: what was changed a moment ago is given time first, or no
note is left.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import time
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import comity
from comity.store import holding, place

_FOLDER = "at-rest"
_DATABASE = "comity.sqlite3"
_LOG = "comity.sqlite3-wal"
_MOST_NOTES, _MOST_NAMED = 8, 200
_SETTLED, _SETTLED_ELSEWHERE = 0.06, 3.0
"""Seconds after which a change surely gives another time: in the data folder, where parts of a second are known to
count (the clock of a kernel ticks at least 100 times a second); and wherever they may not (2 s on FAT)."""
_EARLY, _LATE = 1_000_000_000, 1_500_000_000
"""Nanoseconds of a time without and with a part of a second."""


class Command(NamedTuple):
    """How Comity was started: how the launcher was called, in which folder, and with which words."""

    launcher: str
    folder: str
    words: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether a note can hold it, and all it does is to import."""
        parts = (self.launcher, self.folder, *self.words)
        return self.words[:1] == ("import",) and all(part.isprintable() for part in parts)


class Seen(NamedTuple):
    """Things with the times (nanoseconds) they had, and what was empty or not there."""

    times: tuple[tuple[str, int], ...]
    nothing: tuple[str, ...]


def given() -> Command | None:
    """The command by which the launcher started this process; None where it did not."""
    launcher = os.environ.get("COMITY_LAUNCHER")
    return Command(launcher, _working_folder(), tuple(sys.argv[1:])) if launcher else None


def _working_folder() -> str:
    """As a shell names it."""
    named = os.environ.get("PWD", "")
    try:
        return named if named.startswith("/") and os.path.samefile(named, ".") else os.getcwd()
    except OSError:
        return os.getcwd()


def seen(folders: Sequence[Path]) -> Seen | None:
    """The times of these folders, of the database and of what reads; None where they would not tell of every change.

    Must run before anybody looks whether something has changed, so that what changes meanwhile has another time.
    """
    home = place.folder()
    log = home / _LOG
    named = [str(home / _DATABASE), *map(str, folders), comity.__file__]
    named += [entry for entry in sys.path if entry and os.path.exists(entry)]
    nothing = [str(home / holding.READY)]
    try:
        if log.exists() and log.stat().st_size:
            named.insert(0, str(log))
        else:
            nothing.append(str(log))
        times = tuple((path, os.stat(path).st_mtime_ns) for path in named)
    except OSError:
        return None
    if len(named) > _MOST_NAMED or not all(path.isprintable() for path in (*named, *nothing)):
        return None
    return Seen(times, tuple(nothing)) if _have_settled(times, home) else None


def _have_settled(times: Sequence[tuple[str, int]], home: Path) -> bool:
    """Whether whatever changes from now on gets another time; gives the database the moment it needs for that."""
    now = time.time()
    ages = [(path, now - at / 1e9) for path, at in times]
    ours = [age for path, age in ages if Path(path).parent == home]
    if min(age for path, age in ages if Path(path).parent != home) < _SETTLED_ELSEWHERE or min(ours) < 0:
        return False
    time.sleep(max(0.0, _SETTLED - min(ours)))
    return True


def leave_note(command: Command, seen: Seen, said: Sequence[str]) -> None:
    """Let the launcher say this from now on when it is given the command, for as long as nothing changes."""
    if not command.is_plain or not all(line.isprintable() for line in said):
        return
    notes = place.folder() / _FOLDER
    name = blake2b(repr(command).encode(), digest_size=8).hexdigest()
    lines = [
        f"@{command.launcher}",
        command.folder,
        *(f"+{word}" for word in command.words),
        *(f"={path}" for path, _ in seen.times),
        *(f"-{path}" for path in seen.nothing),
        *(f">{line}" for line in said),
        ".",
    ]
    draft = notes / f".{name}-{os.getpid()}"
    try:
        draft.mkdir(0o700, parents=True)
        notes.chmod(stat.S_IRWXU)
        for number, at in enumerate((at for _, at in seen.times), 1):
            _touch(draft / str(number), at)
        _touch(draft / "early", _EARLY)
        _touch(draft / "late", _LATE)
        (draft / "note").write_text("\n".join(lines) + "\n", encoding="utf-8")
        shutil.rmtree(notes / name, ignore_errors=True)
        draft.rename(notes / name)
        _forget_old(notes)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)


def _touch(file: Path, at: int) -> None:
    file.touch(0o600)
    os.utime(file, ns=(at, at))


def _forget_old(notes: Path) -> None:
    by_age = sorted(notes.iterdir(), key=lambda note: note.stat().st_mtime_ns, reverse=True)
    for note in by_age[_MOST_NOTES:]:
        shutil.rmtree(note, ignore_errors=True)
