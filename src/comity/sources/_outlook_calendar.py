"""Outlook's classic table of appointments (CSV), each row to an `Interaction`, as a calendar's meetings are.

The table has 22 columns, or the few that somebody chose. It is in local time and names no zone, so that its times
are kept as they stand and count as UTC; a series is written out, a row each. It names people by the names that
Outlook shows, seldom by their addresses, and tells nobody's answer: whoever is listed counts as present.

Its owner is one name among the others. It is told only where it is safe: the one who holds all appointments
without guests (Outlook puts the owner there) and takes part in most meetings, or the only one in every meeting.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from comity.core.addresses import email_handle
from comity.core.display_names import clean_display_name
from comity.core.keys import interaction_key, short_hash
from comity.core.records import OWNER, Flag, Handle, Interaction, Kind, Mine, Party, Problem, Record
from comity.core.timevalues import LONGEST
from comity.sources._attendance import MOST_PARTIES, Attendance, Invited, attendance, is_called_off
from comity.sources._outlook_words import FREE, TENTATIVE, YES
from comity.sources._plain import SNIPPET_LIMIT, SUBJECT_LIMIT, Faults, one_line, paragraphs, without_tags
from comity.sources._tables import AGAIN, Row
from comity.sources._when import moment

COLUMNS = frozenset({"subject", "startdate"})
PEOPLE = frozenset({"meetingorganizer", "requiredattendees", "optionalattendees"})
"""What the header of such a table has at least, by the English names, and that one of them names people."""
_DATES = ("startdate", "enddate")
_APART = re.compile(r"[;\n]")
_ADDRESSED = re.compile(r"(.*?)\s*[<(\[]\s*(?:mailto:)?([^<>()\[\]\s]+@[^<>()\[\]\s]+)\s*[>)\]]\s*")
_MOST_NAMES = 100_000
"""People of one table among whom the owner is looked for."""
_LONGEST_NAME = 500
_MOST_LISTED = 50 * MOST_PARTIES
"""Characters of a cell of people that are read."""


class Times(NamedTuple):
    """Epoch seconds of an appointment, its end None if not told or not to be believed, and whether it is of whole days."""

    at: int
    ends_at: int | None
    whole: bool


def dates_of(row: Row) -> list[str]:
    """The cells from which the order of dates in figures is told."""
    return [row.get(column) for column in _DATES]


class Calendar:
    """A table's appointments: shown each row first (`look`), then asked for its records."""

    def __init__(self, faults: Faults, order: str) -> None:
        """order: of figures in its dates (`_when.moment`)."""
        self._faults, self._order = faults, order
        self._meetings, self._addressed = 0, False
        self._present: Counter[Handle] = Counter()
        self._alone: Counter[Handle] = Counter()

    def look(self, row: Row) -> None:
        """First pass: who holds what has no guests, and who takes part in how many meetings."""
        host, guests = _people(row)
        people = {person.handle for person in (host, *guests) if person}
        self._addressed |= any(handle.kind == "email" for handle in people)
        if len(people) > 1:
            self._meetings += 1
            known = len(self._present) < _MOST_NAMES
            self._present.update(handle for handle in people if known or handle in self._present)
        elif host is not None and not guests and len(self._alone) < _MOST_NAMES:
            self._alone[host.handle] += 1

    def owner(self) -> Handle | None:
        """Whose calendar it is, if the rows tell it beyond doubt."""
        if len(self._alone) > 1:
            return None
        for handle, times in self._alone.items():
            if times > 1:
                return handle if self._present[handle] * 2 > self._meetings else None
        always = [handle for handle, times in self._present.items() if times == self._meetings]
        if len(always) != 1 or self._meetings < 2 or len(self._present) < 3:
            return None
        return always[0] if not self._alone or always[0] in self._alone else None

    def begin(self, owner: Handle | None) -> Iterator[Record]:
        """What is said of the owner before the appointments."""
        if owner is not None:
            reason = "All appointments without guests are theirs, or they take part in every meeting."
            yield Mine(OWNER if owner.kind == "name" else owner, reason)
        elif self._meetings and not self._addressed:
            reason = (
                "Which of the people in this calendar is you cannot be told for sure, so that none of its meetings "
                "counts as your contact. Export more of the calendar, or save it as iCalendar."
            )
            yield from self._faults.once(0, "owner-not-known", reason)

    def read(self, row: Row, owner: Handle | None) -> Iterator[Record]:
        """The appointment of a row."""
        times = _times(row, self._order)
        if times is None:
            yield _no_start(row)
            return
        host, guests = _people(row)
        if len(guests) > MOST_PARTIES:
            reason = f"Of {len(guests)} people only the first {MOST_PARTIES} were read."
            yield Problem(row.line, "too-many-people", reason)
        people = attendance(host, guests, invitation=False)
        yield _meeting(row, times, host, people._replace(parties=_named(people.parties, owner)))


