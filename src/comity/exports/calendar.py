"""Meetings for other programs, as iCalendar (RFC 5545)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comity.core.contentline import escape, make_property
from comity.core.records import Flag

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_FIRST, _LAST = -2_208_988_800, 7_258_118_400
"""1900 to 2200: what calendars take."""


@dataclass(frozen=True)
class Meeting:
    """A meeting: id (a UUID), instants in epoch seconds (the end may be None), `core.records.Flag`s."""

    id: str
    at: int
    ends_at: int | None
    subject: str
    text: str
    flags: int
    organizer: str
    attendees: tuple[str, ...]


def calendar(meetings: Iterable[Meeting]) -> Iterator[str]:
    """One VCALENDAR with an event for each meeting, times in UTC; those outside 1900 to 2200 are left out."""
    yield "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Comity//Comity export//EN\r\n"
    for meeting in meetings:
        if _FIRST <= meeting.at <= _LAST:
            yield "".join(_lines(meeting))
    yield "END:VCALENDAR\r\n"


def _lines(meeting: Meeting) -> Iterator[str]:
    yield "BEGIN:VEVENT\r\n"
    yield line("UID", meeting.id)
    yield line("DTSTAMP", stamp(meeting.at))
    yield line("DTSTART", stamp(meeting.at))
    if meeting.ends_at is not None and meeting.at < meeting.ends_at <= _LAST:
        yield line("DTEND", stamp(meeting.ends_at))
    if meeting.subject:
        yield line("SUMMARY", text(meeting.subject))
    if meeting.text:
        yield line("DESCRIPTION", text(meeting.text))
    yield line("STATUS", _status(meeting.flags))
    if meeting.organizer:
        yield line("ORGANIZER", _mail(meeting.organizer))
    yield from (line("ATTENDEE", _mail(address)) for address in meeting.attendees)
    yield "END:VEVENT\r\n"


def line(name: str, value: str) -> str:
    """A property, folded; the value is taken as it is."""
    return make_property(name, value).raw


def text(value: str) -> str:
    """Words fit to be a value: escaped, without control characters."""
    return escape(_CONTROL.sub("", value))


def _mail(address: str) -> str:
    return "mailto:" + _CONTROL.sub("", address).replace("\n", "")


def stamp(at: int) -> str:
    """An instant in epoch seconds, in UTC."""
    return f"{_EPOCH + dt.timedelta(seconds=at):%Y%m%dT%H%M%SZ}"


def _status(flags: int) -> str:
    if flags & Flag.OFF:
        return "CANCELLED"
    return "TENTATIVE" if flags & Flag.PLANNED else "CONFIRMED"
