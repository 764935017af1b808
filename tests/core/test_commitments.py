"""How promises end, and what follow-through is made of."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.commitments import (
    Counts,
    Ended,
    How,
    Quarter,
    State,
    by_quarter,
    counts,
    how,
    is_overdue,
    latest_quarters,
    quarter,
    quarter_of,
)
from comity.core.days import day_from_date
from comity.core.measures import FEW, quartiles, share
from comity.core.requests import promise_goes_along

ENDED = st.builds(Ended, st.sampled_from(How), st.integers(19_000, 21_000), st.booleans(), st.integers(1, 9))


@pytest.mark.parametrize(
    ("state", "due", "closed_on", "ended"),
    [
        (State.OPEN, 10, None, None),
        (State.KEPT, 10, 10, How.ON_TIME),
        (State.KEPT, 10, 11, How.LATE),
        (State.KEPT, None, 11, How.ON_TIME),
        (State.BROKEN, 10, 9, How.BROKEN),
        (State.DROPPED, 10, 9, How.DROPPED),
    ],
)
def test_a_promise_is_kept_on_time_by_the_day_last_agreed(
    state: State, due: int | None, closed_on: int | None, ended: How | None
) -> None:
    assert how(state, due, closed_on) == ended


def test_what_ended_before_the_quarters_shown_is_in_none_of_them() -> None:
    found = by_quarter([Ended(How.LATE, 100, False, 1)], latest_quarters(20_000, 2))
    assert [part for _, part in found] == [Counts(), Counts()]


def test_only_an_open_promise_whose_day_has_passed_is_overdue() -> None:
    assert is_overdue(State.OPEN, 10, 11)
    assert not is_overdue(State.OPEN, 10, 10)
    assert not is_overdue(State.OPEN, None, 11)
    assert not is_overdue(State.KEPT, 10, 11)


def test_dropped_promises_count_neither_way_and_moved_ones_that_were_kept_count_as_kept() -> None:
    found = counts(
        [
            Ended(How.ON_TIME, 1, True, 2),
            Ended(How.LATE, 1, False, 1),
            Ended(How.BROKEN, 1, True, 1),
            Ended(How.DROPPED, 1, True, 5),
        ]
    )
    assert found == Counts(on_time=2, late=1, broken=1, dropped=5, moved=2)
    assert (found.kept, found.share.part, found.share.of) == (3, 3, 4)


@given(st.lists(ENDED))
def test_the_quarters_together_hold_every_promise_that_ended_in_them(ended: list[Ended]) -> None:
    quarters = latest_quarters(21_000, 24)
    found = by_quarter(ended, quarters)
    assert [one for one, _ in found] == list(quarters)
    for place, whole in enumerate(counts(ended)):
        assert sum(part[place] for _, part in found) == whole


@given(st.dates(dt.date(1970, 1, 1), dt.date(2200, 12, 31)))
def test_every_day_lies_in_the_quarter_that_its_key_names(date: dt.date) -> None:
    day = day_from_date(date)
    found = quarter_of(day)
    assert found.first_day <= day < found.next.first_day
    assert (quarter(found.key), found.next.before) == (found, found)


@pytest.mark.parametrize("key", ["", "2026", "2026-Q5", "2026-Q0", "26-Q1", "2026-Q1\n", "9999-Q4"])
def test_what_names_no_quarter_is_none(key: str) -> None:
    assert quarter(key) is None


def test_the_latest_quarters_end_with_todays() -> None:
    today = day_from_date(dt.date(2026, 2, 3))
    assert latest_quarters(today, 3) == (Quarter(2025, 3), Quarter(2025, 4), Quarter(2026, 1))


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_share_lies_within_its_own_interval(part: int, more: int) -> None:
    found = share(part, part + more)
    assert 0 <= found.low <= found.high <= 1
    assert found.is_few == (part + more < FEW)
    if found.of:
        assert found.low <= found.part / found.of <= found.high


def test_the_interval_is_wilsons() -> None:
    found = share(8, 10)
    assert (round(found.low, 3), round(found.high, 3)) == (0.490, 0.943)


@given(st.lists(st.floats(0, 1e6), min_size=1))
def test_quartiles_lie_in_order_between_the_least_and_the_most(values: list[float]) -> None:
    values.sort()
    found = quartiles(values)
    assert found is not None
    assert values[0] <= found.low <= found.middle <= found.high <= values[-1]


def test_quartiles_lie_between_neighbours() -> None:
    assert quartiles([1, 2, 3, 4]) == (1.75, 2.5, 3.25)
    assert quartiles([7]) == (7, 7, 7)
    assert quartiles([]) is None


def test_a_promise_goes_with_its_request_only_while_nothing_was_done_with_it() -> None:
    assert promise_goes_along("open", 0, None)
    assert not promise_goes_along("kept", 0, None)
    assert not promise_goes_along("open", 1, None)
    assert not promise_goes_along("open", 0, 7)
