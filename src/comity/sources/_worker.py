"""The reading process: finds out what files are, reads them, sends records (see `sources._reading`)."""

from __future__ import annotations

import contextlib
import gc
import json
import marshal
import os
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import IO, Any

from comity.core import folding
from comity.core.records import ENTRIES, Card, Interaction, Mine, Problem, Record, flat
from comity.sources import HEAD_BYTES, MappedSource, Place, Source
from comity.sources._limits import limit
from comity.sources._not_read import of_file
from comity.sources._patience import PATIENCE, Stalled, Watch
from comity.sources._reading import CHUNK
from comity.sources._state import state_of
from comity.sources._unpacking import Refused, Unpacked, expand

Mapped = Callable[[MappedSource], MappedSource]
"""Gives a reader of tables what their columns hold."""
_ENTRY: dict[type, int] = {kind: number for number, kind in enumerate(ENTRIES)}
_MEMORY = 2 << 30
"""Bytes of private memory the reader may take; mapped files do not count."""
_FRESH = 50_000
"""Objects made since garbage was last looked for: records hold one another in no circle, and there are thousands of them."""
_CHUNK_TEXT = 8 << 20
"""Characters of text after which a chunk is sent though it holds fewer interactions."""
_HEARD_EVERY = 5.0
"""Seconds after which something is sent though it is little, so that the parent knows that reading goes on."""


def main(task: IO[str], pipe: IO[bytes]) -> None:
    """Read everything the task names: a line with the paths, and one, once it is known, with the rest.

    See `sources._reading.Reader`, which writes both. What needs the rest waits for it.
    """
    limit(memory=_MEMORY, files=256)
    wanted = json.loads(task.readline())
    sender = Sender(pipe, wanted["patience"])
    paths = [(Path(path), label) for path, label in wanted["paths"]]
    if wanted["look"]:
        sender.send("state", state_of([path for path, _ in paths]))
        sender.flush()
    sender.watch.start()
    rest, found = _Rest(task, sender.watch), sources()
    gc.freeze()
    gc.set_threshold(_FRESH)
    for number, unpacked in enumerate(expand(paths, rest.scratch, sender.alive), 1):
        sender.total = unpacked.total
        _read_place(sender, found, number, unpacked, rest.mapped)
        sender.progress(unpacked.done)
    sender.send("end")


class _Rest:
    """What the parent tells when it knows it: where to unpack, and what the columns of tables hold."""

    def __init__(self, task: IO[str], watch: Watch) -> None:
        self._task, self._watch = task, watch

    @cached_property
    def _told(self) -> dict[str, Any]:
        self._watch.busy = True
        line = self._task.readline()
        self._watch.busy = False
        if not line:
            raise SystemExit
        told: dict[str, Any] = json.loads(line)
        return told

    def scratch(self) -> Path:
        """The folder for what is unpacked."""
        return Path(self._told["scratch"])

    def mapped(self, source: MappedSource) -> MappedSource:
        """The reader of tables with what their columns hold."""
        return source.with_mappings(self._told["mappings"])


def sources() -> list[Source]:
    """All readers that are installed, ours and others' (entry point group `comity.sources`).

    Those of tables that may be anything come last. One that cannot be loaded is passed over with a word on standard
    error: it must not keep the others from reading.
    """
    found: list[Source] = []
    for entry in sorted(entry_points(group="comity.sources"), key=lambda e: e.name):
        try:
            found.append(entry.load())
        except Exception as error:
            print(f"The source {entry.name!r} cannot be loaded: {error}", file=sys.stderr)
    return sorted(found, key=lambda source: isinstance(source, MappedSource))


def recognise(found: Sequence[Source], place: Place) -> Source | None:
    """The reader that is surest of this file, or None; one that fails is as good as one that declines.

    Those of tables that may be anything are asked where nobody before them knows it.
    """
    best, sure = None, 0
    for source in found:
        if best is not None and hasattr(source, "with_mappings"):
            break
        with contextlib.suppress(Exception):
            vote = source.recognise(place)
            if vote > sure:
                best, sure = source, vote
    return best


