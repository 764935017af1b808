"""What is between me, others and organisations, as edges of a walk: read from my side and from a decision's, never a whole book.

Four statements give all that a path of four steps can be made of: what leaves from me; what touches the ends; what touches
those whom I reach; and what lies between the last two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from comity.core import days
from comity.core.conflicts import (
    CLOSE_CONTACT,
    INTERESTS,
    ME,
    ORGANISATION,
    OTHER,
    PERSON,
    SEEN,
    TIES,
    Edge,
    Node,
)
from comity.core.conflicts import cooling as counts_for
from comity.store.models import NameWord
from comity.store.sql import ints, on_sqlite, rows, uuid_hex

MOST_EDGES = 200_000
"""Edges of one statement at the most; a book of a lifetime has fewer in all."""
MOST_ACROSS = 4000
"""Edges in the third step of four that are read."""
MOST_NEAR = 500
"""People and organisations a step away from a decision for which the middle of four steps is looked for."""
_DAY_BITS = 80
"""Bits of a UUIDv7 (RFC 9562, section 5.7) behind its milliseconds."""
_MS_PER_DAY = 86_400_000


def edges_between(
    book: int, ends: Iterable[Node], today: int, cooling_off: int | None = None
) -> tuple[list[Edge], bool]:
    """The edges of which a path of at most four steps from me to one of these ends can be made, and whether some were left.

    cooling_off: days for which a policy lets an employer count that I left.

    Left are only edges in the middle of four steps, where more than `MOST_NEAR` people are a step away from the decision (a
    large employer), or beyond `MOST_ACROSS`: such a path weighs too little to change an answer (`core.conflicts`).
    """
    mine = from_me(book, today, cooling_off)
    wanted = set(ends)
    touching = _touching(book, wanted, today)
    near = {node for edge in touching for node in (edge.one, edge.other)} - wanted
    reached = {edge.other for edge in mine}
    first = _touching(book, reached, today) if reached else []
    second = {node for edge in first for node in (edge.one, edge.other)} - wanted
    if len(near) > MOST_NEAR:
        return [*mine, *{*touching, *first}], True
    across = _across(book, near, second, today) if near and second else []
    return [*mine, *{*touching, *first, *across}], len(across) >= MOST_ACROSS


def from_me(book: int, today: int, cooling_off: int | None = None) -> list[Edge]:
    """What leaves from me: interests, gifts, work with what was invoiced, open promises, friendship, and close contact.

    The text of a relationship that is professional and personal is my rule of what I stay out of.
    """
    parts = (*_entered(), *_noticed(today))
    with connection.cursor() as cursor:
        found = rows(cursor, f"{' UNION ALL '.join(parts)} LIMIT {MOST_EDGES}", [book, False] * len(parts))
    edges = [_mine(row, cooling_off) for row in found if row[3] is not None or row[4] is not None]
    return _together(edges, lambda edge: edge._replace(money=()))


_HEAD_OF = "COALESCE(q.merged_into_id, q.id)"
_PERSON_OF = (
    "JOIN store_person q ON q.id = x.person_id JOIN store_person p ON p.id = COALESCE(q.merged_into_id, q.id)"
)
_LIVING = "p.is_me = %s AND p.died_on IS NULL"
_NO_MONEY = "CAST(NULL AS bigint), ''"


def _entered() -> Iterator[str]:
    """Statements for what was entered: interests, gifts, work (a row for each currency) and promises."""
    id, left = uuid_hex("x.uuid"), _PERSON_OF.replace("JOIN", "LEFT JOIN")
    anybody = f"(p.id IS NULL OR ({_LIVING}))"
    yield (
        f"SELECT 'interest', x.kind, {id}, {_HEAD_OF}, x.organisation_id, x.text, COALESCE(x.reviewed_on, x.noted_on), "
        f"x.until, x.cooling_days, x.amount, x.currency FROM store_interest x {left} WHERE x.book_id = %s AND {anybody}"
    )
    yield (
        f"SELECT 'gift', 'gift', {id}, {_HEAD_OF}, x.organisation_id, x.what, x.\"on\", x.\"on\", NULL, x.amount, x.currency "
        f"FROM store_gift x {left} WHERE x.book_id = %s AND x.outcome = 'kept' AND {anybody}"
    )
    yield (
        f"SELECT 'work', x.side, {id}, {_HEAD_OF}, NULL, x.title, COALESCE((SELECT MAX(d.dated_on) FROM store_invoice d WHERE "
        f"d.engagement_id = x.id), x.since), x.ended_on, NULL, CAST(SUM(i.amount) AS bigint), COALESCE(i.currency, '') "
        f"FROM store_engagement x {_PERSON_OF} LEFT JOIN store_invoice i ON i.engagement_id = x.id AND i.amount IS NOT NULL "
        f"WHERE x.book_id = %s AND {_LIVING} GROUP BY x.id, {_HEAD_OF}, i.currency"
    )
    yield (
        f"SELECT 'promise', 'promise', {id}, {_HEAD_OF}, NULL, x.text, x.made_on, NULL, NULL, {_NO_MONEY} FROM store_commitment x "
        f"{_PERSON_OF} WHERE x.book_id = %s AND x.state = 'open' AND {_LIVING}"
    )


def _noticed(today: int) -> Iterator[str]:
    """Statements for what a relationship is: personal too, or of close contact."""
    rule = (
        "(SELECT MAX(c.matter) FROM store_recusal c JOIN store_person s ON s.id = c.person_id WHERE (s.id = p.id OR "
        f"s.merged_into_id = p.id) AND c.since <= {int(today)} AND (c.until IS NULL OR c.until >= {int(today)}))"
    )
    yield (
        f"SELECT 'nature', r.nature, {uuid_hex('p.uuid')}, p.id, NULL, CASE WHEN r.nature = 'both' THEN {rule} ELSE '' END, "
        f"m.last_day, NULL, NULL, {_NO_MONEY} FROM store_relationship r JOIN store_person p ON p.id = r.person_id "
        "LEFT JOIN store_metrics m ON m.relationship_id = r.id "
        f"WHERE r.book_id = %s AND r.nature <> 'professional' AND p.merged_into_id IS NULL AND {_LIVING}"
    )
    yield (
        f"SELECT 'contact', 'contact', {uuid_hex('p.uuid')}, p.id, NULL, '', m.last_day, NULL, NULL, {_NO_MONEY} "
        "FROM store_metrics m JOIN store_relationship r ON r.id = m.relationship_id "
        f"JOIN store_person p ON p.id = r.person_id WHERE m.book_id = %s AND m.strength >= {CLOSE_CONTACT} AND {_LIVING}"
    )


def _mine(row: Sequence[Any], cooling_off: int | None) -> Edge:
    what, kind, id, person, organisation, text, seen, until, cooling, amount, currency = row
    kind = "stay_out" if what == "nature" and text else kind
    known = INTERESTS.get(kind, OTHER) if what == "interest" else SEEN.get(kind, SEEN.get(what, OTHER))
    to = (PERSON, int(person)) if person is not None else (ORGANISATION, int(organisation))
    own = None if cooling is None else int(cooling)
    cools = counts_for(kind, own, cooling_off) if what == "interest" else known.cooling
    money = () if amount is None else ((int(amount), currency),)
    edge = Edge(ME, to, what, kind, known.weight, id, _short(text), seen, until, cools)
    return edge._replace(personal=known.personal, money=money)


def _together(edges: Iterable[Edge], same: Callable[[Edge], Edge]) -> list[Edge]:
    """Edges that are the same but for money and text as one: sums of each currency, and several posts at one place."""
    found: dict[Edge, list[Edge]] = {}
    for edge in edges:
        found.setdefault(same(edge), []).append(edge)
    return [
        those[0]._replace(
            text=", ".join(dict.fromkeys(edge.text for edge in those if edge.text)),
            money=tuple(sorted({one for edge in those for one in edge.money}, key=lambda one: one[1])),
            seen=max((edge.seen for edge in those if edge.seen is not None), default=None),
        )
        for those in found.values()
    ]


def _touching(book: int, nodes: Iterable[Node], today: int) -> list[Edge]:
    """Positions held today and ties, one end of which is one of these; the owner of the book is none of them."""
    people, places = _listed(nodes)
    held = [("o.person_id", people), ("o.organisation_id", places)]
    tied = [("t.one_id", people), ("t.other_id", people), ("t.organisation_id", places)]
    return _read(book, today, [[one] for one in held], [[one] for one in tied], MOST_EDGES)


def _across(book: int, left: Iterable[Node], right: Iterable[Node], today: int) -> list[Edge]:
    """The same, between one of some and one of others."""
    people, places = _listed(left)
    others, elsewhere = _listed(right)
    held = [
        [("o.person_id", people), ("o.organisation_id", elsewhere)],
        [("o.person_id", others), ("o.organisation_id", places)],
    ]
    tied = [
        [("t.one_id", people), ("t.other_id", others)],
        [("t.one_id", others), ("t.other_id", people)],
        [("t.one_id", people), ("t.organisation_id", elsewhere)],
        [("t.one_id", others), ("t.organisation_id", places)],
    ]
    return _read(book, today, held, tied, MOST_ACROSS)


def _listed(nodes: Iterable[Node]) -> tuple[str, str]:
    """SQL for the rows of people, with everybody merged into them, and for those of organisations."""
    known = sorted(nodes)
    heads = ints(id for kind, id in known if kind == PERSON)
    people = (
        f"(SELECT id FROM store_person WHERE id IN {heads} UNION ALL "
        f"SELECT id FROM store_person WHERE merged_into_id IN {heads})"
    )
    return people, ints(id for kind, id in known if kind == ORGANISATION)


_Among = Sequence[Sequence[tuple[str, str]]]
_HEAD = "JOIN store_person q ON q.id = {} JOIN store_person p ON p.id = COALESCE(q.merged_into_id, q.id)"


def _read(book: int, today: int, held: _Among, tied: _Among, most: int) -> list[Edge]:
    """Positions and ties whose columns are among these, for each alternative all of them."""
    positions = (
        "SELECT 'position', '', '', p.id, CAST(NULL AS bigint), o.organisation_id, o.title, o.seen_at, "
        f"CAST(NULL AS integer), 0 FROM store_position o {_HEAD.format('o.person_id')} WHERE o.book_id = %s "
        "AND o.organisation_id IS NOT NULL AND (o.since IS NULL OR o.since <= %s) AND (o.until IS NULL OR o.until > %s) "
        "AND p.is_me = %s AND p.died_on IS NULL"
    )
    ties = (
        f"SELECT 'tie', t.kind, {uuid_hex('t.uuid')}, p.id, COALESCE(b.merged_into_id, b.id), t.organisation_id, t.text, "
        f"NULL, t.until, CASE WHEN t.hearsay THEN 1 ELSE 0 END FROM store_tie t {_HEAD.format('t.one_id')} "
        "LEFT JOIN store_person b ON b.id = t.other_id WHERE t.book_id = %s AND p.is_me = %s AND p.died_on IS NULL"
    )
    parts, arguments = [], list[Any]()
    for statement, values, either in (
        (positions, [book, today, today, False], held),
        (ties, [book, False], tied),
    ):
        for columns in either:
            parts.append(statement + "".join(f" AND {column} IN {among}" for column, among in columns))
            arguments += values
    with connection.cursor() as cursor:
        found = rows(cursor, f"{' UNION '.join(parts)} LIMIT {most}", arguments)
    edges = [_between(row) for row in found if row[4] is not None or row[5] is not None]
    held_there = _together(
        (edge for edge in edges if edge.what == "position"), lambda edge: edge._replace(text="", seen=None)
    )
    return [*held_there, *(edge for edge in edges if edge.what != "position")]


def _between(row: Sequence[Any]) -> Edge:
    what, kind, id, one, other, organisation, text, seen_at, until, hearsay = row
    to = (PERSON, int(other)) if other is not None else (ORGANISATION, int(organisation))
    if what == "position":
        seen, known = days.day_of(int(seen_at)), SEEN["position"]
        return Edge((PERSON, int(one)), to, what, "position", known.weight, "", _short(text), seen)
    known = TIES.get(kind, OTHER)
    return Edge(
        (PERSON, int(one)),
        to,
        what,
        kind,
        known.weight,
        id,
        _short(text),
        entered_on(id),
        until,
        known.cooling,
        bool(hearsay),
        known.personal,
    )


def entered_on(id: str) -> int:
    """The UTC day on which a row was entered, which its UUIDv7 holds."""
    return int((int(id, 16) >> _DAY_BITS) // _MS_PER_DAY)


def _short(text: str) -> str:
    return " ".join((text or "").split())[:200]


def called(book: int, nodes: Iterable[Node]) -> dict[Node, tuple[str, str]]:
    """(uuid as 32 digits, name) of people and organisations."""
    listed = set(nodes)
    people = ints(id for kind, id in listed if kind == PERSON)
    places = ints(id for kind, id in listed if kind == ORGANISATION)
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT '{PERSON}', p.id, {uuid_hex('p.uuid')}, p.name FROM store_person p WHERE p.book_id = %s AND p.id IN {people} "
            f"UNION ALL SELECT '{ORGANISATION}', g.id, {uuid_hex('g.uuid')}, g.name FROM store_organisation g "
            f"WHERE g.book_id = %s AND g.id IN {places}",
            [book, book],
        )
    return {(kind, id): (uuid, name) for kind, id, uuid, name in found}


def named(book: int, words: Iterable[str]) -> dict[int, set[str]]:
    """People of whom these folded words are words of a name: which of them; through the index alone."""
    wanted = sorted(set(words))
    if not wanted:
        return {}
    marks = ",".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            f"SELECT n.person_id, n.word FROM store_nameword n WHERE n.book_id = %s AND n.word IN ({marks}) "
            f"AND (n.origin & {NameWord.NAME}) > 0 LIMIT {MOST_EDGES}",
            [book, *wanted],
        )
    people: dict[int, set[str]] = {}
    for person, word in found:
        people.setdefault(person, set()).add(word)
    return people


def organisations_named(book: int, keys: Iterable[str]) -> list[tuple[int, str, str]]:
    """(row, name, key) of organisations whose key is one of these, or begins with one of them as whole words."""
    wanted = sorted({key for key in keys if key})
    if not wanted:
        return []
    key = "g.key" if on_sqlite() else 'g.key COLLATE "C"'
    either = " OR ".join([f"g.key = %s OR ({key} >= %s AND {key} < %s)"] * len(wanted))
    arguments = [value for key in wanted for value in (key, f"{key} ", f"{key}!")]
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT g.id, g.name, g.key FROM store_organisation g WHERE g.book_id = %s AND ({either}) LIMIT 500",
            [book, *arguments],
        )
