"""When something recurring comes again: "day", "2 weeks", "month", "year", counted from its own day.

A series never drifts: each occasion lies a whole number of steps after the one before it, in months and years on the
same day of the month. A month that has no such day has it on its last one; then the day that is meant is noted
behind the words ("month on 31"), so that 31 January is followed by 28 February and then by 31 March, and
29 February is kept on the 28th until there is one again.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import NamedTuple

from comity.core.days import date_from_day, day_from_date

MOST = 999
"""Units between two occasions at the most."""
LAST_YEAR = 2200
"""The last year in which something comes again."""
UNITS = ("day", "week", "month", "year")
_LAST_DAY = day_from_date(dt.date(LAST_YEAR, 12, 31))
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_OTHER_WORDS = {
    "daily": "day",
    "weekly": "week",
    "fortnightly": "2 weeks",
    "fortnight": "2 weeks",
    "monthly": "month",
    "quarterly": "3 months",
    "quarter": "3 months",
    "yearly": "year",
    "annually": "year",
}
_WRITTEN = re.compile(r"(?:(\d{1,3}|other) )?(day|week|month|year)s?(?: on (29|30|31))?\Z")


class Every(NamedTuple):
    """How often: every `number` units; on: the day of the month that is meant where a shorter month has it earlier, else 0."""

    number: int
    unit: str
    on: int = 0

    @property
    def words(self) -> str:
        """As it is stored: "day", "2 weeks", "month on 31"."""
        often = self.unit if self.number == 1 else f"{self.number} {self.unit}s"
        return f"{often} on {self.on}" if self.on else often


def every(words: str) -> Every | None:
    """How often these words say, None where they say nothing known: "2 weeks", "every other day", "monthly", …"""
    plain = " ".join(words.lower().split()).removeprefix("every ")
    found = _WRITTEN.match(_OTHER_WORDS.get(plain, plain))
    if found is None:
        return None
    number = 2 if found[1] == "other" else int(found[1] or 1)
    on = int(found[3] or 0)
    if not 1 <= number <= MOST or (on and found[2] not in _MONTHS):
        return None
    return Every(number, found[2], on)


def settled(often: Every, due: int) -> Every:
    """The same with the day that is meant noted only where `due` is earlier for want of such a day."""
    date = date_from_day(due)
    shortened = often.on > date.day == calendar.monthrange(date.year, date.month)[1]
    return often if shortened or not often.on else often._replace(on=0)


def following(often: Every, due: int, today: int) -> tuple[int, Every] | None:
    """The first occasion after both `due` and today, and how often from there on; None where there is none by 2200.

    `due` is an occasion of the series; what was missed since is not made up for.
    """
    return _first_after(often, due, max(due, today))


def first_from(often: Every, first: int, day: int) -> tuple[int, Every] | None:
    """The first occasion from `day` on of a series that begins with `first`; None where there is none by 2200."""
    return (first, often) if first >= day else _first_after(often, first, day - 1)


def one_back(often: Every, due: int, earlier: int) -> Every:
    """How often from an earlier occasion of the series on, given how often from `due` on."""
    meant = often.on or date_from_day(due).day
    return settled(often._replace(on=meant if often.unit in _MONTHS and meant > 28 else 0), earlier)


def _first_after(often: Every, due: int, after: int) -> tuple[int, Every] | None:
    if often.unit in _DAYS:
        step = often.number * _DAYS[often.unit]
        later = due + ((after - due) // step + 1) * step
        return None if later > _LAST_DAY else (later, often)
    months = often.number * _MONTHS[often.unit]
    start, past = date_from_day(due), date_from_day(after)
    meant = often.on or start.day
    steps = ((past.year - start.year) * 12 + past.month - start.month) // months
    for step in (steps, steps + 1):
        date = _in_month(start, step * months, meant)
        if date is None:
            return None
        if date > past:
            later = day_from_date(date)
            return later, settled(often._replace(on=meant if meant > 28 else 0), later)
    raise AssertionError(often)


def _in_month(start: dt.date, months: int, day: int) -> dt.date | None:
    """The day of the month so many months on, or its last one; None after the last year."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if year > LAST_YEAR:
        return None
    return dt.date(year, month + 1, min(day, calendar.monthrange(year, month + 1)[1]))
