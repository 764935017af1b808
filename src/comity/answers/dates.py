"""Dates of people that deserve a word: those of one person, and those to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from comity.answers import wording
from comity.answers.finding import find
from comity.answers.heads import heads
from comity.answers.shapes import DateKnown, Face
from comity.core import dates as core
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import ImportantDate
from comity.store.queries.person import members

KINDS = core.KINDS
AHEAD, MOST_AHEAD = 60, 366
LIMIT = 200


@dataclass(frozen=True, slots=True)
class DateLine:
    """A date of somebody that is to come: on which day, whose, and how it is shown.

    called: the user's words, or what its kind is called; moved: it is observed on another day than its own (29 February
    in common years); years: how many it will be, None where unknown; lead: from how many days before Today shows it,
    lead_days: as the user said, and shown: it does; draft: the kind of mail that suits it.
    """

    id: int
    face: Face
    what: str
    called: str
    month: int
    day: int
    year: int | None
    on: dt.date
    moved: bool
    years: int | None
    once: bool
    label: str
    lead: int
    lead_days: int | None
    shown: bool
    draft: str


@dataclass(frozen=True, slots=True)
class Coming:
    """Dates to come, the nearest first, and how many there are in all."""

    rows: tuple[DateLine, ...]
    total: int


def coming(
    scope: Scope, *, ahead: int | None = AHEAD, who: str = "", limit: int = LIMIT, offset: int = 0
) -> Coming:
    """Dates of the next days, today included; those of people to be left in peace are left out.

    Args:
        ahead: how many days; None for all that are to come;
        who: the id of a person, for theirs alone; "" for everybody's.

    Raises:
        Invalid: `ahead` is not 0 to 366 days; NotFound: no such person in this book.
    """
    if ahead is not None and not 0 <= ahead <= MOST_AHEAD:
        raise Invalid("ahead", str(ahead), f"choose 0 to {MOST_AHEAD} days")
    today = scope.today()
    rows = _rows(scope, who).filter(Q(once=False) | Q(year__gte=today.year))
    last = dt.date.max
    if ahead is not None:
        last = today + dt.timedelta(days=ahead)
        months = {(today + dt.timedelta(days=n)).month for n in range(0, ahead + 1, 27)} | {last.month}
        rows = rows.filter(month__in=months)
    falling = ((core.comes(_dated(row), today), row) for row in rows)
    lines = _lines([(on, row) for on, row in falling if on is not None and on <= last], today)
    return Coming(tuple(lines[offset : offset + limit]), len(lines))


def past(scope: Scope, *, who: str = "", limit: int = LIMIT) -> Coming:
    """Dates that came once and are over, the latest first; of whom they are told as in `coming`.

    Raises:
        NotFound: no such person in this book.
    """
    today = scope.today()
    rows = _rows(scope, who).filter(once=True, year__lte=today.year)
    fell = ((core.falls_on(row.year or today.year, row.month, row.day), row) for row in rows)
    lines = _lines([(on, row) for on, row in fell if on < today], today)[::-1]
    return Coming(tuple(lines[:limit]), len(lines))


def _rows(scope: Scope, who: str) -> QuerySet[ImportantDate]:
    rows = ImportantDate.objects.filter(book_id=scope.book_id, person__is_me=False)
    return rows.filter(person__in=members(find(scope, who).pk)) if who else rows


def _lines(rows: Sequence[tuple[dt.date, ImportantDate]], today: dt.date) -> list[DateLine]:
    """Dates with the days they fall on, in their order; the same one of people who are merged once."""
    people = heads(row.person_id for _, row in rows)
    found = {
        (people[row.person_id].id, row.what, row.label, on): _line(row, on, people[row.person_id].face, today)
        for on, row in rows
        if not people[row.person_id].silent
    }
    return sorted(found.values(), key=lambda line: (line.on, line.face.name, line.id))


def of_members(members: Sequence[int], today: dt.date) -> tuple[DateKnown, ...]:
    """The dates of a person (numbers of all who are merged in them): those to come, the nearest first, then past ones."""
    if not members:
        return ()
    found = ImportantDate.objects.filter(person__in=members).order_by("month", "day", "id")
    unique = {(d.what, d.label, d.month, d.day, d.once): d for d in found}
    known = [_known(row, today) for row in unique.values()]
    return tuple(sorted(known, key=lambda date: (date.next_on < today, date.next_on)))


def date_of(scope: Scope, id: int) -> DateKnown:
    """One date, by its number.

    Raises:
        NotFound: no such date in this book.
    """
    row = ImportantDate.objects.filter(book_id=scope.book_id, pk=id).first()
    if row is None:
        raise NotFound("date", str(id))
    return _known(row, scope.today())


def called(what: str, label: str) -> str:
    """What a date is called: the user's words, or its kind in words."""
    return label or str(wording.DATES.get(what) or what.replace("_", " ").capitalize())


def draft_for(what: str) -> str:
    """The kind of mail that suits a kind of date."""
    return core.DRAFTS.get(what, "congratulate")


def _dated(row: ImportantDate) -> core.Dated:
    return core.Dated(row.month, row.day, row.year, row.once, row.lead_days)


def _known(row: ImportantDate, today: dt.date) -> DateKnown:
    on = core.comes(_dated(row), today) or core.falls_on(row.year or today.year, row.month, row.day)
    return DateKnown(row.pk, row.what, row.month, row.day, row.year, on, row.label, row.lead_days, row.once)


def _line(row: ImportantDate, on: dt.date, face: Face, today: dt.date) -> DateLine:
    date = _dated(row)
    years = core.years_by(date, on)
    return DateLine(
        row.pk,
        face,
        row.what,
        called(row.what, row.label),
        row.month,
        row.day,
        row.year,
        on,
        core.is_moved(row.month, row.day, on),
        years or None,
        row.once,
        row.label,
        date.lead,
        row.lead_days,
        core.is_shown(date, today),
        draft_for(row.what),
    )
