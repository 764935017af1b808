"""What people have to do with that some words name: skills, titles, organisations, tags, and what is openly known."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from comity.core.fitting import Held
from comity.store.sql import ints, like, rows, uuid_hex

MOST = 500
"""Things that are looked at, of the strongest ties."""
_SILENT = "('stepped_back', 'ended')"


def holding(book: int, words: Sequence[str], without: Sequence[int], day: int) -> list[Held]:
    """What holds any of these words (in lower case), of everybody but me, these persons, and who keeps silent or died.

    day: titles held on this day number count. Capital letters beyond ASCII are told apart on SQLite.
    """
    patterns = [f"%{like(word)}%" for word in words]

    def any_of(column: str) -> str:
        return "(" + " OR ".join([f"LOWER({column}) LIKE %s ESCAPE '\\'"] * len(patterns)) + ")"

    now = "(o.until IS NULL OR o.until > %s)"
    arms = (
        (f"SELECT o.person_id, 'title' AS kind, o.title AS text FROM store_position o WHERE o.book_id = %s AND {now} "
         f"AND {any_of('o.title')}", (book, day)),
        (f"SELECT o.person_id, 'department', o.department FROM store_position o WHERE o.book_id = %s AND {now} "
         f"AND {any_of('o.department')}", (book, day)),
        (f"SELECT o.person_id, 'organisation', g.name FROM store_position o JOIN store_organisation g "
         f"ON g.id = o.organisation_id WHERE o.book_id = %s AND {now} AND {any_of('g.name')}", (book, day)),
        ("SELECT r.person_id, 'tag', t.name FROM store_tag t JOIN store_tagging a ON a.tag_id = t.id "
         f"JOIN store_relationship r ON r.id = a.relationship_id WHERE t.book_id = %s AND {any_of('t.name')}", (book,)),
        ("SELECT e.person_id, 'skill', e.text FROM store_exchange e WHERE e.book_id = %s AND e.kind = 'endorsement' "
         f"AND e.direction = 'given' AND {any_of('e.text')}", (book,)),
        ("SELECT f.person_id, 'fact', f.text FROM store_fact f WHERE f.book_id = %s AND f.sensitivity = 'open' "
         f"AND NOT f.hearsay AND {any_of('f.text')}", (book,)),
    )  # fmt: skip
    arguments = [value for _, given in arms for value in (*given, *patterns)]
    statement = (
        f"WITH held AS ({' UNION ALL '.join(arm for arm, _ in arms)}) "
        f"SELECT h.id, {uuid_hex('h.uuid')}, h.name, held.kind, held.text, COALESCE(m.strength, 0.0) FROM held "
        "JOIN store_person p ON p.id = held.person_id JOIN store_person h ON h.id = COALESCE(p.merged_into_id, p.id) "
        "JOIN store_relationship r ON r.person_id = h.id LEFT JOIN store_metrics m ON m.relationship_id = r.id "
        f"WHERE NOT h.is_me AND h.died_on IS NULL AND r.standing NOT IN {_SILENT} AND h.id NOT IN {ints(without)} "
        f"ORDER BY COALESCE(m.strength, 0.0) DESC, h.id LIMIT {MOST}"
    )
    with connection.cursor() as cursor:
        return [Held(*row) for row in rows(cursor, statement, arguments)]
