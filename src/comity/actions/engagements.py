"""Work for clients and by service providers: begun, delivered, invoiced, paid, judged, renewed, ended; all taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import ongoing, removed
from comity.actions.finding import not_ahead, person_of, row_of, words_of
from comity.actions.ongoing import LEAVE, TEXT, going, maybe
from comity.core import days, money
from comity.core.engagements import SCORES, Side, renewed
from comity.core.errors import Invalid, WrongState
from comity.core.handed import clean
from comity.store.access import Scope
from comity.store.models import Deliverable, Engagement, Invoice, Satisfaction

MOST = 1000
"""Things to deliver, invoices or words on satisfaction, of one engagement."""


def begin(
    scope: Scope,
    person_id: str,
    side: str,
    title: str,
    *,
    brief: str = "",
    since: dt.date | None = None,
    renewal_on: dt.date | None = None,
) -> str:
    """Note work for a client or by a provider; returns its id.

    Args:
        side: "client" or "provider"; brief: what is needed; since: today unless told.

    Raises:
        NotFound: no such person; Invalid: no title, no such side, renewed before it began.
    """
    words = _title(title)
    if side not in tuple(Side):
        raise Invalid("side", side, "this is neither client nor provider")
    began = _day(since or scope.today())
    _check_span(began, maybe(renewal_on), "renewal_on")
    with transaction.atomic():
        row = Engagement.objects.create(
            book_id=scope.book_id,
            person=person_of(scope, person_id, by_hand=True),
            side=side,
            title=words,
            brief=brief.strip()[:TEXT],
            since=began,
            renewal_on=maybe(renewal_on),
        )
    return str(row.uuid)


def edit(
    scope: Scope,
    id: str,
    *,
    title: str | None = None,
    brief: str | None = None,
    since: dt.date | None = None,
    renewal_on: dt.date | None = LEAVE,
) -> None:
    """Change what was noted; what is not given stays. renewal_on None: it is not renewed on a day.

    Raises:
        NotFound: no such work; Invalid: no title, or a renewal before it began.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.title = row.title if title is None else _title(title)
        row.brief = row.brief if brief is None else brief.strip()[:TEXT]
        row.since = row.since if since is None else _day(since)
        if renewal_on is not LEAVE:
            row.renewal_on = maybe(renewal_on)
        _check_span(row.since, row.renewal_on, "renewal_on")
        _check_span(row.since, row.ended_on, "since")
        row.save()


def end(scope: Scope, id: str, *, on: dt.date | None = None, ending: str = "") -> None:
    """It has ended, today or on a day before; ending: what came of it.

    Raises:
        NotFound: no such work; WrongState: it has ended; Invalid: a day to come, or before it began.
    """
    ended = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _going(scope, id)
        _check_span(row.since, ended, "on")
        ongoing.end(row, ended, ending)


def reopen(scope: Scope, id: str) -> None:
    """It goes on after all; the words about its end stay until it ends anew.

    Raises:
        NotFound: no such work; WrongState: it has not ended.
    """
    with transaction.atomic():
        ongoing.reopen("work", _one(scope, id))


def renew(scope: Scope, id: str, until: dt.date | None = None) -> None:
    """It goes on: renewed until a day, a year after the last one unless told.

    Raises:
        NotFound: no such work; WrongState: it has ended; Invalid: there is no day on which it is renewed, and none is
        given, or one that is not after the last.
    """
    with transaction.atomic():
        row = _going(scope, id)
        if until is None and row.renewal_on is None:
            raise Invalid("until", "", "say until which day it is renewed")
        row.renewal_on = _day(until) if until is not None else renewed(row.renewal_on or 0)
        _check_span(row.since, row.renewal_on, "until")
        row.save(update_fields=["renewal_on"])


def remove(scope: Scope, id: str) -> str:
    """It was a mistake: it goes with all that hangs on it. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such work.
    """
    return removed.remove(scope, "work", _one(scope, id))


def agree(scope: Scope, id: str, text: str, *, due: dt.date | None = None) -> str:
    """Something is to be delivered: by me to a client, by a provider to me; returns its id.

    Raises:
        NotFound: no such work; WrongState: it has ended; Invalid: no words, or too many.
    """
    words = words_of("text", text)
    with transaction.atomic():
        row = _going(scope, id)
        _check_room(row.deliverables.count(), "text", words)
        made = Deliverable.objects.create(book_id=scope.book_id, engagement=row, text=words, due=maybe(due))
    return str(made.uuid)


def edit_deliverable(scope: Scope, id: str, *, text: str | None = None, due: dt.date | None = LEAVE) -> None:
    """Change what is to be delivered, or by when; what is not given stays.

    Raises:
        NotFound: no such thing to deliver; Invalid: no words.
    """
    with transaction.atomic():
        row = _deliverable(scope, id)
        row.text = row.text if text is None else words_of("text", text)
        if due is not LEAVE:
            row.due = maybe(due)
        row.save(update_fields=["text", "due"])


def deliver(scope: Scope, id: str, *, on: dt.date | None = None) -> None:
    """It was delivered, today or on a day before.

    Raises:
        NotFound: no such thing to deliver; WrongState: it was delivered; Invalid: a day to come.
    """
    delivered = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _deliverable(scope, id)
        if row.delivered_on is not None:
            raise WrongState("delivery", "delivered")
        row.delivered_on = delivered
        row.save(update_fields=["delivered_on"])


