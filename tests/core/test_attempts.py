"""Waiting after wrong passphrases."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.core.attempts import FREE, LONGEST_SECONDS, wait


def test_a_few_slips_cost_nothing_and_then_each_doubles_the_wait() -> None:
    assert [wait(n) for n in range(FREE)] == [0] * FREE
    assert [wait(FREE + n) for n in range(4)] == [2, 4, 8, 16]


@given(st.integers(0, 10**9))
def test_the_wait_never_shrinks_and_has_an_end(wrong: int) -> None:
    assert wait(wrong) <= wait(wrong + 1) <= LONGEST_SECONDS
