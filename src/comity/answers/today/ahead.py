"""What lies ahead: meetings of the next week, and what is to be prepared for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from comity.answers import wording
from comity.answers.shapes import Meeting
from comity.answers.today.said import Decides, Said, Says, date_of, matter, quoted
from comity.core import days
from comity.core.agenda import PREPARE_AHEAD, Band, Matter
from comity.store.access import Scope
from comity.store.queries.open_matters import Open

AHEAD = 7
"""Days for which meetings ahead are listed."""
MEETINGS = 8
"""Meetings ahead that are listed at the most, the next ones first."""
NAMED = 6
"""People who are named with a meeting; the others are counted."""
SMALL = 3
"""Other people in a meeting that is to be prepared at the most; a greater one is somebody else's to prepare."""
PREPARED = 3
"""Meetings to be prepared at the most, the next ones first."""


class Ahead(NamedTuple):
    """A meeting ahead. by_hand: the user wrote it down; people: uuid and name of those known, in order; others: how many
    are not; silent: whether one of them died or is kept away."""

    key: str
    at: int
    subject: str
    by_hand: bool
    people: tuple[tuple[str, str], ...]
    others: int
    silent: bool


def meetings(rows: Iterable[tuple[Any, ...]]) -> list[Ahead]:
    """Meetings from rows of `queries.today.meetings`."""
    found: list[Ahead] = []
    for (key, at, subject, by_hand), group in groupby(rows, key=lambda row: (bytes(row[0]), *row[1:4])):
        people = [row[4:] for row in group]
        known = tuple(dict.fromkeys((uuid, name) for uuid, name, _ in people if uuid))
        strangers = sum(1 for uuid, _, _ in people if not uuid)
        found.append(
            Ahead(
                key.hex(),
                at,
                subject,
                bool(by_hand),
                known,
                strangers,
                any(silent for _, _, silent in people),
            )
        )
    return found


def listed(scope: Scope, found: Iterable[Ahead], now: int) -> tuple[Meeting, ...]:
    """Meetings as they stand beside the list: all of today’s, but what was written down once it had happened."""
    return tuple(
        Meeting(
            wording.outside_id(meeting.key),
            scope.moment(meeting.at),
            meeting.subject or gettext("Meeting"),
            tuple(wording.face(uuid, name) for uuid, name in meeting.people[:NAMED]),
            meeting.others + len(meeting.people[NAMED:]),
        )
        for meeting in found
        if meeting.at > now or not meeting.by_hand
    )


def to_prepare(scope: Scope, found: Sequence[Ahead], date: dt.date, now: int) -> list[Matter]:
    """Small meetings of today and tomorrow that have not begun."""
    last = date + dt.timedelta(days=PREPARE_AHEAD)
    near = (
        meeting
        for meeting in found
        if meeting.at > now
        and scope.moment(meeting.at).date() <= last
        and 0 < len(meeting.people) <= SMALL
        and meeting.others == 0
        and not meeting.silent
    )
    return [
        Matter(
            Band.PREPARE,
            "meeting",
            meeting.key,
            None,
            days.day_from_date(scope.moment(meeting.at).date()),
            f"{meeting.at:012}",
            meeting.people[0][0],
            (meeting, scope.moment(meeting.at)),
        )
        for meeting, _ in zip(near, range(PREPARED), strict=False)
    ]


def _said_meeting(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    meeting, at = found.detail
    today = days.day_from_date(at.date()) == day
    clock = date_format(at, "TIME_FORMAT")
    when = (gettext("Today at %(time)s.") if today else gettext("Tomorrow at %(time)s.")) % {"time": clock}
    others = ", ".join(wording.face_name(name) for _, name in meeting.people[1:])
    parts = [when, gettext("Also with %(names)s.") % {"names": others} if others else ""]
    return Said(
        gettext("Prepare: %(subject)s") % {"subject": quoted(meeting.subject) or gettext("Meeting")},
        " ".join(filter(None, parts)),
        at.date(),
    )


def _ahead(row: Open, day: int) -> Matter | None:
    return matter(row, Band.PREPARE, row.day if row.day is not None else day)


def _renewal(row: Open, day: int) -> Matter | None:
    """Each day on which it is to be renewed is an occasion of its own."""
    return matter(row, Band.PREPARE, row.day if row.day is not None else day, row.day)


def _said_session(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    due = row.day if row.day is not None else day
    title = gettext("Prepare your mentoring session")
    parts = [
        gettext("It is %(when)s.") % {"when": _ahead_words(due - day)},
        quoted(row.text),
    ]
    return Said(title, " ".join(filter(None, parts)), date_of(due))


def _said_event(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    due = row.day if row.day is not None else day
    starts = gettext("It begins %(when)s.") % {"when": _ahead_words(due - day)}
    if row.number:
        wanted = ngettext(
            "You want to meet %(count)d person there.", "You want to meet %(count)d people there.", row.number
        ) % {"count": row.number}
    else:
        wanted = gettext("Whom do you want to meet there?")
    return Said(
        gettext("Prepare: %(event)s") % {"event": quoted(row.text)}, f"{starts} {wanted}", date_of(due)
    )


def _said_renewal(found: Matter, day: int, roles: tuple[str, ...]) -> Said:
    row: Open = found.detail
    due = row.day if row.day is not None else day
    reason = gettext("It is to be renewed %(when)s. Ask how satisfied they are before.")
    if row.more == "provider":
        reason = gettext("It is to be renewed %(when)s. Do you want to go on?")
    return Said(quoted(row.text), reason % {"when": _ahead_words(due - day)}, date_of(due))


def _ahead_words(count: int) -> str:
    if count < 1:
        return gettext("today")
    if count == 1:
        return gettext("tomorrow")
    return ngettext("in %(count)d day", "in %(count)d days", count) % {"count": count}


FOUND: Mapping[str, Decides] = {"session": _ahead, "event": _ahead, "renewal": _renewal}
SAID: Mapping[str, Says] = {
    "meeting": _said_meeting,
    "session": _said_session,
    "event": _said_event,
    "renewal": _said_renewal,
}
