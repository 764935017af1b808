"""What reading an export back remembers on its way, and how rows are put where they belong.

The rules by which an export meets a book that holds something already: an interaction of the same key, a
person, import or matter of the same UUID, an identifier of the same kind and value are the same thing;
what the book itself says of it stays; only what is missing is added. So the same export a second time
changes nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Max, Model

from comity.core.errors import Invalid
from comity.core.keys import interaction_key
from comity.store.intake import Intake
from comity.store.models import Batch, Book, Claim, Interaction, Person
from comity.store.models.base import BookRow, PublicRow
from comity.store.sql import chunks, reserve_ids

Row = dict[str, Any]
Placed = Sequence[tuple[str, Row]]
"""Rows, each with its place (`file:line`) for messages."""


@dataclass
class State:
    """Where things of the export went: their names there, and the rows here.

    was_empty: the book held nothing, so that imports keep their numbers;
    first_interaction, first_claim: row ids from which on all is this restore's;
    held: identifiers by the person whom the export gives them to; fresh_people: names of people who are
    new here; former: people whose identifier turned out to be the owner's; renamed: UUIDs (hexadecimal) that
    are others here;
    other_vault: what is sealed in the book has other keys than in the export; rows: those of what is
    practised, by table; before: what the book held of a kind at the start, by natural key.
    """

    book: int
    seed: UUID
    was_empty: bool
    first_interaction: int
    first_claim: int
    intake: Intake
    batches: dict[int, int] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    fresh_batches: set[int] = field(default_factory=set)
    files: dict[tuple[int, int], int] = field(default_factory=dict)
    organisations: dict[UUID, int] = field(default_factory=dict)
    tags: dict[str, int] = field(default_factory=dict)
    groups: dict[UUID, int] = field(default_factory=dict)
    rows: dict[type[Model], dict[UUID, int]] = field(default_factory=lambda: defaultdict(dict))
    held: dict[UUID, list[int]] = field(default_factory=lambda: defaultdict(list))
    people: dict[UUID, int] = field(default_factory=dict)
    fresh_people: dict[int, tuple[str, str]] = field(default_factory=dict)
    relationships: dict[int, int] = field(default_factory=dict)
    former: set[int] = field(default_factory=set)
    renamed: dict[str, str] = field(default_factory=dict)
    other_vault: bool = False
    before: dict[str, set[Hashable]] = field(default_factory=dict)
    added: Counter[str] = field(default_factory=Counter)

    def batch(self, place: str, number: int | None) -> int | None:
        """The row of an import by its number in the export."""
        return None if number is None else known(self.batches, number, place, "import")

    def person(self, place: str, uuid: UUID | None) -> int | None:
        """The row of a person by their UUID in the export."""
        return None if uuid is None else known(self.people, uuid, place, "person")

    def relationship(self, place: str, uuid: UUID) -> int:
        """The row of what a person is to the owner."""
        return self.relationships[known(self.people, uuid, place, "person")]

    def add(
        self, kind: str, cursor: CursorWrapper, model: type[BookRow], found: Sequence[Row], **how: bool
    ) -> list[int]:
        """Insert rows and count them as this kind's."""
        self.added[kind] += len(found)
        return insert(cursor, model, self.book, found, **how)


def begin(book: int) -> State:
    """The state before anything is read."""
    row = Book.objects.get(pk=book)
    latest = Interaction.objects.aggregate(Max("id"))["id__max"] or 0
    return State(
        book=book,
        seed=row.uuid,
        was_empty=is_empty(book),
        first_interaction=latest + 1,
        first_claim=(Claim.objects.aggregate(Max("id"))["id__max"] or 0) + 1,
        intake=Intake(book, 0),
    )


def is_empty(book: int) -> bool:
    """Whether nothing was brought to this book or written in it yet."""
    return not any(model.objects.filter(book_id=book).exists() for model in (Batch, Interaction, Person))


def known(found: Mapping[Any, int], key: Any, place: str, name: str) -> int:
    """The row by a name that the export must have given before.

    Raises:
        Invalid: it did not.
    """
    row = found.get(key)
    if row is None:
        raise Invalid(place, name, "this is not in the export")
    return row


def insert(
    cursor: CursorWrapper, model: type[BookRow], book: int, found: Sequence[Row], *, once: bool = False
) -> list[int]:
    """Insert rows with these values by field, in order; returns their ids.

    once: pass over those that a constraint forbids.
    """
    if not found:
        return []
    table = model._meta.db_table
    fields = [model._meta.get_field(name) for name in found[0]]
    ids = list(reserve_ids(cursor, table, len(found)))
    columns = ", ".join(f'"{f.column}"' for f in fields)  # type: ignore[union-attr]
    marks = ",".join(["%s"] * (len(fields) + 2))
    cursor.executemany(
        f"INSERT INTO {table} (id, book_id, {columns}) VALUES ({marks}){' ON CONFLICT DO NOTHING' if once else ''}",
        [
            (i, book, *(f.get_db_prep_save(row[f.name], connection) for f in fields))  # type: ignore[union-attr]
            for i, row in zip(ids, found, strict=True)
        ],
    )
    return ids


def places(
    state: State, model: type[PublicRow], wanted: Iterable[UUID]
) -> dict[UUID, tuple[UUID, int | None]]:
    """For each UUID of the export the one to use here, and the row that has it already in this book.

    One that another book of this database holds is replaced by one that depends on the two books alone,
    so that it is found again the next time; but where a UUID is unique in its book alone, it stays (`SealedText`).
    """
    stand_ins = {uuid: _stand_in(state.seed, uuid) for uuid in wanted}
    found: dict[UUID, tuple[int, int]] = {}
    for part in chunks([*stand_ins, *stand_ins.values()], 500):
        rows = model._default_manager.filter(uuid__in=part).values_list("uuid", "book_id", "pk")
        if not model._meta.get_field("uuid").unique:
            rows = rows.filter(book_id=state.book)
        found.update((uuid, (book, row)) for uuid, book, row in rows)
    chosen: dict[UUID, tuple[UUID, int | None]] = {}
    for uuid, other in stand_ins.items():
        if other in found:
            chosen[uuid] = other, found[other][1]
        elif uuid not in found:
            chosen[uuid] = uuid, None
        else:
            book, row = found[uuid]
            chosen[uuid] = (uuid, row) if book == state.book else (other, None)
    state.renamed |= {uuid.hex: here.hex for uuid, (here, _) in chosen.items() if here != uuid}
    return chosen


def _stand_in(book: UUID, uuid: UUID) -> UUID:
    return UUID(bytes=interaction_key((uuid.int >> 80) // 1000, f"restored\0{book}\0{uuid}"))
