"""What address books and networks say, compared with what the book has from others of their kind."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b

from django.db import connection

from comity.core.records import OWNER, Card, Entry, Handle, OwnPosition
from comity.store import ledger
from comity.store.cards import claims_of
from comity.store.foresight.scratch import CHANGED, NEW, SAME, Scratch
from comity.store.sql import chunks, rows

_LISTED = "listed"
Claims = set[tuple[int, str, bytes]]
Links = set[tuple[int, int]]


def take_cards(scratch: Scratch, book: int, cards: Sequence[Card]) -> list[str]:
    """What each of these cards is to the book and to those before it.

    New: no card has named any of its handles. Same: cards have said all of it, and linked its handles. Else
    changed.
    """
    numbers = scratch.handles((h.kind, h.value) for card in cards for h in card.handles)
    said, links = _known(scratch, book, [h for card in cards for h in card.handles])
    states: list[str] = []
    for card in cards:
        ids = [numbers[h.kind, h.value] for h in card.handles]
        wanted = {(i, _LISTED, b"") for i in ids}
        known_before = bool(wanted & said)
        wanted |= {(ids[0], field, _digest(value)) for field, value in claims_of(card)}
        pairs = {(min(ids[0], i), max(ids[0], i)) for i in ids[1:] if i != ids[0]}
        states.append(NEW if not known_before else SAME if wanted <= said and pairs <= links else CHANGED)
        _keep(scratch, wanted - said, pairs)
        said |= wanted
        links |= pairs
        scratch.name(dict.fromkeys(ids, card.name), fresh=states[-1] != SAME)
        if card.is_me:
            scratch.claim(card.handles)
    return states


def take_entries(scratch: Scratch, book: int, entries: Sequence[Entry]) -> list[str]:
    """What each of these entries is: the same if a file has said just this of this handle, changed by its key."""
    handles = [OWNER if isinstance(entry, OwnPosition) else entry.handle for entry in entries]
    if any(isinstance(entry, OwnPosition) for entry in entries):
        scratch.claim([OWNER])
    numbers = scratch.handles((h.kind, h.value) for h in handles)
    said, _ = _known(scratch, book, handles)
    states: list[str] = []
    for entry, handle in zip(entries, handles, strict=True):
        number = numbers[handle.kind, handle.value]
        field, value, _ = ledger.claim_of(entry)
        key = "" if isinstance(entry, OwnPosition) else entry.key
        wanted = (number, field, _digest(value))
        keyed = (number, f"{field} key", _digest(key)) if key else wanted
        states.append(SAME if wanted in said else CHANGED if keyed in said else NEW)
        _keep(scratch, {wanted, keyed} - said, set())
        said |= {wanted, keyed}
        scratch.name({number: getattr(entry, "name", "")}, fresh=states[-1] != SAME)
    return states


def _known(scratch: Scratch, book: int, handles: Sequence[Handle]) -> tuple[Claims, Links]:
    """What files have said of these handles, in the book or before, and which of them they have linked."""
    numbers = scratch.handles((h.kind, h.value) for h in handles)
    said: Claims = set()
    links: Links = set()
    with connection.cursor() as cursor:
        for part in chunks(dict.fromkeys((h.kind, h.value) for h in handles), 400):
            marks = ",".join(["(%s,%s)"] * len(part))
            where = f"d.book_id = %s AND (d.kind, d.value) IN (VALUES {marks})"
            arguments = [book, *[text for handle in part for text in handle]]
            for kind, value, field, claimed in rows(
                cursor,
                "SELECT d.kind, d.value, c.field, c.value FROM store_identifier d JOIN store_claim c "
                f"ON c.identifier_id = d.id WHERE {where} AND c.origin = 3 AND c.batch_id IS NOT NULL",
                arguments,
            ):
                number = numbers[kind, value]
                said.add((number, field, b"" if field == _LISTED else _digest(claimed)))
                if field in _KEYED:
                    said.add((number, f"{field} key", _digest(json.loads(claimed)[0])))
            found = rows(
                cursor,
                "SELECT d.kind, d.value, e.kind, e.value FROM store_identifier d JOIN store_identitylink l "
                "ON l.left_id = d.id JOIN store_identifier e ON e.id = l.right_id "
                f"WHERE {where} AND l.same = %s AND l.batch_id IS NOT NULL",
                [*arguments, True],
            )
            pairs = [(k, v, kk, vv) for k, v, kk, vv in found if (k, v) in numbers and (kk, vv) in numbers]
            links |= {_pair(numbers[k, v], numbers[kk, vv]) for k, v, kk, vv in pairs}
    return said | _said_before(scratch, numbers, handles), links | _linked_before(scratch, numbers, handles)


_KEYED = frozenset({"exchange", "fact", "reminder"})


def _said_before(scratch: Scratch, numbers: dict[tuple[str, str], int], handles: Sequence[Handle]) -> Claims:
    found: Claims = set()
    for part in chunks({numbers[h.kind, h.value] for h in handles}, 900):
        marks = ",".join("?" * len(part))
        found |= set(scratch.rows(f"SELECT handle, field, digest FROM said WHERE handle IN ({marks})", part))
    return found


def _linked_before(scratch: Scratch, numbers: dict[tuple[str, str], int], handles: Sequence[Handle]) -> Links:
    found: Links = set()
    for part in chunks({numbers[h.kind, h.value] for h in handles}, 900):
        marks = ",".join("?" * len(part))
        found |= set(scratch.rows(f"SELECT one, other FROM link WHERE one IN ({marks})", part))
    return found


def _keep(scratch: Scratch, said: Claims, links: Links) -> None:
    scratch.db.executemany("INSERT OR IGNORE INTO said VALUES (?,?,?)", said)
    scratch.db.executemany("INSERT OR IGNORE INTO link VALUES (?,?)", links)
    scratch.db.executemany("UPDATE handle SET carded = 1 WHERE id = ?", [(i,) for i in {s[0] for s in said}])


def _pair(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def _digest(value: str) -> bytes:
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=12).digest()
