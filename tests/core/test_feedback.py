"""The life of feedback, step by step and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from comity.core.errors import WrongState
from comity.core.feedback import Life, State, act, back, intend, may_ask_again, state, tell

ASKED = Life(True, 100, None, None, "")
OWED = Life(False, 100, None, None, "")


def test_feedback_goes_from_asked_to_acted_on_and_back() -> None:
    told = tell(ASKED, 110)
    meant = intend(told, "Speak slower")
    done = act(meant, 120, "")
    assert [state(life) for life in (ASKED, told, meant, done)] == [
        State.WAITING,
        State.TO_DECIDE,
        State.TO_DO,
        State.ACTED_ON,
    ]
    assert done.action == "Speak slower"
    assert back(done) == meant
    assert intend(meant, "") == told
    assert back(told) == ASKED
    assert act(told, 120, "Slower").action == "Slower"


def test_feedback_that_i_owe_is_given_and_taken_back() -> None:
    given = tell(OWED, 101)
    assert (state(OWED), state(given)) == (State.OWED, State.GIVEN)
    assert back(given) == OWED


def test_steps_in_the_wrong_order_are_refused() -> None:
    told = tell(ASKED, 110)
    done = act(told, 120, "x")
    wrong: list[Callable[[], object]] = [
        lambda: tell(told, 111),
        lambda: act(ASKED, 111, ""),
        lambda: act(done, 121, ""),
        lambda: act(tell(OWED, 1), 2, ""),
        lambda: intend(ASKED, "x"),
        lambda: intend(done, "x"),
        lambda: back(ASKED),
        lambda: back(intend(told, "x")),
        lambda: back(replace(told, asked_on=None)),
    ]
    for step in wrong:
        with pytest.raises(WrongState):
            step()


def test_one_asks_again_only_after_a_while_and_only_for_what_one_asked_for() -> None:
    assert not may_ask_again(ASKED, 113)
    assert may_ask_again(ASKED, 114)
    assert not may_ask_again(OWED, 200)
    assert not may_ask_again(tell(ASKED, 110), 200)
    assert not may_ask_again(replace(ASKED, asked_on=None), 200)
