"""Who may be in the book twice: reads the whole book at once, and changes nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core.matching import (
    THRESHOLD,
    Born,
    Description,
    Evidence,
    Frequencies,
    candidates,
    described,
    judged,
)
from comity.core.matching.names import several_bearers
from comity.store.models import Claim, Identifier, Proposal
from comity.store.noticed import SAME_PERSON
from comity.store.sql import chunks, ints, rows

_STEP = 2000
_FIELDS = ("name", "nickname", "phone", "url", "address", "position")


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


@dataclass
class _Gathered:
    """What is known of one person while rows are read; `names` and the like as (weaker first, …, value)."""

    handles: list[tuple[str, str]] = field(default_factory=list)
    names: list[tuple[int, int, str]] = field(default_factory=list)
    nicknames: list[str] = field(default_factory=list)
    values: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    born: Born | None = None


def find_pairs(book: int, among: Collection[int] | None = None) -> list[Pair]:
    """Pairs of people who are probably one, the most probable first.

    Left out are pairs that the user has refused, the owner, and people who are one already.

    Args:
        among: row ids of people; only pairs in which one of them takes part. None for everybody.
    """
    people = read_people(book)
    wanted = None if among is None else set(among)
    if wanted is not None and wanted.isdisjoint(person.id for person in people):
        return []
    with connection.cursor() as cursor:
        refused = _refused(cursor, book)
    return _judged(people, refused, wanted)


def read_people(book: int) -> list[Description]:
    """Everybody but the owner, as the people shown, in comparable forms."""
    with connection.cursor() as cursor:
        gathered = _gather(cursor, book)
    return [_description(person, found) for person, found in sorted(gathered.items())]


def _judged(
    people: Sequence[Description], refused: set[tuple[int, int]], among: set[int] | None
) -> list[Pair]:
    seen = Frequencies(people)
    places = None if among is None else {n for n, person in enumerate(people) if person.id in among}
    found: list[Pair] = []
    for one, two in candidates(people, places):
        left, right = people[one], people[two]
        verdict = judged(left, right, seen)
        if verdict.probability >= THRESHOLD and (left.id, right.id) not in refused:
            found.append(Pair(left.id, right.id, verdict.probability, verdict.evidence))
    return sorted(found, key=lambda pair: (-pair.probability, pair.left, pair.right))


def _gather(cursor: CursorWrapper, book: int) -> dict[int, _Gathered]:
    """Everybody but the owner, by the row id of the person shown, with what handles and claims say of them."""
    found: dict[int, _Gathered] = {}
    owner_of: dict[int, int] = {}
    cursor.execute(
        "SELECT h.id, h.name, d.id, d.kind, d.value, d.nature FROM store_person p "
        "JOIN store_person h ON h.id = COALESCE(p.merged_into_id, p.id) "
        "LEFT JOIN store_identifier d ON d.person_id = p.id WHERE p.book_id = %s AND h.is_me = %s ORDER BY d.id",
        [book, False],
    )
    for person, name, identifier, kind, value, nature in _streamed(cursor):
        held = found.setdefault(person, _Gathered())
        if identifier is None:
            held.names.append((Claim.USER, 0, name))
            continue
        owner_of[identifier] = person
        if nature == Identifier.PERSONAL:
            held.handles.append((kind, value))
    cursor.execute(
        "SELECT identifier_id, field, value, MAX(origin), MAX(last_at) FROM store_claim WHERE book_id = %s "
        f"AND field IN {_FIELDS} GROUP BY identifier_id, field, value",
        [book],
    )
    for identifier, name, value, origin, last in _streamed(cursor):
        if identifier in owner_of:
            _note(found[owner_of[identifier]], name, value, origin, last)
    cursor.execute(
        "SELECT COALESCE(p.merged_into_id, p.id), t.year, t.month, t.day FROM store_importantdate t "
        "JOIN store_person p ON p.id = t.person_id WHERE t.book_id = %s AND t.what = 'birthday' "
        "ORDER BY t.batch_id IS NOT NULL, t.year, t.month, t.day",
        [book],
    )
    for person, *date in _streamed(cursor):
        if person in found and found[person].born is None:
            found[person].born = Born(*date)
    return found


def _streamed(cursor: CursorWrapper) -> Iterable[tuple[Any, ...]]:
    while part := cursor.fetchmany(_STEP):
        yield from part


def _note(held: _Gathered, field: str, value: str, origin: int, last: int) -> None:
    if field == "name":
        held.names.append((origin, last, value))
    elif field == "nickname":
        held.nicknames.append(value)
    elif field == "position":
        organisation = _organisation(value)
        if organisation:
            held.values["organisation"].append(organisation)
    else:
        held.values[field].append(value)


def _organisation(value: str) -> str:
    try:
        return str(json.loads(value)["organisation"])
    except (ValueError, KeyError, TypeError):
        return ""


def _description(person: int, held: _Gathered) -> Description:
    """In comparable forms; who is named by themselves or by a card is not also named by what others write."""
    best = max((origin for origin, _, _ in held.names), default=0)
    names = [
        name
        for origin, _, name in sorted(held.names, key=lambda n: (-n[0], -n[1], n[2]))
        if origin > Claim.OTHERS or best == Claim.OTHERS
    ]
    if names and held.nicknames:
        called = sorted(name for name in held.nicknames if " " not in name.strip())
        names[0] = " ".join([names[0], *(f'"{name}"' for name in called[:2])])
    values = {name: sorted(texts) for name, texts in held.values.items()}
    return described(
        person,
        names=names,
        emails=sorted(value for kind, value in held.handles if kind == "email"),
        phones=values.get("phone", ()),
        organisations=values.get("organisation", ()),
        addresses=values.get("address", ()),
        born=held.born,
        urls=values.get("url", ()),
        accounts=sorted(handle for handle in held.handles if handle[0] == "linkedin"),
    )


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
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT d.id, d.value, c.value, COALESCE(p.merged_into_id, p.id) FROM store_identifier d "
            "JOIN store_person p ON p.id = d.person_id JOIN store_claim c ON c.identifier_id = d.id "
            "WHERE d.book_id = %s AND d.kind = 'email' AND d.nature = 0 AND d.nature_by_hand = %s AND d.own = 0 "
            "AND c.field = 'name' AND c.origin IN (2, 3) AND d.id IN (SELECT identifier_id FROM store_claim "
            "WHERE book_id = %s AND field = 'name' AND origin IN (2, 3) GROUP BY identifier_id HAVING COUNT(DISTINCT value) > 1) "
            "GROUP BY d.id, d.value, c.value, COALESCE(p.merged_into_id, p.id) ORDER BY d.id, c.value",
            [book, False, book],
        )
    names: dict[tuple[int, str], list[str]] = {}
    for identifier, address, name, person in found:
        if among is None or person in among:
            names.setdefault((identifier, address), []).append(name)
    shared = ((i, address, several_bearers(texts)) for (i, address), texts in names.items())
    return [SharedAddress(i, address, bearers) for i, address, bearers in shared if len(bearers) > 1]
