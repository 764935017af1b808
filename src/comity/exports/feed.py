"""A calendar of whole days for other programs to follow, as iCalendar (RFC 5545, RFC 7986)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.exports.calendar import line, stamp, text

_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2200, 12, 31)
"""What calendars take."""


@dataclass(frozen=True, slots=True)
class Day:
    """Something on a day, or on each from `first` to `last`. id: a UUID; rule: an RRULE, "" where it comes once."""

    id: str
    first: dt.date
    last: dt.date
    summary: str
    place: str = ""
    rule: str = ""


def events(found: Iterable[Day], changed_at: int) -> Iterator[str]:
    """The events; changed_at: since when they are as they are, in epoch seconds (both DTSTAMP and LAST-MODIFIED, which
    mean the same where a calendar has no METHOD). Those outside 1900 to 2200 are left out."""
    for day in found:
        if _FIRST <= day.first <= day.last <= _LAST:
            yield "".join(_event(day, stamp(changed_at)))


def feed(name: str, found: Iterable[Day], changed_at: int) -> str:
    """The whole calendar; `name` is how calendars show it."""
    head = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Comity//Comity feed//EN\r\nCALSCALE:GREGORIAN\r\n"
        + line("X-WR-CALNAME", text(name))
        + line("NAME", text(name))
        + "REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\nX-PUBLISHED-TTL:PT4H\r\n"
    )
    return head + "".join(events(found, changed_at)) + "END:VCALENDAR\r\n"


def _event(day: Day, at: str) -> Iterator[str]:
    yield "BEGIN:VEVENT\r\n"
    yield line("UID", day.id)
    yield line("DTSTAMP", at)
    yield line("LAST-MODIFIED", at)
    yield f"DTSTART;VALUE=DATE:{day.first:%Y%m%d}\r\n"
    yield f"DTEND;VALUE=DATE:{day.last + dt.timedelta(days=1):%Y%m%d}\r\n"
    if day.rule:
        yield line("RRULE", day.rule)
    yield line("SUMMARY", text(day.summary))
    if day.place:
        yield line("LOCATION", text(day.place))
    yield "TRANSP:TRANSPARENT\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n"
