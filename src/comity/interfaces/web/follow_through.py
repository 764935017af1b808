"""Follow-through as a picture: a column for each quarter, what was kept above the line and what was broken below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comity.answers.commitments import QuarterKept

_STEP, _BAR = 62, 34
_ABOVE, _BELOW = 18, 20
"""Room for the words above the columns, and for the names of the quarters below them."""
_UNIT, _REACH = 12.0, 60
"""How high one promise stands at the most, and the highest column."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a column: `on_time`, `late` or `broken`, and where it stands."""

    how: str
    x: int
    y: int
    height: int
    width: int = _BAR


@dataclass(frozen=True, slots=True)
class Label:
    """The name of a quarter below its column; kept, of: what is written above it."""

    x: int
    text: str
    kept: int
    of: int
    y: int


@dataclass(frozen=True, slots=True)
class Columns:
    """The picture; no pieces where no promise was kept or broken in these quarters."""

    pieces: tuple[Piece, ...]
    labels: tuple[Label, ...]
    width: int
    height: int
    axis: int
    text_y: int


def columns(quarters: Sequence[QuarterKept]) -> Columns:
    """The picture of these quarters, the oldest first, all on one scale."""
    most = max((max(one.counts.kept, one.counts.broken) for one in quarters), default=0)
    unit = min(_UNIT, _REACH / most) if most else _UNIT
    axis = _ABOVE + round(unit * max((one.counts.kept for one in quarters), default=0))
    bottom = axis + round(unit * max((one.counts.broken for one in quarters), default=0))
    pieces: list[Piece] = []
    labels = []
    for at, one in enumerate(quarters):
        counts, x = one.counts, at * _STEP + (_STEP - _BAR) // 2
        on_time, kept, broken = (round(n * unit) for n in (counts.on_time, counts.kept, counts.broken))
        stacked = (
            Piece("on_time", x, axis - on_time, on_time),
            Piece("late", x, axis - kept, kept - on_time),
            Piece("broken", x, axis, broken),
        )
        pieces += [piece for piece in stacked if piece.height]
        labels.append(Label(x + _BAR // 2, one.label, counts.kept, counts.share.of, axis - kept - 4))
    width = max(1, len(quarters)) * _STEP
    return Columns(tuple(pieces), tuple(labels), width, bottom + _BELOW, axis, bottom + _BELOW - 5)
