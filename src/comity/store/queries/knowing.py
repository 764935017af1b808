"""What the book openly says of people, for matching it with a text; and who is to be left out of suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection

from comity.store.models import Exchange
from comity.store.sql import ints, rows, uuid_hex

LONGEST = 1000
"""Characters of a fact that are looked at."""
LONGEST_TEXT = 20_000
"""Characters of an opportunity that are looked at."""
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


class Offered(NamedTuple):
    """An opportunity in the words that were pasted, and those (numbers) who told me of it, were told or are not meant."""

    text: str
    told: frozenset[int]


Row = tuple[int, str, str]
_Arm = tuple[str, tuple[int | str, ...]]


def things(book: int, day: int) -> list[Row]:
    """All that is openly known of everybody, as `core.helping.Thing` has it.

    These are titles and places of work held on a day, tags, skills that I endorsed, and facts.

    Private facts and hearsay are left out. Rows hang on the people whom they were told of, merged or not.
    """
    return _read(_known(book, day))


def _known(book: int, day: int) -> tuple[_Arm, ...]:
    now = "(o.until IS NULL OR o.until > %s)"
    return (
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


def around(book: int) -> Around:
    """The people of a book; silent: me, who died, and who was stepped back from or ended."""
    return _around(_read(_people(book)))


def _people(book: int) -> tuple[_Arm, ...]:
    return (
        ("SELECT p.id, '=merged', CAST(p.merged_into_id AS text) FROM store_person p WHERE p.book_id = %s "
         "AND p.merged_into_id IS NOT NULL", (book,)),
        ("SELECT p.id, '=silent', '' FROM store_person p JOIN store_relationship r ON r.person_id = p.id "
         "WHERE p.book_id = %s AND p.merged_into_id IS NULL "
         f"AND (p.is_me OR p.died_on IS NOT NULL OR r.standing IN {_SILENT})", (book,)),
        ("SELECT COUNT(*), '=people', '' FROM store_person p WHERE p.book_id = %s AND p.merged_into_id IS NULL",
         (book,)),
    )  # fmt: skip


def _around(found: Iterable[Row]) -> Around:
    merged, silent, people = {}, set(), 0
    for number, what, text in found:
        if what == "=merged":
            merged[number] = int(text)
        elif what == "=silent":
            silent.add(number)
        elif what == "=people":
            people = number
    return Around(people, merged, frozenset(silent))


def offered(
    book: int, day: int, opportunities: Sequence[str]
) -> tuple[list[Row], Around, dict[str, Offered]]:
    """`things`, `around` and these opportunities (by the 32 digits of their uuid), in one query."""
    marks = ",".join(["%s"] * len(opportunities))
    which = f"x.book_id = %s AND {uuid_hex('x.uuid')} IN ({marks})"
    told = f"JOIN store_opportunityshare s ON s.opportunity_id = x.id WHERE {which}"
    arms: tuple[_Arm, ...] = (
        (f"SELECT 0, '=pasted', {uuid_hex('x.uuid')} || SUBSTR(x.text, 1, {LONGEST_TEXT}) FROM store_opportunity x "
         f"WHERE {which}", (book, *opportunities)),
        (f"SELECT x.source_id, '=told', {uuid_hex('x.uuid')} FROM store_opportunity x WHERE {which} "
         "AND x.source_id IS NOT NULL", (book, *opportunities)),
        (f"SELECT s.person_id, '=told', {uuid_hex('x.uuid')} FROM store_opportunity x {told}", (book, *opportunities)),
    )  # fmt: skip
    found = _read((*_known(book, day), *_people(book), *arms))
    said = [row for row in found if not row[1].startswith("=")]
    texts = {text[:32]: text[32:] for _, what, text in found if what == "=pasted"}
    told_to = [(text, number) for number, what, text in found if what == "=told"]
    return (
        said,
        _around(found),
        {
            uuid: Offered(text, frozenset(number for id, number in told_to if id == uuid))
            for uuid, text in texts.items()
        },
    )


def tie_arms(persons: Iterable[int], parts: Iterable[int], day: int) -> tuple[str, ...]:
    """Statements whose rows are ('', what, person, text): of people shown, `tie` (uuid, standing, day of the last
    contact or nothing, name, on lines), and of them and who was merged into them, `held` (title and organisation of work
    on a day, on lines)."""
    heads = ints(persons)
    return (
        f"SELECT '', 'tie', p.id, {uuid_hex('p.uuid')} || '\n' || r.standing || '\n' "
        "|| COALESCE(CAST(m.last_day AS text), '') || '\n' || p.name FROM store_person p "
        "JOIN store_relationship r ON r.person_id = p.id LEFT JOIN store_metrics m ON m.relationship_id = r.id "
        f"WHERE p.id IN {heads}",
        "SELECT '', 'held', o.person_id, o.title || '\n' || COALESCE(g.name, '') FROM store_position o "
        f"LEFT JOIN store_organisation g ON g.id = o.organisation_id WHERE o.person_id IN {ints(parts)} "
        f"AND (o.until IS NULL OR o.until > {int(day)})",
    )


def _read(arms: Iterable[_Arm]) -> list[Row]:
    """The rows of these statements, in one query."""
    listed = list(arms)
    with connection.cursor() as cursor:
        statement = " UNION ALL ".join(statement for statement, _ in listed)
        found = rows(cursor, statement, [value for _, values in listed for value in values])
    return [(number, kind, text) for number, kind, text in found]


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


def heads_in(book: int, interactions: Iterable[bytes]) -> list[tuple[bytes, int]]:
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
            f"JOIN store_person p ON p.id = d.person_id WHERE i.book_id = %s AND i.key IN ({marks}) ORDER BY 2, 1",
            [book, *keys],
        )
    return [(bytes(key), person) for key, person in found]
