"""One VEVENT's text to plain values, and a series of them to its occurrences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from comity.core.contentline import Property, param, text_of
from comity.core.icalendar import Block, properties
from comity.core.recurrence import Refused, Rule, checked_rule
from comity.core.timevalues import LONGEST, Stamp, duration, stamp
from comity.sources._attendance import Invited, invited
from comity.sources._plain import SUBJECT_LIMIT, one_line
from comity.sources._zones import Zone, Zones

if TYPE_CHECKING:
    from icalendar import Component

MOST_DATES = 2000
"""Single dates (RDATE, EXDATE) of one event that are used."""
_TIMES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"})
Time = dt.date | dt.datetime
"""A day for events that last whole days, else an instant with its zone."""


class Event(NamedTuple):
    """A VEVENT that was read.

    start, end: end None if not told or not to be believed; zone: IANA name, "" if none; floating: it has
    no zone of its own; rule: RRULE value fit for expansion, "" if none; instead_of: its RECURRENCE-ID;
    onward: it also moves those after it; marker: a whole day on which its owner stays free; notes: (code,
    reason) of what could not be used.
    """

    line: int
    uid: str
    start: Time
    end: Time | None
    zone: str
    floating: bool
    rule: str
    more: tuple[Time, ...]
    without: tuple[Time, ...]
    instead_of: Time | None
    onward: bool
    sequence: int
    summary: str
    description: str
    location: str
    status: str
    marker: bool
    organizer: Invited | None
    attendees: tuple[Invited, ...]
    notes: tuple[tuple[str, str], ...]


class Occurrence(NamedTuple):
    """One meeting of a series: the event that describes it, its times, and which of the series it is."""

    event: Event
    start: Time
    end: Time | None
    which: Time


class _Clock:
    """Times of one event: by their TZID, the calendar's default, or as UTC; notes what it does not know."""

    def __init__(self, zones: Zones, default: Zone | None) -> None:
        self._zones, self._default = zones, default
        self.notes: list[tuple[str, str]] = []

    def zone(self, item: Property) -> Zone | None:
        tzid = param(item, "TZID")
        found = self._zones.find(tzid) if tzid else None
        if tzid and found is None:
            self.notes.append(("unknown-zone", f"The time zone “{one_line(tzid, 60)}” is not known."))
        return found

    def time(self, found: Stamp, zone: Zone | None) -> Time:
        if found.time is None:
            return found.date
        if found.utc:
            return dt.datetime.combine(found.date, found.time, dt.UTC)
        zone = zone or self._default
        return dt.datetime.combine(found.date, found.time, zone.tz if zone else dt.UTC)

    def times(self, items: list[Property]) -> tuple[Time, ...]:
        """The dates of RDATE or EXDATE properties; of a period its start."""
        times: list[Time] = []
        for item in items:
            zone = self.zone(item)
            for text in item.value.split(",", MOST_DATES)[:MOST_DATES]:
                found = stamp(text.partition("/")[0])
                if found is not None and len(times) < MOST_DATES:
                    times.append(self.time(found, zone))
        return tuple(times)


def read_event(block: Block, zones: Zones, default: Zone | None) -> Event | str:
    """The event of a VEVENT, or why there is none. `default` is the zone of times that name none."""
    named: dict[str, list[Property]] = {}
    for item in properties(block):
        named.setdefault(item.name, []).append(_whole(item) if item.name in _TIMES else item)
    clock = _Clock(zones, default)
    first = named.get("DTSTART")
    found = stamp(first[0].value) if first else None
    if first is None or found is None:
        return "It has no start that can be read." if first else "It has no start."
    zone = clock.zone(first[0])
    start = clock.time(found, zone)
    known = None if found.utc or found.time is None else zone or default
    instead = named.get("RECURRENCE-ID")
    original = stamp(instead[0].value) if instead else None
    return Event(
        line=block.line,
        uid=_text(named, "UID", 2000),
        start=start,
        end=_end(named, start, clock),
        zone=known.name if known else "",
        floating=not found.utc and known is None,
        rule=_rule(named, start, clock),
        more=clock.times(named.get("RDATE", [])),
        without=clock.times(named.get("EXDATE", [])),
        instead_of=clock.time(original, clock.zone(instead[0])) if instead and original else None,
        onward=bool(instead) and param(named["RECURRENCE-ID"][0], "RANGE").upper() == "THISANDFUTURE",
        sequence=_sequence(_text(named, "SEQUENCE", 10)),
        summary=_text(named, "SUMMARY", SUBJECT_LIMIT),
        description=text_of(named["DESCRIPTION"][0]) if "DESCRIPTION" in named else "",
        location=_text(named, "LOCATION", 500),
        status=_text(named, "STATUS", 20).upper(),
        marker=found.time is None and _text(named, "TRANSP", 20).upper() == "TRANSPARENT",
        organizer=next((person for item in named.get("ORGANIZER", []) if (person := invited(item))), None),
        attendees=tuple(person for item in named.get("ATTENDEE", []) if (person := invited(item))),
        notes=tuple(clock.notes),
    )


