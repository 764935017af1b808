"""Somebody died: it is marked, nothing asks or reminds of them any more, and what is known of them stays."""

from __future__ import annotations

import datetime as dt

from comity.actions.finding import person_of
from comity.actions.mail_reading import read_mail
from comity.core import days
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Person


def died(scope: Scope, id: str, on: dt.date | None) -> None:
    """Note the day on which a person died; None takes it back (what a file says of it comes back with that file).

    Raises:
        NotFound: no such person in this book; Invalid: it is the owner of the book, or the day is still to come.
    """
    person = person_of(scope, id, by_hand=True)
    if person.is_me:
        raise Invalid("person", person.name, "this is you")
    if on is not None and on > scope.today():
        raise Invalid("on", on.isoformat(), "this day is still to come")
    day = None if on is None else days.day_from_date(on)
    Person.objects.filter(pk=person.pk).update(died_on=day, died_told=False)
    read_mail(scope)
