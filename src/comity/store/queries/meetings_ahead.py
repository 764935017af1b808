"""Meetings to come that files told of, with the people in them, in one query."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from comity.core.playbooks import Standing
from comity.core.records import Flag, Kind, Part
from comity.store.sql import ints, rows, uuid_hex

MOST = 200
"""Meetings that are read at the most, the next ones first."""
_MOST_SEATS = 2_000
_QUIET = f"('{Standing.STEPPED_BACK}', '{Standing.ENDED}')"


class Seat(NamedTuple):
    """Somebody in a meeting: head: the row shown of them, uuid in 32 digits; theirs: somebody else than me called it."""

    key: bytes
    at: int
    offset: int | None
    ends_at: int | None
    zone: str
    subject: str
    snippet: str
    theirs: int
    head: int
    uuid: str
    name: str


def ahead(book: int, begin: int, end: int, batch: int | None = None) -> list[Seat]:
    """Who is in the meetings that begin in a span of epoch seconds, in order of time; nobody who died or is kept away.

    Those entered by hand, cancelled ones and those of many are left out. batch: only what this import holds.
    """
    seen = "AND EXISTS (SELECT 1 FROM store_sighting s WHERE s.interaction_id = f.id AND s.batch_id = %s) "
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f'SELECT i.key, i.at, i."offset", i.ends_at, i.zone, i.subject, i.snippet, CASE WHEN EXISTS (SELECT 1 FROM '
            f"store_participant o JOIN store_identifier w ON w.id = o.identifier_id WHERE o.interaction_id = i.id "
            f"AND o.part = {int(Part.ORGANIZER)} AND w.own = 0) THEN 1 ELSE 0 END, h.id, {uuid_hex('h.uuid')}, h.name "
            "FROM (SELECT f.* FROM store_interaction f WHERE f.book_id = %s "
            f"AND f.kind IN {ints([Kind.MEETING, Kind.EVENT])} AND f.at >= %s AND f.at < %s AND f.by_hand = %s "
            f"AND (f.flags & {int(Flag.OFF | Flag.BULK)}) = 0 {seen if batch is not None else ''}"
            f"ORDER BY f.at, f.id LIMIT {MOST}) i JOIN store_participant t ON t.interaction_id = i.id "
            "JOIN store_identifier d ON d.id = t.identifier_id AND d.own = 0 JOIN store_person q ON q.id = d.person_id "
            "JOIN store_person h ON h.id = COALESCE(q.merged_into_id, q.id) AND h.is_me = %s AND h.died_on IS NULL "
            f"LEFT JOIN store_relationship r ON r.person_id = h.id WHERE COALESCE(r.standing, '') NOT IN {_QUIET} "
            f"ORDER BY i.at, i.id, t.id LIMIT {_MOST_SEATS}",
            [book, begin, end, False, *([] if batch is None else [batch]), False],
        )
    return [Seat(*row) for row in found]
