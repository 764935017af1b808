"""What a line says of an event: it is found or made, and whom one met there becomes its guest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from uuid import UUID
from zoneinfo import ZoneInfo

from comity.actions import events, interactions, unsaying
from comity.core import days
from comity.core.records import Kind
from comity.store.access import Scope
from comity.store.models import Event, Guest, Person
from comity.store.queries.person import members

Made = tuple[str, str, str | None]
"""What was made, the id to take it back by, and the id of the record of the meeting, None for none."""


def meet(scope: Scope, name: str, day: dt.date, people: Iterable[Person], words: str) -> Iterator[Made]:
    """These people were met at the event of this name on a day; words: of the line, kept with each meeting.

    Whoever is recorded as met there already has one more meeting, and is no new guest.
    """
    event = _event(scope, name, day)
    if event is None:
        id = events.plan(scope, name, day)
        yield "event", id, None
    else:
        id = str(event.uuid)
        if event.state != Event.ATTENDED:
            yield "event", unsaying.id_of_attended(id, event.state), None
    for person in people:
        yield _met(scope, id, person, day, words)


def _met(scope: Scope, event: str, person: Person, day: dt.date, words: str) -> Made:
    known = Guest.objects.filter(event__uuid=event, person__in=members(person.pk)).first()
    if known is not None and known.met_on is not None:
        at = dt.datetime.combine(day, dt.time(12), ZoneInfo(scope.zone))
        subject = " ".join(words.split())[:200]
        id = interactions.enter(scope, [person], Kind.EVENT, at, subject, words, day_only=True)
        return "interaction", id, id
    guest = events.met(scope, event, person_id=str(person.uuid), note=words, day=day).guest
    row = Guest.objects.select_related("interaction").get(book_id=scope.book_id, uuid=guest)
    met = None if row.interaction is None else str(UUID(bytes=bytes(row.interaction.key)))
    return "guest", guest if known is None else unsaying.id_of_met(guest), met


def _event(scope: Scope, name: str, day: dt.date) -> Event | None:
    """The event of this name that was on that day."""
    on = days.day_from_date(day)
    found = Event.objects.filter(book_id=scope.book_id, starts__lte=on, ends__gte=on)
    wanted = " ".join(name.split()).casefold()
    return next((one for one in found.order_by("id") if one.name.casefold() == wanted), None)
