"""Dates and times as tables write them: ISO, with month names, or figures whose order must be known.

`03/04/24` is 4 March in one country and 3 April in the next. It is read only where the order is known or a
figure above 12 tells it; a date between dots always begins with the day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from comity.core.timevalues import FIRST_YEAR, LAST_YEAR

_TIME = r"(?:,?[T ](\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d{1,9})? ?([AP]\.?M\.?)?)?(?: ?(?:UTC|GMT|Z))?"
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})" + _TIME, re.ASCII | re.IGNORECASE)
_FIGURES = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)" + _TIME, re.ASCII | re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})[ -]([a-z]{3,9})\.?,?[ -](\d{4})" + _TIME, re.ASCII | re.IGNORECASE)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})" + _TIME, re.ASCII | re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def moment(text: str, order: str = "") -> dt.datetime | None:
    """The instant, taken to be in UTC as the services write it; None if it cannot be told.

    order: "mdy" or "dmy" for figures between slashes or dashes, "" if not known.
    """
    plain = " ".join(text[:80].split())
    if found := _ISO.fullmatch(plain):
        year, month, day, *time = found.groups()
    elif found := _DAY_FIRST.fullmatch(plain):
        day, month, year, *time = found.groups()
    elif found := _MONTH_FIRST.fullmatch(plain):
        month, day, year, *time = found.groups()
    elif found := _FIGURES.fullmatch(plain):
        first, sign, second, year, *time = found.groups()
        month, day = _ordered(first, second, "dmy" if sign == "." else order)
    else:
        return None
    return _instant(_year(year), _month(month), int(day), time)


def date(text: str, order: str = "") -> dt.date | None:
    """The day of `moment`."""
    found = moment(text, order)
    return None if found is None else found.date()


def order_of(texts: Iterable[str]) -> str:
    """The order that a column's dates in figures show together: "mdy", "dmy", or "" if none or both."""
    day_first = month_first = False
    for text in texts:
        found = _FIGURES.fullmatch(" ".join(text[:80].split()))
        if found and found.group(2) != ".":
            day_first |= int(found.group(1)) > 12
            month_first |= int(found.group(3)) > 12
    return "" if day_first == month_first else "dmy" if day_first else "mdy"


def _ordered(first: str, second: str, order: str) -> tuple[str, str]:
    """(month, day) of two figures; ("0", "0"), which is no date, if the order is not known."""
    if int(first) > 12 or (order == "dmy" and int(second) <= 12):
        return second, first
    if int(second) > 12 or order == "mdy" or first == second:
        return first, second
    return "0", "0"


def _year(text: str) -> int:
    """The year; of two figures that of a time not long ahead (POSIX: 69 to 99 are 1969 to 1999)."""
    year = int(text)
    return year if len(text) == 4 else year + (1900 if year >= 69 else 2000)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    name = text[:3].lower()
    return _MONTHS.index(name) + 1 if name in _MONTHS else 0


def _instant(year: int, month: int, day: int, time: list[str | None]) -> dt.datetime | None:
    hour, minute, second = (int(part or 0) for part in time[:3])
    if time[3]:
        hour = hour % 12 + (12 if time[3][0] in "pP" else 0)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return dt.datetime(year, month, day, hour, minute, min(second, 59), tzinfo=dt.UTC)
    except ValueError:
        return None
