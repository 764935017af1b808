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
    yield _line("UID", meeting.id)
    yield _line("DTSTAMP", _stamp(meeting.at))
    yield _line("DTSTART", _stamp(meeting.at))
    if meeting.ends_at is not None and meeting.at < meeting.ends_at <= _LAST:
        yield _line("DTEND", _stamp(meeting.ends_at))
    if meeting.subject:
        yield _line("SUMMARY", _text(meeting.subject))
    if meeting.text:
        yield _line("DESCRIPTION", _text(meeting.text))
    yield _line("STATUS", _status(meeting.flags))
    if meeting.organizer:
        yield _line("ORGANIZER", _mail(meeting.organizer))
    yield from (_line("ATTENDEE", _mail(address)) for address in meeting.attendees)
    yield "END:VEVENT\r\n"


def _line(name: str, value: str) -> str:
    return make_property(name, value).raw


def _text(value: str) -> str:
    return escape(_CONTROL.sub("", value))


def _mail(address: str) -> str:
    return "mailto:" + _CONTROL.sub("", address).replace("\n", "")


def _stamp(at: int) -> str:
    return f"{_EPOCH + dt.timedelta(seconds=at):%Y%m%dT%H%M%SZ}"


def _status(flags: int) -> str:
    if flags & Flag.OFF:
        return "CANCELLED"
    return "TENTATIVE" if flags & Flag.PLANNED else "CONFIRMED"
