"""Mentoring: with whom, the next session and what belongs on its agenda, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from comity.answers import heads, wording
from comity.answers.shapes import Face
from comity.answers.subject import Meant, rows_about
from comity.core import days
from comity.store.access import Scope
from comity.store.models import Commitment, Mentoring, MentoringSession

SHOWN = 100
_ENDED = F("ended_on").desc(nulls_first=True)


@dataclass(frozen=True, slots=True)
class ActionLine:
    """Something agreed on in a session: by me ("mine") or by them; it is a promise of this id."""

    id: str
    by: str
    text: str
    due: dt.date | None
    state: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session: planned, and held or not; actions: agreed on in it; missed: its day has passed and it was not held."""

    id: str
    planned_on: dt.date
    held_on: dt.date | None
    missed: bool
    agenda: str
    notes: str
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True)
class MentoringLine:
    """Mentoring with one person.

    sessions: the latest first; next: the first that is not held; open: actions of all sessions that are not done, which
    belong on its agenda; held, kept, agreed: counts of sessions held, and of actions; plan: when the next one should be,
    by its rhythm, where none is planned; overrun: the agreed end has passed; silent: nothing is suggested.
    """

    id: str
    face: Face
    i_am: str
    programme: str
    aim: str
    since: dt.date
    until: dt.date | None
    overrun: bool
    every_days: int | None
    ended_on: dt.date | None
    ending: str
    sessions: tuple[SessionLine, ...]
    next: SessionLine | None
    open: tuple[ActionLine, ...]
    held: int
    agreed: int
    kept: int
    plan: dt.date | None
    silent: bool


def mentorings(scope: Scope, *, who: str = "") -> tuple[MentoringLine, ...]:
    """All mentoring, with everybody or one person: what goes on first, then what ended last; at most `SHOWN`.

    Raises:
        NotFound, Ambiguous: not one person.
    """
    found = _rows(scope)
    if who:
        found = found.filter(person__in=heads.rows_of(scope, who))
    ordered = found.order_by(_ENDED, "-since", "id")
    return _lines(scope, list(ordered[:SHOWN]))


def mentoring(scope: Scope, id: str) -> MentoringLine:
    """One of them.

    Raises:
        NotFound: no such mentoring in this book.
    """
    return _lines(scope, [heads.row_of(_rows(scope), "mentoring", id)])[0]


def of_person(scope: Scope, who: Meant) -> tuple[MentoringLine, ...]:
    """Mentoring with a person, what goes on first; () for nobody."""
    members = rows_about(scope, who, "mentoring")
    if not members:
        return ()
    found = _rows(scope).filter(person__in=members)
    return _lines(scope, list(found.order_by(_ENDED, "-since", "id")[:SHOWN]))


def mentoring_of(scope: Scope, session_id: str) -> str:
    """The id of the mentoring that a session belongs to.

    Raises:
        NotFound: no such session in this book.
    """
    rows = MentoringSession.objects.filter(book_id=scope.book_id).select_related("mentoring")
    return str(heads.row_of(rows, "session", session_id).mentoring.uuid)


def is_session(scope: Scope, id: str) -> bool:
    """Whether this is the id of a session."""
    try:
        return MentoringSession.objects.filter(book_id=scope.book_id, uuid=UUID(id)).exists()
    except ValueError:
        return False


def _rows(scope: Scope) -> QuerySet[Mentoring]:
    actions = Prefetch("actions", Commitment.objects.order_by(F("due").asc(nulls_last=True), "id"))
    sessions = MentoringSession.objects.order_by("-planned_on", "-id").prefetch_related(actions)
    return Mentoring.objects.filter(book_id=scope.book_id).prefetch_related(Prefetch("sessions", sessions))


def _lines(scope: Scope, rows: Sequence[Mentoring]) -> tuple[MentoringLine, ...]:
    today = days.day_from_date(scope.today())
    known = heads.heads(row.person_id for row in rows)
    return tuple(_line(row, known[row.person_id], today) for row in rows)


def _line(row: Mentoring, head: heads.Head, today: int) -> MentoringLine:
    sessions = tuple(_session(one, today) for one in row.sessions.all())
    actions = [action for session in reversed(sessions) for action in session.actions]
    planned = [one for one in reversed(sessions) if one.held_on is None]
    last = max((one.held_on for one in row.sessions.all() if one.held_on is not None), default=row.since)
    going = row.ended_on is None and not head.silent
    plan = max(today, last + row.every_days) if going and row.every_days and not planned else None
    return MentoringLine(
        str(row.uuid),
        head.face,
        row.i_am,
        row.programme,
        row.aim,
        days.date_from_day(row.since),
        wording.day(row.until),
        row.ended_on is None and row.until is not None and row.until < today,
        row.every_days,
        wording.day(row.ended_on),
        row.ending,
        sessions,
        planned[0] if planned and row.ended_on is None else None,
        tuple(action for action in actions if action.state == Commitment.OPEN),
        sum(one.held_on is not None for one in sessions),
        len(actions),
        sum(action.state == Commitment.KEPT for action in actions),
        wording.day(plan),
        head.silent,
    )


def _session(row: MentoringSession, today: int) -> SessionLine:
    return SessionLine(
        str(row.uuid),
        days.date_from_day(row.planned_on),
        wording.day(row.held_on),
        row.held_on is None and row.planned_on < today,
        row.agenda,
        row.notes,
        tuple(_action(one, today) for one in row.actions.all()),
    )


def _action(row: Commitment, today: int) -> ActionLine:
    overdue = row.state == Commitment.OPEN and row.due is not None and row.due < today
    return ActionLine(str(row.uuid), row.by, row.text, wording.day(row.due), row.state, overdue)
