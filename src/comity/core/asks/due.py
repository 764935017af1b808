"""The day that words of a sentence mean: "by Friday", "in two days", "bis Ende des Monats".

Days are counted from the day of the mail, in its sender's own zone, and as days only, so that clocks that are put
forward change nothing. The words are those of `grammar_en.json` and `grammar_de.json`. A weekday is the next such day, never
the mail's own ("today" says that); the week ends on Friday; what lies before a day is due the day before. Where words
name no single day ("3/4", "in a few days") the words are kept and the day is left open.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from comity.core.asks.grammar import Language, language

_DAY = dt.timedelta(days=1)
_FARTHEST = 3_660
"""Days ahead; a count beyond it is no due date."""


class Due(NamedTuple):
    """The words, their place in the sentence, and the day they mean, or None where they name no single one."""

    words: str
    start: int
    end: int
    day: dt.date | None


class _Found(NamedTuple):
    rank: int
    due: Due


def due_in(sentence: str, day: dt.date, code: str = "en") -> Due | None:
    """The due date that a sentence names, as seen on `day`; the most exact where it names several, else the first.

    Args:
        day: the mail's day by its sender's clock.
        code: the language, `en` or `de`.
    """
    words = language(code)
    found = [known for known in _all(sentence, day, words) if not _is_past(sentence, known.due, words)]
    return min(found, key=lambda known: (known.rank, known.due.start)).due if found else None


def _is_past(sentence: str, due: Due, words: Language) -> bool:
    return words.past.search(sentence[max(0, due.start - 14) : due.start]) is not None


def _all(sentence: str, day: dt.date, words: Language) -> Iterator[_Found]:
    for rank, (meaning, pattern) in enumerate(_patterns(words.code)):
        for match in pattern.finditer(sentence):
            try:
                meant = _MEANINGS[meaning](match.groupdict(), day, words)
            except (ValueError, OverflowError):
                meant = None
            lead = match["lead"] or ""
            if meant and lead.strip().casefold() in words.before:
                meant = max(day, meant - _DAY)
            start = match.start()
            yield _Found(rank, Due(sentence[start : match.end()], start, match.end(), meant))


@cache
def _patterns(code: str) -> list[tuple[str, re.Pattern[str]]]:
    words = language(code)
    lists = {
        "weekday": "|".join(words.weekdays),
        "month": "|".join(sorted(words.months, key=len, reverse=True)),
        "count": "|".join(words.counts),
        "unit": "|".join(sorted(words.units, key=len, reverse=True)),
    }
    found = []
    for meaning, pattern in words.due:
        for name, alternatives in lists.items():
            pattern = pattern.replace(f"<{name}>", f"(?P<{name}>{alternatives})")
        lead = f"(?P<lead>(?:{words.lead})\\s+)?"
        found.append((meaning, re.compile(rf"(?<![\w/.]){lead}(?:{pattern})(?![\w/])", re.IGNORECASE)))
    return found


def _iso(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return dt.date(int(parts["year"]), int(parts["number"]), int(parts["day"]))


def _named(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    """ "May 4", "4. Mai 2026": without a year the next such day."""
    return _dated(int(parts["day"]), words.months[parts["month"].casefold()], parts.get("year"), day)


def _numbered(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return _dated(int(parts["day"]), int(parts["number"]), parts.get("year"), day)


def _dated(number: int, month: int, year: str | None, day: dt.date) -> dt.date:
    if year:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return dt.date(full, month, number)
    for ahead in range(9):
        if number <= calendar.monthrange(day.year + ahead, month)[1]:
            meant = dt.date(day.year + ahead, month, number)
            if meant >= day:
                return meant
    raise ValueError("no such day")


def _slashed(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date | None:
    """ "13/4" is in April, "3/4" may be two days and stays open, "4/4" is one however it is read."""
    one, two = int(parts["one"]), int(parts["two"])
    if one > 12 or one == two:
        return _dated(one, two, parts.get("year"), day)
    return _dated(two, one, parts.get("year"), day) if two > 12 else None


def _ordinal(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    """ "the 3rd": the next such day of a month that has it, the mail's own day included."""
    number = int(parts["day"])
    if not 1 <= number <= 31:
        raise ValueError("no such day")
    meant = day
    while meant.day != number:
        meant += _DAY
    return meant


