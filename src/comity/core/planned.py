"""Events and drafts as boundaries see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

from comity.core.boundaries import MINE, Boundary, Crossing, Plan, Subject, crossings, request_of, stretch
from comity.core.days import date_from_day
from comity.core.hours import zone_of

NOBODY = Subject(0)
"""Whoever comes: what applies to everybody applies here, and nothing else."""
TO_BOTH = frozenset({"introduce_make"})
"""Kinds of draft that are written to the second person too."""
_ASKS: Mapping[str, str] = {
    "introduce_request": "introduction",
    "introduce_ask_one": "",
    "introduce_ask_other": "",
    "ask_feedback": "feedback",
    "ask_advice": "time",
    "ask_reference": "reference",
}
"""What each kind of draft asks for; of any other its words say whether it asks for something."""


def of_days(first: int, last: int, zone: str, channel: str, words: str) -> Plan:
    """A plan for whole days, the first and the last included, on the clock of a zone."""
    clock = zone_of(zone) or dt.UTC
    begins, _ = stretch(dt.datetime.combine(date_from_day(first), dt.time(), clock), day_only=True)
    _, ends = stretch(dt.datetime.combine(date_from_day(last), dt.time(), clock), day_only=True)
    return Plan(moment=begins and ends and begins, until=begins and ends, channel=channel, words=words)


def crossings_of_event(
    event: Plan, guests: Iterable[tuple[Subject, str]], boundaries: Iterable[Boundary], day: int
) -> tuple[Crossing, ...]:
    """What an event crosses: of mine by itself, for `NOBODY`; then with each guest what that does not say already.

    guests: with the words that are about them alone.
    """
    known = tuple(boundaries)
    found = list(crossings(replace(event, who=(NOBODY,)), [one for one in known if one.side == MINE], day))
    said = {one.boundary for one in found}
    for who, words in guests:
        plan = replace(event, who=(who,), words=f"{event.words}\n{words}")
        found += [one for one in crossings(plan, known, day) if one.boundary not in said]
    return tuple(found)


def of_draft(
    kind: str, subject: str, body: str, moment: dt.datetime, waiting_since: dt.datetime | None
) -> Plan:
    """A mail of this kind, sent at this moment; waiting_since: since when my last word to them waits for an answer."""
    words = f"{subject}\n{body}"
    asked = _ASKS.get(kind)
    return Plan(
        moment=moment,
        channel="mail",
        words=words,
        request=request_of(words) if asked is None and "?" in words else asked or "",
        waiting_since=waiting_since,
    )
