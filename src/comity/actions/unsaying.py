"""Taking back what one line made, exactly."""

from __future__ import annotations

import time
from collections.abc import Sequence
from uuid import UUID

from django.db import models, transaction

from comity.actions import crossings, introductions, reminders
from comity.core import days
from comity.core.errors import NotFound
from comity.store import touching, undoing
from comity.store.access import Scope
from comity.store.models import (
    Commitment,
    Exchange,
    Fact,
    Identifier,
    Interaction,
    Introduction,
    Participant,
    Person,
    Reminder,
)

_ROWS: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Commitment, ("person_id",)),
    (Exchange, ("person_id",)),
    (Introduction, ("introducer_id", "one_id", "other_id")),
    (Reminder, ("person_id",)),
    (Fact, ("person_id",)),
)
"""Tables whose rows a line makes, with the columns that say about whom."""


def forget(scope: Scope, ids: Sequence[str]) -> tuple[str, ...]:
    """Take back everything with these ids (`Made.id`), or nothing at all.

    Returns the names of new people who stay, because something else was entered about them since.

    Raises:
        NotFound: one of them is not in this book, was taken back before, or came from a file.
    """
    today = days.day_of(int(time.time()))
    with transaction.atomic():
        touched: set[int] = set()
        new: list[Person] = []
        for id in dict.fromkeys(ids):
            person = _person(scope, id)
            if person is not None:
                new.append(person)
            else:
                touched |= _removed(scope, id, today)
        touching.let_go(touched - {person.pk for person in new})
        return tuple(person.name for person in new if not touching.remove(person))


def _removed(scope: Scope, id: str, today: int) -> set[int]:
    """Remove one row; returns the people it was about."""
    for model, columns in _ROWS:
        found = model._default_manager.filter(book_id=scope.book_id, uuid=_uuid(id))
        if any(field.name == "batch" for field in model._meta.fields):
            found = found.filter(batch=None, key="")
        row = found.first()
        if row is not None:
            if isinstance(row, Introduction):
                introductions.remove(scope, id)
            elif isinstance(row, Reminder):
                reminders.remove_reminder(scope, id)
            else:
                row.delete()
            return {key for name in columns if (key := getattr(row, name)) is not None}
    return _removed_interaction(scope, id, today)


def _removed_interaction(scope: Scope, id: str, today: int) -> set[int]:
    row = Interaction.objects.filter(
        book_id=scope.book_id, key=_uuid(id).bytes, by_hand=True, sightings=None
    ).first()
    if row is None:
        raise NotFound("entry", id)
    handles = Participant.objects.filter(interaction=row).values("identifier_id")
    people = set(Identifier.objects.filter(pk__in=handles).values_list("person_id", flat=True))
    crossings.take_back(scope, row)
    undoing.forget(scope.book_id, row.pk, today)
    return {person for person in people if person is not None}


def _person(scope: Scope, id: str) -> Person | None:
    """Somebody who was entered by hand, of this id."""
    return (
        Person.objects.filter(book_id=scope.book_id, uuid=_uuid(id), by_hand=True, is_me=False)
        .select_related("relationship")
        .first()
    )


def _uuid(id: str) -> UUID:
    try:
        return UUID(id)
    except ValueError:
        raise NotFound("entry", id) from None
