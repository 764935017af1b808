"""The plain values that answers are made of; interfaces show them and know nothing else.

Ids are UUIDs as text. Days are `datetime.date` (UTC days of contact, or days in the book's zone where it
says so), instants are aware `datetime`s in the book's zone.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Face:
    """How a person is shown in a line: id, name, and the initials and hue (1 to 8) of the avatar."""

    id: str
    name: str
    initials: str
    hue: int


@dataclass(frozen=True, slots=True)
class ToWrite:
    """Something to write: the kind of draft, to whom, a second person whom it is about, and (name, value) of what is
    known for it (`answers.drafts.draft`)."""

    kind: str
    to: Face
    other: Face | None
    about: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing for today.

    key: names it for done, snooze, dismiss and undo; kind: one of those in docs/today.md; group: the heading it
    stands under; reason: why, in words; due: the day it is about, in the book's zone; email: to write to, or "";
    role: its person's main role; handle: names it for typing; page: the path that shows it in full, "" where that is
    its person's; draft: what could be written, None where that is not what it asks for; folded: how many more things
    there are about the person; recurs: whether it has further occasions; done: what its
    one obvious step is called, "" for "Done"; helps: whom it would help most, of an opportunity.
    """

    key: str
    kind: str
    group: str
    face: Face | None
    title: str
    reason: str
    due: dt.date | None
    overdue: bool
    email: str
    role: str
    handle: str = ""
    page: str = ""
    draft: ToWrite | None = None
    folded: int = 0
    recurs: bool = False
    done: str = ""
    helps: tuple[Face, ...] = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting ahead: when it begins in the book's zone, what, and with whom."""

    id: str
    begins: dt.datetime
    subject: str
    people: tuple[Face, ...]
    others: int


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide. kind: own_address or source_owner; key: what it is about; text: in words."""

    id: str
    kind: str
    key: str
    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Today:
    """The short list, what lies ahead, what to decide, and plain notices (such as: the mail ends in May).

    to_review: how many proposals wait besides the questions;
    fresh_until: the date as of which the list last rested on fresh mail, where that is long ago; else None.
    """

    date: dt.date
    items: tuple[Item, ...]
    more: int
    meetings: tuple[Meeting, ...]
    questions: tuple[Question, ...]
    notices: tuple[str, ...]
    to_review: int = 0
    fresh_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class NamedItem:
    """An item of Today that was named by hand: its key, and what it is about."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Silenced:
    """Items of Today that are never to come again: the key that takes it back, and what they are, in words."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person in a list; the fields of `comity people --json`."""

    face: Face
    emails: tuple[str, ...]
    organisation: str
    title: str
    roles: tuple[str, ...]
    tags: tuple[str, ...]
    strength: float
    strength_model: str
    active_days: int
    interactions: int
    last_in: dt.date | None
    last_out: dt.date | None
    usual_gap_days: float | None
    gap_ratio: float | None
    state: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Some rows of the list, how many there are in all, and where the next page begins (None at the end).

    more: there are more than `total`, which was as far as they were counted.
    """

    rows: tuple[PersonRow, ...]
    total: int
    next_offset: int | None
    more: bool = False


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the list can be narrowed to: (key, title, count)."""

    roles: tuple[tuple[str, str, int], ...]
    tags: tuple[tuple[str, str, int], ...]
    organisations: tuple[tuple[str, str, int], ...]
    states: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role with its days, None where open; id to edit it by."""

    id: int
    key: str
    title: str
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class FactKnown:
    """Something known of the person, with where from and when it was noted; hearsay: it was only heard."""

    id: str
    text: str
    sensitivity: str
    source: str
    noted_on: dt.date
    hearsay: bool = False


@dataclass(frozen=True, slots=True)
class DateKnown:
    """A date (year None where unknown) and the day on which it is next observed; of one that came once, its only day.

    label: the user's words for it; lead_days: from how many days before it is shown, None for the usual.
    """

    id: int
    what: str
    month: int
    day: int
    year: int | None
    next_on: dt.date
    label: str = ""
    lead_days: int | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """Something open between us: kind is promise_mine, promise_theirs, request, thanks or reminder.

    note: what else there is to say of it: how often, since when.
    """

    id: str
    kind: str
    text: str
    due: dt.date | None
    overdue: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """A week of contact: its Monday, interactions from them and from me."""

    monday: dt.date
    in_n: int
    out_n: int


@dataclass(frozen=True, slots=True)
class Expectations:
    """What the relationship is for, what I expect, what they may expect, what is at stake."""

    purpose: str
    i_expect: str
    they_expect: str
    at_stake: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How it is going, with the counts that the number is made of."""

    strength: float
    strength_model: str
    word: str
    explained: str
    gap_explained: str
    state: str


@dataclass(frozen=True, slots=True)
class ExchangeKnown:
    """Something given or received: a line of the ledger. thanked: when I thanked for it, if I did; waits: I have yet to."""

    id: str
    given: bool
    kind: str
    text: str
    on: dt.date
    asks_thanks: bool
    thanked: dt.date | None
    waits: bool = False


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything on a person's page but the timeline."""

    row: PersonRow
    is_me: bool
    phones: tuple[str, ...]
    links: tuple[str, ...]
    department: str
    standing: str
    nature: str
    died_on: dt.date | None
    rhythm_days: int | None
    roles: tuple[RoleHeld, ...]
    expectations: Expectations
    facts: tuple[FactKnown, ...]
    dates: tuple[DateKnown, ...]
    open: tuple[OpenMatter, ...]
    going: Standing
    weeks: tuple[Week, ...]
    first_day: dt.date | None
    given: int
    received: int
    note: str
    exchanges: tuple[ExchangeKnown, ...] = ()
    """Newest first, endorsements left out."""
    endorsed_for: tuple[str, ...] = ()
    """Skills they endorsed me for; `i_endorsed` those I endorsed them for."""
    i_endorsed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What address books note of them."""
    addresses: tuple[str, ...] = ()
    kept: tuple[tuple[str, str], ...] = ()
    """What promises came to, as (`mine` | `theirs`, words), where any has ended."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the timeline. direction: in, out or both; url_id: to open the whole text."""

    id: str
    kind: str
    at: dt.datetime
    direction: str
    subject: str
    snippet: str


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """Entries, newest first, and the cursor for the next page (None at the end)."""

    entries: tuple[Entry, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class InteractionPage:
    """One interaction with its whole text, who took part ((part, face or None, name, handle)), and its files.

    zones: the text cut into (`own` | `signature` | `quoted`, lines) pieces, in order.
    """

    id: str
    kind: str
    at: dt.datetime
    sent_at: dt.datetime
    subject: str
    text: str
    flags: tuple[str, ...]
    parties: tuple[tuple[str, Face | None, str, str], ...]
    seen_in: tuple[str, ...]
    zones: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a person (face set) or an interaction.

    title_parts, context_parts: title and context in pieces, with whether each is what was searched for.
    """

    kind: str
    id: str
    title: str
    context: str
    at: dt.datetime | None
    face: Face | None
    title_parts: tuple[tuple[str, bool], ...] = ()
    context_parts: tuple[tuple[str, bool], ...] = ()
