"""Gatherings: on which day somebody was met, until when to follow up, and what came of it.

Days are day numbers of the book's zone (`core.days`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

FOLLOW_UP_DAYS = 2
"""Days after meeting somebody within which a word from me is due: later, people no longer know who one was."""
BECAME_DAYS = 2
"""Days with contact after an event that make of a meeting a relationship, where it went both ways."""
_EDITION = re.compile(r"\b(?:\d+(?:st|nd|rd|th|\.)?|[ivx]{1,5}\.)(?!\w)|[’']\d\d\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")


class Stage(StrEnum):
    """Where an event lies as seen from today."""

    AHEAD = "ahead"
    NOW = "now"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Came:
    """How many were met, followed up, and became a relationship since."""

    met: int
    followed_up: int
    became: int


def stage(starts: int, ends: int, today: int) -> Stage:
    """Whether an event from one day until another (both included) is ahead, going on, or over."""
    if today < starts:
        return Stage.AHEAD
    return Stage.NOW if today <= ends else Stage.OVER


def meeting_day(starts: int, ends: int, today: int) -> int | None:
    """The day on which somebody was met who is entered today: today while it goes on, later its last day.

    None before it begins.
    """
    return None if today < starts else min(today, ends)


def follow_up_due(met_on: int) -> int:
    """The last day on which a follow-up is in time."""
    return met_on + FOLLOW_UP_DAYS


def became(later: Iterable[tuple[int, int, int]]) -> bool:
    """Whether a meeting became a relationship: contact on `BECAME_DAYS` days since, from them and from me.

    later: (day, in, out) of contact after the event.
    """
    days = [(incoming, outgoing) for _, incoming, outgoing in later if incoming or outgoing]
    return (
        len(days) >= BECAME_DAYS
        and any(incoming for incoming, _ in days)
        and any(outgoing for _, outgoing in days)
    )


def edition_key(name: str) -> str:
    """What the editions of an event share: the name without years and ordinals; "" where nothing is left.

    "Lantern Days 2025", "9th lantern days" and "Lantern Days ’26" are one event's.
    """
    return " ".join(words(_EDITION.sub(" ", name)))


def words(text: str) -> list[str]:
    """The words of a text, in lower case, without what stands between them."""
    return _WORD.findall(text.casefold())


def says(text: str, phrase: str) -> bool:
    """Whether the words of a phrase stand in a text, in that order and next to one another."""
    wanted = words(phrase)
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(words(text))} "
