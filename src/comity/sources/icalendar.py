"""Calendars (RFC 5545): each meeting, and each occurrence of a series, to an `Interaction`.

A meeting is contact only if it took place with others (`_attendance`): one that was cancelled is OFF, one
that is tentative or that nobody accepted is PLANNED, and so is a whole day marked as free, such as somebody's
holiday on a shared calendar. An appointment without guests has at most its organiser as a party. Meetings
ahead are read too, series up to `AHEAD_DAYS` from now.

Times: a whole day begins at 00:00 UTC; a time without zone counts in the calendar's own zone
(X-WR-TIMEZONE), else in UTC. Two passes over the file, so that zones may follow the events that need them and
only what belongs to a series is held in memory.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import BinaryIO

from comity.core.addresses import email_handle
from comity.core.contentline import physical_lines, text_of
from comity.core.icalendar import Block, blocks, properties
from comity.core.keys import interaction_key, short_hash
from comity.core.records import Flag, Interaction, Kind, Mine, Problem, Record
from comity.core.timevalues import FIRST_YEAR, LAST_YEAR
from comity.sources import Place
from comity.sources._attendance import MOST_PARTIES, Attendance, attendance, is_called_off
from comity.sources._events import Event, Occurrence, Time, is_single, occurrences, read_event
from comity.sources._lines import byte_lines, decoded, head_text, opened
from comity.sources._plain import SNIPPET_LIMIT, Faults, one_line, paragraphs, without_tags
from comity.sources._zones import Zone, Zones

SINCE_YEAR = 1990
"""Rules are followed from here on; meetings that are written out are read from `FIRST_YEAR`."""
AHEAD_DAYS = 400
MOST_HELD = 50_000
"""Events of series in one file that are put together; more stand each for itself."""
MOST_OCCURRENCES = 100_000
"""Meetings of one file that series may make; the series after that give their first one only."""
_LINE_LIMIT = 1024 * 1024
_ANSWERS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})
_REASONS = {
    "unterminated": "It has no END and was not read.",
    "too-deep": "It holds too many levels of components and was not read.",
    "too-long": "It is too large and was not read.",
}


class CalendarSource:
    """Reader of iCalendar files."""

    key = "icalendar"
    title = "Calendar (iCalendar)"
    version = 3

    def recognise(self, place: Place) -> int:
        """Sure if the first line that is not empty begins a calendar."""
        first = head_text(place.head).lstrip()[:40].upper().replace(" ", "")
        return 95 if first.startswith(("BEGIN:VCALENDAR", "BEGIN:VEVENT")) else 0

    def read(self, place: Place) -> Iterator[Record]:
        """Yield an `Interaction` for each meeting; positions are line numbers from 1."""
        with opened(place.path) as stream:
            yield from _Reading(stream).records()


source = CalendarSource()


class _Calendar:
    """What one VCALENDAR says of all its events, and how often the address it is named after takes part."""

    def __init__(self, block: Block | None, zones: Zones) -> None:
        named = {item.name: text_of(item).strip() for item in properties(block)} if block else {}
        self.method = named.get("METHOD", "").upper()
        self.default: Zone | None = zones.find(named["X-WR-TIMEZONE"]) if named.get("X-WR-TIMEZONE") else None
        self.name = email_handle(named.get("X-WR-CALNAME", ""))
        self.meetings = self.present = 0

    def count(self, event: Event) -> None:
        people = {person.handle for person in (event.organizer, *event.attendees) if person}
        if len(people) > 1:
            self.meetings += 1
            self.present += self.name in people

    def mine(self) -> Iterator[Mine]:
        """The address the calendar is named after, if it takes part in all its meetings (at least two)."""
        if self.name and self.present == self.meetings > 1:
            yield Mine(
                self.name, "The calendar bears this address as its name, and it takes part in all meetings."
            )


class _Reading:
    """The state of reading one file."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.start = stream, stream.tell()
        self.faults, self.zones = Faults(), Zones()
        self.repeated: set[int] = set()
        self.held: dict[str, list[tuple[Event, str]]] = {}
        self.held_count = self.made = 0

    def _blocks(self) -> Iterator[Block]:
        self.stream.seek(self.start)
        lines = (raw.decode("latin-1") for raw in byte_lines(self.stream, _LINE_LIMIT))
        for block in blocks(lines):
            yield block._replace(lines=tuple(physical_lines(decoded(block.lines))))

    def records(self) -> Iterator[Record]:
        self._survey()
        calendar = _Calendar(None, self.zones)
        for block in self._blocks():
            if block.kind == "VCALENDAR":
                yield from calendar.mine()
                calendar = _Calendar(block, self.zones)
            elif block.kind == "VEVENT" and not block.fault:
                yield from self._event(block, calendar)
            else:
                yield from self._unread(block)
        yield from calendar.mine()
        for series in self.held.values():
            yield from self._series(series)
        yield from self.faults.rest()

    def _survey(self) -> None:
        """First pass: the zones, and which UIDs occur more than once."""
        seen: set[int] = set()
        for block in self._blocks():
            if block.kind == "VTIMEZONE":
                self.zones.define(block)
            elif block.kind == "VEVENT":
                uid = short_hash(next((line for line in block.lines if line[:3].upper() == "UID"), ""))
                (self.repeated if uid in seen else seen).add(uid)

    def _unread(self, block: Block) -> Iterator[Problem]:
        if block.fault:
            yield from self.faults.tell(block.line, block.fault, _REASONS[block.fault])
        elif block.kind != "VTIMEZONE":
            reason = f"Components of the kind {block.kind} are not read."
            yield from self.faults.once(block.line, "not-an-event", reason)

    def _event(self, block: Block, calendar: _Calendar) -> Iterator[Record]:
        if calendar.method in _ANSWERS:
            reason = "This is an answer to an invitation, not a meeting."
            yield from self.faults.tell(block.line, "not-a-meeting", reason)
            return
        event = read_event(block, self.zones, calendar.default)
        if isinstance(event, str):
            yield from self.faults.tell(block.line, "no-start", event)
            return
        for code, reason in event.notes:
            yield from self.faults.tell(event.line, code, reason)
        calendar.count(event)
        uid = short_hash(next((line for line in block.lines if line[:3].upper() == "UID"), ""))
        if is_single(event) and uid not in self.repeated:
            yield from self._alone(event, calendar.method)
        elif self.held_count < MOST_HELD:
            self.held_count += 1
            self.held.setdefault(_uid(event), []).append((event, calendar.method))
        else:
            reason = (
                f"There are more than {MOST_HELD} series; of further ones only the first meeting was read."
            )
            yield from self.faults.once(event.line, "too-many-series", reason)
            yield from self._alone(event, calendar.method)

    def _alone(self, event: Event, method: str) -> Iterator[Record]:
        which = event.start if event.instead_of is None else event.instead_of
        yield from self._told(event)
        yield _meeting(_template(event, method), Occurrence(event, event.start, event.end, which))

    def _told(self, event: Event) -> Iterator[Problem]:
        if len(event.attendees) > MOST_PARTIES:
            reason = f"Of {len(event.attendees)} people only the first {MOST_PARTIES} were read."
            yield from self.faults.tell(event.line, "too-many-people", reason)

    def _series(self, series: list[tuple[Event, str]]) -> Iterator[Record]:
        """The meetings of the events with one UID; if they do not fit together, each event by itself."""
        events = [event for event, _ in series]
        found: list[Occurrence] | None = None
        if self.made < MOST_OCCURRENCES:
            try:
                found = list(occurrences(events, *_window(events)))
            except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
                reason = "The parts of this series contradict one another; each was read by itself."
                yield from self.faults.tell(events[0].line, "contradicting-series", reason)
        else:
            reason = (
                f"There are more than {MOST_OCCURRENCES} meetings; of further series only the first was read."
            )
            yield from self.faults.once(events[0].line, "too-many-meetings", reason)
        if found is None:
            for event, method in series:
                yield from self._alone(event, method)
            return
        templates = {id(event): _template(event, method) for event, method in series}
        for event in events:
            yield from self._told(event)
        self.made += len(found)
        keys: set[bytes] = set()
        for occurrence in found:
            meeting = _meeting(templates[id(occurrence.event)], occurrence)
            if meeting.key not in keys:
                keys.add(meeting.key)
                yield meeting


