"""The chain of a book as it lies in the database: its last link, the next one, and all of them for a check."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models.functions import Length

from comity.core import evidence
from comity.core.evidence import Body, Header
from comity.core.evidence_check import Anchored, Stored
from comity.core.sealing import CannotOpen
from comity.store import sealing
from comity.store.access import Scope
from comity.store.models import Anchor, Book, IncidentEntry

_TOGETHER = 8 * 1024 * 1024
"""Bytes of ciphertext read at once, but for one that is larger by itself."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry with what was sealed in it. content: the bytes of an attachment, b"" for any other."""

    id: str
    header: Header
    digest: str
    body: Body
    salts: Mapping[str, str]
    content: bytes


def last(book: int) -> IncidentEntry | None:
    """The head of a book's chain, without its ciphertext."""
    rows = IncidentEntry.objects.filter(book_id=book).defer("ciphertext", "wrapped_key")
    return rows.order_by("-number").first()


def append(
    scope: Scope,
    kind: str,
    body: Body,
    written_at: int,
    *,
    incident: UUID | None = None,
    corrects: str | None = None,
    content: bytes = b"",
) -> IncidentEntry:
    """Seal a note and put it at the end of the chain. Run inside a transaction that holds the book's row.

    incident: None for a note that opens one.

    Raises:
        Locked, NoVault: what is sealed is not open.
    """
    before = last(scope.book_id)
    row = IncidentEntry(book_id=scope.book_id, number=before.number + 1 if before else 1)
    row.incident = incident or row.uuid
    salts = evidence.salts(body)
    plain: dict[str, Any] = {"body": body, "salts": salts}
    if content:
        plain["content"] = base64.b64encode(content).decode("ascii")
    sealing.put(scope, row, plain)
    assert row.ciphertext is not None
    link = evidence.Link(
        book=_book_of(scope.book_id, before),
        number=row.number,
        entry=str(row.uuid),
        incident=str(row.incident),
        kind=kind,
        corrects=corrects,
        written_at=written_at,
        previous=before.digest if before else evidence.START,
    )
    row.header = evidence.header(link, bytes(row.ciphertext), body, salts)
    row.digest = evidence.digest(row.header)
    row.save(force_insert=True)
    return row


def opened(scope: Scope, row: IncidentEntry) -> Opened:
    """An entry, unsealed.

    Raises:
        Locked, NoVault: what is sealed is not open; CannotOpen: it was changed, or its header is none.
    """
    header = evidence.read(bytes(row.header))
    found = sealing.opened(scope, row)
    if header is None or "body" not in found:
        raise CannotOpen
    content = base64.b64decode(found.get("content", ""))
    return Opened(str(row.uuid), header, row.digest, found["body"], found["salts"], content)


def stored(book: int) -> Iterator[Stored]:
    """All links in the order of their numbers, each with the hash of the ciphertext that lies with it."""
    rows = (
        IncidentEntry.objects.filter(book_id=book)
        .order_by("number", "id")
        .annotate(bytes=Length("ciphertext"))
    )
    together: list[tuple[int, int]] = []
    for pk, size in rows.values_list("id", "bytes").iterator():
        if together and (sum(s for _, s in together) + (size or 0) > _TOGETHER or len(together) >= 500):
            yield from _read(together)
            together = []
        together.append((pk, size or 0))
    yield from _read(together)


def anchored(book: int) -> list[Anchored]:
    """What of a book's chain was told outside."""
    rows = Anchor.objects.filter(book_id=book).order_by("id")
    return [Anchored(*row) for row in rows.values_list("number", "digest", "kind", "at")]


def _read(together: list[tuple[int, int]]) -> Iterator[Stored]:
    rows = IncidentEntry.objects.in_bulk([pk for pk, _ in together])
    for pk, _ in together:
        row = rows[pk]
        text = None if row.ciphertext is None else bytes(row.ciphertext)
        hashed = None if text is None else (hashlib.sha256(text).hexdigest(), len(text))
        yield Stored(row.number, bytes(row.header), row.digest, str(row.uuid), str(row.incident), hashed)


def _book_of(book: int, before: IncidentEntry | None) -> str:
    """The book that the chain names: where it began, also after it was restored into another."""
    told = evidence.read(bytes(before.header)) if before else None
    return told.link.book if told else str(Book.objects.values_list("uuid", flat=True).get(pk=book))
