"""What a line of the log box, a draft or an event would cross of boundaries: said before it is stored or sent."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from comity.analysis.event_boundaries import crossed_by
from comity.answers import boundaries, events, heads, wording
from comity.answers.boundaries import Notice
from comity.answers.finding import find
from comity.core import sayit
from comity.core.boundaries import Plan, request_of, way_of
from comity.core.days import date_from_day
from comity.core.planned import NOBODY, TO_BOTH
from comity.core.planned import of_draft as plan_of_draft
from comity.core.sayit import ME, Line, Moment
from comity.store.access import Scope
from comity.store.models import Guest, Person

_MEETS = ("MEETING", "EVENT")


def of_line(scope: Scope, line: Line) -> dict[str, tuple[Notice, ...]]:
    """What the parts of a line would cross, by their keys; parts that cross nothing, or are left out, have none."""
    plans = {
        part.key: (plan, places, day_only)
        for part in line.parts
        if not part.out
        for plan, places, day_only in (_plan(scope, line, part.item, part.key),)
        if plan is not None
    }
    people = _people(scope, line, {place for _, places, _ in plans.values() for place in places})
    found = {}
    for key, (plan, places, day_only) in plans.items():
        known = {people[place].pk: people[place] for place in places if place in people}
        if known and plan is not None:
            found[key] = boundaries.of_people(scope, known, plan, day_only=day_only)
    return {key: noticed for key, noticed in found.items() if noticed}


def of_draft(
    scope: Scope, who: str, kind: str, subject: str, body: str, *, other: str | None = None
) -> tuple[Notice, ...]:
    """What a mail of this kind to somebody would cross if it were sent now; other: whom it goes to besides.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    now = scope.moment(int(time.time()))
    people = [find(scope, who)] + ([find(scope, other)] if other and kind in TO_BOTH else [])
    return tuple(
        one
        for person in people
        for one in boundaries.of_people(
            scope, {person.pk: person}, plan_of_draft(kind, subject, body, now, boundaries.waiting(person))
        )
    )


def of_event(scope: Scope, id: str, guest: str = "") -> tuple[Notice, ...]:
    """What an event to come crosses, all of it or what it crosses with one guest, by the guest's id.

    Raises:
        NotFound: no such event.
    """
    people, crossed = crossed_by(scope, events.one(scope, id))
    if guest:
        found = heads.row_of(Guest.objects.filter(book_id=scope.book_id), "guest", guest)
        meant = next((head for head, person in people.items() if person.pk == found.person_id), None)
        crossed = tuple(each for each in crossed if each.who == meant)
    names = {head: wording.face_name((person.merged_into or person).name) for head, person in people.items()}
    return boundaries.notices(scope, crossed, {NOBODY.person: gettext("anybody"), **names}, over=True)


def of_meeting(scope: Scope, guest: str) -> tuple[Notice, ...]:
    """What it crosses that I met a guest at an event, by the guest's id.

    Raises:
        NotFound: no such guest.
    """
    found = events.guest(scope, guest)
    day = dt.datetime.combine(found.guest.met_on or found.starts, dt.time(12), ZoneInfo(scope.zone))
    return of_record(scope, found.guest.known.face.id, "event", day, f"{found.name}\n{found.guest.note}")


def of_record(scope: Scope, who: str, kind: str, at: dt.datetime, words: str) -> tuple[Notice, ...]:
    """What an interaction of a day crosses.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    return boundaries.check(scope, [who], Plan(moment=at, channel=kind, words=words), day_only=True)


def of_reminder(scope: Scope, who: str, due: dt.date, words: str, way: str = "") -> tuple[Notice, ...]:
    """What being in touch on a day would cross, by a way of contact or by the one that the words name.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    way = way or way_of(words)
    day = dt.datetime.combine(due, dt.time(), ZoneInfo(scope.zone))
    plan = Plan(moment=day if way else None, channel=way, words=words)
    return boundaries.check(scope, [who], plan, day_only=True)


def of_request(scope: Scope, who: str, words: str, due: dt.date | None) -> tuple[Notice, ...]:
    """What a request to the user crosses of their own boundaries.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    within = None if due is None else 24.0 * ((due - scope.today()).days + 1)
    plan = Plan(words=words, request=request_of(words) or "other", wanted_within=within, by_me=False)
    return boundaries.check(scope, [who], plan)


def of_introduction(scope: Scope, introducer: str, purpose: str) -> tuple[Notice, ...]:
    """What asking somebody for an introduction would cross.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    return boundaries.check(scope, [introducer], Plan(words=purpose, request="introduction"))


def _plan(scope: Scope, line: Line, item: sayit.Item, key: str) -> tuple[Plan | None, tuple[int, ...], bool]:
    """A part as boundaries see it, the places of whom it is about, and whether only its day is told."""
    places = tuple(place for place in sayit.people_of(item) if place != ME)
    if isinstance(item, sayit.Happening):
        words = sayit.stretches(line)[key]
        if sayit.is_plan(item, scope.today()) and item.kind.name not in _MEETS:
            return _reminded(scope, words, item.when), places[:1], not sayit.hour_told(item.when)
        channel = "meeting" if sayit.is_plan(item, scope.today()) else item.kind.name.lower()
        plan = Plan(moment=_instant(scope, item.when), channel=channel, words=words)
        return plan, places, not sayit.hour_told(item.when)
    if isinstance(item, sayit.Reminder):
        return _reminded(scope, item.text, item.due), places[:1], not sayit.hour_told(item.due)
    if isinstance(item, sayit.Introduction) and item.by != ME:
        return Plan(request="introduction"), (item.by,), True
    return None, (), True


def _reminded(scope: Scope, words: str, due: Moment) -> Plan:
    """A reminder reaches somebody only where it names a way of contact, as it is kept (`actions.crossings`)."""
    way = way_of(words)
    plan = Plan(words=words, channel=way)
    return replace(plan, moment=_instant(scope, due)) if way else plan


def _instant(scope: Scope, when: Moment) -> dt.datetime:
    """The instant that was said; the beginning of the day where none was."""
    now = scope.moment(int(time.time()))
    if sayit.hour_told(when):
        return sayit.instant(when, now)
    day = now.date() if when.day is None else date_from_day(when.day)
    return dt.datetime.combine(day, dt.time(), now.tzinfo)


def _people(scope: Scope, line: Line, places: set[int]) -> dict[int, Person]:
    """Who is known of these people of a line; somebody new has no boundaries of their own yet."""
    ids = {place: line.people[place].id for place in places if line.people[place].id}
    if not ids:
        return {}
    found = Person.objects.filter(book_id=scope.book_id, uuid__in=set(ids.values()), merged_into=None)
    known = {str(person.uuid): person for person in found}
    return {place: known[id] for place, id in ids.items() if id in known}
