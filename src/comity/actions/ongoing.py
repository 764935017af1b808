"""What mentoring and work for clients share: both begin on a day, go on, and end, which can be taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol, TypeVar

from comity.core import days
from comity.core.errors import WrongState

TEXT = 20_000
"""Characters of a text."""
LEAVE: Any = object()
"""Where a value is not given, and None means that there is none."""


class Ongoing(Protocol):
    """A row that goes on until it has ended; ending: what came of it."""

    ended_on: int | None
    ending: str

    def save(self, *, update_fields: list[str]) -> None:
        """Write these columns."""


Row = TypeVar("Row", bound=Ongoing)


def going(what: str, row: Row) -> Row:
    """The row, where it has not ended.

    Raises:
        WrongState: it has ended.
    """
    if row.ended_on is not None:
        raise WrongState(what, "ended")
    return row


def end(row: Ongoing, on: int, ending: str) -> None:
    """It has ended on a day; without words those of an earlier end stay."""
    row.ended_on, row.ending = on, ending.strip()[:TEXT] or row.ending
    row.save(update_fields=["ended_on", "ending"])


def reopen(what: str, row: Ongoing) -> None:
    """It goes on after all; the words about its end stay until it ends anew.

    Raises:
        WrongState: it has not ended.
    """
    if row.ended_on is None:
        raise WrongState(what, "going on")
    row.ended_on = None
    row.save(update_fields=["ended_on"])


def maybe(date: dt.date | None) -> int | None:
    """A day number, None for no day."""
    return None if date is None else days.day_from_date(date)
