"""Bringing back what was removed by mistake: the rows travel with whoever removed them, signed, and nothing stays behind.

What is removed is gone from the book, from its exports and from what is told of a person. Whoever removed it holds a
text for a day from which the very same rows, ids included, can be made again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import models, transaction

from comity.actions import crossings
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import (
    Commitment,
    Deliverable,
    Engagement,
    Invoice,
    Mentoring,
    MentoringSession,
    Person,
    Satisfaction,
)
from comity.store.models.base import PublicRow

FOR = dt.timedelta(days=1)
"""For how long what was removed can be brought back."""
_SALT = "comity.removed"
_TABLES: Mapping[str, type[PublicRow]] = {
    "mentoring": Mentoring,
    "session": MentoringSession,
    "work": Engagement,
    "delivery": Deliverable,
    "invoice": Invoice,
    "satisfaction": Satisfaction,
}
"""What can be brought back, a whole before its parts."""
_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "mentoring": (("session", "sessions"),),
    "work": (("delivery", "deliverables"), ("invoice", "invoices"), ("satisfaction", "satisfactions")),
}
_Row = tuple[str, dict[str, Any], list[str]]
"""What it is, its values (of references the uuid), and the uuids of promises agreed in it."""


def remove(scope: Scope, what: str, row: PublicRow) -> str:
    """Remove a row with its parts; returns the text that brings all of it back."""
    with transaction.atomic():
        rows = list(_written(what, row))
        row.delete()
    return signing.dumps([scope.book_id, rows], salt=_SALT, compress=True)


def bring_back(scope: Scope, text: str) -> tuple[str, str]:
    """Make what was removed again, as it was; returns what it is and its id.

    Raises:
        Invalid: this is no such text, or is older than `FOR`, or it is there already;
        NotFound: it is of another book, or what it belongs to is gone.
    """
    try:
        book, rows = signing.loads(text.strip(), salt=_SALT, max_age=FOR)
    except signing.BadSignature:
        raise Invalid("removed", text[:20], "this brings nothing back any more") from None
    if book != scope.book_id:
        raise NotFound("removed", "")
    with transaction.atomic():
        for what, values, promises in rows:
            _make(scope, what, values, promises)
    what, values, _ = rows[0]
    return what, values["uuid"]


def _written(what: str, row: PublicRow) -> Iterator[_Row]:
    values = {}
    for field in row._meta.concrete_fields:
        if field.primary_key or field.name == "book":
            continue
        value = getattr(row, field.name if field.is_relation else field.attname)
        if isinstance(value, PublicRow):
            value = value.uuid
        values[field.name] = str(value) if isinstance(value, (UUID, dt.datetime)) else value
    promises = []
    if isinstance(row, MentoringSession):
        promises = [str(uuid) for uuid in row.actions.values_list("uuid", flat=True)]
    yield what, values, promises
    for part, name in _PARTS.get(what, ()):
        for one in getattr(row, name).order_by("pk"):
            yield from _written(part, one)


def _make(scope: Scope, what: str, values: Mapping[str, Any], promises: list[str]) -> None:
    model = _TABLES[what]
    if model._default_manager.filter(uuid=values["uuid"]).exists():
        raise Invalid("removed", "", "it is there already")
    fields = {field.name: field for field in model._meta.concrete_fields}
    made = {name: _read(scope, fields[name], value) for name, value in values.items()}
    row = model._default_manager.create(book_id=scope.book_id, **made)
    agreed = Commitment.objects.filter(book_id=scope.book_id, uuid__in=promises, session=None)
    if promises:
        agreed.update(session=row)
    if isinstance(row, MentoringSession) and row.held_on is None:
        crossings.keep_planned(scope, row.mentoring.person, row.planned_on, row.agenda, channel="meeting")
    if "person" in made:
        Person.objects.filter(pk=made["person"].pk).update(by_hand=True)


def _read(scope: Scope, field: models.Field[Any, Any], value: Any) -> Any:
    """A value as the column takes it; of a reference the row of this book."""
    if not field.is_relation or value is None:
        return field.to_python(value)
    target: Any = field.related_model
    found = target._default_manager.filter(book_id=scope.book_id, uuid=value).first()
    if found is None:
        raise NotFound(field.name, value)
    return found
