"""What every record of every reader keeps to, whatever bytes it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from comity.core.records import (
    Card,
    Exchange,
    Fact,
    Flag,
    Handle,
    Interaction,
    Kind,
    Mine,
    OwnPosition,
    Part,
    Problem,
    Reminder,
)

TEXT_LIMIT = 200_000 + 6000
"""Characters of one text: what readers keep of it, and the fields of a bounce after it."""
LIMITS = {
    "zone": 64,
    "subject": 1000,
    "snippet": 200,
    "name": 200,
    "given": 200,
    "family": 200,
    "organisation": 300,
    "title": 300,
    "department": 300,
    "source": 200,
    "every": 16,
    "kind": 32,
    "label": 100,
    "what": 32,
    "handle kind": 16,
    "handle value": 500,
    "code": 32,
}
"""Characters that a column of the store holds, by the record's field."""
MOST_PARTIES = 100_000
_SMALL, _BIG = 2**15, 2**63
_FIRST_DAY, _LAST_DAY = -720_000, 2_932_897
"""Days that a calendar can show: the years 1 to 9999."""
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_HANDLES = frozenset({"email", "linkedin", "uid", "card", "name", "me"})


def check_all(records: Iterable[Any]) -> int:
    """Check every record; returns how many there were.

    Raises:
        AssertionError: one breaks its promise.
    """
    count = 0
    for record in records:
        count += 1
        wrong = next(iter(_faults(record)), None)
        assert wrong is None, f"{wrong}: {str(record)[:500]}"
    return count


def _faults(record: Any) -> Iterator[str]:
    if isinstance(record, Interaction):
        yield from _interaction(record)
    elif isinstance(record, Card):
        yield from _card(record)
    elif isinstance(record, Mine):
        yield from _handle(record.handle)
        yield from _text("reason", record.reason, 1000)
    elif isinstance(record, Problem):
        yield from _problem(record)
    elif isinstance(record, Exchange | Fact | Reminder):
        yield from _entry(record)
    elif isinstance(record, OwnPosition):
        yield from _texts(record, ("organisation", "title"))
        yield from _text("text", record.text, TEXT_LIMIT)
        yield from _day("since", record.since, True)
        yield from _day("until", record.until, True)
    else:
        yield f"{type(record)} is no record"
    yield from _position(record)


def _interaction(record: Interaction) -> Iterator[str]:
    if record.kind not in set(Kind):
        yield "kind is none"
    if type(record.key) is not bytes or len(record.key) != 16:
        yield "key has not 16 bytes"
    if not 0 <= record.flags < _SMALL or int(Flag(record.flags)) != record.flags:
        yield "flags are none"
    for name, value in (("at", record.at), ("ends_at", record.ends_at)):
        if value is not None:
            yield from _number(name, value, _BIG)
            yield from _day(name, value // 86_400)
    if record.offset is not None:
        yield from _number("offset", record.offset, 24 * 60 + 1)
    for name in ("ref", "parent", "digest"):
        yield from _number(name, getattr(record, name), _BIG)
        if getattr(record, name) < 0:
            yield f"{name} is negative"
    yield from _texts(record, ("zone", "subject", "snippet"))
    yield from _text("text", record.text, TEXT_LIMIT)
    if len(record.parties) > MOST_PARTIES:
        yield "too many parties"
    for part, handle, name in record.parties:
        if part not in set(Part):
            yield "part is none"
        yield from _handle(handle)
        yield from _text("name", name, LIMITS["name"])


def _card(card: Card) -> Iterator[str]:
    if not card.handles:
        yield "a card without handles"
    for handle in card.handles:
        yield from _handle(handle)
    yield from _texts(card, ("name", "given", "family", "organisation", "title", "department"))
    for field, value in card.values:
        yield from _text("field", field, 16)
        yield from _text("value", value, TEXT_LIMIT)
    for date in card.dates:
        yield from _text("what", date.what, LIMITS["what"])
        if not (1 <= date.month <= 12 and 1 <= date.day <= 31) or not 0 <= (date.year or 0) < 10_000:
            yield "no date"
    for label in card.labels:
        yield from _text("label", label, LIMITS["label"])
    yield from _day("position_since", card.position_since, True)
    yield from _day("known_on", card.known_on, True)
    if card.changed_at is not None:
        yield from _number("changed_at", card.changed_at, _BIG)
    if type(card.is_me) is not bool:
        yield "is_me is no bool"


def _entry(record: Exchange | Fact | Reminder) -> Iterator[str]:
    yield from _handle(record.handle)
    if not re.fullmatch(r"[0-9a-f]{32}", record.key):
        yield "key is none"
    yield from _text("text", record.text, TEXT_LIMIT)
    yield from _texts(record, tuple({"name", "kind", "source", "every"} & set(record._fields)))
    yield from _day("day", record.due if isinstance(record, Reminder) else record.on)


def _problem(problem: Problem) -> Iterator[str]:
    if not _CODE.fullmatch(problem.code) or len(problem.code) > LIMITS["code"]:
        yield "code is none"
    if not problem.reason.strip():
        yield "no reason"
    yield from _text("reason", problem.reason, 2000)


def _position(record: Any) -> Iterator[str]:
    position = getattr(record, "position", 0)
    yield from _number("position", position, _BIG)
    if position < 0:
        yield "position is negative"


def _handle(handle: Handle) -> Iterator[str]:
    if handle.kind not in _HANDLES or not handle.value:
        yield "handle is none"
    yield from _text("handle value", handle.value, LIMITS["handle value"])


def _texts(record: Any, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from _text(name, getattr(record, name), LIMITS[name])


def _text(name: str, value: Any, limit: int) -> Iterator[str]:
    if type(value) is not str:
        yield f"{name} is no text"
    elif len(value) > limit:
        yield f"{name} has {len(value)} characters"
    elif "\0" in value:
        yield f"{name} holds NUL"
    elif not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            yield f"{name} holds half a character"


def _number(name: str, value: Any, limit: int) -> Iterator[str]:
    if not isinstance(value, int) or isinstance(value, bool) or not -limit <= value < limit:
        yield f"{name} is no number below {limit}"


def _day(name: str, value: int | None, optional: bool = False) -> Iterator[str]:
    if value is None:
        if not optional:
            yield f"{name} is missing"
    elif not _FIRST_DAY <= value <= _LAST_DAY:
        yield f"{name} is on no day"
