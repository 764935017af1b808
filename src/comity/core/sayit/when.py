"""Days and times in words: found in a text, then told for what was and for what is to come."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comity.core.days import day_from_date
from comity.core.sayit.grammar import Grammar, Template
from comity.core.sayit.tokens import Token

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.?(\d{4})?")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_YEAR = re.compile(r"(?:19|20|21)\d\d")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(am|pm|h)?")
_COUNT = re.compile(r"\d{1,3}")
_MONTHS = {"month": 1, "year": 12}
_DAYS = {"day": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class When:
    """A day or time as it stands in the text, from token `first` up to `last`, not yet counted from a today.

    due: said with "by" and the like; part: of the day, "" if none.
    """

    first: int
    last: int
    means: str
    values: tuple[tuple[str, str], ...]
    due: bool
    part: str
    is_time: bool

    def value(self, name: str) -> str:
        """What stands in a slot of the template; "" where it was not used."""
        return dict(self.values).get(name, "")


def found_at(words: Sequence[Token], at: int, languages: Sequence[Grammar]) -> When | None:
    """The day or time that begins with this token, the longest that any language knows."""
    ways = [
        when
        for grammar in languages
        for when in (_date(words, at, grammar), _time(words, at, grammar))
        if when
    ]
    return max(ways, key=lambda when: when.last, default=None)


def _date(words: Sequence[Token], at: int, grammar: Grammar) -> When | None:
    start, due = at, False
    for size in (3, 2, 1):
        phrase = tuple(token.word for token in words[at : at + size])
        if phrase in grammar.due or phrase in grammar.on:
            start, due = at + size, phrase in grammar.due
            break
    matched = _matched(words, start, grammar.dates, grammar)
    if matched is None and start > at:
        start, due = at, False
        matched = _matched(words, at, grammar.dates, grammar)
    if matched is None:
        return None
    end, means, values = matched
    part = grammar.after_parts.get(words[end].word, "") if end < len(words) else ""
    end += bool(part)
    fields = means.split()
    if fields[0] == "day" and len(fields) == 3:
        part = part or fields[2]
    return When(at, end, means, values, due, part, False)


def _time(words: Sequence[Token], at: int, grammar: Grammar) -> When | None:
    matched = _matched(words, at, grammar.times, grammar)
    if matched is None:
        return None
    end, means, values = matched
    part = means.removeprefix("part ") if means.startswith("part ") else ""
    return When(at, end, means, values, False, part, True)


_Matched = tuple[int, str, tuple[tuple[str, str], ...]]


def _matched(
    words: Sequence[Token], at: int, ways: Mapping[str, tuple[Template, ...]], grammar: Grammar
) -> _Matched | None:
    if at >= len(words):
        return None
    best: _Matched | None = None
    for first in (words[at].word, *_slots_of(words[at], grammar)):
        for elements, means in ways.get(first, ()):
            if best and at + len(elements) <= best[0]:
                break
            values = _filled(words, at, elements, grammar)
            if values is not None and _sound(means, dict(values)):
                best = (at + len(elements), means, values)
    return best


def _slots_of(token: Token, grammar: Grammar) -> tuple[str, ...]:
    word = token.word
    if word[:1].isdigit():
        return ("{dayno}", "{n}", "{hour}", "{clock}", "{iso}", "{dotted}", "{slashed}")
    return tuple(
        slot
        for slot, known in (
            ("{weekday}", grammar.weekdays), ("{month}", grammar.months), ("{n}", grammar.numbers), ("{hour}", grammar.numbers),
        )
        if word in known
    )  # fmt: skip


def _filled(
    words: Sequence[Token], at: int, elements: tuple[str, ...], grammar: Grammar
) -> tuple[tuple[str, str], ...] | None:
    values = []
    for token, element in zip(words[at : at + len(elements)], elements, strict=False):
        if not element.startswith("{"):
            if token.word != element:
                return None
            continue
        value = _read(element[1:-1], token, grammar)
        if value is None:
            return None
        values.append((element[1:-1], value))
    return tuple(values) if at + len(elements) <= len(words) else None


def _read(slot: str, token: Token, grammar: Grammar) -> str | None:
    word = token.word
    tables: Mapping[str, Mapping[str, object]] = {
        "weekday": grammar.weekdays, "month": grammar.months, "unit": grammar.units
    }  # fmt: skip
    if slot in tables:
        found = tables[slot].get(word)
        return None if found is None else str(found)
    if slot in ("n", "hour"):
        number = str(grammar.numbers[word]) if word in grammar.numbers else word
        counts = _COUNT.fullmatch(number) and (slot == "n" or int(number) <= 24)
        return number if counts else None
    shapes = {
        "dayno": _DAY,
        "year": _YEAR,
        "clock": _CLOCK,
        "iso": _ISO,
        "dotted": _DOTTED,
        "slashed": _SLASHED,
    }
    fits = shapes[slot].fullmatch(word)
    if slot == "clock" and fits and not (fits.group(2) or fits.group(3)):
        return None
    return word if fits else None


def _sound(means: str, values: Mapping[str, str]) -> bool:
    """Whether there is such a time, or such a day in any year; a month’s 31st counts, for it is meant as a day."""
    if means == "date" or "iso" in values:
        _year, month, day = _named(values)
        return 1 <= month <= 12 and 1 <= day <= 31
    if means in ("written", "slashed"):
        return bool(_calendar_days(means, values, 2000, 2000))
    if means == "clock":
        return _clock(values["clock"]) is not None
    if means in ("am", "pm", "half past", "half to"):
        return 1 <= int(values["hour"]) <= 12
    return True


def days_of(when: When, today: dt.date, *, ahead: bool) -> tuple[int, ...]:
    """The day numbers that are meant, more than one where the words leave it open; empty outside the calendar."""
    try:
        return tuple(day_from_date(day) for day in _days(when, today, ahead=ahead))
    except (OverflowError, ValueError):
        return ()


def is_calendar(when: When) -> bool:
    """Whether it names a day of a month: "3 June", "3.6.", and no weekday or span."""
    return when.means in ("date", "written", "slashed")


def is_none(when: When) -> bool:
    """Whether it is written as a day of a month that has no such day: "31 June"."""
    return is_calendar(when) and not _calendar_days(when.means, dict(when.values), 2000, 2003)


def has_year(when: When) -> bool:
    """Whether such a day is told with its year."""
    values = dict(when.values)
    return bool(values.get("year") or (when.means != "date" and _readings(when.means, values)[1]))


def is_past(when: When) -> bool:
    """Whether the words themselves point back: yesterday, ago, last Monday."""
    return when.means.startswith(("ago", "day -", "last ", "week -"))


def is_ahead(when: When) -> bool:
    """Whether the words themselves point forward: tomorrow, in two weeks, by Friday."""
    return when.due or when.means.startswith(("ahead", "day 1", "day 2", "next ", "week 1", "end "))


def _days(when: When, today: dt.date, *, ahead: bool) -> Sequence[dt.date]:
    fields = when.means.split()
    if fields[0] == "day":
        return [today + dt.timedelta(int(fields[1]))]
    if fields[0] in ("ago", "ahead"):
        said = fields[1] if len(fields) > 1 else when.value("n")
        count = int(said) * (1 if fields[0] == "ahead" else -1)
        return [_moved(today, count, when.value("unit"))]
    if fields[-1] == "weekday":
        return _weekdays(fields[0], int(when.value("weekday")), today, ahead=ahead)
    if fields[0] == "week":
        return _week(int(fields[1]), today, ahead=ahead)
    if fields[0] == "end":
        return [_end(fields[1], int(fields[2]), today)]
    return _nearest(when, today, ahead=ahead)


def _moved(today: dt.date, count: int, unit: str) -> dt.date:
    if unit in _DAYS:
        return today + dt.timedelta(count * _DAYS[unit])
    months = today.year * 12 + today.month - 1 + count * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return dt.date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _weekdays(which: str, weekday: int, today: dt.date, *, ahead: bool) -> Sequence[dt.date]:
    """A weekday of another week than this one is certain; in this week, "last" and "next" mean either to many."""
    apart = weekday - today.weekday()
    if which == "this":
        steps = [apart]
    elif which == "last":
        steps = [apart - 7, apart] if apart < 0 else [apart - 7]
    elif which == "next":
        steps = [apart, apart + 7] if apart > 0 else [apart + 7]
    elif ahead:
        steps = [0, 7] if apart == 0 else [apart % 7]
    else:
        steps = [-7, 0] if apart == 0 else [apart % 7 - 7]
    return [today + dt.timedelta(step) for step in steps]


def _week(number: int, today: dt.date, *, ahead: bool) -> Sequence[dt.date]:
    monday = today + dt.timedelta(7 * number - today.weekday())
    week = [monday + dt.timedelta(day) for day in range(5)]
    if not ahead:
        return [day for day in week if day <= today] if number <= 0 else week
    return [week[0], week[-1]] if number > 0 else [max(week[-1], today)]


def _end(unit: str, number: int, today: dt.date) -> dt.date:
    """The Friday of a week; the last day of a month or year."""
    if unit == "week":
        return max(today, today + dt.timedelta(7 * number - today.weekday() + 4))
    if unit == "year":
        return dt.date(today.year + number, 12, 31)
    first = _moved(today.replace(day=1), number, "month")
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _nearest(when: When, today: dt.date, *, ahead: bool) -> Sequence[dt.date]:
    """A date without a year is the last such day for what was, the next for what is to come.

    Of a day that there is not, the last day of its month, and the one after.
    """
    years = range(today.year - 4, today.year + 5)
    if is_none(when):
        return _beside(when, today, ahead=ahead)
    found = _calendar_days(when.means, dict(when.values), years[0], years[-1])
    chosen = set()
    for same in {(day.month, day.day) for day in found}:
        days = sorted(day for day in found if (day.month, day.day) == same)
        before, after = [d for d in days if d <= today], [d for d in days if d >= today]
        chosen.add(next(iter(after), days[-1]) if ahead else (before[-1] if before else days[0]))
    return sorted(chosen)


def _beside(when: When, today: dt.date, *, ahead: bool) -> Sequence[dt.date]:
    year, month, _day = _named(dict(when.values))
    years = [year] if year else [today.year - 1, today.year, today.year + 1]
    lasts = [dt.date(y, month, calendar.monthrange(y, month)[1]) for y in years]
    near = [last for last in lasts if (last >= today if ahead else last <= today)] or lasts
    last = near[0] if ahead else near[-1]
    return [last, last + dt.timedelta(1)]


def _named(values: Mapping[str, str]) -> tuple[int, int, int]:
    """Year (0 where none is told), month and day of a date with a month's name, or of ISO 8601."""
    if "iso" in values:
        year, month, day = map(int, values["iso"].split("-"))
        return year, month, day
    named = _DAY.fullmatch(values["dayno"])
    return int(values.get("year") or 0), int(values["month"]), int(named.group(1)) if named else 0


