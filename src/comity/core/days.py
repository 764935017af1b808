"""Whole UTC days, the unit in which contact is counted.

A day number is the count of days since 1970-01-01 (UTC). Days are UTC so that travelling, or
moving a book to another machine, changes no strength and no gap.
"""

from __future__ import annotations

import datetime as dt

SECONDS_PER_DAY = 86_400
_EPOCH_ORDINAL = dt.date(1970, 1, 1).toordinal()


def day_of(at: int) -> int:
    """Day number of an instant `at` in epoch seconds (floor, so instants before 1970 work)."""
    return at // SECONDS_PER_DAY


def day_from_date(date: dt.date) -> int:
    """Day number of a calendar date."""
    return date.toordinal() - _EPOCH_ORDINAL


def date_from_day(day: int) -> dt.date:
    """Calendar date of a day number.

    Raises:
        ValueError: outside the years 1 to 9999.
    """
    return dt.date.fromordinal(day + _EPOCH_ORDINAL)


def start_of(day: int) -> int:
    """Epoch seconds of 00:00 UTC at the start of a day."""
    return day * SECONDS_PER_DAY
