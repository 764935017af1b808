"""Incidents while they are open: the list, one with all that was added to it, and its files. Locked, there is nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from comity.answers.heads import row_of, rows_of
from comity.core import evidence
from comity.core import incidents as core
from comity.core.errors import NotFound
from comity.core.evidence import ATTACHMENT, CLOSING, CORRECTION
from comity.core.incidents import Told
from comity.store import chain, sealing
from comity.store.access import Scope
from comity.store.chain import Opened
from comity.store.models import IncidentEntry, Person

LIMIT = 100


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """An incident in a list. starts: as it was told (a date or a minute); entries: with corrections and files."""

    id: str
    number: int
    title: str
    starts: str
    about: bool
    written_at: dt.datetime
    people: tuple[str, ...]
    entries: int
    closed: bool


@dataclass(frozen=True, slots=True)
class Incidents:
    """Incidents, the latest first; more: older ones that are not listed."""

    lines: tuple[IncidentLine, ...]
    more: int

    @property
    def next(self) -> int:
        """The number before which the next page begins; 0 where this is the last."""
        return self.lines[-1].number if self.more and self.lines else 0


@dataclass(frozen=True, slots=True)
class Addition:
    """A correction, a file or the end. field, corrects: the line and the entry that a correction puts right;
    name, size, digest: of a file."""

    id: str
    number: int
    kind: str
    text: str
    written_at: dt.datetime
    field: str = ""
    corrects: str = ""
    name: str = ""
    size: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident: the note as it was written, and what was added since, in order."""

    id: str
    number: int
    digest: str
    written_at: dt.datetime
    told: Told
    fields: dict[str, Any]
    additions: tuple[Addition, ...]

    @property
    def corrections(self) -> tuple[Addition, ...]:
        """What was put right."""
        return tuple(one for one in self.additions if one.kind == CORRECTION)

    @property
    def files(self) -> tuple[Addition, ...]:
        """What was attached."""
        return tuple(one for one in self.additions if one.kind == ATTACHMENT)

    @property
    def end(self) -> Addition | None:
        """How it ended, where it did."""
        return next((one for one in self.additions if one.kind == CLOSING), None)


def incidents(scope: Scope, *, who: str = "", before: int = 0, limit: int | None = LIMIT) -> Incidents:
    """The incidents of a book, or those in which one person had a part.

    before: only those with a smaller number, 0 for all; limit: at most so many, None for all.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: nobody fits `who`; Ambiguous: several do.
    """
    sealing.key_of(scope)
    rows = IncidentEntry.objects.filter(book_id=scope.book_id, incident=F("uuid")).order_by("-number")
    rows = rows.filter(number__lt=before) if before else rows
    if not who:
        found = [chain.opened(scope, row) for row in rows[:limit]]
        return Incidents(_lines(scope, found), max(0, rows.count() - len(found)))
    meant = {
        str(uuid) for uuid in Person.objects.filter(pk__in=rows_of(scope, who)).values_list("uuid", flat=True)
    }
    all_opened = (chain.opened(scope, row) for row in rows.iterator(chunk_size=200))
    theirs = [one for one in all_opened if any(person.id in meant for person in core.told(one.body).people)]
    return Incidents(_lines(scope, theirs[:limit]), len(theirs) - len(theirs[:limit]))


def incident(scope: Scope, id: str) -> Incident:
    """One incident, with what was added to it.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: no such incident in this book.
    """
    first, *rest = entries(scope, id)
    return Incident(
        id=first.id,
        number=first.header.link.number,
        digest=first.digest,
        written_at=scope.moment(first.header.link.written_at),
        told=core.told(first.body),
        fields=dict(first.body),
        additions=tuple(_addition(scope, one) for one in rest),
    )


def entries(scope: Scope, id: str) -> list[Opened]:
    """All entries of an incident in order, opened; the bytes of files are left out.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: no such incident in this book.
    """
    opening = IncidentEntry.objects.filter(book_id=scope.book_id, incident=F("uuid")).defer("ciphertext")
    uuid = row_of(opening, "incident", id).uuid
    sealing.key_of(scope)
    rows = IncidentEntry.objects.filter(book_id=scope.book_id, incident=uuid).order_by("number")
    return [without_content(chain.opened(scope, row)) for row in rows.iterator(chunk_size=1)]


def attachment(scope: Scope, id: str) -> tuple[str, bytes]:
    """The name and the bytes of a file, by the id of its entry.

    Raises:
        Locked, NoVault: what is sealed is not open; NotFound: no such file in this book.
    """
    row = row_of(IncidentEntry.objects.filter(book_id=scope.book_id), "file", id)
    found = chain.opened(scope, row)
    if found.header.link.kind != ATTACHMENT:
        raise NotFound("file", id)
    return str(found.body["name"]), found.content


def without_content(one: Opened) -> Opened:
    """An entry without the bytes of its file, so that a long list of them stays small."""
    return Opened(one.id, one.header, one.digest, one.body, one.salts, b"") if one.content else one


def _lines(scope: Scope, found: Sequence[Opened]) -> tuple[IncidentLine, ...]:
    kinds = _kinds(scope, (one.id for one in found))
    lines = []
    for one in found:
        told = core.told(one.body)
        lines.append(
            IncidentLine(
                one.id,
                one.header.link.number,
                told.title,
                told.when.starts,
                told.when.about,
                scope.moment(one.header.link.written_at),
                tuple(person.name for person in told.people),
                len(kinds.get(one.id, ())),
                CLOSING in kinds.get(one.id, ()),
            )
        )
    return tuple(lines)


def _kinds(scope: Scope, ids: Iterable[str]) -> dict[str, list[str]]:
    """The kinds of the entries of each of these incidents."""
    rows = IncidentEntry.objects.filter(book_id=scope.book_id, incident__in=list(ids))
    found: dict[str, list[str]] = {}
    for raw in rows.values_list("header", flat=True):
        header = evidence.read(bytes(raw))
        if header is not None:
            found.setdefault(header.link.incident, []).append(header.link.kind)
    return found


def _addition(scope: Scope, one: Opened) -> Addition:
    link, body = one.header.link, one.body
    return Addition(
        id=one.id,
        number=link.number,
        kind=link.kind,
        text=str(body.get("text") or body.get("note", "")),
        written_at=scope.moment(link.written_at),
        field=str(body.get("field", "")),
        corrects=link.corrects or "",
        name=str(body.get("name", "")),
        size=int(body.get("size", 0)),
        digest=str(body.get("sha256", "")),
    )
