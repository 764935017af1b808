"""Whom or what an interest, a gift or the like is about: a person by id, an organisation by name, both, or money."""

from __future__ import annotations

import datetime as dt

from comity.actions.finding import person_of
from comity.actions.organisations import organisation_called
from comity.core import days, money
from comity.core.errors import Invalid
from comity.core.handed import clean
from comity.store.access import Scope
from comity.store.models import Organisation, Person


def about(scope: Scope, person_id: str, organisation: str) -> tuple[Person | None, Organisation | None]:
    """The person, and the organisation of this name, which is added where it is not known.

    Raises:
        NotFound: no such person; Invalid: neither is named, or the person is me.
    """
    name = clean(organisation, 300)
    if not person_id and not name:
        raise Invalid("about", "", "name a person or an organisation")
    person = other(scope, person_id) if person_id else None
    return person, organisation_called(scope, name)


def other(scope: Scope, person_id: str) -> Person:
    """A person who is not me.

    Raises:
        NotFound: no such person; Invalid: it is me.
    """
    person = person_of(scope, person_id, by_hand=True)
    if person.is_me:
        raise Invalid("person", person.name, "this is you; name somebody else")
    return person


def worth(amount: str, currency: str) -> tuple[int | None, str]:
    """Minor units and currency of an amount as it is written; (None, …) where none is.

    Raises:
        Invalid: no amount, no currency, or one without the other.
    """
    try:
        code = money.currency_of(currency)
    except ValueError as error:
        raise Invalid("currency", currency, str(error)) from None
    if not amount.strip():
        return None, code
    if not code:
        raise Invalid("currency", "", "an amount needs its currency, such as EUR")
    try:
        return money.minor(amount, code), code
    except ValueError as error:
        raise Invalid("amount", amount[:80], str(error)) from None


def check_span(since: int | None, until: int | None) -> None:
    """See that something does not end before it began.

    Raises:
        Invalid: it does.
    """
    if since is not None and until is not None and until < since:
        raise Invalid("until", days.date_from_day(until).isoformat(), "this would be before it began")


def day_or_none(date: dt.date | None) -> int | None:
    """The number of a day, where one is known."""
    return None if date is None else days.day_from_date(date)
