"""Mentoring, as mentor or as mentee: begun, its sessions planned, held and taken back, what was agreed, and its end."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import commitments, crossings, ongoing, removed
from comity.actions.finding import not_ahead, person_of, row_of
from comity.actions.ongoing import LEAVE, TEXT, going, maybe
from comity.core import days
from comity.core.errors import Invalid, WrongState
from comity.core.handed import clean
from comity.store.access import Scope
from comity.store.models import Commitment, Mentoring, MentoringSession

MOST = 500
"""Sessions of one mentoring."""
_MOST_DAYS = 366
_SIDES = (Mentoring.MENTOR, Mentoring.MENTEE)


def begin(
    scope: Scope,
    person_id: str,
    i_am: str,
    *,
    aim: str = "",
    programme: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    every_days: int | None = None,
) -> str:
    """Begin mentoring with somebody; returns its id.

    Args:
        i_am: "mentor" or "mentee"; programme: "" where there is none; since: today unless told; until: where an end is
        agreed; every_days: how often you mean to meet.

    Raises:
        NotFound: no such person; Invalid: neither mentor nor mentee, an end before its beginning, no such rhythm.
    """
    if i_am not in _SIDES:
        raise Invalid("i_am", i_am, "this is neither mentor nor mentee")
    began = days.day_from_date(since or scope.today())
    _check(began, maybe(until), every_days)
    with transaction.atomic():
        row = Mentoring.objects.create(
            book_id=scope.book_id,
            person=person_of(scope, person_id, by_hand=True),
            i_am=i_am,
            programme=clean(programme, 300),
            aim=aim.strip()[:TEXT],
            since=began,
            until=maybe(until),
            every_days=every_days,
        )
    return str(row.uuid)


def edit(
    scope: Scope,
    id: str,
    *,
    aim: str | None = None,
    programme: str | None = None,
    since: dt.date | None = None,
    until: dt.date | None = LEAVE,
    every_days: int | None = LEAVE,
) -> None:
    """Change what was agreed; what is not given stays. until None: no end is agreed; every_days None: no rhythm.

    Raises:
        NotFound: no such mentoring; Invalid: an end before its beginning, no such rhythm.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.aim = row.aim if aim is None else aim.strip()[:TEXT]
        row.programme = row.programme if programme is None else clean(programme, 300)
        row.since = row.since if since is None else days.day_from_date(since)
        row.until = row.until if until is LEAVE else maybe(until)
        row.every_days = row.every_days if every_days is LEAVE else every_days
        _check(row.since, row.until, row.every_days)
        row.save()


def end(scope: Scope, id: str, *, on: dt.date | None = None, ending: str = "") -> None:
    """It has ended, today or on a day before; ending: what came of it. Sessions that were only planned stay planned.

    Raises:
        NotFound: no such mentoring; WrongState: it has ended; Invalid: a day to come, or before it began.
    """
    ended = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _going(scope, id)
        _check(row.since, ended, None)
        ongoing.end(row, ended, ending)


def reopen(scope: Scope, id: str) -> None:
    """It goes on after all; the words about its end stay until it ends anew.

    Raises:
        NotFound: no such mentoring; WrongState: it has not ended.
    """
    with transaction.atomic():
        ongoing.reopen("mentoring", _one(scope, id))


def remove(scope: Scope, id: str) -> str:
    """It was a mistake: it goes with its sessions; what was agreed in them stays as promises.

    Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such mentoring.
    """
    return removed.remove(scope, "mentoring", _one(scope, id))


def plan_session(scope: Scope, id: str, on: dt.date, agenda: str = "") -> str:
    """Plan a session on a day, with what you mean to speak about; returns its id.

    Raises:
        NotFound: no such mentoring; WrongState: it has ended; Invalid: before it began, or too many sessions.
    """
    with transaction.atomic():
        row = _going(scope, id)
        _check(row.since, days.day_from_date(on), None)
        if row.sessions.count() >= MOST:
            raise Invalid("on", on.isoformat(), f"there are at most {MOST} sessions")
        made = MentoringSession.objects.create(
            book_id=scope.book_id,
            mentoring=row,
            planned_on=days.day_from_date(on),
            agenda=agenda.strip()[:TEXT],
        )
        crossings.keep_planned(scope, row.person, made.planned_on, made.agenda, channel="meeting")
    return str(made.uuid)


