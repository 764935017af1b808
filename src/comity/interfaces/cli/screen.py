"""Text on a terminal: what came from outside made harmless, widths as they are seen, tables that fit."""

from __future__ import annotations

import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import click

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what follows, and so could hide what it says."""
GAP = "  "


def harmless(text: str) -> str:
    """One line of text without control characters, so that no subject of a mail can steer the terminal."""
    kept = (
        "" if c in _TURNS else " " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text
    )
    return " ".join("".join(kept).split(" ")).rstrip()


def width(text: str) -> int:
    """Columns that a text takes: two for wide characters (Unicode Annex 11), none for marks."""
    return sum(_width(c) for c in text)


def _width(c: str) -> int:
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def cut(text: str, columns: int) -> str:
    """A text that takes at most so many columns, with an ellipsis where it was cut."""
    if width(text) <= columns:
        return text
    kept, taken = "", 0
    for c in text:
        taken += _width(c)
        if taken >= columns:
            break
        kept += c
    return kept.rstrip() + "…"


def room() -> int | None:
    """Columns of the terminal; None where the output goes elsewhere."""
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else None


def say(text: str, *, indent: int = 0, bold: bool = False, dim: bool = False) -> None:
    """Print a paragraph, broken between words where the terminal ends."""
    text, columns = harmless(text), room()
    margin = " " * indent
    lines = (
        textwrap.wrap(text, max(20, columns - indent))
        if columns and width(text) + indent > columns
        else [text]
    )
    for line in lines or [""]:
        click.secho((margin + line).rstrip(), bold=bold or None, dim=dim or None)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    right: numbers stand at its right edge; least: columns it may be cut to, 0 where it is never cut;
    rank: where not all have room, those of the highest rank are left out first; 0 always stays.
    """

    title: str
    cells: Sequence[str]
    right: bool = False
    least: int = 0
    rank: int = 0


def table(columns: Sequence[Column]) -> None:
    """Print columns side by side, narrowed to the terminal where there is one."""
    shown = [Column(c.title, [harmless(cell) for cell in c.cells], c.right, c.least, c.rank) for c in columns]
    wide = [max(width(text) for text in (c.title, *c.cells)) for c in shown]
    space = room()
    while space is not None and (over := sum(wide) + len(GAP) * (len(wide) - 1) - space) > 0:
        last = max(range(len(shown)), key=lambda n: (shown[n].rank, n))
        spare = [(wide[n] - c.least, c.rank, n) for n, c in enumerate(shown) if c.least and wide[n] > c.least]
        if spare:
            most, _, n = max(spare, key=lambda item: (item[1], item[0]))
            wide[n] -= min(most, over)
        elif shown[last].rank:
            del shown[last], wide[last]
        else:
            break
    for texts in ([c.title for c in shown], *zip(*(c.cells for c in shown), strict=True)):
        cells = [_padded(text, wide[n], shown[n].right) for n, text in enumerate(texts)]
        click.echo(GAP.join(cells).rstrip())


def _padded(text: str, columns: int, right: bool) -> str:
    text = cut(text, columns)
    space = " " * (columns - width(text))
    return space + text if right else text + space
