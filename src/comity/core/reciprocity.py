"""Give and take: what can pass between people, what asks for thanks, and a balance that is never a debt.

Nothing is weighed: an hour and a job both count as one. That is on purpose; a sum of worth would be a ledger of debts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from comity.core.days import date_from_day

KINDS = (
    "advice",
    "introduction",
    "referral",
    "recommendation",
    "feedback",
    "resource",
    "opportunity",
    "time",
    "favour",
    "endorsement",
    "gift",
    "loan",
    "credit",
)
"""What can be given or received; credit: a part in some work, named before others. Stored, and in exports; never rename one."""
CREDIT = "credit"
CLICKS = frozenset({"endorsement"})
"""Kinds that are one click: listed apart, never weighed, and no thanks are asked for."""
QUARTERS = 8
"""Quarters of a year that the picture shows."""
_UNEVEN = 2.0
"""How many times as much the one side must have given for the balance to lean to it."""
_LEAST = 3
"""Exchanges within the picture from which on it says anything about leaning."""


class Leaning(StrEnum):
    """To which side a balance leans lately."""

    EVEN = "even"
    GAVE = "gave"
    """I have given more."""
    RECEIVED = "received"
    """They were generous."""
    UNKNOWN = "unknown"
    """There is too little to say."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """Three months: the year, which of its four, and how many things were given and received in them."""

    year: int
    number: int
    given: int
    received: int


def asks_thanks(kind: str) -> bool:
    """Whether something of this kind, when received, asks for thanks."""
    return kind not in CLICKS


def waits_for_thanks(*, received: bool, asks: bool, thanked: bool, on: int, began: int) -> bool:
    """Whether something is still to be thanked for.

    began: the first day that counts; nothing from before the user began to keep the book asks for anything.
    """
    return received and asks and not thanked and on >= began


def quarters(
    exchanges: Iterable[tuple[int, bool, int]], today: int, count: int = QUARTERS
) -> tuple[Quarter, ...]:
    """The last quarters, oldest first, the present one included, from (day, given or not, how many)."""
    last = _quarter(today)
    sums = [[0, 0] for _ in range(count)]
    for day, given, n in exchanges:
        place = _quarter(day) - last + count - 1
        if 0 <= place < count:
            sums[place][0 if given else 1] += n
    return tuple(
        Quarter((last - count + 1 + n) // 4, (last - count + 1 + n) % 4 + 1, *pair)
        for n, pair in enumerate(sums)
    )


def leaning(shown: Iterable[Quarter]) -> Leaning:
    """To which side these quarters lean: at least twice as much, of at least three things."""
    given = received = 0
    for quarter in shown:
        given += quarter.given
        received += quarter.received
    if given + received < _LEAST:
        return Leaning.UNKNOWN
    if given >= _UNEVEN * received:
        return Leaning.GAVE
    return Leaning.RECEIVED if received >= _UNEVEN * given else Leaning.EVEN


def _quarter(day: int) -> int:
    """Quarters since the year 0."""
    date = date_from_day(day)
    return date.year * 4 + (date.month - 1) // 3
