"""How strong a tie is today, from the days on which there was contact.

For each person and direction two sums of active days are kept, decayed with half-lives of 30 and 180
days. A day counts once in a direction however many messages it holds; a meeting or call counts in both.
The strength is ``log1p(in30 + out30) + log1p(in180 + out180)``, all decayed to the day asked about, so
it is constant within a day. It needs no training, and a newest day is added in constant time.

A strength is explained by true counts (`explain`), never by the decayed sums. A past date, 00:00 UTC at
its start, is computed from the days before it; today also counts what has happened today. That is the
parameter `include_day`. Removing a day, merging and splitting people is done by `rebuild`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from math import log1p
from operator import itemgetter
from typing import TypeVar

MODEL = "active-days-30-180/1"
"""Names the rule; raised whenever the same days would give another strength."""

_SHORT = 30
_LONG = 180
_SPAN = 16_384
"""Days after which contact weighs nothing: by then 2^(-16384/180), below 1e-27."""
_IN, _OUT = 1, 2

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Sums:
    """Decayed counts of active days, as they stand on day number `day`."""

    day: int
    in30: float
    out30: float
    in180: float
    out180: float


EMPTY = Sums(0, 0.0, 0.0, 0.0, 0.0)
"""No contact at all."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What a strength is made of: numbers of days with contact, not decayed.

    last_30 and last_180: days of either direction in that many days; incoming and outgoing: the same
    for one direction in the last 180; ever: days of either direction up to the day asked about.
    """

    last_30: int
    last_180: int
    incoming: int
    outgoing: int
    ever: int

    @property
    def both_ways(self) -> bool:
        """Whether each side reached out on at least one of the last 180 days."""
        return self.incoming > 0 and self.outgoing > 0


def add_day(sums: Sums, day: int, *, incoming: bool, outgoing: bool) -> Sums:
    """The sums with one more active day, newest or late, in constant time.

    The caller makes sure that each direction given is new for that day.
    """
    if not (incoming or outgoing):
        return sums
    base = decay_to(sums, day) if sums.in180 or sums.out180 else Sums(day, 0.0, 0.0, 0.0, 0.0)
    short, long = _weight(_SHORT, base.day - day), _weight(_LONG, base.day - day)
    return Sums(
        base.day,
        base.in30 + incoming * short,
        base.out30 + outgoing * short,
        base.in180 + incoming * long,
        base.out180 + outgoing * long,
    )


def decay_to(sums: Sums, day: int) -> Sums:
    """The same sums as they stand on a later day.

    Sums never go back: for an earlier day they are returned as they are. What stood on a past day is
    `of_days`.
    """
    age = day - sums.day
    if age <= 0:
        return sums
    short, long = _weight(_SHORT, age), _weight(_LONG, age)
    return Sums(day, sums.in30 * short, sums.out30 * short, sums.in180 * long, sums.out180 * long)


def strength(sums: Sums, day: int) -> float:
    """The strength on a day: 0 without contact, 3.4 for one side once a month, 7 for both once a week."""
    now = decay_to(sums, day)
    return log1p(now.in30 + now.out30) + log1p(now.in180 + now.out180)


def rebuild(days: Iterable[tuple[int, bool, bool]]) -> Sums:
    """The sums of (day number, incoming, outgoing), decayed to the newest of them.

    A day may come in any order and more than once; each direction of it still counts once. So the
    union of two people's days is what they are when merged.
    """
    seen = _directions(days)
    return _sums(seen, max(seen)) if seen else EMPTY


def of_days(days: Iterable[tuple[int, bool, bool]], as_of_day: int, *, include_day: bool = False) -> Sums:
    """The sums as they stood on a day, from (day number, incoming, outgoing) in any order.

    include_day: False for a past date, meant as 00:00 UTC at its start, so that only earlier days count;
    True for today, whose own contact counts. Later days never count.
    """
    end = as_of_day + include_day
    seen = {day: directions for day, directions in _directions(days).items() if day < end}
    return _sums(seen, as_of_day) if seen else EMPTY


def explain(days: Iterable[tuple[int, bool, bool]], as_of_day: int, *, include_day: bool = False) -> Counts:
    """The counts behind a strength, from the same days with the same meaning of `include_day`."""
    end = as_of_day + include_day
    seen = {day: directions for day, directions in _directions(days).items() if day < end}
    recent = [directions for day, directions in seen.items() if day >= end - _LONG]
    return Counts(
        last_30=sum(day >= end - _SHORT for day in seen),
        last_180=len(recent),
        incoming=sum(bool(directions & _IN) for directions in recent),
        outgoing=sum(bool(directions & _OUT) for directions in recent),
        ever=len(seen),
    )


def many(
    rows: Iterable[tuple[P, int, int, int]], as_of_day: int, *, include_day: bool = False
) -> Iterator[tuple[P, float]]:
    """The strength of every person with contact before a day, for whole books at once.

    rows: (person, day number, incoming, outgoing), sorted by person; the last two are counts or truth
    values. A day that occurs twice for a person counts once where its rows follow each other, so sort by
    person and day after a merge. `include_day` is that of `of_days`. People without such contact are
    left out.
    """
    short, long = _weights(_SHORT), _weights(_LONG)
    newest = as_of_day - 1 + include_day
    for person, group in groupby(rows, key=itemgetter(0)):
        sum30 = sum180 = 0.0
        previous, seen, any_contact = None, 0, 0
        for _, day, incoming, outgoing in group:
            if day > newest:
                continue
            directions = (_IN if incoming else 0) | (_OUT if outgoing else 0)
            if day == previous:
                directions &= ~seen
            else:
                previous, seen = day, 0
            seen |= directions
            any_contact |= directions
            times = (directions & _IN) + (directions >> 1)
            age = as_of_day - day
            if age < _SPAN:
                sum30 += times * short[age]
                sum180 += times * long[age]
        if any_contact:
            yield person, log1p(sum30) + log1p(sum180)


def _directions(days: Iterable[tuple[int, bool, bool]]) -> dict[int, int]:
    """Day number to the directions of contact on it; days without any are left out."""
    seen: dict[int, int] = {}
    for day, incoming, outgoing in days:
        directions = (_IN if incoming else 0) | (_OUT if outgoing else 0)
        if directions:
            seen[day] = seen.get(day, 0) | directions
    return seen


def _sums(seen: dict[int, int], as_of_day: int) -> Sums:
    in30 = out30 = in180 = out180 = 0.0
    for day, directions in seen.items():
        short, long = _weight(_SHORT, as_of_day - day), _weight(_LONG, as_of_day - day)
        if directions & _IN:
            in30 += short
            in180 += long
        if directions & _OUT:
            out30 += short
            out180 += long
    return Sums(as_of_day, in30, out30, in180, out180)


def _weight(half_life: int, age: int) -> float:
    return _weights(half_life)[age] if age < _SPAN else 0.0


@cache
def _weights(half_life: int) -> tuple[float, ...]:
    """2^(-age / half_life) for every age in days up to `_SPAN`."""
    return tuple(2.0 ** (-age / half_life) for age in range(_SPAN))
