"""Strength is a function of the set of active days, however it was arrived at."""

from __future__ import annotations

import random
from math import isclose, log1p

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.strength import EMPTY, Sums, add_day, decay_to, explain, many, of_days, rebuild, strength

TODAY = 20_000
Day = tuple[int, bool, bool]
days_of_contact = st.lists(
    st.tuples(st.integers(TODAY - 3_000, TODAY + 40), st.booleans(), st.booleans()), max_size=40
)


def added_one_by_one(days: list[Day]) -> Sums:
    """What a caller does who sees days arrive: each direction is added only where it is new for its day."""
    sums, seen = EMPTY, set()
    for day, incoming, outgoing in days:
        new_in, new_out = incoming and (day, "in") not in seen, outgoing and (day, "out") not in seen
        sums = add_day(sums, day, incoming=new_in, outgoing=new_out)
        seen |= {(day, way) for way, new in (("in", new_in), ("out", new_out)) if new}
    return sums


def same(one: Sums, other: Sums) -> bool:
    later = max(one.day, other.day)
    a, b = decay_to(one, later), decay_to(other, later)
    pairs = ((a.in30, b.in30), (a.out30, b.out30), (a.in180, b.in180), (a.out180, b.out180))
    return all(isclose(x, y, rel_tol=0, abs_tol=1e-9) for x, y in pairs)


@given(days_of_contact, st.randoms(use_true_random=False))
def test_days_added_in_any_order_and_more_than_once_give_what_rebuilding_gives(
    days: list[Day], chance: random.Random
) -> None:
    shuffled = days + days[::2]
    chance.shuffle(shuffled)
    assert same(added_one_by_one(shuffled), rebuild(days))


@given(days_of_contact, days_of_contact)
def test_merging_two_people_is_the_union_of_their_days(one: list[Day], other: list[Day]) -> None:
    assert same(rebuild(one + other), added_one_by_one(other + one))
    assert rebuild(one + one) == rebuild(one)


@given(days_of_contact, st.data())
def test_rebuilding_without_a_day_is_as_if_it_had_never_been(days: list[Day], data: st.DataObject) -> None:
    gone = data.draw(st.sampled_from(days or [(TODAY, True, False)]))[0]
    left = [entry for entry in days if entry[0] != gone]
    assert same(rebuild(left), added_one_by_one(left))


@given(days_of_contact, st.integers(TODAY - 3_000, TODAY + 100), st.booleans())
def test_a_whole_book_at_once_gives_each_person_their_own_strength(
    days: list[Day], as_of: int, include_day: bool
) -> None:
    people = {"Ada": days, "Ben": days[::2], "Cem": []}
    rows = [(name, day, i, o) for name, of in people.items() for day, i, o in sorted(of)]
    found = dict(many(rows, as_of, include_day=include_day))
    for name, of in people.items():
        alone = of_days(of, as_of, include_day=include_day)
        assert (name in found) == (alone != EMPTY)
        assert isclose(found.get(name, 0.0), strength(alone, as_of), rel_tol=0, abs_tol=1e-9)


@given(days_of_contact, st.integers(TODAY, TODAY + 100))
def test_the_strength_of_kept_sums_today_is_that_of_the_days_up_to_today(days: list[Day], today: int) -> None:
    past = [entry for entry in days if entry[0] <= today]
    kept = strength(added_one_by_one(past), today)
    assert isclose(kept, strength(of_days(days, today, include_day=True), today), abs_tol=1e-9)


def test_one_day_weighs_half_after_each_half_life() -> None:
    sums = decay_to(add_day(EMPTY, TODAY, incoming=True, outgoing=False), TODAY + 180)
    assert (sums.day, sums.in30, sums.in180) == (TODAY + 180, 2.0**-6, 0.5)
    assert (sums.out30, sums.out180) == (0.0, 0.0)
    assert strength(sums, TODAY + 180) == log1p(2.0**-6) + log1p(0.5)


