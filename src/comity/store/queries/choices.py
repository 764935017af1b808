"""What a list of people can be narrowed to."""

from __future__ import annotations

from django.db import connection

from comity.store.sql import rows


def choices(
    book: int, day: int
) -> tuple[list[tuple[str, int]], list[tuple[str, str, int]], list[tuple[str, str, int]]]:
    """What people can be narrowed to: roles, tags and organisations with the number of people, most first."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT 'role', key, key, COUNT(DISTINCT relationship_id) FROM store_role WHERE book_id = %s "
            "AND (since IS NULL OR since <= %s) AND (until IS NULL OR until > %s) GROUP BY key "
            "UNION ALL SELECT * FROM (SELECT 'tag', g.key, g.name, COUNT(DISTINCT t.relationship_id) AS people "
            "FROM store_tag g JOIN store_tagging t ON t.tag_id = g.id WHERE g.book_id = %s GROUP BY g.key, g.name "
            "ORDER BY people DESC, g.key LIMIT 100) AS tags "
            "UNION ALL SELECT * FROM (SELECT 'organisation', g.key, g.name, held.people FROM (SELECT organisation_id, "
            "COUNT(DISTINCT person_id) AS people FROM store_position WHERE book_id = %s AND organisation_id IS NOT NULL "
            "GROUP BY organisation_id) AS held JOIN store_organisation g ON g.id = held.organisation_id "
            "ORDER BY held.people DESC, g.key LIMIT 100) AS organisations ORDER BY 4 DESC, 2",
            [book, day, day, book, book],
        )
    roles = [(key, people) for what, key, _, people in found if what == "role"]
    tags, organisations = (
        [(key, name, people) for what, key, name, people in found if what == wanted]
        for wanted in ("tag", "organisation")
    )
    return roles, tags, organisations
