"""Everything that could stand on a day's list, before the hour and the limit decide what does."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from comity.answers import rights
from comity.answers.people import bring_up_to
from comity.answers.today import ahead, dates, feeling, introductions, offers, own, roles, shown, ties
from comity.core import agenda, days
from comity.core.agenda import Matter
from comity.store import playbooks
from comity.store.access import Scope
from comity.store.queries import today as query
from comity.store.queries.open_matters import Open, open_matters
from comity.store.unchanged import unless_changed

_MOST_BUSY = 6
"""People in a meeting ahead at the most for it to count as being in touch with each of them."""


class Gathered(NamedTuple):
    """What is known for a day. Shared by those who ask: nothing in it is changed.

    rows: what is open, by kind; coverage: the instant until which files cover each kind of contact; coming: meetings
    ahead; matters: what could stand on the list, but for meetings to prepare, which depend on the hour; hidden, busy: see
    `agenda.arrange`.
    """

    rows: dict[str, list[Open]]
    coverage: dict[int, int]
    coming: list[ahead.Ahead]
    matters: list[Matter]
    hidden: frozenset[str]
    busy: frozenset[str]

    @property
    def book(self) -> Open:
        """What the book itself says: how many items it shows, and whether boundaries stand."""
        return self.rows["book"][0]

    def of(self, kind: str) -> Sequence[Open]:
        """What is open of a kind."""
        return self.rows.get(kind, ())


def gathered(scope: Scope, date: dt.date, day: int, *, present: bool) -> Gathered:
    """What could stand on the list of a date; day: its number in UTC; present: whether it is today's.

    A book of 10,000 people has a thousand such things, so today's are gathered anew only after something was changed.
    """
    if not present:
        return _gather(scope, date, day, present)
    depends = scope.book_id, scope.zone, date, day, playbooks.state()
    return unless_changed((_gather, *depends), lambda: _gather(scope, date, day, present))


def start_of(scope: Scope, date: dt.date) -> int:
    """The instant at which a date begins in the book's zone."""
    return int(dt.datetime.combine(date, dt.time(), ZoneInfo(scope.zone)).timestamp())


def _gather(scope: Scope, date: dt.date, day: int, present: bool) -> Gathered:
    local_day, near = days.day_from_date(date), dates.window(date)
    until = days.start_of(day + 1 if present else day)
    rows = _by_kind(
        open_matters(scope.book_id, local_day, tuple(near), roles.leads(), roles.turns(), before=until)
    )
    coverage = {row.day: row.number for row in rows["covered"] if row.day and row.number}
    silent = ties.matters(_contact(scope, day, coverage, rows["book"][0].day, present), day, coverage)
    start = start_of(scope, date)
    week = start, start + ahead.AHEAD * days.SECONDS_PER_DAY
    coming = ahead.meetings(query.meetings(scope.book_id, *week, ahead.MEETINGS))
    hidden = frozenset(row.id for row in rows["attention"])
    matters = [
        *_open(rows, near, local_day),
        *silent,
        *roles.matters(rows["role"], local_day, {matter.person for matter in silent}),
        *(feeling.matters(rows["feeling"], hidden) if present else ()),
        *(_kept(scope, rows["keeping"][0]) if present else ()),
    ]
    busy = frozenset(_busy(coming) | _just_in_mind(rows))
    return Gathered(dict(rows), coverage, coming, matters, hidden, busy)


def _kept(scope: Scope, row: Open) -> list[Matter]:
    """Whether to go on keeping some people; looked for only where the user set a day or a rule."""
    return own.keeping(row.id, rights.to_ask(scope)) if row.number else []


def _contact(
    scope: Scope, day: int, coverage: dict[int, int], counted: int | None, present: bool
) -> list[ties.Tie]:
    """The ties: now, or as they were at the start of a past day. counted: the day for which the numbers hold."""
    if not present:
        return ties.ties_as_of(scope, day)
    bring_up_to(scope, day, counted)
    return ties.ties_now(scope, day, coverage)


def _busy(coming: Iterable[ahead.Ahead]) -> set[str]:
    """With whom a meeting is near."""
    return {uuid for m in coming if len(m.people) + m.others <= _MOST_BUSY for uuid, _ in m.people}


def _just_in_mind(rows: defaultdict[str, list[Open]]) -> set[str]:
    """With whom something ended lately, or of whom an item was done or left out."""
    items = (agenda.named(row.id) for row in rows["attention"] if row.number)
    ended = {row.uuid for row in rows["closed"] if row.uuid}
    return ended | {item.subject for item in items if item is not None}


def _by_kind(rows: Iterable[Open]) -> defaultdict[str, list[Open]]:
    found: defaultdict[str, list[Open]] = defaultdict(list)
    for row in rows:
        found[row.what].append(row)
    return found


def _open(rows: defaultdict[str, list[Open]], near: dates.Window, day: int) -> list[Matter]:
    """What rows make of matters on a day."""
    decided = (
        decides(row, day) for kind, decides in shown.DECIDES.items() if kind in rows for row in rows[kind]
    )
    reviewed = (offers.review(row, rows["book"][0].id, day) for row in rows["review"])
    return [
        *introductions.told_once(matter for matter in (*decided, *reviewed) if matter is not None),
        *dates.matters([*rows["date"], *rows["position"]], near),
    ]
