"""Ideas of mine: recording one with its digest and day, and noting who saw it."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.db import transaction

from comity.actions import removed
from comity.actions.disclosures import depth_of, somebody
from comity.actions.finding import not_ahead, row_of, words_of
from comity.core.depth import Depth
from comity.core.disclosures import IDEA, digest
from comity.core.errors import Invalid, WrongState
from comity.store.access import Scope
from comity.store.models import Disclosure, Idea

_TITLE, _TEXT, _NAME, _HOW = 300, 200_000, 300, 200
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Hashed:
    """A file that was read once: its name, its size in bytes, and the SHA-256 of its bytes in hexadecimal."""

    name: str
    size: int
    digest: str


def hashed(name: str, file: BinaryIO | Iterable[bytes]) -> Hashed:
    """Read a file to its end, a piece at a time; nothing of it is kept."""
    whole, size = hashlib.sha256(), 0
    pieces = iter(lambda: file.read(_CHUNK), b"") if hasattr(file, "read") else iter(file)
    for piece in pieces:
        whole.update(piece)
        size += len(piece)
    return Hashed(name.strip()[-_NAME:], size, whole.hexdigest())


def record(
    scope: Scope, title: str, text: str = "", *, file: Hashed | None = None, on: dt.date | None = None
) -> str:
    """Record an idea, as a text or by the digest of a file; returns its id. on: the day it is of, None for today.

    The words stay as they are from then on: a later version is another record.

    Raises:
        Invalid: no title, neither text nor file, both of them, or a day to come.
    """
    words = text.strip()
    if bool(words) == (file is not None):
        raise Invalid("idea", title, "write it down, or choose a file: one of the two")
    if len(words) > _TEXT:
        raise Invalid("text", "", f"it is longer than {_TEXT} characters: save it as a file and choose that")
    row = Idea.objects.create(
        book_id=scope.book_id,
        title=words_of("title", title, _TITLE),
        text=words,
        file_name=file.name if file else "",
        file_size=file.size if file else None,
        digest=file.digest if file else digest(words),
        on=not_ahead(scope, "day", on),
        recorded_at=int(time.time()),
    )
    return str(row.uuid)


def rename(scope: Scope, id: str, title: str) -> None:
    """Give an idea another title; what was recorded stays.

    Raises:
        NotFound: no such idea in this book; Invalid: no words.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.title = words_of("title", title, _TITLE)
        row.save(update_fields=["title"])


def show(
    scope: Scope,
    id: str,
    person_id: str,
    *,
    how: str = "",
    text: str = "",
    depth: int = Depth.NEW,
    on: dt.date | None = None,
) -> str:
    """Somebody saw an idea; returns the id of that note. text: which part of it, "" for all; shown again, it counts again.

    Raises:
        NotFound: no such idea, or person, in this book; Invalid: it is me, no such depth, or a day to come.
    """
    with transaction.atomic():
        idea, words = _one(scope, id), text.strip()
        row = Disclosure.objects.create(
            book_id=scope.book_id,
            person=somebody(scope, person_id),
            about=IDEA,
            idea=idea,
            topic=idea.title[:200],
            text=words,
            depth=depth_of(depth),
            how=how.strip()[:_HOW],
            on=not_ahead(scope, "day", on),
            digest=digest(words) if words else idea.digest,
            recorded_at=int(time.time()),
        )
    return str(row.uuid)


def remove(scope: Scope, id: str) -> str:
    """It was recorded by mistake; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such idea in this book; WrongState: somebody saw it, so that the record matters.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if row.shown.exists():
            raise WrongState("idea", "shown")
        return removed.remove(scope, "idea", row)


def _one(scope: Scope, id: str) -> Idea:
    return row_of(scope, Idea.objects.all(), "idea", id)
