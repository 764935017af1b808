"""Reads for Today: few, wide queries, each over indexed or small tables. What is open is in `open_matters`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from comity.core.boundaries import Subject
from comity.core.records import Flag, Kind
from comity.store import said
from comity.store.sql import ints, rows, uuid_hex

_QUIET_STANDINGS = "('stepped_back', 'ended', 'targeted', 'dormant')"
"""Of whom silence, dates and first meetings are not told."""
_COUNTED = "m.active_days, m.first_day, m.last_day, m.usual_gap, m.channels"


def open_ties(
    book: int, day: int, met_since: int, fresh: int, limits: Mapping[str, float]
) -> list[tuple[Any, ...]]:
    """Ties in which something may be due: silent for longer than a rhythm bears, new, or drifting for at most `fresh` days.

    Silence is counted here up to `day`, so what files do not cover still has to be taken off. limits: days of
    silence that each role bears.
    Rows: (uuid, name, role key or None, own rhythm or None, active days, first day, last day, usual gap, channels); of
    one person as many as there are reasons. Who died, is me, or is kept at a distance is left out. Roles of people who
    were merged are asked for apart: there are few, and the others then take two steps less each.
    """
    bears = " ".join(f"WHEN '{key}' THEN {limit}" for key, limit in limits.items())
    who, numbers = f"SELECT {uuid_hex('p.uuid')}, p.name", f"{_COUNTED} FROM"
    person = "JOIN store_person p ON p.id = r.person_id WHERE m.last_day IS NOT NULL"
    tie = f"JOIN store_relationship r ON r.id = m.relationship_id {person}"
    heard = f"AND +p.merged_into_id IS NULL AND p.died_on IS NULL AND r.standing NOT IN {_QUIET_STANDINGS}"
    drifts = "m.last_day + (4.0 * m.usual_gap)"
    silent = (
        "l.book_id = %s AND (l.since IS NULL OR l.since <= %s) AND (l.until IS NULL OR l.until > %s) "
        f"AND %s - m.last_day > CASE l.key {bears} ELSE 0 END"
    )
    held = [book, day, day, day]
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"{who}, NULL, CAST(NULL AS integer), {numbers} store_metrics m {tie} AND m.book_id = %s "
            f"AND {drifts} BETWEEN %s AND %s {heard} "
            f"UNION ALL {who}, NULL, NULL, {numbers} store_metrics m {tie} AND m.book_id = %s AND m.first_day >= %s {heard} "
            f"UNION ALL {who}, NULL, r.rhythm_days, {numbers} store_relationship r JOIN store_metrics m "
            f"ON m.relationship_id = r.id {person} AND r.book_id = %s AND r.rhythm_days IS NOT NULL {heard} "
            f"UNION ALL {who}, l.key, NULL, {numbers} store_role l CROSS JOIN store_metrics m CROSS JOIN store_relationship r "
            f"{person} AND m.relationship_id = l.relationship_id AND r.id = l.relationship_id AND {silent} {heard} "
            f"UNION ALL {who}, l.key, NULL, {numbers} store_person x CROSS JOIN store_relationship s CROSS JOIN store_role l "
            f"CROSS JOIN store_relationship r CROSS JOIN store_metrics m {person} AND x.book_id = %s AND x.merged_into_id > 0 "
            "AND s.person_id = x.id AND l.relationship_id = s.id AND r.person_id = x.merged_into_id "
            f"AND m.relationship_id = r.id AND {silent} {heard}",
            [book, day - fresh - 1, day + 1, book, met_since, book, *held, book, *held],
        )


def ties_of(book: int, relationships: list[int], day: int) -> list[tuple[Any, ...]]:
    """(relationship, uuid, name, role key or None, own rhythm or None, channels) of these; of one person a row a role."""
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT r.id, {uuid_hex('p.uuid')}, p.name, l.key, r.rhythm_days, m.channels FROM store_metrics m "
            "JOIN store_relationship r ON r.id = m.relationship_id JOIN store_person p ON p.id = r.person_id "
            "LEFT JOIN store_role l ON l.relationship_id = r.id AND (l.since IS NULL OR l.since <= %s) "
            "AND (l.until IS NULL OR l.until > %s) WHERE m.book_id = %s AND p.merged_into_id IS NULL "
            f"AND p.died_on IS NULL AND r.standing NOT IN {_QUIET_STANDINGS} AND r.id IN {ints(relationships)} "
            "ORDER BY r.id, l.id",
            [day, day, book],
        )


def meetings(book: int, start: int, end: int, most: int) -> list[tuple[Any, ...]]:
    """The first `most` meetings that begin in a span of epoch seconds, with a row for each other person in them.

    Rows: (key, at, subject, whether the user wrote it down, uuid of the person or None, name, silent: whether they died
    or are kept away), in order of time.
    """
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT i.key, i.at, i.subject, i.by_hand, {uuid_hex('h.uuid')}, h.name, "
            "CASE WHEN h.died_on IS NOT NULL OR r.standing IN ('stepped_back', 'ended') THEN 1 ELSE 0 END "
            "FROM (SELECT f.id, f.key, f.at, f.subject, f.by_hand FROM store_interaction f "
            f"WHERE f.book_id = %s AND f.kind = {int(Kind.MEETING)} AND f.at >= %s AND f.at < %s "
            f"AND (f.flags & {int(Flag.OFF)}) = 0 AND EXISTS (SELECT 1 FROM store_participant o JOIN store_identifier w "
            f"ON w.id = o.identifier_id WHERE o.interaction_id = f.id AND w.own = 0) ORDER BY f.at, f.id LIMIT {int(most)}) i "
            "JOIN store_participant t ON t.interaction_id = i.id JOIN store_identifier d ON d.id = t.identifier_id "
            "LEFT JOIN store_person q ON q.id = d.person_id LEFT JOIN store_person h ON h.id = COALESCE(q.merged_into_id, q.id) "
            "LEFT JOIN store_relationship r ON r.person_id = h.id "
            "WHERE d.own = 0 ORDER BY i.at, i.id, t.id LIMIT 200",
            [book, start, end],
        )


class Shown(NamedTuple):
    """What is shown of people, by uuid: the address to write to, and the keys of roles; more: of `tie_arms`.

    subjects: them as boundaries see them, where that was asked for.
    """

    emails: dict[str, str]
    roles: dict[str, list[str]]
    more: list[tuple[str, int, str]]
    subjects: dict[str, Subject]


def shown_of(
    book: int, uuids: Sequence[str], day: int, arms: Sequence[str] = (), *, bounded: bool = False
) -> Shown:
    """Of these people the address to write to, and the keys of the roles held on a day, in the order given.

    Of the addresses that work the preferred one, else the latest in contact. arms: see `knowing.tie_arms`; their rows
    come in the same query. bounded: also who they are to boundaries.
    """
    # `+`: by their UUIDs, of which there are few, rather than through all people of the book
    marks = ",".join(["%s"] * len(uuids))
    member = "store_person m ON m.id = p.id OR m.merged_into_id = p.id"
    own = (
        f"SELECT {uuid_hex('p.uuid')}, 'email', {said.latest_contact('d')}, d.value FROM store_person p JOIN {member} "
        f"JOIN store_identifier d ON d.person_id = m.id WHERE +p.book_id = %s AND d.kind = 'email' "
        f"AND {uuid_hex('p.uuid')} IN ({marks}) AND {said.works('d')}",
        f"SELECT {uuid_hex('p.uuid')}, 'role', l.id, l.key FROM store_person p JOIN {member} "
        "JOIN store_relationship r ON r.person_id = m.id JOIN store_role l ON l.relationship_id = r.id "
        f"WHERE +p.book_id = %s AND {uuid_hex('p.uuid')} IN ({marks}) AND (l.since IS NULL OR l.since <= %s) "
        "AND (l.until IS NULL OR l.until > %s)",
    )
    bound = (
        f"SELECT {uuid_hex('p.uuid')}, 'nature', p.id, r.nature FROM store_person p JOIN store_relationship r "
        f"ON r.person_id = p.id WHERE +p.book_id = %s AND {uuid_hex('p.uuid')} IN ({marks})",
        f"SELECT {uuid_hex('p.uuid')}, 'at', o.organisation_id, '' FROM store_person p JOIN {member} JOIN store_position o "
        f"ON o.person_id = m.id WHERE +p.book_id = %s AND {uuid_hex('p.uuid')} IN ({marks}) AND o.organisation_id IS NOT NULL "
        "AND (o.since IS NULL OR o.since <= %s) AND (o.until IS NULL OR o.until > %s)",
    )
    parts = (*(own if uuids else ()), *(bound if uuids and bounded else ()), *arms)
    if not parts:
        return Shown({}, {}, [], {})
    values = [book, *uuids, book, *uuids, day, day] if uuids else []
    values += [book, *uuids, book, *uuids, day, day] if uuids and bounded else []
    with connection.cursor() as cursor:
        found = rows(cursor, " UNION ALL ".join(parts) + " ORDER BY 3, 4", values)
    emails = {uuid: value for uuid, what, _, value in found if what == "email"}
    roles: dict[str, list[str]] = {}
    for uuid, what, _, value in found:
        if what == "role":
            roles.setdefault(uuid, []).append(value)
    more = [(what, number, value) for uuid, what, number, value in found if not uuid]
    return Shown(emails, roles, more, _subjects(found, roles))


def _subjects(
    found: Iterable[tuple[str, str, int, str]], roles: Mapping[str, Sequence[str]]
) -> dict[str, Subject]:
    """Those of whom the nature is known, as boundaries see them."""
    listed = list(found)
    at: dict[str, set[int]] = {}
    for uuid, what, number, _ in listed:
        if what == "at":
            at.setdefault(uuid, set()).add(number)
    return {
        uuid: Subject(number, frozenset(roles.get(uuid, ())), frozenset(at.get(uuid, ())), value)
        for uuid, what, number, value in listed
        if what == "nature"
    }
