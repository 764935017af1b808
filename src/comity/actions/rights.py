"""Why a person is kept, from where, until when it is looked at again; and rules of how long things are kept."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import removed
from comity.actions.finding import person_of, row_of
from comity.core import days
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Purpose, Retention
from comity.store.playbooks import playbooks
from comity.store.queries.person import members

TEXT = 5000
LONGEST_DAYS = 36_500


def set_purpose(
    scope: Scope,
    person_id: str,
    *,
    purpose: str | None = None,
    source: str | None = None,
    review_on: dt.date | None = None,
    hold: str | None = None,
    clear_review: bool = False,
) -> str:
    """Say why somebody is kept, from where they come, when to ask again, and why nothing may be erased; None leaves a value.

    hold: why nothing of it may be erased now; "" takes a hold off. Returns the id of the row.

    Raises:
        NotFound: no such person; Invalid: it is me.
    """
    with transaction.atomic():
        person = person_of(scope, person_id, by_hand=True)
        if person.is_me:
            raise Invalid("person", person.name, "choose somebody else than yourself")
        row = Purpose.objects.filter(person__in=members(person.pk)).order_by("pk").first()
        if row is None:
            row = Purpose(book_id=scope.book_id, person=person, since=days.day_from_date(scope.today()))
        for name, text, most in (("purpose", purpose, TEXT), ("source", source, 300), ("hold", hold, TEXT)):
            if text is not None:
                setattr(row, name, text.strip()[:most])
        if clear_review:
            row.review_on = None
        if review_on is not None:
            row.review_on = days.day_from_date(review_on)
        row.save()
    return str(row.uuid)


def remove_purpose(scope: Scope, id: str) -> str:
    """Forget why somebody is kept; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such thing in this book; Invalid: a hold stands on it.
    """
    with transaction.atomic():
        row = row_of(scope, Purpose.objects.all(), "purpose", id)
        if row.hold:
            raise Invalid("hold", "", "a hold stands on it; take that off first")
        return removed.remove(scope, "purpose", row)


def add_rule(scope: Scope, after_days: int, *, role: str = "", tag: str = "", note: str = "") -> str:
    """A rule of how long things are kept on whom; returns its id.

    Raises:
        Invalid: an unknown role, or a number of days that is none.
    """
    if role and role not in playbooks():
        raise Invalid("role", role, "this is none of the roles: " + ", ".join(playbooks()))
    if not 1 <= after_days <= LONGEST_DAYS:
        raise Invalid("after_days", str(after_days), f"choose 1 to {LONGEST_DAYS} days")
    row = Retention.objects.create(
        book_id=scope.book_id,
        role=role,
        tag=" ".join(tag.split())[:100],
        after_days=after_days,
        note=note.strip()[:TEXT],
    )
    return str(row.uuid)


def remove_rule(scope: Scope, id: str) -> str:
    """A rule holds no more; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such rule in this book.
    """
    with transaction.atomic():
        return removed.remove(scope, "retention", row_of(scope, Retention.objects.all(), "rule", id))
