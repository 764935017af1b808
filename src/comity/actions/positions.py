"""What somebody is at an organisation, in the user's words: begun beside what stands there, ended, and withdrawn."""

from __future__ import annotations

import time

from django.db import connection
from django.db.models import Q

from comity.actions.values import say
from comity.store import cards, said
from comity.store.models import Claim, Identifier, Person, Position
from comity.store.queries.person import members

LONGEST = 300


def begin(person: Person, organisation: str, title: str, since: int | None) -> Position | None:
    """A position that is shown before all that was said before; None where just this stands there already.

    since: the day on which it began, None where that is not known.
    """
    organisation, title = organisation.strip()[:LONGEST], title.strip()[:LONGEST]
    with connection.cursor() as cursor:
        row = cards.organisations(cursor, person.book_id, {organisation}).get(organisation)
    everybody = members(person.merged_into_id or person.pk)
    held = Position.objects.filter(person__in=everybody, batch=None, until=None)
    if held.filter(organisation=row, title=title, since=since).exists():
        return None
    latest = max(held.values_list("seen_at", flat=True), default=0)
    return Position.objects.create(
        book_id=person.book_id,
        person=person,
        organisation_id=row,
        title=title,
        since=since,
        seen_at=max(int(time.time()), latest + 1),
    )


def held_at(person: Person, organisation: str) -> list[Position]:
    """What they hold at an organisation; it may be called by the first words of its name, as “Acme” for “Acme Ltd”."""
    key = cards.folded(organisation)
    named = Q(organisation__key=key) | Q(organisation__key__startswith=f"{key} ")
    everybody = members(person.merged_into_id or person.pk)
    return list(
        Position.objects.filter(named, person__in=everybody, until=None).select_related(
            "organisation", "person"
        )
    )


def end(row: Position, of: Identifier, day: int) -> int | None:
    """A position ends on a day: one that the user said is changed, of one from files the user says so.

    of: by which it is said. Returns the number of the claim that says it; None where none is needed.
    """
    if row.batch_id is None:
        Position.objects.filter(pk=row.pk).update(until=day)
        return None
    value = said.ended(row.organisation.key if row.organisation else "", row.title, day)
    say(of, said.ENDED, value)
    return Claim.objects.values_list("pk", flat=True).get(
        identifier=of, field=said.ENDED, value=value, batch=None
    )


def withdraw(row: Position) -> None:
    """A position goes, and its organisation where nothing else names it."""
    row.delete()
    cards.forget_organisations([row.organisation_id])
