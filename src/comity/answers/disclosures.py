"""What I told whom of myself and of my ideas: the list, the picture of who knows what, and what was told early."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from comity.answers import wording
from comity.answers.depths import depth_with
from comity.answers.heads import heads, rows_of
from comity.answers.shapes import Face
from comity.core.depth import Depth
from comity.core.disclosures import IDEA, early, picture
from comity.store.access import Scope
from comity.store.models import Disclosure, Person

LIMIT = 200
_PICTURED = 20_000


@dataclass(frozen=True, slots=True)
class DisclosureLine:
    """Something told: to whom, what, on which topic, how, from which depth on it is fit to be told (0 to 3), and the day.

    about: myself or idea; idea: the idea's id, "" for none; early: the relationship is not that deep today;
    recorded: when it was written down, in the book's zone; digest: the SHA-256 of the text in hexadecimal.
    """

    id: str
    face: Face
    about: str
    topic: str
    text: str
    depth: int
    how: str
    on: dt.date
    idea: str
    early: bool
    recorded: dt.datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Disclosures:
    """What was told, the latest first; more: older ones that are not listed."""

    lines: tuple[DisclosureLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Known:
    """Where a person and a topic meet: how often they were told, the last day, and whether it was early; None: never."""

    times: int
    last: dt.date
    early: bool


@dataclass(frozen=True, slots=True)
class WhoKnows:
    """The picture of who knows what: topics as columns, and a row for each person with a cell for each topic."""

    topics: tuple[str, ...]
    rows: tuple[tuple[Face, tuple[Known | None, ...]], ...]


def disclosures(scope: Scope, *, who: str | None = None, limit: int = LIMIT) -> Disclosures:
    """All that I told, or what I told one person.

    Raises:
        NotFound: nobody fits `who`; Ambiguous: several do.
    """
    rows = Disclosure.objects.filter(book_id=scope.book_id)
    if who:
        rows = rows.filter(person__in=rows_of(scope, who))
    found = list(rows.select_related("idea").order_by("-on", "-id")[: limit + 1])
    more = rows.count() - limit if len(found) > limit else 0
    return Disclosures(lines(scope, found[:limit]), more)


def who_knows(scope: Scope) -> WhoKnows:
    """The picture of who knows what, over all topics and ideas; what has no topic stands under ""."""
    rows = Disclosure.objects.filter(book_id=scope.book_id).order_by("-id")
    told = list(rows.values_list("person_id", "topic", "on", "depth")[:_PICTURED])
    known = heads(person for person, *_ in told)
    faces = {known[person].id: known[person].face for person, *_ in told}
    drawn = picture((known[person].id, topic, on, depth) for person, topic, on, depth in told)
    deep = _depths(drawn.people)
    return WhoKnows(
        drawn.topics,
        tuple(
            (
                faces[person],
                tuple(
                    Known(cell.times, _date(cell.last), early(cell.depth, deep[person])) if cell else None
                    for cell in (drawn.cells.get((person, topic)) for topic in drawn.topics)
                ),
            )
            for person in drawn.people
        ),
    )


def lines(scope: Scope, rows: Iterable[Disclosure]) -> tuple[DisclosureLine, ...]:
    """These disclosures as they are shown, in two queries."""
    found = list(rows)
    known = heads(row.person_id for row in found)
    deep = _depths(head.id for head in known.values())
    return tuple(
        DisclosureLine(
            str(row.uuid),
            known[row.person_id].face,
            row.about,
            row.topic,
            row.text,
            row.depth,
            row.how,
            _date(row.on),
            str(row.idea.uuid) if row.about == IDEA and row.idea else "",
            early(row.depth, deep[known[row.person_id].id]),
            scope.moment(row.recorded_at),
            row.digest,
        )
        for row in found
    )


def of(rows: QuerySet[Disclosure]) -> QuerySet[Disclosure]:
    """In the order in which they are listed, with their ideas."""
    return rows.select_related("idea").order_by("-on", "-id")


def _depths(people: Iterable[int]) -> dict[int, Depth]:
    found = Person.objects.filter(pk__in=set(people)).select_related("relationship__metrics")
    return {person.pk: depth_with(person) for person in found}


def _date(day: int) -> dt.date:
    date = wording.day(day)
    assert date is not None
    return date
