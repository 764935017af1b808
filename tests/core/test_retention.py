"""After how long without contact to ask: the narrowest rule holds, a hold is no question, nothing is erased."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.retention import Due, Kept, Rule, due, rule_for

TODAY = 20_000
ALL, MENTOR, TAGGED, BOTH = (
    Rule("1", "", "", 100),
    Rule("2", "mentor", "", 300),
    Rule("3", "", "old", 10),
    Rule("4", "mentor", "old", 5),
)
RULES = (ALL, MENTOR, TAGGED, BOTH)


def kept(last: int | None = None, known: int | None = None, **more: object) -> Kept:
    values: dict[str, object] = {
        "roles": frozenset(),
        "tags": frozenset(),
        "last_day": last,
        "known_since": known,
    }
    return Kept(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("roles", "tags", "wanted"),
    [
        ((), (), ALL),
        (("mentor",), (), MENTOR),
        (("mentor", "peer"), ("old",), BOTH),
        ((), ("old", "new"), TAGGED),
    ],
)
def test_the_narrowest_rule_holds(roles: tuple[str, ...], tags: tuple[str, ...], wanted: Rule) -> None:
    assert rule_for(RULES, frozenset(roles), frozenset(tags)) == wanted


def test_of_equal_rules_the_longest_holds_and_of_none_none() -> None:
    longer = Rule("0", "mentor", "", 400)
    assert rule_for([MENTOR, longer], frozenset({"mentor"}), frozenset()) == longer
    assert rule_for([MENTOR], frozenset(), frozenset()) is None


def test_it_is_asked_once_the_days_are_over() -> None:
    assert due(kept(TODAY - 99), RULES, TODAY) is None
    assert due(kept(TODAY - 100), RULES, TODAY) == Due(TODAY, ALL)
    assert due(kept(None, TODAY - 150), RULES, TODAY) == Due(TODAY - 50, ALL)
    assert due(kept(TODAY - 200, TODAY - 20), RULES, TODAY) is None
    assert due(kept(), RULES, TODAY) is None


def test_the_day_that_was_named_counts_and_a_hold_is_no_question() -> None:
    assert due(kept(TODAY - 900, review_on=TODAY + 1), RULES, TODAY) is None
    assert due(kept(TODAY, review_on=TODAY), RULES, TODAY) == Due(TODAY, None)
    assert due(kept(TODAY - 900, hold=True, review_on=TODAY), RULES, TODAY) is None


@given(
    st.lists(
        st.builds(Rule, st.text("ab"), st.sampled_from(["", "mentor"]), st.just(""), st.integers(1, 500))
    )
)
def test_what_is_due_was_silent_for_as_long_as_its_rule_says(rules: list[Rule]) -> None:
    found = due(kept(TODAY - 250, roles=frozenset({"mentor"})), rules, TODAY)
    if found is not None:
        assert found.rule is not None
        assert found.rule.after_days <= 250
        assert found.since <= TODAY
