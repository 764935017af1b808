"""Reads for Today: few, wide queries, each over indexed or small tables."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from comity.core.days import date_from_day, day_from_date
from comity.core.records import Flag, Kind
from comity.store import noticed, proposals, said
from comity.store.sql import ints, rows, uuid_hex

_YEARS = 100
"""For how long a position may be held whose anniversaries are shown."""
_QUESTIONS = f"('{proposals.OWN_ADDRESS}', '{proposals.SOURCE_OWNER}')"
_QUIET_STANDINGS = "('stepped_back', 'ended', 'targeted', 'dormant')"


def open_ties(
    book: int, day: int, met_since: int, fresh: int, limits: Mapping[str, float]
) -> list[tuple[Any, ...]]:
    """Ties in which something may be due: silent for longer than a rhythm bears, new, or drifting for at most `fresh` days.

    Silence is counted here up to `day`, so what files do not cover still has to be taken off. limits: days of
    silence that each role bears.
    Rows: (person, role key or None, uuid, name, own rhythm or None, active days, first day, last day, usual gap,
    channels); one a role. Who died, is me, or is kept at a distance is left out.
    """
    bears = " ".join(f"WHEN '{key}' THEN {limit}" for key, limit in limits.items())
    held = "(since IS NULL OR since <= %s) AND (until IS NULL OR until > %s)"
    with connection.cursor() as cursor:
        return rows(
            cursor,
            "WITH due AS (SELECT relationship_id AS id FROM store_metrics WHERE book_id = %s AND last_day IS NOT NULL "
            "AND (first_day >= %s OR 4 * usual_gap BETWEEN %s - last_day - %s AND %s - last_day) "
            "UNION SELECT id FROM store_relationship WHERE book_id = %s AND rhythm_days IS NOT NULL "
            "UNION SELECT l.relationship_id FROM store_role l JOIN store_metrics m ON m.relationship_id = l.relationship_id "
            f"WHERE l.book_id = %s AND {held} AND %s - m.last_day > CASE l.key {bears} ELSE 0 END) "
            f"SELECT p.id, l.key, {uuid_hex('p.uuid')}, p.name, r.rhythm_days, m.active_days, m.first_day, m.last_day, "
            "m.usual_gap, m.channels FROM due CROSS JOIN store_metrics m JOIN store_relationship r ON r.id = due.id "
            "JOIN store_person p ON p.id = r.person_id "
            f"LEFT JOIN store_role l ON l.relationship_id = r.id AND {held} "
            "WHERE m.relationship_id = due.id AND m.last_day IS NOT NULL AND +p.merged_into_id IS NULL AND p.died_on IS NULL "
            f"AND r.standing NOT IN {_QUIET_STANDINGS}",
            [book, met_since, day, fresh, day, book, book, day, day, day, day, day],
        )


def ties_of(book: int, relationships: list[int], day: int) -> list[tuple[Any, ...]]:
    """(person, uuid, name, relationship, role key or None, own rhythm or None, channels) of these relationships."""
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT p.id, {uuid_hex('p.uuid')}, p.name, r.id, l.key, r.rhythm_days, m.channels FROM store_metrics m "
            "JOIN store_relationship r ON r.id = m.relationship_id JOIN store_person p ON p.id = r.person_id "
            "LEFT JOIN store_role l ON l.relationship_id = r.id AND (l.since IS NULL OR l.since <= %s) "
            "AND (l.until IS NULL OR l.until > %s) WHERE m.book_id = %s AND p.merged_into_id IS NULL "
            f"AND p.died_on IS NULL AND r.standing NOT IN {_QUIET_STANDINGS} AND r.id IN {ints(relationships)}",
            [day, day, book],
        )


def due(book: int, day: int, dates: list[tuple[int, int]]) -> list[tuple[Any, ...]]:
    """Reminders due by a day, yearly dates on any of these (month, day) pairs, and what needs no attention.

    Rows: (kind, uuid of the reminder or what the date is, text, due day or month * 100 + day, year or None,
    uuid of the person or None, name). Those of kind `attention` hold, instead of a uuid, the key of an item
    that is done, dismissed, or put off beyond the day; those of kind `question`, open questions of imports: uuid, key,
    row id, None, kind, evidence as JSON; the one of kind `review`: how many other proposals wait, as its due day.
    """
    listed = ",".join(str(month * 100 + dom) for month, dom in dates) or "NULL"
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT 'reminder', {uuid_hex('n.uuid')}, n.text, n.due, NULL, {uuid_hex('p.uuid')}, p.name FROM store_reminder n "
            "LEFT JOIN store_person q ON q.id = n.person_id "
            "LEFT JOIN store_person p ON p.id = COALESCE(q.merged_into_id, q.id) "
            "WHERE n.book_id = %s AND n.done_at IS NULL AND n.due <= %s "
            f"UNION ALL SELECT 'date', d.what, '', d.month * 100 + d.day, d.year, {uuid_hex('p.uuid')}, p.name "
            "FROM store_importantdate d JOIN store_person q ON q.id = d.person_id "
            "JOIN store_person p ON p.id = COALESCE(q.merged_into_id, q.id) "
            "JOIN store_relationship r ON r.person_id = p.id "
            f"WHERE d.book_id = %s AND d.month * 100 + d.day IN ({listed}) AND p.died_on IS NULL AND p.is_me = %s "
            f"AND r.standing NOT IN {_QUIET_STANDINGS} "
            f"UNION ALL SELECT 'position', 'work_anniversary', COALESCE(g.name, ''), o.since, NULL, {uuid_hex('p.uuid')}, p.name "
            "FROM store_position o LEFT JOIN store_organisation g ON g.id = o.organisation_id "
            "JOIN store_person q ON q.id = o.person_id JOIN store_person p ON p.id = COALESCE(q.merged_into_id, q.id) "
            "JOIN store_relationship r ON r.person_id = p.id "
            f"WHERE o.book_id = %s AND o.since IN {_days_in_years(day, tuple(dates))} AND o.until IS NULL AND p.died_on IS NULL "
            "AND p.is_me = %s "
            f"AND r.standing NOT IN {_QUIET_STANDINGS} "
            "UNION ALL SELECT 'attention', a.key, '', 0, NULL, NULL, '' FROM store_attention a "
            "WHERE a.book_id = %s AND (a.until IS NULL OR a.until > %s) "
            f"UNION ALL SELECT 'question', {uuid_hex('s.uuid')}, s.key, s.id, NULL, s.kind, CAST(s.evidence AS text) "
            f"FROM store_proposal s WHERE s.book_id = %s AND s.state = 'open' AND s.kind IN {_QUESTIONS} "
            "UNION ALL SELECT 'review', '', '', COUNT(*), NULL, NULL, '' FROM store_proposal v "
            f"WHERE v.book_id = %s AND v.state = 'open' AND v.kind NOT IN {_QUESTIONS} AND v.kind <> '{noticed.ADDRESS_AWAY}'",
            [book, day, book, False, book, False, book, day, book, book],
        )


def meetings(book: int, start: int, end: int) -> list[tuple[Any, ...]]:
    """Meetings that begin in a span of epoch seconds, with a row for each other person in them.

    Rows: (key, at, subject, uuid of the person or None, name, handle), in order of time.
    """
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT i.key, i.at, i.subject, {uuid_hex('h.uuid')}, h.name, d.value FROM store_interaction i "
            "JOIN store_participant t ON t.interaction_id = i.id JOIN store_identifier d ON d.id = t.identifier_id "
            "LEFT JOIN store_person q ON q.id = d.person_id LEFT JOIN store_person h ON h.id = COALESCE(q.merged_into_id, q.id) "
            f"WHERE i.book_id = %s AND i.kind = {int(Kind.MEETING)} AND i.at >= %s AND i.at < %s "
            f"AND (i.flags & {int(Flag.OFF)}) = 0 AND d.own = 0 ORDER BY i.at, i.id, t.id LIMIT 200",
            [book, start, end],
        )


def emails_of(book: int, uuids: list[str]) -> dict[str, str]:
    """The address to write to for each person: of those that work the preferred one, else the latest in contact."""
    if not uuids:
        return {}
    marks = ",".join(["%s"] * len(uuids))
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT {uuid_hex('p.uuid')}, d.value FROM store_person p JOIN store_person m ON m.id = p.id "
            "OR m.merged_into_id = p.id JOIN store_identifier d ON d.person_id = m.id WHERE p.book_id = %s AND d.kind = 'email' "
            f"AND {uuid_hex('p.uuid')} IN ({marks}) AND {said.works('d')} "
            f"ORDER BY {said.latest_contact('d')}, d.value",
            [book, *uuids],
        )
    return dict(found)


@lru_cache(8)
def _days_in_years(day: int, dates: tuple[tuple[int, int], ...]) -> str:
    """An SQL list of the day numbers of these (month, day) pairs in the last `_YEARS` years."""
    year = date_from_day(day).year + 1
    found = []
    for month, dom in dates:
        for earlier in range(year - _YEARS, year + 1):
            with suppress(ValueError):
                found.append(day_from_date(date(earlier, month, dom)))
    return ints(found)
