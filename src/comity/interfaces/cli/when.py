"""Days as people write them on the command line."""

from __future__ import annotations

import datetime as dt

import click

AHEAD = "YYYY-MM-DD, today, tomorrow, a weekday, or “in 3 weeks”."
"""What an option for a day to come takes."""


def day_of(words: str, today: dt.date, option: str) -> dt.date:
    """The one day that these words mean.

    Raises:
        BadParameter: they are none, or can mean several.
    """
    from comity.core.days import date_from_day
    from comity.core.sayit import days_said

    days = [date_from_day(day) for day in days_said(words, today, ahead=True)]
    if len(days) == 1:
        return days[0]
    either = " or ".join(day.isoformat() for day in days)
    problem = (
        f"can be {either}; write the one you mean"
        if days
        else "is no date; write it like 2026-12-24, or “friday”"
    )
    raise click.BadParameter(f"{words!r} {problem}.", param_hint=option)


def day_or_none(words: str | None, today: dt.date, option: str) -> dt.date | None:
    """The same for an option that need not be given."""
    return day_of(words, today, option) if words else None