def _no_start(row: Row) -> Problem:
    shown = one_line(row.get("startdate"), 60)
    if not shown:
        return Problem(row.line, "no-start", "This row does not say when it begins.")
    reason = f"“{shown}” is no date, or day and month cannot be told apart."
    return Problem(row.line, "unreadable-date", reason)


def _named(parties: tuple[Party, ...], owner: Handle | None) -> tuple[Party, ...]:
    """The parties with the owner's name put for the owner; an address stays, it is told to be theirs."""
    return tuple(
        party._replace(handle=OWNER) if party.handle == owner and party.handle.kind == "name" else party
        for party in parties
    )


def _people(row: Row) -> tuple[Invited | None, list[Invited]]:
    """(organiser, those invited); rooms, which have a column of their own, are neither."""
    hosts = _listed(row.get("meetingorganizer"))
    guests = [*_listed(row.get("requiredattendees")), *_listed(row.get("optionalattendees"))]
    return next(iter(hosts), None), guests


def _listed(cell: str) -> list[Invited]:
    """Everybody in a cell of names or addresses with semicolons between them; addresses of Exchange's own left out."""
    parts = _APART.split(cell[:_MOST_LISTED])
    if len(parts) == 1 and cell.count("@") > 1:
        parts = cell[:_MOST_LISTED].split(",")
    return [person for part in parts if (person := _person(part.strip()[:_LONGEST_NAME]))]


def _person(text: str) -> Invited | None:
    if not text or text.lower().startswith("/o="):
        return None
    bracketed = _ADDRESSED.fullmatch(text)
    name, address = bracketed.groups() if bracketed else ("", text.strip("'\""))
    if handle := email_handle(address):
        return Invited(handle, clean_display_name(one_line(name), handle.value), "")
    name = clean_display_name(one_line(text), "")
    return Invited(Handle("name", name.casefold()), name, "") if name else None


def _times(row: Row, order: str) -> Times | None:
    """When it is; None where its day cannot be told. A row without a time, or from midnight to midnight, is of whole days."""
    start = _moment(row, "startdate", "starttime", order)
    if start is None:
        return None
    end = _moment(row, "enddate", "endtime", order)
    said = row.get("alldayevent").casefold()
    timed = row.get("starttime", "startdate" + AGAIN) or f"{start:%H%M}" != "0000"
    midnights = end is not None and end > start and start.time() == end.time() == dt.time()
    if said in YES or not timed or (not said and midnights):
        first = start.replace(hour=0, minute=0, second=0)
        after = first + dt.timedelta(days=1)
        last = after if end is None or not dt.timedelta(days=1) <= end - first <= LONGEST else end
        return Times(int(first.timestamp()), int(last.timestamp()), whole=True)
    if end is not None and not dt.timedelta() <= end - start <= LONGEST:
        end = None
    return Times(int(start.timestamp()), None if end is None else int(end.timestamp()), whole=False)


def _moment(row: Row, date: str, time: str, order: str) -> dt.datetime | None:
    """The moment of two columns; of midnight that of the day, where the time is none that can be read."""
    day, clock = row.get(date), _clock(row.get(time, date + AGAIN))
    return (moment(f"{day} {clock}", order) if clock else None) or moment(day, order)


def _clock(text: str) -> str:
    """A time of day as `moment` reads it: “9.30.00” with colons, “9:30 a. m.” as “9:30 am”."""
    plain = re.sub(r"(?<=[ap])[.\s]+m\.?$", "m", text[:40].strip().casefold())
    return re.sub(r"(?<=\d)[.h](?=\d\d)", ":", plain)


def _meeting(row: Row, times: Times, host: Invited | None, people: Attendance) -> Interaction:
    subject, location = one_line(row.get("subject"), SUBJECT_LIMIT), one_line(row.get("location"), 500)
    told = without_tags(row.get("description"))
    text, cut = paragraphs(f"{location}\n\n{told}" if location else told)
    flags = people.flags | _status(row, subject, times.whole)
    parties = "\n".join(f"{party.part} {party.handle.value} {party.name}" for party in people.parties)
    identity = f"outlook\0{host.handle.value if host else ''}\0{subject}"
    return Interaction(
        kind=Kind.MEETING,
        key=interaction_key(times.at, identity),
        at=times.at,
        offset=None,
        ends_at=times.ends_at,
        zone="",
        subject=subject,
        snippet=one_line(told, SNIPPET_LIMIT) or one_line(location, SNIPPET_LIMIT),
        text=text,
        parties=people.parties,
        flags=flags | (Flag.TRUNCATED if cut else Flag.NONE),
        ref=0,
        parent=0,
        digest=short_hash("\0".join((subject, str(int(flags)), parties, text, str(times)))),
        position=row.line,
    )


def _status(row: Row, subject: str, whole: bool) -> Flag:
    """Called off by its subject; not certain, or a whole day on which its owner stays free, by how its time is shown."""
    if is_called_off(subject):
        return Flag.OFF
    shown = row.get("showtimeas").casefold()
    return Flag.PLANNED if shown in TENTATIVE or (whole and shown in FREE) else Flag.NONE
