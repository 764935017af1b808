"""Calendars of a few lines, read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from comity.core.records import Handle, Interaction, Problem, Record
from comity.sources.icalendar import source
from tests.sources.places import place_of

ME = "ORGANIZER;CN=Ada Ek:mailto:ada@example.org"
BO = "ATTENDEE;CN=Bo Falk;PARTSTAT=ACCEPTED:mailto:bo@example.org"
ADA, BOF = Handle("email", "ada@example.org"), Handle("email", "bo@example.org")


def event(*lines: str, uid: str = "one", start: str = "DTSTART:20240702T090000Z") -> list[str]:
    return ["BEGIN:VEVENT", f"UID:{uid}", start, *lines, "END:VEVENT"]


def read(folder: Path, *lines: str, raw: bytes | None = None) -> list[Record]:
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", ""])
    return list(source.read(place_of(folder, raw or text)))


def meetings(records: list[Record]) -> list[Interaction]:
    return sorted((record for record in records if isinstance(record, Interaction)), key=lambda item: item.at)


def codes(records: list[Record]) -> list[str]:
    return [record.code for record in records if isinstance(record, Problem)]


def starts(records: list[Record]) -> list[str]:
    return [f"{dt.datetime.fromtimestamp(item.at, dt.UTC):%Y-%m-%d %H:%M}" for item in meetings(records)]
