"""Who would be new among the people, and of whom already there something would be new.

The same rules as an import's, on what is in the scratch file and on those things of the book whose contact
rests on it: what newly own addresses took part in, what turned out to be a list's, answers to what came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core.contact import Whose, contacts
from comity.core.identity import components
from comity.core.records import Flag, Part
from comity.store.foresight.scratch import Scratch
from comity.store.intake import Known, nature_of, whose_of
from comity.store.models import Identifier
from comity.store.sql import chunks, ints, rows

_STEP = 900
_SHOWN = 10


class People(NamedTuple):
    """How many people would be new, changed, the same; some new ones by name or address."""

    new: int
    changed: int
    same: int
    examples: tuple[str, ...]


def foresee(scratch: Scratch, book: int) -> People:
    """The people, once everything has been read."""
    with connection.cursor() as cursor:
        _resolve(cursor, scratch, book)
        _find_lists(scratch)
        _load_what_rests(cursor, scratch, book)
        _resolve(cursor, scratch, book)
        last = 0
        while part := scratch.rows(
            "SELECT id, kind, flags, parent, at FROM thing WHERE id > ? ORDER BY id LIMIT ?", [last, _STEP]
        ):
            last = part[-1][0]
            _derive(cursor, scratch, book, part)
        return _counted(cursor, scratch, book)


def _resolve(cursor: CursorWrapper, scratch: Scratch, book: int) -> None:
    """What the book knows of the handles that it has not been asked about yet; others by their looks."""
    while part := scratch.rows("SELECT id, kind, value FROM handle WHERE row IS NULL LIMIT 400"):
        numbers = {(kind, value): number for number, kind, value in part}
        marks = ",".join(["(%s,%s)"] * len(part))
        found = {
            (kind, value): known
            for kind, value, *known in rows(
                cursor,
                "SELECT d.kind, d.value, d.id, q.id, COALESCE(q.is_me, %s), d.own, d.own_from, "
                "d.own_until, d.nature + 10 * CASE WHEN d.nature_by_hand THEN 1 ELSE 0 END FROM store_identifier d "
                "LEFT JOIN store_person p ON p.id = d.person_id "
                "LEFT JOIN store_person q ON q.id = COALESCE(p.merged_into_id, p.id) "
                f"WHERE d.book_id = %s AND (d.kind, d.value) IN (VALUES {marks})",
                [False, book, *[text for pair in numbers for text in pair]],
            )
        }
        scratch.db.executemany(
            "UPDATE handle SET row = ?, head = ?, is_me = ?, own = ?, own_from = ?, own_until = ?, nature = ? "
            "WHERE id = ?",
            [
                (*found.get(pair, (0, None, False, 0, None, None, nature_of(*pair))), number)
                for pair, number in numbers.items()
            ],
        )
    scratch.db.execute(
        f"UPDATE handle SET own = {Identifier.OWN_PERSONAL}, mine = 2 WHERE mine = 1 AND own = 0"
    )


def _find_lists(scratch: Scratch) -> None:
    """Addresses that turn out to be mailing lists, unless the user has said what they are."""
    scratch.db.execute(
        f"UPDATE handle SET listed = 1, nature = {Identifier.LIST} WHERE nature < 10 AND nature <> {Identifier.LIST} "
        f"AND id IN (SELECT handle FROM party WHERE part = {int(Part.LIST)})"
    )


def _load_what_rests(cursor: CursorWrapper, scratch: Scratch, book: int) -> None:
    """Take those things of the book over whose contact may change."""
    rest = [
        row for (row,) in scratch.rows("SELECT row FROM handle WHERE row > 0 AND (listed = 1 OR mine = 2)")
    ]
    for part in chunks(rest, _STEP):
        found = rows(
            cursor,
            f"SELECT DISTINCT interaction_id FROM store_participant WHERE identifier_id IN {ints(part)}",
        )
        things = {i for (i,) in found}
        for some in chunks(things, _STEP):
            answers = rows(
                cursor,
                "SELECT i.id FROM store_interaction p CROSS JOIN store_interaction i WHERE i.book_id = p.book_id "
                f"AND i.parent = p.ref AND i.parent > 0 AND p.ref > 0 AND p.id IN {ints(some)}",
            )
            _load(cursor, scratch, {*some, *(i for (i,) in answers)})
    last = 0
    while new := scratch.rows(
        "SELECT id, ref FROM thing WHERE id > ? AND ref > 0 AND old = 0 ORDER BY id LIMIT ?", [last, _STEP]
    ):
        last = new[-1][0]
        found = rows(
            cursor,
            "SELECT id FROM store_interaction WHERE book_id = %s AND parent > 0 "
            f"AND parent IN {ints(ref for _, ref in new)}",
            [book],
        )
        _load(cursor, scratch, {i for (i,) in found})


def _load(cursor: CursorWrapper, scratch: Scratch, ids: Iterable[int]) -> None:
    """Things of the book with their parties, those that the scratch has already left out."""
    for part in chunks(ids, _STEP):
        found = rows(
            cursor,
            "SELECT id, key, kind, at, flags, ref, parent, digest FROM store_interaction WHERE id IN "
            + ints(part),
        )
        keys = {bytes(row[1]): row for row in found}
        marks = ",".join("?" * len(keys))
        for (key,) in scratch.rows(f"SELECT key FROM thing WHERE key IN ({marks})", keys):
            del keys[key]
        last = scratch.rows("SELECT COALESCE(MAX(id), 0) FROM thing")[0][0]
        numbers = {row[0]: last + n for n, row in enumerate(keys.values(), 1)}
        scratch.db.executemany(
            "INSERT INTO thing (id, key, kind, at, flags, ref, parent, digest, size, old) VALUES (?,?,?,?,?,?,?,?,0,1)",
            [(numbers[row], key, *facts) for key, (row, _, *facts) in keys.items()],
        )
        parties = rows(
            cursor,
            "SELECT p.interaction_id, p.part, d.kind, d.value FROM store_participant p JOIN store_identifier d "
            f"ON d.id = p.identifier_id WHERE p.part <> {int(Part.ANSWERED)} AND p.interaction_id IN {ints(numbers)} "
            "ORDER BY p.id",
        )
        handles = scratch.handles((kind, value) for _, _, kind, value in parties)
        scratch.db.executemany(
            "INSERT INTO party (thing, part, handle) VALUES (?,?,?)",
            [(numbers[i], part, handles[kind, value]) for i, part, kind, value in parties],
        )


_KNOWN = "h.id, h.own, h.nature % 10, h.own_from, h.own_until"


def _derive(cursor: CursorWrapper, scratch: Scratch, book: int, facts: Sequence[tuple[int, ...]]) -> None:
    """Note with whom there was contact through these things (as `store.derive` does)."""
    ids = ints(i for i, *_ in facts)
    parties: dict[int, list[tuple[int, Known]]] = {}
    for thing, part, *known in scratch.rows(
        f"SELECT p.thing, p.part, {_KNOWN} FROM party p JOIN handle h ON h.id = p.handle "
        f"WHERE p.thing IN {ids} ORDER BY p.rowid"
    ):
        parties.setdefault(thing, []).append((part, _known(known)))
    authors = _authors(cursor, scratch, book, {parent for _, _, _, parent, _ in facts if parent})
    found: set[int] = set()
    for thing, kind, flags, parent, at in facts:
        listed = parties.get(thing, [])
        whose = [known.at(at) for _, known in listed]
        author = authors.get(parent) if parent else None
        answers_me = author is not None and author.at(at) == Whose.ME
        with_whom = contacts(kind, flags, [part for part, _ in listed], whose, answers_me)
        found |= {known.id for (_, known), contact in zip(listed, with_whom, strict=True) if contact}
        if author is not None and _answered(flags, listed, author, at):
            found.add(author.id)
    scratch.db.executemany("UPDATE handle SET contact = 1 WHERE id = ?", [(i,) for i in found])


def _answered(flags: int, listed: Sequence[tuple[int, Known]], author: Known, at: int) -> bool:
    """Whether a list message of mine answers this author without naming them."""
    if author.at(at) != Whose.PERSON or flags & (Flag.BULK | Flag.AUTOMATIC):
        return False
    mine = any(part == Part.SENDER and known.at(at) == Whose.ME for part, known in listed)
    through_list = bool(flags & Flag.LIST) or any(known.whose == Whose.NOBODY for _, known in listed)
    return mine and through_list and not any(known.id == author.id for _, known in listed)


def _known(told: Sequence[int]) -> Known:
    number, own, nature, since, until = told
    return Known(number, whose_of(own, nature), since, until)


def _authors(cursor: CursorWrapper, scratch: Scratch, book: int, refs: set[int]) -> dict[int, Known]:
    """Who wrote what has these Message-ID hashes; of several the one whose key comes first."""
    first: dict[int, tuple[bytes, str, str]] = {}
    for part in chunks(refs, _STEP):
        listed = ints(part)
        here = rows(
            cursor,
            "SELECT i.ref, i.key, d.kind, d.value FROM store_interaction i "
            "JOIN store_participant p ON p.interaction_id = i.id AND p.part = 1 "
            f"JOIN store_identifier d ON d.id = p.identifier_id WHERE i.book_id = %s AND i.ref > 0 AND i.ref IN {listed}",
            [book],
        )
        came = scratch.rows(
            "SELECT t.ref, t.key, h.kind, h.value FROM thing t JOIN party p ON p.thing = t.id AND p.part = 1 "
            f"JOIN handle h ON h.id = p.handle WHERE t.ref > 0 AND t.ref IN {listed}"
        )
        for ref, key, kind, value in [*here, *came]:
            found = (bytes(key), kind, value)
            first[ref] = min(first.get(ref, found), found)
    numbers = scratch.handles((kind, value) for _, kind, value in first.values())
    _resolve(cursor, scratch, book)
    known: dict[int, Known] = {}
    for part in chunks({numbers[kind, value] for _, kind, value in first.values()}, _STEP):
        for told in scratch.rows(f"SELECT {_KNOWN} FROM handle h WHERE h.id IN {ints(part)}"):
            known[told[0]] = _known(told)
    return {ref: known[numbers[kind, value]] for ref, (_, kind, value) in first.items()}


def likely_own(scratch: Scratch, book: int) -> list[tuple[str, float]]:
    """Addresses on at least a tenth of all messages, and that share; none where an own address is known."""
    if scratch.rows("SELECT 1 FROM handle WHERE kind = 'email' AND own > 0 LIMIT 1"):
        return []
    if Identifier.objects.filter(book_id=book, own__gt=0, kind="email").exists():
        return []
    total = scratch.rows("SELECT COUNT(*) FROM thing WHERE kind = 1")[0][0]
    found = scratch.rows(
        "SELECT h.value, COUNT(*) FROM party p JOIN thing t ON t.id = p.thing AND t.kind = 1 "
        "JOIN handle h ON h.id = p.handle WHERE h.kind = 'email' AND h.nature % 10 = 0 AND p.part IN (1, 2, 3, 4) "
        "GROUP BY h.value ORDER BY 2 DESC, 1 LIMIT 3"
    )
    return [(address, round(min(1.0, n / total), 3)) for address, n in found if n * 10 >= total]


_DESERVES = "own = 0 AND nature % 10 = 0 AND (contact = 1 OR carded = 1)"


def _counted(cursor: CursorWrapper, scratch: Scratch, book: int) -> People:
    """New: groups of handles that cards hold together, in which nobody is known yet; the others by their people."""
    fresh = {i for (i,) in scratch.rows(f"SELECT id FROM handle WHERE head IS NULL AND {_DESERVES}")}
    linked = _linked(cursor, scratch, book)
    grouped: set[int] = set()
    count = 0
    some: list[int] = []
    for group in linked:
        grouped |= set(group)
        if fresh & set(group) and not any(member < 0 for member in group):
            count += 1
            some += sorted(fresh & set(group))[:1]
    alone = fresh - grouped
    some = (some + sorted(alone)[:_SHOWN])[:_SHOWN]
    named = scratch.rows(
        "SELECT CASE WHEN MAX(named) = 3 THEN 1 ELSE 0 END FROM handle "
        "WHERE named > 0 AND head IS NOT NULL AND is_me = 0 AND own = 0 GROUP BY head"
    )
    changed = sum(fresh_too for (fresh_too,) in named)
    shown = scratch.rows(
        f"SELECT COALESCE(NULLIF(name, ''), value) FROM handle WHERE id IN {ints(some)} "
        "AND (name <> '' OR kind NOT IN ('card', 'uid')) ORDER BY id"
    )
    return People(
        count + len(alone), changed, len(named) - changed, tuple(dict.fromkeys(n for (n,) in shown))
    )


def _linked(cursor: CursorWrapper, scratch: Scratch, book: int) -> list[list[int]]:
    """Groups of handles that links hold together; a person who is known already is in it as a negative number."""
    firm = f"(h.nature % 10 = 0 AND h.own <> {Identifier.OWN_SHARED})"
    pairs = scratch.rows(
        "SELECT l.one, l.other FROM link l JOIN handle h ON h.id = l.one JOIN handle g ON g.id = l.other "
        f"WHERE {firm} AND {firm.replace('h.', 'g.')}"
    )
    members = {i for pair in pairs for i in pair}
    same: list[tuple[int, int]] = [(one, other) for one, other in pairs]
    by_row: dict[int, int] = {}
    for part in chunks(members, _STEP):
        for number, row, head, own in scratch.rows(
            f"SELECT id, row, head, own FROM handle WHERE id IN {ints(part)}"
        ):
            if row:
                by_row[row] = number
            if head is not None or own:
                same.append((number, -1 - (0 if own else head)))
    different = []
    for rows_part in chunks(by_row, _STEP):
        listed = ints(rows_part)
        different += [
            (by_row[left], by_row[right])
            for left, right in rows(
                cursor,
                "SELECT left_id, right_id FROM store_identitylink WHERE book_id = %s AND same = %s "
                f"AND left_id IN {listed}",
                [book, False],
            )
            if left in by_row and right in by_row
        ]
    return components(members | {other for _, other in same}, same, different)
