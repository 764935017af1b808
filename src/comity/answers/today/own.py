"""What I set myself: reminders, steps towards my goals, and policies to be read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext

from comity.answers import wording
from comity.answers.rights import DueRow
from comity.answers.today.pages import belongs_to
from comity.answers.today.said import Decides, Said, Says, date_of, due_on, matter, quoted
from comity.core import days
from comity.core.agenda import Band, Matter
from comity.store.queries.open_matters import Open


def _reminder(row: Open, day: int) -> Matter | None:
    """One that recurs has an occasion of its own each time."""
    due = row.day if row.day is not None else day
    return matter(row, Band.DUE, due, due if row.more else None)._replace(name=row.text)


def _step(row: Open, day: int) -> Matter | None:
    return matter(row, Band.DUE, row.day if row.day is not None else day)


def _policy(row: Open, day: int) -> Matter | None:
    """Each review is an occasion of its own."""
    due = row.day if row.day is not None else day
    return matter(row, Band.LOOK, due, due)._replace(name=row.text)


def _said_policy(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    due = row.day if row.day is not None else day
    reason = gettext("A rule of your employer to read again; %(due)s. Does it still hold?")
    return Said(quoted(row.text), reason % {"due": due_on(due, day)}, date_of(due))


def _said_reminder(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    due = row.day if row.day is not None else day
    if due == day:
        reason = gettext("You wanted to be reminded today.")
    else:
        date = wording.long_date(days.date_from_day(due))
        reason = gettext("You wanted to be reminded on %(date)s.") % {"date": date}
    return Said(row.text, reason, date_of(due), due < day)


def _said_step(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    due = row.day if row.day is not None else day
    reason = gettext("A step towards “%(goal)s”; %(due)s.") % {
        "goal": quoted(belongs_to(row)[1], 80),
        "due": due_on(due, day),
    }
    return Said(quoted(row.text), reason, date_of(due), due < day)


def _interests(row: Open, day: int) -> Matter | None:
    """Once a year of the calendar, whatever becomes of it."""
    return Matter(Band.LOOK, "interests", row.id, days.date_from_day(day).year, 1, "", "", row)


def _said_interests(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    count = found.detail.number
    title = ngettext(
        "Does this still hold? %(count)d interest of yours",
        "Do these still hold? %(count)d interests of yours",
        count,
    ) % {"count": count}
    return Said(title, gettext("An honest register is looked through once a year."))


def keeping(book: str, due: Sequence[DueRow]) -> list[Matter]:
    """One for all whom to look at again, and a new one only when somebody more comes to it: it is not asked twice."""
    if not due:
        return []
    newest = max(days.day_from_date(row.since) for row in due)
    return [Matter(Band.LOOK, "keeping", book, newest, 2, "", "", len(due))]


def _said_keeping(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    count = found.detail
    title = ngettext(
        "Go on keeping what you know? %(count)d person to look at again",
        "Go on keeping what you know? %(count)d people to look at again",
        count,
    ) % {"count": count}
    return Said(title, gettext("A day or a rule that you set. Nothing is erased by itself."))


FOUND: Mapping[str, Decides] = {
    "interests": _interests,
    "reminder": _reminder,
    "step": _step,
    "policy": _policy,
}
SAID: Mapping[str, Says] = {
    "interests": _said_interests,
    "keeping": _said_keeping,
    "reminder": _said_reminder,
    "step": _said_step,
    "policy": _said_policy,
}
