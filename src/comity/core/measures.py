"""Shares and middles of few things, told without pretending to more than is known."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

FEW = 10
"""Below so many a share is no number to go by: "3 of 4" says all there is."""
_Z = 1.959964
"""Standard deviations on either side that hold 95 in 100."""


class Share(NamedTuple):
    """How many of how many, and between which shares (0 to 1) the true one lies with 95 in 100.

    low, high: Wilson's interval (1927), which stays within 0 and 1 and is honest for few; 0 to 1 for none at all.
    """

    part: int
    of: int
    low: float
    high: float

    @property
    def is_few(self) -> bool:
        """Whether a share of so few would say more than is known."""
        return self.of < FEW


def share(part: int, of: int) -> Share:
    """The share of `part` among `of` things, 0 <= part <= of."""
    if not of:
        return Share(0, 0, 0.0, 1.0)
    p, z2 = part / of, _Z * _Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    reach = _Z * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return Share(part, of, max(0.0, min(p, middle - reach)), min(1.0, max(p, middle + reach)))


class Quartiles(NamedTuple):
    """A quarter of the values lie below `low`, half below `middle`, three quarters below `high`."""

    low: float
    middle: float
    high: float


def quartiles(ordered: Sequence[float]) -> Quartiles | None:
    """The quartiles of values in ascending order, between neighbours where none stands there; None of none.

    Linear between the values, as Hyndman and Fan (1996) number 7.
    """
    if not ordered:
        return None
    low, middle, high = (_at(ordered, share) for share in (0.25, 0.5, 0.75))
    return Quartiles(low, middle, high)


def _at(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return min(ordered[above], ordered[below] + (ordered[above] - ordered[below]) * (place - below))
