"""When a person's dates fall: every year or once, with 29 February kept on the 28th where a year has none.

A date has a month and a day, and a year where it is known. What is not `once` falls exactly once in each year: a
birthday on 29 February is observed on 28 February in common years, so that it is never left out and never comes twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from comity.core.agenda import DATE_AHEAD, DATE_AHEAD_MOST
from comity.core.errors import Invalid

BIRTHDAY, WORK, NEW_JOB, MILESTONE, HARD_TIME, OTHER = KINDS = (
    "birthday",
    "work_anniversary",
    "new_job",
    "milestone",
    "hard_time",
    "other",
)
"""What a date can be; the user may call it anything else, too. Stored, and in exports; never rename one."""
DRAFTS = {BIRTHDAY: "birthday", HARD_TIME: "condole"}
"""The draft (`core.drafts`) for a kind of date; any other is a reason to congratulate."""
_LEAP = 2000


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a person; year: None where unknown; once: it does not come back; lead_days: None for the usual."""

    month: int
    day: int
    year: int | None = None
    once: bool = False
    lead_days: int | None = None

    @property
    def lead(self) -> int:
        """From how many days before it is shown."""
        return DATE_AHEAD if self.lead_days is None else self.lead_days


def checked(month: int, day: int, year: int | None, once: bool, lead_days: int | None) -> Dated:
    """A date as the user gives it.

    Raises:
        Invalid: there is no such day, one that comes once has no year, or its lead is not 0 to `DATE_AHEAD_MOST` days.
    """
    try:
        dt.date(_LEAP if year is None else year, month, day)
    except ValueError:
        written = "-".join(f"{part:02}" for part in (year, month, day) if part is not None)
        raise Invalid("date", written, "there is no such day") from None
    if once and year is None:
        raise Invalid("year", "", "a date that comes once needs its year")
    if lead_days is not None and not 0 <= lead_days <= DATE_AHEAD_MOST:
        raise Invalid("lead_days", str(lead_days), f"choose 0 to {DATE_AHEAD_MOST} days")
    return Dated(month, day, year, once, lead_days)


def falls_on(year: int, month: int, day: int) -> dt.date:
    """The day on which a date is observed in a year: 28 February for the 29th in common years."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date(year, month, 28)


def is_moved(month: int, day: int, on: dt.date) -> bool:
    """Whether a date is observed on another day than its own."""
    return (month, day) != (on.month, on.day)


def next_on(month: int, day: int, today: dt.date) -> dt.date:
    """The next day on which a yearly date is observed, today included."""
    this_year = falls_on(today.year, month, day)
    return this_year if this_year >= today else falls_on(today.year + 1, month, day)


def comes(date: Dated, today: dt.date) -> dt.date | None:
    """The next day on which a date is observed, today included; None for one that came once and is over."""
    if not date.once:
        return next_on(date.month, date.day, today)
    on = _only(date)
    return on if on is not None and on >= today else None


def between(date: Dated, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from `first` to `last`, both included, on which a date is observed, in order."""
    if date.once:
        on = _only(date)
        if on is not None and first <= on <= last:
            yield on
        return
    for year in range(first.year, last.year + 1):
        on = falls_on(year, date.month, date.day)
        if first <= on <= last:
            yield on


def is_shown(date: Dated, today: dt.date) -> bool:
    """Whether a date is so near that its lead has begun."""
    on = comes(date, today)
    return on is not None and (on - today).days <= date.lead


def years_by(date: Dated, on: dt.date) -> int | None:
    """How many years a date has come back by a day; None where its year is unknown, or it comes once."""
    return None if date.year is None or date.once else on.year - date.year


def _only(date: Dated) -> dt.date | None:
    return None if date.year is None else falls_on(date.year, date.month, date.day)
