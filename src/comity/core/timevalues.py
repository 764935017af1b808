"""Dates, times and durations as calendars write them (RFC 5545, sections 3.3.4 to 3.3.6), within bounds.

A year like 9999 or a duration of centuries is a mistake or an attack; neither passes.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1900, 2200
LONGEST = dt.timedelta(days=366)
"""Longest duration that is believed."""

_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(?:\.\d{1,9})?(Z?))?", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,3})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,8})S)?)?", re.ASCII
)


class Stamp(NamedTuple):
    """A DATE (`time` None) or a DATE-TIME; utc: it ends in Z."""

    date: dt.date
    time: dt.time | None
    utc: bool


def stamp(value: str, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> Stamp | None:
    """A date or date-time of these years, written with or without separators; None if it is none such."""
    text = value.strip().upper()
    found = _STAMP.fullmatch(text.replace("-", "").replace(":", "")) if len(text) <= 40 else None
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if not first_year <= year <= last_year:
        return None
    try:
        date = dt.date(year, month, day)
        time = dt.time(hour, minute, min(second, 59)) if found.group(4) else None
    except ValueError:
        return None
    return Stamp(date, time, found.group(7) == "Z")


def duration(value: str) -> dt.timedelta | None:
    """A DURATION of nothing to `LONGEST`; None if it is none such."""
    found = _DURATION.fullmatch(value.strip().upper()) if len(value) <= 40 else None
    if found is None:
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    length = dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return length if length <= LONGEST else None
