"""What can go wrong, as facts. Each interface words them in one place and names the next step.

They are not frozen, for `contextlib` sets the traceback of an exception that passes through a context manager.
"""

from __future__ import annotations

import errno
import signal
from dataclasses import dataclass


class ComityError(Exception):
    """Base of every error that a user can do something about."""


@dataclass(unsafe_hash=True)
class NotFound(ComityError):
    """There is no such thing in this book (also when it is in somebody else's)."""

    what: str
    wanted: str


@dataclass(unsafe_hash=True)
class Ambiguous(ComityError):
    """Several people fit; candidates are (id, name, hint) triples, at most ten."""

    wanted: str
    candidates: tuple[tuple[str, str, str], ...]


@dataclass(unsafe_hash=True)
class Invalid(ComityError):
    """A value that cannot be taken, the field it was meant for, and why."""

    field: str
    value: str
    reason: str


@dataclass(unsafe_hash=True)
class Busy(ComityError):
    """Something that must run alone is running: an import of this book, with its number."""

    batch: int


@dataclass(unsafe_hash=True)
class WrongState(ComityError):
    """The thing is not in a state in which this can be done."""

    what: str
    state: str


@dataclass(unsafe_hash=True)
class ReaderDied(ComityError):
    """The reading process ended without finishing: its exit code (negative for a signal), the last file.

    stalled: it was ended because nothing had come from it for long.
    """

    code: int
    last: str
    stalled: bool = False

    @property
    def by_change(self) -> bool:
        """Whether the file became shorter, or its disk failed, while it was read: what is mapped then ends who reads it."""
        return self.code == -getattr(signal, "SIGBUS", 0)


@dataclass(unsafe_hash=True)
class Stopped(ComityError):
    """The user asked a running import to stop."""

    batch: int


@dataclass(unsafe_hash=True)
class Unreadable(ComityError):
    """A query that cannot be read: where (characters, from 0), and why.

    why: field (no such one), nothing (no value after it), value (none of its choices), date, quote (never closed),
    or (nothing to choose between), too_many; name: the field's, or the most terms.
    """

    start: int
    end: int
    why: str
    name: str = ""


@dataclass(unsafe_hash=True)
class Locked(ComityError):
    """What is sealed is needed, and it is not open."""


@dataclass(unsafe_hash=True)
class NoVault(ComityError):
    """Something is to be sealed, and this book has no passphrase yet."""


@dataclass(unsafe_hash=True)
class TooSoon(ComityError):
    """Too many passphrases were wrong: seconds until the next may be tried."""

    seconds: int


@dataclass(unsafe_hash=True)
class InUse(ComityError):
    """The data folder is used by another process; restoring: it is putting a backup in its place."""

    restoring: bool


def disk_is_full(error: BaseException | None) -> bool:
    """Whether something failed for want of room: SQLite's words, PostgreSQL's, or the system's number."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    text = str(error) if error is not None else ""
    return "disk is full" in text or "No space left" in text
