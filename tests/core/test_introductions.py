"""The life of an introduction: double consent, whose turn it is, and every step taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from comity.core import introductions as core
from comity.core.errors import Invalid
from comity.core.introductions import Life, State, Step, Who

DAY = 20_000
BY_ME = Life(DAY, introduced_by_me=True)
TO_ME = Life(DAY, other_agreed=DAY, to_me=True)
OF_OTHERS = Life(DAY)


class AnyLife(RuleBasedStateMachine):
    """Everything that can happen to an introduction, in any order, with the lives before kept for comparison."""

    life: Life
    day: int

    def __init__(self) -> None:
        super().__init__()
        self.before: list[Life] = []

    @initialize(kind=st.sampled_from([BY_ME, TO_ME, OF_OTHERS]), offered=st.booleans())
    def begin(self, kind: Life, offered: bool) -> None:
        self.life = Life(DAY, introduced_by_me=kind.introduced_by_me, to_me=kind.to_me) if offered else kind
        self.day = DAY

    @rule(later=st.integers(0, 30))
    def time_goes_by(self, later: int) -> None:
        self.day += later

    @precondition(lambda self: bool(core.may_follow(self.life)))
    @rule(data=st.data())
    def a_step(self, data: st.DataObject) -> None:
        step = data.draw(st.sampled_from([None, *core.may_follow(self.life)]))
        self.before.append(self.life)
        self.life = core.take(self.life, step, self.day)

    @rule(step=st.sampled_from(list(Step)))
    def a_step_out_of_order_is_refused(self, step: Step) -> None:
        if step not in core.may_follow(self.life):
            with pytest.raises(Invalid):
                core.take(self.life, step, self.day)

    @precondition(lambda self: core.state(self.life) in (State.ASKED, State.AGREED, State.MADE))
    @rule(by=st.sampled_from(list(Who)))
    def a_no(self, by: Who) -> None:
        self.before.append(self.life)
        self.life = core.decline(self.life, by, self.day)

    @precondition(lambda self: self.before)
    @rule()
    def taken_back(self) -> None:
        was = self.before.pop()
        changed = [step for step in Step if self.life.on(step) != was.on(step)]
        self.life, undone = core.undo(self.life, changed[0] if changed else None)
        assert self.life == was
        assert undone == (changed[0] if changed else None)

    @invariant()
    def both_agreed_before_it_was_made(self) -> None:
        if self.life.made is not None:
            assert self.life.one_agreed is not None
            assert self.life.other_agreed is not None
            assert self.life.made >= max(self.life.one_agreed, self.life.other_agreed)
        days = [self.life.made, self.life.met, self.life.thanked]
        known = [day for day in days if day is not None]
        assert known == sorted(known)
        assert days[: len(known)] == known

    @invariant()
    def somebody_is_waited_for_until_it_is_over(self) -> None:
        waits = core.waits_for(self.life)
        assert core.is_over(self.life) == (not waits)
        assert (Who.OTHER not in waits) or not self.life.to_me
        if core.state(self.life) in (State.DECLINED, State.THANKED):
            assert not waits
            assert not core.may_follow(self.life)
        assert core.is_stuck(self.life, self.life.last_day + 14) == bool(waits)
        assert not core.is_stuck(self.life, self.life.last_day + 13)


TestAnyLife = AnyLife.TestCase


def lived(life: Life, *steps: Step) -> Life:
    for place, step in enumerate(steps, 1):
        life = core.take(life, step, DAY + place)
    return life


def test_without_both_nobody_is_introduced() -> None:
    with pytest.raises(Invalid, match="both must have agreed"):
        core.take(lived(BY_ME, Step.ONE_AGREED), Step.MADE, DAY + 2)


def test_asking_for_myself_is_my_consent() -> None:
    assert core.may_follow(TO_ME) == (Step.ONE_AGREED,)
    assert core.waits_for(TO_ME) == (Who.ONE,)
    assert core.state(lived(TO_ME, Step.ONE_AGREED)) == State.AGREED


def test_an_introduction_that_is_offered_to_me_waits_for_my_yes() -> None:
    assert core.waits_for(Life(DAY, one_agreed=DAY, to_me=True)) == (Who.ME,)


@pytest.mark.parametrize(
    ("life", "turns"),
    [
        (BY_ME, [(Who.ONE, Who.OTHER), (Who.OTHER,), (Who.ME,), (Who.ONE, Who.OTHER), (), ()]),
        (OF_OTHERS, [(Who.ONE, Who.OTHER), (Who.OTHER,), (Who.INTRODUCER,), (Who.ONE, Who.OTHER), (), ()]),
        (TO_ME, [(Who.ONE,), (Who.INTRODUCER,), (Who.ME, Who.ONE), (Who.ME,), ()]),
    ],
)
def test_whose_turn_it_is(life: Life, turns: list[tuple[Who, ...]]) -> None:
    seen = [core.waits_for(life)]
    while core.may_follow(life):
        life = core.take(life, None, DAY)
        seen.append(core.waits_for(life))
    assert seen == turns
    assert core.state(life) == State.THANKED


@pytest.mark.parametrize(
    ("life", "step", "words"),
    [
        (lived(TO_ME, Step.ONE_AGREED), Step.MET, "it was made"),
        (lived(TO_ME, Step.ONE_AGREED, Step.MADE), Step.THANKED, "followed by a meeting"),
        (lived(TO_ME, Step.ONE_AGREED), Step.ONE_AGREED, "already"),
        (core.decline(TO_ME, Who.ONE, DAY), Step.MADE, "declined"),
        (lived(TO_ME, Step.ONE_AGREED, Step.MADE, Step.MET, Step.THANKED), None, "its end"),
    ],
)
def test_what_is_refused_says_what_to_do(life: Life, step: Step | None, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        core.take(life, step, DAY + 9)


def test_no_step_comes_before_the_one_before_it() -> None:
    agreed = lived(TO_ME, Step.ONE_AGREED)
    with pytest.raises(Invalid, match="not before"):
        core.take(agreed, Step.MADE, DAY)
    with pytest.raises(Invalid, match="not before"):
        core.decline(agreed, Who.ONE, DAY)


def test_what_happened_cannot_be_declined() -> None:
    with pytest.raises(Invalid, match="already"):
        core.decline(lived(TO_ME, Step.ONE_AGREED, Step.MADE, Step.MET), Who.ONE, DAY + 9)


def test_my_own_no_is_kept_as_the_part_i_have() -> None:
    assert core.decline(BY_ME, Who.ME, DAY).declined_by == Who.INTRODUCER
    assert core.decline(TO_ME, Who.ME, DAY).declined_by == Who.OTHER


def test_only_the_last_step_is_taken_back() -> None:
    made = lived(TO_ME, Step.ONE_AGREED, Step.MADE)
    with pytest.raises(Invalid, match="only the last"):
        core.undo(made, Step.ONE_AGREED)
    with pytest.raises(Invalid, match="only the last"):
        core.undo(core.decline(made, Who.ONE, DAY + 3), Step.MADE)
    with pytest.raises(Invalid, match="nothing has happened"):
        core.undo(TO_ME)
    assert core.undo(TO_ME, Step.OTHER_AGREED)[0].other_agreed is None


def test_of_two_who_agreed_the_later_is_taken_back_first() -> None:
    both = lived(BY_ME, Step.OTHER_AGREED, Step.ONE_AGREED)
    assert core.undo(both)[1] == Step.ONE_AGREED
    same_day = core.take(core.take(BY_ME, None, DAY), None, DAY)
    assert core.undo(same_day)[1] == Step.OTHER_AGREED


@given(st.lists(st.integers(DAY - 800, DAY + 30), max_size=30))
def test_the_load_counts_a_quarter_and_a_year(asked: list[int]) -> None:
    load = core.load(asked, DAY)
    assert load.quarter == sum(DAY - 90 < day <= DAY for day in asked)
    assert load.year == sum(DAY - 365 < day <= DAY for day in asked)
    assert load.quarter <= load.year <= len(asked)
    assert load.is_heavy == (load.quarter >= 2)
