"""Silence is measured against each tie's own gap, and only where it was looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.cadence import (
    State,
    Unit,
    gap_ratio,
    in_words,
    rhythm_limit,
    silence,
    state,
    usual_gap,
)

TODAY = 20_000


def test_the_usual_gap_is_the_mean_time_between_active_days() -> None:
    assert usual_gap(TODAY - 100, TODAY, 6) == 20.0


@pytest.mark.parametrize(("span", "active_days"), [(100, 4), (59, 30), (0, 1), (0, 0)])
def test_with_little_contact_no_gap_is_usual(span: int, active_days: int) -> None:
    assert usual_gap(TODAY - span, TODAY, active_days) is None


def test_the_gap_is_known_from_five_days_over_sixty() -> None:
    assert usual_gap(TODAY - 60, TODAY, 5) == 15.0


def test_daily_contact_still_has_a_gap_of_a_week() -> None:
    assert usual_gap(TODAY - 60, TODAY, 61) == 7.0


def test_silence_lasts_only_as_long_as_anyone_listened() -> None:
    assert silence(TODAY - 50, TODAY) == 50
    assert silence(TODAY - 50, TODAY, TODAY - 40) == 10
    assert silence(TODAY - 50, TODAY, TODAY + 40) == 50
    assert silence(TODAY - 50, TODAY, TODAY - 60) == 0
    assert silence(TODAY + 5, TODAY) == 0


def test_the_ratio_says_how_many_gaps_a_silence_is_long() -> None:
    assert gap_ratio(56, 7.0) == 8.0


def contact_every_ten_days(silent_for: int) -> State:
    """The state of a tie with contact every ten days for 100 days, then silence."""
    last = TODAY - silent_for
    return state(last - 100, last, 11, TODAY)


@pytest.mark.parametrize(
    ("silent_for", "expected"),
    [
        (0, State.ACTIVE),
        (39, State.ACTIVE),
        (40, State.DRIFTING),
        (79, State.DRIFTING),
        (80, State.LOST_TOUCH),
        (1_094, State.LOST_TOUCH),
        (1_095, State.DORMANT),
    ],
)
def test_a_tie_goes_from_active_to_drifting_to_lost_to_dormant(silent_for: int, expected: State) -> None:
    assert contact_every_ten_days(silent_for) is expected


def test_someone_without_contact_is_only_known() -> None:
    assert state(None, None, 0, TODAY) is State.KNOWN
    assert state(TODAY, None, 0, TODAY) is State.KNOWN
    assert state(TODAY, TODAY, 0, TODAY) is State.KNOWN


@pytest.mark.parametrize(
    ("since_first", "active_days", "expected"),
    [(30, 4, State.NEW), (30, 5, State.ACTIVE), (31, 4, State.ACTIVE), (0, 1, State.NEW)],
)
def test_someone_is_new_for_thirty_days_or_until_contact_is_plenty(
    since_first: int, active_days: int, expected: State
) -> None:
    assert state(TODAY - since_first, TODAY, active_days, TODAY) is expected


@pytest.mark.parametrize(
    ("silent_for", "active_days", "expected"),
    [(179, 2, State.ACTIVE), (180, 2, State.QUIET), (2_000, 4, State.QUIET), (2_000, 5, State.DORMANT)],
)
def test_a_tie_without_a_usual_gap_becomes_quiet_and_only_an_established_one_dormant(
    silent_for: int, active_days: int, expected: State
) -> None:
    last = TODAY - silent_for
    assert state(last - 40, last, active_days, TODAY) is expected


def test_what_was_not_imported_is_no_silence() -> None:
    last = TODAY - 400
    assert state(last - 100, last, 11, TODAY) is State.LOST_TOUCH
    assert state(last - 100, last, 11, TODAY, covered_until=last + 3) is State.ACTIVE


@given(st.integers(0, 3_000), st.integers(0, 3_000), st.integers(1, 400), st.integers(0, 3_000))
def test_a_longer_silence_never_brings_a_tie_closer(span: int, silent_for: int, days: int, more: int) -> None:
    order = [State.NEW, State.ACTIVE, State.DRIFTING, State.LOST_TOUCH, State.QUIET, State.DORMANT]
    first, last = TODAY - span, TODAY
    earlier = state(first, last, days, TODAY + silent_for)
    later = state(first, last, days, TODAY + silent_for + more)
    assert order.index(later) >= order.index(earlier)


@pytest.mark.parametrize(
    ("rhythm", "limit"), [(7, 10.5), (14, 21.0), (30, 45.0), (91, 121.0), (120, 150.0), (1, 1.5)]
)
def test_a_rhythm_bears_half_as_long_again_but_at_most_a_month_more(rhythm: int, limit: float) -> None:
    assert rhythm_limit(rhythm) == limit


def test_a_rhythm_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one day, not 0"):
        rhythm_limit(0)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-3, (0, Unit.DAY)),
        (1, (1, Unit.DAY)),
        (13, (13, Unit.DAY)),
        (14, (2, Unit.WEEK)),
        (79, (11, Unit.WEEK)),
        (91, (13, Unit.WEEK)),
        (92, (3, Unit.MONTH)),
        (729, (23, Unit.MONTH)),
        (730, (2, Unit.YEAR)),
        (1_095, (3, Unit.YEAR)),
    ],
)
def test_days_are_told_in_the_unit_people_use(days: int, expected: tuple[int, Unit]) -> None:
    assert in_words(days) == expected


@given(st.integers(0, 40_000))
def test_the_words_never_say_more_than_has_passed(days: int) -> None:
    count, unit = in_words(days)
    assert count * {Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 30, Unit.YEAR: 365}[unit] <= days
