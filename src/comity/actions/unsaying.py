"""Taking back what one line made, exactly."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import NoReturn
from uuid import UUID

from django.db import models, transaction

from comity.actions import crossings, events, introductions, positions, reminders
from comity.actions.finding import row_of
from comity.actions.merging import settle
from comity.core import days
from comity.core.errors import NotFound
from comity.store import said, touching, undoing
from comity.store.access import Scope
from comity.store.models import (
    Claim,
    Commitment,
    Event,
    Exchange,
    Fact,
    Guest,
    Identifier,
    ImportantDate,
    Interaction,
    Introduction,
    Participant,
    Person,
    Position,
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
        for id in reversed(dict.fromkeys(ids)):
            person = None if "=" in id else _person(scope, id)
            if person is not None:
                new.append(person)
            else:
                touched |= _removed(scope, id, today)
        touching.let_go(touched - {person.pk for person in new})
        return tuple(person.name for person in reversed(new) if not touching.remove(person))


def _removed(scope: Scope, id: str, today: int) -> set[int]:
    """Remove one row; returns the people it was about."""
    what, _, rest = id.partition("=")
    if rest:
        return _OTHERS[what](scope, rest) if what in _OTHERS else _missing(id)
    guest = Guest.objects.filter(book_id=scope.book_id, uuid=_uuid(id)).first()
    if guest is not None:
        people = {guest.person_id, *_took_part(guest.interaction_id)}
        events.remove_guest(scope, id)
        return people
    gathering = Event.objects.filter(book_id=scope.book_id, uuid=_uuid(id)).first()
    if gathering is not None:
        if not gathering.guests.exists():
            gathering.delete()
        return set()
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
    people = _took_part(row.pk)
    crossings.take_back(scope, row)
    undoing.forget(scope.book_id, row.pk, today)
    return people


def _took_part(interaction: int | None) -> set[int]:
    """Who took part in an interaction, me included."""
    handles = Participant.objects.filter(interaction=interaction).values("identifier_id")
    people = Identifier.objects.filter(pk__in=handles).values_list("person_id", flat=True)
    return {person for person in people if person is not None}


def id_of_position(row: int) -> str:
    """By which a position is taken back."""
    return f"position={row}"


def id_of_ended(row: int, claim: int | None) -> str:
    """By which it is taken back that a position ended; claim: the number of what says so, None where itself does."""
    return f"ended={row}" if claim is None else f"said={claim}"


def id_of_date(row: int) -> str:
    """By which a date is taken back."""
    return f"date={row}"


def id_of_met(guest: str) -> str:
    """By which it is taken back that somebody was met who was expected before."""
    return f"met={guest}"


def id_of_attended(event: str, state: str) -> str:
    """By which an event is again what it was before somebody was met there."""
    return f"attended={event}={state}"


def _position(scope: Scope, id: str) -> set[int]:
    row = Position.objects.filter(book_id=scope.book_id, pk=_number(id), batch=None).first()
    if row is None:
        return _missing(id)
    positions.withdraw(row)
    settle(scope, Identifier.objects.filter(person=row.person_id).values_list("id", flat=True))
    return {row.person_id}


def _ended(scope: Scope, id: str) -> set[int]:
    row = Position.objects.filter(book_id=scope.book_id, pk=_number(id), batch=None).first()
    if row is None or row.until is None:
        return _missing(id)
    row.until = None
    row.save(update_fields=["until"])
    return {row.person_id}


def _said(scope: Scope, id: str) -> set[int]:
    held = Claim.objects.filter(book_id=scope.book_id, pk=_number(id), field=said.ENDED, batch=None)
    row = held.select_related("identifier").first()
    if row is None or row.identifier.person_id is None:
        return _missing(id)
    row.delete()
    settle(scope, Identifier.objects.filter(person=row.identifier.person_id).values_list("id", flat=True))
    return {row.identifier.person_id}


def _date(scope: Scope, id: str) -> set[int]:
    row = ImportantDate.objects.filter(book_id=scope.book_id, pk=_number(id), batch=None).first()
    if row is None:
        return _missing(id)
    row.delete()
    return {row.person_id}


def _met(scope: Scope, id: str) -> set[int]:
    guest = row_of(scope, Guest.objects.all(), "guest", id)
    people = {guest.person_id, *_took_part(guest.interaction_id)}
    events.unmet(scope, id)
    return people


def _attended(scope: Scope, id: str) -> set[int]:
    """Taken back last, so that nobody is met there any more; where somebody else was, it stays attended."""
    event, _, state = id.partition("=")
    row = Event.objects.filter(book_id=scope.book_id, uuid=_uuid(event)).first()
    if row is None or state not in (Event.PLANNED, Event.MISSED):
        return _missing(id)
    if not row.guests.filter(met_on__isnull=False).exists():
        row.state = state
        row.save(update_fields=["state"])
    return set()


_OTHERS: Mapping[str, Callable[[Scope, str], set[int]]] = {
    "position": _position,
    "ended": _ended,
    "said": _said,
    "date": _date,
    "met": _met,
    "attended": _attended,
}
"""What has an id that says what it is."""


def _missing(id: str) -> NoReturn:
    raise NotFound("entry", id)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


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
