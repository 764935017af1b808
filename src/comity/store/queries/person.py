"""Reads about one person and what happened with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from comity.core.names import sort_name
from comity.core.search import plain
from comity.store.models import Person
from comity.store.sql import ints, like, rows, uuid_hex


def by_uuid(book: int, uuid: str) -> Person | None:
    """The person with this UUID, or the one it was merged into; None where this book has none."""
    found = Person.objects.filter(book_id=book).select_related("relationship__metrics")
    person = found.filter(uuid=uuid).first()
    if person is None or person.merged_into_id is None:
        return person
    return found.get(pk=person.merged_into_id)


def by_words(book: int, words: str) -> list[tuple[str, str, str]]:
    """(uuid, name, an address) of people whose address or name is exactly this; else whose name contains it."""
    words = plain(words).strip()
    exact, named = words.lower(), sort_name(words)
    patterns = [f"%{like(sort_name(word))}%" for word in words.split()]
    if not words:
        return []
    with connection.cursor() as cursor:
        select = (
            f"SELECT DISTINCT {uuid_hex('h.uuid')}, h.name, COALESCE((SELECT MIN(e.value) FROM store_identifier e "
            "WHERE e.person_id = h.id AND e.kind = 'email'), '') FROM store_person p "
            "JOIN store_person h ON h.id = COALESCE(p.merged_into_id, p.id) "
        )
        found = rows(
            cursor,
            f"{select} JOIN store_identifier d ON d.person_id = p.id WHERE p.book_id = %s AND d.value = %s",
            [book, exact],
        )
        if not found:
            found = rows(
                cursor, f"{select} WHERE p.book_id = %s AND h.sort_name = %s LIMIT 11", [book, named]
            )
            same = [row for row in found if row[1].casefold() == words.casefold()]
            found = same if len(same) == 1 else found
        if not found:
            where = " AND h.sort_name LIKE %s ESCAPE '\\'" * len(patterns)
            found = rows(
                cursor, f"{select} WHERE p.book_id = %s{where} ORDER BY h.name LIMIT 11", [book, *patterns]
            )
    return found


HELD: Mapping[str, str] = {
    "exchange": "store_exchange x WHERE x.person_id IN {0}",
    "role": "store_role x JOIN store_relationship r ON r.id = x.relationship_id WHERE r.person_id IN {0}",
    "fact": "store_fact x WHERE x.person_id IN {0}",
    "date": "store_importantdate x WHERE x.person_id IN {0}",
    "birthday": "store_importantdate x WHERE x.person_id IN {0} AND x.batch_id IS NULL AND x.what = 'birthday'",
    "position": "store_position x WHERE x.person_id IN {0} AND x.batch_id IS NULL AND x.until IS NULL",
    "reminder": "store_reminder x WHERE x.person_id IN {0}",
    "commitment": "store_commitment x WHERE x.person_id IN {0}",
    "request": "store_request x WHERE x.person_id IN {0}",
    "introduction": "store_introduction x WHERE x.one_id IN {0} OR x.other_id IN {0} OR x.introducer_id IN {0}",
    "mentoring": "store_mentoring x WHERE x.person_id IN {0}",
    "engagement": "store_engagement x WHERE x.person_id IN {0}",
    "outcome": "store_outcomepart x WHERE x.person_id IN {0}",
    "feedback": "store_feedback x WHERE x.person_id IN {0}",
    "confidence": "store_confidence x WHERE x.source_id IN {0} OR x.subject_id IN {0}",
    "guard": "(SELECT person_id FROM store_boundary UNION ALL SELECT person_id FROM store_recusal UNION ALL "
    "SELECT person_id FROM store_interest UNION ALL SELECT person_id FROM store_gift UNION ALL SELECT one_id FROM store_tie "
    "UNION ALL SELECT other_id FROM store_tie UNION ALL SELECT person_id FROM store_difficultstep UNION ALL "
    "SELECT source_id FROM store_confidence UNION ALL SELECT subject_id FROM store_confidence) x "
    "WHERE x.person_id IN {0}",
}
"""What may be kept about a person, and where; birthday and position: those that the user entered."""


def held_about(person: int) -> tuple[list[int], frozenset[str]]:
    """`members`, and of `HELD` what there is anything of.

    One query instead of one for each of the tables, most of which hold nothing about most people.
    """
    asked = "".join(
        f" UNION ALL SELECT '{what}', 0 WHERE EXISTS (SELECT 1 FROM {where.format('(SELECT id FROM everybody)')})"
        for what, where in HELD.items()
    )
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "WITH everybody AS MATERIALIZED (SELECT id FROM store_person WHERE id = %s OR merged_into_id = %s) "
            f"SELECT '', id FROM everybody{asked}",
            [person, person],
        )
    return [id for what, id in found if not what], frozenset(what for what, _ in found if what)


def members(person: int) -> list[int]:
    """The person and everybody merged into them."""
    with connection.cursor() as cursor:
        return [
            i
            for (i,) in rows(
                cursor, "SELECT id FROM store_person WHERE id = %s OR merged_into_id = %s", [person, person]
            )
        ]


def contact_days(relationship: int, since: int, until: int) -> list[tuple[int, int, int]]:
    """(day, in, out) of a relationship from a day on, before another."""
    with connection.cursor() as cursor:
        return rows(
            cursor,
            "SELECT day, in_n, out_n FROM store_contactday WHERE relationship_id = %s AND day >= %s AND day < %s ORDER BY day",
            [relationship, since, until],
        )


def timeline(handles: Sequence[int], before: tuple[int, bytes] | None, until: int, limit: int) -> list[Any]:
    """(key, kind, at, contact, subject, snippet) of what these identifiers took part in, newest first.

    before: (at, key) of the last entry of the page before; until: instants from this on are left out.
    """
    after = "AND (p.at < %s OR (p.at = %s AND i.key < %s)) " if before else ""
    arguments = [until, *([before[0], before[0], before[1]] if before else [])]
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT i.key, i.kind, p.at, p.contact, i.subject, i.snippet FROM store_participant p "
            f"JOIN store_interaction i ON i.id = p.interaction_id WHERE p.identifier_id IN {ints(handles)} "
            f"AND p.at < %s AND p.contact > 0 {after}"
            f"ORDER BY p.at DESC, i.key DESC LIMIT {int(limit) * max(1, len(handles))}",
            arguments,
        )
    once: dict[bytes, tuple[Any, ...]] = {}
    for key, kind, at, contact, subject, snippet in found:
        seen = once.get(bytes(key))
        once[bytes(key)] = (bytes(key), kind, at, contact | (seen[3] if seen else 0), subject, snippet)
    return list(once.values())[:limit]


def interaction(book: int, key: bytes) -> tuple[Any, ...] | None:
    """(id, key, kind, at, offset, subject, flags, text, parent) of an interaction by its key."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT i.id, i.key, i.kind, i.at, i.\"offset\", i.subject, i.flags, COALESCE(c.text, ''), i.parent "
            "FROM store_interaction i LEFT JOIN store_content c ON c.interaction_id = i.id "
            "WHERE i.book_id = %s AND i.key = %s",
            [book, key],
        )
    return found[0] if found else None


def parties(interaction: int) -> list[tuple[int, str | None, str | None, str]]:
    """(part, uuid of the person or None, name, handle) of everybody in an interaction."""
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT p.part, {uuid_hex('h.uuid')}, h.name, d.value FROM store_participant p "
            "JOIN store_identifier d ON d.id = p.identifier_id LEFT JOIN store_person q ON q.id = d.person_id "
            "LEFT JOIN store_person h ON h.id = COALESCE(q.merged_into_id, q.id) "
            "WHERE p.interaction_id = %s ORDER BY p.part, p.id LIMIT 500",
            [interaction],
        )


def seen_in(interaction: int) -> list[str]:
    """Labels of the files that hold a copy."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT DISTINCT f.label FROM store_sighting s JOIN store_batchfile f ON f.id = s.file_id "
            "WHERE s.interaction_id = %s ORDER BY f.label",
            [interaction],
        )
    return [label for (label,) in found]
