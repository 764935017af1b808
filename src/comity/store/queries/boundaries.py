"""Boundaries that stand, people as boundaries see them, and mails that crossed hours, each in one query."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from comity.core.boundaries import Boundary, Kind, Subject
from comity.core.hours import Hours, zone_of
from comity.core.playbooks import Nature
from comity.core.records import Kind as Of
from comity.store.models import Boundary as Row
from comity.store.sql import ints, rows, uuid_hex

MOST = 2_000
"""Boundaries of a book that count at the most: the latest."""


class Span(NamedTuple):
    """Instants from `begin` until before `end` (epoch seconds) in which a zone is so many minutes east of UTC."""

    begin: int
    end: int
    east: int


class Stored(NamedTuple):
    """A boundary as it lies in its table; uuid in 32 hexadecimal digits, head: the person shown."""

    uuid: str
    side: str
    kind: str
    head: int | None
    role: str
    organisation: int | None
    words: str
    from_minute: int | None
    to_minute: int | None
    weekdays: int
    zone: str
    answer_hours: int | None
    text: str
    told: bool | int
    since: int
    until: int | None
    id: int


class Crossed(NamedTuple):
    """The boundary (its row), the place of the span, how many mails lie outside its hours, and of how many."""

    boundary: int
    span: int
    outside: int
    of: int


def standing(book: int, day: int, zone: str) -> tuple[Boundary, ...]:
    """All boundaries in force on a day, the latest first; zone: the book's, for hours that name none."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT {uuid_hex('b.uuid')}, b.side, b.kind, COALESCE(p.merged_into_id, b.person_id), b.role, b.organisation_id, "
            "b.words, b.from_minute, b.to_minute, b.weekdays, b.zone, b.answer_hours, b.text, b.told, b.since, b.until, b.id "
            "FROM store_boundary b LEFT JOIN store_person p ON p.id = b.person_id WHERE b.book_id = %s AND b.since <= %s "
            f"AND (b.until IS NULL OR b.until >= %s) ORDER BY b.since DESC, b.id DESC LIMIT {MOST}",
            [book, day, day],
        )
    return tuple(_boundary(Stored(*row), zone) for row in found)


def of_row(row: Row, zone: str) -> Boundary:
    """A row as a decision sees it; its person is the one shown. The row's person must have been read with it."""
    head = None if row.person is None else row.person.merged_into_id or row.person_id
    stored = Stored(
        uuid=row.uuid.hex,
        side=row.side,
        kind=row.kind,
        head=head,
        role=row.role,
        organisation=row.organisation_id,
        words=row.words,
        from_minute=row.from_minute,
        to_minute=row.to_minute,
        weekdays=row.weekdays,
        zone=row.zone,
        answer_hours=row.answer_hours,
        text=row.text,
        told=row.told,
        since=row.since,
        until=row.until,
        id=row.pk,
    )
    return _boundary(stored, zone)


def _boundary(row: Stored, zone: str) -> Boundary:
    timed = row.kind == Kind.HOURS and row.from_minute is not None and row.to_minute is not None
    named = row.zone if row.zone and zone_of(row.zone) else zone
    return Boundary(
        id=str(UUID(row.uuid)),
        side=row.side,
        kind=Kind(row.kind),
        person=row.head,
        role=row.role,
        organisation=row.organisation,
        words=tuple(row.words.split("\n")) if row.words else (),
        hours=Hours(row.from_minute or 0, row.to_minute or 0, row.weekdays, named) if timed else None,
        answer_hours=row.answer_hours,
        text=row.text,
        told=bool(row.told),
        since=row.since,
        until=row.until,
        row=row.id,
    )


