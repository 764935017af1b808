"""Conflicts of interest: which interests there are, how much each weighs, and the paths by which they reach a decision.

What counts as an interest follows the OECD's Guidelines for Managing Conflict of Interest in the Public Service (2003;
as Recommendation OECD/LEGAL/0316): private-capacity interests are not money alone but also family, friendship, other
posts, debts and offers of work, and a conflict may be actual, potential, or apparent to others. Its answers, too, are
taken from there: say so, or stay out. ISO 37009 (conflict of interest in organisations) is not quoted, since its text is
not open. The numbers are our own judgement and nobody's standard: the weights, the cooling-off of a year, how much a path
loses with its length, and that words alone (an introduction, a recommendation) ask for openness and not for staying out.

Pure: people and organisations are the numbers of their rows, days are day numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple


class Weight(IntEnum):
    """How much something could sway me, or seem to."""

    NONE = 0
    """It no longer counts."""
    LIGHT = 1
    """Good to know: an ordinary working tie."""
    SOME = 2
    """Others would want to know it."""
    HEAVY = 3
    """Others would not expect me to decide."""


class Verdict(StrEnum):
    """What a path asks for, the mildest first. Stored; never rename."""

    CLEAR = "clear"
    DISCLOSE = "disclose"
    RECUSE = "recuse"


class Kind(NamedTuple):
    """A kind of interest or tie. cooling: days for which it counts after its end; personal: of private life."""

    weight: Weight
    cooling: int = 0
    personal: bool = False


COOLING = 365
"""Days for which a former employer, post, job or business counts: a year, as many codes of conduct ask; ours to choose."""
INTERESTS: Mapping[str, Kind] = {
    "stake": Kind(Weight.HEAVY),
    "family": Kind(Weight.HEAVY, personal=True),
    "relative": Kind(Weight.SOME, personal=True),
    "partner": Kind(Weight.HEAVY, COOLING),
    "office": Kind(Weight.HEAVY, COOLING),
    "job": Kind(Weight.HEAVY, COOLING),
    "offer": Kind(Weight.HEAVY),
    "loan": Kind(Weight.HEAVY),
    "past_employer": Kind(Weight.SOME, COOLING),
    "friendship": Kind(Weight.SOME, COOLING, personal=True),
    "dispute": Kind(Weight.SOME, COOLING, personal=True),
    "member": Kind(Weight.LIGHT),
    "other": Kind(Weight.SOME),
}
"""Interests of mine. stake: shares, options, ownership; family: spouse, partner in life, parents, children, brothers and
sisters; partner: in a business; office: a board, an honorary post; job: paid work beside my own; offer: work that I am
offered or seek; dispute: also a quarrel sways. Stored; never rename."""
EMPLOYERS = ("past_employer", "job")
"""Kinds for which a policy of an employer can set the cooling-off."""
TIES: Mapping[str, Kind] = {
    "spouse": Kind(Weight.HEAVY, COOLING, personal=True),
    "parent": Kind(Weight.HEAVY, personal=True),
    "child": Kind(Weight.HEAVY, personal=True),
    "sibling": Kind(Weight.HEAVY, personal=True),
    "relative": Kind(Weight.SOME, personal=True),
    "friend": Kind(Weight.SOME, COOLING, personal=True),
    "rival": Kind(Weight.SOME, personal=True),
    "owner": Kind(Weight.HEAVY),
    "partner": Kind(Weight.HEAVY, COOLING),
    "officer": Kind(Weight.HEAVY, COOLING),
    "creditor": Kind(Weight.HEAVY),
    "adviser": Kind(Weight.SOME),
    "manager": Kind(Weight.SOME),
    "employee": Kind(Weight.SOME),
    "other": Kind(Weight.LIGHT),
}
"""What one person is to another, or to an organisation, read from left to right. Stored; never rename."""
SEEN: Mapping[str, Kind] = {
    "nature": Kind(Weight.SOME, personal=True),
    "stay_out": Kind(Weight.HEAVY, personal=True),
    "gift": Kind(Weight.SOME, COOLING),
    "client": Kind(Weight.SOME, COOLING),
    "provider": Kind(Weight.SOME, COOLING),
    "promise": Kind(Weight.LIGHT),
    "contact": Kind(Weight.LIGHT),
    "position": Kind(Weight.SOME),
}
"""What the book knows without being told of an interest: a relationship that is personal too, and one of which I have
said what I stay out of; a gift that was kept, work for or by somebody, an open promise, close contact, and who works
where. A gift is "over" on its own day."""
PROPOSED = ("interest", "tie")
"""What files lead to propose, as the first word of a key under which a "no" is remembered (`core.agenda.named`)."""
REVIEW_AFTER = 365
"""Days after which an interest that lasts is asked about again: once a year, as registers of interests are renewed."""
CLOSE_CONTACT = 5.0
"""Strength of a tie (`core.strength`) from which it counts as close: about weekly, both ways, for half a year."""
LONGEST = 4
"""Steps of a path at the most."""
OTHER = Kind(Weight.SOME)
"""What something of a kind that is not known counts as."""
_CAP = (Weight.NONE, Weight.HEAVY, Weight.HEAVY, Weight.SOME, Weight.LIGHT)
"""What a path of so many steps weighs at the most: what is far away sways little."""

Node = tuple[str, int]
PERSON, ORGANISATION = "person", "organisation"
ME: Node = ("me", 0)


class Edge(NamedTuple):
    """Something between two, read from `one` to `other`.

    what: interest, tie, gift, work, promise, nature, contact or position; kind: of it; row: its UUID as 32 digits, "" where
    it has no page of its own; seen: the day of the last evidence; until: the day it ended, None while it lasts;
    cooling: days for which it counts after that; money: what is in it, in minor units, for each currency (ISO 4217).
    """

    one: Node
    other: Node
    what: str
    kind: str
    weight: Weight
    row: str = ""
    text: str = ""
    seen: int | None = None
    until: int | None = None
    cooling: int = 0
    hearsay: bool = False
    personal: bool = False
    money: tuple[tuple[int, str], ...] = ()

    def state(self, today: int) -> str:
        """holds, cooling (ended, and still counts), or over (ended, and no longer counts)."""
        if self.until is None or self.until > today:
            return "holds"
        return "cooling" if today <= self.until + self.cooling else "over"


def cooling(kind: str, own: int | None, by_policy: int | None) -> int:
    """For how many days an interest counts after its end: as it says itself, else as a policy says, else as its kind does."""
    if own is not None:
        return own
    if by_policy is not None and kind in EMPLOYERS:
        return by_policy
    return INTERESTS.get(kind, OTHER).cooling


def review_due(kind: str, until: int | None, noted_on: int, reviewed_on: int | None, today: int) -> bool:
    """Whether it is to be asked whether an interest still holds; one that has ended, and a former employer, is not."""
    if kind == "past_employer" or (until is not None and until <= today):
        return False
    return today - (noted_on if reviewed_on is None else reviewed_on) >= REVIEW_AFTER


class Step(NamedTuple):
    """One step of a path. to: where it leads; forward: whether it is read as the edge is; weight: what it weighs here."""

    edge: Edge
    to: Node
    forward: bool
    weight: Weight
    state: str


@dataclass(frozen=True, slots=True)
class Path:
    """A way from me to somebody or something of the decision."""

    steps: tuple[Step, ...]

    @property
    def hearsay(self) -> bool:
        """Whether a step of it was only heard."""
        return any(step.edge.hearsay for step in self.steps)

    @property
    def over(self) -> bool:
        """Whether a step of it ended so long ago that it no longer counts."""
        return any(step.state == "over" for step in self.steps)

    @property
    def personal(self) -> bool:
        """Whether it goes through private life."""
        return any(step.edge.personal for step in self.steps)

    @property
    def seen(self) -> int | None:
        """The day up to which all of it is known: the oldest of the last evidence of its steps; None where one has none."""
        days = [step.edge.seen for step in self.steps]
        known = [day for day in days if day is not None]
        return min(known) if known and len(known) == len(days) else None

    @property
    def weight(self) -> Weight:
        """As heavy as its lightest step, less with its length, and never more than `SOME` where it was only heard."""
        return path_weight(min(step.weight for step in self.steps), len(self.steps))


def step_weight(edge: Edge, forward: bool, first: bool, today: int) -> Weight:
    """What a step weighs.

    That somebody works where another does is light, unless I have an interest in that place myself (`first`: the place is
    reached from me in one step).
    """
    if edge.state(today) == "over":
        return Weight.NONE
    weight = edge.weight
    if edge.what == "position" and not forward and not first:
        weight = Weight.LIGHT
    return min(weight, Weight.SOME) if edge.hearsay else weight


def path_weight(lightest: int, length: int) -> Weight:
    """What a path of so many steps weighs whose lightest step weighs this."""
    return Weight(min(lightest, _CAP[length]))


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that binds beside the weights: of an employer, or my own to stay out.

    asks: disclose, approval, refuse (`core.policies.Asks`), or stay_out; personal: it is about private life, else about
    work and money beside my own; name: its title or words; row: its UUID, as text.
    """

    asks: str
    name: str
    personal: bool = False
    row: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a decision asks of me. rule: which rule decided (`RULES`); by: the employer's or my own rule, where it was one;
    approval: an employer's rule asks for leave before."""

    verdict: Verdict
    rule: str
    by: Rule | None = None
    approval: bool = False


