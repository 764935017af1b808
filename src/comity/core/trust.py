"""Trust, to a point: what speaks for it and against it, told with its evidence and never as a number.

The thresholds are our own judgement; no study gives them. They are low on purpose: this says what the user's own notes
say, in one glance, and the user decides. What is known of the making of trust at work is that it rests on kept promises,
on help both ways, and on discretion (Mayer, Davis and Schoorman 1995: ability, benevolence, integrity).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.core.playbooks import Standing

LOOKED_BACK = 730
"""Days for which give and take, and lines crossed, count: two years; what is older is not held against anybody."""
ONE_SIDED_FROM, ONE_SIDED_TIMES = 5, 4
"""So many things between two people, and so many times as much on one side, from which it is called one-sided."""
CREDIT_FROM = 3
"""So many times that I named their part in some work, from which it is noticed that they hardly ever name mine."""
_LONG, _OFTEN = 365, 12
_CROSSED = 3


class Level(StrEnum):
    """How far the notes carry."""

    LITTLE = "little"
    """There is little to go by."""
    GROWING = "growing"
    HELD = "held"
    """It has held so far."""
    STRAINED = "strained"
    """Something speaks against it."""


class Side(StrEnum):
    """Which side gives nearly all of it."""

    NONE = ""
    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Counts:
    """What the notes hold of somebody.

    known_days: since the first contact; active_days: days with contact, ever; both_ways: some from each side;
    kept, broken, overdue: their promises to me; given, received: between us within `LOOKED_BACK`, clicks apart;
    confided: times they told me something in confidence; crossed: lines of mine that they crossed within `LOOKED_BACK`;
    named, named_me: times I gave them credit for work before others, and they me, within `LOOKED_BACK`;
    credit: times they took credit for what was mine, None while that is sealed and locked; felt_bad: whether it felt bad to me
    lately (`core.feelings`); standing: the user's own word.
    """

    known_days: int = 0
    active_days: int = 0
    both_ways: bool = False
    kept: int = 0
    broken: int = 0
    overdue: int = 0
    given: int = 0
    received: int = 0
    confided: int = 0
    crossed: int = 0
    named: int = 0
    named_me: int = 0
    credit: int | None = 0
    felt_bad: bool = False
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for trust (1), against it (-1) or for caution alone (0): its kind, how many, of how many."""

    kind: str
    n: int
    of: int
    speaks: int


def evidence(counts: Counts) -> tuple[Evidence, ...]:
    """What speaks for and against, what speaks against first; what there is nothing of is left out."""
    promises = counts.kept + counts.broken
    found = [
        Evidence("credit", counts.credit or 0, 0, -1),
        Evidence("broken", counts.broken, promises, -1),
        Evidence("crossed", counts.crossed, 0, -1),
        Evidence("felt", int(counts.felt_bad), 0, -1),
        Evidence("overdue", counts.overdue, 0, 0),
        Evidence("one_sided", int(one_sided(counts.given, counts.received) == Side.MINE), 0, 0),
        Evidence(
            "credit_one_way", counts.named * credit_one_way(counts.named, counts.named_me), counts.named_me, 0
        ),
        Evidence("kept", counts.kept, promises, 1),
        Evidence("received", counts.received, counts.received + counts.given, 1),
        Evidence("confided", counts.confided, 0, 1),
        Evidence("known", counts.known_days if counts.both_ways else 0, counts.active_days, 1),
    ]
    return tuple(one for one in found if one.n)


def level(counts: Counts) -> Level:
    """How far the notes carry; the user's word that they trust somebody does not hide what speaks against it."""
    if counts.credit or counts.felt_bad or counts.crossed >= _CROSSED or 2 <= counts.broken > counts.kept:
        return Level.STRAINED
    long = counts.both_ways and counts.known_days >= _LONG and counts.active_days >= _OFTEN
    proven = counts.kept >= 3 or counts.received >= 3 or counts.confided >= 1
    if long and proven and counts.broken * 4 <= counts.kept:
        return Level.HELD
    if counts.standing == Standing.TRUSTED or (counts.both_ways and (counts.kept or counts.received)):
        return Level.GROWING
    return Level.LITTLE


def one_sided(given: int, received: int) -> Side:
    """Whether nearly all between two people comes from one side, and from which."""
    if given + received < ONE_SIDED_FROM:
        return Side.NONE
    if given >= ONE_SIDED_TIMES * max(received, 1):
        return Side.MINE
    return Side.THEIRS if received >= ONE_SIDED_TIMES * max(given, 1) else Side.NONE


def credit_one_way(named: int, named_me: int) -> bool:
    """Whether I name their part in our work, and they hardly ever mine."""
    return named >= CREDIT_FROM and named >= ONE_SIDED_TIMES * named_me