def subjects(book: int, heads: Iterable[int], day: int) -> dict[int, Subject]:
    """Each of these people with the roles and places of work of a day, those merged into them included."""
    wanted = sorted(set(heads))
    if not wanted:
        return {}
    here = (
        "FROM store_person p JOIN store_relationship l ON l.person_id = p.id {join} "
        f"WHERE p.book_id = %s AND (p.id IN {ints(wanted)} OR p.merged_into_id IN {ints(wanted)})"
    )
    held = "AND ({t}.since IS NULL OR {t}.since <= %s) AND ({t}.until IS NULL OR {t}.until > %s)"
    role, position = (
        "JOIN store_role r ON r.relationship_id = l.id",
        "JOIN store_position o ON o.person_id = p.id",
    )
    head = "COALESCE(p.merged_into_id, p.id)"
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT {head}, 'nature', l.nature {here.format(join='')} AND p.merged_into_id IS NULL UNION ALL "
            f"SELECT {head}, 'role', r.key {here.format(join=role)} {held.format(t='r')} UNION ALL "
            f"SELECT {head}, 'at', CAST(o.organisation_id AS VARCHAR(20)) {here.format(join=position)} "
            f"AND o.organisation_id IS NOT NULL {held.format(t='o')}",
            [book, *(book, day, day) * 2],
        )
    said: dict[int, list[tuple[str, str]]] = {one: [] for one in wanted}
    for one, what, value in found:
        said[one].append((what, value))
    return {one: _subject(one, said[one]) for one in wanted}


def _subject(head: int, said: Sequence[tuple[str, str]]) -> Subject:
    return Subject(
        head,
        frozenset(value for what, value in said if what == "role"),
        frozenset(int(value) for what, value in said if what == "at"),
        next((value for what, value in said if what == "nature"), Nature.PROFESSIONAL),
    )


