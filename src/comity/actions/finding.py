"""The rows that an action is about, looked up in its book."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from comity.core import days
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Interaction, Person, Relationship
from comity.store.models.base import PublicRow
from comity.store.queries import person as query

Row = TypeVar("Row", bound=PublicRow)


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


def interaction_of(scope: Scope, id: str) -> Interaction:
    """The interaction with this id.

    Raises:
        NotFound: no such interaction in this book.
    """
    try:
        found = Interaction.objects.filter(book_id=scope.book_id, key=UUID(id).bytes).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("interaction", id)
    return found


def row_of(scope: Scope, rows: QuerySet[Row], what: str, id: str) -> Row:
    """The row with this id among these, held until the transaction ends.

    Raises:
        NotFound: no such thing in this book.
    """
    try:
        found = rows.filter(book_id=scope.book_id, uuid=UUID(id)).select_for_update(of=("self",)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(what, id)
    return found


def words_of(field: str, text: str, most: int = 2000) -> str:
    """A text of the user's, at most so long.

    Raises:
        Invalid: there is nothing in it.
    """
    words = text.strip()[:most]
    if not words:
        raise Invalid(field, text, "this needs words")
    return words


def not_ahead(scope: Scope, field: str, date: dt.date | None) -> int:
    """The day number of something that happened; today where no day is named.

    Raises:
        Invalid: the day is still to come.
    """
    today = scope.today()
    if date is not None and date > today:
        raise Invalid(field, date.isoformat(), "this day is still to come")
    return days.day_from_date(date or today)
