"""Entering people, and what is known of them and of the relationship."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from comity.actions.finding import person_of, relationship_of
from comity.actions.mail_reading import read_mail
from comity.actions.merging import seed_of
from comity.core import days
from comity.core.addresses import email_handle
from comity.core.errors import Invalid, NotFound
from comity.core.playbooks import Nature
from comity.core.playbooks import Standing as StandingKey
from comity.store import cards, finishing, ledger
from comity.store.access import Scope
from comity.store.models import (
    Claim,
    Fact,
    Identifier,
    Person,
    Position,
    Relationship,
    Role,
    Tag,
    Tagging,
)
from comity.store.playbooks import playbooks
from comity.store.queries.person import members

_LEAVE: Any = object()
TEXT = 20_000
"""Characters that are kept of a text."""


def add_person(
    scope: Scope, *, name: str, email: str = "", organisation: str = "", title: str = "", role: str = ""
) -> str:
    """Enter a person by hand; returns their id. An address already known gives its person, now with this name.

    Raises:
        Invalid: neither name nor address, no valid address, one of mine, or an unknown role.
    """
    words = " ".join(name.split())[:200]
    handle = email_handle(email) if email.strip() else None
    if email.strip() and handle is None:
        raise Invalid("email", email, "this is no e-mail address")
    if not words and handle is None:
        raise Invalid("name", name, "a person needs a name or an address")
    if role:
        _check_role(role)
    with transaction.atomic():
        identifier = None
        if handle is not None:
            identifier, _ = Identifier.objects.get_or_create(
                book_id=scope.book_id, kind=handle.kind, value=handle.value
            )
            if identifier.own:
                raise Invalid("email", email, "this address is yours")
        if identifier is not None and identifier.person is not None:
            person = identifier.person.merged_into or identifier.person
        else:
            person = _new_person(scope, identifier)
        id = str(person.uuid)
        edit_person(scope, id, name=words or None, organisation=organisation or None, title=title or None)
        if role:
            add_role(scope, id, role, None, None)
    return id


def _new_person(scope: Scope, identifier: Identifier | None) -> Person:
    """A person for an address that is nobody's yet, or for none; the address is personal from now on."""
    today = days.day_from_date(scope.today())
    person = Person.objects.create(book_id=scope.book_id, by_hand=True, known_since=today)
    Relationship.objects.create(book_id=scope.book_id, person=person)
    if identifier is None:
        Identifier.objects.create(book_id=scope.book_id, kind="entry", value=person.uuid.hex, person=person)
        return person
    Identifier.objects.filter(pk=identifier.pk).update(
        person=person, nature=Identifier.PERSONAL, nature_by_hand=True
    )
    if identifier.nature != Identifier.PERSONAL:
        finishing.redirect(scope.book_id, [identifier.pk], _utc_day())
    return person


def edit_person(
    scope: Scope,
    id: str,
    *,
    name: str | None = None,
    organisation: str | None = None,
    title: str | None = None,
    phone: str | None = None,
) -> None:
    """Say what a person is called, where they work, as what, and how to call them; None leaves a value.

    The user's own word is a claim of its own: nothing imported overwrites it, and "" takes it back. Of
    people merged into this one it leaves what was said of each, so that a split gives it back.
    """
    with transaction.atomic():
        person = person_of(scope, id, by_hand=True)
        for field, value in (("name", name), ("phone", phone)):
            if value is not None:
                _claim(person, field, " ".join(value.split())[:200])
        if organisation is not None or title is not None:
            _position(person, organisation, title)
        _settle(scope, person)


