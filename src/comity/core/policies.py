"""What the rules of an employer ask of me: which bind on a day, and what one asks for something of a certain worth.

Pure: people, organisations and policies are the ids they are given by, worths are minor units of a currency
(`core.money`), days are day numbers. A worth that nobody knows, or in another currency than the rule's, is never taken
for a small one: the rule then asks, and says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

COOLING_OFF = "cooling_off"
KINDS = ("gifts", "hospitality", "outside_work", "relationships", COOLING_OFF, "other")
"""What a policy is about; cooling_off: for how long an employer counts that I left. Stored; never rename."""
SOON = 14
"""Days before a policy's review from which it is shown as coming."""


class Asks(StrEnum):
    """What a policy asks for; the strictest last in `_STRICT`."""

    NOTHING = ""
    DISCLOSE = "disclose"
    APPROVAL = "approval"
    REFUSE = "refuse"


_STRICT = (Asks.NOTHING, Asks.DISCLOSE, Asks.APPROVAL, Asks.REFUSE)


@dataclass(frozen=True, slots=True)
class Policy:
    """A rule of an employer (None: of whatever employer), in force from `since` until before the day after `until`.

    amount: from which worth on it asks, in the minor unit of `currency`, None: whatever the worth; days: what came from
    one giver within so many days counts together, None: each thing for itself; of `COOLING_OFF` the days that it lasts.
    """

    id: str
    organisation: int | None
    kind: str
    title: str
    amount: int | None
    currency: str
    days: int | None
    asks: str
    since: int
    until: int | None
    review_on: int | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """Something given or received on a day; amount None: nobody knows what it is worth."""

    day: int
    amount: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is asked for, by which policy, and why.

    why: "" (nothing is asked), any (whatever the worth), worth (it alone reaches the amount), together (with what came
    before), unknown (nobody knows its worth), currency (it is in another one than the rule); total: what was counted, in the
    policy's currency; counted: how many things, this one among them; left_out: earlier things within the time whose worth
    could not be counted.
    """

    asks: Asks
    policy: Policy | None = None
    why: str = ""
    total: int = 0
    counted: int = 0
    left_out: int = 0


NOTHING = Verdict(Asks.NOTHING)


def binding(policies: Iterable[Policy], organisation: int | None, day: int) -> tuple[Policy, ...]:
    """The policies in force on a day for work at an organisation; None: at any of mine, so all of them."""
    return tuple(
        policy
        for policy in policies
        if policy.since <= day
        and (policy.until is None or day <= policy.until)
        and (None in (organisation, policy.organisation) or policy.organisation == organisation)
    )


def asks(policy: Policy, thing: Worth, history: Iterable[Worth] = ()) -> Verdict:
    """What one policy asks for a thing, given what came from the same giver, or went to them, before."""
    asked = Asks(policy.asks)
    if policy.amount is None:
        return Verdict(asked, policy, "any")
    if thing.amount is None:
        return Verdict(asked, policy, "unknown")
    if thing.currency != policy.currency:
        return Verdict(asked, policy, "currency")
    if thing.amount >= policy.amount:
        return Verdict(asked, policy, "worth", thing.amount, 1)
    before = [past for past in history if _within(policy, thing, past)]
    known = [past.amount for past in before if past.amount is not None and past.currency == policy.currency]
    total, left_out = thing.amount + sum(known), len(before) - len(known)
    if total >= policy.amount:
        return Verdict(asked, policy, "together", total, len(known) + 1, left_out)
    return Verdict(Asks.NOTHING, policy, "", total, len(known) + 1, left_out)


def over(policies: Iterable[Policy], thing: Worth, history: Iterable[Worth] = ()) -> Verdict:
    """The strictest of what these policies ask; the first named of several that ask for the same."""
    past = tuple(history)
    verdicts = [asks(policy, thing, past) for policy in policies]
    return max(verdicts, key=lambda verdict: _STRICT.index(verdict.asks), default=NOTHING)


def cooling_off(policies: Iterable[Policy], day: int) -> int | None:
    """For how many days the policies in force on a day let an employer count that I left; None where none says.

    All of them bind, so the longest does.
    """
    told = [
        one.days for one in binding(policies, None, day) if one.kind == COOLING_OFF and one.days is not None
    ]
    return max(told, default=None)


def due(policies: Iterable[Policy], day: int) -> tuple[Policy, ...]:
    """The policies in force whose review day has come, the longest overdue first."""
    found = [
        one for one in binding(policies, None, day) if one.review_on is not None and one.review_on <= day
    ]
    return tuple(sorted(found, key=lambda one: (one.review_on or 0, one.title, one.id)))


def _within(policy: Policy, thing: Worth, past: Worth) -> bool:
    return policy.days is not None and 0 <= thing.day - past.day < policy.days
