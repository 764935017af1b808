"""Makes interactions as a reader of real files would, and names them so that such files can be written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from comity.core.keys import interaction_key, short_hash
from comity.core.records import Flag, Handle, Interaction, Kind, Part, Party

SNIPPET = 200


@dataclass(frozen=True)
class Who:
    """A name and the address it is used with."""

    name: str
    email: str

    def party(self, part: Part) -> Party:
        """This one in an interaction."""
        return Party(part, Handle("email", self.email), self.name)


def snippet_of(text: str) -> str:
    """At most 200 characters of a text, white space folded, cut at a word."""
    flat = " ".join(text.split())
    if len(flat) <= SNIPPET:
        return flat
    return flat[: SNIPPET - 1].rsplit(" ", 1)[0].rstrip(" ,;:–") + "…"


def message_id(mail: Interaction) -> str:
    """The Message-ID of a mail made here, without angle brackets; follows from what it says."""
    return _identifier(mail.at, mail.digest, mail.parties[0].handle.value)


def event_uid(meeting: Interaction) -> str:
    """The UID of a meeting made here."""
    return _identifier(meeting.at, meeting.digest, meeting.parties[0].handle.value)


def mail(
    at: int,
    offset: int,
    parties: tuple[Party, ...],
    subject: str,
    own: str,
    text: str,
    parent: int = 0,
    flags: Flag = Flag.NONE,
) -> Interaction:
    """A mail; the sender is the first party, `own` are the words of the sender alone."""
    digest = _digest(subject, text, parties)
    sender = parties[0].handle.value
    identifier = _identifier(at, digest, sender)
    key = interaction_key(at, f"mail\0{identifier}\0{sender}")
    ref = short_hash(identifier)
    return Interaction(
        int(Kind.MAIL), key, at, offset, None, "", subject, snippet_of(own), text, parties, int(flags), ref,
        parent, digest, 0,
    )  # fmt: skip


def meeting(
    at: int,
    offset: int,
    minutes: int,
    zone: str,
    parties: tuple[Party, ...],
    title: str,
    text: str,
    flags: Flag = Flag.NONE,
) -> Interaction:
    """A meeting in local time; the organiser is the first party."""
    digest = _digest(title, text, parties)
    identifier = _identifier(at, digest, parties[0].handle.value)
    starts = dt.datetime.fromtimestamp(at, dt.UTC)
    key = interaction_key(at, f"ics\0{identifier}\0{starts:%Y%m%dT%H%M%SZ}")
    return Interaction(
        int(Kind.MEETING), key, at, offset, at + minutes * 60, zone, title, snippet_of(text), text, parties,
        int(flags), short_hash(identifier), 0, digest, 0,
    )  # fmt: skip


def moment(
    kind: Kind, at: int, offset: int, minutes: int, parties: tuple[Party, ...], title: str, text: str
) -> Interaction:
    """A call, a chat line, a letter, an event, a comment or a note; `minutes` 0 means no duration."""
    digest = _digest(title, text, parties)
    people = "\0".join(party.handle.value for party in parties)
    key = interaction_key(at, f"{kind.name.lower()}\0{people}\0{digest}")
    ends_at = at + minutes * 60 if minutes else None
    return Interaction(
        int(kind), key, at, offset, ends_at, "", title, snippet_of(text), text, parties, 0, 0, 0, digest, 0
    )


def _identifier(at: int, digest: int, email: str) -> str:
    return f"{at:x}.{digest:x}@{email.partition('@')[2]}"


def _digest(subject: str, text: str, parties: tuple[Party, ...]) -> int:
    people = "\0".join(f"{party.part}{party.handle.value}" for party in parties)
    return short_hash(f"{subject}\0{text}\0{people}")
