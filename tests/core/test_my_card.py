"""What of me goes on my card."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.my_card import Detail, chosen_from, on_card, stored_as

WORK = Detail("organisation", "Hollis", True)
MAIL = Detail("email", "noor@hollis.example", True)
HOME = Detail("email", "noor@home.example", False)
ALL = (WORK, MAIL, HOME)


def test_until_something_is_chosen_only_what_is_of_work_is_on_the_card() -> None:
    assert on_card(ALL, None) == (WORK, MAIL)


def test_what_is_chosen_and_nothing_else_is_on_the_card() -> None:
    assert on_card(ALL, frozenset({("email", HOME.value)})) == (HOME,)
    assert on_card(ALL, frozenset()) == ()


def test_a_new_employer_needs_no_new_choice() -> None:
    moved = Detail("organisation", "Quill", True)
    assert on_card((moved,), frozenset({("organisation", "Hollis")})) == (moved,)


@given(st.sets(st.tuples(st.sampled_from(["email", "phone", "url"]), st.text(max_size=20)), max_size=9))
def test_a_choice_is_kept_as_it_was_made(chosen: set[tuple[str, str]]) -> None:
    assert chosen_from(stored_as(chosen)) == frozenset(chosen)


@pytest.mark.parametrize("stored", [None, "", "{", "[1]", "null"])
def test_what_is_no_choice_counts_as_none_made(stored: str | None) -> None:
    assert chosen_from(stored) is None
