"""Mail outside of hours, by month: what came to me outside mine, and what I sent outside theirs. Counted, never stored."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from comity.answers import wording
from comity.answers.boundary_words import hours
from comity.answers.finding import find
from comity.answers.playbooks import title_of
from comity.core import days
from comity.core.boundaries import MINE, THEIRS, Boundary, Kind
from comity.core.conflicts import ORGANISATION, PERSON, Node
from comity.store.access import Scope
from comity.store.queries import boundaries as query
from comity.store.queries.conflicts import called

MONTHS = 6
"""Months of mail that are counted."""
MOST = 8
"""Boundaries of hours that mail is counted against at the most, of each side: the latest."""
_Months = Mapping[dt.date, Sequence[int]]


@dataclass(frozen=True, slots=True)
class MonthOutside:
    """Mails of a month that came, or went, outside of hours, and how many there were; words: the same in a sentence."""

    month: dt.date
    outside: int
    of: int
    words: str


@dataclass(frozen=True, slots=True)
class MailOutside:
    """What mail says to hours: whose they are (side); to whom they apply, "" for everybody; the hours in words; and month
    by month, the latest first."""

    boundary: str
    side: str
    to: str
    hours: str
    months: tuple[MonthOutside, ...]

    @property
    def title(self) -> str:
        """What is counted."""
        words = {"hours": self.hours, "name": self.to or gettext("everybody")}
        if self.side == THEIRS:
            return gettext("Mail of yours outside the hours of %(name)s (%(hours)s)") % words
        return gettext("Mail outside %(hours)s") % words


def mail_outside(
    scope: Scope, known: Iterable[Boundary] | None = None, *, who: str = ""
) -> tuple[MailOutside, ...]:
    """What mail says to the hours among these boundaries, or all that stand; nothing of it is stored.

    who: only to those for this person themselves.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    head = find(scope, who).pk if who else None
    if known is None:
        known = query.standing(scope.book_id, days.day_from_date(scope.today()), scope.zone)
    timed = [one for one in known if _is_about_mail(one) and head in (None, one.person)]
    chosen = [one for side in (MINE, THEIRS) for one in [one for one in timed if one.side == side][:MOST]]
    if not chosen:
        return ()
    nodes: set[Node] = {(PERSON, one.person) for one in chosen if one.person is not None}
    nodes |= {(ORGANISATION, one.organisation) for one in chosen if one.organisation is not None}
    names = {node: name for node, (_, name) in called(scope.book_id, nodes).items()} if nodes else {}
    together: defaultdict[tuple[str, str], list[Boundary]] = defaultdict(list)
    for one in chosen:
        assert one.hours is not None
        together[one.hours.zone, one.side].append(one)
    counted = {
        row: months for (zone, _), those in together.items() for row, months in _count(scope, zone, those)
    }
    return tuple(
        MailOutside(
            one.id,
            one.side,
            _to(one, names),
            hours(one.hours, scope.zone) if one.hours else "",
            _months(counted[one.row], one.side),
        )
        for one in chosen
        if any(outside for outside, _ in counted.get(one.row, {}).values())
    )


def _is_about_mail(one: Boundary) -> bool:
    return one.kind == Kind.HOURS and one.hours is not None and (not one.words or "mail" in one.words)


def _to(one: Boundary, names: Mapping[Node, str]) -> str:
    parts = (
        wording.face_name(names[PERSON, one.person]) if one.person is not None else "",
        title_of(one.role) if one.role else "",
        names[ORGANISATION, one.organisation] if one.organisation is not None else "",
    )
    return ", ".join(filter(None, parts))


def _count(scope: Scope, zone: str, those: Sequence[Boundary]) -> Iterable[tuple[int, _Months]]:
    """(row of a boundary, months with the mails outside of it and how many there were) of hours of one zone and side."""
    now = scope.moment(int(time.time()))
    begin = (now - dt.timedelta(days=31 * (MONTHS - 1))).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    spans = query.spans(begin, now, zone)
    who = [(one, query.to_whom(scope.book_id, one, days.day_from_date(scope.today()))) for one in those]
    counted: defaultdict[int, defaultdict[dt.date, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0, 0])
    )
    for row in query.crossed_by_mail(scope.book_id, who, spans, received=those[0].side == MINE):
        span = spans[row.span]
        local = dt.datetime.fromtimestamp(span.begin, dt.UTC) + dt.timedelta(minutes=span.east)
        month = counted[row.boundary][local.date().replace(day=1)]
        month[0] += row.outside
        month[1] += row.of
    return counted.items()


def _months(counted: _Months, side: str) -> tuple[MonthOutside, ...]:
    return tuple(
        MonthOutside(month, outside, of, _sentence(month, outside, of, side))
        for month, (outside, of) in sorted(counted.items(), reverse=True)
        if of
    )


def _sentence(month: dt.date, outside: int, of: int, side: str) -> str:
    came = ngettext(
        "%(month)s: %(outside)d of %(of)d mail to you came outside these hours.",
        "%(month)s: %(outside)d of %(of)d mails to you came outside these hours.",
        of,
    )
    went = ngettext(
        "%(month)s: %(outside)d of %(of)d mail of yours to them went outside these hours.",
        "%(month)s: %(outside)d of %(of)d mails of yours to them went outside these hours.",
        of,
    )
    words = {"month": date_format(month, "YEAR_MONTH_FORMAT"), "outside": outside, "of": of}
    return (came if side == MINE else went) % words
