"""What somebody's card says, read from a photograph of its code or from a file, and whose it is in the book."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from comity.answers.known import Known, known
from comity.core.addresses import email_handle, linkedin_handle
from comity.core.errors import ReaderDied
from comity.core.handed import Handed, profile_of
from comity.core.records import Handle
from comity.sources._photo import cards_in
from comity.store.access import Scope
from comity.store.models import Identifier

MOST_BYTES = 25 << 20
"""Bytes of a photograph that is looked at."""


@dataclass(frozen=True, slots=True)
class ReadCard:
    """A card as it was read, to be confirmed; known: whose address or profile it is in the book."""

    card: Handed
    profile: str
    known: Known | None


@dataclass(frozen=True, slots=True)
class Read:
    """The cards of a file, and what was wrong where there are none: empty, none, picture, large, format or failed."""

    cards: tuple[ReadCard, ...]
    trouble: str


def read_file(scope: Scope, path: Path) -> Read:
    """Read a photograph (JPEG, PNG, WebP) or a vCard file, in a process of its own; nothing of it is stored."""
    size = path.stat().st_size
    if not size or size > MOST_BYTES:
        return Read((), "large" if size else "empty")
    try:
        found, trouble = cards_in(path)
    except ReaderDied:
        return Read((), "failed")
    return Read(tuple(_read(scope, card) for card in found), trouble)


def _read(scope: Scope, card: Handed) -> ReadCard:
    profile = profile_of(card.links)
    handles = [handle for email in card.emails if (handle := email_handle(email))]
    if profile and (handle := linkedin_handle(profile)):
        handles.append(handle)
    return ReadCard(card, profile or next(iter(card.links), ""), _holder(scope, handles))


def _holder(scope: Scope, handles: list[Handle]) -> Known | None:
    for handle in handles:
        owned = Identifier.objects.filter(book_id=scope.book_id, kind=handle.kind, value=handle.value)
        person = owned.exclude(person=None).values_list("person_id", flat=True).first()
        if person is not None:
            return known([person])[person]
    return None
