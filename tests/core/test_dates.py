"""Dates of people: each falls once a year, 29 February on the 28th where there is none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.dates import Dated, between, checked, comes, falls_on, is_moved, is_shown, next_on, years_by
from comity.core.errors import Invalid

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)).map(lambda day: (day.month, day.day))
TODAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))


@given(DAYS, TODAYS.filter(lambda day: (day.month, day.day) != (2, 29)))
def test_every_date_falls_exactly_once_in_any_window_of_a_year(on: tuple[int, int], first: dt.date) -> None:
    """From a day until the day before it comes again; what begins on 29 February has no such day in the next year."""
    last = first.replace(year=first.year + 1) - dt.timedelta(days=1)
    assert len(list(between(Dated(*on), first, last))) == 1


@given(DAYS, st.integers(1, 9998))
def test_every_date_falls_exactly_once_in_any_calendar_year(on: tuple[int, int], year: int) -> None:
    assert len(list(between(Dated(*on), dt.date(year, 1, 1), dt.date(year, 12, 31)))) == 1


@given(DAYS, TODAYS)
def test_the_next_day_is_within_a_year_and_the_first_that_is_not_past(
    on: tuple[int, int], today: dt.date
) -> None:
    found = next_on(*on, today)
    assert 0 <= (found - today).days <= 366
    assert list(between(Dated(*on), today, found)) == [found]
    assert comes(Dated(*on), today) == found


@pytest.mark.parametrize(
    ("year", "on"), [(2023, dt.date(2023, 2, 28)), (2024, dt.date(2024, 2, 29)), (2100, dt.date(2100, 2, 28))]
)
def test_29_february_is_kept_on_the_28th_in_common_years(year: int, on: dt.date) -> None:
    assert falls_on(year, 2, 29) == on
    assert is_moved(2, 29, on) == (on.day == 28)


def test_what_comes_once_comes_once() -> None:
    once = Dated(5, 4, 2026, once=True)
    assert comes(once, dt.date(2026, 5, 4)) == dt.date(2026, 5, 4)
    assert comes(once, dt.date(2026, 5, 5)) is None
    assert list(between(once, dt.date(2020, 1, 1), dt.date(2030, 1, 1))) == [dt.date(2026, 5, 4)]
    assert list(between(once, dt.date(2027, 1, 1), dt.date(2030, 1, 1))) == []
    assert comes(Dated(5, 4, None, once=True), dt.date(2026, 1, 1)) is None


def test_a_date_is_shown_from_its_own_lead_on() -> None:
    on = dt.date(2026, 5, 4)
    assert is_shown(Dated(5, 4), on - dt.timedelta(days=3))
    assert not is_shown(Dated(5, 4), on - dt.timedelta(days=4))
    assert is_shown(Dated(5, 4, lead_days=20), on - dt.timedelta(days=20))
    assert not is_shown(Dated(5, 4, lead_days=0), on - dt.timedelta(days=1))
    assert not is_shown(Dated(5, 4, 2026, once=True), on + dt.timedelta(days=1))


def test_years_are_counted_where_they_are_known() -> None:
    on = dt.date(2026, 5, 4)
    assert years_by(Dated(5, 4, 1980), on) == 46
    assert years_by(Dated(5, 4), on) is None
    assert years_by(Dated(5, 4, 2026, once=True), on) is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ((2, 30, None, False, None), "date"),
        ((2, 29, 2023, False, None), "date"),
        ((13, 1, None, False, None), "date"),
        ((1, 1, None, True, None), "year"),
        ((1, 1, None, False, 61), "lead_days"),
        ((1, 1, None, False, -1), "lead_days"),
    ],
)
def test_what_is_no_date_is_refused(wrong: tuple[int, int, int | None, bool, int | None], field: str) -> None:
    with pytest.raises(Invalid) as error:
        checked(*wrong)
    assert error.value.field == field
    assert checked(2, 29, None, False, 0) == Dated(2, 29, None, False, 0)
