"""What I gladly share: writing it down, from which depth of a relationship on, and who has heard it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import removed
from comity.actions.finding import not_ahead, person_of, row_of, words_of
from comity.core.depth import Depth
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import GladlyShared, Telling
from comity.store.queries.person import members

_TEXT = 2000


def add(scope: Scope, text: str, depth: int = Depth.NEW) -> str:
    """Something that I like people to know of me, from a depth (`core.depth`) on; returns its id.

    Raises:
        Invalid: no words, or no such depth.
    """
    words = words_of("text", text, _TEXT)
    return str(GladlyShared.objects.create(book_id=scope.book_id, text=words, depth=_depth(depth)).uuid)


def edit(scope: Scope, id: str, text: str, depth: int) -> None:
    """Change it, for everybody; who has heard it stays.

    Raises:
        NotFound: no such thing in this book; Invalid: no words, or no such depth.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.text, row.depth = words_of("text", text, _TEXT), _depth(depth)
        row.save()


def remove(scope: Scope, id: str) -> str:
    """I do not share it any more; who has heard it is forgotten with it. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such thing in this book.
    """
    with transaction.atomic():
        return removed.remove(scope, "share", _one(scope, id))


def tell(scope: Scope, id: str, person_id: str, *, on: dt.date | None = None) -> None:
    """Somebody has heard it, on a day (None: today); said again, the first day stays.

    Raises:
        NotFound: no such thing, or person, in this book; Invalid: it is me, or a day to come.
    """
    with transaction.atomic():
        row, person = _one(scope, id), person_of(scope, person_id, by_hand=True)
        if person.is_me:
            raise Invalid("person", person.name, "choose somebody else than yourself")
        day = not_ahead(scope, "day", on)
        if not row.tellings.filter(person__in=members(person.pk)).exists():
            Telling.objects.create(book_id=scope.book_id, shared=row, person=person, on=day)


def untell(scope: Scope, id: str, person_id: str) -> str:
    """Somebody has not heard it after all; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such thing, or person, in this book, or they are not noted to have heard it.
    """
    with transaction.atomic():
        row, person = _one(scope, id), person_of(scope, person_id)
        heard = list(row.tellings.filter(person__in=members(person.pk)))
        if not heard:
            raise NotFound("telling", person.name)
        return removed.remove(scope, "telling", *heard)


def _depth(depth: int) -> int:
    if depth not in list(Depth):
        raise Invalid("depth", str(depth), f"choose {min(Depth)} to {max(Depth)}")
    return depth


def _one(scope: Scope, id: str) -> GladlyShared:
    return row_of(scope, GladlyShared.objects.all(), "gladly shared", id)
