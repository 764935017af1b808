"""Putting the rows of an export back into a book, and deriving what follows from them.

Run inside one transaction: whatever fails leaves the book as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.store import finishing, numbers, proposals
from comity.store.models import Person
from comity.store.restore import imports, interactions, matters, people, practice
from comity.store.restore.state import Placed, State, begin, is_empty
from comity.store.sql import chunks, rows

__all__ = ["TAKERS", "State", "begin", "finish", "is_empty"]

TAKERS: dict[str, Callable[[State, CursorWrapper, Placed], None]] = {
    "imports": imports.imports,
    "files": imports.files,
    "problems": imports.problems,
    "mappings": imports.mappings,
    "organisations": matters.organisations,
    "tags": matters.tags,
    "identifiers": people.identifiers,
    "people": people.people,
    "relationships": people.relationships,
    "links": people.links,
    "claims": people.claims,
    "positions": matters.positions,
    "roles": matters.roles,
    "taggings": matters.taggings,
    "groups": matters.groups,
    "members": matters.members,
    "facts": matters.facts,
    "dates": matters.dates,
    "interactions": interactions.interactions,
    "reminders": matters.reminders,
    **{kind: partial(practice.take, kind=kind) for kind in practice.tables()},
    "attention": matters.attention,
    "proposals": matters.proposals,
}
"""What takes the rows of each kind, in the order in which they must come."""


def finish(state: State, today: int) -> None:
    """Derive directions, merges, days, numbers and names of everybody whom the export names."""
    book = state.book
    with connection.cursor() as cursor:
        settled = {
            i
            for (i,) in rows(
                cursor,
                "SELECT d.id FROM store_identifier d WHERE d.book_id = %s AND (d.person_id IS NOT NULL OR EXISTS "
                "(SELECT 1 FROM store_claim c WHERE c.identifier_id = d.id AND c.origin >= 3))",
                [book],
            )
        }
    finishing.after_intake(state.intake, state.first_interaction, settled | state.intake.owned, today)
    Person.objects.filter(id__in=state.former, by_hand=False, is_me=False, identifiers=None).delete()
    _count_the_nameless(state, today)
    if not state.was_empty:
        proposals.ask_again(book)


def _count_the_nameless(state: State, today: int) -> None:
    """People without identifiers have numbers too, and keep the name that the export tells."""
    for part in chunks(state.fresh_people, 500):
        alone = list(Person.objects.filter(id__in=part, identifiers=None).values_list("id", flat=True))
        numbers.recount(state.book, alone, today)
        for person in alone:
            name, sort_name = state.fresh_people[person]
            Person.objects.filter(id=person).update(name=name, sort_name=sort_name)
