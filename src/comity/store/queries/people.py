"""Reads about people, as plain tuples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core.days import start_of
from comity.core.records import Kind
from comity.core.search import Field, plain
from comity.store import name_words, said
from comity.store.queries import typed
from comity.store.queries.narrowing import heads_meant
from comity.store.queries.states import states
from comity.store.sql import channel_bit, ints, rows, uuid_hex

SORTS = {
    "strength": "m.strength DESC, m.relationship_id",
    "name": "p.sort_name, p.id",
    "last": "m.last_day DESC NULLS LAST, m.relationship_id",
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of people is narrowed to; "" leaves a matter open.

    day: for roles and the state, a day number; coverage: for each kind that files bring, the day until which its
    contact is known, for the state (`answers.people.covered_day`).
    """

    words: str = ""
    role: str = ""
    tag: str = ""
    organisation: str = ""
    day: int = 0
    state: str = ""
    coverage: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A person with the cached numbers (`store.models.Metrics`)."""

    person: int
    relationship: int
    uuid: str
    name: str
    strength: float
    active_days: int
    interactions: int
    first_day: int | None
    last_day: int | None
    last_in: int | None
    last_out: int | None
    usual_gap: float | None
    channels: int


_COLUMNS = (
    "p.id, r.id, {uuid}, p.name, m.strength, m.active_days, m.interactions, m.first_day, m.last_day, m.last_in, "
    "m.last_out, m.usual_gap, m.channels"
)
_BY_NUMBERS = (
    "FROM store_metrics m JOIN store_relationship r ON r.id = m.relationship_id JOIN store_person p ON p.id = r.person_id "
    "WHERE m.book_id = %s AND p.merged_into_id IS NULL AND p.is_me = %s"
)
"""Read from the cached numbers on, so that the indexes of strength and of the last day give the order."""
_BY_NAME = (
    "FROM store_person p CROSS JOIN store_relationship r CROSS JOIN store_metrics m WHERE p.book_id = %s "
    "AND p.merged_into_id IS NULL AND p.is_me = %s AND r.person_id = p.id AND m.relationship_id = r.id"
)
"""The same, read from the people on: by name, or some of them. SQLite keeps to the order of a CROSS JOIN."""
_OF_SOME = _BY_NAME.replace("p.book_id", "p.book_id + 0")
"""The same, of people whose ids are listed: with the book itself, SQLite goes through the people of the whole book."""


def listed(book: int, narrowed: Narrowed, sort: str, limit: int | None, offset: int) -> list[Counted]:
    """People in order, some of them; all where `limit` is None."""
    return page(book, narrowed, sort, limit, offset, total=False)[0]


def page(
    book: int, narrowed: Narrowed, sort: str, limit: int | None, offset: int, *, total: bool = True
) -> tuple[list[Counted], int]:
    """People in order, some of them, all where `limit` is None; and how many there are in all (`total`), else 0.

    Of words alone that fit more than `typed.MOST_COUNTED` people, one more than these are counted.
    """
    with connection.cursor() as cursor:
        sought = typed.sought(cursor, book, narrowed.words)
        only_words = not (narrowed.role or narrowed.tag or narrowed.organisation or narrowed.state)
        by_strength = only_words and sort == "strength" and limit is not None
        at_once = sought is not None and sought.common and by_strength and not (total or offset)
        if at_once and limit and len(first := _of_strongest(cursor, book, narrowed, limit)) == limit:
            return first, 0
        ids = typed.people(cursor, book, sought) if sought else None
        if ids is not None and not ids:
            return [], 0
        if ids and limit is not None and len(ids) <= typed.MOST_COUNTED and by_strength:
            few = len(ids) <= limit and not offset
            return _numbered(cursor, ints(ids) if few else typed.strongest(ids, limit, offset)), len(ids)
        wide = not (narrowed.words or narrowed.role or narrowed.tag or narrowed.organisation)
        if narrowed.state and wide and total and limit is not None and sort != "name":
            return _in_state(cursor, book, narrowed, sort, limit, offset)
        many = ids is not None and len(ids) > typed.MOST_COUNTED
        where, arguments = _conditions(book, narrowed, None if many else ids)
        if many and only_words:
            source, number = _BY_NAME if sort == "name" else _BY_NUMBERS, str(typed.MOST_COUNTED + 1)
        else:
            source = _BY_NAME if sort == "name" and not narrowed.state else _OF_SOME if where else _BY_NUMBERS
            everybody = f"(SELECT COUNT(*) FROM store_metrics WHERE book_id = {int(book)})"
            number = "COUNT(*) OVER ()" if where or narrowed.state else everybody
        source += where + states(narrowed.state, narrowed.day, dict(narrowed.coverage))
        statement = (
            f"SELECT {_COLUMNS.format(uuid=uuid_hex('p.uuid'))}, {number if total else '0'} "
            f"{source} ORDER BY {SORTS[sort]}"
        )
        if limit is not None:
            statement += f" LIMIT {int(limit)} OFFSET {int(offset)}"
        found = rows(cursor, statement, [book, False, *arguments])
        if found or not total or not offset:
            return [Counted(*row[:-1]) for row in found], found[0][-1] if found else 0
        return [], rows(cursor, f"SELECT COUNT(*) {source}", [book, False, *arguments])[0][0]


def _of_strongest(cursor: CursorWrapper, book: int, narrowed: Narrowed, limit: int) -> list[Counted]:
    """Those of the strongest ties who have the words; they are the first of all who have."""
    where, arguments = _conditions(book, narrowed, None)
    ties = f"(SELECT * FROM store_metrics m WHERE m.book_id = %s ORDER BY {SORTS['strength']} LIMIT 512) m"
    found = rows(
        cursor,
        f"SELECT {_COLUMNS.format(uuid=uuid_hex('p.uuid'))} {_BY_NUMBERS.replace('store_metrics m', ties, 1)}{where} "
        f"ORDER BY {SORTS['strength']} LIMIT {int(limit)}",
        [book, book, False, *arguments],
    )
    return [Counted(*row) for row in found]


def _in_state(
    cursor: CursorWrapper, book: int, narrowed: Narrowed, sort: str, limit: int, offset: int
) -> tuple[list[Counted], int]:
    """People in a state of contact, and how many: found and counted in the index alone, then a page of them read.

    Whoever has numbers is neither me nor merged into somebody.
    """
    found = rows(
        cursor,
        "WITH fitting AS MATERIALIZED (SELECT m.relationship_id, m.strength, m.last_day FROM store_metrics m WHERE m.book_id = %s"
        f"{states(narrowed.state, narrowed.day, dict(narrowed.coverage))}), "
        f"page AS (SELECT m.relationship_id FROM fitting m ORDER BY {SORTS[sort]} "
        f"LIMIT {int(limit)} OFFSET {int(offset)}) "
        f"SELECT {_COLUMNS.format(uuid=uuid_hex('p.uuid'))}, (SELECT COUNT(*) FROM fitting) FROM page "
        "JOIN store_metrics m ON m.relationship_id = page.relationship_id "
        "JOIN store_relationship r ON r.id = m.relationship_id JOIN store_person p ON p.id = r.person_id "
        f"ORDER BY {SORTS[sort]}",
        [book],
    )
    if found or not offset:
        return [Counted(*row[:-1]) for row in found], found[0][-1] if found else 0
    return [], _in_state(cursor, book, narrowed, sort, 1, 0)[1]


def _numbered(cursor: CursorWrapper, ids: str) -> list[Counted]:
    """The people of an SQL list, or of a subquery, with their numbers, the strongest tie first."""
    found = rows(
        cursor,
        f"SELECT {_COLUMNS.format(uuid=uuid_hex('p.uuid'))} FROM store_person p JOIN store_relationship r "
        "ON r.person_id = p.id JOIN store_metrics m ON m.relationship_id = r.id "
        f"WHERE p.id IN {ids} ORDER BY {SORTS['strength']}",
    )
    return [Counted(*row) for row in found]


def fitting(book: int, words: str, fields: Sequence[Field], day: int, limit: int) -> list[Counted]:
    """People who have these words and of whom these fields of a query are true, the strongest tie first."""
    where, arguments = "", []
    for field in fields:
        people, more = heads_meant(book, field, day)
        where += f" AND p.id IN ({people})"
        arguments += more
    if not where:
        return listed(book, Narrowed(words), "strength", limit, 0)
    with connection.cursor() as cursor:
        sought = typed.sought(cursor, book, words)
        if sought:
            ids = typed.people(cursor, book, sought)
            having, more = _conditions(book, Narrowed(words), None if len(ids) > typed.MOST_COUNTED else ids)
            where, arguments = having + where, more + arguments
        found = rows(
            cursor,
            f"SELECT {_COLUMNS.format(uuid=uuid_hex('p.uuid'))} {_OF_SOME}{where} ORDER BY {SORTS['strength']} "
            f"LIMIT {int(limit)}",
            [book, False, *arguments],
        )
    return [Counted(*row) for row in found]


def _conditions(book: int, narrowed: Narrowed, ids: Sequence[int] | None) -> tuple[str, list[Any]]:
    """What the list is narrowed to, as SQL; "" where it is not. ids: of those fitting the words, None for many."""
    where = ""
    arguments: list[Any] = []
    heads = "SELECT COALESCE(x.merged_into_id, x.id) FROM "
    if narrowed.words and ids is not None:
        where += f" AND p.id IN {ints(ids)}"
    elif narrowed.words:
        more, arguments = name_words.fitting("r.person_id", name_words.typed(plain(narrowed.words)))
        where += more
    if narrowed.role:
        where += (
            f" AND p.id IN ({heads}store_role l JOIN store_relationship s ON s.id = l.relationship_id JOIN store_person x "
            "ON x.id = s.person_id WHERE l.book_id = %s AND l.key = %s AND (l.since IS NULL OR l.since <= %s) "
            "AND (l.until IS NULL OR l.until > %s))"
        )
        arguments += [book, narrowed.role, narrowed.day, narrowed.day]
    if narrowed.tag:
        where += (
            f" AND p.id IN ({heads}store_tag g JOIN store_tagging t ON t.tag_id = g.id JOIN store_relationship s ON s.id = "
            "t.relationship_id JOIN store_person x ON x.id = s.person_id WHERE g.book_id = %s AND g.key = %s)"
        )
        arguments += [book, narrowed.tag.casefold()]
    if narrowed.organisation:
        where += (
            f" AND p.id IN ({heads}store_organisation g JOIN store_position o ON o.organisation_id = g.id JOIN store_person x "
            "ON x.id = o.person_id WHERE g.book_id = %s AND g.key = %s)"
        )
        arguments += [book, narrowed.organisation]
    return where, arguments


def days_before(book: int, day: int) -> list[tuple[int, int, int, int, int]]:
    """(relationship, day, in, out, n) of all contact before a day, in order of relationship and day."""
    with connection.cursor() as cursor:
        return rows(
            cursor,
            "SELECT relationship_id, day, in_n, out_n, n FROM store_contactday WHERE book_id = %s AND day < %s "
            "ORDER BY relationship_id, day",
            [book, day],
        )


def known_before(book: int, day: int) -> list[int]:
    """Relationships of people without contact before a day who were known all the same: entered or connected."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT DISTINCT r.id FROM store_person m JOIN store_relationship r "
            "ON r.person_id = COALESCE(m.merged_into_id, m.id) LEFT JOIN store_identifier d ON d.person_id = m.id "
            "LEFT JOIN store_claim c ON c.identifier_id = d.id AND c.field = 'known_on' "
            "WHERE m.book_id = %s AND m.is_me = %s AND (m.known_since < %s OR "
            "(c.value IS NOT NULL AND CAST(c.value AS integer) < %s))",
            [book, False, day, day],
        )
    return [i for (i,) in found]


