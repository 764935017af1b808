"""Any order, split or repetition of the same files gives the same book, and an undo leaves what never came."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.actions.me import add_address
from comity.core.records import Handle, Mine, Record
from comity.sources._message import read_message
from comity.store import finishing
from comity.store.access import Scope
from tests.canonical import book_as_seen
from tests.made_up import ME, MY_OTHER, TODAY, WORDS, bring, new_scope, on_day, records, take_back

pytestmark = pytest.mark.django_db
tried = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _seen(scope: Scope) -> dict[str, Any]:
    return book_as_seen(scope.book_id, WORDS)


def _known(*addresses: str) -> Scope:
    """A book that knows no more than these addresses of its owner."""
    scope = new_scope()
    bring(scope, [], me=addresses)
    return scope


@tried
@given(found=records(), data=st.data())
def test_the_same_records_in_any_order_give_the_same_book(found: list[Record], data: st.DataObject) -> None:
    first, second = new_scope(), new_scope()
    bring(first, [found])
    bring(second, [data.draw(st.permutations(found))])
    assert _seen(second) == _seen(first)


@tried
@given(found=records(), cut=st.integers(0, 30), data=st.data())
def test_the_same_records_split_into_imports_give_the_same_book(
    found: list[Record], cut: int, data: st.DataObject
) -> None:
    whole, split = new_scope(), new_scope()
    bring(whole, [found])
    parts = [found[:cut], found[cut:]]
    for part in data.draw(st.permutations(parts)):
        bring(split, [part])
    assert _seen(split) == _seen(whole)


@tried
@given(found=records())
def test_the_same_records_twice_give_the_same_book(found: list[Record]) -> None:
    once, twice = new_scope(), new_scope()
    bring(once, [found])
    bring(twice, [found, found])
    bring(twice, [found])
    assert _seen(twice) == _seen(once)


@tried
@given(first=records(), second=records())
def test_undoing_the_first_of_two_imports_leaves_the_second(
    first: list[Record], second: list[Record]
) -> None:
    both, alone = new_scope(), new_scope()
    number = bring(both, [first])
    bring(both, [second])
    take_back(both, number)
    bring(alone, [second])
    assert _seen(both) == _seen(alone)


@tried
@given(first=records(), second=records())
def test_undoing_the_second_of_two_imports_leaves_the_first(
    first: list[Record], second: list[Record]
) -> None:
    both, alone = new_scope(), new_scope()
    bring(both, [first], me=())
    bring(alone, [first], me=())
    take_back(both, bring(both, [second], me=()))
    assert _seen(both) == _seen(alone)


@tried
@given(first=records(), second=records(), data=st.data())
def test_undoing_everything_leaves_a_book_with_nothing_but_my_address(
    first: list[Record], second: list[Record], data: st.DataObject
) -> None:
    scope = new_scope()
    numbers = [bring(scope, [first]), bring(scope, [second])]
    for number in data.draw(st.permutations(numbers)):
        take_back(scope, number)
    assert _seen(scope) == _seen(_known(ME))


@tried
@given(found=records())
def test_saying_later_who_i_am_gives_the_same_book_as_having_said_it_before(found: list[Record]) -> None:
    before, after = _known(ME), new_scope()
    bring(before, [found], me=())
    bring(after, [found], me=())
    with on_day(TODAY):
        add_address(after, ME)
    assert _seen(after) == _seen(before)


@tried
@given(first=records(), second=records())
def test_an_import_that_says_who_i_am_corrects_those_before_it(
    first: list[Record], second: list[Record]
) -> None:
    before, after = _known(ME, MY_OTHER), new_scope()
    bring(before, [first], me=())
    bring(before, [second], me=())
    bring(after, [first], me=())
    bring(after, [second], me=(ME, MY_OTHER))
    assert _seen(after) == _seen(before)


@tried
@given(first=records(), second=records())
def test_deriving_everything_anew_changes_nothing(first: list[Record], second: list[Record]) -> None:
    scope = new_scope()
    number = bring(scope, [first], me=())
    bring(scope, [second])
    take_back(scope, number)
    before = _seen(scope)
    finishing.rebuild(scope.book_id, TODAY)
    assert _seen(scope) == before


@tried
@given(first=records(), second=records())
def test_a_file_that_shows_an_address_to_be_mine_counts_as_long_as_it_is_there(
    first: list[Record], second: list[Record]
) -> None:
    both, alone = new_scope(), new_scope()
    without = [record for record in second if not isinstance(record, Mine)]
    bring(both, [without])
    bring(alone, [without])
    number = bring(both, [[*first, Mine(Handle("email", MY_OTHER), "it says so")]])
    take_back(both, number)
    assert _seen(both) == _seen(alone)


@pytest.mark.parametrize("character", ["ﷺ", "中 ", "é"])
def test_the_longest_text_of_the_widest_characters_is_taken_and_found(character: str) -> None:
    scope = new_scope()
    text = "lantern " + (character * 200_000)[:190_000]
    raw = f"From: {ME}\nDate: 1 Jul 2024 10:00:00 +0000\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    bring(scope, [[read_message(raw.encode(), 0)]])
    assert len(_seen(scope)["found"]["lantern"]) == 1
