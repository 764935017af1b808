"""Who is worth comparing with some people of a large book, found through the index rather than by looking at everybody.

What is found, and how likely it is, is what a look at everybody would give, but for two things. How common names and
other values are is counted anew only when the book has grown by `MOST_NEW`. And who has changed keys still counts for
the size of the blocks they left, until the index is written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.analysis import describing
from comity.core.matching import (
    Blocks,
    Description,
    Frequencies,
    Keys,
    all_told_apart,
    counted,
    keys_of,
    lasting,
    may_be_compared,
    name_counted,
    partners,
    somebody_has,
)
from comity.store import match_pages
from comity.store.sql import rows

MOST_NEW = 0.2
"""By which part a book may have grown or shrunk until it is looked through as a whole again."""
MOST_ASKED = 0.05
"""To look for so large a part of a book takes about as long as to look for everybody."""
_FORM = 1
"""To be raised when keys or what is counted change, so that an index of the form before is not used."""


def keep(book: int, blocks: Blocks, seen: Frequencies, people: Sequence[int]) -> None:
    """Write the index after a look at everybody, and let `blocks` go; `people`: row ids by the places in `blocks`."""
    head = {"form": _FORM, "people": seen.people, "counts": seen.kept()}
    pages = match_pages.paged((key, people[place]) for key, place in blocks.entries())
    with transaction.atomic(), connection.cursor() as cursor:
        match_pages.write(cursor, book, head, pages)


def indexed(book: int) -> bool:
    """Whether there is an index, of whatever age."""
    with connection.cursor() as cursor:
        return match_pages.there(cursor, book)


def commonness(cursor: CursorWrapper, book: int) -> Frequencies | None:
    """How common values are, as counted when the index was written; None where there is none or it is too old."""
    head = match_pages.head(cursor, book)
    if head is None or head["form"] != _FORM:
        return None
    asked = "SELECT COUNT(*) FROM store_person WHERE book_id = %s AND merged_into_id IS NULL AND is_me = %s"
    people = rows(cursor, asked, [book, False])[0][0]
    if abs(people - head["people"]) > MOST_NEW * head["people"]:
        return None
    found = Frequencies.restored(head["counts"], people, lasting)
    for given, family in match_pages.beside(cursor, book):
        found.name(given, family)
    return found


def pairs(book: int, among: Set[int], seen: Frequencies) -> Iterator[tuple[Description, Description]]:
    """Pairs worth comparing with one of these people, the smaller row id first.

    The index is brought up to date, and `seen` with it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        stale = set(among) | match_pages.changed_since(cursor, book)
        people = {person.id: person for person in describing.people(book, stale)}
        keys = {person: keys_of(people[person], lasting) for person in people}
        told = {person: all_told_apart(held) for person, held in keys.items()}
        holders = match_pages.holders(cursor, book, set().union(*told.values()))
        new_names = _new_names(people.values(), holders)
        missing = match_pages.paged(_settled(holders, told, stale))
        match_pages.add(cursor, book, missing, stale)
        match_pages.put_beside(cursor, book, new_names)
    for given, family in new_names:
        seen.name(given, family)
    for person in among & people.keys():
        seen.correct(counted(keys[person], holders))
    asked = {
        person: partners(person, keys[person], {key: holders[key] for key in told[person]})
        for person in sorted(among & people.keys())
    }
    others = {other for found in asked.values() for other in found} - people.keys()
    people |= {person.id: person for person in describing.people(book, others)}
    yield from _pairs(people, keys, asked)


def _new_names(people: Iterable[Description], holders: dict[int, set[int]]) -> list[tuple[str, str]]:
    """What is to be counted of whole names that nobody had when the index was last brought up to date."""
    found: dict[str, tuple[str, str]] = {}
    for person in people:
        for name in person.names:
            if not somebody_has(name, holders):
                found.setdefault(name.sorted, name_counted(name))
    return list(found.values())


def _settled(
    holders: dict[int, set[int]], told: dict[int, set[int]], stale: Set[int]
) -> list[tuple[int, int]]:
    """Make `holders` true of these people; returns what the index does not know of them yet."""
    missing = []
    for key, held in holders.items():
        held -= {person for person in held & stale if key not in told.get(person, ())}
    for person, own in told.items():
        for key in own:
            if person not in holders[key]:
                holders[key].add(person)
                missing.append((key, person))
    return missing


def _pairs(
    people: dict[int, Description], keys: dict[int, Keys], asked: dict[int, dict[int, set[int]]]
) -> Iterator[tuple[Description, Description]]:
    for person, found in asked.items():
        for other, passes in sorted(found.items()):
            if other not in people or (other in asked and other < person and person in asked[other]):
                continue
            if passes and other not in keys:
                keys[other] = keys_of(people[other], lasting)
            if not passes or may_be_compared(keys[other], passes):
                yield people[min(person, other)], people[max(person, other)]