def heads(book: int, relationships: Iterable[int]) -> dict[int, tuple[int, str, str, str, int]]:
    """Relationship to (person, uuid, name, sort name, channels)."""
    listed_ids = ints(relationships)
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT r.id, p.id, {uuid_hex('p.uuid')}, p.name, p.sort_name, COALESCE(m.channels, 0) "
            "FROM store_relationship r JOIN store_person p ON p.id = r.person_id LEFT JOIN store_metrics m "
            f"ON m.relationship_id = r.id WHERE r.book_id = %s AND p.is_me = %s AND r.id IN {listed_ids}",
            [book, False],
        )
    return {row[0]: row[1:] for row in found}


def channels_before(book: int, day: int) -> dict[int, int]:
    """Relationship to the channels of its contact before a day, where there may be others from that day on."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT rel, SUM(bit) FROM (SELECT DISTINCT x.relationship_id AS rel, "
            f"{channel_bit('i.kind')} AS bit FROM store_metrics x JOIN store_relationship r ON r.id = x.relationship_id "
            "JOIN store_person m ON m.id = r.person_id OR m.merged_into_id = r.person_id "
            "JOIN store_identifier d ON d.person_id = m.id "
            "JOIN store_participant p ON p.identifier_id = d.id AND p.at < %s AND p.contact > 0 "
            "JOIN store_interaction i ON i.id = p.interaction_id WHERE x.book_id = %s AND x.last_day >= %s "
            "AND (x.channels & (x.channels - 1)) <> 0) AS kinds GROUP BY rel",
            [start_of(day), book, day],
        )
    return {relationship: int(bits) for relationship, bits in found}


def _of_members(
    select: str, joins: str, persons: Sequence[int], more: str = "", arguments: Sequence[Any] = ()
) -> Any:
    """Rows of people and of everybody merged into them, the person shown first."""
    found = ints(persons)
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT COALESCE(m.merged_into_id, m.id), {select} FROM store_person m {joins} "
            f"WHERE (m.id IN {found} OR m.merged_into_id IN {found}) {more}",
            arguments,
        )


def emails(persons: Sequence[int]) -> dict[int, list[str]]:
    """Addresses of each person that work: the one the user prefers, then the one most recently in contact."""
    found = _of_members(
        "d.value",
        "JOIN store_identifier d ON d.person_id = m.id",
        persons,
        f"AND d.kind = 'email' AND {said.works('d')} ORDER BY {said.latest_contact('d')} DESC, d.value",
    )
    return _gathered(found)


def positions(persons: Sequence[int], day: int) -> dict[int, Work]:
    """(organisation, title, department) that each person holds on a day: the user's words first, then the latest."""
    return _composed(_of_members(_HELD, _HOLDING, persons, _HELD_ON, [day, day]))


