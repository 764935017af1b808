"""Which handles are the owner's.

An address is mine because the user said so (a claim without batch) or because a file shows it (a claim
with one). Adding or removing one re-derives the directions of everything it touches.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction

from comity.core.records import Handle
from comity.store.intake import Intake
from comity.store.models import Claim, Identifier, Person, Relationship
from comity.store.sql import ints, rows

FIELD = "own"


def claim(intake: Intake, handles: Iterable[Handle], now: int, *, kind: int, by_hand: bool) -> set[int]:
    """Note that these handles are mine; returns the identifiers for whom that changes something.

    Those that stand in interactions already are noted in `intake.owned`, for their directions are stale.
    """
    found = list(handles)
    with transaction.atomic(), connection.cursor() as cursor:
        intake.look_up(cursor, ((h.kind, h.value) for h in found))
        ids = [intake.handles[h.kind, h.value].id for h in found]
        known = {
            i for (i,) in rows(cursor, f"SELECT id FROM store_identifier WHERE own > 0 AND id IN {ints(ids)}")
        }
        batch = None if by_hand else intake.batch
        claims = Claim.objects.filter(identifier_id__in=ids, field=FIELD)
        claims = claims.filter(batch=None) if batch is None else claims.filter(batch_id=batch)
        said = set(claims.values_list("identifier_id", flat=True))
        Claim.objects.bulk_create(
            Claim(
                book_id=intake.book,
                identifier_id=i,
                field=FIELD,
                value="",
                origin=Claim.USER if by_hand else Claim.OTHERS,
                first_at=now,
                last_at=now,
                batch_id=batch,
            )
            for i in dict.fromkeys(ids)
            if i not in said
        )
        changed = set(ids) - known
        standing = (
            f"SELECT DISTINCT identifier_id FROM store_participant WHERE identifier_id IN {ints(changed)}"
        )
        intake.owned |= {i for (i,) in rows(cursor, standing)}
        Identifier.objects.filter(id__in=changed).update(own=kind)
        if by_hand:
            Identifier.objects.filter(id__in=ids).update(own=kind)
        changed |= _belong_to_me(intake.book, set(ids))
    for handle in found:
        intake.handles.pop((handle.kind, handle.value), None)
    return changed


def release(book: int, identifiers: Iterable[int]) -> set[int]:
    """Those of these identifiers that no claim says are mine any more; they stop being mine."""
    with transaction.atomic(), connection.cursor() as cursor:
        gone = {
            i
            for (i,) in rows(
                cursor,
                f"SELECT d.id FROM store_identifier d WHERE d.book_id = %s AND d.own > 0 AND d.id IN {ints(identifiers)} "
                f"AND NOT EXISTS (SELECT 1 FROM store_claim c WHERE c.identifier_id = d.id AND c.field = '{FIELD}')",
                [book],
            )
        }
        Identifier.objects.filter(id__in=gone).update(own=Identifier.NOT_OWN, person=None)
    return gone


def person_of_owner(book: int) -> Person:
    """The owner as a person, made at the first need."""
    me = Person.objects.filter(book_id=book, is_me=True, merged_into=None).first()
    if me is None:
        me = Person.objects.create(book_id=book, is_me=True, by_hand=True)
        Relationship.objects.create(book_id=book, person=me)
    return me


def _belong_to_me(book: int, identifiers: set[int]) -> set[int]:
    """Give the identifiers to the owner; persons they had until now go, unless they were entered by hand.

    Returns the identifiers of those who stay, and of whoever was merged with them: their numbers are stale.
    """
    me = person_of_owner(book)
    before = Person.objects.filter(identifiers__in=identifiers, is_me=False)
    former = set(before.values_list("id", flat=True))
    if not former:
        Identifier.objects.filter(id__in=identifiers).update(person=me)
        return set()
    merged = set(Person.objects.filter(merged_into_id__in=former).values_list("id", flat=True))
    Identifier.objects.filter(id__in=identifiers).update(person=me)
    Person.objects.filter(merged_into_id__in=former).update(merged_into=None)
    Person.objects.filter(id__in=former, by_hand=False, identifiers=None).delete()
    Identifier.objects.bulk_create(
        Identifier(book_id=book, kind="entry", value=person.uuid.hex, person=person)
        for person in Person.objects.filter(id__in=former, identifiers=None)
    )
    stay = Identifier.objects.filter(person__in=former | merged).exclude(id__in=identifiers)
    return set(stay.values_list("id", flat=True))