def _wanted(source: Source | None, place: Place) -> bool:
    """Whether to take a file that was found beside others: any but a table that may be anything."""
    with contextlib.suppress(Exception):
        return not isinstance(source, MappedSource) or source.wanted(place)
    return False


def _read_place(
    sender: Sender,
    found: Sequence[Source],
    number: int,
    unpacked: Unpacked | Refused,
    mapped: Mapped = lambda source: source,
) -> None:
    if isinstance(unpacked, Refused):
        sender.send("file", number, unpacked.label, "", unpacked.size)
        sender.chunk(number, [Problem(0, unpacked.code, unpacked.reason)])
        return
    place, source, problem = _look(sender, found, unpacked, mapped)
    sender.send("file", number, unpacked.label, source.key if source else "", unpacked.size)
    try:
        if isinstance(source, MappedSource):
            sender.send("table", number, _plain_json(source.layout(place)))
        if source is not None:
            sender.read(number, source.read(place), unpacked)
        elif problem is not None or unpacked.asked_for:
            sender.chunk(number, [problem or _unknown(place.head, place.path)])
    except OSError as error:
        sender.chunk(number, [Problem(0, "unreadable", error.strerror or "The file cannot be read.")])
    except Stalled as error:
        sender.chunk(number, [_left(sender.position, error)])
    except MemoryError:
        sender.chunk(number, [Problem(0, "too-large", "Reading it would take more memory than is allowed.")])
    except Exception as error:
        reason = f"Its reader failed here, and the rest was not read ({type(error).__name__})."
        sender.chunk(number, [Problem(sender.position, "reader-failed", reason)])
    finally:
        if unpacked.temporary:
            place.path.unlink(missing_ok=True)


def _look(
    sender: Sender, found: Sequence[Source], unpacked: Unpacked, mapped: Mapped
) -> tuple[Place, Source | None, Problem | None]:
    """The file with its beginning, who reads it, and what keeps it from being looked at."""
    path, place = unpacked.path, Place(unpacked.path, unpacked.label)
    try:
        sender.begin(unpacked.label, path.stat().st_size if path.is_file() else unpacked.size)
        if path.is_file():
            with path.open("rb") as file:
                place = Place(path, unpacked.label, file.read(HEAD_BYTES))
        source = recognise(found, place)
        if isinstance(source, MappedSource):
            source = mapped(source)
        if not unpacked.asked_for and not _wanted(source, place):
            source = None
    except OSError as error:
        return place, None, Problem(0, "unreadable", error.strerror or "The file cannot be read.")
    except Stalled as error:
        return place, None, _left(0, error)
    return place, source, None


def _left(position: int, error: Stalled) -> Problem:
    return Problem(position, "stalled", f"It was left here, for {error}; the rest was not read.")


def _unknown(head: bytes, path: Path) -> Problem:
    if path.is_file() and not head:
        return Problem(0, "empty", "The file is empty.")
    return Problem(
        0,
        "unknown-format",
        of_file(head)
        or "This is none of the formats that are read: a mailbox (mbox, Maildir, .eml), contact cards (.vcf), "
        "a calendar (.ics), a LinkedIn export, a table (CSV) with a row each for people, or a folder that Comity exported.",
    )


