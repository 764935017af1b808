"""Bringing back what was removed by mistake: the rows travel with whoever removed them, signed, and nothing stays behind.

What is removed is gone from the book, from its exports and from what is told of a person. Whoever removed it holds a
text for a day from which the very same rows, ids included, can be made again.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.core import signing
from django.db import models, transaction

from comity.actions import crossings
from comity.actions.organisations import let_go, organisation_called
from comity.core.difficulty import BACK
from comity.core.errors import Invalid, NotFound
from comity.core.playbooks import Standing
from comity.store import models as tables
from comity.store.access import Scope
from comity.store.models import (
    Commitment,
    DifficultStep,
    Gift,
    Interaction,
    MentoringSession,
    Organisation,
    Person,
    Policy,
    Relationship,
)
from comity.store.models.base import BookRow, PublicRow

FOR = dt.timedelta(days=1)
"""For how long what was removed can be brought back."""
IN_SESSION = "removed"
"""Where the pages keep the texts of what was removed (`interfaces.web.undoing`)."""
_SALT = "comity.removed"
_TABLES: Mapping[str, type[BookRow]] = {
    "date": tables.ImportantDate,
    "mentoring": tables.Mentoring,
    "session": MentoringSession,
    "work": tables.Engagement,
    "delivery": tables.Deliverable,
    "invoice": tables.Invoice,
    "satisfaction": tables.Satisfaction,
    "boundary": tables.Boundary,
    "crossing": tables.Crossing,
    "policy": Policy,
    "confidence": tables.Confidence,
    "audience": tables.ConfidenceAudience,
    "cover": tables.ConfidenceCover,
    "disclosure": tables.Disclosure,
    "idea": tables.Idea,
    "feeling": tables.Feeling,
    "share": tables.GladlyShared,
    "telling": tables.Telling,
    "interest": tables.Interest,
    "tie": tables.Tie,
    "gift": Gift,
    "decision": tables.Decision,
    "rule": tables.Recusal,
    "step": DifficultStep,
    "anchor": tables.Anchor,
    "purpose": tables.Purpose,
    "retention": tables.Retention,
}
"""What can be brought back, a whole before its parts."""
_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "mentoring": (("session", "sessions"),),
    "work": (("delivery", "deliverables"), ("invoice", "invoices"), ("satisfaction", "satisfactions")),
    "boundary": (("crossing", "crossings"),),
    "confidence": (("audience", "audience"), ("cover", "covers")),
    "share": (("telling", "tellings"),),
    "decision": (("rule", "recusals"),),
}
_Row = tuple[str, dict[str, Any], list[str]]
"""What it is, its values (of references the uuid), and what was beside it (`_beside`)."""


def remove(scope: Scope, what: str, *rows: BookRow) -> str:
    """Remove rows with their parts; returns the text that brings all of it back. What is sealed stays so in the text.

    An organisation that nothing names any more goes with them.
    """
    with transaction.atomic():
        written = [one for row in rows for one in _written(what, row)]
        places = [place for row in rows for place in _places(what, row)]
        for row in rows:
            for _part, name in _PARTS.get(what, ()):
                getattr(row, name).all().delete()
            row.delete()
        let_go(places)
    return signing.dumps([scope.book_id, written], salt=_SALT, compress=True)


def bring_back(scope: Scope, text: str) -> tuple[str, str]:
    """Make what was removed again, as it was; returns what it is and its id, "" where it has none to the outside.

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
        for what, values, beside in rows:
            _make(scope, what, values, beside)
    what, values, _ = rows[0]
    return what, values.get("uuid", "")


def _places(what: str, row: BookRow) -> Iterator[int | None]:
    """The organisations that a row and its parts name."""
    parts = (one for part, name in _PARTS.get(what, ()) for one in getattr(row, name).all())
    yield from (getattr(one, "organisation_id", None) for one in (row, *parts))


def _written(what: str, row: BookRow) -> Iterator[_Row]:
    fields = [field for field in row._meta.concrete_fields if not field.primary_key and field.name != "book"]
    yield what, {field.name: _plain(field, row) for field in fields}, _beside(row)
    for part, name in _PARTS.get(what, ()):
        for one in getattr(row, name).order_by("pk"):
            yield from _written(part, one)


def _plain(field: models.Field[Any, Any], row: BookRow) -> Any:
    """A value as JSON has it; of an organisation also its name, for it may go with what named it."""
    value = getattr(row, field.name if field.is_relation else field.attname)
    if isinstance(value, Organisation):
        return [str(value.uuid), value.name]
    if isinstance(value, Interaction):
        return bytes(value.key).hex()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, PublicRow):
        return str(value.uuid)
    return str(value) if isinstance(value, (UUID, dt.datetime)) else value


def _beside(row: BookRow) -> list[str]:
    """The ids of what points at it and lets go of it: promises agreed in a session, gifts under a policy; and of having
    stepped back from somebody that they are silent for it."""
    if isinstance(row, MentoringSession):
        return [str(uuid) for uuid in row.actions.values_list("uuid", flat=True)]
    if isinstance(row, Policy):
        return [str(uuid) for uuid in Gift.objects.filter(policy=row).values_list("uuid", flat=True)]
    if isinstance(row, DifficultStep) and row.step == BACK:
        silent = _standing(row.person).filter(standing=Standing.STEPPED_BACK).exists()
        return [Standing.STEPPED_BACK.value] if silent else []
    return []


def _make(scope: Scope, what: str, values: Mapping[str, Any], beside: list[str]) -> None:
    model = _TABLES[what]
    fields = {field.name: field for field in model._meta.concrete_fields}
    made = {name: _read(scope, fields[name], value) for name, value in values.items()}
    same = {"uuid": made["uuid"]} if "uuid" in made else made
    if model._default_manager.filter(**same).exists():
        raise Invalid("removed", "", "it is there already")
    row = model._default_manager.create(book_id=scope.book_id, **made)
    people = [one for one in made.values() if isinstance(one, Person)]
    Person.objects.filter(pk__in=[one.pk for one in people]).update(by_hand=True)
    if isinstance(row, MentoringSession):
        Commitment.objects.filter(book_id=scope.book_id, uuid__in=beside, session=None).update(session=row)
        if row.held_on is None:
            crossings.keep_planned(scope, row.mentoring.person, row.planned_on, row.agenda, channel="meeting")
    elif isinstance(row, Policy):
        Gift.objects.filter(book_id=scope.book_id, uuid__in=beside, policy=None).update(policy=row)
    elif isinstance(row, DifficultStep) and beside:
        _standing(row.person).update(standing=Standing.STEPPED_BACK)


def _standing(person: Person) -> models.QuerySet[Relationship]:
    """The relationship with a person, of whom they were merged into where they were."""
    return Relationship.objects.filter(person=person.merged_into or person)


def _read(scope: Scope, field: models.Field[Any, Any], value: Any) -> Any:
    """A value as the column takes it; of a reference the row of this book, None where it may be gone and is."""
    if not field.is_relation or value is None:
        return field.to_python(value)
    target: Any = field.related_model
    if target is Interaction:
        found: Any = target.objects.filter(book_id=scope.book_id, key=bytes.fromhex(value)).first()
    else:
        uuid, name = value if isinstance(value, list) else (value, "")
        found = target._default_manager.filter(book_id=scope.book_id, uuid=uuid).first()
        found = found or (organisation_called(scope, name) if name else None)
    lets_go = getattr(field.remote_field, "on_delete", None) is models.SET_NULL
    if found is None and not lets_go:
        raise NotFound(field.name, str(value))
    return found
