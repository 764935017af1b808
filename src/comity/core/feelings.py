"""How is it for me: when to ask, gently and seldom, and when a pattern of bad answers deserves a step.

A score is -2 (it harms me), -1 (it wears me out), 0 (neither), 1 (it is good) or 2 (it does me good); None: I would rather not say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST, MOST = -2, 2
ASK_AGAIN = 60
"""Days after which the same person may be asked about again, whatever was answered."""
ASK_ANYBODY = 10
"""Days between two questions, whomever they are about."""
RECENT = 30
"""Days within which there was contact with whom is asked about."""
LOOKED_AT = 60
"""People who are looked at for it: those in touch last. Some may never be asked about."""
FROM_DAYS = 6
"""Days with contact from which a relationship is one that has a feel to it."""
_LOOK = 4
_BAD = 3
_WITHIN = 400


@dataclass(frozen=True, slots=True)
class Felt:
    """A word on a day."""

    on: int
    score: int | None


def may_ask(last_asked: int | None, last_contact: int | None, active_days: int, today: int) -> bool:
    """Whether somebody is one to ask about today; last_asked: of this person. All days are day numbers."""
    if last_contact is None or today - last_contact > RECENT or active_days < FROM_DAYS:
        return False
    return last_asked is None or today - last_asked >= ASK_AGAIN


def may_ask_anybody(last_asked: int | None, today: int) -> bool:
    """Whether a question may be asked at all today; last_asked: about anybody."""
    return last_asked is None or today - last_asked >= ASK_ANYBODY


def weighs(felt: Sequence[Felt], today: int) -> bool:
    """Whether it felt bad again and again: three of the last four words within 400 days, or the last two at their worst.

    felt: in any order; what was left unsaid does not count.
    """
    scores = [one.score for one in sorted(felt, key=lambda one: -one.on) if today - one.on <= _WITHIN]
    said = [score for score in scores if score is not None]
    if said[:2] == [LEAST, LEAST]:
        return True
    return sum(score < 0 for score in said[:_LOOK]) >= _BAD
