"""Give and take: quarters, leaning, and what asks for thanks."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from comity.core import reciprocity
from comity.core.days import date_from_day, day_from_date
from comity.core.reciprocity import Leaning, Quarter

TODAY = day_from_date(dt.date(2024, 10, 4))


@given(st.lists(st.tuples(st.integers(TODAY - 1500, TODAY + 200), st.booleans(), st.integers(1, 4))))
def test_every_exchange_of_the_last_quarters_is_in_one_of_them(found: list[tuple[int, bool, int]]) -> None:
    quarters = reciprocity.quarters(found, TODAY)
    assert len(quarters) == 8
    assert (quarters[0].year, quarters[0].number) == (2023, 1)
    assert (quarters[-1].year, quarters[-1].number) == (2024, 4)
    first, last = dt.date(2023, 1, 1), dt.date(2024, 12, 31)
    inside = [(given, n) for day, given, n in found if first <= date_from_day(day) <= last]
    assert sum(q.given for q in quarters) == sum(n for given, n in inside if given)
    assert sum(q.received for q in quarters) == sum(n for given, n in inside if not given)


def leaning(given: int, received: int) -> Leaning:
    return reciprocity.leaning([Quarter(2024, 4, given, received)])


def test_a_balance_leans_only_where_one_side_gave_twice_as_much() -> None:
    assert leaning(1, 1) == Leaning.UNKNOWN
    assert leaning(2, 1) == Leaning.GAVE
    assert leaning(1, 2) == Leaning.RECEIVED
    assert leaning(3, 2) == Leaning.EVEN
    assert leaning(0, 3) == Leaning.RECEIVED


def test_a_click_never_asks_for_thanks() -> None:
    assert not reciprocity.asks_thanks("endorsement")
    assert all(reciprocity.asks_thanks(kind) for kind in set(reciprocity.KINDS) - reciprocity.CLICKS)


def test_only_what_was_received_since_the_user_began_waits_for_thanks() -> None:
    def waits(*, received: bool = True, asks: bool = True, thanked: bool = False, on: int = TODAY) -> bool:
        return reciprocity.waits_for_thanks(received=received, asks=asks, thanked=thanked, on=on, began=TODAY)

    assert waits()
    assert not waits(received=False)
    assert not waits(asks=False)
    assert not waits(thanked=True)
    assert not waits(on=TODAY - 1)
