"""The things in which a confidence stands: covered by it, and their words taken out where it is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from comity.actions import finding
from comity.core.errors import NotFound, WrongState
from comity.store import covered, fulltext, sealing
from comity.store.access import Scope
from comity.store.models import Confidence, ConfidenceCover, Content, Interaction

Row = tuple[str, str]
"""A kind of row as an export names it, and its id."""
BLANK = "(told in confidence)"
"""What stands where words were taken out."""


def cover(scope: Scope, id: str, rows: Sequence[Row]) -> None:
    """These things are held back with it, whatever they say; what was read from a mail, with the mail.

    Raises:
        NotFound: no such confidence or thing in this book.
    """
    with transaction.atomic():
        cover_with(scope, _one(scope, id), rows)


def uncover(scope: Scope, id: str, rows: Sequence[Row]) -> None:
    """These things are not held back for it any more, unless they give it away.

    Raises:
        NotFound: no such confidence.
    """
    with transaction.atomic():
        held = ConfidenceCover.objects.filter(confidence=_one(scope, id))
        for kind, row in rows:
            held.filter(kind=kind, row=_uuid(kind, row)).delete()


def cover_with(scope: Scope, confidence: Confidence, rows: Sequence[Row]) -> None:
    """The same for a confidence at hand."""
    for kind, row in dict.fromkeys(rows):
        covered.found(scope.book_id, kind, _uuid(kind, row))
        ConfidenceCover.objects.get_or_create(
            confidence=confidence, kind=kind, row=_uuid(kind, row), defaults={"book_id": scope.book_id}
        )


def blank(scope: Scope, id: str, kind: str, row: str) -> None:
    """Take the words out of something that I wrote by hand; they are kept in the sealed confidence alone.

    Raises:
        NotFound: no such confidence, or thing of mine; WrongState: the confidence is not sealed; Locked: not open.
    """
    with transaction.atomic():
        confidence = _one(scope, id)
        if not sealing.is_sealed(confidence):
            raise WrongState("confidence", "open")
        body = sealing.opened(scope, confidence)
        at = _uuid(kind, row)
        found = covered.by_hand(scope.book_id, kind, at)
        words = covered.words_of(found)
        if any(text != BLANK for text in words.values()):
            kept = [*body.get("blanked", ()), {"kind": kind, "row": str(at), "words": words}]
            sealing.put(scope, confidence, body | {"blanked": kept})
            confidence.save(update_fields=["wrapped_key", "ciphertext"])
            _write(scope, found, {name: BLANK if text else "" for name, text in words.items()})
        cover_with(scope, confidence, [(kind, row)])


def put_back(scope: Scope, id: str) -> int:
    """Write all that was blanked for a confidence back to where it stood; returns how many things it was.

    Raises:
        NotFound: no such confidence; Locked: it is sealed and not open.
    """
    with transaction.atomic():
        confidence = _one(scope, id)
        body = sealing.opened(scope, confidence)
        kept: list[dict[str, Any]] = list(body.pop("blanked", ()))
        if not kept:
            return 0
        sealing.put(scope, confidence, body)
        confidence.save(update_fields=["wrapped_key", "ciphertext"])
        for one in kept:
            try:
                found = covered.by_hand(scope.book_id, one["kind"], UUID(one["row"]))
            except NotFound:
                continue
            _write(scope, found, one["words"])
    return len(kept)


def _write(scope: Scope, row: models.Model, words: dict[str, str]) -> None:
    if not isinstance(row, Interaction):
        type(row)._default_manager.filter(pk=row.pk).update(**words)
        return
    with connection.cursor() as cursor:
        fulltext.remove(cursor, [row.pk])
        text = words["text"]
        Content.objects.filter(interaction=row).update(text=text)
        Interaction.objects.filter(pk=row.pk).update(
            subject=words["subject"], snippet=" ".join(text.split())[:200]
        )
        fulltext.add(cursor, scope.book_id, [(row.pk, words["subject"], text)])


def _one(scope: Scope, id: str) -> Confidence:
    return finding.row_of(scope, Confidence.objects.all(), "confidence", id)


def _uuid(kind: str, row: str) -> UUID:
    try:
        return UUID(row)
    except ValueError:
        raise NotFound(kind, row) from None