def _whole(item: Property) -> Property:
    """A time whose zone holds a colon without the quotes that it needs (Outlook's `tzone://Microsoft/Utc`)."""
    zone, (head, colon, tail) = param(item, "TZID"), item.value.rpartition(":")
    if not (zone and colon) or stamp(item.value.partition(",")[0]):
        return item
    others = tuple((name, value) for name, value in item.params if name != "TZID")
    return item._replace(params=(*others, ("TZID", f"{zone}:{head}")), value=tail)


def _text(named: dict[str, list[Property]], name: str, limit: int) -> str:
    return one_line(text_of(named[name][0]), limit) if name in named else ""


def _sequence(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _end(named: dict[str, list[Property]], start: Time, clock: _Clock) -> Time | None:
    """The end, if it is told, of the start's own type, not before it and at most `LONGEST` after it."""
    end: Time | None = None
    if "DTEND" in named:
        found = stamp(named["DTEND"][0].value)
        end = clock.time(found, clock.zone(named["DTEND"][0])) if found else None
    elif "DURATION" in named:
        length = duration(named["DURATION"][0].value)
        end = None if length is None else start + length
    elif not isinstance(start, dt.datetime):
        end = start + dt.timedelta(days=1)
    if end is None or isinstance(end, dt.datetime) != isinstance(start, dt.datetime):
        return None
    return end if dt.timedelta() <= _between(start, end) <= LONGEST else None


def _between(start: Time, end: Time) -> dt.timedelta:
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        return end.astimezone(dt.UTC) - start.astimezone(dt.UTC)
    return dt.timedelta(days=end.toordinal() - start.toordinal())


def _rule(named: dict[str, list[Property]], start: Time, clock: _Clock) -> str:
    """The RRULE as it may be expanded, its end in the start's own terms; notes why it may not."""
    rules = named.get("RRULE", [])
    if not rules:
        return ""
    day = start.date() if isinstance(start, dt.datetime) else start
    rule = checked_rule(rules[0].value, day)
    if len(rules) > 1 or isinstance(rule, Refused):
        reason = rule.reason if isinstance(rule, Refused) else "there are several rules"
        clock.notes.append(("rule-refused", f"Its repetition was not read: {reason}."))
        return ""
    return rule.text(_until(rule, start))


def _until(rule: Rule, start: Time) -> str | None:
    if rule.until is None:
        return None
    if not isinstance(start, dt.datetime):
        return f"{rule.until.date:%Y%m%d}"
    zone = dt.UTC if rule.until.utc else start.tzinfo
    last = dt.datetime.combine(rule.until.date, rule.until.time or dt.time(23, 59, 59), zone)
    return f"{last.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def is_single(event: Event) -> bool:
    """Whether it stands for itself: it neither repeats nor replaces one of a series."""
    return not (event.rule or event.more or event.instead_of)


def occurrences(events: list[Event], first: dt.datetime, last: dt.datetime) -> Iterator[Occurrence]:
    """The meetings of the events with one UID that begin between two instants, exceptions applied.

    Raises:
        ValueError, TypeError, LookupError, AttributeError, ArithmeticError: the events do not fit together.
    """
    import recurring_ical_events
    from icalendar import Calendar

    calendar = Calendar()
    for number, event in enumerate(events):
        calendar.add_component(_component(event, number))
    for found in recurring_ical_events.of(calendar).between(first, last):
        event = events[int(found["X-NUMBER"])]
        start, end = found["DTSTART"].dt, found["DTEND"].dt
        which = event.instead_of if event.instead_of is not None and start == event.start else start
        yield Occurrence(event, start, None if event.end is None else end, which)


def _component(event: Event, number: int) -> Component:
    """The event's times alone as the library takes them."""
    from icalendar import Event as Entry
    from icalendar import vRecur

    component = Entry()
    component.add("UID", "one")
    component.add("X-NUMBER", str(number))
    component.add("SEQUENCE", event.sequence)
    component.add("DTSTART", event.start)
    component.add("DTEND", event.start if event.end is None else event.end)
    if event.rule:
        component.add("RRULE", vRecur.from_ical(event.rule))
    for time in event.more:
        component.add("RDATE", [time])
    for time in event.without:
        component.add("EXDATE", [time])
    if event.instead_of is not None:
        component.add("RECURRENCE-ID", event.instead_of, {"RANGE": "THISANDFUTURE"} if event.onward else {})
    return component
