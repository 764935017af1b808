"""Whether anything that the user entered rests on a person, and what a mere mention left behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q

from comity.store import cards
from comity.store.models import (
    Claim,
    ContactDay,
    Identifier,
    IdentityLink,
    Metrics,
    NameWord,
    Participant,
    Person,
    Position,
    Relationship,
)

_ENTRY = "entry"
_DERIVED: tuple[type[models.Model], ...] = (Person, Relationship, Identifier, ContactDay, Metrics, NameWord)
"""What refers to a person or a relationship and is no entry of the user's."""
_AT_ONCE = dt.timedelta(minutes=1)
"""Within which all that a card says of somebody new is entered."""
_UNSAID = {
    **dict.fromkeys(("standing", "purpose", "i_expect", "they_expect", "at_stake", "note"), ""),
    "nature": "professional",
}


def let_go(persons: Iterable[int]) -> None:
    """After something entered was taken back: these people are as if it had never been entered.

    The handle that stood for them in entries goes where nothing uses it, and somebody on whom nothing of the user's
    rests any more is no longer kept by hand.
    """
    for person in Person.objects.filter(pk__in=sorted(set(persons))).select_related("relationship"):
        _drop_handle(person)
        if person.by_hand and not person.is_me and not is_touched(person):
            Person.objects.filter(pk=person.pk).update(by_hand=False)


def is_touched(person: Person) -> bool:
    """Whether the user entered anything about them: a row, a value, a link, or what the relationship is."""
    handles = Identifier.objects.filter(person=person)
    tie = person.relationship
    return (
        (person.died_on is not None and not person.died_told)
        or any(getattr(tie, name) != value for name, value in _UNSAID.items())
        or (tie.rhythm_days is not None and not tie.rhythm_told)
        or handles.exclude(kind=_ENTRY).count() == 0
        or handles.filter(Q(nature_by_hand=True) | Q(own__gt=0) | Q(since__isnull=False)).exists()
        or Participant.objects.filter(identifier__in=handles, interaction__by_hand=True).exists()
        or Claim.objects.filter(identifier__in=handles, batch=None).exists()
        or IdentityLink.objects.filter(Q(left__in=handles) | Q(right__in=handles), batch=None).exists()
        or any(_entered(Person, person.pk))
        or any(_entered(Relationship, tie.pk))
    )


def forget_new(person: Person) -> bool:
    """Remove somebody who was entered with all that a card says, where nothing was entered or came since.

    False, and nothing changes, where anything else rests on them: a meeting, a role, a word of the user's entered later.
    """
    handles = Identifier.objects.filter(person=person)
    soon = person.created_at + _AT_ONCE
    instant = int(soon.timestamp())
    positions = Position.objects.filter(person=person)
    if (
        Claim.objects.filter(identifier__in=handles).filter(~Q(batch=None) | Q(first_at__gt=instant)).exists()
        or positions.filter(~Q(batch=None) | Q(seen_at__gt=instant)).exists()
        or handles.filter(Q(own__gt=0) | Q(since__isnull=False)).exists()
        or _is_bound(person, handles)
        or any(_entered(Person, person.pk, but=(Position,)))
        or any(_entered(Relationship, person.relationship.pk))
    ):
        return False
    former = list(positions.values_list("organisation_id", flat=True))
    Claim.objects.filter(identifier__in=handles).delete()
    handles.delete()
    person.delete()
    cards.forget_organisations(former)
    return True


def _is_bound(person: Person, handles: models.QuerySet[Identifier]) -> bool:
    """Whether somebody took part in anything, is one with others, died, or what they are to me was said."""
    tie = person.relationship
    return (
        Participant.objects.filter(identifier__in=handles).exists()
        or IdentityLink.objects.filter(Q(left__in=handles) | Q(right__in=handles)).exists()
        or Person.objects.filter(Q(merged_into=person) | Q(pk=person.pk, merged_into__isnull=False)).exists()
        or person.died_on is not None
        or tie.rhythm_days is not None
        or any(getattr(tie, name) != value for name, value in _UNSAID.items())
    )


def remove(person: Person) -> bool:
    """Remove somebody who was entered by name alone; False, and nothing changes, where anything else is known of them."""
    handles = list(Identifier.objects.filter(person=person))
    claims = Claim.objects.filter(identifier__in=handles)
    tie = person.relationship
    if (
        any(handle.kind != _ENTRY for handle in handles)
        or claims.exclude(field="name", batch=None).exists()
        or _is_bound(person, Identifier.objects.filter(person=person))
        or any(_entered(Person, person.pk))
        or any(_entered(Relationship, tie.pk))
    ):
        return False
    claims.delete()
    Identifier.objects.filter(person=person).delete()
    person.delete()
    return True


def _drop_handle(person: Person) -> None:
    used = (
        models.Exists(Participant.objects.filter(identifier=models.OuterRef("pk")))
        | models.Exists(Claim.objects.filter(identifier=models.OuterRef("pk")))
        | models.Exists(IdentityLink.objects.filter(left=models.OuterRef("pk")))
        | models.Exists(IdentityLink.objects.filter(right=models.OuterRef("pk")))
    )
    if Identifier.objects.filter(person=person).exclude(kind=_ENTRY).exists():
        Identifier.objects.filter(~used, person=person, kind=_ENTRY).delete()


def _entered(model: type[models.Model], key: int, but: tuple[type[models.Model], ...] = ()) -> Iterable[bool]:
    """For each table that refers to this row, whether the user entered a row of it about them; but: tables left out."""
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel):
            continue
        table: Any = relation.related_model
        if issubclass(table, (*_DERIVED, *but)):
            continue
        found = table._default_manager.filter(**{relation.field.name: key})
        if any(field.name == "batch" for field in table._meta.fields):
            found = found.filter(batch=None)
        yield found.exists()
