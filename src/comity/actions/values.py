"""Choosing which of several values is shown, and leaving that to the sources again."""

from __future__ import annotations

import json
import time

from django.db import transaction

from comity.actions.finding import person_of
from comity.actions.merging import seed_of, settle
from comity.actions.people import edit_person
from comity.core.errors import Invalid
from comity.store import said
from comity.store.access import Scope
from comity.store.cards import BIRTHDAY, forget_organisations
from comity.store.models import Claim, Identifier, ImportantDate, Person, Position
from comity.store.queries.person import members

FIELDS = ("name", "organisation", "title", "email", "phone", "url", "birthday")
"""What can be chosen. Of addresses, phones and links, the one that comes first."""
_LISTED = ("phone", "url")


def choose_value(scope: Scope, id: str, field: str, value: str) -> None:
    """Show this value from now on, whatever the sources say: it is the user's own word.

    Args:
        value: as the candidates of the person's page give it; of a birthday [month, day, year or null] as JSON.

    Raises:
        NotFound: no such person; Invalid: another field, or a value that is none.
    """
    _check(field)
    if not value.strip():
        raise Invalid(field, value, "there is nothing to choose")
    with transaction.atomic():
        person = person_of(scope, id, by_hand=True)
        if field == "email":
            _prefer(person, value)
        elif field == BIRTHDAY:
            _birthday(person, value)
        elif field in _LISTED:
            _put_first(person, field, value)
        else:
            edit_person(scope, id, **{field: value})
        settle(scope, _identifiers(person))


def follow_sources(scope: Scope, id: str, field: str) -> None:
    """Forget what the user said of this, and show what the sources say again.

    Raises:
        NotFound: no such person; Invalid: another field.
    """
    _check(field)
    with transaction.atomic():
        person = person_of(scope, id)
        everybody = members(person.pk)
        if field == "email":
            Claim.objects.filter(identifier__person__in=everybody, field=said.PREFERRED, batch=None).delete()
        elif field == BIRTHDAY:
            ImportantDate.objects.filter(person__in=everybody, what=BIRTHDAY, batch=None).delete()
        elif field in ("organisation", "title"):
            _leave_open(everybody, field)
        else:
            Claim.objects.filter(identifier__person__in=everybody, field=field, batch=None).delete()
        settle(scope, _identifiers(person))


def _check(field: str) -> None:
    if field not in FIELDS:
        raise Invalid("field", field, "this is none of: " + ", ".join(FIELDS))


def _identifiers(person: Person) -> list[int]:
    return list(Identifier.objects.filter(person__in=members(person.pk)).values_list("id", flat=True))


def _prefer(person: Person, address: str) -> None:
    everybody = members(person.pk)
    wanted = Identifier.objects.filter(
        person__in=everybody, kind="email", value=address.strip().lower()
    ).first()
    if wanted is None:
        raise Invalid("email", address, "this is none of their addresses")
    Claim.objects.filter(identifier__person__in=everybody, field=said.PREFERRED, batch=None).delete()
    say(wanted, said.PREFERRED, "")


def _birthday(person: Person, value: str) -> None:
    try:
        month, day, year = json.loads(value)
        known = ImportantDate(month=int(month), day=int(day), year=year if year is None else int(year))
    except (ValueError, TypeError):
        raise Invalid(BIRTHDAY, value, "this is no date") from None
    if not (1 <= known.month <= 12 and 1 <= known.day <= 31):
        raise Invalid(BIRTHDAY, value, "there is no such day")
    ImportantDate.objects.filter(person__in=members(person.pk), what=BIRTHDAY, batch=None).delete()
    known.book_id, known.person, known.what = person.book_id, person, BIRTHDAY
    known.save()


def _put_first(person: Person, field: str, value: str) -> None:
    """The user's own, seen after all that they said before; those stay in the list."""
    mine = Claim.objects.filter(identifier__person__in=members(person.pk), field=field, batch=None)
    latest = max(mine.values_list("last_at", flat=True), default=0)
    mine.filter(value=value).delete()
    say(seed_of(person), field, value[:200], at=max(int(time.time()), latest + 1))


def _leave_open(everybody: list[int], field: str) -> None:
    mine = Position.objects.filter(person__in=everybody, until=None, batch=None)
    former = list(mine.values_list("organisation_id", flat=True))
    if field == "organisation":
        mine.update(organisation=None, department="")
    else:
        mine.update(title="")
    mine.filter(organisation=None, title="").delete()
    forget_organisations(former)


def say(identifier: Identifier, field: str, value: str, *, at: int | None = None) -> bool:
    """Note the user's own word; whether it was not said before."""
    if Claim.objects.filter(identifier=identifier, field=field, value=value, batch=None).exists():
        return False
    now = int(time.time()) if at is None else at
    Claim.objects.create(
        book_id=identifier.book_id,
        identifier=identifier,
        field=field,
        value=value,
        origin=Claim.USER,
        first_at=now,
        last_at=now,
    )
    return True
