"""A dry run: what importing some files would change, found out without writing to the book or holding a lock."""

from __future__ import annotations

import contextlib
import datetime as dt
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings

from comity.actions import sifting
from comity.actions.mapping import remembered
from comity.actions.me import own_handle
from comity.core.errors import Stopped
from comity.core.records import Card, Kind, Part, Problem
from comity.core.tables.mapping import as_json, from_json
from comity.sources._reading import Chunk, FileFound, Message, Progress, TableFound, read_all
from comity.store import foresight, uploads
from comity.store.access import Scope
from comity.store.foresight import CHANGED, NEW, SAME, Scratch
from comity.store.forgotten import Forgotten
from comity.store.models import Identifier

EXAMPLES = 5
"""Things of each state that are shown of each file."""
PROBLEMS = 100
"""Problems of each file that are shown one by one."""
MOST_FILES = 1000
"""Files that are told apart; the others are counted with the last."""
_TOLD_EVERY = 0.25
_LAST = 32_503_680_000
"""The year 3000; later instants are shown without a day."""

Told = Callable[[dict[str, int | float]], None]


@dataclass
class Counts:
    """How many are new, changed, the same."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def add(self, states: Sequence[str]) -> None:
        """Count these states."""
        self.new += states.count(NEW)
        self.changed += states.count(CHANGED)
        self.same += states.count(SAME)


@dataclass
class FilePreview:
    """What one file would bring.

    source: key of its reader, "" if none reads it; interactions, cards, entries: what the counts are of;
    examples: (state, kind, day as ISO date or "", words) of some that are new or changed;
    refused: how many pieces cannot be read; problems: (position, code, reason) of the first of them;
    table: how a table would be read (`sources.any_csv`), None for other formats.
    """

    label: str
    source: str
    size: int
    interactions: Counts = field(default_factory=Counts)
    cards: Counts = field(default_factory=Counts)
    entries: Counts = field(default_factory=Counts)
    examples: list[tuple[str, str, str, str]] = field(default_factory=list)
    refused: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    table: dict[str, Any] | None = None


@dataclass
class Preview:
    """What importing some files would change.

    more: files beyond `MOST_FILES`, which the last one counts in; people: over all files together, with some
    new ones by address; own: addresses that may be the owner's with the share of messages they stand on;
    erased: how many things would be left out, or come without people, for the user erased these.
    """

    files: list[FilePreview] = field(default_factory=list)
    more: int = 0
    interactions: Counts = field(default_factory=Counts)
    cards: Counts = field(default_factory=Counts)
    entries: Counts = field(default_factory=Counts)
    people: Counts = field(default_factory=Counts)
    new_people: list[str] = field(default_factory=list)
    refused: int = 0
    own: list[tuple[str, float]] = field(default_factory=list)
    seconds: float = 0.0
    erased: int = 0

    @property
    def read(self) -> int:
        """Everything that could be read."""
        return sum(c.new + c.changed + c.same for c in (self.interactions, self.cards, self.entries))


def preview(
    scope: Scope,
    paths: Sequence[tuple[Path, str]],
    *,
    me: Sequence[str] = (),
    mappings: Mapping[str, Any] | None = None,
    told: Told = lambda counts: None,
    stop: Callable[[], bool] = lambda: False,
) -> Preview:
    """What importing everything at these (path, label) pairs would change; the book stays as it is.

    Args:
        me: addresses that the import would be told are the owner's;
        mappings: of tables by the fingerprint of their header row, over those that the book remembers;
        told: called with the counts from time to time;
        stop: asked from time to time whether to end.

    Raises:
        Invalid: an address in `me`, or a mapping, is none.
        ReaderDied: the reading process ended early.
        Stopped: `stop` said so.
    """
    own = [own_handle(address) for address in me]
    given = remembered(scope) | {key: as_json(from_json(value)) for key, value in (mappings or {}).items()}
    uploads.sweep()
    folder = Path(tempfile.mkdtemp(prefix="preview-", dir=settings.HOME))
    try:
        scratch = Scratch(folder)
        scratch.claim(own)
        run = _Run(scope.book_id, scratch, told, stop, Forgotten(scope.book_id))
        with contextlib.closing(scratch), contextlib.closing(read_all(paths, folder, given)) as messages:
            run.take_all(messages)
            run.finish(bool(own))
        return run.found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class _Run:
    """The state of one preview while it runs."""

    book: int
    scratch: Scratch
    told: Told
    stop: Callable[[], bool]
    gone: Forgotten
    found: Preview = field(default_factory=Preview)
    files: dict[int, FilePreview] = field(default_factory=dict)
    started: float = field(default_factory=time.monotonic)
    noted: float = 0.0
    done: int = 0
    total: int = 0

    def take_all(self, messages: Iterator[Message]) -> None:
        for message in messages:
            if isinstance(message, FileFound):
                self._begin(message)
            elif isinstance(message, TableFound):
                self.files[message.file].table = message.layout
            elif isinstance(message, Progress):
                self.done, self.total = message.done, message.total
            else:
                self._take(self.files[message.file], message)
            self._tell()

    def finish(self, own_known: bool) -> None:
        people = foresight.foresee(self.scratch, self.book)
        self.found.people = Counts(people.new, people.changed, people.same)
        self.found.new_people = list(people.examples)
        self.found.own = [] if own_known else foresight.likely_own(self.scratch, self.book)
        self.found.seconds = round(time.monotonic() - self.started, 3)
        self.done, self.noted = self.total, 0.0
        self._tell()

    def _begin(self, message: FileFound) -> None:
        if len(self.found.files) < MOST_FILES:
            label = sifting.label(self.gone, message.label)[:1000]
            self.found.files.append(FilePreview(label, message.source, message.size))
        else:
            self.found.more += 1
        self.files = {message.number: self.found.files[-1]}

    def _take(self, file: FilePreview, chunk: Chunk) -> None:
        if chunk.mine:
            self.scratch.claim(m.handle for m in chunk.mine)
        if self.gone:
            chunk, touched = sifting.sift(self.gone, self._is_mine, chunk)
            self.found.erased += touched
        interactions = (
            foresight.take(self.scratch, self.book, chunk.interactions) if chunk.interactions else []
        )
        cards = foresight.take_cards(self.scratch, self.book, chunk.cards) if chunk.cards else []
        entries = foresight.take_entries(self.scratch, self.book, chunk.entries) if chunk.entries else []
        for kept in (file, self.found):
            kept.interactions.add(interactions)
            kept.cards.add(cards)
            kept.entries.add(entries)
            kept.refused += len(chunk.problems)
        room = PROBLEMS - len(file.problems)
        file.problems += [_problem(p) for p in chunk.problems[: max(0, room)]]
        _show(file, interactions, chunk.interactions, _of_interaction)
        _show(file, cards, chunk.cards, _of_card)

    def _is_mine(self, kind: str, value: str) -> bool:
        """Whether a handle is the owner's, or would be by then."""
        own = Identifier.objects.filter(book_id=self.book, kind=kind, value=value, own__gt=0)
        return self.scratch.is_claimed(kind, value) or own.exists()

    def _tell(self) -> None:
        now = time.monotonic()
        if now - self.noted < _TOLD_EVERY:
            return
        self.noted = now
        if self.stop():
            raise Stopped(0)
        found = self.found
        self.told(
            {
                "read": found.read,
                "new": found.interactions.new,
                "refused": found.refused,
                "bytes_done": self.done,
                "bytes_total": self.total,
                "seconds": round(now - self.started, 3),
            }
        )


