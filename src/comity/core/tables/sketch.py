"""Where the table in a text begins and how its cells are kept apart, told from its first lines."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from comity.core.tables.kinds import is_data
from comity.core.tables.mapping import MOST_COLUMNS

SEPARATORS = ",;\t|"
SAMPLE = 60
"""Rows that are looked at."""
PREAMBLE = 30
"""Rows from the top in which the table must begin."""
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_SEP_LINE = re.compile(r"sep=(.)\s*$", re.IGNORECASE)


class Sketch(NamedTuple):
    """A table by its first lines.

    separator: between cells; line: the number of the line, from 1, on which the table begins;
    header: the names of its columns, () if its first row is data already; width: how many columns;
    rows: the first rows of data, each of `width` cells.
    """

    separator: str
    line: int
    header: tuple[str, ...]
    width: int
    rows: tuple[tuple[str, ...], ...]


def sketch(text: str, *, whole: bool) -> Sketch | None:
    """The table in a file's beginning; None if there is none of two columns and one row of data.

    whole: whether the text is all of the file, so that its last row is complete.
    """
    if not text.strip() or _CONTROL.search(text):
        return None
    best: tuple[int, Sketch] | None = None
    for separator in SEPARATORS:
        found = _with(text, separator, whole) if separator in text else None
        if found and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _with(text: str, separator: str, whole: bool) -> tuple[int, Sketch] | None:
    """The table if this were its separator, with a figure for how regular it is."""
    rows = _rows(text, separator, whole)
    widths = Counter(len(cells) for _, cells in rows if len(cells) > 1)
    if not widths:
        return None
    width, regular = max(widths.items(), key=lambda item: (item[1], item[0]))
    begins = next(n for n, (_, cells) in enumerate(rows) if len(cells) == width)
    data = rows[begins:]
    if begins >= PREAMBLE or len(data) < 2 or regular * 3 < len(data) * 2 or width > MOST_COLUMNS:
        return None
    line, first = data[0]
    body = [_fit(cells, width) for _, cells in data]
    headed = not any(map(is_data, first)) and sum(map(bool, first)) * 2 > width
    header = tuple(first) if headed else ()
    rest = body[1:] if headed else body
    return regular * (width - 1), Sketch(separator, line, header, width, tuple(rest)) if rest else None  # type: ignore[return-value]


def _rows(text: str, separator: str, whole: bool) -> list[tuple[int, list[str]]]:
    """(line, cells) of the first rows that hold anything, the line that tells a spreadsheet the separator left out."""
    lines = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = csv.reader((line + "\n" for line in lines), delimiter=separator)
    found: list[tuple[int, list[str]]] = []
    begun = 1
    try:
        for cells in reader:
            plain = [cell.strip() for cell in cells]
            if any(plain) and not _SEP_LINE.fullmatch(separator.join(cells)):
                found.append((begun, plain))
            begun = reader.line_num + 1
            if len(found) > SAMPLE + PREAMBLE:
                return found
    except csv.Error:
        return found
    return found if whole else found[:-1]


def _fit(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))
