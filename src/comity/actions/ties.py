"""What one person is to another, or to an organisation, neither of them me: entered by hand, and taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import lasting, removed
from comity.actions.finding import not_ahead, row_of
from comity.actions.parties import about, check_span, day_or_none, other
from comity.core.conflicts import TIES
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Tie

TEXT = 5000


def add(
    scope: Scope,
    one_id: str,
    kind: str,
    *,
    other_id: str = "",
    organisation: str = "",
    text: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    hearsay: bool = False,
) -> str:
    """Note that somebody is the `kind` (`core.conflicts.TIES`) of somebody else, or of an organisation; returns its id.

    hearsay: it was heard, and is not known.

    Raises:
        NotFound: no such person; Invalid: no such kind, not exactly one other named, the same person twice, or me.
    """
    if kind not in TIES:
        raise Invalid("kind", kind, "this is none of: " + ", ".join(TIES))
    if bool(other_id) == bool(organisation.strip()):
        raise Invalid("other", "", "name either another person or an organisation")
    began, ended = day_or_none(since), day_or_none(until)
    check_span(began, ended)
    with transaction.atomic():
        one = other(scope, one_id)
        person, place = about(scope, other_id, organisation)
        if person is not None and person.pk == one.pk:
            raise Invalid("other", person.name, "these are the same person")
        row = Tie.objects.create(
            book_id=scope.book_id,
            one=one,
            kind=kind,
            other=person,
            organisation=place,
            text=text.strip()[:TEXT],
            since=began,
            until=ended,
            hearsay=hearsay,
        )
    return str(row.uuid)


def end(scope: Scope, id: str, *, on: dt.date | None = None) -> None:
    """It has ended, today or on a day before.

    Raises:
        NotFound: no such tie; WrongState: it has ended; Invalid: a day to come, or before it began.
    """
    ended = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _one(scope, id)
        check_span(row.since, ended)
        lasting.end("tie", row, ended)


def reopen(scope: Scope, id: str) -> None:
    """It has not ended after all.

    Raises:
        NotFound: no such tie; WrongState: it has not ended.
    """
    with transaction.atomic():
        lasting.reopen("tie", _one(scope, id))


def confirm(scope: Scope, id: str, *, hearsay: bool = False) -> None:
    """It is known now, and no longer hearsay; or the other way round.

    Raises:
        NotFound: no such tie.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.hearsay = hearsay
        row.save(update_fields=["hearsay"])


def remove(scope: Scope, id: str) -> str:
    """It was noted by mistake; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such tie.
    """
    with transaction.atomic():
        return removed.remove(scope, "tie", _one(scope, id))


def _one(scope: Scope, id: str) -> Tie:
    return row_of(scope, Tie.objects.all(), "tie", id)
