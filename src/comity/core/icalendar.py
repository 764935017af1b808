"""The guard between a calendar file (RFC 5545) and the libraries that expand its recurrences.

Calendars come from strangers. Everything here reads text only and takes time linear in it: components are
cut out without recursion, and properties that nobody needs are left behind. Times, rules and zones have their
own guards: `core.timevalues`, `core.recurrence` and `core.vtimezone`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from comity.core.contentline import Property, parse_property

MAX_DEPTH = 16
"""How deep components may lie within one another; real calendars use three levels."""
MAX_CHARACTERS = 4 * 1024 * 1024
"""Size of what is kept of one component, beyond which it counts as broken."""

_NEEDED = frozenset(
    """UID DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE SUMMARY DESCRIPTION LOCATION
    STATUS TRANSP ORGANIZER ATTENDEE TZID X-LIC-LOCATION TZOFFSETFROM TZOFFSETTO BEGIN END METHOD X-WR-CALNAME
    X-WR-TIMEZONE""".split()
)
_TAKEN = ("VEVENT", "VTIMEZONE")
_MARK = re.compile(r"(BEGIN|END)\s?:\s?([A-Za-z0-9-]{1,40})\s*", re.IGNORECASE)


class Block(NamedTuple):
    """One component of a calendar.

    kind: VEVENT, VTIMEZONE, another component's name, or VCALENDAR for the calendar's own properties;
    line: number of its BEGIN line, from 1; lines: the physical lines of the needed properties, without
    components inside an event (alarms); fault: "", `unterminated`, `too-deep` or `too-long`.
    """

    kind: str
    line: int
    lines: tuple[str, ...]
    fault: str


class _Open:
    """What `blocks` has open: the component, the level inside it, and what was kept so far."""

    def __init__(self) -> None:
        self.start("", 0)

    def start(self, kind: str, line: int) -> None:
        self.kind, self.line, self.level, self.size = kind, line, int(bool(kind)), 0
        self.lines: list[str] = []
        self.fault, self.keeps = "", False

    def keep(self, line: str) -> None:
        if line[:1] not in (" ", "\t"):
            self.keeps = line[:32].partition(":")[0].partition(";")[0].strip().upper() in _NEEDED
        if not self.keeps or self.fault or (self.level > 1 and self.kind != "VTIMEZONE"):
            return
        self.size += len(line)
        if self.size > MAX_CHARACTERS:
            self.fault = "too-long"
        self.lines.append(line)

    def block(self, fault: str = "") -> Block:
        return Block(
            self.kind, self.line, () if self.fault or fault else tuple(self.lines), self.fault or fault
        )


def blocks(lines: Iterable[str]) -> Iterator[Block]:
    """Cut the physical lines of a file into components.

    The calendar's own properties come as a block before its first component. A component that
    another event, zone or calendar interrupts is `unterminated`; one that holds more than `MAX_DEPTH` levels
    is `too-deep`.
    """
    open_ = _Open()
    for number, line in enumerate(lines, start=1):
        mark = _MARK.fullmatch(line.rstrip("\r\n")) if line[:1] in "BbEe" and len(line) < 80 else None
        word, name = (mark.group(1).upper(), mark.group(2).upper()) if mark else ("", "")
        inside = open_.kind not in ("", "VCALENDAR")
        if not word:
            open_.keep(line)
        elif name == "VCALENDAR" or (word == "BEGIN" and name in _TAKEN) or not inside:
            if open_.kind and not (word == "END" and not inside and not open_.lines):
                yield open_.block("unterminated" if inside else "")
            open_.start(name if word == "BEGIN" else "", number)
        elif word == "BEGIN":
            open_.level += 1
            open_.keep(line)
            open_.fault = "too-deep" if open_.level > MAX_DEPTH else open_.fault
        else:
            open_.keep(line)
            open_.level = 0 if name == open_.kind and name in _TAKEN else open_.level - 1
            if open_.level == 0:
                yield open_.block()
                open_.start("", number)
    if open_.kind and (open_.lines or open_.kind != "VCALENDAR"):
        yield open_.block("unterminated" if open_.kind != "VCALENDAR" else "")


def properties(block: Block) -> list[Property]:
    """The properties of a component in their order, folded lines joined."""
    held: list[list[str]] = []
    for line in block.lines:
        if line[:1] in (" ", "\t") and held:
            held[-1].append(line)
        else:
            held.append([line])
    return [item for item in map(parse_property, held) if item.name]
