"""The plain values that a check before a decision answers with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.core.conflicts import Node


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or something of a decision. kind: person or organisation; node: its row, for the check alone."""

    kind: str
    id: str
    name: str
    node: Node


@dataclass(frozen=True, slots=True)
class Asked:
    """Words of a question that fit several: which of them is meant? choices: at most ten."""

    words: str
    choices: tuple[Party, ...]


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a path, in words. label: its kind in short; state: holds, cooling or over; state_words: said of it, "" while
    it holds; what, row: what it rests on, and the UUID of that, "" where it has none; money: what is in it, of each
    currency, in minor units; to: whom it leads to."""

    words: str
    label: str
    weight: str
    seen: dt.date | None
    state: str
    state_words: str
    hearsay: bool
    what: str
    row: str
    money: tuple[tuple[int, str], ...]
    to: Party


@dataclass(frozen=True, slots=True)
class PathLine:
    """A path, in words. weight: heavy, some, light or none; age: how old the oldest of its evidence is, "" if not known."""

    steps: tuple[StepLine, ...]
    weight: str
    weight_words: str
    seen: dt.date | None
    age: str
    hearsay: bool
    over: bool

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " → ".join(step.words for step in self.steps)


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to a question before a decision.

    verdict: clear, disclose or recuse, "" while somebody of it is not known yet; rule, because: which rule decided, and the
    same in words; approval: an employer's rule asks for leave first; unknown: words that fit nobody; asked: words that fit
    several; more: there are paths that are not listed; without_rule: friends I work with on a path, of whom it is not
    written down what I stay out of.
    """

    question: str
    kind: str
    kind_words: str
    parties: tuple[Party, ...]
    asked: tuple[Asked, ...]
    unknown: tuple[str, ...]
    verdict: str
    rule: str
    because: str
    approval: bool
    paths: tuple[PathLine, ...]
    more: bool
    without_rule: tuple[Party, ...] = ()

    @property
    def counting(self) -> tuple[PathLine, ...]:
        """The paths that count."""
        return tuple(path for path in self.paths if not path.over)

    @property
    def ended(self) -> tuple[PathLine, ...]:
        """Those that no longer do."""
        return tuple(path for path in self.paths if path.over)
