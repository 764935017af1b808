"""Hours in which contact is fine, on the clock of a zone: whether an instant lies within, and when they begin next.

Hours are those of the wall clock. One that a change of the clocks leaves out is never within; one that comes twice is
within both times. Instants are aware datetimes from the year 2 on, exact to the minute; they are compared in UTC, for
Python compares those of one zone by their clocks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EVERY_DAY = 0b1111111
WORKDAYS = 0b0011111
DAY = 24 * 60
"""Minutes of a day."""
_AHEAD = 9
"""Days looked ahead for the next beginning: each weekday has come by then, also where a day is left out."""
_LAST = dt.date(9999, 12, 30).toordinal()
_MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """From a minute of the day until before another, on some weekdays, in a zone (IANA name).

    begin, end: minutes since midnight (0 to 1439); end before begin: over midnight, the weekday being that of the
    beginning; both the same: the whole day. weekdays: bit 0 is Monday; none of them set stands for every day.
    """

    begin: int
    end: int
    weekdays: int
    zone: str

    def on(self, date: dt.date) -> bool:
        """Whether they begin on this date."""
        return bool((self.weekdays or EVERY_DAY) >> date.weekday() & 1)


def zone_of(name: str) -> ZoneInfo | None:
    """The zone of an IANA name; None for what is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def within(hours: Hours, moment: dt.datetime) -> bool:
    """Whether an instant lies within the hours."""
    local = moment.astimezone(ZoneInfo(hours.zone))
    date, minute = local.date(), local.hour * 60 + local.minute
    if hours.begin == hours.end:
        return hours.on(date)
    if hours.begin < hours.end:
        return hours.on(date) and hours.begin <= minute < hours.end
    if minute >= hours.begin:
        return hours.on(date)
    return minute < hours.end and hours.on(date - dt.timedelta(days=1))


def following(hours: Hours, moment: dt.datetime) -> dt.datetime | None:
    """The first instant from this one on that lies within the hours, in UTC; None where none comes soon."""
    zone, start = ZoneInfo(hours.zone), moment.astimezone(dt.UTC)
    if within(hours, start):
        return start
    first = start.astimezone(zone).date().toordinal()
    for ordinal in range(first - 1, min(first + _AHEAD, _LAST)):
        begins = _beginnings(hours, dt.date.fromordinal(ordinal), zone)
        fit = [one for one in begins if one >= start and within(hours, one)]
        if fit:
            return min(fit)
    return None


def _beginnings(hours: Hours, date: dt.date, zone: ZoneInfo) -> Iterator[dt.datetime]:
    """Instants of a date at which the hours may begin: on the clock, at midnight, and where the clock is changed."""
    first = 0 if hours.begin == hours.end else hours.begin
    for fold in (0, 1):
        clock = dt.time(first // 60, first % 60, fold=fold)
        yield dt.datetime.combine(date, clock, zone).astimezone(dt.UTC)
    begin, end = (
        dt.datetime.combine(midnight, dt.time(), zone).astimezone(dt.UTC) - _MINUTE
        for midnight in (date, date + dt.timedelta(days=1))
    )
    if _offset(begin, zone) != _offset(end, zone):
        while end - begin > _MINUTE:
            middle = begin + dt.timedelta(minutes=int((end - begin) / _MINUTE) // 2)
            begin, end = (middle, end) if _offset(middle, zone) == _offset(begin, zone) else (begin, middle)
        yield end


def _offset(moment: dt.datetime, zone: ZoneInfo) -> dt.timedelta | None:
    return moment.astimezone(zone).utcoffset()