def set_relationship(
    scope: Scope,
    id: str,
    *,
    standing: str | None = None,
    nature: str | None = None,
    rhythm_days: int | None = _LEAVE,
    purpose: str | None = None,
    i_expect: str | None = None,
    they_expect: str | None = None,
    at_stake: str | None = None,
    note: str | None = None,
) -> None:
    """Say what the relationship is; None leaves a value, and `rhythm_days` None leaves the rhythm to the roles.

    Raises:
        Invalid: an unknown standing or nature, or a rhythm that is not 1 to 3660 days.
    """
    if standing and standing not in set(StandingKey):
        raise Invalid("standing", standing, "this is none of: " + ", ".join(StandingKey))
    if nature is not None and nature not in set(Nature):
        raise Invalid("nature", nature, "this is none of: " + ", ".join(Nature))
    if rhythm_days is not _LEAVE and rhythm_days is not None and not 1 <= rhythm_days <= 3660:
        raise Invalid("rhythm_days", str(rhythm_days), "a rhythm has between 1 and 3660 days")
    values: dict[str, Any] = {"standing": standing, "nature": nature}
    texts = {
        "purpose": purpose,
        "i_expect": i_expect,
        "they_expect": they_expect,
        "at_stake": at_stake,
        "note": note,
    }
    values |= {field: None if text is None else text.strip()[:TEXT] for field, text in texts.items()}
    changed = {field: value for field, value in values.items() if value is not None}
    with transaction.atomic():
        relationship = relationship_of(scope, id)
        if rhythm_days is not _LEAVE and rhythm_days != relationship.rhythm_days:
            changed |= {"rhythm_days": rhythm_days, "rhythm_told": False}
            if relationship.rhythm_told:
                refuse(relationship.person, ledger.refusal("rhythm", ""))
        Relationship.objects.filter(pk=relationship.pk).update(**changed)
    if "standing" in changed and changed["standing"] != relationship.standing:
        read_mail(scope)


def add_role(scope: Scope, id: str, key: str, since: dt.date | None, until: dt.date | None) -> int:
    """Give a person a role from and until a date (None: open); returns the role's number.

    Raises:
        Invalid: an unknown role, or an end before its beginning.
    """
    _check_role(key)
    with transaction.atomic():
        relationship = relationship_of(scope, id)
        row = Role.objects.create(
            book_id=scope.book_id,
            relationship=relationship,
            key=key,
            since=_day(since),
            until=_end(since, until),
        )
    _role_changed(scope, key)
    return row.pk


def change_role(scope: Scope, id: str, role_id: int, since: dt.date | None, until: dt.date | None) -> None:
    """Change when a role began and ended."""
    found = _roles(scope, id, role_id)
    found.update(since=_day(since), until=_end(since, until))
    _role_changed(scope, found.get().key)


def remove_role(scope: Scope, id: str, role_id: int) -> None:
    """Take a role away as if it had never been."""
    found = _roles(scope, id, role_id)
    key = found.get().key
    found.delete()
    _role_changed(scope, key)


def _role_changed(scope: Scope, key: str) -> None:
    """Of whom reports to me no personal news are told."""
    if key == "direct_report":
        read_mail(scope)


def add_tag(scope: Scope, id: str, name: str) -> None:
    """Put a tag on a person.

    Raises:
        Invalid: the tag is empty.
    """
    if not name.strip():
        raise Invalid("tag", name, "a tag needs a word")
    with transaction.atomic(), connection.cursor() as cursor:
        relationship = relationship_of(scope, id)
        tag = cards.tag_id(cursor, scope.book_id, name)
        Tagging.objects.get_or_create(
            book_id=scope.book_id, tag_id=tag, relationship=relationship, batch=None
        )


def remove_tag(scope: Scope, id: str, name: str) -> None:
    """Take a tag off a person; the cards that give it do not bring it back."""
    with transaction.atomic():
        person = person_of(scope, id, by_hand=True)
        key = " ".join(name.split()).casefold()
        found = Tagging.objects.filter(tag__key=key, relationship__person__in=members(person.pk))
        if found.filter(batch__isnull=False).exists():
            refuse(person, cards.refusal("label", name))
        found.delete()
        Tag.objects.filter(book_id=scope.book_id, taggings=None).delete()


def add_fact(
    scope: Scope,
    id: str,
    text: str,
    sensitivity: str = Fact.OPEN,
    source: str = "",
    *,
    hearsay: bool = False,
) -> str:
    """Note something known of a person; returns the fact's id. hearsay: it was heard from somebody else, and never
    passes as known.

    Raises:
        Invalid: no text, or an unknown sensitivity.
    """
    _check_fact(text, sensitivity)
    with transaction.atomic():
        person = person_of(scope, id, by_hand=True)
        row = Fact.objects.create(
            book_id=scope.book_id,
            person=person,
            text=text.strip()[:TEXT],
            sensitivity=sensitivity,
            source=source.strip()[:200],
            hearsay=hearsay,
            noted_on=days.day_from_date(scope.today()),
        )
    return str(row.uuid)


