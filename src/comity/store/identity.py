"""Persons that links hold together point to one of them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.core.identity import components
from comity.store.models import Identifier
from comity.store.sql import chunks, ints, rows


class _Holder(NamedTuple):
    """The person whom an identifier belongs to; `handle` is the identifier's kind and value."""

    person: int
    is_me: bool
    by_hand: bool
    merged_into: int | None
    handle: tuple[str, str]


def regroup(book: int, identifiers: Iterable[int]) -> set[int]:
    """Set `merged_into` of everybody reachable from these identifiers; returns whoever is held together with others, or was.

    Most identifiers are the only one of a person and linked with nothing: they are left out first, so that memory
    follows what there is to merge, not how many people there are. The one pointed to is the owner if among them, else
    one entered by hand, else whose first handle comes first in the alphabet: nothing that depends on the order in
    which files came.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        members, same, different = _reach(cursor, book, _bound(cursor, book, identifiers))
        holders = _holders(cursor, members)
        firm = _firm(cursor, members)
        held = [pair for pair in same if pair[0] in firm and pair[1] in firm]
        updates: list[tuple[int | None, int]] = []
        touched: set[int] = set()
        for group in components(members, held + _one_persons(holders), different):
            found = _by_rank(holders[i] for i in group if i in holders)
            for holder in found:
                target = None if holder.person == found[0].person else found[0].person
                touched |= {holder.person} | ({holder.merged_into} if holder.merged_into else set())
                if holder.merged_into != target:
                    updates.append((target, holder.person))
        cursor.executemany(
            "UPDATE store_person SET merged_into_id = NULL WHERE id = %s", [(p,) for _, p in updates]
        )
        cursor.executemany("UPDATE store_person SET merged_into_id = %s WHERE id = %s", updates)
    return touched


def _by_rank(holders: Iterable[_Holder]) -> list[_Holder]:
    """Each person once, by their first handle, the one to point to before all others."""
    once: dict[int, _Holder] = {}
    for holder in sorted(holders, key=lambda h: (not h.is_me, not h.by_hand, h.handle, h.person)):
        once.setdefault(holder.person, holder)
    return list(once.values())


def _one_persons(holders: dict[int, _Holder]) -> list[tuple[int, int]]:
    """Pairs of identifiers that belong to one person, which no link has to say."""
    held: dict[int, list[int]] = {}
    for identifier, holder in holders.items():
        held.setdefault(holder.person, []).append(identifier)
    return [pair for identifiers in held.values() for pair in pairwise(identifiers)]


def _firm(cursor: CursorWrapper, members: set[int]) -> set[int]:
    """Those that hold people together: an address that several share is nobody's, whatever cards list it."""
    firm: set[int] = set()
    for part in chunks(members, 1000):
        found = rows(
            cursor,
            f"SELECT id FROM store_identifier WHERE nature = {Identifier.PERSONAL} "
            f"AND own <> {Identifier.OWN_SHARED} AND id IN {ints(part)}",
        )
        firm |= {i for (i,) in found}
    return firm


def _bound(cursor: CursorWrapper, book: int, identifiers: Iterable[int]) -> set[int]:
    """Those of these identifiers that are linked with others, or whose person has others, is merged or merged into."""
    link = "EXISTS (SELECT 1 FROM store_identitylink l WHERE l.{side}_id = d.id AND l.book_id = d.book_id)"
    bound: set[int] = set()
    for part in chunks(identifiers, 1000):
        found = rows(
            cursor,
            f"SELECT d.id FROM store_identifier d LEFT JOIN store_person p ON p.id = d.person_id WHERE d.book_id = %s "
            f"AND d.id IN {ints(part)} AND ({link.format(side='left')} OR {link.format(side='right')} "
            "OR p.merged_into_id IS NOT NULL OR EXISTS (SELECT 1 FROM store_person m WHERE m.merged_into_id = d.person_id) "
            "OR EXISTS (SELECT 1 FROM store_identifier e WHERE e.person_id = d.person_id AND e.id <> d.id))",
            [book],
        )
        bound |= {i for (i,) in found}
    return bound


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


def _holders(cursor: CursorWrapper, members: set[int]) -> dict[int, _Holder]:
    """Whom each identifier belongs to."""
    found: dict[int, _Holder] = {}
    for part in chunks(members, 1000):
        for identifier, person, is_me, by_hand, merged_into, *handle in rows(
            cursor,
            "SELECT d.id, p.id, p.is_me, p.by_hand, p.merged_into_id, d.kind, d.value FROM store_identifier d "
            f"JOIN store_person p ON p.id = d.person_id WHERE d.id IN {ints(part)}",
        ):
            found[identifier] = _Holder(
                person, bool(is_me), bool(by_hand), merged_into, (handle[0], handle[1])
            )
    return found
