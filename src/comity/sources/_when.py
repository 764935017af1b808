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
_WORD = r"([^\W\d_]{3,10})"
_DAY_FIRST = re.compile(
    rf"([0-9]{{1,2}})\.?(?: de|er)?[ -]{_WORD}\.?,?(?: de| del)?[ -]([0-9]{{4}})" + _TIME, re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"{_WORD}\.? ([0-9]{{1,2}}),? ([0-9]{{4}})" + _TIME, re.IGNORECASE)
_MONTH = re.compile(rf"(?:{_WORD}\.?(?: de| del)?[ -])?([0-9]{{4}})", re.IGNORECASE)
_MONTH_FIGURES = re.compile(r"(\d{4})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{4})", re.ASCII)
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "jan january januar jänner jän janvier janv enero ene gennaio gen janeiro januari",
            "feb february februar feber février févr fév febrero febbraio fevereiro fev februari",
            "mar march märz mär mrz maerz mars marzo março maart mrt",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag maio mei",
            "jun june juni juin junio giugno giu junho",
            "jul july juli juillet juil julio luglio lug julho",
            "aug august août aout agosto ago augustus",
            "sep sept september septembre septiembre setiembre settembre set setembro",
            "oct october oktober okt octobre octubre ottobre ott outubro out",
            "nov november novembre noviembre novembro",
            "dec december dezember dez décembre déc diciembre dic dicembre dezembro",
        ),
        start=1,
    )
    for word in words.split()
}
"""Months in English, German, French, Spanish, Italian, Portuguese and Dutch; no word means two."""


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


def month(text: str, *, last: bool = False) -> dt.date | None:
    """The first day (last: the last) of a month or year such as `Mar 2019`, `2019-03` or `2019`, or a whole date."""
    plain = " ".join(text[:80].split())
    if found := _MONTH.fullmatch(plain):
        year, number = int(found.group(2)), _month(found.group(1)) if found.group(1) else 0
        whole_year = not found.group(1)
    elif found := _MONTH_FIGURES.fullmatch(plain):
        year, number = int(found.group(1) or found.group(4)), int(found.group(2) or found.group(3))
        whole_year = False
    else:
        return date(text)
    if not FIRST_YEAR <= year <= LAST_YEAR or not (whole_year or 1 <= number <= 12):
        return None
    if not last:
        return dt.date(year, 1 if whole_year else number, 1)
    following = dt.date(year + 1, 1, 1) if whole_year or number == 12 else dt.date(year, number + 1, 1)
    return following - dt.timedelta(days=1)


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
    """The number of a month by its figures or its name, 0 if it is none."""
    return int(text) if text.isdigit() else _MONTHS.get(text.casefold(), 0)


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