def test_a_day_counts_once_in_each_direction() -> None:
    one_way = add_day(EMPTY, TODAY, incoming=True, outgoing=False)
    assert add_day(one_way, TODAY, incoming=False, outgoing=True) == Sums(TODAY, 1.0, 1.0, 1.0, 1.0)
    assert rebuild([(TODAY, True, False), (TODAY, True, False)]) == one_way


def test_a_late_day_leaves_the_sums_at_their_newest_day() -> None:
    sums = add_day(EMPTY, TODAY, incoming=True, outgoing=False)
    late = add_day(sums, TODAY - 30, incoming=False, outgoing=True)
    assert late == Sums(TODAY, 1.0, 0.5, 1.0, 2.0 ** (-30 / 180))


def test_a_day_before_1970_is_kept_at_its_own_date() -> None:
    assert add_day(EMPTY, -400, incoming=True, outgoing=True) == Sums(-400, 1.0, 1.0, 1.0, 1.0)


def test_a_day_without_contact_changes_nothing() -> None:
    sums = add_day(EMPTY, TODAY, incoming=True, outgoing=False)
    assert add_day(sums, TODAY + 9, incoming=False, outgoing=False) is sums
    assert rebuild([(TODAY, False, False)]) == EMPTY
    assert list(many([("Ada", TODAY - 1, 0, 0)], TODAY)) == []


def test_a_day_without_contact_after_others_does_not_hide_them() -> None:
    rows = [("Ada", TODAY - 2, 1, 0), ("Ada", TODAY - 1, 0, 0)]
    assert [person for person, _ in many(rows, TODAY)] == ["Ada"]


def test_sums_never_go_back_in_time() -> None:
    sums = add_day(EMPTY, TODAY, incoming=True, outgoing=True)
    assert decay_to(sums, TODAY - 10) is sums
    assert strength(sums, TODAY - 10) == strength(sums, TODAY)


def test_nobody_is_tied_to_someone_never_met() -> None:
    assert strength(EMPTY, TODAY) == 0.0
    assert rebuild([]) == EMPTY
    assert of_days([], TODAY) == EMPTY


def test_a_past_date_counts_only_the_days_before_it_and_today_counts_itself() -> None:
    days = [(TODAY - 1, True, False), (TODAY, True, True), (TODAY + 1, True, True)]
    assert of_days(days, TODAY) == of_days(days[:1], TODAY)
    assert of_days(days, TODAY, include_day=True) == rebuild(days[:2])


@pytest.mark.parametrize("age", [16_383, 16_384, 1_000_000])
def test_contact_of_another_age_weighs_next_to_nothing_but_is_remembered(age: int) -> None:
    [(person, found)] = many([("Ada", TODAY - age, 1, 1)], TODAY)
    assert person == "Ada"
    assert found < 1e-20
    assert strength(of_days([(TODAY - age, True, True)], TODAY), TODAY) < 1e-20


def test_people_strong_today_rank_before_people_strong_last_year() -> None:
    now = [("now", TODAY - 7 * week, 1, 1) for week in range(1, 6)]
    then = [("then", TODAY - 365 - 7 * week, 1, 1) for week in range(1, 9)]
    found = dict(many(now + then, TODAY))
    assert found["now"] > found["then"] > 0


def test_a_strength_is_explained_by_true_counts_of_days() -> None:
    days = [
        (TODAY, True, True),
        (TODAY - 1, True, False),
        (TODAY - 1, True, False),
        (TODAY - 30, False, True),
        (TODAY - 31, True, False),
        (TODAY - 180, True, False),
        (TODAY - 181, True, True),
    ]
    before = explain(days, TODAY)
    assert (before.last_30, before.last_180, before.ever) == (2, 4, 5)
    assert (before.incoming, before.outgoing, before.both_ways) == (3, 1, True)
    today = explain(days, TODAY, include_day=True)
    assert (today.last_30, today.last_180, today.ever) == (2, 4, 6)
    assert not explain(days[1:3], TODAY).both_ways
