"""The preview of a line: what was understood, each piece with the fields by which it is corrected.

Fields of the form carry the keys of `core.sayit.correcting`, so that what is posted is the answers as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from comity.answers.saying import Asked, Choice, Named, Told, Worded
from comity.core.sayit import (
    NEW,
    OUT,
    Field,
    Item,
    Line,
    Role,
    Shape,
    Tokens,
    fields_of,
    is_asked,
    value_of,
)
from comity.interfaces.web.wording import EXCHANGES, KINDS, Words, words_of

_KEY = re.compile(r"(?:who|day|time|worth):\d{1,6}|(?P<part>[a-z]{4,12}:\d{1,6})\.(?P<field>[a-z]{2,12})")
_MOST, _LONGEST = 400, 2000
_PEOPLE = ("who", "by", "one", "other")
WHAT: Words = {
    "happening": later("What happened"),
    "plan": later("What is planned"),
    "promise": later("Promise"),
    "exchange": later("Given or received"),
    "introduction": later("Introduction"),
    "reminder": later("Reminder"),
    "fact": later("Good to know"),
    "position": later("Work"),
    "date": later("A date"),
}
"""What a part of a line is."""
_LABELS: Words = {
    "kind": later("What"),
    "day": later("Day"),
    "time": later("Time"),
    "who": later("With"),
    "by": later("By"),
    "text": later("What"),
    "due": later("Due"),
    "side": later("Whose"),
    "direction": later("Which way"),
    "worth": later("Kind"),
    "step": later("How far"),
    "one": later("Who"),
    "other": later("meets"),
    "private": later("Who may see it"),
    "event": later("At the event"),
    "title": later("Title"),
    "organisation": later("Organisation"),
    "date": later("Day of the year"),
}
_CHOICES: Words = {
    "mine": later("I promised"),
    "theirs": later("they promised"),
    "given": later("I gave"),
    "received": later("I received"),
    "offered": later("offered"),
    "asked": later("asked for"),
    "made": later("made"),
    "open": later("open"),
    "private": later("private"),
}
_ROLES = {
    Role.KIND: "kind",
    Role.WHO: "who",
    Role.DAY: "day",
    Role.TIME: "day",
    Role.EVENT: "kind",
    Role.ACT: "act",
    Role.TEXT: "text",
    Role.NOTE: "rest",
}
"""How the words of the line are marked."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field."""

    value: str
    label: str | Promise
    chosen: bool


@dataclass(frozen=True, slots=True)
class Input:
    """A field to be corrected: shape is day, time, text, choice, or people for boxes to tick."""

    key: str
    label: str
    shape: str
    value: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A part of the line with its fields."""

    told: Told
    what: str
    out_key: str
    inputs: tuple[Input, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody of the line, as shown, and who else it may be."""

    named: Named
    said: str
    shown: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """All of a preview.

    marks: the words of the line with what they became, "" for what only joins; rest: what was not understood;
    kept: answers that no field holds.
    """

    marks: tuple[tuple[str, str], ...]
    people: tuple[Who, ...]
    rows: tuple[Row, ...]
    questions: tuple[Asked, ...]
    rest: str
    kept: tuple[tuple[str, str], ...]


def answers_in(posted: QueryDict) -> dict[str, str]:
    """The answers and corrections of a form; of ticked boxes all, of other fields the last that says anything."""
    found: dict[str, str] = {}
    for key in list(posted)[:_MOST]:
        matched = _KEY.fullmatch(key)
        if matched is None:
            continue
        values = [value.strip()[:_LONGEST] for value in posted.getlist(key)[:_MOST]]
        told = [value for value in values if value]
        several = matched["field"] in ("who", "one", "other")
        found[key] = "|".join(dict.fromkeys(told)) if several else next(reversed(told), "")
    return {key: value for key, value in found.items() if value or "." in key}


