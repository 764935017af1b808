"""Gifts and hospitality: what there is, and what counts together with one when an employer's rule looks at it.

Pure: givers are the numbers of their rows, worths are minor units of a currency, days are day numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.core.policies import Policy, Verdict, Worth, binding, over

DIRECTIONS = ("received", "given")
KINDS = ("gift", "meal", "travel", "ticket", "discount", "other")
"""What it is. Stored; never rename."""
OUTCOMES = ("kept", "declined", "returned", "handed_in")
"""What became of it. Stored; never rename."""
_POLICY = {"meal": "hospitality", "travel": "hospitality", "ticket": "hospitality"}


@dataclass(frozen=True, slots=True)
class Gift:
    """A gift as a rule sees it. givers: the people and organisations it is from (or for), as (kind, number)."""

    id: str
    direction: str
    kind: str
    givers: frozenset[tuple[str, int]]
    worth: Worth
    outcome: str = "kept"


def policy_kind(kind: str) -> str:
    """The kind of policy that is about such a gift: gifts or hospitality (where there is none of it, one of gifts is)."""
    return _POLICY.get(kind, "gifts")


def judged(gift: Gift, among: Iterable[Gift], policies: Iterable[Policy]) -> Verdict:
    """What the policies in force on its day ask for a gift, with what came from the same before it.

    What was declined or returned counts for nothing, and is asked nothing of; what was handed in to the employer was
    accepted, and counts. Of things on one day those entered before count (`among` is in that order).
    """
    if gift.outcome in ("declined", "returned"):
        return over((), gift.worth)
    rules = binding(policies, None, gift.worth.day)
    apart = any(one.kind == "hospitality" for one in rules)
    before = []
    for other in among:
        if other.id == gift.id:
            break
        if _together(gift, other, apart):
            before.append(other.worth)
    kind = policy_kind(gift.kind) if apart else "gifts"
    return over([one for one in rules if one.kind == kind], gift.worth, before)


def _together(gift: Gift, other: Gift, apart: bool) -> bool:
    """apart: hospitality has rules of its own, and does not count together with gifts."""
    return (
        other.direction == gift.direction
        and (not apart or policy_kind(other.kind) == policy_kind(gift.kind))
        and other.outcome not in ("declined", "returned")
        and bool(other.givers & gift.givers)
    )
