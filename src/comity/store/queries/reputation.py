"""What my own reliability is read from: my answers to mail, and the meetings of my calendars. Never anybody else's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from comity.core.records import Flag, Kind, Part
from comity.store.models import Participant
from comity.store.sql import ints, on_sqlite, rows, uuid_hex

HELD, CANCELLED, CALLED_OFF, ABSENT, UNKNOWN = "held", "cancelled", "called_off", "absent", "unknown"
"""What became of a meeting: it took place, I cancelled what I had called, others did, I am not among who came, not told."""
_IMPERSONAL = int(Flag.BULK | Flag.AUTOMATIC | Flag.LIST)
_ANSWERS = (
    "WITH mine AS (SELECT i.id, i.at, i.parent FROM store_interaction i WHERE i.book_id = %s AND i.kind = %s "
    f"AND i.at >= %s AND i.at < %s AND +i.parent > 0 AND i.flags & {_IMPERSONAL} = 0) "
    "SELECT q.id, q.at, MIN(i.at) FROM mine i CROSS JOIN store_interaction q CROSS JOIN store_participant s "
    "CROSS JOIN store_participant o WHERE q.book_id = %s AND q.ref = i.parent AND q.ref > 0 AND +q.kind = %s "
    f"AND q.flags & {_IMPERSONAL} = 0 AND +q.at <= i.at AND s.interaction_id = q.id AND s.part = {int(Part.SENDER)} "
    f"AND s.contact = {Participant.IN} AND o.interaction_id = i.id AND o.identifier_id = s.identifier_id "
    f"AND o.contact = {Participant.OUT} GROUP BY q.id, q.at"
)
"""SQLite keeps to the order of a CROSS JOIN, and the sign before a column keeps it from choosing an index by it."""


def answers(book: int, since: int, until: int) -> list[tuple[int, int, int]]:
    """(row of the mail, when it was sent, when I first answered) of personal mail to me that I answered in a time.

    since, until: epoch seconds between which my answer was sent. Looked for among my mail of that time alone.
    """
    with connection.cursor() as cursor:
        return rows(cursor, _ANSWERS, [book, int(Kind.MAIL), since, until, book, int(Kind.MAIL)])


def mails(ids: Sequence[int]) -> dict[int, tuple[str, str, str | None, str]]:
    """(key in hexadecimal, subject, uuid of the sender or None, their name) of these mails."""
    key = "LOWER(HEX(i.key))" if on_sqlite() else "ENCODE(i.key, 'hex')"
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT i.id, {key}, i.subject, {uuid_hex('h.uuid')}, COALESCE(h.name, '') FROM store_interaction i "
            f"JOIN store_participant s ON s.interaction_id = i.id AND s.part = {int(Part.SENDER)} "
            "JOIN store_identifier d ON d.id = s.identifier_id LEFT JOIN store_person p ON p.id = d.person_id "
            f"LEFT JOIN store_person h ON h.id = COALESCE(p.merged_into_id, p.id) WHERE i.id IN {ints(ids)}",
        )
    return {id: (hexadecimal, subject, uuid, name) for id, hexadecimal, subject, uuid, name in found}


def _meetings() -> str:
    """Meetings with somebody else that files told, and what became of each."""
    key = "LOWER(HEX(i.key))" if on_sqlite() else "ENCODE(i.key, 'hex')"
    organised = (
        "EXISTS (SELECT 1 FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
        f"WHERE p.interaction_id = i.id AND p.part = {int(Part.ORGANIZER)} AND d.own > 0)"
    )
    there = (
        "EXISTS (SELECT 1 FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
        f"WHERE p.interaction_id = i.id AND p.part <> {int(Part.INVITED)} AND d.own > 0)"
    )
    others = (
        "EXISTS (SELECT 1 FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
        "WHERE p.interaction_id = i.id AND d.own = 0)"
    )
    return (
        f"SELECT {key} AS hexadecimal, i.at AS at, i.subject AS subject, CASE "
        f"WHEN i.flags & {int(Flag.OFF)} <> 0 THEN CASE WHEN {organised} THEN '{CANCELLED}' ELSE '{CALLED_OFF}' END "
        f"WHEN i.flags & {int(Flag.PLANNED)} <> 0 THEN '{UNKNOWN}' WHEN {there} THEN '{HELD}' ELSE '{ABSENT}' END AS fate "
        f"FROM store_interaction i WHERE i.book_id = %s AND i.kind = {int(Kind.MEETING)} AND i.at >= %s AND i.at < %s "
        f"AND NOT i.by_hand AND i.flags & {_IMPERSONAL} = 0 AND {others}"
    )


def fates(book: int, since: int, until: int) -> dict[str, int]:
    """How many meetings of a time came to what."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT fate, COUNT(*) FROM ({_meetings()}) AS met GROUP BY fate",
            [book, since, until],
        )
    return {fate: int(n) for fate, n in found}


def meetings(book: int, since: int, until: int, fate: str, limit: int, offset: int) -> list[tuple[Any, ...]]:
    """(key in hexadecimal, when, subject) of meetings that came to this, the latest first."""
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT hexadecimal, at, subject FROM ({_meetings()}) AS met WHERE fate = %s "
            f"ORDER BY at DESC, hexadecimal LIMIT {int(limit)} OFFSET {int(offset)}",
            [book, since, until, fate],
        )
