"""The plain values of what is to be decided, and of where the values of a person come from (see `answers.shapes`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.answers.shapes import Face


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people who may be one: who, what is known, the last contact, and how many interactions."""

    face: Face
    emails: tuple[str, ...]
    organisation: str
    title: str
    last: dt.date | None
    interactions: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A piece of evidence in words; how many times as likely it makes the answer yes (below 1: less likely)."""

    text: str
    times: float


@dataclass(frozen=True, slots=True)
class Fix:
    """What can be corrected before a yes to what a sentence of a mail tells, as it was read.

    fields: which of the following can be: text, due, person, with, kind, exchange, title, organisation;
    due_words: words for a day, "" if there are none; without `due` they name no single one, and the user is asked;
    person: the id of whom it is about; people: who took part in the mail; person_words, with_words: what the two are
    called who are introduced, "" where the mail does not tell; kind: of what was given; exchanges: (id, words) of what
    waits for thanks.
    """

    fields: tuple[str, ...]
    text: str
    due: dt.date | None
    due_words: str
    person: str
    people: tuple[Face, ...]
    person_words: str
    with_words: str
    kind: str
    exchanges: tuple[tuple[str, str], ...]
    title: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a machine noticed and a person decides.

    kind: own_address, source_owner, or one of `store.noticed`; about: the address or the import's number, else "";
    text: the question; why: what it rests on; quote: the line it was read from; probability: from 0 to 1, or None
    where it was not measured; sides: the two people of same_person, else those it is about; before, after: what
    is known now, and what would be; source: the interaction it comes from, or None; answers: what can be
    answered; state: open, accepted or declined; likely: the probability in words, for what a sentence tells, and fix:
    what of it can be corrected; "" and None for all else.
    """

    id: str
    kind: str
    about: str
    text: str
    why: str
    quote: str
    probability: float | None
    sides: tuple[Side, ...]
    reasons: tuple[Reason, ...]
    before: str
    after: str
    source: str | None
    at: dt.date | None
    answers: tuple[str, ...]
    state: str
    likely: str = ""
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Some proposals, how many are open in all, how many of each kind, and the answered ones, the latest first."""

    proposals: tuple[Proposed, ...]
    total: int
    kinds: tuple[tuple[str, int], ...]
    answered: tuple[Proposed, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that was said of a person: as stored and in words, whether it is the one shown, and who said it.

    dead: of an address that does not work any more, since when and why; else "".
    """

    value: str
    words: str
    shown: bool
    by_user: bool
    sources: tuple[str, ...]
    dead: str


@dataclass(frozen=True, slots=True)
class FieldSources:
    """What was said of one field, the value shown first; chosen: the user said something; can_choose: they may."""

    field: str
    candidates: tuple[Candidate, ...]
    chosen: bool
    can_choose: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One who was merged into a person: id, what they would be called alone, their handles, and why in words."""

    id: str
    name: str
    handles: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Beside a person's page: where its values come from, who was merged, what waits, notes that they are away."""

    sources: tuple[FieldSources, ...]
    parts: tuple[Part, ...]
    waiting: tuple[Proposed, ...]
    away: tuple[str, ...]
