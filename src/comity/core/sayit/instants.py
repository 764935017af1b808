"""The instant that a moment of a line stands for, on the clock of the one who wrote it."""

from __future__ import annotations

import datetime as dt

from comity.core.days import date_from_day
from comity.core.sayit.results import Moment

HOURS = {"morning": 9, "noon": 12, "afternoon": 15, "evening": 19, "night": 22}
"""The hour that stands for a part of a day where no time was told; else it is noon."""


def instant(when: Moment, now: dt.datetime) -> dt.datetime:
    """The instant of a happening, in the zone of `now`; of today now at the latest, where no time was told."""
    date = now.date() if when.day is None else date_from_day(when.day)
    minute = when.minute if when.minute is not None else 60 * HOURS.get(when.part, 12)
    moment = dt.datetime.combine(date, dt.time(minute // 60, minute % 60), now.tzinfo)
    if when.minute is not None or date != now.date():
        return moment
    return min(moment, now) if when.part else now


def hour_told(when: Moment) -> bool:
    """Whether a moment says more than its day: a time, or a part of the day."""
    return when.minute is not None or bool(when.part)
