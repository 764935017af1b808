"""Goals, mine or a group's: setting them, their steps, whom they need, and how they ended."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from comity.actions.finding import person_of, row_of, words_of
from comity.core import days
from comity.core import goals as rules
from comity.core.errors import Invalid, WrongState
from comity.core.handed import clean
from comity.store.access import Scope
from comity.store.models import Goal, GoalNeed, GoalStep, Group

TEXT = 20_000
MOST = 200
"""Steps, or needs, of one goal."""
_LEAVE: Any = object()


def set_goal(
    scope: Scope, title: str, *, why: str = "", due: dt.date | None = None, group_id: str | None = None
) -> str:
    """Set a goal, of one's own or (group_id) of a group; returns its id.

    Raises:
        Invalid: no title; NotFound: no such group in this book.
    """
    words = _title(title)
    with transaction.atomic():
        row = Goal.objects.create(
            book_id=scope.book_id,
            title=words,
            why=why.strip()[:TEXT],
            group=_group(scope, group_id),
            due=_day(due),
            made_on=_today(scope),
        )
    return str(row.uuid)


def edit_goal(
    scope: Scope,
    id: str,
    *,
    title: str | None = None,
    why: str | None = None,
    due: dt.date | None = _LEAVE,
    group_id: str | None = _LEAVE,
) -> None:
    """Change a goal; what is not given is left. due None: by no day; group_id None or "": mine alone.

    Raises:
        NotFound: no such goal, or group, in this book; Invalid: an empty title.
    """
    with transaction.atomic():
        row = _goal(scope, id)
        row.title = row.title if title is None else _title(title)
        row.why = row.why if why is None else why.strip()[:TEXT]
        if due is not _LEAVE:
            row.due = _day(due)
        if group_id is not _LEAVE:
            row.group = _group(scope, group_id)
        row.save()


def reach(scope: Scope, id: str, ending: str = "") -> None:
    """It is reached, today; ending: how, in words.

    Raises:
        NotFound: no such goal in this book; WrongState: it has ended already.
    """
    _end(scope, id, Goal.REACHED, ending)


def give_up(scope: Scope, id: str, ending: str = "") -> None:
    """It is given up, today; ending: why, in words.

    Raises:
        NotFound: no such goal in this book; WrongState: it has ended already.
    """
    _end(scope, id, Goal.GIVEN_UP, ending)


def reopen(scope: Scope, id: str) -> None:
    """It has not ended after all; the words about its end stay until it ends anew.

    Raises:
        NotFound: no such goal in this book; WrongState: it is open.
    """
    with transaction.atomic():
        row = _goal(scope, id)
        if row.state == Goal.OPEN:
            raise WrongState("goal", row.state)
        row.state, row.closed_on = Goal.OPEN, None
        row.save(update_fields=["state", "closed_on"])


def remove_goal(scope: Scope, id: str) -> None:
    """Forget a goal with its steps and needs; what came of it stays as an outcome.

    Raises:
        NotFound: no such goal in this book.
    """
    with transaction.atomic():
        _goal(scope, id).delete()


def add_step(
    scope: Scope, goal_id: str, text: str, *, due: dt.date | None = None, person_id: str | None = None
) -> str:
    """A step, after those there are; returns its id.

    Raises:
        NotFound: no such goal, or person; Invalid: no words, or too many steps; WrongState: the goal has ended.
    """
    words = words_of("step", text)
    with transaction.atomic():
        goal = _open_goal(scope, goal_id)
        if goal.steps.count() >= MOST:
            raise Invalid("step", words[:80], f"a goal has at most {MOST} steps")
        last = goal.steps.aggregate(last=Max("place"))["last"]
        row = GoalStep.objects.create(
            book_id=scope.book_id,
            goal=goal,
            text=words,
            person=person_of(scope, person_id, by_hand=True) if person_id else None,
            due=_day(due),
            place=0 if last is None else last + 1,
        )
    return str(row.uuid)


def edit_step(
    scope: Scope,
    id: str,
    *,
    text: str | None = None,
    due: dt.date | None = _LEAVE,
    person_id: str | None = _LEAVE,
) -> None:
    """Change a step; what is not given is left. due None: by no day; person_id None or "": with nobody."""
    with transaction.atomic():
        row = _step(scope, id)
        row.text = row.text if text is None else words_of("step", text)
        if due is not _LEAVE:
            row.due = _day(due)
        if person_id is not _LEAVE:
            row.person = person_of(scope, person_id, by_hand=True) if person_id else None
        row.save()


def finish_step(scope: Scope, id: str) -> None:
    """A step is done, today; done already, it stays as it is.

    Raises:
        NotFound: no such step in this book.
    """
    with transaction.atomic():
        row = _step(scope, id)
        if row.done_on is None:
            row.done_on = _today(scope)
            row.save(update_fields=["done_on"])


def reopen_step(scope: Scope, id: str) -> None:
    """A step is not done after all.

    Raises:
        NotFound: no such step in this book.
    """
    with transaction.atomic():
        row = _step(scope, id)
        row.done_on = None
        row.save(update_fields=["done_on"])


def move_step(scope: Scope, id: str, by: int) -> None:
    """Move a step so many places down, up where negative; the ends of the list stop it.

    Raises:
        NotFound: no such step in this book.
    """
    with transaction.atomic():
        row = _step(scope, id)
        steps = {str(step.uuid): step for step in row.goal.steps.order_by("place", "id")}
        for place, moved in enumerate(rules.places(list(steps), str(row.uuid), by)):
            steps[moved].place = place
        GoalStep.objects.bulk_update(steps.values(), ["place"])


def remove_step(scope: Scope, id: str) -> None:
    """Forget a step.

    Raises:
        NotFound: no such step in this book.
    """
    with transaction.atomic():
        _step(scope, id).delete()


def add_need(scope: Scope, goal_id: str, what: str, note: str = "") -> str:
    """Whom the goal needs: a role's key ("sponsor") or words ("somebody who prints"); returns its id.

    Raises:
        NotFound: no such goal; Invalid: no words, or too many needs; WrongState: the goal has ended.
    """
    words = words_of("need", clean(what, 200))
    with transaction.atomic():
        goal = _open_goal(scope, goal_id)
        if goal.needs.count() >= MOST:
            raise Invalid("need", words[:80], f"a goal has at most {MOST} needs")
        row = GoalNeed.objects.create(book_id=scope.book_id, goal=goal, what=words, note=note.strip()[:TEXT])
    return str(row.uuid)


def fill_need(scope: Scope, id: str, person_id: str) -> None:
    """This person fills it; somebody else who did, no longer does.

    Raises:
        NotFound: no such need, or person, in this book.
    """
    with transaction.atomic():
        row = _need(scope, id)
        row.person = person_of(scope, person_id, by_hand=True)
        row.save(update_fields=["person"])


def unfill_need(scope: Scope, id: str) -> None:
    """Nobody fills it after all.

    Raises:
        NotFound: no such need in this book.
    """
    with transaction.atomic():
        row = _need(scope, id)
        row.person = None
        row.save(update_fields=["person"])


def remove_need(scope: Scope, id: str) -> None:
    """The goal does not need it.

    Raises:
        NotFound: no such need in this book.
    """
    with transaction.atomic():
        _need(scope, id).delete()


def _end(scope: Scope, id: str, state: str, ending: str) -> None:
    with transaction.atomic():
        row = _open_goal(scope, id)
        row.state, row.closed_on, row.ending = state, _today(scope), ending.strip()[:TEXT] or row.ending
        row.save(update_fields=["state", "closed_on", "ending"])


def _title(text: str) -> str:
    return words_of("goal", clean(text, 300))


def _day(date: dt.date | None) -> int | None:
    return None if date is None else days.day_from_date(date)


def _today(scope: Scope) -> int:
    return days.day_from_date(scope.today())


def _goal(scope: Scope, id: str) -> Goal:
    return row_of(scope, Goal.objects.all(), "goal", id)


def _open_goal(scope: Scope, id: str) -> Goal:
    row = _goal(scope, id)
    if row.state != Goal.OPEN:
        raise WrongState("goal", row.state)
    return row


def _step(scope: Scope, id: str) -> GoalStep:
    return row_of(scope, GoalStep.objects.all(), "step", id)


def _need(scope: Scope, id: str) -> GoalNeed:
    return row_of(scope, GoalNeed.objects.all(), "need", id)


def _group(scope: Scope, id: str | None) -> Group | None:
    return row_of(scope, Group.objects.all(), "group", id) if id else None
