"""When things happen: the owner's zone, working days, days off, and rhythms that look lived."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from comity.core.days import day_from_date

_QUIET_DAYS = 21
"""Days off that touch the last three weeks are not taken, so that the book is lively whenever it is made."""
_EVENNESS = 3.0
"""Shape of the gamma distribution of gaps: 1 would be pure chance, higher is more regular."""


class Diary:
    """Turns days counted from today, and local times, into instants."""

    def __init__(self, now: int, zone: str, leave: list[dict[str, Any]]) -> None:
        self.now = now
        self.zone = ZoneInfo(zone)
        self.today = dt.datetime.fromtimestamp(now, self.zone).date()
        self._leave = [(_month_day(off["from"]), _month_day(off["until"])) for off in leave]
        self._working: dict[int, bool] = {}

    def date(self, day: int) -> dt.date:
        """The calendar date of a day counted from today."""
        return self.today + dt.timedelta(days=day)

    def number(self, day: int) -> int:
        """The day number (`core.days`) of a day counted from today."""
        return day_from_date(self.date(day))

    def instant(self, day: int, minutes: int, seconds: int = 0) -> int:
        """Epoch seconds of a local time, given in minutes after midnight."""
        moment = dt.datetime.combine(self.date(day), dt.time(0), self.zone)
        local = moment.replace(hour=minutes // 60, minute=minutes % 60, second=seconds)
        return int(local.timestamp())

    def local(self, at: int) -> tuple[int, int]:
        """Day counted from today, and minutes after midnight, of an instant."""
        moment = dt.datetime.fromtimestamp(at, self.zone)
        return (moment.date() - self.today).days, moment.hour * 60 + moment.minute

    def offset(self, at: int) -> int:
        """Minutes east of UTC at an instant."""
        shift = dt.datetime.fromtimestamp(at, self.zone).utcoffset()
        return int(shift.total_seconds()) // 60 if shift else 0

    def working(self, day: int) -> bool:
        """Whether the owner works on that day: no weekend, no day off."""
        if day not in self._working:
            date = self.date(day)
            off = date.weekday() > 4 or (day < -_QUIET_DAYS and self._off((date.month, date.day)))
            self._working[day] = not off
        return self._working[day]

    def before(self, day: int) -> int:
        """The last working day on or before a day."""
        while not self.working(day):
            day -= 1
        return day

    def after(self, day: int) -> int:
        """The first working day on or after a day."""
        while not self.working(day):
            day += 1
        return day

    def ahead(self, working_days: int) -> int:
        """The working day so many working days after the first from today on."""
        day = self.after(0)
        for _ in range(working_days):
            day = self.after(day + 1)
        return day

    def _off(self, date: tuple[int, int]) -> bool:
        return any(a <= date <= b if a <= b else date >= a or date <= b for a, b in self._leave)


def minutes_of(clock: str) -> int:
    """Minutes after midnight of `HH:MM`."""
    hours, _, minutes = clock.partition(":")
    return int(hours) * 60 + int(minutes)


def rhythm(rng: Random, every: float, start: int, until: int) -> list[int]:
    """Days from `start` to `until` about `every` days apart, in order.

    Counted back from the end, so that whoever is in touch today is so in every book.
    """
    days = []
    day = until - rng.random() * 0.8 * every
    while day >= start:
        days.append(int(day // 1))
        day -= max(rng.gammavariate(_EVENNESS, every / _EVENNESS), 0.6)
    return sorted(set(days))


def _month_day(text: str) -> tuple[int, int]:
    month, _, day = text.partition("-")
    return int(month), int(day)
