"""Taking records in by the thousand: set-based, idempotent, one short transaction a chunk.

What arrives are flat tuples (see `sources._reading.flatten`). A chunk adds what is new, adds a sighting to what
is known, and gathers the names that were seen; everything that depends on more than the chunk (who
answers whom, people, days) is derived afterwards by `store.derive`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.core import folding
from comity.core.addresses import is_machine, is_shared
from comity.core.contact import Whose, contacts
from comity.core.display_names import clean_display_name
from comity.core.records import Part
from comity.store import forgotten, fulltext, variants
from comity.store.models import Claim, Identifier
from comity.store.sql import chunks, insert, ints, reserve_ids, rows

Flat = tuple[Any, ...]
"""kind, key, at, offset, ends_at, zone, subject, snippet, text, parties, flags, ref, parent, digest, position, and perhaps the
order of its words (`folding.order`); a party is (part, handle kind, handle value, name)."""

_INTERACTION = (
    'INSERT INTO store_interaction (id, kind, key, at, "offset", ends_at, zone, subject, snippet, flags, '
    "ref, parent, digest, book_id, by_hand, twin)"
)
_UNORDERED = 15
"""Columns of one of which the order of words is not told."""
_CONTENT = "INSERT INTO store_content (interaction_id, text, book_id)"
_PARTICIPANT = "INSERT INTO store_participant (book_id, interaction_id, identifier_id, part, contact, at)"
_SIGHTING = "INSERT INTO store_sighting (interaction_id, position, digest, file_id, book_id, batch_id)"
_IDENTIFIER = "INSERT INTO store_identifier (id, book_id, kind, value, nature, nature_by_hand, own)"
_CLAIM = "INSERT INTO store_claim (book_id, identifier_id, field, value, origin, first_at, last_at, batch_id)"
_ME, _PERSON, _NOBODY = int(Whose.ME), int(Whose.PERSON), int(Whose.NOBODY)
_contacts = lru_cache(10_000)(contacts)
_REMEMBERED = 100_000
"""Identifiers and names kept in memory; beyond that they are written out or looked up again."""


@dataclass(slots=True)
class Known:
    """What the intake remembers of an identifier: its row id, and whose it was (own days as a range)."""

    id: int
    whose: int
    own_from: int | None = None
    own_until: int | None = None

    def at(self, moment: int) -> int:
        """`Whose` at an instant: an own identifier is mine only within its days."""
        if self.whose == _ME:
            day = moment // 86_400
            if (self.own_from is not None and day < self.own_from) or (
                self.own_until is not None and day > self.own_until
            ):
                return _PERSON
        return self.whose


@dataclass
class Intake:
    """The state of taking one batch in."""

    book: int
    batch: int
    handles: dict[tuple[str, str], Known] = field(default_factory=dict)
    names: dict[tuple[int, str, int], list[int]] = field(default_factory=dict)
    new: int = 0
    known: int = 0
    bulk: int = 0
    resettled: set[int] = field(default_factory=set)
    """Interactions shown anew because a differing copy came."""
    disturbed: set[int] = field(default_factory=set)
    """Identifiers that took part in those, before or after."""
    owned: set[int] = field(default_factory=set)
    """Identifiers that stood in interactions before it became known that they are the owner's."""

    def take(self, file: int, flats: Sequence[Flat]) -> None:
        """Store interactions of one file in one transaction."""
        self.take_each([(file, flats)])

    def take_each(self, files: Iterable[tuple[int, Sequence[Flat]]]) -> None:
        """Store interactions, each with the file it is from, in one transaction."""
        placed = [(file, flat) for file, flats in files for flat in flats]
        with transaction.atomic(), connection.cursor() as cursor:
            fresh, repeated = self._sort(cursor, placed)
            self._insert(cursor, fresh)
            sightings = [(i, flat[14], flat[13], file) for file, flat, i, _ in repeated]
            insert(cursor, _SIGHTING, sightings, (self.book, self.batch))
            differing = [(flat, i) for _, flat, i, digest in repeated if digest != flat[13]]
            self._note_repeated(cursor, [flat for _, flat, _, _ in repeated])
            for flat, interaction in differing:
                variants.add(cursor, self, interaction, flat)
            self.known += len(repeated)

    def _sort(
        self, cursor: CursorWrapper, placed: Sequence[tuple[int, Flat]]
    ) -> tuple[list[tuple[int, int, Flat]], list[tuple[int, Flat, int, int]]]:
        """Apart: what is new, as (id it will have, file, it), and what is known already, as (file, it, id, digest)."""
        stored: dict[bytes, tuple[int, int]] = {}
        for part in chunks(placed, 900):
            marks = ",".join(["%s"] * len(part))
            found = rows(
                cursor,
                f"SELECT key, id, digest FROM store_interaction WHERE book_id = %s AND key IN ({marks})",
                [self.book, *[flat[1] for _, flat in part]],
            )
            stored.update((bytes(key), (i, digest)) for key, i, digest in found)
        fresh: dict[bytes, tuple[int, Flat]] = {}
        again: list[tuple[int, Flat]] = []
        for one in placed:
            key = one[1][1]
            if key in stored or key in fresh:
                again.append(one)
            else:
                fresh[key] = one
        ids = reserve_ids(cursor, "store_interaction", len(fresh)) if fresh else range(0)
        stored.update((key, (i, flat[13])) for i, (key, (_, flat)) in zip(ids, fresh.items(), strict=True))
        return (
            [(i, *one) for i, one in zip(ids, fresh.values(), strict=True)],
            [(file, flat, *stored[flat[1]]) for file, flat in again],
        )

    def _insert(self, cursor: CursorWrapper, fresh: Sequence[tuple[int, int, Flat]]) -> None:
        self.look_up(cursor, ((p[1], p[2]) for _, _, flat in fresh for p in flat[9]))
        interactions, contents, participants, sightings, entries, orders = [], [], [], [], [], []
        for i, file, flat in fresh:
            kind, at, subject, text, parties, flags = flat[0], flat[2], flat[6], flat[8], flat[9], flat[10]
            interactions.append((i, *flat[:8], *flat[10:14]))
            contents.append((i, text))
            sightings.append((i, flat[14], flat[13], file))
            entries.append((i, subject, text))
            orders.append(flat[15] if len(flat) > _UNORDERED else folding.order(f"{subject}\n{text}"))
            participants += self.participants(i, kind, flags, at, parties)
            self._note_names(parties, at)
            self.bulk += 1 if flags & 3 else 0
        insert(cursor, _INTERACTION, interactions, (self.book, False, False))
        insert(cursor, _CONTENT, contents, (self.book,))
        insert(cursor, _PARTICIPANT, participants)
        insert(cursor, _SIGHTING, sightings, (self.book, self.batch))
        fulltext.add(cursor, self.book, entries, orders)
        self.new += len(interactions)

    def participants(
        self, interaction: int, kind: int, flags: int, at: int, parties: Sequence[Flat]
    ) -> list[Flat]:
        """Rows for the parties of one interaction, with the contact that can be told without its thread."""
        book, known = self.book, [self.handles[p[1], p[2]] for p in parties]
        parts = tuple([p[0] for p in parties])
        whose = tuple([k.at(at) if k.whose == _ME else k.whose for k in known])
        found = _contacts(kind, flags, parts, whose, False)
        return [
            (book, interaction, k.id, part, contact, at)
            for k, part, contact in zip(known, parts, found, strict=True)
        ]

    def _note_repeated(self, cursor: CursorWrapper, flats: Sequence[Flat]) -> None:
        """Names count for this batch also where the message is known from another, which may be undone."""
        self.look_up(cursor, ((p[1], p[2]) for flat in flats for p in flat[9]))
        for flat in flats:
            self._note_names(flat[9], flat[2])

    def _note_names(self, parties: Sequence[Flat], at: int) -> None:
        for part, kind, value, name in parties:
            if not name:
                continue
            origin = Claim.SELF if part in (Part.SENDER, Part.ORGANIZER) else Claim.OTHERS
            identifier = self.handles[kind, value].id
            seen = self.names.get((identifier, name, origin))
            if seen is None:
                self.names[identifier, name, origin] = [at, at]
            elif at < seen[0]:
                seen[0] = at
            elif at > seen[1]:
                seen[1] = at

    def look_up(self, cursor: CursorWrapper, handles: Iterable[tuple[str, str]]) -> None:
        """Make `self.handles` know all these handles, adding rows for those never seen."""
        if len(self.handles) > _REMEMBERED:
            self.handles.clear()
        missing = list({h for h in handles if h not in self.handles})
        for part in chunks(missing, 400):
            marks = ",".join(["(%s,%s)"] * len(part))
            found = rows(
                cursor,
                "SELECT kind, value, id, own, nature, own_from, own_until FROM store_identifier "
                f"WHERE book_id = %s AND (kind, value) IN (VALUES {marks})",
                [self.book, *[text for handle in part for text in handle]],
            )
            for kind, value, i, own, nature, since, until in found:
                self.handles[kind, value] = Known(i, whose_of(own, nature), since, until)
        fresh = [h for h in missing if h not in self.handles]
        if not fresh:
            return
        ids = reserve_ids(cursor, "store_identifier", len(fresh))
        values = []
        for i, (kind, value) in zip(ids, fresh, strict=True):
            nature = nature_of(kind, value)
            values.append((i, self.book, kind, value, nature, False, 0))
            self.handles[kind, value] = Known(i, whose_of(0, nature))
        insert(cursor, _IDENTIFIER, values)

    def flush_names(self) -> None:
        """Write the names gathered so far as claims of this batch."""
        if not self.names:
            return
        emails: dict[int, str] = {}
        with transaction.atomic(), connection.cursor() as cursor:
            for part in chunks({i for i, _, _ in self.names}, 5000):
                emails.update(
                    rows(cursor, f"SELECT id, value FROM store_identifier WHERE id IN {ints(part)}")
                )
            cleaned: dict[tuple[int, str, int], list[int]] = {}
            for (identifier, raw, origin), (first, last) in self.names.items():
                name = clean_display_name(raw, emails.get(identifier, ""))
                if name:
                    seen = cleaned.setdefault((identifier, name, origin), [first, last])
                    seen[0], seen[1] = min(seen[0], first), max(seen[1], last)
            insert(
                cursor,
                _CLAIM,
                [
                    (self.book, identifier, "name", name, origin, first, last, self.batch)
                    for (identifier, name, origin), (first, last) in cleaned.items()
                ],
            )
        self.names.clear()


def nature_of(kind: str, value: str) -> int:
    """What an address is by its looks alone: a machine's, shared by role (info@), or a person's."""
    if kind == forgotten.KIND:
        return Identifier.SHARED
    if kind != "email":
        return Identifier.PERSONAL
    if is_machine(value):
        return Identifier.MACHINE
    return Identifier.SHARED if is_shared(value) else Identifier.PERSONAL


def whose_of(own: int, nature: int) -> int:
    """`Whose` of an identifier row."""
    if own:
        return _ME
    return _PERSON if nature == Identifier.PERSONAL else _NOBODY
