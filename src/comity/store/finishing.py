"""What is done once when the facts of a batch have come or gone."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from comity.store import derive, identity, numbers
from comity.store.intake import Intake
from comity.store.models import Book, Identifier, Person
from comity.store.sql import rows

_SLICE = 50_000
"""Interactions whose threads are looked at together."""


def after_intake(intake: Intake, first_new: int, changed: set[int], today: int) -> int:
    """Derive everything that rests on a batch taken in; returns how many people it touched.

    Args:
        first_new: the least id of an interaction that the batch added;
        changed: identifiers for which something else changed (cards, whether they are mine).
    """
    book, batch = intake.book, intake.batch
    lists, stale = derive.lists_named(book, first_new, intake.resettled)
    stale |= derive.interactions_of(intake.owned) | intake.resettled
    identifiers = set(changed) | lists | intake.disturbed | derive.directions(book, stale)
    identifiers |= _threads(book, first_new)
    derive.twins_named(book, first_new)
    with connection.cursor() as cursor:
        identifiers |= {
            i
            for (i,) in rows(
                cursor,
                "SELECT DISTINCT identifier_id FROM store_participant "
                "WHERE book_id = %s AND interaction_id >= %s AND contact > 0",
                [book, first_new],
            )
        }
        identifiers |= {
            i
            for (i,) in rows(
                cursor,
                "SELECT DISTINCT c.identifier_id FROM store_claim c JOIN store_identifier d ON d.id = c.identifier_id "
                "WHERE c.batch_id = %s AND (d.person_id IS NOT NULL OR c.origin >= 3)",
                [batch],
            )
        }
    return settle(book, identifiers, today)


def _threads(book: int, first_new: int) -> set[int]:
    """Contact that follows from who answers whom, a slice of the new interactions at a time so that memory stays flat.

    Returns the identifiers for whom it changed.
    """
    with connection.cursor() as cursor:
        found = rows(cursor, "SELECT MAX(id) FROM store_interaction WHERE book_id = %s", [book])
    newest = found[0][0] or 0
    identifiers: set[int] = set()
    for first in range(first_new, newest + 1, _SLICE):
        identifiers |= derive.directions(book, derive.threads_touched(book, first, first + _SLICE - 1))
    return identifiers


def settle(book: int, identifiers: Iterable[int], today: int) -> int:
    """People, merges, days, numbers and names of whoever stands behind these identifiers."""
    found = set(identifiers)
    with_companions = found | derive.identifiers_of_people(_people_behind(found))
    derive.people(book, found)
    touched = identity.regroup(book, with_companions)
    touched |= _people_behind(with_companions)
    return numbers.recount(book, touched, today)


def rebuild(book: int, today: int) -> int:
    """Derive everything in the book anew from the facts; nothing changes where nothing was amiss.

    Returns how many people there are.
    """
    with connection.cursor() as cursor:
        interactions = [
            i for (i,) in rows(cursor, "SELECT id FROM store_interaction WHERE book_id = %s", [book])
        ]
    derive.directions(book, interactions)
    count = settle(book, Identifier.objects.filter(book_id=book).values_list("id", flat=True), today)
    without_any = Person.objects.filter(book_id=book, identifiers=None).values_list("id", flat=True)
    count += numbers.recount(book, without_any, today)
    Book.objects.filter(pk=book).update(strength_day=today)
    return count


def _people_behind(identifiers: set[int]) -> set[int]:
    found: set[int] = set()
    listed = sorted(identifiers)
    for start in range(0, len(listed), 5000):
        persons = Identifier.objects.filter(id__in=listed[start : start + 5000], person__isnull=False)
        found |= {p for p in persons.values_list("person_id", flat=True) if p is not None}
    return found


def redirect(book: int, identifiers: Iterable[int], today: int) -> None:
    """Re-derive all that depends on these identifiers being mine, shared or a person's."""
    found = set(identifiers)
    if found:
        changed = derive.directions(book, derive.interactions_of(found))
        settle(book, found | changed, today)
        owners = Person.objects.filter(book_id=book, is_me=True)
        numbers.recount(book, owners.values_list("id", flat=True), today)
