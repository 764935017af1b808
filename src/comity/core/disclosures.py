"""What I told of myself and showed of my ideas: the digest that dates it, and whether it was early.

A digest shows that these very words, or this very file, were there when it was made. It shows neither who thought of them
first nor when they were written: for that the record says on which day it was made and who was shown what.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from comity.core.depth import Depth

Key = TypeVar("Key", bound=Hashable)
MYSELF, IDEA = "myself", "idea"
PEOPLE, TOPICS = 40, 12
"""The most rows and columns of the picture of who knows what; beyond that nobody reads it."""


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal, with each end of line as a single line feed.

    So a text gives the same whichever system it was typed on: `printf 'text' | sha256sum` agrees.
    """
    return hashlib.sha256(text.replace("\r\n", "\n").replace("\r", "\n").encode()).hexdigest()


def grouped(digits: str) -> str:
    """A digest for the eye: in groups of eight digits."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))


def early(fits_from: int, depth: int) -> bool:
    """Whether something was told sooner than the relationship was deep enough for it (`core.depth`)."""
    return depth < fits_from


@dataclass(frozen=True, slots=True)
class Cell:
    """What one person was told on one topic: how often, the last day, and the greatest depth that any of it asked for."""

    times: int
    last: int
    depth: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Who knows what: people who were told most first, topics by how many know of them, and a cell where both meet."""

    people: tuple[int, ...]
    topics: tuple[str, ...]
    cells: Mapping[tuple[int, str], Cell]


def picture(told: Iterable[tuple[int, str, int, int]], people: int = PEOPLE, topics: int = TOPICS) -> Picture:
    """The picture of these disclosures, each as (person, topic, day, depth from which it was fit to be told)."""
    cells: dict[tuple[int, str], Cell] = {}
    for person, topic, day, depth in told:
        before = cells.get((person, topic), Cell(0, day, Depth.NEW))
        cells[person, topic] = Cell(before.times + 1, max(before.last, day), max(before.depth, depth))
    whom = _fullest((person, cell.last) for (person, _), cell in cells.items())[:people]
    what = _fullest((topic, cell.last) for (_, topic), cell in cells.items())[:topics]
    kept = {key: cell for key, cell in cells.items() if key[0] in whom and key[1] in what}
    return Picture(tuple(whom), tuple(what), kept)


def _fullest(entries: Iterable[tuple[Key, int]]) -> list[Key]:
    """The keys with the most entries first; of equals, the one with the latest day, then by their words."""
    count, last = Counter[Key](), dict[Key, int]()
    for key, day in entries:
        count[key] += 1
        last[key] = max(day, last.get(key, day))
    return sorted(count, key=lambda key: (-count[key], -last[key], str(key)))
