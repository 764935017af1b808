"""Events: who will be there, whom I met, whom to write to, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from comity.answers import guests as people
from comity.answers.guests import GuestLine
from comity.answers.known import known
from comity.core import days, events
from comity.core.errors import NotFound
from comity.core.events import Came, Stage
from comity.store.access import Scope
from comity.store.models import Event, Guest
from comity.store.models.base import PublicRow

SHOWN = 200
"""Events in a list, and guests of one event."""
Row = TypeVar("Row", bound=PublicRow)


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in a list. stage: ahead, now or over; then the numbers of its guests."""

    id: str
    name: str
    place: str
    starts: dt.date
    ends: dt.date
    state: str
    stage: str
    aim: str
    url: str
    note: str
    guests: int
    wanted: int
    met: int
    to_follow_up: int


@dataclass(frozen=True, slots=True)
class EventPage:
    """One event and everybody of it: to be met, expected, met and to be followed up, followed up; and what came of it."""

    event: EventLine
    wanted: tuple[GuestLine, ...]
    expected: tuple[GuestLine, ...]
    to_follow_up: tuple[GuestLine, ...]
    followed_up: tuple[GuestLine, ...]
    came: Came
    more: int


@dataclass(frozen=True, slots=True)
class AtEvent:
    """A guest, and at which event: its id, its name, its first day."""

    event: str
    name: str
    starts: dt.date
    guest: GuestLine


def events_of(scope: Scope) -> tuple[EventLine, ...]:
    """All events: what goes on and lies ahead first, by day; then what is over, the latest first."""
    found = list(Event.objects.filter(book_id=scope.book_id).order_by("-ends", "-id")[:SHOWN])
    lines = _lines(found, days.day_from_date(scope.today()))
    ahead = [line for line in lines if line.stage != Stage.OVER]
    over = [line for line in lines if line.stage == Stage.OVER]
    return (*sorted(ahead, key=lambda line: (line.starts, line.ends, line.name)), *over)


def event(scope: Scope, id: str) -> EventPage:
    """One event with its guests.

    Raises:
        NotFound: no such event in this book.
    """
    row, today = one(scope, id), days.day_from_date(scope.today())
    rows = list(Guest.objects.filter(event=row).select_related("event", "interaction").order_by("id")[:SHOWN])
    line = _lines([row], today)[0]
    found = sorted(people.once(people.lines(rows, today)), key=people.by_name)
    met = sorted((guest for guest in found if guest.met_on), key=lambda guest: guest.met_on or dt.date.min)
    waiting = [guest for guest in found if not guest.met_on]
    return EventPage(
        line,
        tuple(guest for guest in waiting if guest.wanted),
        tuple(guest for guest in waiting if not guest.wanted),
        tuple(guest for guest in met if not guest.followed_up_on),
        tuple(guest for guest in met if guest.followed_up_on),
        Came(
            len(met),
            sum(guest.followed_up_on is not None for guest in met),
            sum(guest.became for guest in met),
        ),
        max(0, line.guests - SHOWN),
    )


def follow_ups(scope: Scope) -> tuple[AtEvent, ...]:
    """Everybody whom I met and did not follow up, those longest due first; nobody who is to be left in peace."""
    waiting = Guest.objects.filter(book_id=scope.book_id, met_on__isnull=False, followed_up_on=None)
    found = _with_events(waiting.order_by("met_on", "id"), days.day_from_date(scope.today()))
    return tuple(one for one in found if not one.guest.known.silent)


def met_before(scope: Scope, id: str) -> tuple[AtEvent, ...]:
    """Whom I met at earlier editions of an event, each once, those who are among its guests already left out.

    Raises:
        NotFound: no such event in this book.
    """
    row, today = one(scope, id), days.day_from_date(scope.today())
    key = events.edition_key(row.name)
    earlier = Event.objects.filter(book_id=scope.book_id, starts__lt=row.starts).order_by("-starts")[:500]
    editions = [e.pk for e in earlier if key and events.edition_key(e.name) == key]
    if not editions:
        return ()
    here = known(Guest.objects.filter(event=row).values_list("person_id", flat=True))
    seen = {who.person for who in here.values()}
    once: list[AtEvent] = []
    met = Guest.objects.filter(event__in=editions, met_on__isnull=False).order_by("-met_on", "id")
    for found in _with_events(met, today):
        if found.guest.known.person not in seen and not found.guest.known.silent:
            seen.add(found.guest.known.person)
            once.append(found)
    return tuple(once)


def event_of_guest(scope: Scope, guest_id: str) -> str:
    """The id of the event whose guest this is.

    Raises:
        NotFound: no such guest in this book.
    """
    return str(_row(scope, Guest.objects.select_related("event"), "guest", guest_id).event.uuid)


def guest(scope: Scope, guest_id: str) -> AtEvent:
    """One guest.

    Raises:
        NotFound: no such guest in this book.
    """
    row = _row(scope, Guest.objects.all(), "guest", guest_id)
    return _with_events(Guest.objects.filter(pk=row.pk), days.day_from_date(scope.today()))[0]


def one(scope: Scope, id: str) -> Event:
    """The row of an event.

    Raises:
        NotFound: no such event in this book.
    """
    return _row(scope, Event.objects.all(), "event", id)


def _row(scope: Scope, rows: QuerySet[Row], what: str, id: str) -> Row:
    try:
        found = rows.filter(book_id=scope.book_id, uuid=UUID(id)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(what, id)
    return found


def _with_events(rows: QuerySet[Guest], today: int) -> list[AtEvent]:
    found = list(rows.select_related("event", "interaction")[:SHOWN])
    return [
        AtEvent(str(row.event.uuid), row.event.name, days.date_from_day(row.event.starts), line)
        for row, line in zip(found, people.lines(found, today), strict=True)
    ]


def _lines(found: Sequence[Event], today: int) -> list[EventLine]:
    """Events with the numbers of their guests, in one query."""
    met = Q(met_on__isnull=False)
    counted = (
        Guest.objects.filter(event__in=[row.pk for row in found])
        .values("event_id")
        .annotate(
            everybody=Count("id"),
            wanted_n=Count("id", filter=Q(wanted=True) & ~met),
            met_n=Count("id", filter=met),
            open_n=Count("id", filter=met & Q(followed_up_on=None)),
        )
    )
    numbers = {
        event: tuple(rest)
        for event, *rest in counted.values_list("event_id", "everybody", "wanted_n", "met_n", "open_n")
    }
    return [_line(row, numbers.get(row.pk, (0, 0, 0, 0)), today) for row in found]


def _line(row: Event, numbers: tuple[int, ...], today: int) -> EventLine:
    return EventLine(
        str(row.uuid),
        row.name,
        row.place,
        days.date_from_day(row.starts),
        days.date_from_day(row.ends),
        row.state,
        events.stage(row.starts, row.ends, today).value,
        row.aim,
        row.url,
        row.note,
        *numbers,
    )
