"""Promises: which step may follow which, when one is overdue, and what follow-through is made of.

A promise is open until it is kept, broken or dropped. It may be moved to another day while it is open: one that was
moved and then kept by its new day counts as kept on time, and how many were moved is told beside it. Dropped means
that nobody needs it any more; such promises count neither way. Days are day numbers in the book's zone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from comity.core.days import date_from_day, day_from_date
from comity.core.measures import Share, share


class State(StrEnum):
    """Where a promise stands. The values are stored; never rename."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    DROPPED = "dropped"


class How(StrEnum):
    """How a promise ended."""

    ON_TIME = "on_time"
    """By the day last agreed, or at all where no day was named."""
    LATE = "late"
    BROKEN = "broken"
    DROPPED = "dropped"


def how(state: str, due: int | None, closed_on: int | None) -> How | None:
    """How a promise ended; None while it is open."""
    if state == State.OPEN:
        return None
    if state == State.KEPT:
        late = due is not None and closed_on is not None and closed_on > due
        return How.LATE if late else How.ON_TIME
    return How(state)


def is_overdue(state: str, due: int | None, today: int) -> bool:
    """Whether its day has passed while it is still open."""
    return state == State.OPEN and due is not None and due < today


class Quarter(NamedTuple):
    """A quarter of a year; number: 1 to 4."""

    year: int
    number: int

    @property
    def key(self) -> str:
        """As it stands in addresses: "2026-Q3"."""
        return f"{self.year:04d}-Q{self.number}"

    @property
    def first_day(self) -> int:
        """The day number of its first day."""
        return day_from_date(dt.date(self.year, 3 * self.number - 2, 1))

    @property
    def next(self) -> Quarter:
        """The quarter after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def before(self) -> Quarter:
        """The quarter before it."""
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)


_QUARTER = re.compile(r"([12]\d{3})-Q([1-4])\Z")


def quarter(key: str) -> Quarter | None:
    """The quarter of a key such as "2026-Q3", of the years 1000 to 2999; None where it is none."""
    found = _QUARTER.match(key)
    return Quarter(int(found[1]), int(found[2])) if found else None


def quarter_of(day: int) -> Quarter:
    """The quarter in which a day lies."""
    date = date_from_day(day)
    return Quarter(date.year, (date.month + 2) // 3)


def latest_quarters(today: int, count: int) -> tuple[Quarter, ...]:
    """The quarter of today and those before it, the oldest first."""
    found = [quarter_of(today)]
    while len(found) < count:
        found.append(found[-1].before)
    return tuple(reversed(found))


class Ended(NamedTuple):
    """`n` promises that ended in the same way on one day; moved: whether they had been moved before."""

    how: How
    closed_on: int
    moved: bool
    n: int


class Counts(NamedTuple):
    """How many promises ended in which way; moved: how many of those kept had been moved before."""

    on_time: int = 0
    late: int = 0
    broken: int = 0
    dropped: int = 0
    moved: int = 0

    @property
    def kept(self) -> int:
        """Kept, on time or late."""
        return self.on_time + self.late

    @property
    def share(self) -> Share:
        """The share of those kept or broken that were kept."""
        return share(self.kept, self.kept + self.broken)


def counts(ended: Iterable[Ended]) -> Counts:
    """All of them together."""
    by_how = dict.fromkeys(How, 0)
    moved = 0
    for one in ended:
        by_how[one.how] += one.n
        if one.moved and one.how in (How.ON_TIME, How.LATE):
            moved += one.n
    return Counts(by_how[How.ON_TIME], by_how[How.LATE], by_how[How.BROKEN], by_how[How.DROPPED], moved)


def by_quarter(ended: Iterable[Ended], quarters: Iterable[Quarter]) -> list[tuple[Quarter, Counts]]:
    """The counts of each of these quarters, by the day on which a promise ended."""
    sorted_in: dict[Quarter, list[Ended]] = {one: [] for one in quarters}
    for one in ended:
        place = sorted_in.get(quarter_of(one.closed_on))
        if place is not None:
            place.append(one)
    return [(one, counts(listed)) for one, listed in sorted_in.items()]
