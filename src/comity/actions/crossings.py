"""What crossed a boundary, kept as a fact beside the thing that crossed it, and gone with it.

An action that stores something calls `keep` within its transaction; it never fails and never forbids. How a crossing is
said is `answers.boundaries`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from comity.actions.finding import row_of
from comity.core import days
from comity.core.boundaries import Crossing, Plan, Subject, crossings, stretch, way_of
from comity.store.access import Scope
from comity.store.models import Crossing as Row
from comity.store.models import Interaction, Person
from comity.store.queries.boundaries import standing, subjects

LOGGED, PLANNED, DRAFTED, RECEIVED = "logged", "planned", "drafted", "received"
TEXT = 500
"""Characters of a thing's words that are kept beside what it crossed."""


def keep(
    scope: Scope,
    people: Sequence[Person],
    did: str,
    *,
    on: int,
    text: str,
    interaction: Interaction | None = None,
    moment: dt.datetime | None = None,
    day_only: bool = False,
    channel: str = "",
    request: str = "",
    wanted_within: float | None = None,
    by_me: bool = True,
) -> list[Row]:
    """Keep what this crosses, once for each boundary, person and thing; returns what is kept of it.

    on: the day number of the thing; text: its words, in which topics are looked for; day_only: of the moment only its
    day was told; the rest: `core.boundaries.Plan`.
    """
    begin, until = stretch(moment, day_only=day_only)
    plan = Plan(
        moment=begin,
        until=until,
        channel=channel,
        words=text,
        request=request,
        wanted_within=wanted_within,
        by_me=by_me,
    )
    return keep_plan(scope, people, did, plan, on=on, text=text, interaction=interaction)


def keep_plan(
    scope: Scope,
    people: Sequence[Person],
    did: str,
    plan: Plan,
    *,
    on: int,
    text: str,
    interaction: Interaction | None = None,
) -> list[Row]:
    """Keep what a plan crosses with these people; returns what is kept of it. on, text: as it is shown."""
    day = days.day_from_date(scope.today())
    known = standing(scope.book_id, day, scope.zone)
    if not known:
        return []
    heads = {person.merged_into_id or person.pk: person for person in people}
    seen = subjects(scope.book_id, heads, day)
    whole = replace(plan, who=tuple(seen.get(head, Subject(head)) for head in heads))
    return [
        keep_one(scope, heads[one.who], one, did, on=on, text=text, interaction=interaction, by_me=plan.by_me)
        for one in crossings(whole, known, day)
        if one.boundary is not None
    ]


def keep_planned(
    scope: Scope,
    person: Person | None,
    on: int,
    text: str,
    *,
    at: dt.datetime | None = None,
    channel: str = "",
) -> list[Row]:
    """Keep what a plan for a day, or an instant, crosses: hours only where it is to reach the person; returns what is kept.

    channel: the way of contact, else what the words say ("call Ada"); a reminder that names none reaches nobody.
    """
    if person is None:
        return []
    way = channel or way_of(text)
    day = dt.datetime.combine(days.date_from_day(on), dt.time(), ZoneInfo(scope.zone))
    moment = (at or day) if way else None
    return keep(scope, [person], PLANNED, on=on, text=text, moment=moment, day_only=at is None, channel=way)


def move_planned(
    scope: Scope,
    person: Person | None,
    was: tuple[int, str],
    on: int,
    text: str,
    *,
    channel: str = "",
    judged: bool = False,
) -> None:
    """A plan was changed: what it crosses now is kept, with what the user said to it, and no longer what it does not.

    was: its day and its words before; judged: it has happened since, and what was kept of it stays.
    """
    whose = None if person is None else person.pk
    _planned(scope, whose, *was).update(on=on, text=text[:TEXT])
    if not judged:
        kept = [row.pk for row in keep_planned(scope, person, on, text, channel=channel)]
        _planned(scope, whose, on, text).exclude(pk__in=kept).delete()


def take_back(scope: Scope, interaction: Interaction) -> None:
    """An interaction that is taken back never crossed anything."""
    Row.objects.filter(book_id=scope.book_id, interaction=interaction).delete()


def take_back_planned(scope: Scope, person_id: int | None, on: int, text: str) -> None:
    """What was planned or received on a day, in these words, and is taken back, never crossed anything."""
    _planned(scope, person_id, on, text).delete()


def _planned(scope: Scope, person_id: int | None, on: int, text: str) -> QuerySet[Row]:
    """What is kept of a plan, or of what was received; nothing of one that is about nobody."""
    kept = Row.objects.filter(book_id=scope.book_id, interaction=None, on=on, text=text[:TEXT])
    whose = () if person_id is None else (person_id,)
    return kept.filter(person_id__in=whose, did__in=(PLANNED, RECEIVED))


def answer(scope: Scope, id: str, words: str) -> None:
    """What the user says to a crossing: "agreed beforehand", "apologised"; "" takes it back.

    Raises:
        NotFound: no such crossing.
    """
    row = row_of(scope, Row.objects.all(), "crossing", id)
    row.answer = words.strip()[:TEXT]
    row.save(update_fields=["answer"])


def keep_one(
    scope: Scope,
    person: Person | None,
    crossed: Crossing,
    did: str,
    *,
    on: int,
    text: str,
    interaction: Interaction | None = None,
    by_me: bool = True,
) -> Row:
    """Keep that a boundary was crossed, unless it is kept already. person: None for whoever comes."""
    assert crossed.boundary is not None
    row, _ = Row.objects.get_or_create(
        book_id=scope.book_id,
        boundary_id=crossed.boundary.row,
        person=person,
        interaction=interaction,
        on=on,
        did=did,
        by_me=by_me,
        text=text[:TEXT],
    )
    return row