def edit_fact(
    scope: Scope, fact_id: str, text: str, sensitivity: str = Fact.OPEN, *, hearsay: bool | None = None
) -> None:
    """Change a fact; one that a file told is the user's own from then on. hearsay None: as it was."""
    _check_fact(text, sensitivity)
    heard = {} if hearsay is None else {"hearsay": hearsay}
    with transaction.atomic():
        found = _one(scope, Fact, "fact", fact_id)
        found.update(text=text.strip()[:TEXT], sensitivity=sensitivity, batch=None, **heard)
        Person.objects.filter(facts__in=found).update(by_hand=True)


def remove_fact(scope: Scope, fact_id: str) -> None:
    """Forget a fact; the files that told it do not bring it back."""
    with transaction.atomic():
        found = _one(scope, Fact, "fact", fact_id)
        refuse_entry(found.get().person, "fact", found.get().key)
        found.delete()


def refuse_entry(person: Person, field: str, key: str) -> None:
    """Note that an entry which a file told (`key` is not "") shall not come back."""
    if key:
        Person.objects.filter(pk=person.pk).update(by_hand=True)
        refuse(person, ledger.refusal(field, key))


def refuse(person: Person, what: str) -> None:
    """Note that something a card says is not to be shown."""
    now = int(time.time())
    Claim.objects.create(
        book_id=person.book_id,
        identifier=seed_of(person),
        field=cards.REFUSED,
        value=what,
        origin=Claim.USER,
        first_at=now,
        last_at=now,
    )


def _claim(person: Person, field: str, value: str) -> None:
    identifier = seed_of(person)
    said = Claim.objects.filter(identifier__person__in=members(person.pk), field=field, batch=None)
    latest = max(said.values_list("last_at", flat=True), default=0)
    said.filter(identifier__person=person).delete()
    if value:
        now = max(int(time.time()), latest + 1)
        Claim.objects.create(
            book_id=person.book_id,
            identifier=identifier,
            field=field,
            value=value,
            origin=Claim.USER,
            first_at=now,
            last_at=now,
        )


def _position(person: Person, organisation: str | None, title: str | None) -> None:
    """What the user leaves open is left to the sources, and not copied from them."""
    said = Position.objects.filter(person__in=members(person.pk), until=None, batch=None)
    latest = max(said.values_list("seen_at", flat=True), default=0)
    own = said.filter(person=person).select_related("organisation").order_by("seen_at", "id")
    name, words = organisation or "", title or ""
    for before in own:
        if organisation is None and before.organisation is not None:
            name = before.organisation.name
        if title is None:
            words = before.title or words
    name, words = name.strip()[:300], words.strip()[:300]
    with connection.cursor() as cursor:
        known = cards.organisations(cursor, person.book_id, {name})
    former = [before.organisation_id for before in own]
    own.delete()
    if name or words:
        Position.objects.create(
            book_id=person.book_id,
            person=person,
            organisation_id=known.get(name),
            title=words,
            seen_at=max(int(time.time()), latest + 1),
        )
    cards.forget_organisations(former)


def _settle(scope: Scope, person: Person) -> None:
    finishing.settle(
        scope.book_id, Identifier.objects.filter(person=person).values_list("id", flat=True), _utc_day()
    )


def _utc_day() -> int:
    return days.day_of(int(time.time()))


def _day(date: dt.date | None) -> int | None:
    return None if date is None else days.day_from_date(date)


def _end(since: dt.date | None, until: dt.date | None) -> int | None:
    if since and until and until < since:
        raise Invalid("until", until.isoformat(), "a role cannot end before it began")
    return _day(until)


def _roles(scope: Scope, id: str, role_id: int) -> Any:
    person = person_of(scope, id, by_hand=True)
    found = Role.objects.filter(
        book_id=scope.book_id, pk=role_id, relationship__person__in=members(person.pk)
    )
    if not found.exists():
        raise NotFound("role", str(role_id))
    return found


def _check_fact(text: str, sensitivity: str) -> None:
    if not text.strip():
        raise Invalid("text", text, "a fact needs words")
    if sensitivity not in (Fact.OPEN, Fact.PRIVATE):
        raise Invalid("sensitivity", sensitivity, "this is neither open nor private")


def _one(scope: Scope, model: type[Fact], what: str, id: str) -> Any:
    try:
        found = model.objects.filter(book_id=scope.book_id, uuid=UUID(id))
    except ValueError:
        raise NotFound(what, id) from None
    if not found.exists():
        raise NotFound(what, id)
    return found


def _check_role(key: str) -> None:
    known = playbooks()
    if key not in known:
        raise Invalid("role", key, "this is none of the roles: " + ", ".join(known))
