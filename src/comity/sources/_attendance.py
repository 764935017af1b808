"""Who took part in a meeting, as far as its calendar entry tells (RFC 5545, section 3.2.12).

The owner of a calendar is not named in it. So nobody's "no" can be read as the owner's, and yet a meeting
that the owner declined must not count as contact. The way out: whoever declined (or sent a delegate)
is no party, the organiser included. If the owner declined, the meeting has parties, but the owner is none
of them, so that it is no contact of the owner's. If all who were invited declined, it is off.

Where some came and others never answered, or only perhaps, those others were invited: whether they came is not
known, so that they are no contact, and neither is the meeting if the owner is one of them.

An answer that is not stated is "unanswered" in an invitation (METHOD:REQUEST), as the standard has it; in
an exported calendar it is not known, and whoever is listed counts as present: Outlook never exports answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from comity.core.addresses import email_handle
from comity.core.contentline import Property, param
from comity.core.records import Flag, Handle, Part, Party
from comity.sources._plain import one_line

CROWD = 100
"""Invited people from which a meeting counts as sent to many."""
MOST_PARTIES = 1000
_THINGS = frozenset({"RESOURCE", "ROOM", "GROUP"})
_OPEN = frozenset({"NEEDS-ACTION", "TENTATIVE"})
_ABSENT = frozenset({"DECLINED", "DELEGATED"})
_CALLED_OFF = re.compile(
    r"(?:cancell?ed(?: event)?|abgesagt|annulée?|cancelad[oa]|annullat[oa]|geannuleerd|annulleret|avlyst|inställt|"
    r"peruttu|odwołan[eyo]|zrušeno|отменено)\s?:\s",
    re.IGNORECASE,
)
"""How Outlook marks a meeting that its organiser called off: the calendars it saves say so nowhere else."""


class Invited(NamedTuple):
    """Somebody named in an event: the address, the name as written, the answer in upper case ("" if none)."""

    handle: Handle
    name: str
    answer: str


class Attendance(NamedTuple):
    """The parties of a meeting, and what their answers say of it."""

    parties: tuple[Party, ...]
    flags: Flag


def invited(item: Property) -> Invited | None:
    """The person of an ORGANIZER or ATTENDEE; None for rooms, groups, mere copies, those without address.

    vCalendar 1.0 writes `Name <address>`, and the answer as STATUS.
    """
    if param(item, "CUTYPE").upper() in _THINGS or param(item, "ROLE").upper() == "NON-PARTICIPANT":
        return None
    value = item.value.strip()
    handle = email_handle(value) or email_handle(param(item, "EMAIL"))
    named, bracket, address = value.rpartition("<")
    if handle is None and bracket:
        handle = email_handle(address)
    if handle is None or handle.value.endswith("calendar.google.com"):
        return None
    name, answer = one_line(param(item, "CN") or named), param(item, "PARTSTAT") or param(item, "STATUS")
    answer = answer.upper().replace(" ", "-")
    return Invited(handle, "" if name.lower() == handle.value else name, answer)


def is_called_off(subject: str) -> bool:
    """Whether a meeting's subject says that its organiser called it off."""
    return bool(_CALLED_OFF.match(subject))


def attendance(organizer: Invited | None, attendees: Iterable[Invited], *, invitation: bool) -> Attendance:
    """The parties and flags; invitation: an answer that is not stated is still open."""
    unstated = "NEEDS-ACTION" if invitation else "ACCEPTED"
    answers: dict[Handle, Invited] = {}
    for person in attendees:
        answers[person.handle] = person._replace(answer=person.answer or unstated)
    host = None if organizer is None else answers.pop(organizer.handle, organizer)
    coming = [person for person in answers.values() if person.answer not in _ABSENT]
    some_came = any(person.answer not in _OPEN for person in coming)
    parties = [
        Party(
            Part.INVITED if some_came and person.answer in _OPEN else Part.ATTENDEE,
            person.handle,
            person.name,
        )
        for person in coming[:MOST_PARTIES]
    ]
    if organizer is not None and host is not None and host.answer not in _ABSENT:
        parties.insert(0, Party(Part.ORGANIZER, organizer.handle, organizer.name or host.name))
    flags = Flag.BULK if len(answers) >= CROWD else Flag.NONE
    if answers and not coming:
        flags |= Flag.OFF
    elif answers and not some_came:
        flags |= Flag.PLANNED
    return Attendance(tuple(parties), flags)
