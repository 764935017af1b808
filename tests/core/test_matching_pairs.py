"""Which pairs are compared and proposed, whatever the people are like."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.matching import (
    THRESHOLD,
    Born,
    Frequencies,
    all_told_apart,
    candidates,
    described,
    judged,
    keys_of,
    lasting,
    may_be_compared,
    packed,
    partners,
    proposed,
    unpacked,
)
from tests.core.matching_people import ANYBODY, STREET, others


@given(ANYBODY, ANYBODY)
def test_it_does_not_matter_which_of_two_comes_first(left: dict[str, Any], right: dict[str, Any]) -> None:
    one, two = described(1, **left), described(2, **right)
    seen = Frequencies([one, two, *others(50)])
    there, back = judged(one, two, seen), judged(two, one, seen)
    assert there.bits == pytest.approx(back.bits)
    assert 0 <= there.probability <= 1


@given(ANYBODY, ANYBODY, st.sampled_from((0, 2_000, 1_000_000)))
def test_what_is_proposed_is_what_is_judged_likely(
    left: dict[str, Any], right: dict[str, Any], book: int
) -> None:
    one, two = described(1, **left), described(2, **right)
    seen = Frequencies([one, two, *others(50)])
    seen.people += book
    found = judged(one, two, seen)
    assert proposed(one, two, seen) == (found if found.probability >= THRESHOLD else None)


@pytest.mark.parametrize(
    "shared",
    [
        {"emails": ["ines@quill.example"]},
        {"phones": ["020 7946 0123"]},
        {"organisations": ["Quill"]},
        {"born": Born(1980, 4, 9)},
        {"urls": ["forge.example/zelda"]},
        {"addresses": ["12 Harbour Lane, Quilton 4021"]},
    ],
)
def test_whatever_two_share_is_weighed_before_they_are_passed_over(shared: dict[str, Any]) -> None:
    one, two = (described(number, names=["Ines Varga"], **shared) for number in (1, 2))
    seen = Frequencies([one, two, *others(400)])
    assert proposed(one, two, seen) == judged(one, two, seen)


@given(ANYBODY)
def test_a_description_that_is_packed_is_the_same_unpacked(found: dict[str, Any]) -> None:
    one = described(1, **found)
    assert unpacked(packed(one)) == one


@given(st.lists(ANYBODY, max_size=12), st.integers(0, 11))
def test_partners_by_who_has_a_key_are_those_of_the_pairs(found: list[dict[str, Any]], who: int) -> None:
    people = [described(n, **each) for n, each in enumerate(found)]
    keys = [keys_of(person, lasting) for person in people]
    holders: defaultdict[int, set[int]] = defaultdict(set)
    for place, own in enumerate(keys):
        for key in all_told_apart(own):
            holders[key].add(place)
    asked = partners(who, keys[who], holders) if who < len(people) else {}
    given = {other for other, passes in asked.items() if may_be_compared(keys[other], passes)}
    assert given == {one + two - who for one, two in candidates(people, {who}) if who < len(people)}


@given(st.lists(ANYBODY, max_size=12), st.sets(st.integers(0, 11), max_size=3))
def test_pairs_come_once_in_order_and_with_one_of_those_wanted(
    found: list[dict[str, Any]], wanted: set[int]
) -> None:
    people = [described(n, **each) for n, each in enumerate(found)]
    wanted = {n for n in wanted if n < len(people)}
    pairs = list(candidates(people))
    assert pairs == sorted(set(pairs))
    assert all(one < two for one, two in pairs)
    assert list(candidates(people, wanted)) == [pair for pair in pairs if wanted & set(pair)]


def test_whoever_shares_a_key_is_compared() -> None:
    people = [
        described(0, names=["Ines Varga"], emails=["ines@quill.example"], phones=["+44 20 7946 0123"]),
        described(1, names=["Ines Bea Varga"], urls=["forge.example/zelda"]),
        described(2, emails=["ivarga@post.example"]),
        described(3, names=["Ines"]),
        described(4, names=["I. Varga"], born=Born(1980, 4, 9)),
        described(5, names=["Kofi Osei"], phones=["020 7946 0123"], organisations=["Quill"]),
        described(6, names=["Kofi Lund"], organisations=["Quill Ltd"]),
        described(7, names=["Zelda Quirke"], born=Born(1980, 9, 4), addresses=STREET),
        described(8, addresses=["12 Harbour Ln, Quilton 4021"], urls=["http://forge.example/zelda"]),
        described(9, names=["Osei"], emails=["osei@x.example"]),
        described(10, addresses=["Nowhere"]),
    ]
    pairs = set(candidates(people))
    assert {(0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (5, 6), (4, 7), (7, 8), (1, 8), (5, 9)} <= pairs
    assert not {pair for pair in pairs if 10 in pair}


def test_a_name_that_very_many_bear_is_compared_only_where_something_else_agrees() -> None:
    crowd = [described(n, names=["John Smith"]) for n in range(60)]
    assert list(candidates(crowd)) == []
    crowd[7] = described(7, names=["John Smith"], organisations=["Quill"])
    crowd[9] = described(9, names=["John Smith"], organisations=["Quill AG"])
    crowd[20] = described(20, names=["John Kay Smith"], emails=["jks@quill.example"])
    crowd[30] = described(30, names=["John Kay Smith"], emails=["other@quill.example"])
    assert list(candidates(crowd)) == [(7, 9), (20, 30)]
