"""People in the book who are likely to be at an event: from there, from an organisation that its name tells, or tagged so."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, Q, Value
from django.db.models.functions import Length
from django.utils.translation import gettext

from comity.answers.events import one
from comity.answers.known import Known, known
from comity.answers.unwilling import limits
from comity.core import events
from comity.core.boundaries import Plan
from comity.store import cards
from comity.store.access import Scope
from comity.store.models import Claim, Event, Guest, Organisation, Position, Tag, Tagging

MOST = 12
_LOOKED_AT = 300
"""People who are looked at for one reason, the latest entered first."""
_READ = 300
"""Characters of name, place and aim that organisations are looked for in, as many as a key of theirs has."""
_SHORTEST = 3
"""Letters of a tag, an organisation or a place that say something."""


@dataclass(frozen=True, slots=True)
class LikelyGuest:
    """Somebody who may be there, and why, in words."""

    known: Known
    reasons: tuple[str, ...]


def likely_guests(scope: Scope, id: str) -> tuple[LikelyGuest, ...]:
    """Who may be at an event and is not among its guests, those with most reasons first, then the strongest tie; nobody
    who would rather not be met so, or not speak of what it is about.

    Raises:
        NotFound: no such event in this book.
    """
    row = one(scope, id)
    reasons: dict[int, list[str]] = defaultdict(list)
    for why in (_tagged(scope, row), _from_organisations(scope, row), _from_there(scope, row)):
        for person in why:
            reasons[person].append(why[person])
    guests = list(Guest.objects.filter(event=row).values_list("person_id", flat=True))
    people = known([*reasons, *guests])
    here = {people[guest].person for guest in guests}
    merged: dict[int, tuple[Known, list[str]]] = {}
    for person, words in reasons.items():
        who = people[person]
        if who.person not in here and not who.silent:
            merged.setdefault(who.person, (who, []))[1].extend(words)
    likely = [LikelyGuest(who, tuple(dict.fromkeys(words))) for who, words in merged.values()]
    plan = Plan(channel="event", words=_text(row))
    found = limits(scope, merged).willing(likely, lambda one: one.known.person, plan) if likely else []
    found.sort(key=lambda one: (-len(one.reasons), -one.known.strength, one.known.face.name))
    return tuple(found[:MOST])


def _text(row: Event) -> str:
    return f"{row.name}\n{row.place}\n{row.aim}"


def _tagged(scope: Scope, row: Event) -> dict[int, str]:
    """Person to words, where a tag of theirs stands in what is known of the event."""
    tags = {
        number: name
        for number, name in Tag.objects.filter(book_id=scope.book_id).values_list("id", "name")[:5000]
        if len(name) >= _SHORTEST and events.says(_text(row), name)
    }
    found = Tagging.objects.filter(tag__in=tags).order_by("-id")
    return {
        person: gettext("tagged “%(tag)s”") % {"tag": tags[tag]}
        for person, tag in found.values_list("relationship__person_id", "tag_id")[:_LOOKED_AT]
    }


def _from_organisations(scope: Scope, row: Event) -> dict[int, str]:
    """Person to words, where they work at an organisation that the event names."""
    text = cards.folded(_text(row)[:_READ])
    named = (
        Organisation.objects.filter(book_id=scope.book_id)
        .annotate(length=Length("key"), text=Value(text))
        .filter(length__gte=_SHORTEST, text__contains=F("key"))
        .values_list("id", "name")[:200]
    )
    organisations = {number: name for number, name in named if events.says(text, name)}
    found = Position.objects.filter(organisation__in=organisations, until=None).order_by("-id")
    return {
        person: gettext("works at %(organisation)s") % {"organisation": organisations[organisation]}
        for person, organisation in found.values_list("person_id", "organisation_id")[:_LOOKED_AT]
        if organisation is not None
    }


def _from_there(scope: Scope, row: Event) -> dict[int, str]:
    """Person to words, where an address of theirs names the event's town."""
    town = row.place.partition(",")[0].strip()
    if len(town) < _SHORTEST:
        return {}
    said = Claim.objects.filter(
        Q(value__contains=town) | Q(value__icontains=town),
        book_id=scope.book_id,
        field="address",
        identifier__person__isnull=False,
    ).order_by("-id")
    return {
        person: gettext("has an address in %(town)s") % {"town": town}
        for person, address in said.values_list("identifier__person_id", "value")[:_LOOKED_AT]
        if person is not None and events.says(address, town)
    }
