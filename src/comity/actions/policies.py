"""Policies of an employer: noted, changed, read again, ended, removed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from comity.actions import lasting, removed
from comity.actions.finding import row_of, words_of
from comity.actions.organisations import organisation_called
from comity.core import days, money
from comity.core.errors import Invalid
from comity.core.policies import COOLING_OFF, KINDS, Asks
from comity.store.access import Scope
from comity.store.models import Policy

TEXT = 200_000
_TITLE, _URL = 300, 2_000
_MOST_DAYS = 3_660
_EVERY = 365
"""Days after which a policy is read again, where the user names no day."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy says. amount: as it is written ("50", "1200.50"), "" for whatever the worth; days: what comes from
    one giver within so many counts together, None for each thing for itself; asks: disclose, approval or refuse."""

    title: str
    kind: str = "other"
    text: str = ""
    url: str = ""
    amount: str = ""
    currency: str = ""
    days: int | None = None
    asks: str = "disclose"


def add(
    scope: Scope,
    terms: Terms,
    *,
    organisation: str = "",
    since: dt.date | None = None,
    review_on: dt.date | None = None,
) -> str:
    """Note a policy in force from today or a day on; returns its id. It is read again in a year unless a day is named.

    Raises:
        Invalid: no title, an unknown kind, an amount without currency, or a link that is none.
    """
    said = _said(terms)
    begins = days.day_from_date(since or scope.today())
    with transaction.atomic():
        row = Policy.objects.create(
            book_id=scope.book_id,
            organisation=organisation_called(scope, organisation),
            since=begins,
            review_on=days.day_from_date(review_on or scope.today()) + (0 if review_on else _EVERY),
            **said,
        )
    return str(row.uuid)


def edit(scope: Scope, id: str, terms: Terms, *, review_on: dt.date | None = None) -> None:
    """Change what it says; the day of its review stays unless one is named.

    Raises:
        NotFound: no such policy; Invalid: see `add`.
    """
    said = _said(terms)
    with transaction.atomic():
        row = _one(scope, id)
        for name, value in said.items():
            setattr(row, name, value)
        if review_on is not None:
            row.review_on = days.day_from_date(review_on)
        row.save(update_fields=[*said, "review_on"])


def reviewed(scope: Scope, id: str, *, again_on: dt.date | None = None) -> int | None:
    """It was read again and holds; the next time is in a year, or on a day. Returns the day number it was due.

    Raises:
        NotFound: no such policy; Invalid: the next day is not to come.
    """
    today = days.day_from_date(scope.today())
    following = days.day_from_date(again_on) if again_on else today + _EVERY
    if following <= today:
        raise Invalid("again_on", str(again_on), "name a day to come")
    with transaction.atomic():
        row = _one(scope, id)
        before = row.review_on
        row.review_on = following
        row.save(update_fields=["review_on"])
    return before


def not_reviewed(scope: Scope, id: str, due: int) -> None:
    """It was not read after all: the review is due on the day it was (a day number).

    Raises:
        NotFound: no such policy.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.review_on = due
        row.save(update_fields=["review_on"])


def end(scope: Scope, id: str, on: dt.date | None = None) -> None:
    """It binds no longer, or until a day and no longer.

    Raises:
        NotFound: no such policy; WrongState: it has ended; Invalid: before it began.
    """
    with transaction.atomic():
        row = _one(scope, id)
        lasting.end("policy", row, lasting.last_day(scope, row.since, on))


def reopen(scope: Scope, id: str) -> None:
    """It binds on.

    Raises:
        NotFound: no such policy; WrongState: it has not ended.
    """
    with transaction.atomic():
        lasting.reopen("policy", _one(scope, id))


def remove(scope: Scope, id: str) -> str:
    """It was a mistake: nothing of it stays; returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such policy.
    """
    with transaction.atomic():
        return removed.remove(scope, "policy", _one(scope, id))


def _said(terms: Terms) -> dict[str, Any]:
    if terms.kind not in KINDS:
        raise Invalid("kind", terms.kind, "this is none of: " + ", ".join(KINDS))
    if terms.asks not in set(Asks) - {Asks.NOTHING}:
        raise Invalid("asks", terms.asks, "choose disclose, approval or refuse")
    url = terms.url.strip()
    if url and not url.startswith(("https://", "http://")):
        raise Invalid("url", url[:80], "a link begins with https://")
    if len(url) > _URL:
        raise Invalid("url", url[:80], f"a link has at most {_URL} characters")
    if terms.days is not None and not 1 <= terms.days <= _MOST_DAYS:
        raise Invalid("days", str(terms.days), f"between 1 and {_MOST_DAYS} days")
    lasts = terms.kind == COOLING_OFF
    if lasts and terms.days is None:
        raise Invalid("days", "", "say for how many days an employer counts that you left")
    amount, currency = (None, "") if lasts else _worth(terms.amount, terms.currency)
    return {
        "title": words_of("title", terms.title, _TITLE),
        "kind": terms.kind,
        "text": terms.text.strip()[:TEXT],
        "url": url,
        "amount": amount,
        "currency": currency,
        "days": terms.days if lasts or amount is not None else None,
        "asks": terms.asks,
    }


def _worth(amount: str, currency: str) -> tuple[int | None, str]:
    """Minor units and currency; none of both where no amount is named."""
    if not amount.strip():
        return None, ""
    try:
        code = money.currency_of(currency)
    except ValueError as error:
        raise Invalid("currency", currency, str(error)) from None
    if not code:
        raise Invalid("currency", "", "say in which currency, such as EUR")
    try:
        return money.minor(amount, code), code
    except ValueError as error:
        raise Invalid("amount", amount, str(error)) from None


def _one(scope: Scope, id: str) -> Policy:
    return row_of(scope, Policy.objects.all(), "policy", id)