def _weekday(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return day + _DAY * ((words.weekdays[parts["weekday"].casefold()] - day.weekday()) % 7 or 7)


def _weekday_this_week(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return day + _DAY * ((words.weekdays[parts["weekday"].casefold()] - day.weekday()) % 7)


def _weekday_next_week(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return _monday(day) + _DAY * (7 + words.weekdays[parts["weekday"].casefold()])


def _monday(day: dt.date) -> dt.date:
    return day - _DAY * day.weekday()


def _this_week(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    friday = _monday(day) + _DAY * 4
    return friday if friday >= day else _monday(day) + _DAY * 6


def _next_week(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return _monday(day) + _DAY * 11


def _early_next_week(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return _monday(day) + _DAY * 8


def _weekend(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    """Sunday; "before the weekend" is Friday or, once it has begun, today."""
    if (parts["lead"] or "").strip().casefold() in words.before:
        return max(day, _monday(day) + _DAY * 4) + _DAY
    return _monday(day) + _DAY * 6


def _month_end(year: int, month: int) -> dt.date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _this_month(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return _month_end(day.year, day.month)


def _next_month(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return _month_end(day.year, day.month + 1)


def _month(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    """ "in May", "end of May": its last day; "before May": the day before its first."""
    month = words.months[parts["month"].casefold()]
    end = _month_end(day.year, month)
    end = end if end >= day else _month_end(day.year + 1, month)
    return end.replace(day=1) if (parts["lead"] or "").strip().casefold() in words.before else end


def _middle(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return _dated(15, words.months[parts["month"].casefold()], None, day)


def _quarter(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    month = int(parts["quarter"]) * 3
    if parts.get("year"):
        return _month_end(int(parts["year"]), month)
    end = _month_end(day.year, month)
    return end if end >= day else _month_end(day.year + 1, month)


def _this_quarter(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return _month_end(day.year, (day.month + 2) // 3 * 3)


def _this_year(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    return dt.date(day.year, 12, 31)


def _in_units(parts: Mapping[str, str], day: dt.date, words: Language) -> dt.date:
    counted = parts["count"] if parts.get("count") else parts["digits"]
    count = int(words.counts.get(counted.casefold(), counted))
    unit = words.units[parts["unit"].casefold()]
    if count > _FARTHEST:
        raise ValueError("too far ahead")
    if unit == "month":
        end = _month_end(day.year, day.month + count)
        return end.replace(day=min(day.day, end.day))
    if unit == "workday":
        return _workdays_after(day, count)
    return day + _DAY * (count * {"hour": 0, "day": 1, "week": 7}[unit])


def _workdays_after(day: dt.date, count: int) -> dt.date:
    weeks, rest = divmod(count, 5)
    meant = day + _DAY * 7 * weeks
    while rest or meant.weekday() > 4:
        meant += _DAY
        rest -= meant.weekday() < 5 and rest > 0
    return meant


def _open(parts: Mapping[str, str], day: dt.date, words: Language) -> None:
    return None


_MEANINGS: Mapping[str, Callable[[Mapping[str, str], dt.date, Language], dt.date | None]] = {
    "iso": _iso,
    "named": _named,
    "numbered": _numbered,
    "slashed": _slashed,
    "ordinal": _ordinal,
    "weekday": _weekday,
    "weekday this week": _weekday_this_week,
    "weekday next week": _weekday_next_week,
    "today": lambda parts, day, words: day,
    "tomorrow": lambda parts, day, words: day + _DAY,
    "day after tomorrow": lambda parts, day, words: day + 2 * _DAY,
    "this week": _this_week,
    "early next week": _early_next_week,
    "next week": _next_week,
    "weekend": _weekend,
    "this month": _this_month,
    "next month": _next_month,
    "month": _month,
    "middle of month": _middle,
    "quarter": _quarter,
    "this quarter": _this_quarter,
    "this year": _this_year,
    "in units": _in_units,
    "open": _open,
}
