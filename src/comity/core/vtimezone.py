"""A calendar's own time zone (VTIMEZONE, RFC 5545, section 3.6.5) as a table of its changes.

The table is computed once, up to the year 2200, so that no lookup has to follow a rule and a zone
of a hostile file costs no more than any other.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from calendar import monthrange
from typing import NamedTuple

from comity.core.contentline import Property
from comity.core.icalendar import Block, properties
from comity.core.recurrence import Refused, Rule, checked_rule
from comity.core.timevalues import FIRST_YEAR, LAST_YEAR, stamp

MAX_PARTS = 60
"""STANDARD and DAYLIGHT parts of one zone."""
_MAX_DATES = 200
_OLDEST = 1600
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?", re.ASCII)
_FURTHEST = dt.timedelta(hours=18)
_COUNTED = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class Change(NamedTuple):
    """From `onset`, local time by the offset before, the zone is `offset` ahead of UTC."""

    onset: dt.datetime
    offset: dt.timedelta


class TableZone(dt.tzinfo):
    """A zone by a table of its changes in order; before the first of them it has the offset `earlier`.

    onsets: the local times of the changes.
    A local time that occurs twice is the first, one that is left out counts from the new offset.
    """

    def __init__(self, earlier: dt.timedelta, changes: list[Change]) -> None:
        self.onsets = [change.onset for change in changes]
        self._offsets = [earlier, *(change.offset for change in changes)]

    def utcoffset(self, when: dt.datetime | None, /) -> dt.timedelta:
        """How far local time is ahead of UTC."""
        if when is None:
            return self._offsets[0]
        return self._offsets[bisect_right(self.onsets, when.replace(tzinfo=None))]

    def dst(self, when: dt.datetime | None, /) -> dt.timedelta:
        """Always nothing: the whole difference is in `utcoffset`."""
        return dt.timedelta()

    def tzname(self, when: dt.datetime | None, /) -> str:
        """The offset as text."""
        return str(dt.timezone(self.utcoffset(when)))


def table_zone(block: Block) -> TableZone | None:
    """The zone of a VTIMEZONE, or None if a part of it cannot be read or goes beyond all bounds.

    Every part needs a start and both offsets (at most 18 hours); it may repeat yearly on a day of a month.
    """
    parts = _parts(block)
    if block.fault or not 0 < len(parts) <= MAX_PARTS:
        return None
    changes: list[Change] = []
    first: tuple[dt.datetime, dt.timedelta] | None = None
    for part in parts:
        start = stamp(_value(part, "DTSTART"), _OLDEST)
        before, after = _offset(_value(part, "TZOFFSETFROM")), _offset(_value(part, "TZOFFSETTO"))
        if start is None or before is None or after is None:
            return None
        onset = dt.datetime.combine(start.date, start.time or dt.time())
        onsets = _onsets(part, onset)
        if onsets is None:
            return None
        changes += [Change(each, after) for each in onsets]
        if first is None or onset < first[0]:
            first = (onset, before)
    assert first is not None
    return TableZone(first[1], sorted(set(changes)))


def _parts(block: Block) -> list[list[Property]]:
    """The properties of each STANDARD and DAYLIGHT part."""
    parts: list[list[Property]] = []
    inside = False
    for item in properties(block):
        if item.name in ("BEGIN", "END"):
            inside = item.name == "BEGIN" and item.value.strip().upper() in ("STANDARD", "DAYLIGHT")
            parts += [[]] if inside else []
        elif inside:
            parts[-1].append(item)
    return parts


def _value(part: list[Property], name: str) -> str:
    return next((item.value.strip() for item in part if item.name == name), "")


def _offset(text: str) -> dt.timedelta | None:
    found = _OFFSET.fullmatch(text)
    if found is None:
        return None
    offset = dt.timedelta(hours=int(found.group(2)), minutes=int(found.group(3)))
    return None if offset > _FURTHEST else -offset if found.group(1) == "-" else offset


def _onsets(part: list[Property], start: dt.datetime) -> list[dt.datetime] | None:
    """When a part begins to apply, each time; None if its rule is not one for zones."""
    onsets = [start]
    for item in part:
        if item.name == "RDATE":
            dates = [stamp(text) for text in item.value.split(",")[:_MAX_DATES]]
            onsets += [
                dt.datetime.combine(found.date, found.time or start.time()) for found in dates if found
            ]
    text = _value(part, "RRULE")
    if not text:
        return onsets[:_MAX_DATES]
    rule = checked_rule(text, start.date())
    if isinstance(rule, Refused) or rule.freq != "YEARLY" or rule.interval != 1:
        return None
    return onsets[:_MAX_DATES] + _yearly(rule, start)


def _yearly(rule: Rule, start: dt.datetime) -> list[dt.datetime]:
    """The onsets of a yearly rule after `start`: one a year, in one month."""
    parts = dict(rule.by)
    month = int(parts.get("BYMONTH", str(start.month)).split(",")[0])
    counted = _COUNTED.fullmatch(parts.get("BYDAY", "").split(",")[0])
    listed = [int(day) for day in parts["BYMONTHDAY"].split(",")] if "BYMONTHDAY" in parts else []
    last = min(LAST_YEAR, rule.until.date.year if rule.until else LAST_YEAR)
    last = min(last, start.year + rule.times - 1 if rule.times else last)
    onsets: list[dt.datetime] = []
    for year in range(max(start.year, FIRST_YEAR), last + 1):
        length = monthrange(year, month)[1]
        days = [day for day in range(1, length + 1) if day in listed or day - length - 1 in listed]
        day = _chosen(days or list(range(1, length + 1)), dt.date(year, month, 1), counted)
        if day is None and not counted:
            day = days[0] if days else min(start.day, length)
        if day is not None:
            onsets.append(start.replace(year=year, month=month, day=day))
    return [onset for onset in onsets if onset > start]


def _chosen(days: list[int], first: dt.date, counted: re.Match[str] | None) -> int | None:
    """The day among `days` of the month that begins on `first` that a BYDAY names."""
    if counted is None:
        return None
    weekday = _WEEKDAYS.index(counted.group(2))
    fit = [day for day in days if (first.weekday() + day - 1) % 7 == weekday]
    number = int(counted.group(1) or 1)
    place = number - 1 if number > 0 else len(fit) + number
    return fit[place] if 0 <= place < len(fit) else None
