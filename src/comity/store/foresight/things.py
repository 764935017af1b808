"""Interactions compared with the book, a chunk at a time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core.records import Part
from comity.store import variants
from comity.store.foresight.scratch import CHANGED, NEW, SAME, Scratch
from comity.store.intake import Flat
from comity.store.sql import chunks, ints, rows

_THING = "INSERT INTO thing (id, key, kind, at, flags, ref, parent, digest, size, old) VALUES (?,?,?,?,?,?,?,?,?,?)"
_PARTY = "INSERT INTO party (thing, part, handle) VALUES (?,?,?)"


def take(scratch: Scratch, book: int, flats: Sequence[Flat]) -> list[str]:
    """What each of these interactions is to the book and to those before it: new, changed or same.

    Changed is a copy of something known whose content is not known yet: an import keeps it beside the others.
    """
    with connection.cursor() as cursor:
        stored = _stored(cursor, book, flats)
        seen = _seen(scratch, flats)
        numbers = scratch.handles((p[1], p[2]) for flat in flats for p in flat[9])
        last = scratch.rows("SELECT COALESCE(MAX(id), 0) FROM thing")[0][0]
        states: list[str] = []
        fresh: list[tuple[int, Flat]] = []
        digests: dict[bytes, set[int]] = {}
        for flat in flats:
            key, digest = flat[1], flat[13]
            if key not in digests:
                digests[key] = stored.get(key, (0, set()))[1] | seen.get(key, (0, set()))[1]
            if not digests[key]:
                last += 1
                fresh.append((last, flat))
                seen[key] = (last, {digest})
                states.append(NEW)
            elif digest in digests[key]:
                states.append(SAME)
            else:
                _add(scratch, fresh)
                fresh = []
                thing = seen[key][0] if key in seen else _load(cursor, scratch, stored[key][0], key)
                seen.setdefault(key, (thing, set()))
                last = max(last, thing)
                _add_copy(scratch, thing, flat)
                states.append(CHANGED)
            digests[key].add(digest)
        _add(scratch, fresh)
    names: dict[bool, dict[int, str]] = {True: {}, False: {}}
    for flat, state in zip(flats, states, strict=True):
        told = names[state != SAME]
        for _, kind, value, name in flat[9]:
            number = numbers[kind, value]
            told[number] = told.get(number) or name
    for fresh_too, told in names.items():
        scratch.name(told, fresh=fresh_too)
    return states


def _stored(cursor: CursorWrapper, book: int, flats: Sequence[Flat]) -> dict[bytes, tuple[int, set[int]]]:
    """Key to (row, digests of all copies) of what is in the book."""
    found: dict[bytes, tuple[int, set[int]]] = {}
    by_row: dict[int, set[int]] = {}
    for part in chunks(dict.fromkeys(flat[1] for flat in flats), 900):
        marks = ",".join(["%s"] * len(part))
        for key, row, digest in rows(
            cursor,
            f"SELECT key, id, digest FROM store_interaction WHERE book_id = %s AND key IN ({marks})",
            [book, *part],
        ):
            by_row[row] = {digest}
            found[bytes(key)] = (row, by_row[row])
    for row, digest in rows(
        cursor, f"SELECT interaction_id, digest FROM store_variant WHERE interaction_id IN {ints(by_row)}"
    ):
        by_row[row].add(digest)
    return found


def _seen(scratch: Scratch, flats: Sequence[Flat]) -> dict[bytes, tuple[int, set[int]]]:
    """Key to (number, digests of all copies) of what came before."""
    found: dict[bytes, tuple[int, set[int]]] = {}
    for part in chunks(dict.fromkeys(flat[1] for flat in flats), 900):
        marks = ",".join("?" * len(part))
        for key, number, digest in scratch.rows(
            f"SELECT t.key, t.id, t.digest FROM thing t WHERE t.key IN ({marks}) "
            f"UNION SELECT t.key, t.id, c.digest FROM thing t JOIN copy c ON c.thing = t.id WHERE t.key IN ({marks})",
            [*part, *part],
        ):
            found.setdefault(key, (number, set()))[1].add(digest)
    return found


def _add(scratch: Scratch, fresh: Sequence[tuple[int, Flat]]) -> None:
    numbers = scratch.handles((p[1], p[2]) for _, flat in fresh for p in flat[9])
    scratch.db.executemany(
        _THING,
        [(i, f[1], f[0], f[2], f[10], f[11], f[12], f[13], len(f[8]), 0) for i, f in fresh],
    )
    scratch.db.executemany(_PARTY, [(i, p[0], numbers[p[1], p[2]]) for i, flat in fresh for p in flat[9]])


def _load(cursor: CursorWrapper, scratch: Scratch, row: int, key: bytes) -> int:
    """Take a thing over from the book with all its copies, since another copy of it has come."""
    kept = [
        json.loads(text)
        for (text,) in rows(cursor, "SELECT record FROM store_variant WHERE interaction_id = %s", [row])
    ]
    records = kept or [variants.current(cursor, row)]
    kind, ref = rows(cursor, "SELECT kind, ref FROM store_interaction WHERE id = %s", [row])[0]
    thing: int = scratch.rows("SELECT COALESCE(MAX(id), 0) + 1 FROM thing")[0][0]
    first = records[0]
    scratch.db.execute(
        _THING,
        (
            thing,
            key,
            kind,
            first["at"],
            first["flags"],
            ref,
            first["parent"],
            first["digest"],
            len(first["text"]),
            0,
        ),
    )
    for record in records:
        _keep(scratch, thing, record)
    return thing


def _add_copy(scratch: Scratch, thing: int, flat: Flat) -> None:
    """Add a copy, and let the thing be what all its copies make it (`store.variants`)."""
    if not scratch.rows("SELECT 1 FROM copy WHERE thing = ? LIMIT 1", [thing]):
        at, flags, parent, digest, size = scratch.rows(
            "SELECT at, flags, parent, digest, size FROM thing WHERE id = ?", [thing]
        )[0]
        parties = scratch.rows(
            "SELECT p.part, h.kind, h.value FROM party p JOIN handle h ON h.id = p.handle WHERE p.thing = ? "
            "ORDER BY p.rowid",
            [thing],
        )
        first = {"at": at, "flags": flags, "parent": parent, "digest": digest, "size": size}
        _keep(scratch, thing, first | {"parties": parties})
    told = {"at": flat[2], "flags": flat[10], "parent": flat[12], "digest": flat[13], "size": len(flat[8])}
    _keep(scratch, thing, told | {"parties": [p[:3] for p in flat[9]]})
    _settle(scratch, thing)


def _keep(scratch: Scratch, thing: int, record: dict[str, Any]) -> None:
    names = ("at", "flags", "parent", "digest", "parties")
    size = len(record["text"]) if "text" in record else record["size"]
    kept = {name: record[name] for name in names} | {"size": size}
    scratch.db.execute(
        "INSERT OR IGNORE INTO copy VALUES (?,?,?)", (thing, record["digest"], json.dumps(kept))
    )


def _settle(scratch: Scratch, thing: int) -> None:
    records = [json.loads(r) for (r,) in scratch.rows("SELECT record FROM copy WHERE thing = ?", [thing])]
    records.sort(key=lambda r: (r["size"], r["digest"]), reverse=True)
    best = records[0]
    scratch.db.execute(
        "UPDATE thing SET at = ?, flags = ?, parent = ?, digest = ?, size = ? WHERE id = ?",
        (best["at"], variants.flags_of(records), best["parent"], best["digest"], best["size"], thing),
    )
    parties = [p for p in variants.parties_of(records) if p[0] != Part.ANSWERED]
    numbers = scratch.handles((kind, value) for _, kind, value in parties)
    scratch.db.execute("DELETE FROM party WHERE thing = ?", [thing])
    scratch.db.executemany(_PARTY, [(thing, part, numbers[kind, value]) for part, kind, value in parties])
