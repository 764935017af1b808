"""What somebody is at an organisation, in the user's words: begun beside what stands there, and withdrawn."""

from __future__ import annotations

import time

from django.db import connection

from comity.store import cards
from comity.store.models import Person, Position
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


def withdraw(row: Position) -> None:
    """A position goes, and its organisation where nothing else names it."""
    row.delete()
    cards.forget_organisations([row.organisation_id])