def _window(events: list[Event]) -> tuple[dt.datetime, dt.datetime]:
    """From when to when a series is read; all of it, where every meeting is written out."""
    if any(event.rule for event in events):
        last = dt.datetime.now(dt.UTC) + dt.timedelta(days=AHEAD_DAYS)
        return dt.datetime(SINCE_YEAR, 1, 1, tzinfo=dt.UTC), last
    return dt.datetime(FIRST_YEAR, 1, 1, tzinfo=dt.UTC), dt.datetime(LAST_YEAR + 1, 1, 1, tzinfo=dt.UTC)


def _uid(event: Event) -> str:
    """The UID, or for an event without one what tells it from others."""
    host = event.organizer.handle.value if event.organizer else ""
    return event.uid or f"none\0{event.summary}\0{_which(event.start)}\0{host}"


def _attendance(event: Event, method: str) -> Attendance:
    """The parties, with what the event's own status adds."""
    found = attendance(event.organizer, event.attendees, invitation=method == "REQUEST")
    flags = found.flags
    if event.status == "CANCELLED" or method == "CANCEL" or is_called_off(event.summary):
        flags |= Flag.OFF
    elif event.status == "TENTATIVE" or event.marker:
        flags |= Flag.PLANNED
    return found._replace(flags=flags)


