"""Policies noted, changed, read again, ended and removed; Today asks for the review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from comity.actions import policies
from comity.actions.policies import Terms
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import Policy
from tests.made_up import TODAY, new_scope
from tests.small_book import ANYBODY, date

GIFTS = Terms(
    "Gifts", "gifts", "Nothing above 50.", "https://acme.example/gifts", "50", "eur", 365, "approval"
)


def test_a_policy_is_noted_changed_ended_and_taken_up_again(scope: Scope) -> None:
    id = policies.add(scope, GIFTS, organisation="Acme")
    row = Policy.objects.get()
    assert (row.amount, row.currency, row.days, row.asks) == (5_000, "EUR", 365, "approval")
    assert row.review_on == TODAY + 365
    policies.edit(scope, id, replace(GIFTS, amount="", days=3), review_on=date(TODAY + 5))
    row.refresh_from_db()
    assert (row.amount, row.currency, row.days, row.review_on) == (None, "", None, TODAY + 5)
    policies.edit(scope, id, GIFTS)
    policies.end(scope, id)
    with pytest.raises(WrongState):
        policies.end(scope, id)
    policies.reopen(scope, id)
    policies.end(scope, id, date(TODAY + 1))
    row.refresh_from_db()
    assert (row.until, row.review_on) == (TODAY + 1, TODAY + 5)
    policies.remove(scope, id)
    assert not Policy.objects.exists()


def test_a_policy_that_was_read_again_is_asked_for_in_a_year(scope: Scope) -> None:
    id = policies.add(scope, GIFTS, review_on=date(TODAY - 1), since=date(TODAY - 9))
    assert policies.reviewed(scope, id) == TODAY - 1
    assert Policy.objects.get().review_on == TODAY + 365
    policies.not_reviewed(scope, id, TODAY - 1)
    assert Policy.objects.get().review_on == TODAY - 1
    assert policies.reviewed(scope, id, again_on=date(TODAY + 30)) == TODAY - 1
    assert Policy.objects.get().review_on == TODAY + 30


@pytest.mark.parametrize(
    "terms",
    [
        replace(GIFTS, title=" "),
        replace(GIFTS, kind="mood"),
        replace(GIFTS, asks=""),
        replace(GIFTS, url="javascript:alert(1)"),
        replace(GIFTS, url="https://" + "x" * 2_000),
        replace(GIFTS, days=0),
        replace(GIFTS, currency=""),
        replace(GIFTS, currency="E1"),
        replace(GIFTS, amount="1,200"),
    ],
)
def test_what_cannot_be_is_refused(scope: Scope, terms: Terms) -> None:
    with pytest.raises(Invalid):
        policies.add(scope, terms)


def test_days_that_cannot_be_are_refused(scope: Scope) -> None:
    id = policies.add(scope, GIFTS)
    with pytest.raises(Invalid):
        policies.end(scope, id, date(TODAY - 1))
    with pytest.raises(Invalid):
        policies.reviewed(scope, id, again_on=date(TODAY))


ACTS: list[Callable[[Scope, str], Any]] = [
    lambda scope, id: policies.edit(scope, id, GIFTS),
    policies.reviewed,
    lambda scope, id: policies.not_reviewed(scope, id, TODAY),
    policies.end,
    policies.reopen,
    policies.remove,
]


@pytest.mark.parametrize("act", ACTS, ids=range(len(ACTS)))
def test_a_policy_of_another_book_is_not_found(scope: Scope, act: Callable[[Scope, str], Any]) -> None:
    id, other = policies.add(scope, GIFTS), new_scope()
    for wrong in (id, ANYBODY, "nothing"):
        with pytest.raises(NotFound):
            act(other, wrong)
