"""Pictures as plain numbers, for templates to write as SVG: readable without colour, each with a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from comity.answers.shapes import Week
from comity.core.reciprocity import Quarter

_STEP, _BAR = 12.6, 8.5
_AXIS, _REACH = 41, 36
"""Where the line lies, and how far the longest bar reaches above or below it."""
_BALANCE_AXIS, _BALANCE_REACH, _BALANCE_STEP, _BALANCE_LEFT = 52, 36, 33, 6


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


@dataclass(frozen=True, slots=True)
class Column:
    """A quarter of a balance: where its bars and numbers stand; the bars are "" where nothing is shown."""

    given: int
    received: int
    label: str
    x: int
    text_x: int
    given_y: str
    given_height: str
    received_height: str
    given_text_y: str
    received_text_y: str


@dataclass(frozen=True, slots=True)
class Balance:
    """Given above a line and received below it, quarter by quarter; every bar has its number beside it."""

    columns: tuple[Column, ...]
    width: int
    axis: int = _BALANCE_AXIS
    height: int = 2 * _BALANCE_AXIS + 16
    label_y: int = 2 * _BALANCE_AXIS + 13


def balance_by_quarter(quarters: Sequence[Quarter]) -> Balance:
    """The picture of these quarters, oldest first; heights are in proportion to the numbers."""
    most = max((max(q.given, q.received) for q in quarters), default=0) or 1
    columns = []
    for place, quarter in enumerate(quarters):
        up, down = (_BALANCE_REACH * n / most for n in (quarter.given, quarter.received))
        x = _BALANCE_LEFT + place * _BALANCE_STEP
        columns.append(
            Column(
                quarter.given,
                quarter.received,
                f"{quarter.number}/{quarter.year % 100:02}",
                x,
                x + 9,
                f"{_BALANCE_AXIS - 1 - up:.1f}",
                f"{up:.1f}",
                f"{down:.1f}",
                f"{_BALANCE_AXIS - 4 - up:.1f}",
                f"{_BALANCE_AXIS + 11 + down:.1f}",
            )
        )
    return Balance(tuple(columns), _BALANCE_LEFT + len(quarters) * _BALANCE_STEP)