class Sender:
    """Writes messages to the parent, gathering records into chunks."""

    def __init__(self, pipe: IO[bytes], patience: float = PATIENCE) -> None:
        self.pipe = pipe
        self.watch = Watch(patience)
        self.total = 0
        self.position = 0
        self._sent_at = time.monotonic()
        self._label, self._given = "", patience

    def send(self, *message: Any) -> None:
        """One message: its length as four bytes, then its marshalled tuple."""
        body = marshal.dumps(message)
        self.watch.busy = True
        try:
            self.pipe.write(struct.pack("<I", len(body)) + body)
        finally:
            self.watch.busy = False
        self._sent_at = time.monotonic()

    def begin(self, label: str, size: int) -> None:
        """A file of this many bytes begins: say which, and for how long nothing may come of it."""
        self.position, self._label = 0, label
        self._given = self.watch.begin(size)
        self.send("begin", label, self._given)
        self.flush()

    def alive(self) -> None:
        """Something went on that yields no record."""
        self.watch.steps += 1
        if self._is_quiet():
            self.send("begin", self._label, self._given)
            self.flush()

    def _is_quiet(self) -> bool:
        return time.monotonic() - self._sent_at > _HEARD_EVERY

    def flush(self) -> None:
        """Let the parent have what was sent."""
        self.watch.busy = True
        try:
            self.pipe.flush()
        finally:
            self.watch.busy = False

    def progress(self, done: int) -> None:
        """How many of all bytes are done."""
        self.send("progress", done, self.total)
        self.flush()

    def read(self, number: int, records: Iterator[Record], unpacked: Unpacked) -> None:
        """Send all records of a file in chunks, with progress by the position of the last."""
        waiting: list[Record] = []
        size = self.position = 0
        try:
            for record in records:
                waiting.append(record)
                self.watch.steps += 1
                self.position = getattr(record, "position", self.position)
                if type(record) is Interaction:
                    size += len(record.text)
                if len(waiting) >= CHUNK or size >= _CHUNK_TEXT or self._is_quiet():
                    self.chunk(number, waiting)
                    self.flush()
                    if unpacked.path.is_file() and unpacked.by_bytes:
                        share = min(self.position, unpacked.size)
                        self.progress(unpacked.done - unpacked.size + share)
                    waiting, size = [], 0
        finally:
            if waiting:
                self.chunk(number, waiting)

    def chunk(self, number: int, records: Sequence[Record]) -> None:
        """Send these records of a file."""
        interactions = [_flat(r) for r in records if type(r) is Interaction]
        cards = [_plain(r) for r in records if type(r) is Card]
        mine = [_plain(r) for r in records if type(r) is Mine]
        entries = [(_ENTRY[type(r)], _plain(r)) for r in records if type(r) in _ENTRY]
        problems = [_plain(r) for r in records if type(r) is Problem]
        if len(interactions) + len(cards) + len(mine) + len(entries) + len(problems) < len(records):
            raise TypeError("a source yielded what is no record")
        self.send("chunk", number, interactions, cards, mine, entries, problems)


def _flat(record: Interaction) -> tuple[Any, ...]:
    """A flat interaction with all its texts fit to be kept, and the order of its words, since this process has the time."""
    values = _fitting(flat(record))
    return (*values, folding.order(f"{values[6]}\n{values[8]}"))


def _fitting(values: tuple[Any, ...]) -> tuple[Any, ...]:
    parties = values[9]
    brief = "".join([*values[5:8], *[text for party in parties for text in party[1:]]])
    if all(text.isascii() and "\0" not in text for text in (brief, values[8])):
        return values
    fit = tuple([(part, _fit(kind), _fit(value), _fit(name)) for part, kind, value, name in parties])
    return (*values[:5], *map(_fit, values[5:9]), fit, *values[10:])


def _plain(value: Any) -> Any:
    """Named tuples as plain ones, however deep: marshal takes no other kind."""
    if isinstance(value, tuple):
        return tuple([_plain(v) for v in value])
    return _fit(value) if isinstance(value, str) else value


def _plain_json(value: Any) -> Any:
    """Plain JSON with all its texts fit to be kept."""
    if isinstance(value, dict):
        return {_fit(key): _plain_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain_json(inner) for inner in value]
    return _fit(value) if isinstance(value, str) else value


def _fit(text: str) -> str:
    """Text that any database takes: without NUL and halves of characters."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError), os.fdopen(os.dup(1), "wb", buffering=1 << 20) as out:
        os.dup2(2, 1)
        main(sys.stdin, out)