def is_person(key: str) -> bool:
    """Whether an answer under this key names people."""
    return key.startswith("who:") or key.rpartition(".")[2] in _PEOPLE


def preview(
    line: Line, told: Worded, asked_at_first: Mapping[str, Sequence[Choice]], given: Mapping[str, str]
) -> Preview:
    """A line as it is shown.

    asked_at_first: the choices of questions about people, by key, as they are without any answer; given: the answers.
    """
    tokens = Tokens(line.people)
    people = [
        one
        for place, one in enumerate(told.people)
        if not one.is_open and one.told.startswith("who:") and _matters(place, line)
    ]
    rows = (
        Row(
            words,
            words_of(WHAT, words.what),
            f"{part.key}.{OUT}",
            tuple(_inputs(part.key, part.item, told, tokens)),
        )
        for part, words in zip(line.parts, told.parts, strict=True)
    )
    kept = ((key, value) for key, value in given.items() if key.startswith(("day:", "time:", "worth:")))
    return Preview(
        tuple(_marks(line)),
        tuple(_who(one, line, asked_at_first) for one in people),
        tuple(rows),
        told.questions,
        " … ".join(line.understood.note),
        tuple(kept),
    )


def _marks(line: Line) -> Iterable[tuple[str, str]]:
    at = 0
    for piece in line.understood.pieces:
        if piece.start > at:
            yield line.text[at : piece.start], ""
        yield line.text[piece.start : piece.end], _ROLES.get(piece.role, "")
        at = piece.end
    if at < len(line.text):
        yield line.text[at:], ""


def _matters(place: int, line: Line) -> bool:
    for part in line.parts:
        for field in fields_of(part.item):
            if field.shape == Shape.PEOPLE:
                value = getattr(part.item, field.attribute)
                if place in ((value,) if isinstance(value, int) else value):
                    return True
    return False


def _who(one: Named, line: Line, asked_at_first: Mapping[str, Sequence[Choice]]) -> Who:
    said = next(who.said for who in line.people if who.told == one.told)
    now = one.id or f"{NEW}{one.name}"
    options = {choice.value: _hinted(choice) for choice in asked_at_first.get(one.told, ())}
    options.setdefault(now, one.name if one.id else _("Somebody new: %(name)s") % {"name": one.name})
    options.setdefault(f"{NEW}{said}", _("Somebody new: %(name)s") % {"name": said})
    shown = tuple(Option(value, label, value == now) for value, label in options.items())
    return Who(one, said, options[now], shown)


def _hinted(choice: Choice) -> str:
    return f"{choice.label} ({choice.hint})" if choice.hint else choice.label


def _inputs(key: str, item: Item, told: Worded, tokens: Tokens) -> Iterable[Input]:
    for field in fields_of(item):
        value = value_of(item, field, tokens)
        name = f"{key}.{field.name}"
        if is_asked(item, field):
            continue
        label = words_of(_LABELS, field.name)
        if field.shape == Shape.PEOPLE:
            if field.name == "who" and len(told.people) < 2:
                continue
            options = tuple(_people(field, value, told))
            yield Input(name, label, "people" if field.name == "who" else "choice", value, options)
        elif field.shape == Shape.CHOICE:
            words = {"kind": KINDS, "worth": EXCHANGES}.get(field.name, _CHOICES)
            choices = (Option(one, words_of(words, one), one == value) for one in field.choices)
            yield Input(name, label, "choice", value, tuple(choices))
        else:
            yield Input(name, label, str(field.shape), value, ())


def _people(field: Field, value: str, told: Worded) -> Iterable[Option]:
    chosen = value.split("|")
    if field.name != "who":
        yield Option("me", _("you"), value == "me")
    for one in told.people:
        yield Option(one.told, one.name, one.told in chosen if field.name == "who" else one.told == value)
    if field.name != "who" and len(chosen) > 1:
        names = {one.told: one.name for one in told.people} | {"me": _("you")}
        yield Option(value, ", ".join(names[token] for token in chosen), True)
