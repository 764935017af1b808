"""Gifts and hospitality, given and received: noted, declared, returned; all of it can be taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import declared, removed
from comity.actions.finding import not_ahead, row_of, words_of
from comity.actions.parties import about, worth
from comity.core.errors import Invalid
from comity.core.gifts import DIRECTIONS, KINDS, OUTCOMES
from comity.store.access import Scope
from comity.store.models import Gift


def add(
    scope: Scope,
    direction: str,
    what: str,
    *,
    person_id: str = "",
    organisation: str = "",
    kind: str = "gift",
    amount: str = "",
    currency: str = "",
    on: dt.date | None = None,
    outcome: str = "kept",
) -> str:
    """Note a gift or hospitality; returns its id. What an employer's policies ask for it, `answers.gifts` says.

    Args:
        direction: given or received; kind: one of `core.gifts.KINDS`; amount: its worth, as it is written, "" where
        nobody knows; on: today unless told; outcome: kept, declined, returned or handed_in.

    Raises:
        NotFound: no such person; Invalid: no words, nobody named, no such direction, kind, outcome or amount, a day to come.
    """
    for field, value, known in (
        ("direction", direction, DIRECTIONS),
        ("kind", kind, KINDS),
        ("outcome", outcome, OUTCOMES),
    ):
        if value not in known:
            raise Invalid(field, value, "this is none of: " + ", ".join(known))
    words, day, (units, code) = words_of("what", what), not_ahead(scope, "on", on), worth(amount, currency)
    with transaction.atomic():
        person, place = about(scope, person_id, organisation)
        row = Gift.objects.create(
            book_id=scope.book_id,
            direction=direction,
            kind=kind,
            person=person,
            organisation=place,
            what=words,
            on=day,
            amount=units,
            currency=code,
            outcome=outcome,
        )
    return str(row.uuid)


def became(scope: Scope, id: str, outcome: str) -> None:
    """What became of it: kept, declined, returned or handed_in.

    Raises:
        NotFound: no such gift; Invalid: no such outcome.
    """
    if outcome not in OUTCOMES:
        raise Invalid("outcome", outcome, "this is none of: " + ", ".join(OUTCOMES))
    with transaction.atomic():
        row = _one(scope, id)
        row.outcome = outcome
        row.save(update_fields=["outcome"])


def disclose(scope: Scope, id: str, to: str, *, on: dt.date | None = None) -> None:
    """It was declared to somebody, today or on a day before.

    Raises:
        NotFound: no such gift; Invalid: nobody named, or a day to come.
    """
    with transaction.atomic():
        declared.declare(scope, _one(scope, id), to, on)


def undisclose(scope: Scope, id: str) -> None:
    """It was not declared after all.

    Raises:
        NotFound: no such gift; WrongState: it was not declared.
    """
    with transaction.atomic():
        declared.undeclare("gift", _one(scope, id))


def remove(scope: Scope, id: str) -> str:
    """It was noted by mistake; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such gift.
    """
    with transaction.atomic():
        return removed.remove(scope, "gift", _one(scope, id))


def _one(scope: Scope, id: str) -> Gift:
    return row_of(scope, Gift.objects.all(), "gift", id)
