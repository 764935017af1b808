"""Goals: how far each has come, whom it needs, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from comity.answers import outcomes
from comity.answers.known import Known, known
from comity.answers.outcomes import OutcomeLine
from comity.core import days, goals
from comity.core.errors import NotFound
from comity.core.goals import Progress
from comity.store.access import Scope
from comity.store.models import Goal, GoalNeed, GoalStep

SHOWN = 200


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of a goal; late: it is open, and its day is over."""

    id: str
    text: str
    due: dt.date | None
    done_on: dt.date | None
    late: bool
    known: Known | None


@dataclass(frozen=True, slots=True)
class NeedLine:
    """Whom a goal needs (a role's key, or words), and who fills it."""

    id: str
    what: str
    note: str
    known: Known | None


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal in a list: how far, what is next, how much is late, and how many roles nobody fills yet."""

    id: str
    title: str
    why: str
    group: str
    group_id: str
    due: dt.date | None
    overdue: bool
    state: str
    made_on: dt.date
    closed_on: dt.date | None
    ending: str
    progress: Progress
    next: StepLine | None
    missing: int
    came_of_it: int


@dataclass(frozen=True, slots=True)
class GoalPage:
    """One goal with its steps, its needs, and what came of it."""

    goal: GoalLine
    steps: tuple[StepLine, ...]
    needs: tuple[NeedLine, ...]
    outcomes: tuple[OutcomeLine, ...]


def goals_of(scope: Scope) -> tuple[GoalLine, ...]:
    """All goals: the open ones by day, those without one after them; then those that ended, the latest first."""
    found = _rows(scope).order_by("-made_on", "-id")[:SHOWN]
    lines = [page.goal for page in _pages(list(found), scope)]
    opened = [line for line in lines if line.state == Goal.OPEN]
    ended = [line for line in lines if line.state != Goal.OPEN]
    return (
        *sorted(opened, key=lambda line: (line.due or dt.date.max, line.title)),
        *sorted(ended, key=lambda line: line.closed_on or dt.date.min, reverse=True),
    )


def goal(scope: Scope, id: str) -> GoalPage:
    """One goal.

    Raises:
        NotFound: no such goal in this book.
    """
    row = _one(scope, id)
    page = _pages([row], scope)[0]
    return GoalPage(page.goal, page.steps, page.needs, outcomes.of_goal(scope, row.pk))


def goal_of_step(scope: Scope, step_id: str) -> str:
    """The id of the goal that a step belongs to.

    Raises:
        NotFound: no such step in this book.
    """
    return _goal_of(scope, "step", step_id)


def goal_of_need(scope: Scope, need_id: str) -> str:
    """The id of the goal that has this need.

    Raises:
        NotFound: no such need in this book.
    """
    return _goal_of(scope, "need", need_id)


def _goal_of(scope: Scope, what: str, id: str) -> str:
    try:
        found = Goal.objects.filter(book_id=scope.book_id, **{f"{what}s__uuid": UUID(id)}).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(what, id)
    return str(found.uuid)


def _one(scope: Scope, id: str) -> Goal:
    try:
        row = _rows(scope).filter(uuid=UUID(id)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound("goal", id)
    return row


def _rows(scope: Scope) -> QuerySet[Goal]:
    """Goals with all that their lines are made of."""
    steps = Prefetch("steps", GoalStep.objects.order_by("place", "id"))
    needs = Prefetch("needs", GoalNeed.objects.order_by("id"))
    return (
        Goal.objects.filter(book_id=scope.book_id)
        .select_related("group")
        .prefetch_related(steps, needs, "outcomes")
    )


def _pages(rows: Sequence[Goal], scope: Scope) -> list[GoalPage]:
    """These goals with their steps and needs; the people of all of them are looked up together."""
    today = days.day_from_date(scope.today())
    named = [step.person_id for row in rows for step in row.steps.all()]
    named += [need.person_id for row in rows for need in row.needs.all()]
    people = known(person for person in named if person is not None)
    return [_page(row, people, today) for row in rows]


def _page(row: Goal, people: dict[int, Known], today: int) -> GoalPage:
    steps = {str(step.uuid): _step(step, people, today) for step in row.steps.all()}
    needs = tuple(
        NeedLine(str(need.uuid), need.what, need.note, _who(need.person_id, people))
        for need in row.needs.all()
    )
    progress = goals.progress(
        [goals.Step(str(step.uuid), step.text, step.due, step.done_on) for step in row.steps.all()], today
    )
    line = GoalLine(
        str(row.uuid),
        row.title,
        row.why,
        "" if row.group is None else row.group.name,
        "" if row.group is None else str(row.group.uuid),
        _date(row.due),
        row.state == Goal.OPEN and row.due is not None and row.due < today,
        row.state,
        days.date_from_day(row.made_on),
        _date(row.closed_on),
        row.ending,
        progress,
        steps[progress.next] if progress.next else None,
        sum(need.known is None for need in needs),
        len(row.outcomes.all()),
    )
    return GoalPage(line, tuple(steps.values()), needs, ())


def _step(row: GoalStep, people: dict[int, Known], today: int) -> StepLine:
    late = row.done_on is None and row.due is not None and row.due < today
    return StepLine(
        str(row.uuid), row.text, _date(row.due), _date(row.done_on), late, _who(row.person_id, people)
    )


def _who(person: int | None, people: dict[int, Known]) -> Known | None:
    return None if person is None else people[person]


def _date(day: int | None) -> dt.date | None:
    return None if day is None else days.date_from_day(day)
