"""What the rules of an employer ask for something of a certain worth."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.policies import NOTHING, Asks, Policy, Worth, asks, binding, cooling_off, due, over

TODAY = 20_000
GIFTS = Policy("g", 7, "gifts", "Gifts", 5_000, "EUR", 365, "disclose", TODAY - 100, None, TODAY)


def euros(amount: int | None, day: int = TODAY) -> Worth:
    return Worth(day, amount, "EUR")


def test_a_policy_binds_from_its_first_day_until_its_last_at_its_own_organisation() -> None:
    ended = replace(GIFTS, until=TODAY)
    assert binding([ended], 7, TODAY) == (ended,)
    assert binding([ended], 7, TODAY + 1) == ()
    assert binding([ended], 7, TODAY - 101) == ()
    assert binding([ended], 8, TODAY) == ()
    assert binding([ended], None, TODAY) == (ended,)
    assert binding([replace(ended, organisation=None)], 8, TODAY) == (replace(ended, organisation=None),)


@pytest.mark.parametrize(
    ("thing", "past", "asked", "why", "total"),
    [
        (euros(5_000), [], "disclose", "worth", 5_000),
        (euros(4_999), [], "", "", 4_999),
        (euros(3_000), [euros(2_000, TODAY - 364)], "disclose", "together", 5_000),
        (euros(3_000), [euros(2_000, TODAY - 365)], "", "", 3_000),
        (euros(3_000), [euros(2_000, TODAY + 1)], "", "", 3_000),
        (euros(None), [], "disclose", "unknown", 0),
        (Worth(TODAY, 9, "USD"), [], "disclose", "currency", 0),
    ],
)
def test_a_threshold_counts_what_came_before_within_its_days(
    thing: Worth, past: list[Worth], asked: str, why: str, total: int
) -> None:
    found = asks(GIFTS, thing, past)
    assert (found.asks, found.why, found.total) == (asked, why, total)


def test_what_cannot_be_counted_is_told() -> None:
    found = asks(GIFTS, euros(100), [euros(None), Worth(TODAY, 9, "USD"), euros(200)])
    assert (found.asks, found.counted, found.left_out) == ("", 2, 2)


def test_without_days_each_thing_counts_for_itself_and_without_an_amount_each_asks() -> None:
    assert asks(replace(GIFTS, days=None), euros(3_000), [euros(3_000)]).asks == ""
    assert asks(replace(GIFTS, amount=None), euros(1)).why == "any"


def test_the_strictest_of_several_counts() -> None:
    refuse = replace(GIFTS, id="r", asks="refuse", amount=10_000)
    assert over([GIFTS, refuse], euros(6_000)).policy == GIFTS
    assert over([GIFTS, refuse], euros(10_000)).policy == refuse
    assert over([], euros(1)) == NOTHING


def test_reviews_are_due_on_their_day_the_longest_overdue_first() -> None:
    late, never = replace(GIFTS, id="l", review_on=TODAY - 9), replace(GIFTS, id="n", review_on=None)
    assert due([GIFTS, late, never, replace(GIFTS, until=TODAY - 1)], TODAY) == (late, GIFTS)
    assert due([GIFTS], TODAY - 1) == ()


@given(st.lists(st.integers(0, 9_000), max_size=6), st.integers(0, 9_000))
def test_a_worth_that_grows_never_asks_for_less(past: list[int], amount: int) -> None:
    history = [euros(one, TODAY - 1) for one in past]
    order = (Asks.NOTHING, Asks.DISCLOSE)
    now, more = (order.index(asks(GIFTS, euros(units), history).asks) for units in (amount, amount + 1))
    assert now <= more


def test_the_longest_cooling_off_in_force_counts() -> None:
    half = replace(GIFTS, kind="cooling_off", amount=None, currency="", days=180)
    two = replace(half, organisation=8, days=730)
    assert cooling_off([GIFTS], TODAY) is None
    assert cooling_off([GIFTS, half], TODAY) == 180
    assert cooling_off([half, two, replace(half, days=None)], TODAY) == 730
    assert cooling_off([half, replace(two, until=TODAY - 1)], TODAY) == 180
