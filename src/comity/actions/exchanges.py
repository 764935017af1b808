"""What was given and received: noting it, thanking for it, and taking away what was told wrongly."""

from __future__ import annotations

import datetime as dt
from string import hexdigits
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from comity.actions.finding import interaction_of, not_ahead, person_of, row_of
from comity.actions.people import refuse_entry
from comity.core import days, reciprocity
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Exchange, Feedback, Introduction, Person

_LONGEST = 20_000
_UUID_DIGITS = 32


def note(
    scope: Scope,
    person_id: str,
    *,
    given: bool,
    kind: str,
    text: str = "",
    worth: str = "",
    on: dt.date | None = None,
    thanked: bool = False,
    sentence: str = "",
    interaction_id: str | None = None,
) -> str:
    """Something that I gave to somebody, or received from them; returns its id.

    Args:
        kind: one of `core.reciprocity.KINDS`; worth: what it was worth, in words; on: None for today;
        thanked: I have thanked already; sentence, interaction_id: where it was read.

    Raises:
        NotFound: no such person or interaction in this book; Invalid: no such kind, a day that is to come, or
            nothing was given or received by me from myself.
    """
    _known(kind)
    with transaction.atomic():
        person = person_of(scope, person_id, by_hand=True)
        if person.is_me:
            raise Invalid("person", person.name, "choose somebody else than yourself")
        day = not_ahead(scope, "day", on)
        row = Exchange.objects.create(
            book_id=scope.book_id,
            person=person,
            direction=Exchange.GIVEN if given else Exchange.RECEIVED,
            kind=kind,
            text=text.strip()[:_LONGEST],
            worth=worth.strip()[:_LONGEST],
            sentence=sentence.strip()[:_LONGEST],
            interaction=interaction_of(scope, interaction_id) if interaction_id else None,
            on=day,
            asks_thanks=not given and reciprocity.asks_thanks(kind),
            thanked_on=day if thanked and not given else None,
        )
    return str(row.uuid)


def edit(
    scope: Scope,
    id: str,
    *,
    kind: str | None = None,
    text: str | None = None,
    worth: str | None = None,
    on: dt.date | None = None,
) -> None:
    """Change what was noted; None leaves it. What a file told is the user's own from then on.

    Raises:
        NotFound: no such exchange in this book; Invalid: no such kind, a day that is to come, or a kind or day that
            are those of an introduction and are changed there.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if row.introduction_id is not None and (kind is not None or on is not None):
            raise Invalid("kind", kind or "", "it came with an introduction; change that instead")
        if kind is not None:
            row.kind = _known(kind)
            row.asks_thanks = row.direction == Exchange.RECEIVED and reciprocity.asks_thanks(kind)
        row.text = row.text if text is None else text.strip()[:_LONGEST]
        row.worth = row.worth if worth is None else worth.strip()[:_LONGEST]
        row.on = row.on if on is None else not_ahead(scope, "day", on)
        row.batch = None
        row.save(update_fields=["kind", "asks_thanks", "text", "worth", "on", "batch"])
        _is_mine(row)


def thank(scope: Scope, id: str) -> None:
    """I thanked for it, today; an introduction that I was given has then come to its end, if we have met.

    Raises:
        NotFound: no such exchange in this book.
    """
    today = days.day_from_date(scope.today())
    with transaction.atomic():
        row = _one(scope, id)
        row.thanked_on = today
        row.save(update_fields=["thanked_on"])
        _received(row).exclude(met_on=None).filter(thanked_on=None).update(thanked_on=today)
        _is_mine(row)


def unthank(scope: Scope, id: str) -> None:
    """I did not thank for it after all.

    Raises:
        NotFound: no such exchange in this book.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.thanked_on = None
        row.save(update_fields=["thanked_on"])
        _received(row).update(thanked_on=None)
        _is_mine(row)


def remove_exchange(scope: Scope, id: str) -> None:
    """It was a mistake; a file that told it does not bring it back, and feedback that it was stays.

    Raises:
        NotFound: no such exchange in this book.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if not _is_feedback(row):
            refuse_entry(row.person, "exchange", row.key)
        row.delete()


def _one(scope: Scope, id: str) -> Exchange:
    return row_of(scope, Exchange.objects.select_related("person"), "exchange", id)


def _is_feedback(row: Exchange) -> bool:
    """Whether it came with feedback, whose id is its key then, and not from a file."""
    is_id = len(row.key) == _UUID_DIGITS and set(row.key) <= set(hexdigits)
    return is_id and Feedback.objects.filter(book_id=row.book_id, uuid=UUID(row.key)).exists()


def _known(kind: str) -> str:
    if kind not in reciprocity.KINDS:
        raise Invalid("kind", kind, "choose one of " + ", ".join(reciprocity.KINDS))
    return kind


def _received(row: Exchange) -> QuerySet[Introduction]:
    """The introduction that it was, if it was one that I was given."""
    if row.direction != Exchange.RECEIVED:
        return Introduction.objects.none()
    return Introduction.objects.filter(exchanges=row)


def _is_mine(row: Exchange) -> None:
    """No undo of an import may take the person away."""
    Person.objects.filter(pk=row.person_id, by_hand=False).update(by_hand=True)
