"""What a reader of files yields: plain values that know neither a database nor their source.

A source turns bytes into a stream of records, in any order:

* `Interaction`: something that passed between people (a mail, a meeting, a chat line, …);
* `Card`: what somebody's entry in an address book, or a connection on a network, says of a person;
* `Mine`: an address or profile that this very file shows to be its owner's;
* `Exchange`, `Fact`, `Reminder`: what was given or received, what is known of somebody, what to think of;
* `OwnPosition`: a place in the owner's own career;
* `Problem`: a piece that could not be read, with its position and the reason. Nothing is dropped silently.

The high-volume records are named tuples: they cross a process boundary as they are, and cost a
fifth of a frozen dataclass.
"""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import Any, NamedTuple


class Kind(IntEnum):
    """How something passed between people. The numbers are stored; never renumber."""

    MAIL = 1
    MEETING = 2
    CALL = 3
    CHAT = 4
    LETTER = 5
    EVENT = 6
    COMMENT = 7
    NOTE = 8


class Part(IntEnum):
    """The part a party plays in an interaction. The numbers are stored; never renumber."""

    SENDER = 1
    TO = 2
    CC = 3
    BCC = 4
    ORGANIZER = 5
    ATTENDEE = 6
    PRESENT = 7
    """Took part, on both sides at once: a call, a coffee, a note of a conversation."""
    ANSWERED = 8
    """Wrote what this answers, without being named in it. Derived by the store, never read."""
    LIST = 9
    """The mailing list through which it came: an address, but never a person."""
    INVITED = 10
    """Invited to a meeting that others came to, and not known to have come: no contact."""


class Flag(IntFlag):
    """What is special about an interaction. The bits are stored; never renumber."""

    NONE = 0
    BULK = 1
    """Sent to many at once: newsletters, announcements, hundreds of recipients."""
    AUTOMATIC = 2
    """Sent by a machine: receipts, bounces, out-of-office, notifications."""
    LIST = 4
    """Came through a mailing list; contact only where it names me or answers (formats.md)."""
    PLANNED = 8
    """Not known to have taken place: tentative, or attendance unanswered. No contact."""
    OFF = 16
    """Cancelled, or declined by its owner. No contact."""
    TRUNCATED = 32
    """Longer than what is kept; the text was cut at the limit."""


class Handle(NamedTuple):
    """One way by which the world names somebody.

    kind: `email`, `linkedin` (profile path without scheme and host), `uid` (a card's own UID),
        `card` (digest of a card that names nothing better), `name` (a chat that gives only a name);
    value: normalised, so that two equal values mean the same thing (`core.addresses`).

    `OWNER` stands for the owner in files that leave them unnamed.
    """

    kind: str
    value: str


OWNER = Handle("me", "me")
"""The owner of the book, where a file is theirs and does not name them; comes with a `Mine` record."""


class Party(NamedTuple):
    """Somebody in an interaction: the part, the handle, and the name as written there ("" if none)."""

    part: int
    handle: Handle
    name: str


class Interaction(NamedTuple):
    """Something that passed between people.

    key: 16 bytes, the thing's identity in any copy of it (`core.keys`);
    at: epoch seconds, UTC; offset: minutes east of UTC as the sender wrote, or None;
    ends_at: epoch seconds, for meetings; zone: IANA name for meetings in local time, else "";
    subject, snippet (at most 200 characters, own words first), text (whole, plain);
    ref: 63-bit hash of its Message-ID or UID, 0 if none; parent: that of what it answers, 0 if nothing;
    digest: 63-bit digest of the content, to tell copies that differ;
    position: byte offset or record number in its file.
    """

    kind: int
    key: bytes
    at: int
    offset: int | None
    ends_at: int | None
    zone: str
    subject: str
    snippet: str
    text: str
    parties: tuple[Party, ...]
    flags: int
    ref: int
    parent: int
    digest: int
    position: int


class Dated(NamedTuple):
    """A yearly date on a card: what (`birthday`, `anniversary`, …), month, day, year or None."""

    what: str
    month: int
    day: int
    year: int | None


class Card(NamedTuple):
    """What one entry of an address book, or one connection, says of a person.

    handles: all that name this person; they belong together because this card says so. Never empty;
    name: as shown, "" if the card has none; given, family: parts where the card tells them apart;
    values: (field, value) pairs, fields being `nickname`, `phone`, `url`, `address`, `note`, and from
        programs like this one `rhythm` (every how many days to be in touch) and `died` (a day number, or
        "" where it is not known);
    organisation, title, department: where the person works, "" if unknown;
    position_since: day number the position began, or None;
    dates: yearly dates; labels: groups or categories the owner filed it under;
    known_on: day number since when the person is known (LinkedIn's "Connected On"), or None;
    changed_at: epoch seconds of the card's own last revision, or None;
    is_me: the card describes the owner; position: row or component number in its file.
    """

    handles: tuple[Handle, ...]
    name: str
    given: str
    family: str
    values: tuple[tuple[str, str], ...]
    organisation: str
    title: str
    department: str
    position_since: int | None
    dates: tuple[Dated, ...]
    labels: tuple[str, ...]
    known_on: int | None
    changed_at: int | None
    is_me: bool
    position: int


class Mine(NamedTuple):
    """A handle that the file itself shows to be its owner's, with the reason in a few words."""

    handle: Handle
    reason: str


class Exchange(NamedTuple):
    """Something that the owner gave to somebody or received from them.

    name: as written there, "" if none; key: what any copy of it shares (`core.keys.entry_key`);
    given: by the owner, else received; kind: `recommendation`, `endorsement`, `gift`, `loan`, …;
    on: day number; asks_thanks: whether one thanks for such a thing; position: its place in the file.
    """

    handle: Handle
    name: str
    key: str
    given: bool
    kind: str
    text: str
    on: int
    asks_thanks: bool
    position: int


class Fact(NamedTuple):
    """Something known of somebody, noted on a day (its number).

    source: where from, as the owner reads it ("Monica"); private: not to be mentioned.
    """

    handle: Handle
    key: str
    text: str
    source: str
    on: int
    private: bool
    position: int


class Reminder(NamedTuple):
    """Something to think of about somebody on a day (its number).

    every: "" for once, else how often, in words that the owner reads ("year", "2 weeks").
    """

    handle: Handle
    key: str
    text: str
    due: int
    every: str
    position: int


class OwnPosition(NamedTuple):
    """A place in the owner's career: work, or a school with the degree as its title.

    text: what they wrote of it; since, until: day numbers, None where not told.
    """

    organisation: str
    title: str
    text: str
    since: int | None
    until: int | None
    position: int


class Problem(NamedTuple):
    """A piece that was not read: its position in the file, a stable code, and words for a person."""

    position: int
    code: str
    reason: str


Entry = Exchange | Fact | Reminder | OwnPosition
"""What belongs in the ledger of a relationship, or in the owner's own career."""
ENTRIES: tuple[type[Entry], ...] = (Exchange, Fact, Reminder, OwnPosition)
"""The kinds of entry; their order is how they are told apart between processes."""
Record = Interaction | Card | Mine | Entry | Problem


def flat(record: Interaction) -> tuple[Any, ...]:
    """An interaction as tuples of plain values only, which is how it crosses processes and reaches the store."""
    parties = tuple([(int(part), kind, value, name) for part, (kind, value), name in record[9]])
    return (int(record[0]), *record[1:9], parties, int(record[10]), *record[11:])
