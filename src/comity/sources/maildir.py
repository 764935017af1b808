"""Maildir: a folder with `cur`, `new` and `tmp`, one message a file; sub-folders that begin with a dot too.

Drafts, what is marked as thrown away, and folders of junk are left out and counted. Symbolic links and special files
are never followed or opened; a message that vanishes while the folder is read (a mail program moved it from `new` to
`cur`) is looked for once more under its new name.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from comity.core.records import Problem, Record
from comity.sources import Place
from comity.sources._boxes import is_maildir, message_folders
from comity.sources._message import read_message
from comity.sources._unsent import DRAFT, LEFT_OUT, is_left_out

SIZE_LIMIT = 96 << 20
_MARKS, _GONE = re.compile(r"[:;!]2,([A-Za-z]{1,30})\Z"), frozenset("DT")
_DELIVERED = re.compile(r"(\d{9,10})\.")
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class MaildirSource:
    """Reader of Maildir folders."""

    key = "maildir"
    title = "Maildir"
    version = 3

    def recognise(self, place: Place) -> int:
        return 90 if is_maildir(place.path) else 0

    def read(self, place: Place) -> Iterator[Record]:
        number = left_out = 0
        for folder in message_folders(place.path):
            within = os.open(folder, os.O_RDONLY)
            whole = folder.parent != place.path and is_left_out(folder.parent.name)
            try:
                for name in sorted(os.listdir(folder)):
                    if name.startswith("."):
                        continue
                    number += 1
                    record = None if whole or _is_marked(name) else _read_file(folder, within, name, number)
                    if record is None or (isinstance(record, Problem) and record.code == DRAFT):
                        left_out += 1
                    else:
                        yield record
            finally:
                os.close(within)
        if left_out:
            yield Problem(0, "left-out", LEFT_OUT.format(left_out))


def _is_marked(name: str) -> bool:
    """Whether a file's name says that it is a draft (D), or was thrown away (T)."""
    marks = _MARKS.search(name)
    return marks is not None and not _GONE.isdisjoint(marks.group(1))


def _read_file(folder: Path, within: int, name: str, number: int) -> Record:
    """The message of that name in a folder, which is open as `within`: paths would be looked up from the root each time."""
    try:
        descriptor = _open(folder, within, name)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return Problem(number, "symlink", f"{name[:80]} is a link, which is never followed.")
        return _unreadable(number, name, error)
    try:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            return Problem(number, "not-a-file", f"{name[:80]} is no regular file, so it was not read.")
        if state.st_size > SIZE_LIMIT:
            size = state.st_size >> 20
            return Problem(number, "too-large", f"{name[:80]} has {size} MB, more than is read.")
        return read_message(_content(descriptor, state.st_size), number, _envelope(name))
    except OSError as error:
        return _unreadable(number, name, error)
    finally:
        os.close(descriptor)


def _envelope(name: str) -> bytes:
    """The time of delivery, with which a file's name begins, as an mbox would separate the message; b"" if none."""
    delivered = _DELIVERED.match(name)
    return f"From - {time.asctime(time.gmtime(int(delivered.group(1))))}".encode() if delivered else b""


def _unreadable(number: int, name: str, error: OSError) -> Problem:
    return Problem(number, "unreadable", f"{name[:80]} cannot be read: {error.strerror or 'it is damaged'}.")


def _content(descriptor: int, size: int) -> bytes:
    """All of an open file that has this size, or as much as is read of one that grew meanwhile."""
    content = os.read(descriptor, size + 1)
    if len(content) == size:
        return content
    with os.fdopen(descriptor, "rb", closefd=False) as file:
        return content + file.read(SIZE_LIMIT - len(content))


def _open(folder: Path, within: int, name: str) -> int:
    try:
        return os.open(name, _OPEN, dir_fd=within)
    except FileNotFoundError:
        base = name.partition(":")[0]
        cur = folder.parent / "cur"
        moved = next((n for n in os.listdir(cur) if n.partition(":")[0] == base), None)
        if moved is None:
            raise
        return os.open(cur / moved, _OPEN)


source = MaildirSource()
