"""The plain values that answers about a book and its imports are made of; see `answers.shapes`."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from comity.answers.shapes import Question


@dataclass(frozen=True, slots=True)
class BatchFileInfo:
    """A file of an import, and what it was recognised as ("" as nothing)."""

    label: str
    source: str
    size: int


@dataclass(frozen=True, slots=True)
class BatchProblemInfo:
    """What was not read: file, position, code, reason."""

    file: str
    position: int
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class BatchInfo:
    """An import: number, state (running, done, undone, cancelled), times, counts, files, progress.

    counts: read, new, known, bulk, people, cards, refused, bytes_done, bytes_total, seconds; files: the first 1,000
    of `file_count`.
    """

    number: int
    state: str
    belongs_to: str
    started_at: dt.datetime
    finished_at: dt.datetime | None
    counts: dict[str, int | float]
    files: tuple[BatchFileInfo, ...] = ()
    problems: tuple[BatchProblemInfo, ...] = ()
    problem_count: int = 0
    error: str = ""
    questions: tuple[Question, ...] = field(default=())
    to_review: int = 0
    employer: str = ""
    file_count: int = 0


@dataclass(frozen=True, slots=True)
class OwnAddress:
    """An address of mine: kind is personal, employer or shared."""

    address: str
    kind: str
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class BookInfo:
    """The open book: its name, zone, whether it is the sample, how much is in it, and how many items Today shows;
    how old mail may be that is read for promises and the like, and whether for personal news too."""

    id: str
    name: str
    zone: str
    is_sample: bool
    people: int
    interactions: int
    own: tuple[OwnAddress, ...]
    today_items: int = 7
    propose_days: int = 30
    personal_news: bool = False
