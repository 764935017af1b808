"""What a calendar feed may tell, and how a series is said in iCalendar.

The rules of `core.recurring` and `core.dates` put what a short month has no day for on its last one. RFC 5545 (section
3.3.10) leaves such months out, unless all days up to the one meant are named and the last of them that exists is taken.
"""

from __future__ import annotations

import hashlib

from comity.core.days import date_from_day
from comity.core.recurring import Every

REMINDER, PROMISE, DATE, SESSION, EVENT, FOLLOW_UP, STEP = KINDS = (
    "reminder",
    "promise",
    "date",
    "session",
    "event",
    "follow_up",
    "step",
)
"""The kinds of things in a feed. Stored; never rename one."""
BACK = 90
"""Days for which something open stays in the feed after its day."""
AHEAD = 1100
"""Days ahead of which the feed tells: some three years."""
_FREQUENCIES = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_SHORTEST = 28
"""Every month has so many days."""


def chosen(kinds: str) -> tuple[str, ...]:
    """The kinds that are stored in words with spaces between; what nobody knows is left out."""
    words = kinds.split()
    return tuple(kind for kind in KINDS if kind in words)


def digest(token: str) -> str:
    """What is stored of a token: its SHA-256."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def rule(often: Every, due: int) -> str:
    """The RRULE of a series that `due` is an occasion of: from then on it has the very days of `core.recurring`.

    It has no end, while `core.recurring` ends with the year 2200.
    """
    date = date_from_day(due)
    parts = [f"FREQ={_FREQUENCIES[often.unit]}"]
    if often.number > 1:
        parts.append(f"INTERVAL={often.number}")
    meant = often.on or date.day
    if often.unit == "year" and meant > _SHORTEST and date.month == 2:
        parts += ["BYMONTH=2", _last_of(meant)]
    elif often.unit == "month" and meant > _SHORTEST:
        parts.append(_last_of(meant))
    return ";".join(parts)


def yearly(month: int, day: int) -> str:
    """The RRULE of a date that is kept every year, 29 February on the 28th where there is none."""
    if (month, day) != (2, 29):
        return "FREQ=YEARLY"
    return f"FREQ=YEARLY;BYMONTH=2;{_last_of(day)}"


def _last_of(day: int) -> str:
    days = ",".join(str(number) for number in range(_SHORTEST, day + 1))
    return f"BYMONTHDAY={days};BYSETPOS=-1"
