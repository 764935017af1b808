"""Reading in a process of its own: whatever a file does to a reader, the book is not in reach of it.

The parent names the paths; the child (`comity.sources._worker`) finds out what they are and sends records as
marshalled plain tuples, each message preceded by its length. Marshal, unlike pickle, cannot be made to run code.

The child begins as soon as it knows the paths, and what it sends is taken from the pipe at once: neither waits while
the other is busy. Where it may unpack, and what columns hold, it is told when that is known.
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
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

from comity.core.errors import ReaderDied
from comity.core.records import ENTRIES, Card, Dated, Entry, Handle, Mine, OwnPosition, Problem
from comity.sources._patience import PATIENCE

CHUNK = 1000
"""Records in one message of the worker."""
TOGETHER = 3000
"""Records of messages that wait which are handed on as one chunk, and so go into one transaction of the store: that
takes a fifth less time than one for each message, and holds the book for some tenths of a second."""
_TOGETHER_BYTES = 8 << 20
"""Bytes of messages beyond which none is added to a chunk."""
_AHEAD = 16 << 20
"""Bytes that may wait to be asked for; then the worker waits, too."""
_PIPE = 1 << 20
"""Bytes that the pipe is to hold, where the system lets it be said."""
_BRIEF = 16 << 10
"""Bytes up to which a message is looked at as it arrives, since it may tell of a file that begins."""
_LAST_WORDS = 1.0
"""Seconds for which a worker that is ending may do so by itself."""
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


def read_all(
    paths: Sequence[tuple[Path, str]], scratch: Path, mappings: Mapping[str, Any] | None = None
) -> Generator[Message, None, None]:
    """What a worker process reads from these (path, label) pairs, as it comes; see `Reader.messages`."""
    with Reader(paths, state="") as reader:
        yield from reader.messages(scratch, mappings)


class Reader:
    """A worker process, which begins to read as far as it can before it is told the rest.

    It ends with the `with` block, with the iterator of its messages, or with this process.
    """

    def __init__(self, paths: Sequence[tuple[Path, str]], *, state: str | None = None) -> None:
        """Start the worker on (path, label) pairs; state: how the files are, which it finds out where that is None."""
        self._worker = _start()
        self._guard = _Guard(self._worker)
        self._arrivals = _Arrivals(self._worker, self._guard)
        self._state = state
        self._is_ending = False
        self._guard.start()
        self._arrivals.start()
        named = [[str(path), label] for path, label in paths]
        self._tell({"paths": named, "patience": PATIENCE, "look": state is None})

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def state(self) -> str:
        """How the files were before they were read (`sources._state`); "" where that cannot be told."""
        if self._state is None:
            body = self._arrivals.take()
            self._state = "" if body is None else str(marshal.loads(body)[1])
        return self._state

    def messages(
        self, scratch: Path, mappings: Mapping[str, Any] | None = None
    ) -> Generator[Message, None, None]:
        """What the worker reads, as it comes. Closing the iterator ends the worker.

        Args:
            scratch: a private folder for unpacked archives, removed by the caller;
            mappings: what the columns of tables hold: plain JSON by the fingerprint of the header row.

        Raises:
            ReaderDied: the worker ended early, or was ended because nothing came from it.
        """
        try:
            self._tell({"scratch": str(scratch), "mappings": dict(mappings or {})})
            self.state()
            self._guard.armed = True
            while found := self._next():
                yield from found
        except BaseException:
            self.close()
            raise

    def _next(self) -> list[Message]:
        """The next message; what waits of one file as one chunk, and how far that is; nothing once all is read."""
        body = self._arrivals.take()
        message = ("end",) if body is None else marshal.loads(body)
        self._is_ending = message[0] == "end"
        if body is None:
            raise ReaderDied(self.close(), self._guard.label, self._guard.stalled)
        if self._is_ending:
            return []
        return [_message(message)] if message[0] != "chunk" else self._chunks(message, len(body))

    def _chunks(self, first: tuple[Any, ...], size: int) -> list[Message]:
        chunks, progress = [first], list[Message]()
        while len(chunks) * CHUNK < TOGETHER and (body := self._arrivals.waiting()) is not None:
            size += len(body)
            message = marshal.loads(body) if size <= _TOGETHER_BYTES else ("too much",)
            if message[0] == "progress":
                progress = [_message(message)]
            elif message[:2] == first[:2]:
                chunks.append(message)
            else:
                break
            self._arrivals.take()
        columns = zip(*(chunk[2:] for chunk in chunks), strict=True)
        return [_message((*first[:2], *map(list, map(chain.from_iterable, columns)))), *progress]

    def close(self) -> int:
        """End the worker, unless it is ending by itself; returns its exit code."""
        self._guard.ended.set()
        if self._is_ending:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._worker.wait(_LAST_WORDS)
        if self._worker.poll() is None:
            self._worker.kill()
        code = self._worker.wait()
        self._arrivals.leave()
        for pipe in filter(None, (self._worker.stdin, self._worker.stdout)):
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        return code

    def _tell(self, part: Mapping[str, Any]) -> None:
        """Send a line of the task; that a worker is gone shows in what does not come from it."""
        assert self._worker.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._worker.stdin.write(json.dumps(part).encode() + b"\n")
            self._worker.stdin.flush()


def _start() -> subprocess.Popen[bytes]:
    environment = {
        k: v for k, v in os.environ.items() if k in ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "HOME")
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "comity.sources._worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        bufsize=_PIPE,
    )
    assert worker.stdout is not None
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(worker.stdout, fcntl.F_SETPIPE_SZ, _PIPE)
    return worker


class _Guard(threading.Thread):
    """Ends a worker from which nothing comes for twice as long as a file is given.

    The worker ends a reader that stalls by itself; this is for what no signal reaches. Only the time counts in which
    the worker has been told all and is listened to, so that a store that is slow does it no harm.
    """

    def __init__(self, worker: subprocess.Popen[bytes]) -> None:
        super().__init__(daemon=True)
        self.worker = worker
        self.limit = 2 * PATIENCE
        self.ended = threading.Event()
        self.armed = self.listening = self.stalled = False
        self.label, self.heard = "", 0

    def begin(self, label: str, given: float) -> None:
        """The worker turns to this file, for as many seconds without a word."""
        self.label, self.limit = label, 2 * given

    def run(self) -> None:
        last, silent = -1, 0.0
        while not self.ended.wait(_LOOKS):
            counts = self.armed and self.listening and self.heard == last
            silent = silent + _LOOKS if counts else 0.0
            last = self.heard
            if silent >= self.limit:
                self.stalled = True
                self.worker.kill()
                return


class _Arrivals(threading.Thread):
    """Takes messages from the pipe as they come, and keeps them until they are asked for."""

    def __init__(self, worker: subprocess.Popen[bytes], guard: _Guard) -> None:
        super().__init__(daemon=True)
        assert worker.stdout is not None
        self._pipe, self._guard = worker.stdout, guard
        self._kept: deque[bytes] = deque()
        self._bytes = 0
        self._changed = threading.Condition()
        self._ended = self._left = False

    def run(self) -> None:
        guard, bodies = self._guard, _bodies(self._pipe)
        guard.listening = True
        for body in bodies:
            guard.listening = False
            guard.heard += 1
            if len(body) <= _BRIEF and (message := marshal.loads(body))[0] == "begin":
                guard.begin(*message[1:])
            elif not self._keep(body):
                break
            guard.listening = True
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _keep(self, body: bytes) -> bool:
        """Put a message to the others once there is room; whether it will still be asked for."""
        with self._changed:
            self._changed.wait_for(lambda: self._bytes < _AHEAD or self._left)
            self._kept.append(body)
            self._bytes += len(body)
            self._changed.notify_all()
            return not self._left

    def take(self) -> bytes | None:
        """The next message, as soon as it comes; None if none will."""
        with self._changed:
            self._changed.wait_for(lambda: self._kept or self._ended)
            if not self._kept:
                return None
            body = self._kept.popleft()
            self._bytes -= len(body)
            self._changed.notify_all()
            return body

    def waiting(self) -> bytes | None:
        """The next message, which stays where it is; None if none has come yet."""
        with self._changed:
            return self._kept[0] if self._kept else None

    def leave(self) -> None:
        """Keep nothing more; to be called when the worker has ended."""
        with self._changed:
            self._left = True
            self._changed.notify_all()
        self.join()


def _bodies(pipe: IO[bytes]) -> Iterator[bytes]:
    """The marshalled messages in a pipe; one that breaks off is none."""
    while len(head := pipe.read(4)) == 4:
        (length,) = struct.unpack("<I", head)
        body = pipe.read(length)
        if len(body) < length:
            return
        yield body


def _message(arrived: tuple[Any, ...]) -> Message:
    kind, *rest = arrived
    if kind == "file":
        return FileFound(*rest)
    if kind == "table":
        return TableFound(*rest)
    return Progress(*rest) if kind == "progress" else _chunk(*rest)


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
