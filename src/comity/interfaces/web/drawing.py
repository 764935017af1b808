"""Pictures as plain numbers, for templates to write as SVG: readable without colour, each with a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from comity.answers.shapes import Week

_STEP, _BAR = 12.6, 8.5
_AXIS, _REACH = 41, 36
"""Where the line lies, and how far the longest bar reaches above or below it."""
_BALANCE_WIDTH = 160


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar; side: in or out. Numbers are text so that no locale changes their decimal point."""

    side: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True, slots=True)
class Label:
    """A month's name below the strip: where, and a day of that month."""

    x: str
    day: dt.date


@dataclass(frozen=True, slots=True)
class Strip:
    """A year of contact by week: from them above the axis, from me below. No bars where there was none."""

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    weeks: tuple[Week, ...]
    width: int
    height: int = 98
    axis: int = _AXIS
    text_y: int = 92


@dataclass(frozen=True, slots=True)
class Weight:
    """A line of a balance: which side, how many, and where its bar and its words stand."""

    side: str
    n: int
    width: int
    y: int
    text_x: int
    text_y: int


def year_strip(weeks: Sequence[Week]) -> Strip:
    """The strip of these weeks, oldest first; bars grow with the square root: one busy week hides none."""
    most = max((max(week.in_n, week.out_n) for week in weeks), default=0)
    bars = []
    for at, week in enumerate(weeks):
        x = f"{at * _STEP:.1f}"
        if week.in_n:
            long = _length(week.in_n, most)
            bars.append(Bar("in", x, f"{_AXIS - 1 - long:.1f}", str(_BAR), f"{long:.1f}"))
        if week.out_n:
            bars.append(Bar("out", x, str(_AXIS + 1), str(_BAR), f"{_length(week.out_n, most):.1f}"))
    with_contact = tuple(week for week in reversed(weeks) if week.in_n or week.out_n)
    return Strip(tuple(bars), _months(weeks), with_contact, max(1, round(len(weeks) * _STEP)))


def _length(n: int, most: int) -> float:
    return max(3.0, _REACH * sqrt(n / most))


def _months(weeks: Sequence[Week]) -> tuple[Label, ...]:
    """A label where a month begins; none at the right edge, where its name would be cut."""
    labels, before = [], 0
    for at, week in enumerate(weeks[:-2]):
        if week.monday.month != before and week.monday.day <= 7:
            labels.append(Label(f"{at * _STEP:.1f}", week.monday))
        before = week.monday.month
    return tuple(labels)


def balance(given: int, received: int) -> tuple[Weight, Weight]:
    """What I gave and what I received, as two bars on one scale."""
    most = max(given, received, 1)

    def weight(side: str, n: int, y: int) -> Weight:
        width = round(_BALANCE_WIDTH * n / most)
        return Weight(side, n, width, y, width + 6, y + 9)

    return weight("out", given, 2), weight("in", received, 22)
