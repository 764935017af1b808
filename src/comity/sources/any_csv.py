"""Any table of people, or of what passed with them, read by a mapping of its columns.

A mapping given for a table's header row is used; else it is guessed (`core.tables`). A table of which the guess
is not sure is not read, but told: somebody has to look at it once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from comity.core.records import OWNER, Card, Interaction, Mine, Problem, Record
from comity.core.tables.guess import SURE, Guess, guess
from comity.core.tables.mapping import PASSED, as_json, fingerprint, from_json, usable
from comity.core.tables.mapping import Mapping as Columns
from comity.core.tables.sketch import Sketch, sketch
from comity.sources import HEAD_BYTES, Place
from comity.sources._lines import first_lines
from comity.sources._mapped_rows import MappedRow, card_of, last_contact, passed
from comity.sources._plain import Faults
from comity.sources._tables import read_cells

UNMAPPED = "to-be-mapped"
"""The code of the problem that stands for a table which was not read."""
SHOWN = 5
"""Rows of a table that are shown beside its mapping."""
_CELL_SHOWN = 200


class AnyCsvSource:
    """Reader of tables that no other source knows."""

    key = "csv"
    title = "Table (CSV) with a mapping of its columns"
    version = 3

    def __init__(self, mappings: Mapping[str, Columns] | None = None) -> None:
        """mappings: by the fingerprint of the header row; they go before the guess."""
        self._mappings = mappings or {}

    def with_mappings(self, mappings: Mapping[str, Any]) -> AnyCsvSource:
        """The same source with these mappings, as plain JSON by fingerprint.

        Raises:
            Invalid: one of them is none.
        """
        return AnyCsvSource({key: from_json(value) for key, value in mappings.items()})

    def recognise(self, place: Place) -> int:
        """Hardly sure: any text in which every line has as many cells as the others is a table."""
        return 5 if _sketch(place) else 0

    def wanted(self, place: Place) -> bool:
        """Whether to read or tell of a table that nobody named, but that lies in a folder or archive beside others.

        Only one that is mapped, or surely lists people with their addresses: archives are full of tables.
        """
        table = _sketch(place)
        if table is None or _print(table) in self._mappings:
            return table is not None
        found = guess(table)
        fields = set(found.mapping.fields)
        return found.confidence >= SURE and "email" in fields and bool(fields & {"name", "given"})

    def layout(self, place: Place) -> dict[str, Any]:
        """What the table looks like and how it would be read, as plain JSON for a preview."""
        table = _sketch(place)
        if table is None:
            return {}
        found, columns, given = self._mapping(table)
        return {
            "fingerprint": _print(table),
            "header": [name[:_CELL_SHOWN] for name in table.header],
            "rows": [[cell[:_CELL_SHOWN] for cell in row] for row in table.rows[:SHOWN]],
            "mapping": as_json(columns),
            "guess": as_json(found.mapping),
            "confidence": found.confidence,
            "mapped": given,
            "reads": _reads(found, columns, given),
        }

    def read(self, place: Place) -> Iterator[Record]:
        """Yield a `Card` or an `Interaction` for each row; positions are line numbers from 1."""
        table = _sketch(place)
        if table is None:
            yield Problem(0, "no-header", "No table was found here.")
            return
        found, columns, given = self._mapping(table)
        if not _reads(found, columns, given):
            yield Problem(
                table.line,
                UNMAPPED,
                "This is a table whose columns are not known for sure. Say what they hold: on the Import page, or "
                "with comity import --dry-run and --map.",
            )
            return
        yield from _records(place, table, columns)

    def _mapping(self, table: Sketch) -> tuple[Guess, Columns, bool]:
        """The guess, the mapping to use, and whether that was given; one of another width does not count."""
        found = guess(table)
        known = self._mappings.get(_print(table))
        if known is None or len(known.fields) != table.width:
            return found, found.mapping, False
        return found, known, True


source = AnyCsvSource()


def _sketch(place: Place) -> Sketch | None:
    if not place.head:
        return None
    return sketch("\n".join(first_lines(place.head)), whole=len(place.head) < HEAD_BYTES)


def _print(table: Sketch) -> str:
    return fingerprint(table.header, table.width)


def _reads(found: Guess, columns: Columns, given: bool) -> bool:
    return not usable(columns) and (given or found.confidence >= SURE)


def _records(place: Place, table: Sketch, columns: Columns) -> Iterator[Record]:
    faults = Faults()
    owned = False
    make = passed if columns.holds == PASSED else _person
    for row in read_cells(place.path, table.separator, table.line + bool(columns.header)):
        if isinstance(row, Problem):
            yield from faults.tell(*row)
            continue
        for record in make(MappedRow(row[0], row[1], columns)):
            if isinstance(record, Problem):
                yield from faults.tell(*record)
                continue
            if isinstance(record, Interaction) and not owned:
                owned = True
                yield Mine(OWNER, "A table of what passed with its owner.")
            yield record
    yield from faults.rest()


def _person(row: MappedRow) -> Iterator[Record]:
    for record in card_of(row):
        yield record
        if isinstance(record, Card):
            yield from last_contact(row, record)
