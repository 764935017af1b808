"""Birthdays, anniversaries and other dates that are near."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext, ngettext

from comity.answers import wording
from comity.answers.today.said import Said
from comity.core import days
from comity.core.agenda import DATE_AHEAD, DATE_AHEAD_MOST, Band, Matter
from comity.store.queries.open_matters import Open

WORK = "work_anniversary"
_OWN_NAME = ("birthday", WORK, "anniversary")
"""Dates that have a kind of their own; a date may be called anything, also like another kind."""
_OTHER = re.compile("[^a-z_]")
Window = dict[tuple[int, int], dt.date]


class Near(NamedTuple):
    """A date of a person that comes on `due`, in `ahead` days; years: how many it is, None where unknown."""

    what: str
    text: str
    due: dt.date
    ahead: int
    years: int | None


def window(date: dt.date, ahead: int = DATE_AHEAD) -> Window:
    """The (month, day) pairs that come from a date on within so many days, and when each comes.

    29 February is kept on the 28th in other years.
    """
    found = {(on.month, on.day): on for n in range(ahead + 1) for on in [date + dt.timedelta(days=n)]}
    last = found.get((2, 28))
    if last is not None and not _leap(last.year):
        found[2, 29] = last
    return found


def matters(rows: Iterable[Open], near: Window) -> list[Matter]:
    """Dates that are near, from rows of `date` and `position`; near: the usual window, which begins today."""
    today = min(near.values())
    found: dict[str, Matter] = {}
    wide: Window = {}
    for row in rows:
        span = near
        if row.what == "date" and row.number is not None:
            wide = wide or window(today, DATE_AHEAD_MOST)
            span = wide
        matter = _position(row, near, today) if row.what == "position" else _date(row, span, today)
        if matter is not None:
            found[matter.key] = matter
    return list(found.values())


def _date(row: Open, span: Window, today: dt.date) -> Matter | None:
    number, year = row.day or 0, row.since
    due = span.get((number // 100, number % 100))
    ahead = (due - today).days if due else 0
    if due is None or (row.number is not None and ahead > row.number):
        return None
    if row.more == "once" and year != due.year:
        return None
    count = due.year - year if year and row.more != "once" else None
    if row.id == WORK and (count is None or count < 1):
        return None
    return _matter(row, Near(row.id, row.text, due, ahead, count))


def _position(row: Open, near: Window, today: dt.date) -> Matter | None:
    """A post that has been held for whole years; one that has just begun has no anniversary."""
    began = days.date_from_day(row.day or 0)
    due = near.get((began.month, began.day))
    if due is None or due.year - began.year < 1:
        return None
    return _matter(row, Near(WORK, row.text, due, (due - today).days, due.year - began.year))


def _matter(row: Open, near: Near) -> Matter:
    kind = near.what if near.what in _OWN_NAME else f"date_{_OTHER.sub('_', near.what.lower())[:32]}"
    subject, due = row.uuid or "", days.day_from_date(near.due)
    return Matter(Band.CELEBRATE, kind, subject, near.due.year, due, row.name or "", subject, near)


def said(found: Matter) -> Said:
    """A date in words."""
    near: Near = found.detail
    return Said("", _reason(near), near.due)


def shown_kind(kind: str) -> str:
    """The kind that the outside knows: birthday, work_anniversary, else date."""
    return kind if kind in ("birthday", WORK) else "date"


def _reason(near: Near) -> str:
    when = {0: gettext("today"), 1: gettext("tomorrow")}.get(
        near.ahead, ngettext("in %(count)d day", "in %(count)d days", near.ahead) % {"count": near.ahead}
    )
    if near.what == "birthday":
        return gettext("Birthday %(when)s") % {"when": when}
    if near.what == WORK and near.years is not None:
        return f"{held_for(near)} {when}"
    name = near.text or str(wording.DATES.get(near.what) or near.what.replace("_", " ").capitalize())
    return f"{name} {when}"


def held_for(near: Near) -> str:
    """For how long a post has been held, and where: "3 years at Quill"."""
    count = near.years or 0
    years = ngettext("%(count)d year", "%(count)d years", count) % {"count": count}
    place = gettext("at %(organisation)s") % {"organisation": near.text} if near.text else ""
    return " ".join(filter(None, (years, place)))


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
