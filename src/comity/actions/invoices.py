"""Invoices, mine to a client or a provider's to me: noted, put right, paid; all taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import removed
from comity.actions.engagements import check_room, check_span, work_of
from comity.actions.finding import not_ahead, row_of
from comity.actions.ongoing import LEAVE, maybe
from comity.core import days, money
from comity.core.errors import Invalid, WrongState
from comity.core.handed import clean
from comity.store.access import Scope
from comity.store.models import Invoice


def add(
    scope: Scope,
    id: str,
    *,
    number: str = "",
    amount: str = "",
    currency: str = "",
    dated_on: dt.date | None = None,
    due: dt.date | None = None,
) -> str:
    """Note an invoice, of mine to a client or of a provider to me; also of work that has ended. Returns its id.

    Args:
        amount: as it is written ("1200.50"), "" where it is not noted; currency: ISO 4217; dated_on: today unless told.

    Raises:
        NotFound: no such work; Invalid: an amount or currency that is none, an amount without currency, due before its
        date, or too many.
    """
    code, units = _sum(amount, currency)
    dated = days.day_from_date(dated_on or scope.today())
    check_span(dated, maybe(due), "due", "this would be before the day of the invoice")
    with transaction.atomic():
        row = work_of(scope, id)
        check_room(row.invoices.count(), "number", number)
        made = Invoice.objects.create(
            book_id=scope.book_id,
            engagement=row,
            number=clean(number, 100),
            amount=units,
            currency=code,
            dated_on=dated,
            due=maybe(due),
        )
    return str(made.uuid)


def pay(scope: Scope, id: str, *, on: dt.date | None = None) -> None:
    """An invoice was paid, today or on a day before.

    Raises:
        NotFound: no such invoice; WrongState: it was paid; Invalid: a day that is still to come.
    """
    paid = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _one(scope, id)
        if row.paid_on is not None:
            raise WrongState("invoice", "paid")
        row.paid_on = paid
        row.save(update_fields=["paid_on"])


def unpay(scope: Scope, id: str) -> None:
    """An invoice was not paid after all.

    Raises:
        NotFound: no such invoice; WrongState: it was not paid.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if row.paid_on is None:
            raise WrongState("invoice", "open")
        row.paid_on = None
        row.save(update_fields=["paid_on"])


def edit(
    scope: Scope,
    id: str,
    *,
    number: str | None = None,
    amount: str | None = None,
    currency: str | None = None,
    dated_on: dt.date | None = None,
    due: dt.date | None = LEAVE,
    paid_on: dt.date | None = LEAVE,
) -> None:
    """Change an invoice; what is not given stays. amount "": it is not noted; due, paid_on None: no day, not paid.

    Raises:
        NotFound: no such invoice; Invalid: as for `add`, or paid on a day to come.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.number = row.number if number is None else clean(number, 100)
        if amount is not None or currency is not None:
            said = row.currency if currency is None else currency
            written = money.plain(row.amount, row.currency) if row.amount is not None else ""
            row.currency, row.amount = _sum(written if amount is None else amount, said)
        row.dated_on = row.dated_on if dated_on is None else days.day_from_date(dated_on)
        row.due = row.due if due is LEAVE else maybe(due)
        if paid_on is not LEAVE:
            row.paid_on = None if paid_on is None else not_ahead(scope, "paid_on", paid_on)
        check_span(row.dated_on, row.due, "due", "this would be before the day of the invoice")
        row.save()


def remove(scope: Scope, id: str) -> str:
    """It was noted by mistake. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such invoice.
    """
    return removed.remove(scope, "invoice", _one(scope, id))


def _sum(amount: str, currency: str) -> tuple[str, int | None]:
    """The currency's code, and the minor units."""
    try:
        code = money.currency_of(currency)
    except ValueError as error:
        raise Invalid("currency", currency, str(error)) from None
    if not amount.strip():
        return code, None
    if not code:
        raise Invalid("currency", "", "an amount needs its currency, such as EUR")
    try:
        return code, money.minor(amount, code)
    except ValueError as error:
        raise Invalid("amount", amount[:80], str(error)) from None


def _one(scope: Scope, id: str) -> Invoice:
    return row_of(scope, Invoice.objects.all(), "invoice", id)
