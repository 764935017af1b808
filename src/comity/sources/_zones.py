"""What a TZID means: an IANA zone where it can be told, else the file's own VTIMEZONE.

A name that is known wins over a VTIMEZONE that contradicts it: rules in files are often those of the year
in which the event was written.
"""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from functools import lru_cache
from typing import NamedTuple

from comity.core.icalendar import Block, properties
from comity.core.vtimezone import table_zone

_IANA = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{1,30}(?:/[A-Za-z0-9_+-]{1,30}){0,2}")
_UTC = re.compile(
    r"^(?:.*/)?(?:UTC|Coordinated Universal Time|\(UTC\) Coordinated Universal Time)$", re.IGNORECASE
)
_OFFSET = re.compile(
    r"\(?(?:UTC|GMT)?\s*([+-])\s?(\d{1,2})[:.]?(\d\d)?\)?\s*([^()]*)", re.IGNORECASE | re.ASCII
)
_FURTHEST = dt.timedelta(hours=18)
_MOST_ZONES, _LONGEST = 100, 300


class Zone(NamedTuple):
    """A zone and its IANA name, "" if it has none."""

    tz: dt.tzinfo
    name: str


class Zones:
    """The zones of one calendar file."""

    def __init__(self) -> None:
        self._defined: dict[str, Block] = {}
        self._found: dict[str, Zone | None] = {}

    def define(self, block: Block) -> None:
        """Remember a VTIMEZONE; of several with the same TZID the first counts."""
        tzid = next((item.value.strip() for item in properties(block) if item.name == "TZID"), "")
        if tzid and len(self._defined) < _MOST_ZONES:
            self._defined.setdefault(tzid, block)

    def find(self, tzid: str) -> Zone | None:
        """The zone of a TZID, or None if nothing tells it."""
        tzid = tzid.strip().strip('"')
        if tzid not in self._found:
            if len(self._found) > 4 * _MOST_ZONES:
                return None
            self._found[tzid] = self._search(tzid)
        return self._found[tzid]

    def _search(self, tzid: str) -> Zone | None:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        block = self._defined.get(tzid)
        parts = tzid.split("/")
        names = [tzid, WINDOWS_TO_OLSON.get(tzid, ""), "/".join(parts[-3:]), "/".join(parts[-2:])]
        if block is not None:
            names += [item.value.strip() for item in properties(block) if item.name == "X-LIC-LOCATION"]
        for name in names:
            zone = _iana(name)
            if zone is not None:
                return zone
        table = None if block is None else table_zone(block)
        return _stated(tzid) if table is None else Zone(table, "")


def _stated(tzid: str) -> Zone | None:
    """The zone of a name such as `GMT+0200` or `(UTC+01:00) Amsterdam, Berlin`: by a city, else without summer time.

    None where the name has more in it than an offset, but no city that is known.
    """
    tzid = tzid[:_LONGEST]
    if _UTC.search(tzid):
        return Zone(dt.UTC, "")
    found = _OFFSET.fullmatch(tzid)
    if found is None:
        return None
    sign, hours, minutes, places = found.groups()
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    for place in places.split(","):
        zone = _iana(_cities().get(place.strip().replace(" ", "_").casefold(), ""))
        if zone and offset in {dt.datetime(2024, month, 1, tzinfo=zone.tz).utcoffset() for month in (1, 7)}:
            return zone
    return None if places or abs(offset) > _FURTHEST else Zone(dt.timezone(offset), "")


@lru_cache(1)
def _cities() -> dict[str, str]:
    """The zones that are named after a city, by its name in small letters."""
    names = sorted(name for name in zoneinfo.available_timezones() if name.count("/") == 1)
    return {
        name.partition("/")[2].casefold(): name for name in names if not name.startswith(("Etc/", "SystemV/"))
    }


def _iana(name: str) -> Zone | None:
    if not _IANA.fullmatch(name):
        return None
    try:
        zone = zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return Zone(zone, "" if name in ("UTC", "GMT", "Etc/UTC", "Etc/GMT") else name)
