"""Somebody says who they are, on a card or in a sentence: they are found in the book, or entered."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.db import transaction

from comity.actions import people, values
from comity.actions.finding import person_of
from comity.core import days
from comity.core.addresses import email_handle, linkedin_handle
from comity.core.errors import Ambiguous, Invalid
from comity.core.handed import clean
from comity.core.names import sort_name
from comity.core.records import Handle
from comity.store import finishing
from comity.store.access import Scope
from comity.store.models import Claim, Identifier, Person
from comity.store.queries import people as query
from comity.store.queries.person import members


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says of themselves; "" for what they do not say. link: their page or profile."""

    name: str = ""
    email: str = ""
    organisation: str = ""
    title: str = ""
    phone: str = ""
    link: str = ""


def enter(scope: Scope, told: Told, *, person_id: str | None = None, new: bool = False) -> tuple[str, bool]:
    """The person of this card, entered where they are not in the book yet; (id, whether they are new).

    An address or a LinkedIn profile that is somebody's in the book is theirs; what the card adds is noted as the user's
    own word. person_id: it is this person's; new: it is somebody else than who has this name in the book.

    Raises:
        Invalid: it says neither name nor address, an address that is none, or one of mine.
        Ambiguous: somebody in the book has this name; say whether it is them, or somebody new.
        NotFound: no such person in this book.
    """
    told = _cleaned(told)
    handles = _handles(told)
    if not (told.name or handles or person_id):
        raise Invalid("name", told.name, "say their name")
    with transaction.atomic():
        known = person_of(scope, person_id, by_hand=True) if person_id else _holder(scope, handles)
        if known is None and not new:
            _refuse_namesakes(scope, told.name)
        if known is not None and known.is_me:
            raise Invalid("name", told.name, "this is you")
        if known is None:
            email = next((handle.value for handle in handles if handle.kind == "email"), "")
            id = people.add_person(
                scope, name=told.name, email=email, organisation=told.organisation, title=told.title
            )
            known = person_of(scope, id)
            created = True
        else:
            id, created = str(known.uuid), False
            Person.objects.filter(pk=known.pk).update(by_hand=True)
            _say_work(scope, known, told)
        _say_more(scope, known, told, handles)
    return id, created


def _cleaned(told: Told) -> Told:
    return Told(
        clean(told.name, 200),
        told.email.strip()[:320],
        clean(told.organisation, 300),
        clean(told.title, 300),
        clean(told.phone, 100),
        told.link.strip()[:500],
    )


def _handles(told: Told) -> list[Handle]:
    found = []
    if told.email:
        handle = email_handle(told.email)
        if handle is None:
            raise Invalid("email", told.email, "this is no e-mail address")
        found.append(handle)
    if told.link and not told.link.lower().startswith(("http://", "https://")):
        raise Invalid("link", told.link, "a link begins with https://")
    if "linkedin.com/" in told.link.lower() and (profile := linkedin_handle(told.link)):
        found.append(profile)
    return found


def _holder(scope: Scope, handles: list[Handle]) -> Person | None:
    """Whose handles these are, of those merged the one shown."""
    for handle in handles:
        row = (
            Identifier.objects.filter(book_id=scope.book_id, kind=handle.kind, value=handle.value)
            .select_related("person__merged_into")
            .first()
        )
        if row is not None and row.own:
            raise Invalid("email", handle.value, "this address is yours")
        if row is not None and row.person is not None:
            return row.person.merged_into or row.person
    return None


def _refuse_namesakes(scope: Scope, name: str) -> None:
    found = namesakes(scope, name)
    if found:
        known = query.emails([person.pk for person in found])
        raise Ambiguous(
            name, tuple((str(p.uuid), p.name, next(iter(known.get(p.pk, ())), "")) for p in found)
        )


def namesakes(scope: Scope, name: str) -> list[Person]:
    """People of the book who are called exactly so, case and accents aside; at most ten."""
    if not name.strip():
        return []
    known = Person.objects.filter(book_id=scope.book_id, merged_into=None, is_me=False)
    return list(known.filter(sort_name=sort_name(name)).order_by("id")[:10])


def _say_work(scope: Scope, person: Person, told: Told) -> None:
    """Only what differs from what is shown becomes the user's word, which outweighs every later import."""
    today = days.day_of(int(time.time()))
    shown = query.positions([person.pk], today + 1).get(person.pk, ("", "", ""))
    changed = {}
    if told.organisation and told.organisation != shown[0]:
        changed["organisation"] = told.organisation
    if told.title and told.title != shown[1]:
        changed["title"] = told.title
    if changed or (told.name and not person.name):
        people.edit_person(scope, str(person.uuid), name=None if person.name else told.name, **changed)


def _say_more(scope: Scope, person: Person, told: Told, handles: list[Handle]) -> None:
    """Number, link, and the handles that were nobody's."""
    for handle in handles:
        _attach(scope, person, handle)
    said = Claim.objects.filter(identifier__person__in=members(person.pk))
    for field, value in (("phone", told.phone), ("url", told.link)):
        if value and not said.filter(field=field, value=value).exists():
            values.choose_value(scope, str(person.uuid), field, value)


def _attach(scope: Scope, person: Person, handle: Handle) -> None:
    """A handle that is nobody's belongs to this person from now on."""
    row, _ = Identifier.objects.get_or_create(book_id=scope.book_id, kind=handle.kind, value=handle.value)
    if row.own or row.person_id is not None:
        return
    redirected = row.nature != Identifier.PERSONAL
    Identifier.objects.filter(pk=row.pk).update(
        person=person, nature=Identifier.PERSONAL, nature_by_hand=True
    )
    today = days.day_of(int(time.time()))
    if redirected:
        finishing.redirect(scope.book_id, [row.pk], today)
    finishing.settle(scope.book_id, [row.pk], today)