def _calendar_days(means: str, values: Mapping[str, str], first: int, last: int) -> list[dt.date]:
    """Every day that a written date can be in these years, or the one in its own year."""
    years: Sequence[int] = range(first, last + 1)
    if means == "date":
        year, month, day = _named(values)
        readings, years = [(day, month)], [year] if year else years
    else:
        readings, year = _readings(means, values)
        years = [year] if year else years
    return [found for y in years for d, m in readings if (found := _existing(y, m, d))]


def _readings(means: str, values: Mapping[str, str]) -> tuple[list[tuple[int, int]], int]:
    """(day, month) in each order that is used, and the year or 0."""
    if found := _ISO.fullmatch(values.get("iso", "")):
        year, month, day = map(int, found.groups())
        return ([(day, month)] if year else []), year
    text = values.get("slashed") or values.get("dotted", "")
    found = (_SLASHED if means == "slashed" else _DOTTED).fullmatch(text)
    if found is None:
        raise AssertionError("only what has the shape of a date is read as one")
    one, two = int(found.group(1)), int(found.group(2))
    both = [(one, two), (two, one)] if means == "slashed" and one != two else [(one, two)]
    return both, int(found.group(3) or 0)


def _existing(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def minutes_of(when: When) -> tuple[int, ...]:
    """The minutes of the day that are meant, more than one where "at 4" leaves it open; not for a part of a day."""
    means = when.means
    if means == "clock":
        minute = _clock(when.value("clock"))
        return () if minute is None else (minute,)
    if means.startswith("at "):
        return (int(means.removeprefix("at ")),)
    hour = int(when.value("hour"))
    if means in ("am", "pm"):
        return (hour % 12 * 60 + (720 if means == "pm" else 0),)
    if means.startswith("half"):
        minute = hour % 12 * 60 + (30 if means == "half past" else -30)
        return (minute % 720, minute % 720 + 720)
    certain = hour == 0 or hour > 12 or (means == "hour uhr" and hour > 6)
    return (hour % 24 * 60,) if certain else (hour % 12 * 60, hour % 12 * 60 + 720)


def _clock(text: str) -> int | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise AssertionError("only what has the shape of a time is read as one")
    hour, minute, half = int(found.group(1)), int(found.group(2) or 0), found.group(3)
    if half in ("am", "pm"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour * 60 + minute if hour < 24 and minute < 60 else None
