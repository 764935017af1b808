"""What the book openly says of people, for matching it with a text; and who is to be left out of suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from comity.store.models import Exchange
from comity.store.sql import ints, rows

LONGEST = 1000
"""Characters of a fact that are looked at."""
_SILENT = "('stepped_back', 'ended')"


class Around(NamedTuple):
    """The people of a book: how many are shown, who is shown for those merged, and whom nothing suggests."""

    people: int
    head_of: dict[int, int]
    silent: frozenset[int]


class Standing(NamedTuple):
    """Of somebody shown: number, name, standing, day numbers of the last contact, from them and from me, relationship."""

    person: int
    name: str
    standing: str
    last_day: int | None
    last_in: int | None
    last_out: int | None
    relationship: int


def things(book: int, day: int) -> list[tuple[int, str, str]]:
    """All that is openly known of everybody, as `core.helping.Thing` has it.

    These are titles and places of work held on a day, tags, skills that I endorsed, and facts.

    Private facts and hearsay are left out. Rows hang on the people whom they were told of, merged or not.
    """
    now = "(o.until IS NULL OR o.until > %s)"
    arms: tuple[tuple[str, tuple[int, ...]], ...] = (
        (f"SELECT o.person_id, 'title', o.title FROM store_position o WHERE o.book_id = %s AND o.title <> '' AND {now}",
         (book, day)),
        ("SELECT o.person_id, 'department', o.department FROM store_position o WHERE o.book_id = %s "
         f"AND o.department <> '' AND {now}", (book, day)),
        ("SELECT o.person_id, 'organisation', g.name FROM store_position o JOIN store_organisation g "
         f"ON g.id = o.organisation_id WHERE o.book_id = %s AND {now}", (book, day)),
        ("SELECT r.person_id, 'tag', t.name FROM store_tag t JOIN store_tagging a ON a.tag_id = t.id "
         "JOIN store_relationship r ON r.id = a.relationship_id WHERE t.book_id = %s", (book,)),
        ("SELECT e.person_id, 'skill', e.text FROM store_exchange e WHERE e.book_id = %s AND e.kind = 'endorsement' "
         f"AND e.direction = '{Exchange.GIVEN}'", (book,)),
        (f"SELECT f.person_id, 'fact', SUBSTR(f.text, 1, {LONGEST}) FROM store_fact f WHERE f.book_id = %s "
         "AND f.sensitivity = 'open' AND NOT f.hearsay", (book,)),
    )  # fmt: skip
    statement = " UNION ALL ".join(arm for arm, _ in arms)
    with connection.cursor() as cursor:
        return [
            (person, kind, text)
            for person, kind, text in rows(
                cursor, statement, [value for _, values in arms for value in values]
            )
        ]


def around(book: int) -> Around:
    """The people of a book; silent: me, who died, and who was stepped back from or ended."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT 'merged', p.id, p.merged_into_id FROM store_person p WHERE p.book_id = %s "
            "AND p.merged_into_id IS NOT NULL UNION ALL "
            "SELECT 'silent', p.id, 0 FROM store_person p JOIN store_relationship r ON r.person_id = p.id "
            "WHERE p.book_id = %s AND p.merged_into_id IS NULL "
            f"AND (p.is_me OR p.died_on IS NOT NULL OR r.standing IN {_SILENT}) UNION ALL "
            "SELECT 'people', COUNT(*), 0 FROM store_person p WHERE p.book_id = %s AND p.merged_into_id IS NULL",
            [book, book, book],
        )
    merged = {id: head for what, id, head in found if what == "merged"}
    silent = frozenset(id for what, id, _ in found if what == "silent")
    return Around(sum(id for what, id, _ in found if what == "people"), merged, silent)


def standings(persons: Iterable[int]) -> list[Standing]:
    """How it stands with these people, who are shown themselves."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT p.id, p.name, r.standing, m.last_day, m.last_in, m.last_out, r.id FROM store_person p "
            "JOIN store_relationship r ON r.person_id = p.id LEFT JOIN store_metrics m ON m.relationship_id = r.id "
            f"WHERE p.id IN {ints(persons)}",
        )
    return [Standing(*row) for row in found]


def wrote_in_vain(relationships: Sequence[int], since: int) -> dict[int, int]:
    """Relationship to the days from `since` on (a day number) on which I wrote and they have not answered after."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT d.relationship_id, COUNT(*) FROM store_contactday d JOIN store_metrics m "
            "ON m.relationship_id = d.relationship_id WHERE d.day >= %s AND d.out_n > 0 AND d.in_n = 0 "
            f"AND d.day > COALESCE(m.last_in, -1000000) AND d.relationship_id IN {ints(relationships)} "
            "GROUP BY d.relationship_id",
            [since],
        )
    return dict(found)


def heads_in(interactions: Iterable[bytes]) -> list[tuple[bytes, int]]:
    """(key, person shown) of who took part in these interactions and is no mere address of a list or of mine."""
    keys = list(interactions)
    if not keys:
        return []
    marks = ",".join(["%s"] * len(keys))
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT DISTINCT i.key, COALESCE(p.merged_into_id, p.id) FROM store_interaction i JOIN store_participant x "
            "ON x.interaction_id = i.id AND x.contact > 0 JOIN store_identifier d ON d.id = x.identifier_id "
            f"JOIN store_person p ON p.id = d.person_id WHERE i.key IN ({marks}) ORDER BY 2, 1",
            keys,
        )
    return [(bytes(key), person) for key, person in found]
