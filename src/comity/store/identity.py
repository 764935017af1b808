"""Persons that links hold together point to one of them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.core.identity import components
from comity.store.sql import chunks, ints, rows


def regroup(book: int, identifiers: Iterable[int]) -> set[int]:
    """Set `merged_into` of everybody reachable from these identifiers; returns all their persons.

    The one pointed to is the owner if among them, else one entered by hand, else the oldest row.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        members, same, different = _reach(cursor, book, set(identifiers))
        people = _people(cursor, members)
        updates: list[tuple[int | None, int]] = []
        touched: set[int] = set()
        for group in components(members, same, different):
            found = {people[i][0]: people[i] for i in group if i in people}
            if not found:
                continue
            head = min(found.values(), key=lambda p: (not p[1], not p[2], p[0]))[0]
            for person, row in found.items():
                target = None if person == head else head
                touched |= {person} | ({row[3]} if row[3] else set())
                if row[3] != target:
                    updates.append((target, person))
        cursor.executemany(
            "UPDATE store_person SET merged_into_id = NULL WHERE id = %s", [(p,) for _, p in updates]
        )
        cursor.executemany("UPDATE store_person SET merged_into_id = %s WHERE id = %s", updates)
    return touched


Pairs = list[tuple[int, int]]


def _reach(cursor: CursorWrapper, book: int, start: set[int]) -> tuple[set[int], Pairs, Pairs]:
    """Everything linked with `start`, directly or not, also by sharing a person or a former merge."""
    members, frontier = set(start), set(start)
    same: Pairs = []
    different: Pairs = []
    while frontier:
        reached: set[int] = set()
        for part in chunks(frontier, 1000):
            listed = ints(part)
            for left, right, is_same in rows(
                cursor,
                f"SELECT left_id, right_id, same FROM store_identitylink WHERE book_id = %s "
                f"AND (left_id IN {listed} OR right_id IN {listed})",
                [book],
            ):
                (same if is_same else different).append((left, right))
                reached |= {left, right}
            reached |= _companions(cursor, listed)
        frontier = reached - members
        members |= reached
    return members, same, different


def _companions(cursor: CursorWrapper, listed: str) -> set[int]:
    """Identifiers whose persons are merged, or stand, with those of the listed ones."""
    found = rows(
        cursor,
        "SELECT e.id FROM store_identifier d JOIN store_person p ON p.id = d.person_id "
        "JOIN store_person q ON q.id = p.id OR q.id = p.merged_into_id OR q.merged_into_id = p.id "
        "OR q.merged_into_id = p.merged_into_id "
        f"JOIN store_identifier e ON e.person_id = q.id WHERE d.id IN {listed} "
        "AND (p.merged_into_id IS NOT NULL OR EXISTS (SELECT 1 FROM store_person m WHERE m.merged_into_id = p.id))",
    )
    return {i for (i,) in found}


def _people(cursor: CursorWrapper, members: set[int]) -> dict[int, tuple[int, bool, bool, int | None]]:
    """Identifier to (person, is me, by hand, merged into)."""
    found: dict[int, tuple[int, bool, bool, int | None]] = {}
    for part in chunks(members, 1000):
        for identifier, *person in rows(
            cursor,
            "SELECT d.id, p.id, p.is_me, p.by_hand, p.merged_into_id FROM store_identifier d "
            f"JOIN store_person p ON p.id = d.person_id WHERE d.id IN {ints(part)}",
        ):
            found[identifier] = (person[0], bool(person[1]), bool(person[2]), person[3])
    return found
