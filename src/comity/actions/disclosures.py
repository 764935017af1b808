"""What I told somebody of myself: noting it with its day and digest, and taking a note back."""

from __future__ import annotations

import datetime as dt
import time

from django.db import transaction

from comity.actions import removed
from comity.actions.finding import interaction_of, not_ahead, person_of, row_of, words_of
from comity.core.depth import Depth
from comity.core.disclosures import MYSELF, digest
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Disclosure, Person

_TEXT, _TOPIC, _HOW = 20_000, 200, 200


def tell(
    scope: Scope,
    person_id: str,
    text: str,
    *,
    topic: str = "",
    depth: int = Depth.NEW,
    how: str = "",
    on: dt.date | None = None,
    interaction: str = "",
) -> str:
    """I told somebody something of myself; returns its id. depth: from which depth of a relationship on it is fit to be told.

    on: None for today; interaction: the id of the mail or meeting in which it was told, "" for none.

    Raises:
        NotFound: no such person or interaction in this book; Invalid: no words, me, no such depth, or a day to come.
    """
    words = words_of("text", text, _TEXT)
    with transaction.atomic():
        row = Disclosure.objects.create(
            book_id=scope.book_id,
            person=somebody(scope, person_id),
            about=MYSELF,
            topic=topic.strip()[:_TOPIC],
            text=words,
            depth=depth_of(depth),
            how=how.strip()[:_HOW],
            interaction=interaction_of(scope, interaction) if interaction else None,
            on=not_ahead(scope, "day", on),
            digest=digest(words),
            recorded_at=int(time.time()),
        )
    return str(row.uuid)


def remove(scope: Scope, id: str) -> str:
    """It was noted by mistake, or an idea was not shown after all; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such disclosure in this book.
    """
    with transaction.atomic():
        return removed.remove(scope, "disclosure", row_of(scope, Disclosure.objects.all(), "disclosure", id))


def somebody(scope: Scope, person_id: str) -> Person:
    """The person who was told.

    Raises:
        NotFound: no such person in this book; Invalid: it is me.
    """
    person = person_of(scope, person_id, by_hand=True)
    if person.is_me:
        raise Invalid("person", person.name, "choose somebody else than yourself")
    return person


def depth_of(depth: int) -> int:
    """A depth that there is.

    Raises:
        Invalid: there is no such depth.
    """
    if depth not in list(Depth):
        raise Invalid("depth", str(depth), f"choose {min(Depth)} to {max(Depth)}")
    return depth
