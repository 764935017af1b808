"""What a line was understood to say: plain values, each with the piece of the text it came from.

Days are day numbers (`core.days`), minutes are those since midnight on the user's clock, people are numbers into
`Understanding.people`, `ME` being the user. Offsets count characters of the text, the end excluded.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from comity.core.records import Kind

ME = -1
"""Stands for the user where an introduction names who made it, or who was introduced."""

POSITION, LEFT, DATE = "position", "left", "date"
"""What a fact can be kept as beside a fact: where somebody works, and their birthday."""
NEW, NOBODY = "new:", "none"
"""Answers to "who is that?": `NEW` with a name for somebody who is not in the book yet; `NOBODY`: no person."""


class Role(StrEnum):
    """What a piece of the text is."""

    KIND = "kind"
    WHO = "who"
    DAY = "day"
    TIME = "time"
    ACT = "act"
    """The words by which something done was recognised: "promised", "offered to introduce"."""
    EVENT = "event"
    """The name of a gathering at which it took place."""
    TEXT = "text"
    """What was promised, given, or is to be remembered, in the user's own words."""
    JOINT = "joint"
    """Words that only join: "with", "and"."""
    NOTE = "note"
    """Not understood; kept as it is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end` of the text and what they are. Pieces never overlap and stand in order."""

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: what to hand back (`value`) and what to show (`label`)."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """What the line leaves open. Nothing that depends on it is filled in until it is answered.

    key: to hand back with the answer (`understand(..., answers={key: choice.value})`); stable for a text;
    asks: `who`, `day`, `time` or `worth`; start, end: the words it is about; reason: a stable code;
    choices: the answers that fit, likeliest first; empty where the line names none, and any person may be meant.
    """

    key: str
    asks: str
    start: int
    end: int
    reason: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody of whom the line speaks.

    said: the first words used for them; id: theirs, or "" while it is asked and for somebody new;
    name: what to call a new person, else ""; how: `name`, `part`, `nickname`, `initials`, `role`, `pronoun` or `new`;
    key: of the question about them, "" where nothing is open; told: of the answer that says otherwise who they are.
    """

    said: str
    id: str
    name: str
    how: str
    key: str
    told: str


@dataclass(frozen=True, slots=True)
class Moment:
    """When: a day, a minute of it or a part of it (`morning`, `evening`, …), each None or "" where not told.

    key: of the question about the day, time_key: about the time; "" where nothing is open.
    """

    day: int | None = None
    minute: int | None = None
    part: str = ""
    key: str = ""
    time_key: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that took place, or will: `what` as the grammar calls it (`coffee`), its kind, with whom, when.

    event: the name of the gathering at which it took place, "" for none.
    """

    what: str
    kind: Kind
    who: tuple[int, ...]
    when: Moment
    start: int
    end: int
    event: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise of mine to `who`, or theirs to me; due and when it was made: without a day where none was said."""

    mine: bool
    who: tuple[int, ...]
    text: str
    due: Moment
    when: Moment
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """Something of worth given to `who`, or received from them; worth: its kind, "" while `key` asks for it."""

    given: bool
    worth: str
    who: tuple[int, ...]
    text: str
    when: Moment
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Introduction:
    """An introduction `offered`, `asked` for or `made`; by: who makes it; those who get to know each other."""

    step: str
    by: int
    one: tuple[int, ...]
    other: tuple[int, ...]
    when: Moment
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something to think of; who: whom it names."""

    text: str
    who: tuple[int, ...]
    due: Moment
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known of somebody; topic: `family`, `position`, …; values: such as (`organisation`, "Acme").

    private: it is not to be shown where others look on, as the grammar says of its topic;
    becomes: what it is kept as: `POSITION` (values: organisation, title), `LEFT`, the end of one (organisation, until),
    `DATE` (value: date), else "", a fact.
    """

    topic: str
    who: tuple[int, ...]
    text: str
    values: tuple[tuple[str, str], ...]
    private: bool
    start: int
    end: int
    becomes: str = ""

    def value(self, name: str) -> str:
        """One of its values; "" where it has none such."""
        return dict(self.values).get(name, "")


Item = Happening | Promise | Exchange | Introduction | Reminder | Fact


@dataclass(frozen=True, slots=True)
class Understanding:
    """All that a line says, in the order of the text.

    language: of most of its words, as the grammar files are called; note: the pieces that were not understood.
    """

    language: str
    people: tuple[Who, ...]
    items: tuple[Item, ...]
    questions: tuple[Question, ...]
    pieces: tuple[Piece, ...]
    note: tuple[str, ...]
