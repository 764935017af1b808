"""Guard at a glance: what stands, what needs a look, what crossed a boundary lately, and mail outside of hours."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from comity.answers import policies, wording
from comity.answers.boundaries import CrossingRow, crossings
from comity.answers.boundary_words import hours
from comity.answers.policies import PolicyRow
from comity.answers.shapes import Face
from comity.core import days
from comity.core.boundaries import MINE, Boundary, Kind
from comity.core.playbooks import Nature, Standing
from comity.store.access import Scope
from comity.store.models import Person, Policy, Recusal, Vault
from comity.store.queries import boundaries as query

LATELY = 90
"""Days for which crossings are shown."""
SHOWN = 10
MONTHS = 6
"""Months of mail that are counted."""
_MOST_HOURS = 8
"""Boundaries of hours that mail is counted against at the most."""


@dataclass(frozen=True, slots=True)
class MonthOutside:
    """Mails of a month that came, or went, outside of hours, and how many there were; words: the same in a sentence."""

    month: dt.date
    outside: int
    of: int
    words: str


@dataclass(frozen=True, slots=True)
class MailOutside:
    """What mail says to hours of mine: the hours in words, and month by month, the latest first."""

    boundary: str
    hours: str
    months: tuple[MonthOutside, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """mine, theirs: boundaries in force; policies: those in force; to_read: policies whose review is due; both: friends
    I work with and for whom there is no rule yet of what I stay out of; sealed: whether anything can be sealed in this
    book; locked: it is, and it is not open now."""

    mine: int
    theirs: int
    policies: int
    to_read: tuple[PolicyRow, ...]
    both: tuple[Face, ...]
    crossed: tuple[CrossingRow, ...]
    mail: tuple[MailOutside, ...]
    sealed: bool
    locked: bool


def overview(scope: Scope) -> Overview:
    """All of it, in a fixed number of queries."""
    today = days.day_from_date(scope.today())
    known = query.standing(scope.book_id, today, scope.zone)
    lasting = Q(until=None) | Q(until__gte=today)
    sealed = Vault.objects.filter(book_id=scope.book_id).exists()
    return Overview(
        mine=sum(one.side == MINE for one in known),
        theirs=sum(one.side != MINE for one in known),
        policies=Policy.objects.filter(lasting, book_id=scope.book_id, since__lte=today).count(),
        to_read=policies.due(scope),
        both=without_rule(scope),
        crossed=crossings(scope, limit=SHOWN, since=days.date_from_day(today - LATELY)),
        mail=mail_outside(scope, known),
        sealed=sealed,
        locked=sealed and scope.key is None,
    )


def without_rule(scope: Scope, limit: int = SHOWN) -> tuple[Face, ...]:
    """Friends I work with for whom there is no rule yet of what I stay out of; nobody I stepped back from."""
    today = days.day_from_date(scope.today())
    ruled = Recusal.objects.filter(
        Q(until=None) | Q(until__gte=today), book_id=scope.book_id, person__isnull=False
    )
    heads = {merged or own for own, merged in ruled.values_list("person_id", "person__merged_into_id")}
    found = Person.objects.filter(
        book_id=scope.book_id, relationship__nature=Nature.BOTH, merged_into=None, is_me=False, died_on=None
    ).exclude(relationship__standing__in=(Standing.STEPPED_BACK, Standing.ENDED))
    rows = found.exclude(pk__in=heads).order_by("sort_name", "id")[:limit]
    return tuple(wording.face(row.uuid.hex, row.name) for row in rows)


def mail_outside(scope: Scope, known: Iterable[Boundary]) -> tuple[MailOutside, ...]:
    """Mail that came outside my hours, by month; nothing of it is stored, and nobody is nagged about it."""
    mine = [
        one
        for one in known
        if one.side == MINE
        and one.kind == Kind.HOURS
        and one.hours
        and (not one.words or "mail" in one.words)
    ][:_MOST_HOURS]
    by_zone: defaultdict[str, list[Boundary]] = defaultdict(list)
    for one in mine:
        by_zone[one.hours.zone if one.hours else scope.zone].append(one)
    found = []
    for zone, those in by_zone.items():
        found += _of_zone(scope, zone, those)
    return tuple(found)


def _of_zone(scope: Scope, zone: str, those: Sequence[Boundary]) -> list[MailOutside]:
    now = scope.moment(int(time.time()))
    begin = (now - dt.timedelta(days=31 * (MONTHS - 1))).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    spans = query.spans(begin, now, zone)
    who = [(one, query.to_whom(scope.book_id, one, days.day_from_date(scope.today()))) for one in those]
    counted: defaultdict[int, defaultdict[dt.date, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    for row in query.crossed_by_mail(scope.book_id, who, spans, received=True):
        local = dt.datetime.fromtimestamp(spans[row.span].begin, dt.UTC) + dt.timedelta(
            minutes=spans[row.span].east
        )
        month = counted[row.boundary][local.date().replace(day=1)]
        month[0] += row.outside
        month[1] += row.of
    return [
        MailOutside(one.id, hours(one.hours, scope.zone) if one.hours else "", _months(counted[one.row]))
        for one in those
        if any(outside for outside, _ in counted[one.row].values())
    ]


def _months(counted: dict[dt.date, list[int]]) -> tuple[MonthOutside, ...]:
    return tuple(
        MonthOutside(month, outside, of, _sentence(month, outside, of))
        for month, (outside, of) in sorted(counted.items(), reverse=True)
        if of
    )


def _sentence(month: dt.date, outside: int, of: int) -> str:
    said = ngettext(
        "%(month)s: %(outside)d of %(of)d mail to you came outside these hours.",
        "%(month)s: %(outside)d of %(of)d mails to you came outside these hours.",
        of,
    )
    return said % {"month": date_format(month, "YEAR_MONTH_FORMAT"), "outside": outside, "of": of}


def locked_words(found: Overview) -> str:
    """Whether what is sealed is open, in words."""
    if not found.sealed:
        return gettext("Nothing is sealed in this book.")
    return gettext("What is sealed is locked.") if found.locked else gettext("What is sealed is open now.")
