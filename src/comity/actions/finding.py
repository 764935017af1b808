"""The rows that an action is about, looked up in its book."""

from __future__ import annotations

from uuid import UUID

from comity.core.errors import NotFound
from comity.store.access import Scope
from comity.store.models import Person, Relationship
from comity.store.queries import person as query


def person_of(scope: Scope, id: str, *, by_hand: bool = False) -> Person:
    """The person with this id (of those merged, the one shown).

    by_hand: the user is about to enter something about them, so no undo of an import may remove them.

    Raises:
        NotFound: no such person in this book.
    """
    try:
        person = query.by_uuid(scope.book_id, str(UUID(id)))
    except ValueError:
        person = None
    if person is None:
        raise NotFound("person", id)
    if by_hand and not person.by_hand:
        Person.objects.filter(pk=person.pk).update(by_hand=True)
    return person


def relationship_of(scope: Scope, id: str) -> Relationship:
    """The relationship with the person of this id, about to be changed by the user.

    Raises:
        NotFound: no such person in this book.
    """
    return Relationship.objects.get(person=person_of(scope, id, by_hand=True))
