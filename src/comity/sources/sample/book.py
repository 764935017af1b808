"""What a sample book is made of: plain values, ready to be stored as anybody's own would be.

Days are day numbers (`core.days`) of the owner's calendar; an `until` of None means "still".
People are named by the first of their addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comity.core.records import Dated, Record


@dataclass(frozen=True)
class SampleOwner:
    """The made-up professional whose book it is; `zone` is an IANA name."""

    name: str
    given: str
    family: str
    private_email: str
    work_email: str
    organisation: str
    title: str
    zone: str

    @property
    def emails(self) -> tuple[str, str]:
        """Both addresses: the private one, then the employer's."""
        return self.private_email, self.work_email


@dataclass(frozen=True)
class SampleRole:
    """What a person is to the owner, by the keys of the domain (`manager`, `mentor`, …), and when."""

    key: str
    since: int
    until: int | None


@dataclass(frozen=True)
class SampleFact:
    """Something known of a person; sensitivity is `open` or `private`."""

    text: str
    sensitivity: str


@dataclass(frozen=True)
class SamplePost:
    """Where a person worked, as what, and when; the last one is the present one."""

    organisation: str
    title: str
    since: int
    until: int | None


@dataclass(frozen=True)
class SamplePerson:
    """A made-up person and what they are to the owner.

    latin: the name in Latin letters where `name` is in another script, else "";
    standing: targeted, met, tentative, developing, trusted, dormant, stepped_back, ended;
    nature: professional, personal, both; profile: `in/…` on LinkedIn, "" if none;
    expects, they_expect, purpose: what the owner expects, what the person may, and what it is for.
    """

    name: str
    latin: str
    emails: tuple[str, ...]
    profile: str
    roles: tuple[SampleRole, ...]
    standing: str
    nature: str
    tags: tuple[str, ...]
    groups: tuple[str, ...]
    facts: tuple[SampleFact, ...]
    dates: tuple[Dated, ...]
    expects: str
    they_expect: str
    purpose: str
    history: tuple[SamplePost, ...]


@dataclass(frozen=True)
class SampleReminder:
    """Something to remember by a day, about a person or nobody; every: "" for once, else as `core.recurring` reads it."""

    person: str | None
    text: str
    due: int
    every: str


@dataclass(frozen=True)
class SampleDate:
    """A date of a person as the owner entered it; what: one of `core.dates.KINDS`, the rest as in `core.dates.Dated`."""

    person: str
    what: str
    month: int
    day: int
    year: int | None
    label: str
    lead_days: int | None
    once: bool


@dataclass(frozen=True)
class SampleRow:
    """A row of what is practised, as an export of a book would name it.

    kind: its table there (`commitments`, `goals`, …); name: by which others refer to it; values: by column, a group by
    its name and an interaction by its key; people, rows: the columns that refer to a person or to another row.
    """

    kind: str
    name: str
    values: dict[str, Any]
    people: dict[str, str]
    rows: dict[str, str]


@dataclass(frozen=True)
class SampleBook:
    """A whole book as of `now` (epoch seconds). `records` are interactions by time, then cards.

    practice: a row before those that are nested in it; confirmed: sentences of recent mail whose
    proposals were accepted, with the words that the owner gave them.
    """

    now: int
    owner: SampleOwner
    records: tuple[Record, ...]
    people: tuple[SamplePerson, ...]
    reminders: tuple[SampleReminder, ...]
    dates: tuple[SampleDate, ...]
    practice: tuple[SampleRow, ...]
    confirmed: dict[str, str]
