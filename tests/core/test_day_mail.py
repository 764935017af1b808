"""The day's mail is due once a day, whatever the clocks do."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core import day_mail
from comity.core.days import day_from_date

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Kolkata",
    "Pacific/Apia",
)


def at(zone: str, *when: int) -> int:
    return int(dt.datetime(*when, tzinfo=ZoneInfo(zone)).timestamp())  # type: ignore[misc,arg-type]


def sent_in(zone: str, minute: int, start: int, end: int, every: int = 60) -> list[int]:
    """The instants at which a sweep every so many seconds sends."""
    sent_on, found = None, []
    for now in range(start, end, every):
        if day_mail.is_due(now, zone, minute, sent_on, 0):
            sent_on = day_mail.local_day(now, zone)
            found.append(now)
    return found


@given(st.sampled_from(ZONES), st.integers(0, 1439), st.dates(dt.date(2023, 1, 2), dt.date(2025, 12, 1)))
def test_it_is_sent_once_on_every_day_of_the_zone(zone: str, minute: int, date: dt.date) -> None:
    start = at(zone, date.year, date.month, date.day)
    end = start + 4 * 86_400
    told = [day_mail.local_day(now, zone) for now in sent_in(zone, minute, start, end, 55)]
    assert told == sorted(set(told))
    assert set(range(told[0], day_mail.local_day(end, zone))) <= set(told)


def test_a_minute_that_the_clocks_leave_out_is_sent_once_that_day() -> None:
    zone = "Europe/Berlin"
    found = sent_in(zone, 150, at(zone, 2024, 3, 31), at(zone, 2024, 4, 1))
    assert [dt.datetime.fromtimestamp(now, ZoneInfo(zone)).hour for now in found] == [3]


def test_a_minute_that_comes_twice_is_sent_the_first_time_only() -> None:
    zone = "Europe/Berlin"
    found = sent_in(zone, 150, at(zone, 2024, 10, 27), at(zone, 2024, 10, 28))
    assert [dt.datetime.fromtimestamp(now, ZoneInfo(zone)).utcoffset() for now in found] == [
        dt.timedelta(hours=2)
    ]


def test_a_machine_that_slept_over_it_sends_when_it_wakes_on_that_day_and_none_for_days_gone_by() -> None:
    zone, day = "UTC", day_from_date(dt.date(2024, 10, 4))
    assert day_mail.is_due(at(zone, 2024, 10, 4, 22), zone, 420, day - 5, 0)
    assert not day_mail.is_due(at(zone, 2024, 10, 5, 6), zone, 420, day - 5, 0)


def test_what_is_held_or_was_sent_waits() -> None:
    zone, now = "UTC", at("UTC", 2024, 10, 4, 8)
    today = day_mail.local_day(now, zone)
    assert not day_mail.is_due(now, zone, 420, None, now + 1)
    assert not day_mail.is_due(now, zone, 420, today, 0)
    assert not day_mail.is_due(now, zone, 420, today + 1, 0), "the user moved one zone to the west"


def test_what_a_wrong_clock_wrote_holds_nothing_up() -> None:
    zone, now = "UTC", at("UTC", 2024, 10, 4, 8)
    today = day_mail.local_day(now, zone)
    assert day_mail.is_due(now, zone, 420, today + 400, now + 400 * 86_400)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 4), (7, 60), (30_000, 60)])
def test_tries_come_further_apart_up_to_an_hour(failures: int, minutes: int) -> None:
    assert day_mail.wait_after(failures) == minutes * 60


def test_a_minute_is_written_as_a_time_of_day() -> None:
    assert [day_mail.clock(minute) for minute in (0, 425, 1439)] == ["00:00", "07:05", "23:59"]
