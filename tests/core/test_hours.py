"""Hours in which contact is fine: weekdays, midnight, changes of the clock, leap days."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.core.hours import DAY, EVERY_DAY, WORKDAYS, Hours, following, within, zone_of

BERLIN = "Europe/Berlin"
ZONES = (BERLIN, "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kathmandu", "UTC")
MINUTE = dt.timedelta(minutes=1)


def at(text: str, zone: str = BERLIN) -> dt.datetime:
    """An instant, from what the clock of a zone shows."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


WORK = Hours(9 * 60, 17 * 60, WORKDAYS, BERLIN)
NIGHT = Hours(22 * 60, 2 * 60, 0b10000, BERLIN)


@pytest.mark.parametrize(
    ("moment", "fine"),
    [
        ("2026-05-12T08:59", False),
        ("2026-05-12T09:00", True),
        ("2026-05-12T16:59", True),
        ("2026-05-12T17:00", False),
        ("2026-05-16T12:00", False),
    ],
)
def test_hours_begin_with_their_first_minute_and_end_before_their_last(moment: str, fine: bool) -> None:
    assert within(WORK, at(moment)) is fine


def test_hours_are_those_of_their_own_zone() -> None:
    assert within(WORK, at("2026-05-12T03:30", "America/New_York"))
    assert not within(WORK, at("2026-05-12T11:30", "America/New_York"))


@pytest.mark.parametrize(
    ("moment", "fine"),
    [
        ("2026-05-15T22:00", True),
        ("2026-05-16T01:59", True),
        ("2026-05-16T02:00", False),
        ("2026-05-16T22:00", False),
        ("2026-05-15T01:00", False),
    ],
)
def test_hours_over_midnight_belong_to_the_day_on_which_they_begin(moment: str, fine: bool) -> None:
    assert within(NIGHT, at(moment)) is fine


def test_the_whole_of_some_weekdays_and_no_weekday_for_all_of_them() -> None:
    whole = Hours(0, 0, WORKDAYS, BERLIN)
    assert within(whole, at("2026-05-15T23:59"))
    assert not within(whole, at("2026-05-16T00:00"))
    assert within(Hours(0, 0, 0, BERLIN), at("2026-05-16T00:00"))
    assert following(whole, at("2026-05-16T10:00")) == at("2026-05-18T00:00")


def test_the_next_fitting_moment_is_the_first_minute_of_the_next_hours() -> None:
    assert following(WORK, at("2026-05-12T21:40")) == at("2026-05-13T09:00")
    assert following(WORK, at("2026-05-15T18:00")) == at("2026-05-18T09:00")
    assert following(WORK, at("2026-05-12T10:10")) == at("2026-05-12T10:10")
    assert following(NIGHT, at("2026-05-16T02:00")) == at("2026-05-22T22:00")


def test_a_leap_day_is_a_day_like_any_other() -> None:
    saturday = Hours(600, 660, 0b0100000, BERLIN)
    assert following(saturday, at("2048-02-28T12:00")) == at("2048-02-29T10:00")


def test_an_hour_that_the_clock_leaves_out_is_never_within() -> None:
    lost = Hours(2 * 60, 3 * 60, EVERY_DAY, BERLIN)
    found = following(lost, at("2026-03-29T00:30"))
    assert found == at("2026-03-30T02:00")
    half = Hours(2 * 60 + 30, 4 * 60, EVERY_DAY, BERLIN)
    assert following(half, at("2026-03-29T00:30")) == at("2026-03-29T03:00")


def test_an_hour_that_comes_twice_is_within_both_times() -> None:
    twice = Hours(2 * 60 + 30, 3 * 60, EVERY_DAY, BERLIN)
    first, second = at("2026-10-25T02:30"), at("2026-10-25T02:30").replace(fold=1)
    assert within(twice, first)
    assert within(twice, second)
    after_the_first = first.astimezone(dt.UTC) + dt.timedelta(minutes=35)
    assert following(twice, after_the_first) == second.astimezone(dt.UTC)


def test_a_zone_that_is_none_is_told_apart() -> None:
    assert zone_of(BERLIN) == ZoneInfo(BERLIN)
    assert zone_of("Mars/Olympus") is None
    assert zone_of("../etc/passwd") is None
    assert zone_of("") is None


def test_nothing_follows_at_the_end_of_time() -> None:
    last = dt.datetime(9999, 12, 31, 20, tzinfo=dt.UTC)
    assert following(WORK, last) is None


CHANGES = [
    dt.datetime(2026, 3, 29, tzinfo=dt.UTC),
    dt.datetime(2026, 10, 25, tzinfo=dt.UTC),
    dt.datetime(2026, 3, 8, tzinfo=dt.UTC),
    dt.datetime(2026, 4, 4, tzinfo=dt.UTC),
    dt.datetime(2011, 12, 29, tzinfo=dt.UTC),
    dt.datetime(2028, 2, 28, tzinfo=dt.UTC),
]
SPANS = st.builds(
    Hours,
    st.integers(0, DAY - 1),
    st.integers(0, DAY - 1),
    st.integers(0, EVERY_DAY),
    st.sampled_from(ZONES),
)
MOMENTS = st.builds(
    lambda day, minutes: day + dt.timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-600, 3000),
)


@given(SPANS, MOMENTS)
@settings(max_examples=150, deadline=None)
def test_no_fitting_minute_is_passed_over(span: Hours, moment: dt.datetime) -> None:
    found = following(span, moment)
    assert found is not None
    assert found >= moment
    assert within(span, found)
    ahead = min(int((found - moment) / MINUTE), 3000)
    assert not any(within(span, moment + n * MINUTE) for n in range(0, ahead, 1 if ahead < 400 else 7))
    assert found == moment or not within(span, found - MINUTE)


@given(SPANS, MOMENTS)
@settings(deadline=None)
def test_looking_again_from_a_fitting_moment_stays_there(span: Hours, moment: dt.datetime) -> None:
    found = following(span, moment)
    assert found is not None
    assert following(span, found) == found
