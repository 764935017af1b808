"""Which recurrence rules may be expanded (RFC 5545, section 3.3.10).

A rule that never matches is searched for by the usual libraries up to the year 9999, in steps of its
frequency: seconds of work for a line of text. So a rule passes only if it repeats daily or slower, has an
interval of at least 1, and is of a shape for which matches are certain to exist. Rules of that kind that
real calendars hold (every weekday, the last Friday, each 29 February) pass; `2 February, a Friday, week 50`
does not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from math import gcd
from typing import NamedTuple

from comity.core.timevalues import LAST_YEAR, Stamp, stamp

MAX_INTERVAL = 1000
MAX_COUNT = 100_000
"""More repetitions than any window holds: a higher count is the same as this one."""
_LISTS = {"BYMONTH": 12, "BYMONTHDAY": 31, "BYYEARDAY": 366, "BYWEEKNO": 53, "BYSETPOS": 366}
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,3}", re.ASCII)
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MAX_ITEMS = 400


class Refused(NamedTuple):
    """A rule that is not expanded, and why in a few words."""

    reason: str


class Rule(NamedTuple):
    """A rule that may be expanded.

    freq: DAILY, WEEKLY, MONTHLY or YEARLY; interval: 1 to `MAX_INTERVAL`; times, until: at most one of
    them, None for no end; by: the BY parts and WKST as written, checked.
    """

    freq: str
    interval: int
    times: int | None
    until: Stamp | None
    by: tuple[tuple[str, str], ...]

    def text(self, until: str | None) -> str:
        """The rule as a value, ending at `until` (a value of the start's own type), None for no such part."""
        parts = [f"FREQ={self.freq}", f"INTERVAL={self.interval}"]
        parts += [f"COUNT={self.times}"] if self.times is not None else []
        parts += [f"UNTIL={until}"] if until is not None else []
        return ";".join([*parts, *(f"{name}={value}" for name, value in self.by)])


def checked_rule(value: str, start: dt.date) -> Rule | Refused:
    """The rule of an RRULE value for events from `start` on, or why it is refused."""
    parts = _parts(value)
    if isinstance(parts, Refused):
        return parts
    freq = parts.pop("FREQ", "")
    if freq not in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"):
        return Refused(f"it repeats {freq.lower() or 'at no stated frequency'}")
    interval = _whole(parts.pop("INTERVAL", "1"))
    if not 1 <= interval <= MAX_INTERVAL:
        return Refused(f"its interval is not from 1 to {MAX_INTERVAL}")
    ends, limit = parts.pop("UNTIL", None), parts.pop("COUNT", None)
    until, count = stamp(ends or "", last_year=9999), _whole(limit or "0")
    if (ends is not None and until is None) or (limit is not None and count < 1):
        return Refused("its end cannot be read")
    if ends is not None and limit is not None:
        return Refused("it ends both by a count and on a date")
    lists = _lists(parts)
    reason = lists if isinstance(lists, str) else _impossible(freq, interval, lists, start)
    if reason:
        return Refused(reason)
    if until is not None and until.date.year > LAST_YEAR:
        until = None
    return Rule(freq, interval, min(count, MAX_COUNT) or None, until, tuple(parts.items()))


def _whole(text: str) -> int:
    """A whole number of at most twelve digits, else -1."""
    return int(text) if len(text) < 13 and text.isascii() and text.isdigit() else -1


def _parts(value: str) -> dict[str, str] | Refused:
    """The parts of a rule by name; refuses what is too long, doubled or finer than a day."""
    if len(value) > 2000:
        return Refused("it is too long")
    parts: dict[str, str] = {}
    for piece in value.upper().split(";"):
        name, equals, text = (part.strip() for part in piece.partition("="))
        if not piece.strip() or name.startswith("X-"):
            continue
        if not equals or name in parts:
            return Refused("it cannot be read")
        if name in ("BYSECOND", "BYMINUTE", "BYHOUR"):
            return Refused("it repeats within a day")
        if name not in ("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_LISTS):
            return Refused("it has a part that is not known")
        parts[name] = text
    return parts


class _Lists(NamedTuple):
    """The BY parts as numbers; `ordinals` are those before a weekday, 0 for a plain weekday."""

    numbers: Mapping[str, list[int]]
    weekdays: int
    ordinals: frozenset[int]


def _lists(parts: dict[str, str]) -> _Lists | str:
    """The BY parts of a rule, or why they cannot be read."""
    numbers: dict[str, list[int]] = {}
    for name, limit in _LISTS.items():
        texts = parts[name].split(",") if name in parts else []
        if len(texts) > _MAX_ITEMS or not all(_NUMBER.fullmatch(text) for text in texts):
            return "it cannot be read"
        numbers[name] = [int(text) for text in texts]
        low = 1 if name == "BYMONTH" else -limit
        if any(number == 0 or not low <= number <= limit for number in numbers[name]):
            return "it names a day, week or month that does not exist"
    days = [_DAY.fullmatch(text) for text in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    if parts.get("WKST", "MO") not in ("MO", "TU", "WE", "TH", "FR", "SA", "SU") or not all(days):
        return "it cannot be read"
    ordinals = [int(found.group(1) or 0) for found in days if found]
    if any(found and found.group(1) and int(found.group(1)) == 0 for found in days):
        return "it names a day, week or month that does not exist"
    return _Lists(numbers, len({found.group() for found in days if found}), frozenset(ordinals))


def _impossible(freq: str, interval: int, given: _Lists, start: dt.date) -> str:
    """Why a match is not certain to exist, "" if one is."""
    numbers = given.numbers
    used = {name for name, listed in numbers.items() if listed} | ({"BYDAY"} if given.ordinals else set())
    counted = given.ordinals - {0}
    if not any(used <= shape for shape in _SHAPES[freq]):
        return "it combines conditions that are not supported"
    if counted and (
        0 in given.ordinals or freq in ("DAILY", "WEEKLY") or used & {"BYMONTHDAY", "BYWEEKNO", "BYSETPOS"}
    ):
        return "it combines conditions that are not supported"
    if (
        freq == "DAILY"
        and interval > 1
        and used
        and ("BYMONTHDAY" in used or interval > 27 or interval % 7 == 0)
    ):
        return "its days may never come"
    months = _months(freq, interval, numbers["BYMONTH"], start)
    if not (months and _days_exist(freq, interval, given, months, start)):
        return "its days do not exist"
    if not (_positions_exist(freq, given) and _ordinals_exist(freq, interval, given, months)):
        return "it picks a day that may never come"
    return ""


_SHAPES: Mapping[str, tuple[frozenset[str], ...]] = {
    "DAILY": (frozenset({"BYDAY", "BYMONTH", "BYMONTHDAY"}),),
    "WEEKLY": (frozenset({"BYDAY", "BYMONTH"}), frozenset({"BYDAY", "BYSETPOS"})),
    "MONTHLY": (frozenset({"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"}),),
    "YEARLY": (
        frozenset({"BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS"}),
        frozenset({"BYWEEKNO", "BYDAY"}),
        frozenset({"BYYEARDAY"}),
    ),
}


def _positions_exist(freq: str, given: _Lists) -> bool:
    """Whether BYSETPOS picks from sets that are always large enough: every month has four of each weekday."""
    positions = given.numbers["BYSETPOS"]
    if not positions:
        return True
    if given.weekdays and given.numbers["BYMONTHDAY"]:
        size = 1
    elif given.weekdays:
        size = given.weekdays * (1 if freq == "WEEKLY" else 4)
    else:
        size = max(1, sum(abs(day) <= 28 for day in set(given.numbers["BYMONTHDAY"])))
    return any(abs(position) <= size for position in positions)


def _months(freq: str, interval: int, listed: list[int], start: dt.date) -> set[int]:
    """The months that the rule can reach and that it names."""
    reachable = set(range(1, 13))
    if freq == "MONTHLY":
        step = gcd(interval, 12)
        reachable = {month for month in reachable if (month - start.month) % step == 0}
    return reachable & set(listed) if listed else reachable


def _days_exist(freq: str, interval: int, given: _Lists, months: set[int], start: dt.date) -> bool:
    """Whether some named day of the month, or of the year, is certain to come.

    A month or year without any named day repeats the day of the start. 29 February and the 366th day count
    only where no year is left out; the 53rd week from a year's end never does.
    """
    numbers = given.numbers
    if -53 in numbers["BYWEEKNO"]:
        return False
    if any(abs(day) > 365 for day in numbers["BYYEARDAY"]) or any(
        abs(week) > 52 for week in numbers["BYWEEKNO"]
    ):
        return interval == 1
    days = numbers["BYMONTHDAY"]
    if numbers["BYMONTH"] and not days and not given.ordinals and freq in ("MONTHLY", "YEARLY"):
        days = [start.day]
    if not days or any(abs(day) <= _MONTH_DAYS[month - 1] for day in days for month in months):
        return True
    every_year = 12 % interval == 0 if freq == "MONTHLY" else interval == 1
    return every_year and 2 in months and any(abs(day) == 29 for day in days)


def _ordinals_exist(freq: str, interval: int, given: _Lists, months: set[int]) -> bool:
    """Whether some counted weekday (`2MO`, `-1FR`) is certain to come: a fifth not in February alone."""
    widest = 5 if freq == "MONTHLY" or given.numbers["BYMONTH"] else 53
    distances = {abs(number) for number in given.ordinals} or {0}
    if max(distances) > widest:
        return False
    return min(distances) < widest or (months != {2} if widest == 5 else interval == 1)