def _problem(problem: Problem) -> tuple[int, str, str]:
    return problem.position, problem.code, problem.reason


def _show(
    file: FilePreview,
    states: Sequence[str],
    found: Sequence[Any],
    worded: Callable[[Any], tuple[str, str, str]],
) -> None:
    """Keep the first few of each state as examples."""
    room = {state: EXAMPLES - sum(e[0] == state for e in file.examples) for state in (NEW, CHANGED)}
    for state, thing in zip(states, found, strict=True):
        if not any(left > 0 for left in room.values()):
            return
        if room.get(state, 0) > 0:
            room[state] -= 1
            file.examples.append((state, *worded(thing)))


def _of_interaction(flat: tuple[Any, ...]) -> tuple[str, str, str]:
    kind, _, at, _, _, _, subject, snippet, _, parties = flat[:10]
    who = [p for p in parties if p[0] in (Part.SENDER, Part.ORGANIZER)] or [
        p for p in parties if p[1] != "me"
    ]
    words = ": ".join(filter(None, ((who[0][3] or who[0][2]) if who else "", (subject or snippet)[:120])))
    day = dt.datetime.fromtimestamp(at, dt.UTC).date().isoformat() if 0 <= at < _LAST else ""
    return Kind(kind).name.lower(), day, words


def _of_card(card: Card) -> tuple[str, str, str]:
    shown = (handle.value for handle in card.handles if handle.kind not in ("card", "uid"))
    words = ", ".join(filter(None, (card.name, card.title, card.organisation)))
    return "card", "", (words or next(chain(shown, (text for _, text in card.values)), ""))[:200]
