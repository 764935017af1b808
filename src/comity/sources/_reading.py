"""Reading in a process of its own: whatever a file does to a reader, the book is not in reach of it.

The parent names the paths; the child (`comity.sources._worker`) finds out what they are and sends records as
marshalled plain tuples, each message preceded by its length. Marshal, unlike pickle, cannot be made to run code.
"""

from __future__ import annotations

import contextlib
import json
import marshal
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from comity.core.errors import ReaderDied
from comity.core.records import ENTRIES, Card, Dated, Entry, Handle, Mine, OwnPosition, Problem
from comity.sources._patience import PATIENCE

CHUNK = 1000
"""Interactions in one message of the worker, and so in one transaction of the store."""
_LAST_WORDS = 1.0
"""Seconds for which a worker whose pipe is closed may end by itself."""
_LOOKS = 1.0
"""Seconds between two looks at whether the worker still sends anything."""


@dataclass(frozen=True)
class FileFound:
    """A file begins: its number, how a person knows it, the source's key ("" if none reads it), its bytes."""

    number: int
    label: str
    source: str
    size: int


@dataclass(frozen=True)
class Chunk:
    """Records of one file: interactions as flat tuples, the rest as they are."""

    file: int
    interactions: list[tuple[Any, ...]]
    cards: list[Card]
    mine: list[Mine]
    entries: list[Entry]
    problems: list[Problem]


@dataclass(frozen=True)
class Progress:
    """Bytes read so far, of how many."""

    done: int
    total: int


@dataclass(frozen=True)
class TableFound:
    """The file that just began is a table with a mapping: what it looks like (`MappedSource.layout`)."""

    file: int
    layout: dict[str, Any]


Message = FileFound | TableFound | Chunk | Progress
Begun = Callable[[str, float], None]
"""Told of a file that the worker turns to, and for how many seconds nothing may come of it."""


def read_all(
    paths: Sequence[tuple[Path, str]], scratch: Path, mappings: Mapping[str, Any] | None = None
) -> Generator[Message, None, None]:
    """What a worker process reads from these (path, label) pairs, as it comes.

    Closing the iterator ends the worker. `scratch` is a private folder for unpacked archives, removed by the
    caller. `mappings` says what the columns of tables hold: plain JSON by the fingerprint of the header row.

    Raises:
        ReaderDied: the worker ended early, or was ended because nothing came from it.
    """
    task = json.dumps(
        {
            "paths": [[str(path), label] for path, label in paths],
            "scratch": str(scratch),
            "mappings": dict(mappings or {}),
            "patience": PATIENCE,
        }
    )
    environment = {
        k: v for k, v in os.environ.items() if k in ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "HOME")
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "comity.sources._worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        bufsize=1 << 20,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    ended, guard = False, _Guard(worker)
    try:
        with contextlib.suppress(BrokenPipeError):
            worker.stdin.write(task.encode())
            worker.stdin.close()
        for message in guard.listen(_messages(worker.stdout, guard.begin)):
            if message is None:
                ended = True
                break
            yield message
    finally:
        guard.ended.set()
        worker.stdout.close()
        if not ended:
            _end(worker)
        code = worker.wait()
    if not ended:
        raise ReaderDied(code, guard.label, guard.stalled)


def _end(worker: subprocess.Popen[bytes]) -> None:
    """End a worker that is not listened to any longer; one that is ending anyway is left to tell how."""
    try:
        worker.wait(_LAST_WORDS)
    except subprocess.TimeoutExpired:
        worker.kill()


class _Guard(threading.Thread):
    """Ends a worker from which nothing comes for twice as long as a file is given.

    The worker ends a reader that stalls by itself; this is for what no signal reaches. Only the time counts in which
    the worker is listened to, so that a store that is slow does it no harm.
    """

    def __init__(self, worker: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self.worker = worker
        self.limit = 2 * PATIENCE
        self.ended = threading.Event()
        self.listening = self.stalled = False
        self.label, self.heard = "", 0

    def begin(self, label: str, given: float) -> None:
        """The worker turns to this file."""
        self.label, self.limit = label, 2 * given
        self.heard += 1

    def listen(self, messages: Iterator[Message | None]) -> Iterator[Message | None]:
        """The messages as they come."""
        self.start()
        self.listening = True
        for message in messages:
            self.heard += 1
            self.listening = False
            yield message
            self.listening = True

    def run(self) -> None:
        last, silent = -1, 0.0
        while not self.ended.wait(_LOOKS):
            silent = silent + _LOOKS if self.listening and self.heard == last else 0.0
            last = self.heard
            if silent >= self.limit:
                self.stalled = True
                self.worker.kill()
                return


def _messages(pipe: IO[bytes], begun: Begun = lambda label, given: None) -> Iterator[Message | None]:
    while len(head := pipe.read(4)) == 4:
        (length,) = struct.unpack("<I", head)
        body = pipe.read(length)
        if len(body) < length:
            return
        kind, *rest = marshal.loads(body)
        if kind == "end":
            yield None
            return
        if kind == "begin":
            begun(*rest)
        elif kind == "file":
            yield FileFound(*rest)
        elif kind == "table":
            yield TableFound(*rest)
        elif kind == "progress":
            yield Progress(*rest)
        else:
            yield _chunk(*rest)


def _chunk(
    file: int,
    interactions: list[Any],
    cards: list[Any],
    mine: list[Any],
    entries: list[tuple[int, Any]],
    problems: list[Any],
) -> Chunk:
    return Chunk(
        file,
        interactions,
        [_card(c) for c in cards],
        [Mine(Handle(*m[0]), m[1]) for m in mine],
        [_entry(number, values) for number, values in entries],
        [Problem(*p) for p in problems],
    )


def _entry(number: int, values: Sequence[Any]) -> Entry:
    made = ENTRIES[number]._make(values)
    return made if isinstance(made, OwnPosition) else made._replace(handle=Handle(*values[0]))


def _card(flat: Sequence[Any]) -> Card:
    handles, dates = tuple(Handle(*h) for h in flat[0]), tuple(Dated(*d) for d in flat[9])
    return Card._make((handles, *flat[1:9], dates, *flat[10:]))
