"""What counts together with a gift when an employer's rule looks at it."""

from __future__ import annotations

import pytest

from comity.core.gifts import Gift, judged, policy_kind
from comity.core.policies import Asks, Policy, Worth

DAY = 20_000
BO, ADA = ("person", 1), ("person", 2)
LIMIT = Policy("p", None, "gifts", "Gifts", 5000, "EUR", 365, "disclose", DAY - 1000, None)
MEALS = Policy("q", None, "hospitality", "Meals", 20000, "EUR", None, "disclose", DAY - 1000, None)


def gift(id: str, amount: int | None = 3000, *, day: int = DAY, **more: object) -> Gift:
    values = {"direction": "received", "kind": "gift", "givers": frozenset({BO}), "outcome": "kept"} | more
    currency = str(values.pop("currency", "EUR"))
    return Gift(id=id, worth=Worth(day, amount, currency), **values)  # type: ignore[arg-type]


def test_gifts_of_one_giver_are_summed_over_the_days_of_the_rule() -> None:
    first, second = gift("a", day=DAY - 100), gift("b")
    found = judged(second, [first, second], [LIMIT])
    assert (found.asks, found.why, found.total, found.counted) == (Asks.DISCLOSE, "together", 6000, 2)
    assert judged(first, [first, second], [LIMIT]).asks == Asks.NOTHING
    long_ago = gift("a", day=DAY - 365)
    assert judged(second, [long_ago, second], [LIMIT]).asks == Asks.NOTHING


@pytest.mark.parametrize(
    "other",
    [
        gift("a", givers=frozenset({ADA})),
        gift("a", direction="given"),
        gift("a", kind="meal"),
        gift("a", outcome="returned"),
    ],
)
def test_others_do_not_count_together(other: Gift) -> None:
    assert judged(gift("b"), [other, gift("b")], [LIMIT, MEALS]).asks == Asks.NOTHING


def test_what_was_declined_is_asked_nothing_of() -> None:
    assert judged(gift("a", 9000, outcome="declined"), [], [LIMIT]).asks == Asks.NOTHING
    assert judged(gift("a", 9000), [], [LIMIT]).asks == Asks.DISCLOSE


def test_another_currency_is_never_taken_for_little() -> None:
    assert judged(gift("a", 1, currency="USD"), [], [LIMIT]).why == "currency"
    assert judged(gift("a", None), [], [LIMIT]).why == "unknown"


def test_meals_travel_and_tickets_are_hospitality() -> None:
    assert [policy_kind(kind) for kind in ("gift", "discount", "meal", "travel")] == [
        "gifts",
        "gifts",
        "hospitality",
        "hospitality",
    ]
    assert judged(gift("a", 9000, kind="meal"), [], [LIMIT, MEALS]).asks == Asks.NOTHING
    assert judged(gift("a", 20000, kind="meal"), [], [LIMIT, MEALS]).policy == MEALS


def test_hospitality_without_a_rule_of_its_own_falls_under_the_rule_of_gifts() -> None:
    ended = Policy("q", None, "hospitality", "Meals", 20000, "EUR", None, "disclose", DAY - 1000, DAY - 1)
    for rules in ([LIMIT], [LIMIT, ended]):
        assert judged(gift("a", 9000, kind="ticket"), [], rules).policy == LIMIT
        meal, present = gift("a", kind="meal"), gift("b")
        assert judged(present, [meal, present], rules).why == "together"
    assert judged(gift("a", 30000), [], [MEALS]).asks == Asks.NOTHING
