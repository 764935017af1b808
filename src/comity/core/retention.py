"""How long things are kept on whom: which rule holds for a person, and when to ask whether to go on.

Pure; days are day numbers. A rule only ever leads to a question: nothing is erased by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: of whom (a role, a tag, or both; "" for everybody), and after how many days without contact to ask."""

    id: str
    role: str
    tag: str
    after_days: int

    @property
    def width(self) -> int:
        """How narrow it is: a rule that names a role or a tag counts before one for everybody."""
        return bool(self.role) + bool(self.tag)


@dataclass(frozen=True, slots=True)
class Kept:
    """What a rule asks of a person: their roles and tags, the last day of contact (None: never), since when they are
    known, the day they are to be looked at (None: not said), and whether a hold stands."""

    roles: frozenset[str]
    tags: frozenset[str]
    last_day: int | None
    known_since: int | None
    review_on: int | None = None
    hold: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """That somebody is to be looked at: since which day, and by which rule (None: the day the user named)."""

    since: int
    rule: Rule | None


def rule_for(rules: Iterable[Rule], roles: frozenset[str], tags: frozenset[str]) -> Rule | None:
    """The rule that holds: the narrowest that fits, of equal ones the longest, so that nobody is asked about too soon."""
    fitting = [r for r in rules if (not r.role or r.role in roles) and (not r.tag or r.tag in tags)]
    return max(fitting, key=lambda r: (r.width, r.after_days, r.id), default=None)


def due(kept: Kept, rules: Sequence[Rule], today: int) -> Due | None:
    """Whether to ask about somebody today; a day that the user named counts before every rule, and a hold is no question.

    The day that the user named also puts every rule off until then: they looked, and chose to go on.
    """
    if kept.hold:
        return None
    if kept.review_on is not None:
        return Due(kept.review_on, None) if kept.review_on <= today else None
    rule = rule_for(rules, kept.roles, kept.tags)
    known = [day for day in (kept.last_day, kept.known_since) if day is not None]
    if rule is None or not known:
        return None
    on = max(known) + rule.after_days
    return Due(on, rule) if on <= today else None
