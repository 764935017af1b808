"""Saying that several people are one, and taking that back: pointers only, so that a split is exact."""

from __future__ import annotations

import time

from django.db import transaction

from comity.actions.finding import person_of
from comity.core import days
from comity.core.errors import Invalid
from comity.store import finishing
from comity.store.access import Scope
from comity.store.models import Identifier, IdentityLink, Person
from comity.store.queries.person import members


def merge_people(scope: Scope, ids: list[str]) -> str:
    """Say that these are one person; returns the id of the one they point to from now on.

    Raises:
        Invalid: fewer than two different people, or one of them is me.
    """
    with transaction.atomic():
        people = list({p.pk: p for p in (person_of(scope, id, by_hand=True) for id in ids)}.values())
        if len(people) < 2:
            raise Invalid("people", ", ".join(ids), "at least two different people are needed")
        if any(p.is_me for p in people):
            raise Invalid("people", "", "one of them is you; say which addresses are yours instead")
        first, *others = [seed_of(p) for p in people]
        for other in others:
            IdentityLink.objects.filter(
                book_id=scope.book_id, same=False, left__in=(first, other), right__in=(first, other)
            ).delete()
            IdentityLink.objects.get_or_create(
                book_id=scope.book_id, left=first, right=other, batch=None, same=True
            )
        finishing.settle(scope.book_id, {first.pk, *[o.pk for o in others]}, days.day_of(int(time.time())))
        head = Person.objects.get(pk=people[0].pk)
    return str((head.merged_into or head).uuid)


def split_person(scope: Scope, id: str) -> list[str]:
    """Take back every merge of a person that the user made; returns the ids of the people they are now."""
    with transaction.atomic():
        person = person_of(scope, id, by_hand=True)
        everybody = members(person.pk)
        identifiers = list(Identifier.objects.filter(person__in=everybody).values_list("id", flat=True))
        IdentityLink.objects.filter(
            batch=None, same=True, left__in=identifiers, right__in=identifiers
        ).delete()
        finishing.settle(scope.book_id, identifiers, days.day_of(int(time.time())))
        heads = Person.objects.filter(pk__in=everybody, merged_into=None)
    return [str(head.uuid) for head in heads]


def seed_of(person: Person) -> Identifier:
    """The identifier that stands for a person in links: their first, made where they have none."""
    found = Identifier.objects.filter(person=person).order_by("id").first()
    if found is None:
        found = Identifier.objects.create(
            book_id=person.book_id, kind="entry", value=person.uuid.hex, person=person
        )
    return found
