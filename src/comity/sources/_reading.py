"""Reading in a process of its own: whatever a file does to a reader, the book is not in reach of it.

The parent names the paths; the child (`comity.sources._worker`) finds out what they are and sends records as
marshalled plain tuples, each message preceded by its length. Marshal, unlike pickle, cannot be made to run code.
"""

from __future__ import annotations

import json
import marshal
import os
import struct
import subprocess
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from comity.core.errors import ReaderDied
from comity.core.records import ENTRIES, Card, Dated, Entry, Handle, Mine, Problem

CHUNK = 1000
"""Interactions in one message of the worker, and so in one transaction of the store."""


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
    """What a worker process reads from these (path, label) pairs, as it comes.

    Closing the iterator ends the worker. `scratch` is a private folder for unpacked archives, removed by the
    caller. `mappings` says what the columns of tables hold: plain JSON by the fingerprint of the header row.

    Raises:
        ReaderDied: the worker ended early.
    """
    task = json.dumps(
        {
            "paths": [[str(path), label] for path, label in paths],
            "scratch": str(scratch),
            "mappings": dict(mappings or {}),
        }
    )
    environment = {
        k: v for k, v in os.environ.items() if k in ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "HOME")
    }
    worker = subprocess.Popen(
        [sys.executable, "-m", "comity.sources._worker", task],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        bufsize=1 << 20,
    )
    assert worker.stdout is not None
    last, ended = "", False
    try:
        for message in _messages(worker.stdout):
            if message is None:
                ended = True
                break
            if isinstance(message, FileFound):
                last = message.label
            yield message
    finally:
        worker.stdout.close()
        if not ended:
            worker.kill()
        code = worker.wait()
    if not ended:
        raise ReaderDied(code, last)


def _messages(pipe: IO[bytes]) -> Iterator[Message | None]:
    while len(head := pipe.read(4)) == 4:
        (length,) = struct.unpack("<I", head)
        body = pipe.read(length)
        if len(body) < length:
            return
        kind, *rest = marshal.loads(body)
        if kind == "end":
            yield None
            return
        if kind == "file":
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
    return made if "handle" not in made._fields else made._replace(handle=Handle(*values[0]))


def _card(flat: Sequence[Any]) -> Card:
    handles, dates = tuple(Handle(*h) for h in flat[0]), tuple(Dated(*d) for d in flat[9])
    return Card._make((handles, *flat[1:9], dates, *flat[10:]))
