"""What was told in confidence: kept, opened to somebody, released, ended, sealed; and all of it taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from comity.actions import finding, removed
from comity.actions.covering import Row, cover_with
from comity.core import days
from comity.core.errors import Invalid, WrongState
from comity.core.giving_away import signs_of
from comity.store import sealing
from comity.store.access import Scope
from comity.store.models import Confidence, ConfidenceAudience, Person
from comity.store.queries.person import members

TEXT = 5_000
"""Characters that are kept of a confidence: each run of its words is looked for in all that leaves."""
_SIGNS = 50
_LEAVE: Any = object()


def keep(
    scope: Scope,
    text: str,
    *,
    signs: Sequence[str] = (),
    source: str | None = None,
    subject: str | None = None,
    audience: Sequence[str] = (),
    nobody: bool = False,
    until: dt.date | None = None,
    on: dt.date | None = None,
    seal: bool = False,
    rows: Sequence[Row] = (),
) -> str:
    """Note something told in confidence; returns its id.

    Args:
        signs: words and phrases that give it away, besides those of the text;
        source, subject: ids of who told it, and whom it is about; audience: of who else may know;
        nobody: it is never to be mentioned to anybody;
        until: the day from which it is free; on: when it was told, today unless told;
        seal: its text and signs are kept only as ciphertext;
        rows: (kind, id) of things in which it stands: with one step "this was told in confidence".

    Raises:
        NotFound: no such person or row; Invalid: no words, too many signs, told in the future;
        NoVault: it is to be sealed and there is no passphrase yet; Locked: what is sealed is not open.
    """
    words, lines = finding.words_of("text", text, TEXT), _signs(signs)
    row = Confidence(
        book_id=scope.book_id,
        nobody=nobody,
        on=finding.not_ahead(scope, "on", on),
        until=None if until is None else days.day_from_date(until),
    )
    with transaction.atomic():
        row.source, row.subject = _person(scope, source), _person(scope, subject)
        _say(scope, row, words, lines, seal=seal)
        row.save()
        for person in audience:
            _let(scope, row, person)
        cover_with(scope, row, rows)
    return str(row.uuid)


def change(
    scope: Scope,
    id: str,
    *,
    text: str | None = None,
    signs: Sequence[str] | None = None,
    source: str | None = _LEAVE,
    subject: str | None = _LEAVE,
    nobody: bool | None = None,
    until: dt.date | None = _LEAVE,
    on: dt.date | None = None,
) -> None:
    """Put right what was noted; what is not given stays. What was sealed stays sealed.

    Raises:
        NotFound: no such confidence or person; Invalid: no words, too many signs, told in the future;
        Locked: its words are sealed and not open.
    """
    with transaction.atomic():
        row = one(scope, id)
        if text is not None or signs is not None:
            old_text, old_signs = said(scope, row)
            words = old_text if text is None else finding.words_of("text", text, TEXT)
            lines = old_signs if signs is None else _signs(signs)
            _say(scope, row, words, lines, seal=sealing.is_sealed(row))
        if source is not _LEAVE:
            row.source = _person(scope, source)
        if subject is not _LEAVE:
            row.subject = _person(scope, subject)
        if until is not _LEAVE:
            row.until = None if until is None else days.day_from_date(until)
        if on is not None:
            row.on = finding.not_ahead(scope, "on", on)
        row.nobody = row.nobody if nobody is None else nobody
        row.save()


def allow(scope: Scope, id: str, person_id: str) -> None:
    """Somebody more may know of it.

    Raises:
        NotFound: no such confidence or person; WrongState: it is never to be mentioned to anybody.
    """
    with transaction.atomic():
        row = one(scope, id)
        if row.nobody:
            raise WrongState("confidence", "never")
        _let(scope, row, person_id)


def forbid(scope: Scope, id: str, person_id: str) -> None:
    """Somebody may not know of it after all.

    Raises:
        NotFound: no such confidence or person.
    """
    with transaction.atomic():
        row = one(scope, id)
        everybody = members(finding.person_of(scope, person_id).pk)
        ConfidenceAudience.objects.filter(confidence=row, person__in=everybody).delete()


def release(scope: Scope, id: str) -> None:
    """It is no secret any more: from today on nothing of it is held back.

    Raises:
        NotFound: no such confidence; WrongState: it was released already.
    """
    with transaction.atomic():
        row = one(scope, id)
        if row.ended_on is not None:
            raise WrongState("confidence", "released")
        row.ended_on = days.day_from_date(scope.today())
        row.save(update_fields=["ended_on"])


def hold_again(scope: Scope, id: str) -> None:
    """It is held back as it was before it was released.

    Raises:
        NotFound: no such confidence; WrongState: it was not released.
    """
    with transaction.atomic():
        row = one(scope, id)
        if row.ended_on is None:
            raise WrongState("confidence", "held")
        row.ended_on = None
        row.save(update_fields=["ended_on"])


def end(scope: Scope, id: str, on: dt.date | None) -> None:
    """From a day on it is free; None for never.

    Raises:
        NotFound: no such confidence.
    """
    change(scope, id, until=on)


def remove(scope: Scope, id: str) -> str:
    """It was a mistake: nothing is held back for it; returns what brings it back (`actions.removed`).

    Of what is sealed that holds ciphertext alone.

    Raises:
        NotFound: no such confidence; WrongState: words that were blanked elsewhere are kept in it alone;
        Locked: it is sealed and not open, so that this cannot be told.
    """
    with transaction.atomic():
        row = one(scope, id)
        if sealing.is_sealed(row) and sealing.opened(scope, row).get("blanked"):
            raise WrongState("confidence", "blanked")
        return removed.remove(scope, "confidence", row)


def seal(scope: Scope, id: str) -> None:
    """Keep its text and signs only as ciphertext from now on.

    Raises:
        NotFound: no such confidence; WrongState: it is sealed; NoVault: no passphrase yet; Locked: not open.
    """
    with transaction.atomic():
        row = one(scope, id)
        if sealing.is_sealed(row):
            raise WrongState("confidence", "sealed")
        _say(scope, row, row.text, row.signs, seal=True)
        row.save()


def unseal(scope: Scope, id: str) -> None:
    """Keep its text and signs in clear again.

    Raises:
        NotFound: no such confidence; WrongState: it is not sealed, or words that were blanked are kept in it alone;
        Locked: not open.
    """
    with transaction.atomic():
        row = one(scope, id)
        if not sealing.is_sealed(row):
            raise WrongState("confidence", "open")
        body = sealing.opened(scope, row)
        if body.get("blanked"):
            raise WrongState("confidence", "blanked")
        row.wrapped_key = row.ciphertext = None
        _say(scope, row, str(body.get("text", "")), str(body.get("signs", "")), seal=False)
        row.save()


def one(scope: Scope, id: str) -> Confidence:
    """The confidence of this id, held until the transaction ends.

    Raises:
        NotFound: there is none in this book.
    """
    return finding.row_of(scope, Confidence.objects.all(), "confidence", id)


def said(scope: Scope, row: Confidence) -> tuple[str, str]:
    """Its text and its signs, one a line.

    Raises:
        Locked: they are sealed and not open.
    """
    if not sealing.is_sealed(row):
        return row.text, row.signs
    body = sealing.opened(scope, row)
    return str(body.get("text", "")), str(body.get("signs", ""))


def _say(scope: Scope, row: Confidence, text: str, signs: str, *, seal: bool) -> None:
    """Put its words where they are kept; what else a sealed body holds stays in it."""
    if not seal:
        row.text, row.signs = text, signs
        return
    body = sealing.opened(scope, row)
    sealing.put(scope, row, body | {"text": text, "signs": signs})
    row.text = row.signs = ""


def _let(scope: Scope, row: Confidence, person_id: str) -> None:
    person = finding.person_of(scope, person_id, by_hand=True)
    if not ConfidenceAudience.objects.filter(confidence=row, person__in=members(person.pk)).exists():
        ConfidenceAudience.objects.create(book_id=scope.book_id, confidence=row, person=person)


def _person(scope: Scope, id: str | None) -> Person | None:
    return finding.person_of(scope, id, by_hand=True) if id else None


def _signs(signs: Sequence[str]) -> str:
    lines = signs_of("\n".join(signs))
    if len(lines) > _SIGNS:
        raise Invalid("signs", str(len(lines)), f"at most {_SIGNS} signs")
    return "\n".join(line[:200] for line in lines)
