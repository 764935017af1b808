"""The instant that a moment of a line stands for."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from comity.core.days import day_from_date
from comity.core.sayit import Moment, hour_told, instant

NOW = dt.datetime(2026, 5, 12, 16, 30, tzinfo=ZoneInfo("Europe/Berlin"))
TODAY = day_from_date(NOW.date())


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (Moment(TODAY - 1, 21 * 60 + 40), "2026-05-11T21:40"),
        (Moment(TODAY - 1), "2026-05-11T12:00"),
        (Moment(TODAY - 1, None, "evening"), "2026-05-11T19:00"),
        (Moment(), "2026-05-12T16:30"),
        (Moment(TODAY, None, "evening"), "2026-05-12T16:30"),
        (Moment(TODAY, None, "morning"), "2026-05-12T09:00"),
        (Moment(TODAY, 20 * 60), "2026-05-12T20:00"),
    ],
)
def test_a_moment_is_an_instant_on_the_writers_clock(moment: Moment, expected: str) -> None:
    assert instant(moment, NOW).isoformat()[:16] == expected


def test_an_hour_is_told_by_a_time_or_a_part_of_the_day() -> None:
    assert hour_told(Moment(None, 5))
    assert hour_told(Moment(None, None, "noon"))
    assert not hour_told(Moment(TODAY))