def _instant(time: Time) -> int:
    """Epoch seconds; a day begins at 00:00 UTC."""
    if isinstance(time, dt.datetime):
        return int(time.timestamp())
    return int(dt.datetime.combine(time, dt.time(), dt.UTC).timestamp())


def _which(time: Time) -> str:
    """A RECURRENCE-ID in a form that does not depend on the zone it is written in."""
    if isinstance(time, dt.datetime):
        return f"{time.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    return f"{time:%Y%m%d}"


def _template(event: Event, method: str) -> Interaction:
    """What all meetings of an event share: all but key and times; the digest is that of what is shared."""
    people = _attendance(event, method)
    told = without_tags(event.description)
    text, cut = paragraphs(f"{event.location}\n\n{told}" if event.location else told)
    parties = "\n".join(f"{party.part} {party.handle.value} {party.name}" for party in people.parties)
    return Interaction(
        kind=Kind.MEETING,
        key=b"",
        at=0,
        offset=None,
        ends_at=None,
        zone="",
        subject=event.summary,
        snippet=one_line(told, SNIPPET_LIMIT) or one_line(event.location, SNIPPET_LIMIT),
        text=text,
        parties=people.parties,
        flags=people.flags | (Flag.TRUNCATED if cut else Flag.NONE),
        ref=short_hash(event.uid),
        parent=0,
        digest=short_hash("\0".join((event.summary, str(int(people.flags)), parties, text))),
        position=event.line,
    )


def _meeting(template: Interaction, occurrence: Occurrence) -> Interaction:
    """The meeting at one time."""
    event, at = occurrence.event, _instant(occurrence.start)
    timed = isinstance(occurrence.start, dt.datetime)
    ends_at = None if occurrence.end is None else _instant(occurrence.end)
    return template._replace(
        key=interaction_key(at, f"ics\0{_uid(event)}\0{_which(occurrence.which)}"),
        at=at,
        offset=_offset(occurrence.start) if timed and not event.floating else None,
        ends_at=ends_at,
        zone=event.zone if timed else "",
        digest=short_hash(f"{template.digest} {at} {ends_at}"),
    )


def _offset(start: Time) -> int | None:
    """Minutes east of UTC."""
    ahead = start.utcoffset() if isinstance(start, dt.datetime) else None
    return None if ahead is None else int(ahead.total_seconds()) // 60
