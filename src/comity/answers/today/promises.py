"""Promises both ways, what was agreed to be delivered, and invoices."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from comity.answers.today.pages import belongs_to
from comity.answers.today.said import Decides, Said, Says, ago, date_of, due_on, matter, quoted
from comity.core.agenda import Band, Matter
from comity.store.queries.open_matters import Open


def _mine(row: Open, day: int) -> Matter | None:
    return matter(row, Band.PROMISED, row.day if row.day is not None else day)


def _theirs(row: Open, day: int) -> Matter | None:
    """A promise to me is asked about from the day after it was due, and never where no day was named."""
    if row.day is None or row.day >= day:
        return None
    return matter(row, Band.FOLLOW_UP, row.day)


def _said_mine(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    if row.day is None:
        reason = gettext("You promised this %(when)s, without a day.") % {
            "when": ago(day - (row.since or day))
        }
    else:
        reason = gettext("You promised this; %(due)s.") % {"due": due_on(row.day, day)}
    return Said(quoted(row.text), reason, date_of(row.day), row.day is not None and row.day < day)


def _said_theirs(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    due = row.day if row.day is not None else day
    reason = gettext("They promised you this; %(due)s. Ask kindly, or let it go.") % {"due": due_on(due, day)}
    return Said(quoted(row.text), reason, date_of(due), True)


def _said_work(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    due = row.day if row.day is not None else day
    sentences = {
        "deliver": gettext("You agreed to deliver this (%(work)s); %(due)s."),
        "delivery": gettext("They agreed to deliver this (%(work)s); %(due)s."),
        "pay": gettext("An invoice to pay (%(work)s); %(due)s."),
        "paid": gettext("Your invoice is not paid yet (%(work)s); %(due)s."),
    }
    title = quoted(row.text)
    if found.kind in ("pay", "paid"):
        title = gettext("Invoice %(number)s") % {"number": title} if title else gettext("Invoice")
    reason = sentences[found.kind] % {"work": quoted(belongs_to(row)[1], 80), "due": due_on(due, day)}
    return Said(title, reason, date_of(due), due < day)


FOUND: Mapping[str, Decides] = {
    "promise": _mine,
    "deliver": _mine,
    "pay": _mine,
    "theirs": _theirs,
    "delivery": _theirs,
    "paid": _theirs,
}
SAID: Mapping[str, Says] = {
    "promise": _said_mine,
    "theirs": _said_theirs,
    "deliver": _said_work,
    "delivery": _said_work,
    "pay": _said_work,
    "paid": _said_work,
}
