"""What of an item can be corrected before it is kept: its fields, each with its value as text.

Days are ISO dates, times are HH:MM, both "" where none was told. People are tokens parted by `|`: `ME_TOKEN`, the
`Who.told` of somebody of the line, `NEW` with a name, or any person's id.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from comity.core import dates, reciprocity
from comity.core.days import date_from_day, day_from_date
from comity.core.errors import Invalid
from comity.core.records import Kind
from comity.core.sayit.results import (
    DATE,
    LEFT,
    ME,
    NEW,
    POSITION,
    Exchange,
    Fact,
    Happening,
    Introduction,
    Item,
    Moment,
    Promise,
    Reminder,
    Who,
)

ME_TOKEN = "me"
KINDS = tuple(kind.name.lower() for kind in Kind if kind != Kind.COMMENT)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?")


class Shape(StrEnum):
    """How a field is shown and read."""

    DAY = "day"
    TIME = "time"
    PEOPLE = "people"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Field:
    """One field; attribute: of the item; choices: the values of a choice; needed: it cannot be emptied."""

    name: str
    shape: Shape
    attribute: str
    choices: tuple[str, ...] = ()
    needed: bool = False


_WHO = Field("who", Shape.PEOPLE, "who")
_TEXT = Field("text", Shape.TEXT, "text", needed=True)
_FIELDS: dict[type[Item], tuple[Field, ...]] = {
    Happening: (
        Field("kind", Shape.CHOICE, "kind", KINDS, needed=True),
        Field("day", Shape.DAY, "when", needed=True),
        Field("time", Shape.TIME, "when"),
        _WHO,
        Field("event", Shape.TEXT, "event"),
    ),
    Promise: (
        Field("side", Shape.CHOICE, "mine", ("mine", "theirs"), needed=True),
        _TEXT,
        Field("due", Shape.DAY, "due"),
        _WHO,
    ),
    Exchange: (
        Field("direction", Shape.CHOICE, "given", ("given", "received"), needed=True),
        Field("worth", Shape.CHOICE, "worth", reciprocity.KINDS, needed=True),
        Field("text", Shape.TEXT, "text"),
        Field("day", Shape.DAY, "when"),
        _WHO,
    ),
    Introduction: (
        Field("step", Shape.CHOICE, "step", ("offered", "asked", "made"), needed=True),
        Field("by", Shape.PEOPLE, "by", needed=True),
        Field("one", Shape.PEOPLE, "one", needed=True),
        Field("other", Shape.PEOPLE, "other", needed=True),
        Field("day", Shape.DAY, "when"),
    ),
    Reminder: (_TEXT, Field("due", Shape.DAY, "due"), _WHO),
    Fact: (_TEXT, Field("private", Shape.CHOICE, "private", ("open", "private"), needed=True), _WHO),
}
_KEPT_AS: dict[str, tuple[Field, ...]] = {
    POSITION: (
        Field("title", Shape.TEXT, "values"),
        Field("organisation", Shape.TEXT, "values"),
        _WHO,
    ),
    LEFT: (
        Field("organisation", Shape.TEXT, "values", needed=True),
        Field("until", Shape.DAY, "values"),
        _WHO,
    ),
    DATE: (Field("date", Shape.TEXT, "values", needed=True), _WHO),
}
"""Of facts that are kept as something else."""
_YEARLY = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")
_TRUE = {"mine", "given", "private"}
"""The choices that stand for True; the other of two stands for False."""


def name_of(item: Item) -> str:
    """What an item is: `happening`, `promise`, …"""
    return type(item).__name__.lower()


def key_of(item: Item) -> str:
    """By which an item is named in corrections; stable for a text."""
    return f"{name_of(item)}:{item.start}"


def fields_of(item: Item) -> tuple[Field, ...]:
    """What can be corrected of an item."""
    if isinstance(item, Fact) and item.becomes:
        return _KEPT_AS[item.becomes]
    return _FIELDS[type(item)]


class Tokens:
    """The people of a line, by the tokens that name them; those newly named are added at the end."""

    def __init__(self, people: Iterable[Who]) -> None:
        self.who = list(people)

    def written(self, places: Iterable[int]) -> str:
        """The tokens of these people."""
        return "|".join(ME_TOKEN if place == ME else self.who[place].told for place in places)

    def read(self, text: str) -> tuple[int, ...]:
        """The people whom tokens name, each once."""
        return tuple(dict.fromkeys(self._place(token.strip()) for token in text.split("|") if token.strip()))

    def _place(self, token: str) -> int:
        if token == ME_TOKEN:
            return ME
        for place, who in enumerate(self.who):
            if token in (who.told, who.id) or (who.name and not who.key and token == f"{NEW}{who.name}"):
                return place
        name = " ".join(token.removeprefix(NEW).split()) if token.startswith(NEW) else ""
        id = "" if name else token
        self.who.append(Who(name or token, id, name, "new" if name else "name", "", token))
        return len(self.who) - 1


def value_of(item: Item, field: Field, tokens: Tokens) -> str:
    """What a field holds, as text."""
    if isinstance(item, Fact) and field.attribute == "values":
        return item.value(field.name)
    value = getattr(item, field.attribute)
    if field.shape == Shape.PEOPLE:
        return tokens.written((value,) if isinstance(value, int) else value)
    if field.shape == Shape.DAY:
        return "" if value.day is None else date_from_day(value.day).isoformat()
    if field.shape == Shape.TIME:
        return "" if value.minute is None else f"{value.minute // 60:02}:{value.minute % 60:02}"
    if isinstance(value, bool):
        return next(choice for choice in field.choices if (choice in _TRUE) == value)
    return value.name.lower() if isinstance(value, Kind) else str(value)


def is_asked(item: Item, field: Field) -> bool:
    """Whether a question about this field is still open, so that it has no value yet."""
    if isinstance(item, Fact):
        return False
    if field.shape == Shape.DAY:
        return bool(getattr(item, field.attribute).key)
    if field.shape == Shape.TIME:
        return bool(getattr(item, field.attribute).time_key)
    return isinstance(item, Exchange) and field.name == "worth" and bool(item.key)


def with_value(item: Item, field: Field, text: str, tokens: Tokens) -> Item:
    """The item with another value in a field; a needed field that is emptied stays as it is.

    Raises:
        Invalid: the text is no such value.
    """
    text = text.strip()
    if not text and field.needed:
        return item
    if isinstance(item, Fact) and field.attribute == "values":
        return _with_told(item, field, _words(item, field, text, tokens))
    read = _READERS[field.shape]
    changed: dict[str, Any] = {field.attribute: read(item, field, text, tokens)}
    if field.name == "kind" and isinstance(item, Happening) and changed["kind"] != item.kind:
        changed["what"] = text
    if field.name == "worth":
        changed["key"] = ""
    return replace(item, **changed)


def _with_told(item: Fact, field: Field, text: str) -> Fact:
    if field.name == "date":
        dates.checked(*yearly(text), once=False, lead_days=None)
    if field.name == "until" and text:
        _iso(field, text)
    values = {**dict(item.values), field.name: text}
    return replace(item, values=tuple((name, value) for name, value in values.items() if value))


def yearly(text: str) -> tuple[int, int, int | None]:
    """Month, day and year (None where it is not told) of a date written 05-17 or 1980-05-17.

    Raises:
        Invalid: it is not written so.
    """
    found = _YEARLY.fullmatch(text)
    if found is None:
        raise Invalid("date", text, "this is no date; write it like 05-17, or 1980-05-17")
    year, month, day = found.groups()
    return int(month), int(day), None if year is None else int(year)


def _day(item: Item, field: Field, text: str, tokens: Tokens) -> Moment:
    moment: Moment = getattr(item, field.attribute)
    return replace(moment, day=day_from_date(_iso(field, text)) if text else None, key="")


def _iso(field: Field, text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Invalid(field.name, text, "this is no date; write it like 2026-12-24") from None


def _time(item: Item, field: Field, text: str, tokens: Tokens) -> Moment:
    moment: Moment = getattr(item, field.attribute)
    found = _CLOCK.fullmatch(text)
    if text and found is None:
        raise Invalid(field.name, text, "this is no time; write it like 15:30")
    minute = int(found[1]) * 60 + int(found[2]) if found else None
    return replace(
        moment, minute=minute, part=moment.part if minute in (None, moment.minute) else "", time_key=""
    )


def _people(item: Item, field: Field, text: str, tokens: Tokens) -> tuple[int, ...] | int:
    places = tokens.read(text)
    return places[0] if field.name == "by" else places


def _words(item: Item, field: Field, text: str, tokens: Tokens) -> str:
    return " ".join(text.replace("\0", "").split())


def _choice(item: Item, field: Field, text: str, tokens: Tokens) -> object:
    if text not in field.choices:
        raise Invalid(field.name, text, "this is none of: " + ", ".join(field.choices))
    if field.attribute == "kind":
        return Kind[text.upper()]
    return text in _TRUE if len(field.choices) == 2 else text


_READERS: dict[Shape, Callable[[Item, Field, str, Tokens], object]] = {
    Shape.DAY: _day,
    Shape.TIME: _time,
    Shape.PEOPLE: _people,
    Shape.TEXT: _words,
    Shape.CHOICE: _choice,
}
