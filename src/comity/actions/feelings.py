"""How is it for me: a private word on how a relationship feels, taken back at will."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import removed
from comity.actions.disclosures import somebody
from comity.actions.finding import not_ahead, row_of
from comity.core.errors import Invalid
from comity.core.feelings import LEAST, MOST
from comity.store import sealing
from comity.store.access import Scope
from comity.store.models import Feeling, Vault

_TEXT = 20_000


def say(scope: Scope, person_id: str, score: int, text: str = "", *, on: dt.date | None = None) -> str:
    """A word on how it is with somebody (`core.feelings`); returns its id. on: None for today.

    Words are sealed where the book has a passphrase; the score alone is not, so that a pattern is seen while locked.

    Raises:
        NotFound: no such person in this book; Invalid: no such score, me, or a day to come; Locked: there are words, and what is
        sealed is not open.
    """
    if not LEAST <= score <= MOST:
        raise Invalid("score", str(score), f"choose {LEAST} to {MOST}")
    return _add(scope, person_id, score, text.strip()[:_TEXT], on)


def rather_not(scope: Scope, person_id: str) -> str:
    """I was asked and would not say; it is not asked again for a while. Returns the id.

    Raises:
        NotFound: no such person in this book; Invalid: it is me.
    """
    return _add(scope, person_id, None, "", None)


def remove(scope: Scope, id: str) -> str:
    """It is not so, or was a slip; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such word in this book.
    """
    with transaction.atomic():
        return removed.remove(scope, "feeling", row_of(scope, Feeling.objects.all(), "feeling", id))


def _add(scope: Scope, person_id: str, score: int | None, words: str, on: dt.date | None) -> str:
    with transaction.atomic():
        row = Feeling(
            book_id=scope.book_id,
            person=somebody(scope, person_id),
            score=score,
            on=not_ahead(scope, "day", on),
        )
        if words and Vault.objects.filter(book_id=scope.book_id).exists():
            sealing.put(scope, row, {"text": words})
        else:
            row.text = words
        row.save()
    return str(row.uuid)
