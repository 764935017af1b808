"""Messages and invitations of a LinkedIn export to chat lines, and what they show of the owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce

from comity.core.addresses import linkedin_handle
from comity.core.keys import interaction_key, short_hash
from comity.core.records import Flag, Handle, Interaction, Kind, Mine, Part, Party, Record
from comity.sources._plain import (
    SNIPPET_LIMIT,
    SUBJECT_LIMIT,
    Faults,
    one_line,
    paragraphs,
    without_tags,
)
from comity.sources._tables import Row
from comity.sources._when import moment

MOST_RECIPIENTS = 200
_MOST_CONVERSATIONS = 200_000
_NOBODY = frozenset({"", "linkedin member"})
_FIRM = re.compile(r"linkedin\.com/(?:company|school|showcase|groups)/", re.IGNORECASE)
_YES = frozenset({"yes", "true", "1", "ja", "oui", "sí", "si", "sì", "sim"})


def is_firm(url: str) -> bool:
    """Whether an address is the page of a firm or a school, which is nobody."""
    return _FIRM.search(url[:300]) is not None


def person(url: str, name: str) -> Handle | None:
    """The handle of somebody: the profile, else the name; None for members who left, and for firms."""
    if is_firm(url):
        return None
    name = one_line(name)
    handle = linkedin_handle(url)
    if handle is None and name.casefold() not in _NOBODY:
        handle = Handle("name", name.casefold())
    return handle


class Messages:
    """Reads the rows of messages.csv, remembering who takes part in which conversation."""

    def __init__(self, faults: Faults, order: str) -> None:
        """order: of figures in its dates (`_when.moment`)."""
        self._faults, self._order = faults, order
        self._conversations: dict[int, set[Handle]] = {}

    def read(self, row: Row) -> Iterator[Record]:
        """The message, unless it is a draft."""
        if {row.get("ismessagedraft").lower(), row.get("isconversationdraft").lower()} & _YES:
            return
        when = moment(row.get("date"), self._order)
        if when is None:
            yield from self._faults.tell(row.line, "no-date", "This message has no date that can be read.")
            return
        parties = _parties(row)
        if not parties:
            yield from self._faults.tell(row.line, "no-people", "This message names nobody any more.")
            return
        conversation = row.get("conversationid") or row.get("conversationtitle")
        self._remember(conversation, parties)
        sender = next((party.handle.value for party in parties if party.part == Part.SENDER), "")
        told = without_tags(row.get("content"))
        at = int(when.timestamp())
        unasked = row.get("folder").upper() == "SPAM" or is_firm(row.get("senderprofileurl"))
        flags = Flag.BULK if unasked else Flag.NONE
        subject = row.get("subject", "conversationtitle")
        yield chat_line(row.line, at, f"{conversation}\0{sender}", parties, subject, told, flags)

    def _remember(self, conversation: str, parties: tuple[Party, ...]) -> None:
        key = short_hash(conversation)
        if key in self._conversations or len(self._conversations) < _MOST_CONVERSATIONS:
            people = self._conversations.setdefault(key, set())
            if len(people) < MOST_RECIPIENTS:
                people.update(party.handle for party in parties if party.handle.kind == "linkedin")

    def mine(self) -> Iterator[Mine]:
        """The profile in every conversation, if there are two or more with different others."""
        groups = [people for people in self._conversations.values() if len(people) > 1]
        if not groups:
            return
        common = reduce(set.intersection, groups, set(groups[0]))
        everybody = reduce(set.union, groups, set[Handle]())
        if len(common) == 1 and len(groups) > 1 and len(everybody) > 2:
            yield Mine(common.pop(), "This profile takes part in every conversation.")


def _parties(row: Row) -> tuple[Party, ...]:
    """The sender and those it went to; names are matched to profiles only where there are as many."""
    sender = person(row.get("senderprofileurl"), row.get("from"))
    parties = [Party(Part.SENDER, sender, one_line(row.get("from")))] if sender else []
    urls = [part.strip() for part in row.get("recipientprofileurls").split(",", MOST_RECIPIENTS)]
    names = [part.strip() for part in row.get("to").split(",", MOST_RECIPIENTS)]
    if not any(urls):
        urls = [""] * len(names)
    elif len(urls) == 1:
        names = [row.get("to")]
    if len(urls) != len(names):
        names = [""] * len(urls)
    for url, name in list(zip(urls, names, strict=True))[:MOST_RECIPIENTS]:
        handle = person(url, name)
        if handle is not None and handle != sender:
            parties.append(Party(Part.TO, handle, one_line(name)))
    return tuple(dict.fromkeys(parties))


def chat_line(
    line: int,
    at: int,
    identity: str,
    parties: tuple[Party, ...],
    subject: str,
    told: str,
    flags: Flag = Flag.NONE,
    kind: Kind = Kind.CHAT,
) -> Interaction:
    """Something short that was written on the network; `identity` and the text tell it from others."""
    text, cut = paragraphs(told)
    digest = short_hash(f"{subject}\0{text}") if text or subject else 0
    return Interaction(
        kind=kind,
        key=interaction_key(at, f"li\0{identity}\0{short_hash(text)}"),
        at=at,
        offset=None,
        ends_at=None,
        zone="",
        subject=one_line(subject, SUBJECT_LIMIT),
        snippet=one_line(text, SNIPPET_LIMIT),
        text=text,
        parties=parties,
        flags=flags | (Flag.TRUNCATED if cut else Flag.NONE),
        ref=0,
        parent=0,
        digest=digest,
        position=line,
    )


class Invitations:
    """Reads the rows of Invitations.csv; the inviter of an outgoing one is the owner."""

    def __init__(self, faults: Faults, order: str) -> None:
        """order: of figures in its dates (`_when.moment`)."""
        self._faults, self._order = faults, order
        self._owners: set[Handle] = set()

    def read(self, row: Row) -> Iterator[Record]:
        """The invitation as a chat line."""
        when = moment(row.get("sentat"), self._order)
        inviter = person(row.get("inviterprofileurl"), row.get("from"))
        invitee = person(row.get("inviteeprofileurl"), row.get("to"))
        if when is None or (inviter is None and invitee is None):
            reason = "This invitation has no date that can be read, or names nobody any more."
            yield from self._faults.tell(row.line, "no-date", reason)
            return
        owner = {"OUTGOING": inviter, "INCOMING": invitee}.get(row.get("direction").upper())
        if owner is not None and owner.kind == "linkedin":
            self._owners.add(owner)
        sent = [(Part.SENDER, inviter, row.get("from")), (Part.TO, invitee, row.get("to"))]
        parties = tuple(Party(part, handle, one_line(name)) for part, handle, name in sent if handle)
        identity = "invitation\0" + "\0".join(party.handle.value for party in parties)
        told = without_tags(row.get("message")) or "Invitation to connect"
        yield chat_line(row.line, int(when.timestamp()), identity, parties, "Invitation to connect", told)

    def mine(self) -> Iterator[Mine]:
        """The owner's profile, if all invitations agree."""
        if len(self._owners) == 1:
            yield Mine(
                self._owners.copy().pop(), "This profile sent the outgoing invitations or got the incoming."
            )
