"""Outcomes: what came of which relationship, goal, opportunity and introduction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext

from comity.answers.known import Known, known
from comity.answers.subject import Meant, rows_about
from comity.core import days
from comity.core.errors import NotFound
from comity.store.access import Scope
from comity.store.models import Introduction, Outcome, OutcomePart

SHOWN = 200


@dataclass(frozen=True, slots=True)
class PartLine:
    """Somebody's part in an outcome."""

    known: Known
    how: str


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What came of it, and of what: (kind, id, words) of a goal, an opportunity, an introduction."""

    id: str
    text: str
    kind: str
    on: dt.date
    parts: tuple[PartLine, ...]
    came_of: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A person and the outcomes in which they had a part, the latest first."""

    known: Known
    outcomes: tuple[OutcomeLine, ...]


@dataclass(frozen=True, slots=True)
class OutcomeOfPerson:
    """An outcome as a person's page shows it."""

    id: str
    text: str
    on: dt.date
    how: str
    goal: str
    goal_id: str


def outcomes(scope: Scope) -> tuple[OutcomeLine, ...]:
    """All outcomes, the latest first; at most `SHOWN`."""
    return _lines(Outcome.objects.filter(book_id=scope.book_id))


def of_goal(scope: Scope, goal: int) -> tuple[OutcomeLine, ...]:
    """What came of a goal (its number), the latest first."""
    return _lines(Outcome.objects.filter(book_id=scope.book_id, goal_id=goal))


def outcome(scope: Scope, id: str) -> OutcomeLine:
    """One outcome.

    Raises:
        NotFound: no such outcome in this book.
    """
    try:
        found = _lines(Outcome.objects.filter(book_id=scope.book_id, uuid=UUID(id)))
    except ValueError:
        found = ()
    if not found:
        raise NotFound("outcome", id)
    return found[0]


def by_relationship(found: Iterable[OutcomeLine]) -> tuple[Ledger, ...]:
    """Which relationship led to what, in order of name: no list of the most useful."""
    people: dict[int, tuple[Known, list[OutcomeLine]]] = {}
    for line in found:
        for part in line.parts:
            people.setdefault(part.known.person, (part.known, []))[1].append(line)
    ledgers = [Ledger(who, tuple(lines)) for who, lines in people.values()]
    return tuple(sorted(ledgers, key=lambda ledger: ledger.known.face.name.casefold()))


def of_person(scope: Scope, who: Meant) -> tuple[OutcomeOfPerson, ...]:
    """What came of the relationship with a person, the latest first; in one query, () for nobody."""
    members = rows_about(scope, who, "outcome")
    if not members:
        return ()
    parts = (
        OutcomePart.objects.filter(person__in=members, book_id=scope.book_id)
        .select_related("outcome__goal")
        .order_by("-outcome__on", "-outcome_id")[:SHOWN]
    )
    once = {part.outcome_id: part for part in reversed(parts)}
    return tuple(
        OutcomeOfPerson(
            str(part.outcome.uuid),
            part.outcome.text,
            days.date_from_day(part.outcome.on),
            part.how,
            "" if part.outcome.goal is None else part.outcome.goal.title,
            "" if part.outcome.goal is None else str(part.outcome.goal.uuid),
        )
        for part in reversed(once.values())
    )


def _lines(rows: QuerySet[Outcome]) -> tuple[OutcomeLine, ...]:
    parts = Prefetch("parts", OutcomePart.objects.order_by("id"))
    linked = ("goal", "opportunity", "introduction__one", "introduction__other")
    found = list(rows.select_related(*linked).prefetch_related(parts).order_by("-on", "-id")[:SHOWN])
    people = known(part.person_id for row in found for part in row.parts.all())
    return tuple(_line(row, people) for row in found)


def _line(row: Outcome, people: dict[int, Known]) -> OutcomeLine:
    once = {
        people[part.person_id].person: PartLine(people[part.person_id], part.how) for part in row.parts.all()
    }
    came_of = []
    if row.goal is not None:
        came_of.append(("goal", str(row.goal.uuid), row.goal.title))
    if row.opportunity is not None:
        came_of.append(("opportunity", str(row.opportunity.uuid), row.opportunity.title))
    if row.introduction is not None:
        came_of.append(("introduction", str(row.introduction.uuid), _introduced(row.introduction)))
    on = days.date_from_day(row.on)
    return OutcomeLine(str(row.uuid), row.text, row.kind, on, tuple(once.values()), tuple(came_of))


def _introduced(row: Introduction) -> str:
    """An introduction in words, by the names of those who met."""
    if row.other is None:
        return gettext("the introduction to %(name)s") % {"name": row.one.name}
    names = {"one": row.one.name, "other": row.other.name}
    return gettext("the introduction of %(one)s and %(other)s") % names
