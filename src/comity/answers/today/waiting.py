"""Who waits for me: requests, thanks that are owed, and feedback that was asked of me."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext

from comity.answers.today.said import Decides, Said, Says, ago, date_of, due_on, matter, quoted
from comity.core.agenda import Band, Matter
from comity.store.queries.open_matters import Open


def _waiting(row: Open, day: int) -> Matter | None:
    """By the day it is wanted where one was named, else by how long it waits."""
    since = row.since if row.since is not None else day
    return matter(row, Band.ANSWER, row.day if row.day is not None else since)


def _said_request(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    when = ago(day - (row.since if row.since is not None else day))
    if row.day is None:
        reason = gettext("Asked of you %(when)s, and not answered.") % {"when": when}
    else:
        reason = gettext("Asked of you %(when)s, and not answered; %(due)s.") % {
            "when": when,
            "due": due_on(row.day, day),
        }
    return Said(quoted(row.text), reason, date_of(row.day), row.day is not None and row.day < day)


def _said_thanks(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    when = ago(day - (row.since if row.since is not None else day))
    what = quoted(row.text) or gettext("What they did for you")
    return Said(what, gettext("You received this %(when)s; a word of thanks is open.") % {"when": when})


def _said_feedback(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    when = ago(day - (row.since if row.since is not None else day))
    about = gettext("Feedback on %(what)s") % {"what": quoted(row.text)}
    return Said(about, gettext("They asked you for it %(when)s.") % {"when": when})


FOUND: Mapping[str, Decides] = {"request": _waiting, "thanks": _waiting, "feedback": _waiting}
SAID: Mapping[str, Says] = {"request": _said_request, "thanks": _said_thanks, "feedback": _said_feedback}
