"""What boundaries, policies, interests and ties share: they hold until a day, which can be taken back."""

from __future__ import annotations

import datetime as dt
from typing import Protocol, TypeVar

from comity.core import days
from comity.core.errors import Invalid, WrongState
from comity.store.access import Scope


class Lasting(Protocol):
    """A row that holds from a day on, until a day where it has ended."""

    until: int | None

    def save(self, *, update_fields: list[str]) -> None:
        """Write these columns."""


Row = TypeVar("Row", bound=Lasting)


def holding(what: str, row: Row) -> Row:
    """The row, where it has not ended.

    Raises:
        WrongState: it has ended.
    """
    if row.until is not None:
        raise WrongState(what, "ended")
    return row


def last_day(scope: Scope, since: int, on: dt.date | None) -> int:
    """The last day on which something holds that began on a day: the one that is named, else yesterday.

    Raises:
        Invalid: before it began.
    """
    if on is None:
        return days.day_from_date(scope.today()) - 1
    last = days.day_from_date(on)
    if last < since:
        raise Invalid("on", on.isoformat(), "it begins only after this day")
    return last


def end(what: str, row: Lasting, until: int) -> None:
    """It holds until a day.

    Raises:
        WrongState: it has ended.
    """
    holding(what, row).until = until
    row.save(update_fields=["until"])


def reopen(what: str, row: Lasting) -> None:
    """It has not ended after all.

    Raises:
        WrongState: it has not ended.
    """
    if row.until is None:
        raise WrongState(what, "going on")
    row.until = None
    row.save(update_fields=["until"])
