"""My own card: what goes on it, and what I say of myself."""

from __future__ import annotations

import time
from collections.abc import Iterable

from django.db import transaction

from comity.actions import people, values
from comity.actions.merging import seed_of
from comity.core import my_card
from comity.core.errors import Invalid
from comity.core.handed import clean
from comity.store import owner
from comity.store.access import Scope
from comity.store.models import Claim


def choose(scope: Scope, details: Iterable[tuple[str, str]]) -> None:
    """These details, as (field, value), go on my card from now on, beside my name, and no others.

    Raises:
        Invalid: a field that no card has.
    """
    wanted = list(details)
    for field, _ in wanted:
        if field not in my_card.FIELDS:
            raise Invalid("field", field, "this is none of: " + ", ".join(my_card.FIELDS))
    with transaction.atomic():
        me = owner.person_of_owner(scope.book_id)
        Claim.objects.filter(identifier__person=me, field=my_card.CLAIM, batch=None).delete()
        now = int(time.time())
        Claim.objects.create(
            book_id=scope.book_id,
            identifier=seed_of(me),
            field=my_card.CLAIM,
            value=my_card.stored_as(wanted),
            origin=Claim.USER,
            first_at=now,
            last_at=now,
        )


def describe_me(
    scope: Scope,
    *,
    name: str | None = None,
    organisation: str | None = None,
    title: str | None = None,
    phone: str = "",
    link: str = "",
) -> None:
    """Say what I am called, where I work, as what, and a further number and page; None, or "", leaves a value.

    Raises:
        Invalid: a link that is none.
    """
    link = link.strip()
    if link and (not link.lower().startswith(("http://", "https://")) or len(link) > 200):
        raise Invalid("link", link, "a link begins with https://")
    with transaction.atomic():
        me = str(owner.person_of_owner(scope.book_id).uuid)
        people.edit_person(scope, me, name=name, organisation=organisation, title=title)
        for field, value in (("phone", clean(phone, 100)), ("url", link)):
            if value:
                values.choose_value(scope, me, field, value)


def forget_detail(scope: Scope, field: str, value: str) -> None:
    """A number or a link that I gave is mine no more.

    Raises:
        Invalid: another field.
    """
    if field not in ("phone", "url"):
        raise Invalid("field", field, "only a number or a link can be taken away here")
    me = owner.person_of_owner(scope.book_id)
    Claim.objects.filter(identifier__person=me, field=field, value=value, batch=None).delete()
