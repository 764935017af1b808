"""How deep a relationship is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.depth import FAMILIAR_DAYS, Depth, depth
from comity.core.playbooks import Standing


@pytest.mark.parametrize(
    ("standing", "days", "both_ways", "deep"),
    [
        ("", 0, False, Depth.NEW),
        ("", 99, False, Depth.NEW),
        ("", 1, True, Depth.KNOWN),
        ("", FAMILIAR_DAYS, True, Depth.FAMILIAR),
        ("met", 0, False, Depth.KNOWN),
        ("met", FAMILIAR_DAYS, True, Depth.FAMILIAR),
        ("developing", 1, True, Depth.FAMILIAR),
        ("trusted", 0, False, Depth.TRUSTED),
        ("targeted", 99, True, Depth.NEW),
        ("tentative", 99, True, Depth.KNOWN),
        ("dormant", 99, True, Depth.FAMILIAR),
        ("stepped_back", 99, True, Depth.NEW),
        ("ended", 99, True, Depth.NEW),
    ],
)
def test_the_users_word_comes_first(standing: str, days: int, both_ways: bool, deep: Depth) -> None:
    assert depth(standing, days, both_ways=both_ways) == deep


@given(st.sampled_from(["", *Standing]), st.integers(0, 10_000), st.booleans())
def test_only_the_user_can_say_that_there_is_trust(standing: str, days: int, both_ways: bool) -> None:
    assert (depth(standing, days, both_ways=both_ways) == Depth.TRUSTED) == (standing == "trusted")


@given(st.sampled_from(["", *Standing]), st.integers(0, 50), st.booleans())
def test_more_contact_never_makes_it_less_deep(standing: str, days: int, both_ways: bool) -> None:
    assert depth(standing, days, both_ways=both_ways) <= depth(standing, days + 1, both_ways=True)
