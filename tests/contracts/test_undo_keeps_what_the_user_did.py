"""Undoing an import leaves exactly what the other imports brought and what the user did, row by row."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from comity.core.records import Record
from comity.store import noticed
from comity.store.access import Scope
from tests.acts import ACTS, Act, acts, do, do_again
from tests.canonical import book_as_seen
from tests.exported import INES, TOMAS, TOMAS_AT_HOME, card, mailbox
from tests.made_up import WORDS, bring, new_scope, records, take_back
from tests.own_rows import differing, users_own, without_chance

AMA = "ama@quill.example"
pytestmark = pytest.mark.django_db
MANY = 40
tried = settings(
    max_examples=MANY,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def _seen(scope: Scope) -> Any:
    """Everything but what machines ask, which depends on when they looked; of numbers those that are shown.

    The decayed sums behind a strength hold for a day of their own, which need not be the same in both books.
    """
    seen = book_as_seen(scope.book_id, WORDS) | {"own": users_own(scope.book_id)}
    seen["questions"] = {q: rest for q, rest in seen["questions"].items() if q[0] not in noticed.KINDS}
    for person in seen["people"].values():
        if person["numbers"]:
            strength, *_, active, interactions, first, last, last_in, last_out, gap, channels = person[
                "numbers"
            ]
            person["numbers"] = (
                strength,
                active,
                interactions,
                first,
                last,
                last_in,
                last_out,
                gap,
                channels,
            )
    return without_chance(scope.book_id, seen)


def _did(scope: Scope, wanted: list[Act]) -> list[Act]:
    return [done for act in wanted if (done := do(scope, act)) is not None]


@tried
@given(first=records(), second=records(), wanted=acts())
def test_undoing_the_first_of_two_imports_leaves_the_second_and_the_users_acts(
    first: list[Record], second: list[Record], wanted: list[Act]
) -> None:
    both, alone = new_scope(), new_scope()
    number = bring(both, [first])
    bring(both, [second])
    did = _did(both, wanted)
    take_back(both, number)
    bring(alone, [second])
    for act in did:
        do_again(alone, act)
    assert differing(_seen(both), _seen(alone)) == []


@tried
@given(first=records(), second=records(), wanted=acts())
def test_undoing_an_import_that_came_after_the_users_acts_leaves_them(
    first: list[Record], second: list[Record], wanted: list[Act]
) -> None:
    both, alone = new_scope(), new_scope()
    bring(both, [second])
    did = _did(both, wanted)
    take_back(both, bring(both, [first]))
    bring(alone, [second])
    for act in did:
        do_again(alone, act)
    assert differing(_seen(both), _seen(alone)) == []


def test_a_book_of_two_imports_edited_confirmed_and_merged_forgets_the_first_alone() -> None:
    """One long story, without chance: every kind of act, on people of the first import, the second and both."""
    first = [*mailbox(), card(TOMAS, TOMAS_AT_HOME, name="Tomas Lindqvist")]
    second = [
        *mailbox()[1:],
        card(TOMAS, name="T. Lindqvist", organisation="Quill & Co"),
        card(AMA, name="Ama"),
    ]
    wanted = [
        Act(what, who, other, words)
        for who, other in ((TOMAS, AMA), (INES, TOMAS), (AMA, INES))
        for words in ("Quilt", "lantern")
        for what in sorted(ACTS, reverse=who == INES)
    ]
    both, alone = new_scope(), new_scope()
    number = bring(both, [first])
    bring(both, [second])
    did = _did(both, wanted)
    assert {act.what for act in did} == set(ACTS)
    take_back(both, number)
    bring(alone, [second])
    for act in did:
        do_again(alone, act)
    assert differing(_seen(both), _seen(alone)) == []
