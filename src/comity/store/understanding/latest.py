"""The latest few mails of people: only the current signature counts, and nothing old beside the newest mail of the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from comity.core.days import SECONDS_PER_DAY, day_of
from comity.core.records import Kind
from comity.store.sql import chunks, ints, rows

LATEST = 3
"""Mails of a person that are read, the newest first, until one has a signature."""
SIGNATURE_DAYS = 730
"""Days before the newest mail of the book after which a signature, or a bounce, says nothing about today."""
MOST_PEOPLE = 500
"""People whose mail is read at once: those heard from last."""
READ = 20_000
"""Characters of a text that are read: a signature stands above what is quoted, or below the little that was left of it."""
_STEP = 200


class Mail(NamedTuple):
    """A mail that somebody sent: who (the person shown), by which address, and what it says."""

    person: int
    name: str
    identifier: int
    address: str
    interaction: int
    key: str
    at: int
    subject: str
    text: str
    parent: int


class Head(NamedTuple):
    """A mail of somebody, not read yet."""

    at: int
    interaction: int
    identifier: int


def latest(
    cursor: CursorWrapper, book: int, identifiers: Iterable[int], newest: int
) -> tuple[set[int], list[Mail]]:
    """The latest mails that are contact of the people behind these identifiers, newest first; and all identifiers of
    these people, but of those whose mail was passed over as they were too many."""
    oldest = newest - SIGNATURE_DAYS * SECONDS_PER_DAY
    owner = _owners(cursor, book, identifiers)
    heard = _heard_from(cursor, set(owner.values()), day_of(oldest))
    read, passed_over = set(heard[:MOST_PEOPLE]), set(heard[MOST_PEOPLE:])
    heads: list[Head] = []
    for identifier in sorted(identifier for identifier, person in owner.items() if person in read):
        heads += _heads(cursor, identifier, oldest, newest)
    mails = _read(cursor, owner, heads)
    return {identifier for identifier, person in owner.items() if person not in passed_over}, mails


def _owners(cursor: CursorWrapper, book: int, identifiers: Iterable[int]) -> dict[int, int]:
    """The person shown for each address of the people behind these identifiers."""
    people: set[int] = set()
    for part in chunks(sorted(set(identifiers)), _STEP):
        people |= {
            person
            for (person,) in rows(
                cursor,
                "SELECT COALESCE(q.merged_into_id, q.id) FROM store_identifier e JOIN store_person q ON q.id = e.person_id "
                f"WHERE e.book_id = %s AND e.id IN {ints(part)}",
                [book],
            )
        }
    owner: dict[int, int] = {}
    for part in chunks(sorted(people), _STEP):
        owner |= dict(
            rows(
                cursor,
                "SELECT d.id, COALESCE(p.merged_into_id, p.id) FROM store_person p "
                "JOIN store_identifier d ON d.person_id = p.id WHERE d.own = 0 AND d.kind = 'email' "
                f"AND (p.id IN {ints(part)} OR p.merged_into_id IN {ints(part)})",
            )
        )
    return owner


def _heard_from(cursor: CursorWrapper, people: set[int], since: int) -> list[int]:
    """Those of these people from whom something came since a day, the latest first."""
    found: list[tuple[int, int]] = []
    for part in chunks(sorted(people), _STEP):
        found += rows(
            cursor,
            "SELECT m.last_in, r.person_id FROM store_metrics m JOIN store_relationship r ON r.id = m.relationship_id "
            f"WHERE m.last_in >= %s AND r.person_id IN {ints(part)}",
            [since],
        )
    return [person for _, person in sorted(found, key=lambda row: (-row[0], row[1]))]


def _heads(cursor: CursorWrapper, identifier: int, oldest: int, newest: int) -> list[Head]:
    """The latest mails from an identifier: asked for one at a time, so that its index is read no further than needed."""
    found = rows(
        cursor,
        "SELECT at, interaction_id, identifier_id FROM store_participant WHERE identifier_id = %s AND at >= %s AND at <= %s "
        f"AND contact IN (1, 3) AND part = 1 ORDER BY at DESC, interaction_id LIMIT {LATEST}",
        [identifier, oldest, newest],
    )
    return [Head(*row) for row in found]


def _read(cursor: CursorWrapper, owner: Mapping[int, int], heads: Iterable[Head]) -> list[Mail]:
    """The latest of these mails of each person."""
    count: dict[int, int] = {}
    wanted: list[int] = []
    for head in sorted(heads, key=lambda head: (-head.at, head.interaction)):
        person = owner[head.identifier]
        count[person] = count.get(person, 0) + 1
        if count[person] <= LATEST:
            wanted.append(head.interaction)
    return [mail for part in chunks(wanted, _STEP) for mail in _mails(cursor, part, owner)]


def _mails(cursor: CursorWrapper, interactions: Sequence[int], owner: Mapping[int, int]) -> list[Mail]:
    found = rows(
        cursor,
        f"SELECT d.id, h.name, d.value, i.id, i.key, i.at, i.subject, SUBSTR(COALESCE(c.text, ''), 1, {READ}), i.parent "
        "FROM store_interaction i JOIN store_participant p ON p.interaction_id = i.id AND p.part = 1 "
        "JOIN store_identifier d ON d.id = p.identifier_id JOIN store_person q ON q.id = d.person_id "
        "JOIN store_person h ON h.id = COALESCE(q.merged_into_id, q.id) "
        "LEFT JOIN store_content c ON c.interaction_id = i.id "
        f"WHERE i.kind = {int(Kind.MAIL)} AND i.id IN {ints(interactions)} ORDER BY i.at DESC, i.id",
    )
    return [
        Mail(owner[identifier], name, identifier, address, i, bytes(key).hex(), at, subject, text, parent)
        for identifier, name, address, i, key, at, subject, text, parent in found
        if identifier in owner
    ]
