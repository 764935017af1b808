"""What was given and received: thanking for it, and taking away what was told wrongly."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from comity.actions.people import refuse_entry
from comity.core import days
from comity.core.errors import NotFound
from comity.store.access import Scope
from comity.store.models import Exchange, Person


def thank(scope: Scope, id: str) -> None:
    """I thanked for it, today.

    Raises:
        NotFound: no such exchange in this book.
    """
    _thanked(scope, id, days.day_from_date(scope.today()))


def unthank(scope: Scope, id: str) -> None:
    """I did not thank for it after all.

    Raises:
        NotFound: no such exchange in this book.
    """
    _thanked(scope, id, None)


def remove_exchange(scope: Scope, id: str) -> None:
    """It was a mistake; a file that told it does not bring it back.

    Raises:
        NotFound: no such exchange in this book.
    """
    with transaction.atomic():
        row = _one(scope, id)
        refuse_entry(row.person, "exchange", row.key)
        row.delete()


def _thanked(scope: Scope, id: str, day: int | None) -> None:
    with transaction.atomic():
        row = _one(scope, id)
        row.thanked_on = day
        row.save(update_fields=["thanked_on"])
        Person.objects.filter(pk=row.person_id).update(by_hand=True)


def _one(scope: Scope, id: str) -> Exchange:
    try:
        row = Exchange.objects.filter(book_id=scope.book_id, uuid=UUID(id)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound("exchange", id)
    return row
