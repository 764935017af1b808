"""Boundaries: set, changed, ended, taken up again, removed.

What crosses one is kept by `actions.crossings`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from comity.actions import lasting, removed
from comity.actions.finding import person_of, row_of
from comity.actions.organisations import organisation_called
from comity.core import days, folding
from comity.core.boundaries import CHANNELS, MINE, PREFERRED, THEIRS, Kind
from comity.core.errors import Invalid
from comity.core.hours import DAY, EVERY_DAY, zone_of
from comity.store.access import Scope
from comity.store.models import Boundary, Crossing
from comity.store.playbooks import playbooks

TEXT = 2_000
MOST_WORDS = 50
"""Topics, channels or kinds of request of one boundary at the most."""
LONGEST_WORD = 80
MOST_HOURS = 24 * 366
"""Hours within which an answer may be expected, at the most."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a boundary says; only what belongs to its kind is kept.

    begin, end, weekdays, zone: as in `core.hours.Hours`, zone "" for the book's; words: topics, channels or kinds of
    request; a channel may begin with "+" for one that is liked better.
    """

    kind: str
    words: Sequence[str] = ()
    begin: int | None = None
    end: int | None = None
    weekdays: int = 0
    zone: str = ""
    answer_hours: int | None = None
    text: str = ""


def add(
    scope: Scope,
    side: str,
    line: Line,
    *,
    person_id: str | None = None,
    role: str = "",
    organisation: str = "",
    told: bool = True,
    since: dt.date | None = None,
) -> str:
    """Set a boundary from today on, or from a day; returns its id. To nobody in particular, it is to everybody.

    Args:
        side: "mine" or "theirs"; told: they said so, else it was noticed.

    Raises:
        NotFound: no such person; Invalid: it says nothing, or what is no role, hour, weekday, zone or channel.
    """
    if side not in (MINE, THEIRS):
        raise Invalid("side", side, "this is neither mine nor theirs")
    said = _said(line)
    if role and role not in playbooks():
        raise Invalid("role", role, "this is none of the roles: " + ", ".join(playbooks()))
    with transaction.atomic():
        row = Boundary.objects.create(
            book_id=scope.book_id,
            side=side,
            person=person_of(scope, person_id, by_hand=True) if person_id else None,
            role=role,
            organisation=organisation_called(scope, organisation),
            told=told,
            since=days.day_from_date(since or scope.today()),
            **said,
        )
    return str(row.uuid)


def edit(scope: Scope, id: str, line: Line, *, told: bool = True) -> None:
    """Say it anew; to whom it applies, its kind and its days stay.

    Raises:
        NotFound: no such boundary; Invalid: see `add`.
    """
    with transaction.atomic():
        row = _one(scope, id)
        said = _said(line)
        if said.pop("kind") != row.kind:
            raise Invalid("kind", line.kind, "a boundary keeps its kind; end this one and set another")
        for name, value in said.items():
            setattr(row, name, value)
        row.told = told
        row.save(update_fields=[*said, "told"])


def end(scope: Scope, id: str, on: dt.date | None = None) -> None:
    """It holds no longer, or until a day and no longer.

    Raises:
        NotFound: no such boundary; WrongState: it has ended; Invalid: before it began.
    """
    with transaction.atomic():
        row = _one(scope, id)
        lasting.end("boundary", row, lasting.last_day(scope, row.since, on))


def reopen(scope: Scope, id: str) -> None:
    """It holds on.

    Raises:
        NotFound: no such boundary; WrongState: it has not ended.
    """
    with transaction.atomic():
        lasting.reopen("boundary", _one(scope, id))


def remove(scope: Scope, id: str) -> str:
    """It was a mistake: nothing of it stays, nor of what crossed it; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such boundary.
    """
    with transaction.atomic():
        return removed.remove(scope, "boundary", _one(scope, id))


def remove_crossing(scope: Scope, id: str) -> str:
    """It was none after all; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such crossing.
    """
    return removed.remove(scope, "crossing", row_of(scope, Crossing.objects.all(), "crossing", id))


def _said(line: Line) -> dict[str, Any]:
    """The columns of what a boundary says.

    Raises:
        Invalid: see `add`.
    """
    if line.kind not in set(Kind):
        raise Invalid("kind", line.kind, "this is none of: " + ", ".join(Kind))
    words = _words(line)
    said: dict[str, Any] = {
        "kind": line.kind,
        "words": "\n".join(words),
        "text": line.text.strip()[:TEXT],
        "from_minute": None,
        "to_minute": None,
        "weekdays": 0,
        "zone": "",
        "answer_hours": None,
    }
    if line.kind == Kind.HOURS:
        return said | _hours(line)
    if line.kind == Kind.ANSWER:
        return said | {"answer_hours": _answer(line.answer_hours)}
    if not words:
        raise Invalid("words", "", _NEEDS[Kind(line.kind)])
    return said


_NEEDS = {
    Kind.CHANNEL: "say which channels it is about, such as mail or call",
    Kind.TOPIC: "say which topics it is about, one a line",
    Kind.REQUEST: "say which requests it is about, such as money or introduction",
}


def _words(line: Line) -> list[str]:
    if line.kind == Kind.ANSWER:
        return []
    plain = (" ".join(word.split()) for word in line.words)
    words = list(dict.fromkeys(word[:LONGEST_WORD] for word in plain if word))
    if len(words) > MOST_WORDS:
        raise Invalid("words", str(len(words)), f"at most {MOST_WORDS} of them")
    if line.kind in (Kind.CHANNEL, Kind.HOURS):
        words = [word.lower() for word in words]
        for word in words:
            if word.removeprefix(PREFERRED if line.kind == Kind.CHANNEL else "") not in CHANNELS:
                raise Invalid("words", word, "choose among " + ", ".join(CHANNELS))
    empty = next((word for word in words if not folding.words(word)), None)
    if empty is not None:
        raise Invalid("words", empty, "this has no letters")
    return words


def _hours(line: Line) -> dict[str, Any]:
    begin, end = line.begin, line.end
    if begin is None and end is None and line.weekdays:
        begin = end = 0
    if begin is None or end is None:
        raise Invalid("hours", "", "say from when until when, or on which weekdays")
    if not (0 <= begin < DAY and 0 <= end < DAY):
        raise Invalid("hours", f"{begin}–{end}", "hours lie between 0:00 and 23:59")
    if not 0 <= line.weekdays <= EVERY_DAY:
        raise Invalid("weekdays", str(line.weekdays), "there are seven of them")
    if line.zone and zone_of(line.zone) is None:
        raise Invalid("zone", line.zone, "write it like Europe/Berlin")
    return {"from_minute": begin, "to_minute": end, "weekdays": line.weekdays, "zone": line.zone}


def _answer(hours: int | None) -> int:
    if hours is None or not 1 <= hours <= MOST_HOURS:
        raise Invalid(
            "answer_hours", "" if hours is None else str(hours), f"between 1 and {MOST_HOURS} hours"
        )
    return hours


def _one(scope: Scope, id: str) -> Boundary:
    return row_of(scope, Boundary.objects.all(), "boundary", id)
