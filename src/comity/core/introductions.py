"""The life of an introduction: asked, both agreed, made, met, thanked; or declined.

Nobody is introduced without being asked: an introduction can only be made once both have agreed (double consent). Where
I asked to be introduced myself, my own consent is implied. Days are day numbers of the book's zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from comity.core.errors import Invalid

STUCK_AFTER = 14
"""Days without progress after which an introduction is stuck."""
QUARTER, YEAR = 90, 365
"""Days over which it is counted how often somebody was asked to introduce."""
OFTEN = 2
"""Introductions within a quarter from which on asking for one more deserves a second thought."""


class Step(StrEnum):
    """What can happen, in the order in which it does; each is the name of a day."""

    ONE_AGREED = "one_agreed"
    OTHER_AGREED = "other_agreed"
    MADE = "made"
    MET = "met"
    THANKED = "thanked"


class State(StrEnum):
    """How far it has come."""

    ASKED = "asked"
    """Not both have agreed yet."""
    AGREED = "agreed"
    MADE = "made"
    MET = "met"
    THANKED = "thanked"
    DECLINED = "declined"


class Who(StrEnum):
    """The parts in an introduction, as they are stored where one declines; ME stands for whichever is mine."""

    ONE = "one"
    OTHER = "other"
    INTRODUCER = "introducer"
    ME = "me"


@dataclass(frozen=True, slots=True)
class Life:
    """The days of an introduction, None where it has not come to that.

    introduced_by_me, to_me: whether the introducer, or the other one, is me (never both).
    """

    asked_on: int
    one_agreed: int | None = None
    other_agreed: int | None = None
    made: int | None = None
    met: int | None = None
    thanked: int | None = None
    declined: int | None = None
    declined_by: str = ""
    introduced_by_me: bool = False
    to_me: bool = False

    def on(self, step: Step) -> int | None:
        """The day of a step."""
        day: int | None = getattr(self, step)
        return day

    @property
    def last_day(self) -> int:
        """The day on which something happened last."""
        days = (self.asked_on, self.declined, *map(self.on, Step))
        return max(day for day in days if day is not None)


@dataclass(frozen=True, slots=True)
class Load:
    """How many introductions somebody was asked for within the last 90, and the last 365 days."""

    quarter: int
    year: int

    @property
    def is_heavy(self) -> bool:
        """Whether they were asked so often lately that another time may be too much."""
        return self.quarter >= OFTEN


def state(life: Life) -> State:
    """How far it has come."""
    if life.declined is not None:
        return State.DECLINED
    for step, reached in ((Step.THANKED, State.THANKED), (Step.MET, State.MET), (Step.MADE, State.MADE)):
        if life.on(step) is not None:
            return reached
    return State.ASKED if None in (life.one_agreed, life.other_agreed) else State.AGREED


def may_follow(life: Life) -> tuple[Step, ...]:
    """The steps that may come next, the usual one first."""
    match state(life):
        case State.ASKED:
            return tuple(s for s in (Step.ONE_AGREED, Step.OTHER_AGREED) if life.on(s) is None)
        case State.AGREED:
            return (Step.MADE,)
        case State.MADE:
            return (Step.MET,)
        case State.MET:
            return (Step.THANKED,)
    return ()


def waits_for(life: Life) -> tuple[Who, ...]:
    """Whose turn it is; nobody's where nothing more needs to happen.

    Thanks are mine to say where I was introduced; where I introduced others, I wait for none.
    """
    other = Who.ME if life.to_me else Who.OTHER
    match state(life):
        case State.ASKED:
            part = {Step.ONE_AGREED: Who.ONE, Step.OTHER_AGREED: other}
            return tuple(part[step] for step in may_follow(life))
        case State.AGREED:
            return (Who.ME if life.introduced_by_me else Who.INTRODUCER,)
        case State.MADE:
            return (Who.ME, Who.ONE) if life.to_me else (Who.ONE, Who.OTHER)
        case State.MET if life.to_me:
            return (Who.ME,)
    return ()


def is_over(life: Life) -> bool:
    """Whether nothing more needs to happen, though thanks may still be noted."""
    return not waits_for(life)


def is_stuck(life: Life, today: int) -> bool:
    """Whether it waits for somebody and nothing has happened for two weeks."""
    return not is_over(life) and today - life.last_day >= STUCK_AFTER


def take(life: Life, step: Step | None, day: int) -> Life:
    """The life after a step on a day; None for the usual next one.

    Raises:
        Invalid: it cannot follow, or not on this day.
    """
    following = may_follow(life)
    if step is None and following:
        step = following[0]
    if step is None or step not in following:
        raise Invalid("step", step or "", _why_not(life, step))
    earliest = life.asked_on if step in (Step.ONE_AGREED, Step.OTHER_AGREED) else life.last_day
    if day < earliest:
        raise Invalid("day", "", "choose a day that is not before what came before it")
    return _with(life, step, day)


def decline(life: Life, by: Who, day: int) -> Life:
    """It ends here: one of those who were asked said no, or it came to nothing.

    Raises:
        Invalid: they met, it has ended already, or the day is before what happened.
    """
    if by == Who.ME:
        by = Who.INTRODUCER if life.introduced_by_me else Who.OTHER
    if state(life) in (State.DECLINED, State.MET, State.THANKED):
        raise Invalid("step", "declined", _why_not(life, None))
    if day < life.last_day:
        raise Invalid("day", "", "choose a day that is not before what came before it")
    return replace(life, declined=day, declined_by=str(by))


def undo(life: Life, step: Step | None = None) -> tuple[Life, Step | None]:
    """The life before its last step, and which that was; None where it was the refusal.

    Of two who agreed on the same day, the other counts as the later; name the step to take back a certain one. What is
    implied by my having asked goes only when it is named.

    Raises:
        Invalid: nothing has happened that could be taken back, or this step is not the last.
    """
    if life.declined is not None and step is None:
        return replace(life, declined=None, declined_by=""), None
    last = step or _last(life)
    if last is None:
        raise Invalid("step", "", "nothing has happened since it was asked for; remove it instead")
    if last not in may_undo(life):
        raise Invalid("step", last, "only the last step can be taken back")
    return _with(life, last, None), last


def may_undo(life: Life) -> tuple[Step, ...]:
    """The steps that nothing rests on, so that each can be taken back."""
    if life.declined is not None:
        return ()
    for step in (Step.THANKED, Step.MET, Step.MADE):
        if life.on(step) is not None:
            return (step,)
    return tuple(s for s in (Step.OTHER_AGREED, Step.ONE_AGREED) if life.on(s) is not None)


def implied(life: Life) -> tuple[Step, ...]:
    """The step that went without saying: my own consent, where I asked to be introduced."""
    return (Step.OTHER_AGREED,) if life.to_me and life.other_agreed == life.asked_on else ()


def load(asked_on: Iterable[int], today: int) -> Load:
    """How often somebody was asked to introduce, from the days on which they were."""
    ages = [today - day for day in asked_on]
    return Load(sum(0 <= age < QUARTER for age in ages), sum(0 <= age < YEAR for age in ages))


def _with(life: Life, step: Step, day: int | None) -> Life:
    changed: dict[str, Any] = {str(step): day}
    return replace(life, **changed)


def _last(life: Life) -> Step | None:
    """The latest step; of two on one day the one that stands first in `may_undo`."""
    steps = [step for step in may_undo(life) if step not in implied(life)]
    return max(steps, key=lambda step: life.on(step) or 0, default=None)


def _why_not(life: Life, step: Step | None) -> str:
    match state(life):
        case State.DECLINED:
            return "it was declined; take that back first, if it was wrong"
        case State.THANKED:
            return "it has come to its end; take the last step back, if it was wrong"
        case State.ASKED if step in (Step.MADE, Step.MET, Step.THANKED):
            return "both must have agreed first; note who has"
        case State.AGREED | State.MADE if step in (Step.MET, Step.THANKED):
            return (
                f"note first that it was {'made' if state(life) == State.AGREED else 'followed by a meeting'}"
            )
    return "that has happened already"
