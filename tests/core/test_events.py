"""Gatherings: stages, the day of a meeting, follow-ups, what came of it, editions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core import events
from comity.core.events import Stage

DAYS = st.integers(0, 40_000)


@given(DAYS, st.integers(0, 30), DAYS)
def test_an_event_is_ahead_now_or_over_and_people_are_met_on_its_days(
    starts: int, length: int, today: int
) -> None:
    ends = starts + length
    stage = events.stage(starts, ends, today)
    on = events.meeting_day(starts, ends, today)
    assert (on is None) == (stage is Stage.AHEAD)
    if on is not None:
        assert starts <= on <= ends
        assert on <= today
    assert (stage is Stage.OVER) == (today > ends)


def test_a_follow_up_is_due_two_days_after_meeting() -> None:
    assert events.follow_up_due(100) == 102


@pytest.mark.parametrize(
    ("later", "is_one"),
    [
        ((), False),
        (((5, 1, 1),), False),
        (((5, 1, 0), (6, 1, 0)), False),
        (((5, 1, 0), (9, 0, 2)), True),
        (((5, 0, 0), (9, 1, 1)), False),
        (((5, 1, 1), (9, 1, 1)), True),
    ],
)
def test_a_meeting_became_a_relationship_by_two_days_of_contact_both_ways(
    later: tuple[tuple[int, int, int], ...], is_one: bool
) -> None:
    assert events.became(later) is is_one


@pytest.mark.parametrize(
    "name",
    ["Lantern Days 2025", "lantern days ’26", "9th Lantern Days", "Lantern Days, 2024", "XII. Lantern Days"],
)
def test_editions_of_an_event_share_a_key(name: str) -> None:
    assert events.edition_key(name) == "lantern days"


def test_a_name_that_is_nothing_but_a_year_has_no_editions() -> None:
    assert events.edition_key("2025") == ""


def test_a_phrase_is_found_as_whole_words_next_to_one_another() -> None:
    assert events.says("Spring at Quill & Co, Porto", "quill & co")
    assert events.says("PORTO, Portugal", "porto")
    assert not events.says("Portobello", "porto")
    assert not events.says("Co and Quill", "quill co")
    assert not events.says("anything", "–")
