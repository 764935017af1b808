"""Tables with a header (CSV) read robustly, row by row, in flat memory.

Columns are found by name, with case, spaces and underscores ignored; the header may stand below a preamble.
UTF-16, a byte order mark, the code pages of Windows, any line ends, NULs, and commas, semicolons or tabs as
separators are taken as they come. A field or line beyond all bounds, such as an unclosed quote makes, costs its own row only.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from comity.core.codepages import decoded_line
from comity.core.records import Problem
from comity.sources._lines import byte_lines, first_lines, opened, page_of

HEADER_LINES = 30
"""How many lines from the top the header is looked for."""
LINE_LIMIT = 1024 * 1024
"""Bytes of one line; a longer one is reported and left out."""
AGAIN = "\0again"
"""What is put behind a column's name for the second of two columns that are called so."""
_MOST_COLUMNS = 1000
_SEPARATORS = ",;\t"
_IGNORED = re.compile(r"[\s_]+")


class Row(NamedTuple):
    """One row: the number of its first line, from 1, and its cells by column name (`folded`)."""

    line: int
    cells: dict[str, str]

    def get(self, *names: str) -> str:
        """The first cell that is not empty among these columns, "" if none."""
        return next((cell for cell in (self.cells.get(name, "") for name in names) if cell), "")


Header = frozenset[str]
Fits = Callable[[Header], bool]
"""Whether the names in a line are the header that is looked for."""


def folded(name: str) -> str:
    """A column's name as it is compared: without case, spaces and underscores."""
    return _IGNORED.sub("", name.strip("\ufeff")).casefold()


def header_in(head: bytes, fits: Fits) -> Header | None:
    """The header among the first lines of a file's beginning, or None if there is none."""
    for line in first_lines(head)[:HEADER_LINES]:
        found = _header(line, fits)
        if found:
            return frozenset(found[0])
    return None


def _header(line: str, fits: Fits) -> tuple[list[str], str] | None:
    """The column names in a line and what separates them, if it is the header."""
    for separator in _SEPARATORS:
        if separator not in line:
            continue
        try:
            cells = next(csv.reader([line.replace("\0", "")], delimiter=separator), [])
        except csv.Error:
            continue
        names = [folded(cell) for cell in cells[:_MOST_COLUMNS]]
        if fits(frozenset(names)):
            return names, separator
    return None


def read_rows(path: Path, fits: Fits, *, twice: bool = False) -> Iterator[Row | Problem]:
    """The rows below the header, those without any text left out.

    twice: whether the second of two columns with one name is kept as well, by its name and `AGAIN`.

    Raises:
        OSError: the file cannot be opened.
    """
    with opened(path) as stream:
        page = page_of(stream)
        lines = enumerate(byte_lines(stream, LINE_LIMIT), start=1)
        for number, raw in lines:
            found = _header(_text(raw, page).rstrip("\r\n"), fits) if len(raw) < LINE_LIMIT else None
            if found:
                yield from _rows(_Lines(lines, page), *found, twice)
                return
            if number >= HEADER_LINES:
                break
        yield Problem(0, "no-header", "The columns that this kind of file has were not found.")


def _text(raw: bytes, page: str) -> str:
    return decoded_line(raw, page).replace("\0", "")


class _Lines:
    """The lines of a row in the making, which can be given back when the row cannot be read."""

    def __init__(self, numbered: Iterator[tuple[int, bytes]], page: str) -> None:
        self._numbered, self._page = numbered, page
        self._again: list[tuple[int, str]] = []
        self._taken: list[tuple[int, str]] = []
        self.too_long: list[int] = []
        self.broken = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._again:
            self._taken.append(self._again.pop())
            return self._taken[-1][1]
        number, raw = next(self._numbered)
        while len(raw) >= LINE_LIMIT:
            self.too_long.append(number)
            number, raw = next(self._numbered)
        self._taken.append((number, _text(raw, self._page)))
        return self._taken[-1][1]

    def begin(self) -> None:
        """A new row begins."""
        self._taken, self.broken = [], False

    @property
    def number(self) -> int:
        """The number of the row's first line."""
        return self._taken[0][0] if self._taken else 0

    def first_alone(self, separator: str) -> list[str]:
        """The cells of the row's first line, none if it has an open quote; the other lines are given back."""
        self._again += reversed(self._taken[1:])
        del self._taken[1:]
        line = self._taken[0][1] if self._taken else ""
        self.broken = True
        if line.count('"') % 2 or len(line) > csv.field_size_limit():
            return []
        return next(csv.reader([line], delimiter=separator), [])


def read_cells(
    path: Path, separator: str, line: int, escape: str | None = None
) -> Iterator[tuple[int, list[str]] | Problem]:
    """(line, cells) of each row from a line on, counted from 1; rows without any text are left out.

    escape: what stands before a quote within a cell, where it is not doubled.

    Raises:
        OSError: the file cannot be opened.
    """
    with opened(path) as stream:
        page = page_of(stream)
        numbered = islice(enumerate(byte_lines(stream, LINE_LIMIT), start=1), max(0, line - 1), None)
        for row in _cell_rows(_Lines(numbered, page), separator, escape):
            if isinstance(row, Problem) or any(row[1]):
                yield row


def _rows(lines: _Lines, names: list[str], separator: str, twice: bool) -> Iterator[Row | Problem]:
    """The rows below the header that hold anything."""
    for row in _cell_rows(lines, separator):
        if isinstance(row, Problem):
            yield row
        elif found := _cells(names, row[1], twice):
            yield Row(row[0], found)


def _cell_rows(
    lines: _Lines, separator: str, escape: str | None = None
) -> Iterator[tuple[int, list[str]] | Problem]:
    """(line, cells) of each row. Where a quote goes wrong, the row's first line is taken by itself."""
    reader = csv.reader(lines, delimiter=separator, escapechar=escape, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader, None)
        except csv.Error:
            cells = lines.first_alone(separator)
            reader = csv.reader(lines, delimiter=separator, escapechar=escape, strict=True)
        for number in lines.too_long:
            yield Problem(
                number, "too-long", f"This line has more than {LINE_LIMIT >> 20} MB and was left out."
            )
        lines.too_long.clear()
        if cells is None:
            return
        if cells:
            yield lines.number, [_cell(cell) for cell in cells]
        elif lines.broken:
            reason = "A cell of this row is too long, or its quote is not closed."
            yield Problem(lines.number, "unreadable-row", reason)


def _cell(text: str) -> str:
    """A cell without white space around it, and without the `="…"` that keeps spreadsheets from reckoning."""
    text = text.strip()
    return text[2:-1].strip() if text.startswith('="') and text.endswith('"') and len(text) > 3 else text


def _cells(names: list[str], cells: list[str], twice: bool) -> dict[str, str]:
    """The cells that hold text, by name; of two columns with one name the first that holds any."""
    row: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        if name and cell and not (twice and name in row):
            row.setdefault(name, cell)
        elif name and cell:
            row.setdefault(name + AGAIN, cell)
    return row
