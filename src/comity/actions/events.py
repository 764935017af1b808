"""Events: planning them, who is to be met there, whom one met, and following up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from comity.actions import event_crossings, interactions, newcomers
from comity.actions.finding import person_of, row_of
from comity.core import days
from comity.core import events as rules
from comity.core.errors import Invalid, WrongState
from comity.core.handed import clean
from comity.core.names import sort_name
from comity.store import touching
from comity.store.access import Scope
from comity.store.models import Event, Guest, Interaction, Person
from comity.store.queries.person import members

TEXT = 20_000
LONGEST = 366
"""Days that an event may last."""


@dataclass(frozen=True, slots=True)
class Met:
    """Somebody was met: ids of the guest and of the person, and whether each is new."""

    guest: str
    person: str
    new_guest: bool
    new_person: bool


def plan(
    scope: Scope,
    name: str,
    starts: dt.date,
    ends: dt.date | None = None,
    *,
    place: str = "",
    url: str = "",
    aim: str = "",
    note: str = "",
) -> str:
    """An event from one day until another (None: the same day); returns its id. What it crosses of boundaries is kept.

    Raises:
        Invalid: no name, an end before the beginning, or a link that is none.
    """
    first, last = _span(starts, ends)
    with transaction.atomic():
        row = Event.objects.create(
            book_id=scope.book_id,
            name=_name(name),
            place=clean(place, 300),
            url=_link(url),
            starts=first,
            ends=last,
            aim=aim.strip()[:TEXT],
            note=note.strip()[:TEXT],
        )
        event_crossings.follow(scope, row)
    return str(row.uuid)


def edit_event(
    scope: Scope,
    id: str,
    *,
    name: str | None = None,
    starts: dt.date | None = None,
    ends: dt.date | None = None,
    place: str | None = None,
    url: str | None = None,
    aim: str | None = None,
    note: str | None = None,
) -> None:
    """Change what is known of an event; None leaves a value. A new beginning alone moves the end along.

    Raises:
        NotFound: no such event in this book; Invalid: as for `plan`.
    """
    with transaction.atomic():
        row = _event(scope, id)
        was = row.starts, row.name
        if name is not None:
            row.name = _name(name)
        if starts is not None or ends is not None:
            moved = 0 if starts is None else days.day_from_date(starts) - row.starts
            row.starts, row.ends = _span(
                starts or days.date_from_day(row.starts), ends or days.date_from_day(row.ends + moved)
            )
        row.place = row.place if place is None else clean(place, 300)
        row.url = row.url if url is None else _link(url)
        row.aim = row.aim if aim is None else aim.strip()[:TEXT]
        row.note = row.note if note is None else note.strip()[:TEXT]
        row.save()
        event_crossings.follow(scope, row, was)


def attend(scope: Scope, id: str) -> None:
    """I was, or am, there.

    Raises:
        NotFound: no such event in this book; Invalid: it has not begun.
    """
    with transaction.atomic():
        row = _event(scope, id)
        if days.day_from_date(scope.today()) < row.starts:
            raise Invalid("event", row.name, "it has not begun yet")
        row.state = Event.ATTENDED
        row.save(update_fields=["state"])


def miss(scope: Scope, id: str) -> None:
    """I do not go, or did not.

    Raises:
        NotFound: no such event in this book; WrongState: somebody was met there.
    """
    with transaction.atomic():
        row = _event(scope, id)
        if row.guests.filter(met_on__isnull=False).exists():
            raise WrongState("event", Event.ATTENDED)
        row.state = Event.MISSED
        row.save(update_fields=["state"])
        event_crossings.take_back(scope, row)


def plan_again(scope: Scope, id: str) -> None:
    """Neither attended nor missed: planned, as at first."""
    with transaction.atomic():
        row = _event(scope, id)
        row.state = Event.PLANNED
        row.save(update_fields=["state"])
        event_crossings.follow(scope, row)


def remove_event(scope: Scope, id: str) -> None:
    """Forget an event and who was to be there; what was recorded of meetings there stays in people's timelines.

    Raises:
        NotFound: no such event in this book.
    """
    with transaction.atomic():
        row = _event(scope, id)
        event_crossings.take_back(scope, row)
        row.delete()


def expect(scope: Scope, id: str, person_id: str) -> str:
    """Somebody will be there; returns the id of the guest, the same one however often it is said.

    Raises:
        NotFound: no such event, or person, in this book.
    """
    return str(_guest_for(scope, id, person_id)[0].uuid)


def want_to_meet(scope: Scope, id: str, person_id: str, why: str = "") -> str:
    """I want to meet somebody there, and why; returns the id of the guest.

    Raises:
        NotFound: no such event, or person, in this book.
    """
    with transaction.atomic():
        row, _ = _guest_for(scope, id, person_id)
        row.wanted, row.why = True, why.strip()[:TEXT] or row.why
        row.save(update_fields=["wanted", "why"])
        event_crossings.follow(scope, row.event)
    return str(row.uuid)


def need_not_meet(scope: Scope, guest_id: str) -> None:
    """They will be there, and I do not mean to meet them any more."""
    with transaction.atomic():
        row = _guest(scope, guest_id)
        row.wanted = False
        row.save(update_fields=["wanted"])
        event_crossings.follow(scope, row.event)


def remove_guest(scope: Scope, guest_id: str) -> None:
    """They will not be, or were not, there. What was recorded of meeting them there goes too.

    Raises:
        NotFound: no such guest in this book.
    """
    with transaction.atomic():
        row = _guest(scope, guest_id)
        _take_back_meeting(scope, row)
        event_crossings.take_back(scope, row.event, row.person_id)
        row.delete()


def met(
    scope: Scope,
    id: str,
    told: newcomers.Told | None = None,
    *,
    person_id: str | None = None,
    new: bool = False,
    note: str = "",
    day: dt.date | None = None,
) -> Met:
    """I met somebody at an event: who they are is looked up or entered, and the meeting is recorded.

    A name that one guest alone has means that guest; `newcomers.enter` tells the rest. The event counts as attended.

    Args:
        note: what we spoke of; day: on which day, None for today, or the last day of an event that is over.

    Raises:
        NotFound: no such event, or person, in this book; Ambiguous: others have this name (`newcomers.enter`);
        Invalid: nobody is named, or the day is none of the event's, or still to come;
        WrongState: meeting them there is recorded already.
    """
    told = told or newcomers.Told()
    with transaction.atomic():
        event = _event(scope, id)
        on = _day_of_meeting(scope, event, day)
        if person_id is None and not new:
            person_id = _guest_called(event, told.name)
        who, created = newcomers.enter(scope, told, person_id=person_id, new=new)
        row, fresh = _guest_for(scope, id, who)
        if row.met_on is not None:
            raise WrongState("guest", "met")
        row.met_on, row.note = on, note.strip()[:TEXT]
        row.interaction = _record(scope, event, who, on, row.note)
        row.save()
        if event.state != Event.ATTENDED:
            Event.objects.filter(pk=event.pk).update(state=Event.ATTENDED)
    return Met(str(row.uuid), who, fresh, created)


def unmet(scope: Scope, guest_id: str) -> None:
    """I did not meet them after all: the record of it goes, the person and the guest stay.

    Raises:
        NotFound: no such guest in this book; WrongState: meeting them was not recorded.
    """
    with transaction.atomic():
        row = _guest(scope, guest_id)
        if row.met_on is None:
            raise WrongState("guest", "not met")
        _take_back_meeting(scope, row)
        row.met_on = row.followed_up_on = row.interaction = None
        row.note = ""
        row.save()


def undo_met(scope: Scope, guest_id: str, *, was_guest: bool, was_known: bool) -> bool:
    """Take back that somebody was met, exactly; whether the person is gone too.

    was_guest: they were expected there before; was_known: they were in the book before. Somebody who came into the book
    with it goes, unless anything else was entered about them since.

    Raises:
        NotFound: no such guest in this book; WrongState: meeting them was not recorded.
    """
    with transaction.atomic():
        person = _guest(scope, guest_id).person
        (unmet if was_guest else remove_guest)(scope, guest_id)
        return not was_known and touching.forget_new(person)


def note_guest(scope: Scope, guest_id: str, *, note: str | None = None, why: str | None = None) -> None:
    """Change what we spoke of, or why I want to meet them; None leaves it."""
    with transaction.atomic():
        row = _guest(scope, guest_id)
        row.note = row.note if note is None else note.strip()[:TEXT]
        row.why = row.why if why is None else why.strip()[:TEXT]
        row.save(update_fields=["note", "why"])
        event_crossings.follow(scope, row.event)


def followed_up(scope: Scope, guest_id: str) -> None:
    """I followed up, today.

    Raises:
        NotFound: no such guest in this book; WrongState: they were not met.
    """
    with transaction.atomic():
        row = _guest(scope, guest_id)
        if row.met_on is None:
            raise WrongState("guest", "not met")
        row.followed_up_on = days.day_from_date(scope.today())
        row.save(update_fields=["followed_up_on"])
        Person.objects.filter(pk=row.person_id).update(by_hand=True)


def not_followed_up(scope: Scope, guest_id: str) -> None:
    """I did not follow up after all."""
    with transaction.atomic():
        row = _guest(scope, guest_id)
        row.followed_up_on = None
        row.save(update_fields=["followed_up_on"])


def _name(text: str) -> str:
    words = clean(text, 300)
    if not words:
        raise Invalid("name", text, "an event needs a name")
    return words


def _span(starts: dt.date, ends: dt.date | None) -> tuple[int, int]:
    first, last = days.day_from_date(starts), days.day_from_date(ends or starts)
    if last < first:
        raise Invalid("ends", str(ends), "an event cannot end before it begins")
    if last - first >= LONGEST:
        raise Invalid("ends", str(ends), "an event lasts at most a year")
    return first, last


def _link(url: str) -> str:
    words = url.strip()
    if words and (not words.lower().startswith(("http://", "https://")) or len(words) > 2000):
        raise Invalid("url", words, "a link begins with https://")
    return words


def _day_of_meeting(scope: Scope, event: Event, day: dt.date | None) -> int:
    today = days.day_from_date(scope.today())
    told = rules.meeting_day(event.starts, event.ends, today)
    on = told if day is None else days.day_from_date(day)
    if on is None or on > today:
        raise Invalid("day", str(day or ""), "that lies in the future")
    if not event.starts <= on <= event.ends:
        raise Invalid("day", str(day), "the event was not on that day")
    return on


def _record(scope: Scope, event: Event, person_id: str, on: int, note: str) -> Interaction:
    """The meeting as an interaction, at noon of the day."""
    at = dt.datetime.combine(days.date_from_day(on), dt.time(12), ZoneInfo(scope.zone))
    key = interactions.record(
        scope, [person_id], kind="event", at=at, subject=event.name, text=note, day_only=True
    )
    return Interaction.objects.get(book_id=scope.book_id, key=UUID(key).bytes)


def _take_back_meeting(scope: Scope, row: Guest) -> None:
    if row.interaction is not None and row.interaction.by_hand:
        interactions.forget(scope, str(UUID(bytes=bytes(row.interaction.key))))


def _guest_called(event: Event, name: str) -> str | None:
    """The id of the one guest, not met yet, who has this name."""
    if not name.strip():
        return None
    waiting = event.guests.filter(met_on=None).select_related("person__merged_into")
    heads = {guest.person.merged_into or guest.person for guest in waiting}
    found = {str(head.uuid) for head in heads if head.sort_name == sort_name(name)}
    return found.pop() if len(found) == 1 else None


def _guest_for(scope: Scope, id: str, person_id: str) -> tuple[Guest, bool]:
    """The guest that a person is, or was before a merge, and whether the row is new."""
    with transaction.atomic():
        event = _event(scope, id)
        person = person_of(scope, person_id, by_hand=True)
        if person.is_me:
            raise Invalid("person", person.name, "this is you")
        row = (
            event.guests.filter(person__in=members(person.pk))
            .order_by(F("met_on").desc(nulls_last=True), "id")
            .first()
        )
        if row is not None:
            return row, False
        return Guest.objects.create(book_id=scope.book_id, event=event, person=person), True


def _event(scope: Scope, id: str) -> Event:
    return row_of(scope, Event.objects.all(), "event", id)


def _guest(scope: Scope, id: str) -> Guest:
    return row_of(scope, Guest.objects.all(), "guest", id)