def waiting_since(persons: Sequence[int]) -> int | None:
    """When the last mail or message that one of these rows of a person got from me was sent, if no answer came since."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT p.contact, MAX(p.at) FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
            f"WHERE d.person_id IN {ints(persons)} AND p.contact > 0 AND p.at <= %s GROUP BY p.contact",
            [int(time.time())],
        )
    latest = dict(found)
    sent = latest.get(2)
    answered = max((at for contact, at in latest.items() if contact != 2), default=None)
    return None if sent is None or (answered is not None and answered >= sent) else sent


def spans(begin: dt.datetime, end: dt.datetime, zone: str) -> list[Span]:
    """Months of a zone between two instants, parted again where its clock is changed."""
    known = zone_of(zone) or dt.UTC
    edges = {int(begin.timestamp()), int(end.timestamp())}
    first = begin.astimezone(known).date().replace(day=1)
    while dt.datetime.combine(first, dt.time(), known) < end:
        edges.add(int(dt.datetime.combine(first, dt.time(), known).timestamp()))
        first = (first + dt.timedelta(days=32)).replace(day=1)
    inside = sorted(edge for edge in edges if begin.timestamp() <= edge <= end.timestamp())
    found: list[Span] = []
    for left, right in pairwise(inside):
        found += _of_one_offset(left, right, known)
    return found


def _of_one_offset(begin: int, end: int, zone: dt.tzinfo) -> list[Span]:
    """A stretch parted, to the day, where the offset of a zone changes."""
    found, start, east = [], begin, _east(begin, zone)
    for at in range(begin + 3_600, end, 3_600):
        now = _east(at, zone)
        if now != east:
            found.append(Span(start, at, east))
            start, east = at, now
    return [*found, Span(start, end, east)]


def _east(at: int, zone: dt.tzinfo) -> int:
    offset = dt.datetime.fromtimestamp(at, zone).utcoffset() or dt.timedelta()
    return int(offset.total_seconds()) // 60


def crossed_by_mail(
    book: int,
    boundaries: Sequence[tuple[Boundary, Sequence[int] | None]],
    parts: Sequence[Span],
    *,
    received: bool,
) -> list[Crossed]:
    """How many mails lie outside the hours of each boundary, span by span: those received, or those sent.

    boundaries: each with the heads to whose mail it applies, None for everybody's; the hours of all are those of
    the zone that the spans were made for. One query; nothing is stored.
    """
    timed = [(one, who) for one, who in boundaries if one.hours is not None]
    if not timed or not parts:
        return []
    asked, arguments = [], []
    for one, who in timed:
        for place, part in enumerate(parts):
            asked.append(_counted(one, who, place, part, received=received))
            arguments += [book, int(Of.MAIL), part.begin, part.end]
    with connection.cursor() as cursor:
        return [Crossed(*row) for row in rows(cursor, " UNION ALL ".join(asked), arguments)]


def _counted(one: Boundary, who: Sequence[int] | None, place: int, part: Span, *, received: bool) -> str:
    contact = 1 if received else 2
    mails = (
        "store_interaction i JOIN store_participant p ON p.interaction_id = i.id "
        "WHERE i.book_id = %s AND i.kind = %s AND i.at >= %s AND i.at < %s"
    )
    if who is not None:  # `+`: from their addresses, of which there are few, rather than through all mail
        mails = (
            "store_participant p JOIN store_interaction i ON i.id = p.interaction_id "
            "WHERE +i.book_id = %s AND +i.kind = %s AND p.at >= %s AND p.at < %s AND p.identifier_id IN (SELECT d.id "
            f"FROM store_person q JOIN store_identifier d ON d.person_id = q.id WHERE q.id IN {ints(who)} "
            f"OR q.merged_into_id IN {ints(who)})"
        )
    return (
        f"SELECT {int(one.row)}, {int(place)}, COALESCE(SUM(CASE WHEN {_inside(one.hours, part.east)} THEN 0 ELSE 1 "
        f"END), 0), COUNT(*) FROM (SELECT DISTINCT i.id, i.at FROM {mails} AND p.contact = {contact}) m"
    )


def _inside(hours: Hours | None, east: int) -> str:
    """Whether `m.at` lies within hours, where the clock is `east` minutes ahead of UTC (`core.hours.within` in SQL)."""
    assert hours is not None
    local = f"(m.at + {int(east) * 60})"
    minute = f"({local} %% 86400 / 60)"
    today, before = _weekday(hours, local), _weekday(hours, f"({local} - 86400)")
    begin, end = int(hours.begin), int(hours.end)
    if begin == end:
        return today
    if begin < end:
        return f"({today} AND {minute} >= {begin} AND {minute} < {end})"
    return f"(({today} AND {minute} >= {begin}) OR ({before} AND {minute} < {end}))"


def _weekday(hours: Hours, local: str) -> str:
    """Whether a local time falls on one of the weekdays: 1 January 1970 was a Thursday."""
    fine = [day for day in range(7) if (hours.weekdays or 127) >> day & 1]
    return f"(({local} / 86400 + 3) %% 7 IN {ints(fine)})"


def to_whom(book: int, one: Boundary, day: int) -> list[int] | None:
    """The heads to whom a boundary applies on a day; None for everybody."""
    if one.person is not None:
        return [one.person]
    if not one.role and one.organisation is None:
        return None
    held = "({t}.since IS NULL OR {t}.since <= %s) AND ({t}.until IS NULL OR {t}.until > %s)"
    role = (
        "AND EXISTS (SELECT 1 FROM store_relationship l JOIN store_role r ON r.relationship_id = l.id "
        f"WHERE l.person_id = p.id AND r.key = %s AND {held.format(t='r')}) "
    )
    place = (
        "AND EXISTS (SELECT 1 FROM store_position o WHERE o.person_id = p.id AND o.organisation_id = %s "
        f"AND {held.format(t='o')}) "
    )
    statement, arguments = (
        "SELECT COALESCE(p.merged_into_id, p.id) FROM store_person p WHERE p.book_id = %s ",
        [book],
    )
    for part, value in ((role, one.role), (place, one.organisation)):
        if value:
            statement += part
            arguments += [value, day, day]  # type: ignore[list-item]
    with connection.cursor() as cursor:
        return sorted({head for (head,) in rows(cursor, statement, arguments)})
