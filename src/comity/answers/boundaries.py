"""Boundaries: the list, what applies to somebody, whether something would cross them, and what did."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from comity.answers import boundary_words as words
from comity.answers import heads, wording
from comity.answers.finding import find
from comity.answers.playbooks import title_of
from comity.answers.shapes import Face, PersonPage
from comity.core import boundaries as core
from comity.core import days
from comity.core.boundaries import Plan, Subject
from comity.store.access import Scope
from comity.store.models import Boundary, Crossing, Person
from comity.store.queries.boundaries import of_row, standing, subjects, waiting_since
from comity.store.queries.person import members

LIMIT = 100
_MOST = 2_000
_JUST_NOW = 300
"""Seconds for which something counts as happening now."""


@dataclass(frozen=True, slots=True)
class BoundaryRow:
    """A boundary. to: whom it applies to, in words; what: what it says; line: its values as they are edited;
    crossed: how often it was, as far as is kept here."""

    id: str
    side: str
    kind: str
    kind_words: str
    face: Face | None
    role: str
    organisation: str
    to: str
    what: str
    line: core.Boundary
    zone: str
    text: str
    told: bool
    since: dt.date
    until: dt.date | None
    in_force: bool
    crossed: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the boundaries, and how many there are in all."""

    rows: tuple[BoundaryRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Applied:
    """A boundary that applies to somebody; to: through what, "" where it is for themselves."""

    id: str
    side: str
    what: str
    text: str
    to: str


@dataclass(frozen=True, slots=True)
class Notice:
    """That something would cross a boundary: with whom, why, and what would not; boundary: its id, "" for none; what: the
    kind of request that a friendship at work asks to name or to disclose, "" where it is a boundary."""

    boundary: str
    side: str
    why: str
    person: str
    reason: str
    suggestion: str
    fits: dt.datetime | None
    channels: tuple[str, ...]
    what: str = ""

    @property
    def words(self) -> str:
        """All of it."""
        return f"{self.reason} {self.suggestion}".strip()


@dataclass(frozen=True, slots=True)
class CrossingRow:
    """A crossing that is kept: what, with whom, when, and what the user said to it."""

    id: str
    boundary: str
    side: str
    what: str
    face: Face | None
    on: dt.date
    did: str
    by_me: bool
    text: str
    answer: str
    interaction: str | None


def boundaries(
    scope: Scope, *, who: str = "", side: str = "", ended: bool = False, limit: int = LIMIT, offset: int = 0
) -> Listed:
    """Boundaries in force, or with `ended` all of them: for everybody first, then by whom they are for.

    who: only those for this person themselves.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    found = _rows(scope)
    if who:
        found = found.filter(person__in=heads.rows_of(scope, who))
    if side:
        found = found.filter(side=side)
    if not ended:
        found = found.filter(_in_force(scope))
    order = ("side", "person_id", "organisation_id", "role", "kind", "id")
    page = list(found.order_by(*order)[offset : offset + limit + 1])
    crossed = _crossed([row.pk for row in page])
    total = found.count() if len(page) > limit or offset else len(page)
    return Listed(tuple(_row(scope, row, crossed) for row in page[:limit]), total)


def boundary(scope: Scope, id: str) -> BoundaryRow:
    """One boundary.

    Raises:
        NotFound: no such boundary in this book.
    """
    row = heads.row_of(_rows(scope), "boundary", id)
    return _row(scope, row, _crossed([row.pk]))


def of_person(scope: Scope, person: PersonPage, today: dt.date) -> tuple[Applied, ...]:
    """What applies to somebody today, the most specific first, in one query; their own words before the rest.

    Where they work is taken from their page, by name.
    """
    rows = list(_rows(scope).filter(_in_force(scope), since__lte=days.day_from_date(today))[:_MOST])
    if not rows:
        return ()
    known = {str(row.uuid): (row, of_row(row, scope.zone)) for row in rows}
    heads_of = {
        line.person for row, line in known.values() if row.person and _is(row.person, person.row.face.id)
    }
    places = {
        row.organisation_id
        for row in rows
        if row.organisation and row.organisation.name == person.row.organisation
    }
    held = {
        role.key
        for role in person.roles
        if (not role.since or role.since <= today) and (not role.until or today < role.until)
    }
    who = Subject(
        next((head for head in heads_of if head is not None), 0),
        frozenset(held),
        frozenset(place for place in places if place is not None),
        person.nature,
    )
    lines = [line for _, line in known.values()]
    return tuple(
        Applied(
            line.id,
            line.side,
            words.what(line, scope.zone),
            line.text,
            _to(known[line.id][0]) if line.person is None else "",
        )
        for line in core.applying(lines, who, days.day_from_date(today))
    )


def _is(row: Person, id: str) -> bool:
    return str((row.merged_into or row).uuid) == id


def _to(row: Boundary) -> str:
    place = row.organisation.name if row.organisation else ""
    return to_words(None, row.role, place) or gettext("everybody")


def check(scope: Scope, who: Sequence[str], plan: Plan, *, day_only: bool = False) -> tuple[Notice, ...]:
    """What a plan would cross with these people, by name, address or id; () where nothing.

    day_only: of the moment only its day is meant.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    people = {person.pk: person for person in (find(scope, one) for one in who)}
    return of_people(scope, people, plan, day_only=day_only)


def of_people(
    scope: Scope, people: Mapping[int, Person], plan: Plan, *, day_only: bool = False
) -> tuple[Notice, ...]:
    """The same for people whose rows are known already, by the number of who is shown."""
    day = days.day_from_date(scope.today())
    seen = subjects(scope.book_id, people, day)
    begin, until = core.stretch(plan.moment, day_only=day_only)
    who = tuple(seen.get(head, Subject(head)) for head in people)
    whole = replace(plan, who=who, moment=begin, until=until)
    known = standing(scope.book_id, day, scope.zone)
    names = {head: wording.face_name(person.name) for head, person in people.items()}
    over = (until or begin or scope.moment(int(time.time()))).timestamp() < time.time() - _JUST_NOW
    return notices(scope, core.crossings(whole, known, day), names, by_me=plan.by_me, over=over)


def notices(
    scope: Scope,
    crossed: Iterable[core.Crossing],
    names: Mapping[int, str],
    *,
    by_me: bool = True,
    over: bool = False,
) -> tuple[Notice, ...]:
    """Crossings in words; names: by the number of who is shown; over: it has happened, so no other time is offered."""
    now = scope.moment(int(time.time()))
    crossed = [replace(one, fits=None) for one in crossed] if over else crossed
    return tuple(
        Notice(
            boundary=one.boundary.id if one.boundary else "",
            side=one.boundary.side if one.boundary else core.MINE,
            why=one.why,
            person=names.get(one.who, ""),
            reason=words.reason(one, names.get(one.who, ""), scope.zone, by_me=by_me),
            suggestion=words.suggestion(one, scope.zone, now, by_me=by_me),
            fits=one.fits.astimezone(now.tzinfo) if one.fits else None,
            channels=one.boundary.words if one.boundary and one.why == core.Kind.CHANNEL else (),
            what="" if one.boundary else one.what,
        )
        for one in crossed
    )


def waiting(person: Person) -> dt.datetime | None:
    """Since when the user's last word to somebody waits for an answer; None where nothing waits."""
    since = waiting_since(members(person.pk))
    return None if since is None else dt.datetime.fromtimestamp(since, dt.UTC)


def kept(scope: Scope, interactions: Sequence[str]) -> tuple[CrossingRow, ...]:
    """What these interactions crossed, as it is kept."""
    keys = [UUID(id).bytes for id in interactions]
    found = _crossings(scope).filter(interaction__key__in=keys) if keys else ()
    return tuple(_crossing(scope, row) for row in found)


def crossings(
    scope: Scope, *, who: str = "", limit: int = LIMIT, since: dt.date | None = None
) -> tuple[CrossingRow, ...]:
    """What crossed boundaries, the latest first.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    found = _crossings(scope)
    if who:
        found = found.filter(person__in=heads.rows_of(scope, who))
    if since is not None:
        found = found.filter(on__gte=days.day_from_date(since))
    return tuple(_crossing(scope, row) for row in found.order_by("-on", "-id")[:limit])


def _rows(scope: Scope) -> QuerySet[Boundary]:
    linked = Boundary.objects.select_related("person__merged_into", "organisation")
    return linked.filter(book_id=scope.book_id)


def _in_force(scope: Scope) -> Q:
    return Q(until=None) | Q(until__gte=days.day_from_date(scope.today()))


def _crossed(rows: Sequence[int]) -> dict[int, int]:
    counted: dict[int, int] = {}
    for row in Crossing.objects.filter(boundary__in=rows).values_list("boundary_id", flat=True)[:10_000]:
        counted[row] = counted.get(row, 0) + 1
    return counted


def _row(scope: Scope, row: Boundary, crossed: Mapping[int, int]) -> BoundaryRow:
    line, today = of_row(row, scope.zone), days.day_from_date(scope.today())
    face = wording.shown(row.person) if row.person else None
    place = row.organisation.name if row.organisation else ""
    return BoundaryRow(
        id=str(row.uuid),
        side=row.side,
        kind=row.kind,
        kind_words=str(words.KINDS[row.kind]),
        face=face,
        role=row.role,
        organisation=place,
        to=to_words(face, row.role, place),
        what=words.what(line, scope.zone),
        line=line,
        zone=row.zone,
        text=row.text,
        told=row.told,
        since=days.date_from_day(row.since),
        until=wording.day(row.until),
        in_force=row.since <= today and (row.until is None or today <= row.until),
        crossed=crossed.get(row.pk, 0),
    )


def to_words(face: Face | None, role: str, organisation: str) -> str:
    """To whom a boundary applies: all that is named must fit; "" for everybody."""
    named = (face.name if face else "", title_of(role) if role else "", organisation)
    return ", ".join(part for part in named if part)


def _crossings(scope: Scope) -> QuerySet[Crossing]:
    linked = ("boundary__person", "boundary__organisation", "person__merged_into", "interaction")
    return Crossing.objects.filter(book_id=scope.book_id).select_related(*linked)


def _crossing(scope: Scope, row: Crossing) -> CrossingRow:
    return CrossingRow(
        id=str(row.uuid),
        boundary=str(row.boundary.uuid),
        side=row.boundary.side,
        what=words.what(of_row(row.boundary, scope.zone), scope.zone),
        face=wording.shown(row.person) if row.person else None,
        on=days.date_from_day(row.on),
        did=row.did,
        by_me=row.by_me,
        text=row.text,
        answer=row.answer,
        interaction=str(UUID(bytes=bytes(row.interaction.key))) if row.interaction else None,
    )
