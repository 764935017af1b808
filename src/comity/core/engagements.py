"""Work for clients and by service providers: what is late, when it is renewed, and how much was paid on time.

Days are day numbers of the book's zone. What is paid on time is counted of invoices with a day to pay by, only once
that day has passed or they were paid: nobody is late before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from comity.core import days
from comity.core.measures import Share, share

SCORES = range(1, 6)
"""From not at all satisfied to wholly."""
ASK_EVERY = 91
"""Days after which it is time to ask again how satisfied somebody is."""


class Side(StrEnum):
    """Who the person is: a client of mine, or a provider of services to me. Stored."""

    CLIENT = "client"
    PROVIDER = "provider"


class Payment(StrEnum):
    """Where an invoice stands."""

    OPEN = "open"
    LATE = "late"
    PAID = "paid"
    """On its day or before, or it had none."""
    PAID_LATE = "paid_late"


class Delivery(StrEnum):
    """Where something that is to be delivered stands."""

    OPEN = "open"
    LATE = "late"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Bill:
    """Of an invoice: when it is due and when it was paid, None for no day and not yet."""

    due: int | None
    paid_on: int | None


def payment(bill: Bill, today: int) -> Payment:
    """Where an invoice stands today."""
    if bill.paid_on is None:
        return Payment.LATE if bill.due is not None and bill.due < today else Payment.OPEN
    return Payment.PAID_LATE if bill.due is not None and bill.paid_on > bill.due else Payment.PAID


def delivery(due: int | None, delivered_on: int | None, accepted_on: int | None, today: int) -> Delivery:
    """Where something to be delivered stands today."""
    if accepted_on is not None:
        return Delivery.ACCEPTED
    if delivered_on is not None:
        return Delivery.DELIVERED
    return Delivery.LATE if due is not None and due < today else Delivery.OPEN


def paid_on_time(bills: Iterable[Bill], today: int) -> Share:
    """Of the invoices that had a day and whose time has come, those paid by then."""
    stands = [payment(bill, today) for bill in bills if bill.due is not None]
    counted = [one for one in stands if one is not Payment.OPEN]
    return share(sum(one is Payment.PAID for one in counted), len(counted))


def renewal_near(renewal_on: int | None, ended_on: int | None, today: int, lead: int) -> bool:
    """Whether work that goes on is to be renewed within so many days, or should have been."""
    return ended_on is None and renewal_on is not None and renewal_on <= today + lead


def renewed(renewal_on: int) -> int:
    """The day a year after a renewal; after 29 February the 28th."""
    on = days.date_from_day(renewal_on)
    leap = (on.month, on.day) == (2, 29)
    return days.day_from_date(on.replace(year=on.year + 1, day=28 if leap else on.day))


def ask_again(asked_on: int | None, since: int, today: int) -> bool:
    """Whether it is time to ask how satisfied they are: a quarter after the last time, or after the work began."""
    return today - (since if asked_on is None else asked_on) >= ASK_EVERY
