"""Trust with its evidence, and when a relationship weighs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.feelings import ASK_AGAIN, ASK_ANYBODY, Felt, may_ask, may_ask_anybody, weighs
from comity.core.trust import Counts, Level, Side, evidence, level, one_sided

LONG = Counts(known_days=800, active_days=30, both_ways=True)


def test_with_nothing_noted_there_is_little_to_go_by() -> None:
    assert level(Counts()) == Level.LITTLE
    assert evidence(Counts()) == ()
    assert level(LONG) == Level.LITTLE


def test_it_has_held_where_people_know_each_other_for_long_and_kept_their_word() -> None:
    assert level(replace(LONG, kept=3)) == Level.HELD
    assert level(replace(LONG, received=3)) == Level.HELD
    assert level(replace(LONG, confided=1)) == Level.HELD
    assert level(replace(LONG, kept=3, broken=1)) == Level.GROWING
    assert level(replace(LONG, kept=3, known_days=100)) == Level.GROWING


def test_the_users_word_lifts_it_but_hides_nothing_that_speaks_against_it() -> None:
    assert level(Counts(standing="trusted")) == Level.GROWING
    assert level(Counts(standing="trusted", broken=2, kept=1)) == Level.STRAINED


@pytest.mark.parametrize(
    "against", [{"credit": 1}, {"crossed": 3}, {"felt_bad": True}, {"broken": 4, "kept": 3}]
)
def test_what_speaks_against_it_comes_first(against: dict[str, Any]) -> None:
    told: dict[str, Any] = {"kept": 9, "received": 9, **against}
    counts = replace(LONG, **told)
    assert level(counts) == Level.STRAINED
    assert evidence(counts)[0].speaks == -1


def test_credit_that_goes_one_way_is_said_and_holds_nothing_against_them() -> None:
    assert [one.kind for one in evidence(Counts(named=2))] == []
    (one,) = evidence(Counts(named=3))
    assert (one.kind, one.n, one.of, one.speaks) == ("credit_one_way", 3, 0, 0)
    assert evidence(Counts(named=3, named_me=1)) == ()
    assert evidence(Counts(named=4, named_me=1))[0].of == 1
    assert level(replace(LONG, kept=3, named=9)) == Level.HELD


def test_what_is_locked_counts_as_not_known() -> None:
    assert level(replace(LONG, kept=3, credit=None)) == Level.HELD
    assert all(one.kind != "credit" for one in evidence(replace(LONG, credit=None)))


def test_one_side_gives_nearly_all_from_five_things_on() -> None:
    assert one_sided(4, 0) == Side.NONE
    assert one_sided(5, 0) == one_sided(8, 2) == Side.MINE
    assert one_sided(1, 4) == one_sided(0, 5) == Side.THEIRS
    assert one_sided(4, 3) == Side.NONE


@given(
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 3),
    st.booleans(),
)
def test_one_more_broken_promise_never_lifts_trust(
    kept: int, broken: int, received: int, crossed: int, credit: int, felt: bool
) -> None:
    order = [Level.STRAINED, Level.LITTLE, Level.GROWING, Level.HELD]
    counts = replace(
        LONG, kept=kept, broken=broken, received=received, crossed=crossed, credit=credit, felt_bad=felt
    )
    worse = replace(counts, broken=broken + 1)
    assert order.index(level(worse)) <= order.index(level(counts))


def test_one_bad_day_does_not_weigh_but_a_pattern_does() -> None:
    assert not weighs([Felt(100, -2)], 100)
    assert weighs([Felt(100, -2), Felt(90, -2)], 100)
    assert weighs([Felt(100, -1), Felt(90, 1), Felt(80, -1), Felt(70, -2)], 100)
    assert not weighs([Felt(100, 1), Felt(90, 1), Felt(80, -1), Felt(70, -2)], 100)


def test_what_was_left_unsaid_or_is_long_ago_does_not_weigh() -> None:
    assert weighs([Felt(100, -2), Felt(95, None), Felt(90, -2)], 100)
    assert not weighs([Felt(100, -2), Felt(90, -2)], 1000)


def test_one_is_asked_seldom_and_only_about_who_is_near() -> None:
    assert may_ask(None, 100, 6, 100)
    assert not may_ask(100 - ASK_AGAIN + 1, 100, 6, 100)
    assert may_ask(100 - ASK_AGAIN, 100, 6, 100)
    assert not may_ask(None, None, 6, 100)
    assert not may_ask(None, 60, 6, 100)
    assert not may_ask(None, 100, 5, 100)
    assert may_ask_anybody(None, 100)
    assert not may_ask_anybody(100 - ASK_ANYBODY + 1, 100)
    assert may_ask_anybody(100 - ASK_ANYBODY, 100)