def edit_session(
    scope: Scope,
    id: str,
    *,
    on: dt.date | None = None,
    agenda: str | None = None,
    notes: str | None = None,
) -> None:
    """Change a session's day, agenda or notes; what is not given stays.

    Raises:
        NotFound: no such session; Invalid: a day before the mentoring began.
    """
    with transaction.atomic():
        row = _session(scope, id)
        was = row.planned_on, row.agenda
        row.planned_on = row.planned_on if on is None else days.day_from_date(on)
        _check(row.mentoring.since, row.planned_on, None)
        row.agenda = row.agenda if agenda is None else agenda.strip()[:TEXT]
        row.notes = row.notes if notes is None else notes.strip()[:TEXT]
        row.save(update_fields=["planned_on", "agenda", "notes"])
        crossings.move_planned(
            scope,
            row.mentoring.person,
            was,
            row.planned_on,
            row.agenda,
            channel="meeting",
            judged=row.held_on is not None,
        )


def hold(scope: Scope, id: str, *, notes: str = "", on: dt.date | None = None) -> None:
    """A session was held, today or on a day before.

    Raises:
        NotFound: no such session; WrongState: it was held; Invalid: a day that is still to come.
    """
    held = not_ahead(scope, "on", on)
    with transaction.atomic():
        row = _session(scope, id)
        if row.held_on is not None:
            raise WrongState("session", "held")
        row.held_on, row.notes = held, notes.strip()[:TEXT] or row.notes
        row.save(update_fields=["held_on", "notes"])


def unhold(scope: Scope, id: str) -> None:
    """It was not held after all; its notes stay.

    Raises:
        NotFound: no such session; WrongState: it was not held.
    """
    with transaction.atomic():
        row = _session(scope, id)
        if row.held_on is None:
            raise WrongState("session", "planned")
        row.held_on = None
        row.save(update_fields=["held_on"])


def agree(scope: Scope, id: str, text: str, *, by: str = Commitment.MINE, due: dt.date | None = None) -> str:
    """An action agreed on in a session: a promise, mine or theirs, made on the day it was held; returns its id.

    Raises:
        NotFound: no such session; Invalid: no words, or neither mine nor theirs.
    """
    with transaction.atomic():
        row = _session(scope, id)
        today = scope.today()
        held = today if row.held_on is None else min(today, days.date_from_day(row.held_on))
        made = commitments.promise(scope, str(row.mentoring.person.uuid), text, by=by, due=due, made_on=held)
        Commitment.objects.filter(book_id=scope.book_id, uuid=made).update(session=row)
    return made


def remove_session(scope: Scope, id: str) -> str:
    """It was a mistake; what was agreed in it stays as promises. Returns what brings it back (`actions.removed`).

    Raises:
        NotFound: no such session.
    """
    with transaction.atomic():
        row = _session(scope, id)
        crossings.take_back_planned(scope, row.mentoring.person_id, row.planned_on, row.agenda)
        return removed.remove(scope, "session", row)


def _check(since: int, until: int | None, every_days: int | None) -> None:
    if until is not None and until < since:
        raise Invalid("until", days.date_from_day(until).isoformat(), "this would be before it began")
    if every_days is not None and not 1 <= every_days <= _MOST_DAYS:
        raise Invalid("every_days", str(every_days), f"this is a number of days from 1 to {_MOST_DAYS}")


def _one(scope: Scope, id: str) -> Mentoring:
    return row_of(scope, Mentoring.objects.all(), "mentoring", id)


def _going(scope: Scope, id: str) -> Mentoring:
    return going("mentoring", _one(scope, id))


def _session(scope: Scope, id: str) -> MentoringSession:
    return row_of(scope, MentoringSession.objects.select_related("mentoring__person"), "session", id)
