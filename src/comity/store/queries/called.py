"""By what the people of a book are called, as `core.sayit` looks them up; kept from one line to the next."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from threading import Lock, local
from typing import Any
from uuid import UUID

from django.db import connection

from comity.core.sayit import Candidate, People
from comity.store.models import Claim
from comity.store.sql import revision, rows, uuid_hex

_MOST_BOOKS = 8
_NEAR = 60
"""Days within which an event lies that a line may name."""
_MOST_NAMES = 12
"""Spellings of one person; more are none that people say."""
_Known = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]
_kept: OrderedDict[tuple[str, int], tuple[_Known, People]] = OrderedDict()
_lock = Lock()
_read = local()
"""For each thread, and so each connection: at which revision of the database, and for which day, a book was read."""


def people_of(book: int, day: int) -> People:
    """Everybody of a book but its owner, by every name, with the roles held on a day.

    The rows are read where anything at all was written since they were, and the index over them is built anew only
    where they are others than before; tie strength orders choices only, and is that of when it was built.
    """
    place = (str(connection.settings_dict["NAME"]), book)
    seen: dict[tuple[str, int], tuple[object, People]] = _read.__dict__.setdefault("seen", {})
    now = (revision(), day)
    if now[0] is not None and place in seen and seen[place][0] == now:
        return seen[place][1]
    people = _known_or_built(place, _rows(book, day))
    if len(seen) >= _MOST_BOOKS:
        seen.clear()
    seen[place] = (now, people)
    return people


def _known_or_built(place: tuple[str, int], known: _Known) -> People:
    with _lock:
        kept = _kept.get(place)
        if kept is not None and kept[0] == known:
            _kept.move_to_end(place)
            return kept[1]
    people = _built(known, _ranks(place[1]))
    with _lock:
        _kept[place] = (known, people)
        while len(_kept) > _MOST_BOOKS:
            _kept.popitem(last=False)
    return people


def _rows(book: int, day: int) -> _Known:
    head = "COALESCE(m.merged_into_id, m.id)"
    with connection.cursor() as cursor:
        shown = rows(
            cursor,
            f"SELECT p.id, {uuid_hex('p.uuid')}, p.name FROM store_person p "
            "WHERE p.book_id = %s AND p.merged_into_id IS NULL AND p.is_me = %s ORDER BY p.id",
            [book, False],
        )
        more = rows(
            cursor,
            f"SELECT {head}, 'name', c.value FROM store_person m JOIN store_identifier d ON d.person_id = m.id "
            f"JOIN store_claim c ON c.identifier_id = d.id AND c.field = 'name' AND c.origin >= {Claim.SELF} "
            "WHERE m.book_id = %s AND c.value <> m.name "
            f"UNION SELECT {head}, 'nickname', c.value FROM store_person m JOIN store_identifier d ON d.person_id = m.id "
            "JOIN store_claim c ON c.identifier_id = d.id AND c.field = 'nickname' WHERE m.book_id = %s "
            f"UNION SELECT {head}, 'role', l.key FROM store_role l JOIN store_relationship r ON r.id = l.relationship_id "
            "JOIN store_person m ON m.id = r.person_id WHERE l.book_id = %s AND (l.since IS NULL OR l.since <= %s) "
            "AND (l.until IS NULL OR l.until > %s) UNION SELECT 0, 'event', v.name FROM store_event v "
            "WHERE v.book_id = %s AND v.ends >= %s AND v.starts <= %s ORDER BY 1, 2, 3",
            [book, book, book, day, day, book, day - _NEAR, day + _NEAR],
        )
    return shown, more


def _ranks(book: int) -> dict[int, tuple[float, int]]:
    """Strength and last day of contact, by person."""
    with connection.cursor() as cursor:
        found = rows(
            cursor,
            "SELECT r.person_id, x.strength, x.last_day FROM store_metrics x "
            "JOIN store_relationship r ON r.id = x.relationship_id WHERE x.book_id = %s",
            [book],
        )
    return {person: (strength or 0.0, last or 0) for person, strength, last in found}


def _built(known: _Known, ranked: dict[int, tuple[float, int]]) -> People:
    shown, more = known
    said: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for person, what, value in more:
        if "@" not in value and len(said[person][what]) < _MOST_NAMES:
            said[person][what].append(value)
    everybody = (
        Candidate(
            str(UUID(hexadecimal)),
            tuple(dict.fromkeys(filter(None, (name, *said[person]["name"])))),
            tuple(said[person]["nickname"]),
            tuple(said[person]["role"]),
            *ranked.get(person, (0.0, 0)),
        )
        for person, hexadecimal, name in shown
    )
    return People(everybody, events=[name for _, what, name in more if what == "event"])
