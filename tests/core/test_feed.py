"""A series in a calendar feed has the very days that Comity gives it."""

from __future__ import annotations

import datetime as dt

import icalendar
import recurring_ical_events
from hypothesis import example, given
from hypothesis import strategies as st

from comity.core import dates, feed, recurring
from comity.core.days import date_from_day, day_from_date
from comity.core.recurring import Every
from comity.exports.feed import Day
from comity.exports.feed import feed as written

STARTS = st.dates(dt.date(1950, 1, 1), dt.date(2060, 12, 31))


def days_told(first: dt.date, rule: str, last: dt.date) -> list[dt.date]:
    """What a calendar program makes of a series, read back by a library."""
    text = written("Comity", [Day("01890000-0000-7000-8000-000000000000", first, first, "x", rule=rule)], 0)
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(
        first, last + dt.timedelta(days=1)
    )
    return sorted(event["DTSTART"].dt for event in found)


def days_meant(often: Every, first: dt.date, last: dt.date) -> list[dt.date]:
    found, due = [first], day_from_date(first)
    while (ahead := recurring.following(often, due, due)) and date_from_day(ahead[0]) <= last:
        due, often = ahead
        found.append(date_from_day(due))
    return found


@given(STARTS, st.integers(1, 40), st.sampled_from(recurring.UNITS), st.integers(0, 60))
def test_a_series_in_a_calendar_has_the_days_that_it_has_here(
    begun: dt.date, number: int, unit: str, later: int
) -> None:
    begin = day_from_date(begun)
    ahead = recurring.following(Every(number, unit), begin, begin + later * 30)
    if ahead is None:
        raise AssertionError(begun)
    due, often = ahead
    first = date_from_day(due)
    last = first + dt.timedelta(days={"day": 400, "week": 900, "month": 3000, "year": 9000}[unit])
    assert days_told(first, feed.rule(often, due), last) == days_meant(often, first, last)


@given(st.integers(1900, 2090), st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)))
@example(2096, dt.date(2000, 2, 29))
def test_a_yearly_date_in_a_calendar_falls_where_it_is_observed_here(year: int, on: dt.date) -> None:
    first = dates.falls_on(year, on.month, on.day)
    told = days_told(first, feed.yearly(on.month, on.day), dt.date(year + 9, 12, 31))
    assert told == [dates.falls_on(year + n, on.month, on.day) for n in range(10)]


def test_a_yearly_series_from_29_february_is_kept_on_the_28th_in_between() -> None:
    first = dt.date(2024, 2, 29)
    often = Every(1, "year")
    told = days_told(first, feed.rule(often, day_from_date(first)), dt.date(2032, 12, 31))
    assert told == days_meant(often, first, dt.date(2032, 12, 31))
    assert [on.day for on in told] == [29, 28, 28, 28, 29, 28, 28, 28, 29]
    later = recurring.following(often, day_from_date(first), day_from_date(first))
    assert later is not None
    assert feed.rule(later[1], later[0]) == feed.rule(often, day_from_date(first))


def test_a_simple_series_has_a_simple_rule() -> None:
    due = day_from_date(dt.date(2024, 10, 4))
    assert feed.rule(Every(1, "week"), due) == "FREQ=WEEKLY"
    assert feed.rule(Every(2, "month"), due) == "FREQ=MONTHLY;INTERVAL=2"
    assert feed.yearly(12, 31) == "FREQ=YEARLY"


def test_kinds_that_nobody_knows_are_left_out() -> None:
    assert feed.chosen("step reminder balloons") == (feed.REMINDER, feed.STEP)
    assert feed.chosen("") == ()
