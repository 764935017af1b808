"""The life of feedback: asked for, told, what is to follow, and that it followed. Days are day numbers of the book's zone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from comity.core.errors import WrongState

ASK_AGAIN_AFTER = 14
"""Days after which one may kindly ask again for feedback that has not come."""


class State(StrEnum):
    """Where feedback stands."""

    WAITING = "waiting"
    """I asked for it, and it has not come."""
    TO_DECIDE = "to_decide"
    """I received it, and have not said what follows."""
    TO_DO = "to_do"
    """I said what I would do, and have not done it."""
    ACTED_ON = "acted_on"
    """What was to follow is done."""
    OWED = "owed"
    """They asked me for it."""
    GIVEN = "given"
    """I gave it."""


OPEN = frozenset({State.WAITING, State.TO_DECIDE, State.TO_DO, State.OWED})
"""States in which something is still to happen."""


@dataclass(frozen=True, slots=True)
class Life:
    """The days on which things happened, None for not yet; action: what follows, "" for nothing said."""

    mine: bool
    asked_on: int | None
    told_on: int | None
    acted_on: int | None
    action: str


def state(life: Life) -> State:
    """Where feedback stands."""
    if not life.mine:
        return State.GIVEN if life.told_on is not None else State.OWED
    if life.told_on is None:
        return State.WAITING
    if life.acted_on is not None:
        return State.ACTED_ON
    return State.TO_DO if life.action else State.TO_DECIDE


def tell(life: Life, day: int) -> Life:
    """It was told: by them to me, or by me to them.

    Raises:
        WrongState: it was told already.
    """
    if life.told_on is not None:
        raise WrongState("feedback", state(life))
    return replace(life, told_on=day)


def act(life: Life, day: int, action: str) -> Life:
    """What was to follow is done.

    Raises:
        WrongState: it has not come yet, is done already, or was mine to give.
    """
    _received(life)
    if life.acted_on is not None:
        raise WrongState("feedback", State.ACTED_ON)
    return replace(life, acted_on=day, action=action or life.action)


def intend(life: Life, action: str) -> Life:
    """What I will do about it; "" takes it back.

    Raises:
        WrongState: it has not come yet, is done already, or was mine to give.
    """
    _received(life)
    if life.acted_on is not None:
        raise WrongState("feedback", State.ACTED_ON)
    return replace(life, action=action)


def back(life: Life) -> Life:
    """The last step taken back: what followed, or that it was told (where it had been asked for).

    Raises:
        WrongState: nothing has happened that could be taken back.
    """
    if life.acted_on is not None:
        return replace(life, acted_on=None)
    if life.told_on is None or life.asked_on is None or life.action:
        raise WrongState("feedback", state(life))
    return replace(life, told_on=None)


def may_ask_again(life: Life, today: int) -> bool:
    """Whether I wait for it so long that asking again is no pressing."""
    waiting = state(life) == State.WAITING and life.asked_on is not None
    return waiting and today - (life.asked_on or 0) >= ASK_AGAIN_AFTER


def _received(life: Life) -> None:
    if not life.mine or life.told_on is None:
        raise WrongState("feedback", state(life))
