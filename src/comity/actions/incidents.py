"""Notes of what happened: written, corrected by another note, added to, closed. None is ever changed or taken back.

Each is sealed, and is the next link of the book's chain (`core.evidence`). They are numbered while the row of the book is
held, so two that are written at once follow one another.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import IO
from uuid import UUID

from django.db import transaction

from comity.actions.finding import person_of
from comity.core import evidence
from comity.core import incidents as core
from comity.core.errors import Invalid, NotFound, WrongState
from comity.core.evidence import ATTACHMENT, CLOCK_SECONDS, CLOSING, CORRECTION, INCIDENT
from comity.core.incidents import Someone, Told
from comity.store import chain
from comity.store.access import Scope
from comity.store.models import Anchor, Book, IncidentEntry

MOST_FILES = 20
"""Files that go with one note when it is written; more can be attached later."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a note: its name, its bytes, and a word on what it is."""

    name: str
    file: IO[bytes]
    note: str = ""


def write(scope: Scope, told: Told, files: Sequence[Attached] = (), *, clock_was_wrong: bool = False) -> str:
    """Write down an incident, with files; returns its id. Of its people the name is taken from the book where there is an id.

    clock_was_wrong: write it although the clock is behind the last note; the chain will show it.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: no such person in this book;
        Invalid: see `core.incidents.body`, a file is empty or too large, or the clock is behind the last note.
    """
    if len(files) > MOST_FILES:
        raise Invalid("files", str(len(files)), f"at most {MOST_FILES} at once; attach the others afterwards")
    with transaction.atomic():
        now = _begin(scope, clock_was_wrong)
        body = core.body(replace(told, people=tuple(_named(scope, one) for one in told.people)))
        row = chain.append(scope, INCIDENT, body, now)
        for one in files:
            _attach(scope, row.uuid, one, now)
    return str(row.uuid)


def correct(
    scope: Scope, id: str, text: str, *, field: str = "", entry: str = "", clock_was_wrong: bool = False
) -> str:
    """Put a note right by another one; returns the new entry's id. What was written stays.

    field: which line (such as saw/2), "" for the note as a whole; entry: which of the incident's entries, "" for the first.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: no such incident or entry in this book;
        Invalid: no words, no such line, or the clock is behind the last note.
    """
    with transaction.atomic():
        now = _begin(scope, clock_was_wrong)
        incident = _incident(scope, id)
        corrected = _entry(scope, incident, entry or id)
        body = core.correction(text, field)
        header = evidence.read(bytes(corrected.header))
        if field and (header is None or field not in header.fields):
            raise Invalid("field", field, "that note has no such line")
        row = chain.append(scope, CORRECTION, body, now, incident=incident, corrects=str(corrected.uuid))
    return str(row.uuid)


def attach(scope: Scope, id: str, file: Attached, *, clock_was_wrong: bool = False) -> str:
    """Add a file to an incident; returns the new entry's id.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: no such incident in this book;
        Invalid: it is empty or too large, or the clock is behind the last note.
    """
    with transaction.atomic():
        now = _begin(scope, clock_was_wrong)
        return str(_attach(scope, _incident(scope, id), file, now).uuid)


def close(scope: Scope, id: str, text: str, *, clock_was_wrong: bool = False) -> str:
    """Write down how it ended; returns the new entry's id. It can still be corrected and added to.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: no such incident in this book;
        WrongState: it was closed; Invalid: no words, or the clock is behind the last note.
    """
    with transaction.atomic():
        now = _begin(scope, clock_was_wrong)
        incident = _incident(scope, id)
        if CLOSING in _kinds(scope, incident):
            raise WrongState("incident", "closed")
        return str(chain.append(scope, CLOSING, core.closing(text), now, incident=incident).uuid)


def _begin(scope: Scope, clock_was_wrong: bool) -> int:
    """Hold the book, so that nobody writes the next link meanwhile; returns the time it is."""
    Book.objects.select_for_update().only("pk").get(pk=scope.book_id)
    now, before = int(time.time()), chain.last(scope.book_id)
    told = evidence.read(bytes(before.header)) if before else None
    stamped = (
        Anchor.objects.filter(book_id=scope.book_id).order_by("-at").values_list("at", flat=True).first()
    )
    latest = max(told.link.written_at if told else 0, stamped or 0)
    if now >= latest - CLOCK_SECONDS or clock_was_wrong:
        return max(now, latest) if now >= latest - CLOCK_SECONDS else now
    behind = scope.moment(latest).isoformat(" ", "minutes")
    raise Invalid(
        "clock",
        scope.moment(now).isoformat(" ", "minutes"),
        f"your computer's clock is behind the last note or anchor ({behind}); set it right, then write again",
    )


def _attach(scope: Scope, incident: UUID, one: Attached, now: int) -> IncidentEntry:
    content = one.file.read(core.ATTACHMENT_BYTES + 1)
    body = core.attachment(one.name, len(content), hashlib.sha256(content).hexdigest(), one.note)
    return chain.append(scope, ATTACHMENT, body, now, incident=incident, content=content)


def _named(scope: Scope, someone: Someone) -> Someone:
    if not someone.id:
        return someone
    person = person_of(scope, someone.id, by_hand=True)
    return replace(someone, id=str(person.uuid), name=person.name)


def _incident(scope: Scope, id: str) -> UUID:
    uuid = _uuid("incident", id)
    if not IncidentEntry.objects.filter(book_id=scope.book_id, uuid=uuid, incident=uuid).exists():
        raise NotFound("incident", id)
    return uuid


def _entry(scope: Scope, incident: UUID, id: str) -> IncidentEntry:
    rows = IncidentEntry.objects.filter(book_id=scope.book_id, incident=incident)
    found = rows.filter(uuid=_uuid("entry", id)).defer("ciphertext").first()
    if found is None:
        raise NotFound("entry", id)
    return found


def _kinds(scope: Scope, incident: UUID) -> set[str]:
    rows = IncidentEntry.objects.filter(book_id=scope.book_id, incident=incident)
    headers = (evidence.read(bytes(header)) for header in rows.values_list("header", flat=True))
    return {header.link.kind for header in headers if header is not None}


def _uuid(what: str, id: str) -> UUID:
    try:
        return UUID(id)
    except ValueError:
        raise NotFound(what, id) from None
