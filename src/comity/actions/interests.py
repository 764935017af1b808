"""Interests of mine: noted, ended, reviewed, declared; all of it can be taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from comity.actions import declared, lasting, removed
from comity.actions.finding import not_ahead, row_of
from comity.actions.parties import about, check_span, day_or_none, worth
from comity.core import agenda, days
from comity.core.conflicts import INTERESTS, PROPOSED
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Attention, Interest

TEXT = 5000
MOST_COOLING = 3650
_LEAVE: Any = object()


def add(
    scope: Scope,
    kind: str,
    *,
    person_id: str = "",
    organisation: str = "",
    text: str = "",
    amount: str = "",
    currency: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    cooling_days: int | None = None,
) -> str:
    """Note an interest of mine in a person or an organisation; returns its id.

    Args:
        kind: one of `core.conflicts.INTERESTS`; amount: its worth, as it is written; until: where it has ended, and then
        cooling_days: for how long it still counts, by default as its kind says.

    Raises:
        NotFound: no such person; Invalid: no such kind, nobody named, an amount that is none, an end before it began.
    """
    if kind not in INTERESTS:
        raise Invalid("kind", kind, "this is none of: " + ", ".join(INTERESTS))
    units, code = worth(amount, currency)
    began, ended = day_or_none(since), day_or_none(until)
    check_span(began, ended)
    with transaction.atomic():
        person, place = about(scope, person_id, organisation)
        row = Interest.objects.create(
            book_id=scope.book_id,
            kind=kind,
            person=person,
            organisation=place,
            text=text.strip()[:TEXT],
            amount=units,
            currency=code,
            since=began,
            until=ended,
            cooling_days=_cooling(cooling_days),
            noted_on=days.day_from_date(scope.today()),
        )
    return str(row.uuid)


def edit(
    scope: Scope,
    id: str,
    *,
    text: str | None = None,
    since: dt.date | None = _LEAVE,
    until: dt.date | None = _LEAVE,
    cooling_days: int | None = _LEAVE,
) -> None:
    """Change what was noted; what is not given stays.

    Raises:
        NotFound: no such interest; Invalid: an end before it began, or a cooling-off that is none.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.text = row.text if text is None else text.strip()[:TEXT]
        row.since = row.since if since is _LEAVE else day_or_none(since)
        row.until = row.until if until is _LEAVE else day_or_none(until)
        row.cooling_days = row.cooling_days if cooling_days is _LEAVE else _cooling(cooling_days)
        check_span(row.since, row.until)
        row.save()


def end(scope: Scope, id: str, *, on: dt.date | None = None, cooling_days: int | None = None) -> None:
    """It has ended, today or on a day before; it still counts for its cooling-off.

    Raises:
        NotFound: no such interest; WrongState: it has ended; Invalid: a day to come, or before it began.
    """
    ended = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = lasting.holding("interest", _one(scope, id))
        check_span(row.since, ended)
        if cooling_days is not None:
            row.cooling_days = _cooling(cooling_days)
            row.save(update_fields=["cooling_days"])
        lasting.end("interest", row, ended)


def reopen(scope: Scope, id: str) -> None:
    """It has not ended after all.

    Raises:
        NotFound: no such interest; WrongState: it has not ended.
    """
    with transaction.atomic():
        lasting.reopen("interest", _one(scope, id))


def review(scope: Scope, id: str) -> dt.date | None:
    """It still holds, as noted: asked again in a year. Returns the day on which that was said before, None for never.

    Raises:
        NotFound: no such interest.
    """
    return _reviewed(scope, id, days.day_from_date(scope.today()))


def not_reviewed(scope: Scope, id: str, before: dt.date | None = None) -> None:
    """That it holds was said last on the day before, or never.

    Raises:
        NotFound: no such interest; Invalid: a day to come.
    """
    _reviewed(scope, id, None if before is None else not_ahead(scope, "before", before))


def _reviewed(scope: Scope, id: str, on: int | None) -> dt.date | None:
    with transaction.atomic():
        row = _one(scope, id)
        before, row.reviewed_on = row.reviewed_on, on
        row.save(update_fields=["reviewed_on"])
    return None if before is None else days.date_from_day(before)


def disclose(scope: Scope, id: str, to: str, *, on: dt.date | None = None) -> None:
    """It was declared to somebody, today or on a day before.

    Raises:
        NotFound: no such interest; Invalid: nobody named, or a day to come.
    """
    with transaction.atomic():
        declared.declare(scope, _one(scope, id), to, on)


def undisclose(scope: Scope, id: str) -> None:
    """It was not declared after all.

    Raises:
        NotFound: no such interest; WrongState: it was not declared.
    """
    with transaction.atomic():
        declared.undeclare("interest", _one(scope, id))


def remove(scope: Scope, id: str) -> str:
    """It was noted by mistake; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such interest.
    """
    with transaction.atomic():
        return removed.remove(scope, "interest", _one(scope, id))


def decline(scope: Scope, key: str) -> None:
    """Say no to an interest or tie that was proposed (`answers.proposed_interests`); it is not proposed again.

    Taking it back is done where all that is silenced is (`actions.today.restore`).

    Raises:
        Invalid: this is no key of a proposal.
    """
    item = agenda.named(key)
    if item is None or item.kind not in PROPOSED:
        raise Invalid("proposal", key[:80], "nothing of this name was proposed")
    Attention.objects.update_or_create(
        book_id=scope.book_id, key=key, defaults={"act": Attention.NEVER, "until": None}
    )


def _cooling(of: int | None) -> int | None:
    if of is not None and not 0 <= of <= MOST_COOLING:
        raise Invalid("cooling_days", str(of), f"this is a number of days from 0 to {MOST_COOLING}")
    return of


def _one(scope: Scope, id: str) -> Interest:
    return row_of(scope, Interest.objects.all(), "interest", id)
