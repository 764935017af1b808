"""What recurs: a series that never drifts, always moves forward, and goes back exactly."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.days import date_from_day, day_from_date
from comity.core.recurring import (
    LAST_YEAR,
    MOST,
    UNITS,
    Every,
    every,
    first_from,
    following,
    one_back,
    settled,
)

DATES = st.dates(dt.date(1990, 1, 1), dt.date(2040, 12, 31))
OFTEN = st.builds(Every, st.integers(1, 12), st.sampled_from(UNITS), st.just(0))


def day(text: str) -> int:
    return day_from_date(dt.date.fromisoformat(text))


def series(often: str, first: str, length: int) -> list[str]:
    """The first occasions, each done on its day."""
    known = every(often)
    assert known is not None
    due, found = day(first), [first]
    while len(found) < length:
        ahead = following(known, due, due)
        assert ahead is not None
        due, known = ahead
        found.append(date_from_day(due).isoformat())
    return found


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ("day", "day"),
        ("daily", "day"),
        ("every day", "day"),
        ("Every 2 Weeks", "2 weeks"),
        ("1 week", "week"),
        ("every other month", "2 months"),
        ("fortnightly", "2 weeks"),
        ("quarterly", "3 months"),
        ("  yearly ", "year"),
        ("month on 31", "month on 31"),
        ("2 years on 29", "2 years on 29"),
        ("999 months on 31", "999 months on 31"),
    ],
)
def test_words_for_how_often_are_understood_and_written_in_one_way(words: str, stored: str) -> None:
    often = every(words)
    assert often is not None
    assert (often.words, every(often.words), len(often.words) <= 16) == (stored, often, True)


@pytest.mark.parametrize(
    "words", ["", "0 days", "1000 days", "often", "week on 31", "month on 28", "every", "-1 week", "2"]
)
def test_words_that_say_no_rhythm_are_none(words: str) -> None:
    assert every(words) is None


def test_the_last_of_january_comes_back_on_the_last_of_march() -> None:
    found = ["2025-01-31", "2025-02-28", "2025-03-31", "2025-04-30", "2025-05-31"]
    assert series("month", "2025-01-31", 5) == found
    assert series("2 months", "2025-12-31", 4) == ["2025-12-31", "2026-02-28", "2026-04-30", "2026-06-30"]
    assert series("2 months", "2025-12-31", 5)[-1] == "2026-08-31"


def test_29_february_is_kept_on_the_28th_until_there_is_one_again() -> None:
    found = ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29", "2029-02-28"]
    assert series("year", "2024-02-29", 6) == found


def test_28_february_stays_on_the_28th() -> None:
    assert series("year", "2027-02-28", 2)[1] == "2028-02-28"
    assert series("month", "2027-02-28", 2)[1] == "2027-03-28"


def test_what_was_missed_is_not_made_up_for() -> None:
    weekly, monthly = every("week"), every("month")
    assert weekly
    assert monthly
    assert following(weekly, day("2026-01-05"), day("2026-02-02")) == (day("2026-02-09"), weekly)
    assert following(monthly, day("2026-01-31"), day("2026-02-28")) == (day("2026-03-31"), monthly)


def test_what_is_done_early_comes_again_after_its_own_day() -> None:
    weekly = every("week")
    assert weekly
    assert following(weekly, day("2026-01-12"), day("2026-01-05")) == (day("2026-01-19"), weekly)


@pytest.mark.parametrize(("words", "due"), [("year", "2200-01-01"), ("3 days", "2200-12-30")])
def test_a_series_ends_with_the_year_2200(words: str, due: str) -> None:
    often = every(words)
    assert often is not None
    assert following(often, day(due), day(due)) is None


def test_a_series_is_joined_on_any_day() -> None:
    monthly = every("month")
    assert monthly
    first = day("2025-01-31")
    assert first_from(monthly, first, first - 9) == (first, monthly)
    assert first_from(monthly, first, day("2025-02-28")) == (day("2025-02-28"), Every(1, "month", 31))
    assert first_from(monthly, first, day("2025-03-01")) == (day("2025-03-31"), monthly)


@given(OFTEN, DATES, st.lists(st.integers(0, 2000), max_size=8))
def test_an_occasion_is_always_a_whole_number_of_steps_after_the_first(
    often: Every, first: dt.date, late: list[int]
) -> None:
    due, known = day_from_date(first), often
    for days_late in late:
        today = due + days_late
        ahead = following(known, due, today)
        assert ahead is not None
        assert ahead[0] > today
        due, known = ahead
        assert _reached(often, first, date_from_day(due))


def _reached(often: Every, first: dt.date, date: dt.date) -> bool:
    """Whether a date belongs to a series, found by walking from its first day on."""
    if often.unit in ("day", "week"):
        return (date - first).days % (often.number * (7 if often.unit == "week" else 1)) == 0
    months = (date.year - first.year) * 12 + date.month - first.month
    step = often.number * (12 if often.unit == "year" else 1)
    last = (date.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return months % step == 0 and date.day == min(first.day, last.day)


@given(OFTEN, DATES, st.integers(0, 8), st.integers(0, 800))
def test_going_back_restores_the_day_and_how_often(
    often: Every, first: dt.date, done: int, late: int
) -> None:
    due, known = day_from_date(first), often
    for _ in range(done):
        ahead = following(known, due, due)
        assert ahead is not None
        due, known = ahead
    ahead = following(known, due, due + late)
    assert ahead is not None
    assert one_back(ahead[1], ahead[0], due) == known


@given(
    st.builds(Every, st.integers(1, MOST), st.sampled_from(UNITS), st.sampled_from([0, 29, 30, 31])), DATES
)
def test_nothing_comes_before_its_day_nor_after_the_last_year(often: Every, due: dt.date) -> None:
    number = day_from_date(due)
    ahead = following(settled(often, number), number, number)
    assert ahead is None or (number < ahead[0] and date_from_day(ahead[0]).year <= LAST_YEAR)