_HELD = (
    "CASE WHEN o.batch_id IS NULL THEN 1 ELSE 0 END, o.seen_at, COALESCE(o.since, -1000000), COALESCE(g.name, ''), "
    "o.title, o.department"
)
_HOLDING = (
    "JOIN store_position o ON o.person_id = m.id LEFT JOIN store_organisation g ON g.id = o.organisation_id"
)
_HELD_ON = "AND (o.since IS NULL OR o.since < %s) AND (o.until IS NULL OR o.until >= %s)"


def _composed(found: Iterable[tuple[Any, ...]]) -> dict[int, Work]:
    """From rows of a person and `_HELD`, in whatever order they came."""
    in_order = sorted(found, key=lambda row: (row[1], row[2], row[3], row[5]))
    return said.composed([(row[0], row[1], *row[4:]) for row in in_order])


Texts = dict[int, list[str]]
Work = tuple[str, str, str]


def shown_of(persons: Sequence[int], day: int, held_on: int) -> tuple[Texts, Texts, Texts, dict[int, Work]]:
    """What a list shows of each person, in one query.

    Addresses that work, the one to write to first; keys of the roles held on a day, in the order given; names of the
    tags, by name; and `positions` on the day `held_on`.
    """
    listed_ids = ints(persons)
    of_them = f"(m.id IN {listed_ids} OR m.merged_into_id IN {listed_ids})"
    shown = "COALESCE(m.merged_into_id, m.id)"
    members = "FROM store_person m JOIN store_relationship r ON r.person_id = m.id"
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT {shown}, 'role', l.id, 0, 0, l.key, '', '' "
            f"{members} JOIN store_role l ON l.relationship_id = r.id WHERE {of_them} "
            "AND (l.since IS NULL OR l.since <= %s) AND (l.until IS NULL OR l.until > %s) "
            f"UNION SELECT {shown}, 'tag', 0, 0, 0, g.name, g.key, '' "
            f"{members} JOIN store_tagging t ON t.relationship_id = r.id JOIN store_tag g ON g.id = t.tag_id "
            f"WHERE {of_them} UNION SELECT {shown}, 'email', -({said.latest_contact('d')}), 0, 0, d.value, d.value, '' "
            f"FROM store_person m JOIN store_identifier d ON d.person_id = m.id WHERE {of_them} AND d.kind = 'email' "
            f"AND {said.works('d')} UNION SELECT {shown}, 'position', {_HELD} FROM store_person m {_HOLDING} "
            f"WHERE {of_them} {_HELD_ON} ORDER BY 3, 7",
            [day, day, held_on, held_on],
        )
    addresses, held, tagged = (
        _gathered((row[0], row[5]) for row in found if row[1] == wanted)
        for wanted in ("email", "role", "tag")
    )
    work = _composed((row[0], *row[2:]) for row in found if row[1] == "position")
    return addresses, held, tagged, work


def _gathered(found: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    gathered: dict[int, list[Any]] = defaultdict(list)
    for person, value in found:
        gathered[person].append(value)
    return gathered


def covered_until(book: int, before: int) -> tuple[dict[int, int], int | None]:
    """For each kind that files bring (mail, meetings, chats) the latest instant before `before` that was read.

    And, in the same query, the day for which the book's strengths hold.
    """
    kinds = (Kind.MAIL, Kind.MEETING, Kind.CHAT)
    one = "SELECT {kind} AS kind, (SELECT MAX(at) FROM store_interaction WHERE book_id = %s AND kind = {kind} AND at < %s) AS at"
    statement = " UNION ALL ".join(one.format(kind=int(kind)) for kind in kinds)
    statement += " UNION ALL SELECT 0, strength_day FROM store_book WHERE id = %s"
    with connection.cursor() as cursor:
        found = dict(rows(cursor, statement, [*[book, before] * len(kinds), book]))
    counted = found.pop(0)
    return {kind: at for kind, at in found.items() if at is not None}, counted