RULES = ("own_rule", "policy", "heavy", "spoken", "some", "light", "nothing")
"""In the order in which they are looked at within a verdict."""
_ORDER = (Verdict.CLEAR, Verdict.DISCLOSE, Verdict.RECUSE)
_ASKS = {
    "disclose": Verdict.DISCLOSE,
    "approval": Verdict.DISCLOSE,
    "refuse": Verdict.RECUSE,
    "stay_out": Verdict.RECUSE,
}


@dataclass(frozen=True, slots=True)
class Heaviest:
    """The heaviest of all paths, of those through private life alone, and the same without what was only heard."""

    all: Weight = Weight.NONE
    known: Weight = Weight.NONE
    personal: Weight = Weight.NONE
    personal_known: Weight = Weight.NONE


def rule(heaviest: Heaviest, *, speaks: bool, rules: tuple[Rule, ...] = ()) -> Ruling:
    """The strictest of what the paths and the rules ask for; hearsay alone never asks for staying out.

    speaks: the decision is only to say something for somebody (recommend, introduce), which asks for openness alone.
    An employer's rule counts where there is a path of its kind that others would want to know of.
    """
    found = [_by_weight(heaviest, speaks), *(_by_rule(one, heaviest) for one in rules)]
    best = max(found, key=lambda ruling: (_ORDER.index(ruling.verdict), -RULES.index(ruling.rule)))
    approval = any(one.approval for one in found)
    return Ruling(best.verdict, best.rule, best.by, approval)


def _by_weight(heaviest: Heaviest, speaks: bool) -> Ruling:
    if heaviest.known == Weight.HEAVY:
        return Ruling(Verdict.DISCLOSE, "spoken") if speaks else Ruling(Verdict.RECUSE, "heavy")
    if heaviest.all >= Weight.SOME:
        return Ruling(Verdict.DISCLOSE, "some")
    return Ruling(Verdict.CLEAR, "light" if heaviest.all else "nothing")


def _by_rule(one: Rule, heaviest: Heaviest) -> Ruling:
    if one.asks == "stay_out":
        return Ruling(Verdict.RECUSE, "own_rule", one)
    touched = heaviest.personal if one.personal else heaviest.all
    known = heaviest.personal_known if one.personal else heaviest.known
    if touched < Weight.SOME or one.asks not in _ASKS:
        return Ruling(Verdict.CLEAR, "nothing")
    asked = _ASKS[one.asks]
    if asked == Verdict.RECUSE and known < Weight.SOME:
        asked = Verdict.DISCLOSE
    return Ruling(asked, "policy", one, one.asks == "approval")
