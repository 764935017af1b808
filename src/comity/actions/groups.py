"""Groups of people: a team, a project, an alumni circle, with an aim of their own."""

from __future__ import annotations

from django.db import transaction

from comity.actions.finding import person_of, row_of, words_of
from comity.core.handed import clean
from comity.store.access import Scope
from comity.store.models import Group, GroupMember, Relationship
from comity.store.queries.person import members

TEXT = 20_000


def make_group(scope: Scope, name: str, *, kind: str = "", aim: str = "") -> str:
    """A new group; returns its id. kind: team, project, circle, or what the user calls it.

    Raises:
        Invalid: it has no name.
    """
    row = Group.objects.create(
        book_id=scope.book_id,
        name=words_of("group", clean(name, 200)),
        kind=clean(kind, 32),
        aim=aim.strip()[:TEXT],
    )
    return str(row.uuid)


def edit_group(
    scope: Scope, id: str, *, name: str | None = None, kind: str | None = None, aim: str | None = None
) -> None:
    """Change a group; None leaves a value.

    Raises:
        NotFound: no such group in this book; Invalid: an empty name.
    """
    with transaction.atomic():
        row = _group(scope, id)
        row.name = row.name if name is None else words_of("group", clean(name, 200))
        row.kind = row.kind if kind is None else clean(kind, 32)
        row.aim = row.aim if aim is None else aim.strip()[:TEXT]
        row.save()


def remove_group(scope: Scope, id: str) -> None:
    """Dissolve a group; its people stay, and its goals are one's own from then on.

    Raises:
        NotFound: no such group in this book.
    """
    with transaction.atomic():
        _group(scope, id).delete()


def join(scope: Scope, id: str, person_id: str) -> None:
    """Somebody belongs to a group; said twice, it is said once.

    Raises:
        NotFound: no such group, or person, in this book.
    """
    with transaction.atomic():
        row = _group(scope, id)
        person = person_of(scope, person_id, by_hand=True)
        if not row.members.filter(relationship__person__in=members(person.pk)).exists():
            relationship = Relationship.objects.get(person=person)
            GroupMember.objects.create(book_id=scope.book_id, group=row, relationship=relationship)


def leave(scope: Scope, id: str, person_id: str) -> None:
    """Somebody does not belong to a group any more.

    Raises:
        NotFound: no such group, or person, in this book.
    """
    with transaction.atomic():
        row = _group(scope, id)
        person = person_of(scope, person_id)
        row.members.filter(relationship__person__in=members(person.pk)).delete()


def _group(scope: Scope, id: str) -> Group:
    return row_of(scope, Group.objects.all(), "group", id)
