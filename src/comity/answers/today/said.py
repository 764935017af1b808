"""What every family of items shares: how a matter is said, and days as they stand in a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from comity.answers import wording
from comity.core import days
from comity.core.agenda import Matter
from comity.store.queries.open_matters import Open


class Said(NamedTuple):
    """A matter in words. title: what it is, "" where the person's name says it; reason: why it is on the list today;
    due: its day."""

    title: str
    reason: str
    due: dt.date | None = None
    overdue: bool = False


Decides = Callable[[Open, int], Matter | None]
"""From a row and the day: the matter, None where it is not to be shown on that day."""
Says = Callable[[Matter, int, tuple[str, ...]], Said]
"""From a matter, the day and the keys of the person's roles: the words."""


def matter(row: Open, band: int, urgency: int, occasion: int | None = None, *, kind: str = "") -> Matter:
    """A row as a matter that it is itself the subject of."""
    name = row.name or ""
    return Matter(band, kind or row.what, row.id, occasion, urgency, name, row.uuid or "", row)


def due_on(due: int, day: int) -> str:
    """When something is due, as part of a sentence: "due tomorrow", "was due 3 days ago"."""
    away = due - day
    if away == 0:
        return gettext("due today")
    if away == 1:
        return gettext("due tomorrow")
    if away > 1:
        return ngettext("due in %(count)d day", "due in %(count)d days", away) % {"count": away}
    return gettext("was due %(when)s") % {"when": ago(-away)}


def ago(count: int) -> str:
    """How long ago a day was: "today", "yesterday", "3 days ago", "6 weeks ago"."""
    if count < 1:
        return gettext("today")
    if count == 1:
        return gettext("yesterday")
    if count < 14:
        return ngettext("%(count)d day ago", "%(count)d days ago", count) % {"count": count}
    return gettext("%(span)s ago") % {"span": wording.span(count)}


def date_of(day: int | None) -> dt.date | None:
    """A day number as a date."""
    return None if day is None else days.date_from_day(day)


def quoted(text: str, most: int = 160) -> str:
    """A user's or a sender's words, in one line, not too many of them."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
