"""When the day's list is to be mailed: once a day, at a minute of the user's own day.

"Now" is in epoch seconds. A minute that the clocks leave out is taken an hour later, as RFC 5545 (section 3.3.5) does, one that
comes twice is taken the first time; and a machine that slept over it sends when it wakes, on the same day, never for a day gone by.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from comity.core.days import day_from_date

MINUTES = 24 * 60
LEASE = 15 * 60
"""Seconds for which a sweep holds a mail: more than all steps of a slow server's conversation take together."""
LONGEST = 26 * 3600
"""Seconds that anything waits at the most; what waits longer was written while the clock was wrong."""
_FIRST_WAIT, _MOST_WAIT = 60, 3600


def local_day(now: int, zone: str) -> int:
    """The number of the day that it is in a zone."""
    return day_from_date(dt.datetime.fromtimestamp(now, ZoneInfo(zone)).date())


def due_at(now: int, zone: str, minute: int) -> int:
    """The instant of today's mail, in epoch seconds; at the latest a minute before the day ends."""
    date = dt.datetime.fromtimestamp(now, ZoneInfo(zone)).date()
    wall = dt.datetime.combine(date, dt.time(minute // 60, minute % 60), ZoneInfo(zone))
    return min(int(wall.timestamp()), day_ends(now, zone) - 60)


def day_ends(now: int, zone: str) -> int:
    """The instant at which today ends in a zone, in epoch seconds."""
    date = dt.datetime.fromtimestamp(now, ZoneInfo(zone)).date() + dt.timedelta(days=1)
    return int(dt.datetime.combine(date, dt.time(), ZoneInfo(zone)).timestamp())


def is_due(now: int, zone: str, minute: int, sent_on: int | None, not_before: int) -> bool:
    """Whether today's list is to be sent now: not sent yet, its minute past, and nobody else at it.

    A day or an instant that lies further ahead than any can is one of a clock that was wrong, and does not count.
    """
    today = local_day(now, zone)
    if sent_on is not None and today <= sent_on <= today + 1:
        return False
    return due_at(now, zone, minute) <= now and not is_held(now, not_before)


def is_held(now: int, not_before: int) -> bool:
    """Whether a lease or a wait holds still."""
    return now < not_before <= now + LONGEST


def wait_after(failures: int) -> int:
    """Seconds until the next try after so many failures in a row: 1, 2, 4, … minutes, at most an hour."""
    return int(min(_MOST_WAIT, _FIRST_WAIT * 2 ** min(max(failures, 1) - 1, 10)))


def clock(minute: int) -> str:
    """A minute of the day as it is written: "07:00"."""
    return f"{minute // 60:02}:{minute % 60:02}"
