"""What interests and gifts share: that they were declared, on a day, to somebody; and what checks that are kept ask for it."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from comity.actions.finding import not_ahead
from comity.core.errors import Invalid, WrongState
from comity.core.handed import clean
from comity.store.access import Scope

LONGEST = 300


class Declared(Protocol):
    """A row that may have been declared."""

    disclosed_on: int | None
    disclosed_to: str

    def save(self, *, update_fields: list[str]) -> None:
        """Write these columns."""


def declared_to(to: str) -> str:
    """To whom something was declared, on one line.

    Raises:
        Invalid: nobody is named.
    """
    whom = clean(to, LONGEST)
    if not whom:
        raise Invalid("to", "", "say to whom")
    return whom


def declare(scope: Scope, row: Declared, to: str, on: dt.date | None) -> None:
    """It was declared to somebody, today or on a day before.

    Raises:
        Invalid: nobody named, or a day to come.
    """
    row.disclosed_to, row.disclosed_on = declared_to(to), not_ahead(scope, "on", on)
    row.save(update_fields=["disclosed_on", "disclosed_to"])


def undeclare(what: str, row: Declared) -> None:
    """It was not declared after all.

    Raises:
        WrongState: it was not declared.
    """
    if row.disclosed_on is None:
        raise WrongState(what, "not declared")
    row.disclosed_on, row.disclosed_to = None, ""
    row.save(update_fields=["disclosed_on", "disclosed_to"])
