"""Opportunities: what could help somebody, whom it would help and why, and with whom it was shared."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from comity.answers import guarding, helping, wording
from comity.answers.heads import row_of, rows_of
from comity.answers.known import Known, known
from comity.answers.shapes import Face
from comity.answers.unwilling import limits
from comity.core import days
from comity.core import helping as matching
from comity.core import opportunities as core
from comity.core.boundaries import Plan
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Opportunity, OpportunityShare, Position
from comity.store.queries import knowing

KINDS = core.KINDS
LIMIT = 50
MOST = 10
"""People who are suggested for one opportunity."""
OPEN, CLOSED, ALL = "open", "closed", "all"
_SHARES = 500


@dataclass(frozen=True, slots=True)
class OpportunityLine:
    """An opportunity in a list. until: the last day to act; over: that day is past; shared: with how many."""

    id: str
    kind: str
    title: str
    text: str
    url: str
    source: Face | None
    found_on: dt.date
    until: dt.date | None
    over: bool
    closed_on: dt.date | None
    shared: int


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the opportunities, and how many there are in all."""

    rows: tuple[OpportunityLine, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ShareLine:
    """Somebody whom it was shared with on a day, or (None) whom it is not meant for. exchange: the id of what was given."""

    id: str
    known: Known
    shared_on: dt.date | None
    exchange: str | None
    came_of_it: str


@dataclass(frozen=True, slots=True)
class WouldHelp:
    """Somebody whom it would help: reasons in words, and the score with what it is made of.

    made_of: (word, what says it, weight) of each word shared; times: how the relationship weighs.
    """

    known: Known
    reasons: tuple[str, ...]
    score: float
    made_of: tuple[tuple[str, str, float], ...]
    times: float


@dataclass(frozen=True, slots=True)
class OpportunityPage:
    """One opportunity: with whom it was shared, whom it is not meant for, and whom it would help."""

    line: OpportunityLine
    shares: tuple[ShareLine, ...]
    passed_over: tuple[ShareLine, ...]
    would_help: tuple[WouldHelp, ...]


def opportunities(scope: Scope, *, which: str = OPEN, limit: int = LIMIT, offset: int = 0) -> Listed:
    """A page of opportunities: open ones, those whose time is short first, then closed ones, the latest first.

    Raises:
        Invalid: there is no such list.
    """
    if which not in (OPEN, CLOSED, ALL):
        raise Invalid("which", which, "choose open, closed or all")
    found = Opportunity.objects.filter(book_id=scope.book_id)
    if which != ALL:
        found = found.filter(closed_on__isnull=which == OPEN)
    today = days.day_from_date(scope.today())
    soonest = (F("closed_on").desc(nulls_first=True), F("until").asc(nulls_last=True), "-id")
    rows = list(_counted(found).order_by(*soonest)[offset : offset + limit])
    whole = len(rows) < limit and (rows or not offset)
    return Listed(tuple(_line(row, today) for row in rows), offset + len(rows) if whole else found.count())


def opportunity(scope: Scope, id: str, most: int = MOST) -> OpportunityPage:
    """One opportunity; nobody is suggested for one that is closed.

    Raises:
        NotFound: no such opportunity in this book.
    """
    row = row_of(_counted(Opportunity.objects.filter(book_id=scope.book_id)), "opportunity", id)
    noted = list(row.shares.select_related("exchange").order_by("-shared_on", "id")[:_SHARES])
    fits = [] if row.closed_on is not None else _would_help(scope, row, noted, most)
    people = known([*(one.person_id for one in noted), *(one.person for one in fits)])
    lines = [_share(one, people) for one in noted]
    return OpportunityPage(
        _line(row, days.day_from_date(scope.today())),
        tuple(one for one in lines if one.shared_on is not None),
        tuple(one for one in lines if one.shared_on is None),
        tuple(_worded(one, people[one.person]) for one in fits),
    )


def line(scope: Scope, id: str) -> OpportunityLine:
    """One opportunity without those whom it would help.

    Raises:
        NotFound: no such opportunity in this book.
    """
    row = row_of(_counted(Opportunity.objects.filter(book_id=scope.book_id)), "opportunity", id)
    return _line(row, days.day_from_date(scope.today()))


def opportunity_of_share(scope: Scope, share_id: str) -> str:
    """The id of the opportunity that a share is of.

    Raises:
        NotFound: there is no such share in this book.
    """
    shares = OpportunityShare.objects.filter(book_id=scope.book_id).select_related("opportunity")
    return str(row_of(shares, "share", share_id).opportunity.uuid)


def share_with(scope: Scope, id: str, person_id: str) -> str:
    """The id of what is noted of an opportunity for a person.

    Raises:
        NotFound: no such opportunity or person in this book, or nothing is noted.
    """
    row = row_of(Opportunity.objects.filter(book_id=scope.book_id), "opportunity", id)
    found = row.shares.filter(person__in=rows_of(scope, person_id)).order_by("shared_on").first()
    if found is None:
        raise NotFound("share", person_id)
    return str(found.uuid)


def _counted(rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    shared = Count("shares", filter=Q(shares__shared_on__isnull=False))
    return rows.select_related("source__merged_into").annotate(shared=shared)


def _line(row: Opportunity, today: int) -> OpportunityLine:
    return OpportunityLine(
        str(row.uuid),
        row.kind,
        row.title,
        row.text,
        row.url,
        None if row.source is None else wording.shown(row.source),
        days.date_from_day(row.found_on),
        wording.day(row.until),
        row.until is not None and row.until < today,
        wording.day(row.closed_on),
        row.shared,  # type: ignore[attr-defined]
    )


def _share(row: OpportunityShare, people: Mapping[int, Known]) -> ShareLine:
    exchange = None if row.exchange is None else str(row.exchange.uuid)
    return ShareLine(
        str(row.uuid), people[row.person_id], wording.day(row.shared_on), exchange, row.came_of_it
    )


def _would_help(
    scope: Scope, row: Opportunity, noted: Sequence[OpportunityShare], most: int
) -> tuple[core.Helped, ...]:
    """Left out is who was told, told me of it, is not meant, to be left in peace, not to hear of it, or wants none of it."""
    today = days.day_from_date(scope.today())
    around = knowing.around(scope.book_id)
    told = [id for id in (*(one.person_id for one in noted), row.source_id) if id]
    watch = guarding.watch(scope)
    said = guarding.openly(watch, knowing.things(scope.book_id, today), around.head_of)
    chosen = guarding.who_may_hear(
        watch,
        helping.chosen(row.title, row.text, said, around, told),
        lambda match: match.person,
        *(row.title, row.text, row.url),
        about=[around.head_of.get(row.source_id, row.source_id) if row.source_id else None],
        rows=[("opportunities", str(row.uuid))],
    )
    bounds = limits(scope, {match.person for match in chosen})
    chosen = bounds.willing(chosen, lambda match: match.person, Plan(words=f"{row.title}\n{row.text}"))
    held = _held(chosen, around, today)
    ties = {
        one.person: core.Tie(one.person, one.name, one.standing, one.last_day, tuple(held[one.person]))
        for one in knowing.standings(match.person for match in chosen)
    }
    return helping.whom_it_helps(row.kind, row.title, chosen, ties, today, most)


def _held(
    chosen: Sequence[matching.Match], around: knowing.Around, today: int
) -> defaultdict[int, list[tuple[str, str]]]:
    """(title, organisation) of what these people do now."""
    heads = {match.person for match in chosen}
    parts = [id for id, head in around.head_of.items() if head in heads]
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    now = Q(until=None) | Q(until__gt=today)
    for person, title, organisation in Position.objects.filter(now, person__in=[*heads, *parts]).values_list(
        "person_id", "title", "organisation__name"
    ):
        found[around.head_of.get(person, person)].append((title, organisation or ""))
    return found


def _worded(one: core.Helped, who: Known) -> WouldHelp:
    return WouldHelp(
        who,
        helping.reasons(one.reasons, who.last_contact),
        round(one.score, 2),
        tuple(
            (shared.word, helping.reason(shared.kind, shared.text), round(shared.weight, 2))
            for shared in one.match.shared
        ),
        round(one.times, 2),
    )
