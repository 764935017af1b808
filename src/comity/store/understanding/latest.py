"""The latest few mails of people: only the current signature counts, and nothing old beside the newest mail of the book."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from comity.core.days import SECONDS_PER_DAY
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
    people: dict[int, list[int]] = {}
    for part in chunks(sorted(set(identifiers)), _STEP):
        for person, identifier in rows(
            cursor,
            "SELECT COALESCE(p.merged_into_id, p.id), d.id FROM store_identifier d JOIN store_person p ON p.id = d.person_id "
            "WHERE d.book_id = %s AND d.own = 0 AND d.kind = 'email' AND COALESCE(p.merged_into_id, p.id) IN "
            "(SELECT COALESCE(q.merged_into_id, q.id) FROM store_identifier e JOIN store_person q ON q.id = e.person_id "
            f"WHERE e.id IN {ints(part)})",
            [book],
        ):
            if identifier not in people.setdefault(person, []):
                people[person].append(identifier)
    oldest = newest - SIGNATURE_DAYS * SECONDS_PER_DAY
    owner = {identifier: person for person, held in people.items() for identifier in held}
    heads: list[Head] = []
    for part in chunks(sorted(owner), _STEP):
        heads += [Head(*row) for row in _heads(cursor, part, oldest)]
    mails = _read(cursor, owner, heads)
    passed_over = {owner[head.identifier] for head in heads} - {mail.person for mail in mails}
    return {identifier for identifier, person in owner.items() if person not in passed_over}, mails


def _heads(cursor: CursorWrapper, identifiers: Sequence[int], oldest: int) -> list[tuple[int, int, int]]:
    """The latest mails from each of these identifiers."""
    nth = (
        "SELECT n.at FROM store_participant n WHERE n.identifier_id = d.id AND n.contact IN (1, 3) AND n.part = 1 "
        f"ORDER BY n.at DESC LIMIT 1 OFFSET {LATEST - 1}"
    )
    return rows(
        cursor,
        "SELECT p.at, p.interaction_id, d.id FROM store_identifier d JOIN store_participant p ON p.identifier_id = d.id "
        f"WHERE d.id IN {ints(identifiers)} AND p.at >= %s AND p.at >= COALESCE(({nth}), %s) "
        "AND p.contact IN (1, 3) AND p.part = 1",
        [oldest, oldest],
    )


def _read(cursor: CursorWrapper, owner: Mapping[int, int], heads: Iterable[Head]) -> list[Mail]:
    """The latest mails of those people who were heard from last."""
    count: dict[int, int] = {}
    wanted: list[int] = []
    for head in sorted(heads, key=lambda head: (-head.at, head.interaction)):
        person = owner[head.identifier]
        seen = count.get(person, 0)
        if seen < LATEST and (seen or len(count) < MOST_PEOPLE):
            count[person] = seen + 1
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
