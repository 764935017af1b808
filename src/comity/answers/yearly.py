"""Birthdays and anniversaries that are near: found first, put in words only where they are shown."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from comity.answers import wording
from comity.answers.shapes import Item

WORK = "work_anniversary"
_OTHER = re.compile("[^a-z_]")


@dataclass(frozen=True, slots=True)
class Yearly:
    """A yearly date of a person that comes on `due`, in `ahead` days; count: the years, None where unknown."""

    what: str
    text: str
    uuid: str
    name: str
    due: dt.date
    ahead: int
    count: int | None

    @property
    def key(self) -> str:
        return f"{_OTHER.sub('_', self.what)[:32]}-{self.uuid}-{self.due.year}"


def window(date: dt.date, days: int) -> dict[tuple[int, int], dt.date]:
    """The (month, day) pairs that come from a date on within so many days, and when each comes.

    29 February is kept on the 28th in other years.
    """
    found = {(on.month, on.day): on for n in range(days + 1) for on in [date + dt.timedelta(days=n)]}
    last = found.get((2, 28))
    if last is not None and not _leap(last.year):
        found[2, 29] = last
    return found


def near(
    what: str,
    text: str,
    month: int,
    day: int,
    year: int | None,
    person: tuple[str, str],
    days: dict[tuple[int, int], dt.date],
) -> Yearly | None:
    """The date where it falls into a window of days; None where it does not, or for a post just begun.

    person: 32 hexadecimal digits of the id, and the name; days: of `window`.
    """
    due = days.get((month, day))
    count = due.year - year if due and year else None
    if due is None or (what == WORK and (count is None or count < 1)):
        return None
    return Yearly(what, text, *person, due, (due - min(days.values())).days, count)


def worded(date: Yearly) -> Item:
    """A yearly date as it is shown."""
    shown = wording.face(date.uuid, date.name)
    kind = date.what if date.what in ("birthday", WORK) else "date"
    return Item(
        date.key, kind, gettext("Celebrate"), shown, shown.name, _reason(date), date.due, False, "", ""
    )


def _reason(date: Yearly) -> str:
    when = {0: gettext("today"), 1: gettext("tomorrow")}.get(
        date.ahead, ngettext("in %(count)d day", "in %(count)d days", date.ahead) % {"count": date.ahead}
    )
    if date.what == "birthday":
        return gettext("Birthday %(when)s") % {"when": when}
    if date.what == WORK and date.count is not None:
        years = ngettext("%(count)d year", "%(count)d years", date.count) % {"count": date.count}
        place = gettext("at %(organisation)s") % {"organisation": date.text} if date.text else ""
        return " ".join(filter(None, (years, place, when)))
    return f"{date.what.replace('_', ' ').capitalize()} {when}"


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
