"""Requests to me: what can become of one.

An open request is accepted (then it is a promise of mine), declined, passed on to somebody who fits, or left. Each of
these can be taken back; a promise that came of it goes with it unless something rests on that promise by now.
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a request stands. The values are stored; never rename."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    PASSED_ON = "passed_on"
    LEFT = "left"


def promise_goes_along(state: str, moves: int, session: int | None) -> bool:
    """Whether the promise made by accepting goes when that is taken back: nothing was done with it since.

    state, moves: of the promise; session: the mentoring session it belongs to by now, or None.
    """
    return state == "open" and not moves and session is None
