"""The two companies' mail that the evaluation reads: who wrote to whom, when."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Event(NamedTuple):
    """One message to one recipient, at an instant in epoch seconds."""

    source: str
    target: str
    at: int


ENRON_FROM, ENRON_UNTIL = 915_148_800, 1_024_704_000
"""Messages dated outside are errors of the set: before 1999, or from 22 June 2002 on."""


def midnight(date: str) -> int:
    """Epoch seconds of 00:00 UTC of an ISO date or date and time."""
    return int(dt.datetime.fromisoformat(date).replace(tzinfo=dt.UTC).timestamp())


def enron(path: Path) -> list[Event]:
    """Enron's events in order of time: no mail to oneself, one row a (source, target, second)."""
    rows = (Event(row["src"], row["dst"], midnight(row["time"])) for row in _rows(path))
    kept = {row for row in rows if ENRON_FROM <= row.at < ENRON_UNTIL and row.source != row.target}
    return sorted(kept, key=lambda event: (event.at, event.source, event.target))


def manufacturing(path: Path) -> list[Event]:
    """The manufacturing company's events in order of time, without mail to oneself."""
    rows = (Event(row["src"], row["dst"], int(row["t"])) for row in _rows(path))
    return sorted(
        (row for row in rows if row.source != row.target),
        key=lambda event: (event.at, event.source, event.target),
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
