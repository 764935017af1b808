"""Introductions: asking for one, each step of its life, and taking steps back.

What an introduction gives or brings is an exchange that hangs on it: one that I make is given to both, one that is made
for me is received from who made it. It comes with the step and goes with it.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import crossings
from comity.actions.finding import interaction_of, not_ahead, person_of, row_of
from comity.core import introductions as core
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Exchange, Introduction, Person

KIND = "introduction"
"""The kind of the exchange that an introduction is."""
_LONGEST = 2000
_DAYS = {step: f"{step}_on" for step in core.Step}


def add(
    scope: Scope,
    one_id: str,
    other_id: str | None = None,
    introducer_id: str | None = None,
    *,
    purpose: str = "",
    on: dt.date | None = None,
    asked_by_me: bool = True,
    sentence: str = "",
    interaction_id: str | None = None,
) -> str:
    """An introduction that somebody was asked for; returns its id.

    Args:
        other_id: None for me, or introducer_id: None for me, but not both;
        on: the day on which it was asked for, None for today;
        asked_by_me: where I am to be introduced, whether I asked for it, and so agree;
        sentence, interaction_id: where it was read.

    Raises:
        NotFound: no such person or interaction in this book; Invalid: they are not two, the introducer is one of
            them, or the day is to come.
    """
    with transaction.atomic():
        one, other, introducer = _parts(scope, one_id, other_id, introducer_id)
        asked_on = not_ahead(scope, "day", on)
        row = Introduction.objects.create(
            book_id=scope.book_id,
            introducer=introducer,
            one=one,
            other=other,
            purpose=purpose.strip()[:_LONGEST],
            sentence=sentence.strip()[:_LONGEST],
            interaction=interaction_of(scope, interaction_id) if interaction_id else None,
            asked_on=asked_on,
            other_agreed_on=asked_on if other is None and asked_by_me else None,
        )
        if introducer is not None and asked_by_me:
            crossings.keep(
                scope, [introducer], crossings.PLANNED, on=asked_on, text=row.purpose, request="introduction"
            )
    return str(row.uuid)


def step(scope: Scope, id: str, step: str | None = None, day: dt.date | None = None) -> str:
    """It has come one step further: `one_agreed`, `other_agreed`, `made`, `met` or `thanked`; returns which.

    step: None for the usual next one; day: None for today.

    Raises:
        NotFound: no such introduction in this book; Invalid: the step cannot follow (before it is made, both must
            have agreed), or not on this day.
    """
    with transaction.atomic():
        row = _row(scope, id)
        before = row.life
        after = core.take(before, _step(step), not_ahead(scope, "day", day))
        taken = next(s for s in core.Step if after.on(s) != before.on(s))
        _keep(row, after)
        if taken == core.Step.MADE:
            _exchange(row, after.last_day)
        elif taken == core.Step.THANKED:
            row.exchanges.filter(thanked_on=None).update(thanked_on=row.thanked_on)
        elif taken == core.Step.MET and _is_thanked(row):
            _keep(row, core.take(after, core.Step.THANKED, after.last_day))
        return str(taken)


def undo_step(scope: Scope, id: str, step: str | None = None) -> None:
    """Take back its last step, or that it was declined; of two who agreed, name the one.

    Raises:
        NotFound: no such introduction in this book; Invalid: there is none, or it is not the last.
    """
    with transaction.atomic():
        row = _row(scope, id)
        after, taken = core.undo(row.life, _step(step))
        if taken == core.Step.THANKED:
            row.exchanges.filter(thanked_on=row.thanked_on).update(thanked_on=None)
        elif taken == core.Step.MADE:
            row.exchanges.all().delete()
        _keep(row, after)


def decline(scope: Scope, id: str, by: str, day: dt.date | None = None) -> None:
    """It ends here: `one`, `other`, `introducer` or `me` said no.

    Raises:
        NotFound: no such introduction in this book; Invalid: they met already, or it has ended.
    """
    if by not in list(core.Who):
        raise Invalid("by", by, "say who declined: one, other, introducer or me")
    with transaction.atomic():
        row = _row(scope, id)
        _keep(row, core.decline(row.life, core.Who(by), not_ahead(scope, "day", day)))


def edit(scope: Scope, id: str, *, purpose: str | None = None, note: str | None = None) -> None:
    """Change what it is for, or what I noted; None leaves it.

    Raises:
        NotFound: no such introduction in this book.
    """
    with transaction.atomic():
        row = _row(scope, id)
        row.purpose = row.purpose if purpose is None else purpose.strip()[:_LONGEST]
        row.note = row.note if note is None else note.strip()[:_LONGEST]
        row.save(update_fields=["purpose", "note"])
        if purpose is not None:
            row.exchanges.update(text=row.purpose)


def remove(scope: Scope, id: str) -> None:
    """It was a mistake: it goes, and with it what it gave.

    Raises:
        NotFound: no such introduction in this book.
    """
    with transaction.atomic():
        row = _row(scope, id)
        crossings.take_back_planned(scope, row.introducer_id, row.asked_on, row.purpose)
        row.delete()


def _parts(
    scope: Scope, one_id: str, other_id: str | None, introducer_id: str | None
) -> tuple[Person, Person | None, Person | None]:
    """Who is who, with None for me; I am never `one`."""
    found = [person_of(scope, id, by_hand=True) if id else None for id in (one_id, other_id, introducer_id)]
    one, other, introducer = (None if person is None or person.is_me else person for person in found)
    if one is None:
        one, other = other, None
    if one is None or one == other:
        raise Invalid("people", "", "an introduction is of two different people")
    if introducer in (one, other) and introducer is not None:
        raise Invalid("people", introducer.name, "who introduces cannot be one of the two")
    if other is None and introducer is None:
        raise Invalid("people", one.name, "say whom they are to meet, or who introduces you to them")
    return one, other, introducer


def _row(scope: Scope, id: str) -> Introduction:
    return row_of(scope, Introduction.objects.all(), "introduction", id)


def _step(step: str | None) -> core.Step | None:
    if step is None:
        return None
    if step not in list(core.Step):
        raise Invalid("step", step, "choose one of " + ", ".join(core.Step))
    return core.Step(step)


def _keep(row: Introduction, life: core.Life) -> None:
    for step, field in _DAYS.items():
        setattr(row, field, life.on(step))
    row.declined_on, row.declined_by = life.declined, life.declined_by
    row.save(update_fields=[*_DAYS.values(), "declined_on", "declined_by"])


def _exchange(row: Introduction, day: int) -> None:
    """What it gives on being made: to both from me, or to me from who made it; nothing where I have no part in it."""
    if row.introducer is None:
        given = [person for person in (row.one, row.other) if person]
        direction = Exchange.GIVEN
    else:
        given = [row.introducer] if row.other is None else []
        direction = Exchange.RECEIVED
    for person in given:
        Exchange.objects.create(
            book_id=row.book_id,
            person=person,
            direction=direction,
            kind=KIND,
            text=row.purpose,
            on=day,
            asks_thanks=direction == Exchange.RECEIVED,
            introduction=row,
        )


def _is_thanked(row: Introduction) -> bool:
    """Whether I have thanked already for the introduction that I was given."""
    return row.exchanges.filter(direction=Exchange.RECEIVED).exclude(thanked_on=None).exists()
