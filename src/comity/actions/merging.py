"""Saying that several people are one, and taking that back: pointers only, so that a split is exact."""

from __future__ import annotations

import time
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from comity.actions.finding import person_of
from comity.core import days
from comity.core.errors import Invalid, NotFound
from comity.core.identity import cut
from comity.store import finishing, noticed
from comity.store.access import Scope
from comity.store.models import Identifier, IdentityLink, Person, Proposal
from comity.store.queries.merges import links_among
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
            judge(scope, first.pk, other.pk, same=True)
        settle(scope, (first.pk, *(other.pk for other in others)))
        head = Person.objects.get(pk=people[0].pk)
        _answer(scope, members(head.merged_into_id or head.pk))
    return str((head.merged_into or head).uuid)


def _answer(scope: Scope, people: list[int]) -> None:
    """Take back the open questions whether these people, who are one now, are one."""
    held = Identifier.objects.filter(person__in=people).values_list("id", flat=True)
    theirs = {str(i) for i in held}
    asked = Proposal.objects.filter(
        book_id=scope.book_id, kind=noticed.SAME_PERSON, state=Proposal.OPEN
    ).values_list("key", flat=True)
    noticed.withdraw(
        scope.book_id, noticed.SAME_PERSON, [key for key in asked if theirs.issuperset(key.split(":"))]
    )


def split_person(scope: Scope, id: str) -> list[str]:
    """Take back every merge of a person that the user made; returns the ids of the people they are now."""
    with transaction.atomic():
        person = person_of(scope, id, by_hand=True)
        everybody = members(person.pk)
        identifiers = list(Identifier.objects.filter(person__in=everybody).values_list("id", flat=True))
        IdentityLink.objects.filter(
            batch=None, same=True, left__in=identifiers, right__in=identifiers
        ).delete()
        settle(scope, identifiers)
        heads = Person.objects.filter(pk__in=everybody, merged_into=None)
    return [str(head.uuid) for head in heads]


def split_part(scope: Scope, id: str, part_id: str) -> str:
    """Part one of those merged into a person from the others; returns the id that they have from now on.

    Who is one with them for another reason than this person goes along. What the user had merged is
    forgotten; what cards say is refused, so that no later card merges the two again.

    Raises:
        NotFound: no such person, or that part is none of theirs.
    """
    with transaction.atomic():
        person = person_of(scope, id)
        everybody = members(person.pk)
        part = _part(scope, person, everybody, part_id)
        links = links_among(everybody)
        wanted = set(cut(person.pk, part.pk, [(link.left_person, link.right_person) for link in links]))
        parted = [link for link in links if (link.left_person, link.right_person) in wanted]
        on_cards = {frozenset((link.left, link.right)) for link in parted if link.batch is not None}
        for left, right in {(link.left, link.right) for link in parted}:
            judge(scope, left, right, same=False if frozenset((left, right)) in on_cards else None)
        Person.objects.filter(pk__in=(person.pk, part.pk)).update(by_hand=True)
        settle(scope, Identifier.objects.filter(person__in=everybody).values_list("id", flat=True))
        part.refresh_from_db()
    return str((part.merged_into or part).uuid)


def _part(scope: Scope, person: Person, everybody: list[int], part_id: str) -> Person:
    try:
        part = Person.objects.filter(book_id=scope.book_id, pk__in=everybody, uuid=UUID(part_id)).first()
    except ValueError:
        part = None
    if part is None or part.pk == person.pk:
        raise NotFound("merged person", part_id)
    return part


def judge(scope: Scope, left: int, right: int, *, same: bool | None) -> bool:
    """The user's word on two identifiers: one person's, two people's, or (None) nothing; whether it changed."""
    either = Q(left=left, right=right) | Q(left=right, right=left)
    said = IdentityLink.objects.filter(either, book_id=scope.book_id, batch=None)
    if same is None:
        return bool(said.delete()[0])
    if said.filter(same=same).exists():
        return False
    said.delete()
    IdentityLink.objects.create(
        book_id=scope.book_id, left_id=min(left, right), right_id=max(left, right), same=same
    )
    return True


def settle(scope: Scope, identifiers: Iterable[int]) -> None:
    """Derive anew who is who among the people behind these identifiers."""
    finishing.settle(scope.book_id, identifiers, days.day_of(int(time.time())))


def seed_of(person: Person) -> Identifier:
    """The identifier that stands for a person in links: their first, made where they have none."""
    found = Identifier.objects.filter(person=person).order_by("id").first()
    if found is None:
        found = Identifier.objects.create(
            book_id=person.book_id, kind="entry", value=person.uuid.hex, person=person
        )
    return found