def accept(scope: Scope, id: str, *, on: dt.date | None = None) -> None:
    """It was accepted, by the client or by me; what was not noted as delivered is so on the same day.

    Raises:
        NotFound: no such thing to deliver; WrongState: it was accepted; Invalid: a day to come, or before it was
        delivered.
    """
    accepted = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _deliverable(scope, id)
        if row.accepted_on is not None:
            raise WrongState("delivery", "accepted")
        if row.delivered_on is None:
            row.delivered_on = accepted
        _check_span(row.delivered_on, accepted, "on", "this would be before it was delivered")
        row.accepted_on = accepted
        row.save(update_fields=["delivered_on", "accepted_on"])


def undeliver(scope: Scope, id: str) -> None:
    """Take the last step back: it was not accepted after all, or not delivered.

    Raises:
        NotFound: no such thing to deliver; WrongState: neither has happened.
    """
    with transaction.atomic():
        row = _deliverable(scope, id)
        if row.accepted_on is not None:
            row.accepted_on = None
        elif row.delivered_on is not None:
            row.delivered_on = None
        else:
            raise WrongState("delivery", "open")
        row.save(update_fields=["delivered_on", "accepted_on"])


def remove_deliverable(scope: Scope, id: str) -> str:
    """It is not to be delivered at all. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such thing to deliver.
    """
    return removed.remove(scope, "delivery", _deliverable(scope, id))


def invoice(
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
    dated = _day(dated_on or scope.today())
    _check_span(dated, maybe(due), "due", "this would be before the day of the invoice")
    with transaction.atomic():
        row = _one(scope, id)
        _check_room(row.invoices.count(), "number", number)
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
        row = _invoice(scope, id)
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
        row = _invoice(scope, id)
        if row.paid_on is None:
            raise WrongState("invoice", "open")
        row.paid_on = None
        row.save(update_fields=["paid_on"])


def edit_invoice(
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
        NotFound: no such invoice; Invalid: as for `invoice`, or paid on a day to come.
    """
    with transaction.atomic():
        row = _invoice(scope, id)
        row.number = row.number if number is None else clean(number, 100)
        if amount is not None or currency is not None:
            said = row.currency if currency is None else currency
            written = money.plain(row.amount, row.currency) if row.amount is not None else ""
            row.currency, row.amount = _sum(written if amount is None else amount, said)
        row.dated_on = row.dated_on if dated_on is None else _day(dated_on)
        row.due = row.due if due is LEAVE else maybe(due)
        if paid_on is not LEAVE:
            row.paid_on = None if paid_on is None else not_ahead(scope, "paid_on", paid_on)
        _check_span(row.dated_on, row.due, "due", "this would be before the day of the invoice")
        row.save()


def remove_invoice(scope: Scope, id: str) -> str:
    """It was noted by mistake. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such invoice.
    """
    return removed.remove(scope, "invoice", _invoice(scope, id))


def satisfied(
    scope: Scope, id: str, *, score: int | None = None, text: str = "", on: dt.date | None = None
) -> str:
    """Note how satisfied a client said they are, or I am with a provider; returns its id.

    Args:
        score: 1 (not at all) to 5 (wholly), None where only words were said.

    Raises:
        NotFound: no such work; Invalid: neither score nor words, no such score, a day to come, or too many.
    """
    words = text.strip()[:TEXT]
    if score is None and not words:
        raise Invalid("satisfaction", "", "this needs a number from 1 to 5, or words")
    if score is not None and score not in SCORES:
        raise Invalid("satisfaction", str(score), "this is a number from 1 to 5")
    said = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _one(scope, id)
        _check_room(row.satisfactions.count(), "satisfaction", words)
        made = Satisfaction.objects.create(
            book_id=scope.book_id, engagement=row, on=said, score=score, text=words
        )
    return str(made.uuid)


def remove_satisfaction(scope: Scope, id: str) -> str:
    """It was noted by mistake. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: nothing of this id.
    """
    return removed.remove(
        scope, "satisfaction", row_of(scope, Satisfaction.objects.all(), "satisfaction", id)
    )


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


def _check_span(
    first: int, last: int | None, field: str, reason: str = "this would be before it began"
) -> None:
    if last is not None and last < first:
        raise Invalid(field, days.date_from_day(last).isoformat(), reason)


def _check_room(count: int, field: str, words: str) -> None:
    if count >= MOST:
        raise Invalid(field, words[:80], f"there are at most {MOST} of one piece of work")


def _title(text: str) -> str:
    return words_of("title", clean(text, 300))


def _day(date: dt.date) -> int:
    return days.day_from_date(date)


def _one(scope: Scope, id: str) -> Engagement:
    return row_of(scope, Engagement.objects.all(), "work", id)


def _going(scope: Scope, id: str) -> Engagement:
    return going("work", _one(scope, id))


def _deliverable(scope: Scope, id: str) -> Deliverable:
    return row_of(scope, Deliverable.objects.all(), "delivery", id)


def _invoice(scope: Scope, id: str) -> Invoice:
    return row_of(scope, Invoice.objects.all(), "invoice", id)
