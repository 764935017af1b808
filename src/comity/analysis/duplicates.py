"""Who may be in the book twice: reads the whole book, or by way of an index what concerns some people of it."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.analysis import describing, partners
from comity.core.matching import (
    Blocks,
    Description,
    Evidence,
    Frequencies,
    lasting,
    packed,
    proposed,
    unpacked,
)
from comity.core.matching.names import several_bearers
from comity.store import match_pages
from comity.store.models import Proposal
from comity.store.noticed import SAME_PERSON
from comity.store.sql import chunks, ints, rows

_STEP = 2000
_AT_HAND = 4096
"""Descriptions that are unpacked at a time."""


class Pair(NamedTuple):
    """Two people, by their row ids, who may be one: the probability and what it rests on."""

    left: int
    right: int
    probability: float
    evidence: tuple[Evidence, ...]


class SharedAddress(NamedTuple):
    """An address under which clearly different people write: its identifier's row id, itself, the names."""

    identifier: int
    address: str
    names: tuple[str, ...]


class _Kept:
    """Descriptions one after another in one piece of memory, which leaves no holes."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._ends = array("Q", [0])

    def append(self, person: Description) -> None:
        self._data += packed(person)
        self._ends.append(len(self._data))

    def at(self, place: int) -> Description:
        return unpacked(self._data[self._ends[place] : self._ends[place + 1]])


def find_pairs(book: int, among: Collection[int] | None = None, *, index: bool = False) -> list[Pair]:
    """Pairs of people who are probably one, the most probable first.

    Left out are pairs that the user has refused, the owner, and people who are one already.

    Args:
        among: row ids of people; only pairs in which one of them takes part. That costs what these people and those
            like them cost, where there is an index that is not too old, and a look at everybody where there is none,
            which then writes it. None for everybody.
        index: for everybody, write the index, too, which is otherwise only written anew where there is one.
    """
    if among is None:
        return _whole(book, index or partners.indexed(book))
    wanted = set(among)
    with connection.cursor() as cursor:
        seen = partners.commonness(cursor, book)
        stale = wanted | match_pages.changed_since(cursor, book)
        if seen is None or len(stale) > seen.people * partners.MOST_ASKED:
            return [pair for pair in _whole(book, True) if pair.left in wanted or pair.right in wanted]
        refused = _refused(cursor, book)
    found = partners.pairs(book, wanted, seen)
    return _ordered(_verdicts(found, seen, refused))


def _whole(book: int, index: bool) -> list[Pair]:
    number = lasting if index else hash
    blocks, seen = Blocks(number), Frequencies(number=number)
    kept = _Kept()
    ids = array("I")
    for person in describing.people(book):
        blocks.note(person)
        seen.count(person)
        kept.append(person)
        ids.append(person.id)
    places = blocks.pairs(kept.at)
    if not index:
        del blocks
    with connection.cursor() as cursor:
        refused = _refused(cursor, book)
    found = _judged(kept, places, seen, refused)
    if index:
        del kept
        partners.keep(book, blocks, seen, ids)
    return found


def _judged(
    people: _Kept,
    places: Iterable[tuple[int, int]],
    seen: Frequencies,
    refused: set[tuple[int, int]],
) -> list[Pair]:
    person = lru_cache(_AT_HAND)(people.at)
    return _ordered(_verdicts(((person(one), person(two)) for one, two in places), seen, refused))


def _verdicts(
    pairs: Iterable[tuple[Description, Description]], seen: Frequencies, refused: set[tuple[int, int]]
) -> Iterator[Pair]:
    for left, right in pairs:
        verdict = proposed(left, right, seen)
        if verdict and (left.id, right.id) not in refused:
            yield Pair(left.id, right.id, verdict.probability, verdict.evidence)


def _ordered(pairs: Iterable[Pair]) -> list[Pair]:
    return sorted(pairs, key=lambda pair: (-pair.probability, pair.left, pair.right))


def _refused(cursor: CursorWrapper, book: int) -> set[tuple[int, int]]:
    """Pairs of people of whom the user said that they are not one, the smaller row id first."""
    said = rows(
        cursor,
        "SELECT COALESCE(p.merged_into_id, p.id), COALESCE(q.merged_into_id, q.id) FROM store_identitylink l "
        "JOIN store_identifier d ON d.id = l.left_id JOIN store_person p ON p.id = d.person_id "
        "JOIN store_identifier e ON e.id = l.right_id JOIN store_person q ON q.id = e.person_id "
        "WHERE l.book_id = %s AND l.same = %s",
        [book, False],
    )
    declined = Proposal.objects.filter(book_id=book, kind=SAME_PERSON, state=Proposal.DECLINED)
    keys = [key.split(":") for key in declined.values_list("key", flat=True)]
    heads = people_behind(int(i) for key in keys for i in key)
    said += [(heads[int(a)], heads[int(b)]) for a, b in keys if int(a) in heads and int(b) in heads]
    return {(min(pair), max(pair)) for pair in said}


def people_behind(identifiers: Iterable[int]) -> dict[int, int]:
    """Identifier to the row id of the person shown for it; without those that belong to nobody."""
    found: dict[int, int] = {}
    with connection.cursor() as cursor:
        for part in chunks(sorted(set(identifiers)), _STEP):
            found.update(
                rows(
                    cursor,
                    "SELECT d.id, COALESCE(p.merged_into_id, p.id) FROM store_identifier d "
                    f"JOIN store_person p ON p.id = d.person_id WHERE d.id IN {ints(part)}",
                )
            )
    return found


def find_shared(book: int, among: Collection[int] | None = None) -> list[SharedAddress]:
    """Addresses of one person that go by the names of several.

    Only names that stand on cards or that were written with the address as a sender count, since others put any name
    beside an address. What the user said of an address, or that it is shared, is left alone.

    Args:
        among: row ids of people; only their addresses. None for everybody's.
    """
    found: list[tuple[int, str, str]] = []
    parts = [None] if among is None else list(chunks(sorted(among), _STEP))
    with connection.cursor() as cursor:
        for part in parts:
            found += rows(
                cursor,
                "SELECT d.id, d.value, c.value FROM store_identifier d JOIN store_claim c ON c.identifier_id = d.id "
                "WHERE d.book_id = %s AND d.kind = 'email' AND d.nature = 0 AND d.nature_by_hand = %s AND d.own = 0 "
                f"AND c.field = 'name' AND c.origin IN (2, 3) AND {_several(part)} "
                "GROUP BY d.id, d.value, c.value ORDER BY d.id, c.value",
                [book, False, *([book] if part is None else [])],
            )
    names: dict[tuple[int, str], list[str]] = {}
    for identifier, address, name in found:
        names.setdefault((identifier, address), []).append(name)
    shared = ((i, address, several_bearers(texts)) for (i, address), texts in names.items())
    return [SharedAddress(i, address, bearers) for i, address, bearers in shared if len(bearers) > 1]


def _several(people: Sequence[int] | None) -> str:
    """SQL for an identifier of somebody, or of one of these people shown, that has several names."""
    if people is None:
        return (
            "d.person_id IS NOT NULL AND d.id IN (SELECT identifier_id FROM store_claim WHERE book_id = %s "
            "AND field = 'name' AND origin IN (2, 3) GROUP BY identifier_id HAVING COUNT(DISTINCT value) > 1)"
        )
    return (
        f"d.person_id IN (SELECT id FROM store_person WHERE id IN {ints(people)} UNION ALL "
        f"SELECT id FROM store_person WHERE merged_into_id IN {ints(people)})"
    )
