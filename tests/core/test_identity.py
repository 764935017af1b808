"""Which handles are one person's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.core.identity import components


def test_without_links_everybody_is_one_of_their_own() -> None:
    assert components([3, 1, 2], []) == [[1], [2], [3]]


def test_links_hold_together_directly_and_through_others() -> None:
    assert components([5, 4, 3, 2, 1], [(5, 3), (3, 1), (2, 4)]) == [[1, 3, 5], [2, 4]]


def test_a_pair_that_the_user_has_separated_is_not_held_by_its_own_link() -> None:
    assert components([1, 2], [(1, 2)], [(2, 1)]) == [[1], [2]]


def test_links_to_somebody_who_is_not_asked_about_are_left_out() -> None:
    assert components([1, 2], [(1, 9), (9, 2)]) == [[1], [2]]


def test_nobody_is_in_no_group() -> None:
    assert components([], [(1, 2)]) == []


_MEMBERS = st.sets(st.integers(0, 12))
_PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=15)


@given(members=_MEMBERS, same=_PAIRS, different=_PAIRS, data=st.data())
def test_the_groups_depend_on_the_links_alone_and_not_on_their_order(
    members: set[int], same: list[tuple[int, int]], different: list[tuple[int, int]], data: st.DataObject
) -> None:
    turned = [pair[::-1] for pair in data.draw(st.permutations(same))]
    expected = components(members, same, different)
    assert components(sorted(members, reverse=True), turned, [pair[::-1] for pair in different]) == expected
    assert sorted(member for group in expected for member in group) == sorted(members)
