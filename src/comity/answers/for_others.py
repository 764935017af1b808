"""Contacts and meetings as files for somebody else: without what was told in confidence, and without my own view of people."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import comity
from comity.answers import guarding, wording
from comity.answers.confidences import audience_of
from comity.answers.finding import find
from comity.exports.calendar import Meeting, calendar
from comity.exports.contacts import Contact, cards, table
from comity.store.access import Scope
from comity.store.models import Confidence, Identifier
from comity.store.queries import outside

MANIFEST = "manifest.json"
_WORDS = (
    *("nicknames", "emails", "phones", "addresses", "urls"),
    *("organisation", "department", "title"),
)
"""What of a contact is told, besides the name and dates. Roles, tags and when we last wrote are mine alone."""


@dataclass(frozen=True, slots=True)
class ForOthers:
    """Files by name, how much is in them (`contacts`, `meetings`), and what was left out: how much for which reason."""

    files: Mapping[str, str]
    counts: Mapping[str, int]
    by_reason: Mapping[str, int]
    withheld: tuple[guarding.Withheld, ...]


@dataclass(frozen=True, slots=True)
class InClear:
    """How many confidences an export of the whole book holds: readable, and sealed."""

    open: int
    sealed: int


def for_others(scope: Scope, who: Sequence[str]) -> ForOthers:
    """People and meetings for these people; `anybody`, or nobody named, is for anybody.

    Raises:
        NotFound: no such person; Ambiguous: several.
    """
    guard = guarding.guard(scope, audience_of(scope, who))
    names = [wording.face_name(find(scope, name).name) for name in who if name != "anybody"]
    contacts = [told for row in outside.contacts(scope.book_id) if (told := _contact(guard, row))]
    hidden = _addresses(scope, guard)
    meetings = [one for row in outside.meetings(scope.book_id) if (one := _meeting(guard, row, hidden))]
    files = {
        "people.vcf": "".join(cards(contacts)),
        "people.csv": "".join(table(contacts)),
        "meetings.ics": "".join(calendar(meetings)),
    }
    counts = {"contacts": len(contacts), "meetings": len(meetings)}
    files[MANIFEST] = _manifest(guard, names, counts)
    return ForOthers(files, counts, guard.by_reason, guard.withheld)


def in_clear(scope: Scope) -> InClear:
    """What an export of the whole book, which is for its owner, holds of what was told in confidence."""
    found = Confidence.objects.filter(book_id=scope.book_id)
    sealed = found.filter(ciphertext__isnull=False).count()
    return InClear(found.count() - sealed, sealed)


def _contact(guard: guarding.Guard, row: Mapping[str, Any]) -> Contact | None:
    """What of a person may go; None for one of whom nothing may, because what is sealed about them is locked."""
    if not guard.lets(row["name"], what=str(wording.KINDS["person"]), names=True):
        return None
    told: dict[str, Any] = {name: _open(guard, row[name]) for name in _WORDS if name in row}
    dates = {name: row[name] for name in ("birthday", "anniversaries") if name in row}
    return Contact(id=row["id"], name=row["name"], **told, **dates)


def _open(guard: guarding.Guard, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
    what = str(wording.KINDS["person"])
    if isinstance(value, str):
        return guard.text(value, what=what) or ""
    return tuple(one for one in value if guard.lets(one, what=what))


def _meeting(guard: guarding.Guard, row: dict[str, Any], hidden: frozenset[str]) -> Meeting | None:
    """A meeting that may go; without its text where only that may not."""
    meeting, what = Meeting(**row), str(wording.KINDS["meeting"])
    there = {meeting.organizer, *meeting.attendees}
    rows = [("interactions", meeting.id)]
    if not guard.lets(meeting.subject, about=guard.locked if there & hidden else (), rows=rows, what=what):
        return None
    if guard.lets(meeting.text, f"{meeting.subject}\n{meeting.text}", what=what):
        return meeting
    return dataclasses.replace(meeting, text="")


def _addresses(scope: Scope, guard: guarding.Guard) -> frozenset[str]:
    """The addresses of people of whom nothing may be told now."""
    if not guard.locked:
        return frozenset()
    held = Identifier.objects.filter(book_id=scope.book_id, kind="email")
    own, merged = held.filter(person__in=guard.locked), held.filter(person__merged_into__in=guard.locked)
    return frozenset(own.union(merged).values_list("value", flat=True))


def _manifest(guard: guarding.Guard, names: Sequence[str], counts: Mapping[str, int]) -> str:
    """What the files are, for whom, and how many things were left out of them for which reason; nothing of what they say."""
    told = {
        "format": "comity for others",
        "made_by": f"comity {comity.__version__}",
        "made_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "for": list(names) or ["anybody"],
        "counts": dict(counts),
        "left_out": guard.by_reason,
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
