"""What needs me today: a short list, each item with its reason, and what lies ahead.

The rule of its order is `core.agenda`. Each family of items has a module here, which decides from plain rows what is to
be shown on a day, and words what made the list.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from comity.answers import questions, wording
from comity.answers.people import bring_up_to
from comity.answers.playbooks import once
from comity.answers.shapes import Question, Today
from comity.answers.today import ahead, dates, feeling, introductions, offers, roles, shown, ties
from comity.answers.today.fitting import within_boundaries
from comity.answers.today.ties import FRESH as FRESH
from comity.answers.today.ties import STALE
from comity.answers.unwilling import standing_today
from comity.core import agenda, days
from comity.core.agenda import Matter
from comity.core.records import Kind
from comity.store.access import Scope
from comity.store.queries import today as query
from comity.store.queries.open_matters import Open, open_matters

_MOST_BUSY = 6
"""People in a meeting ahead at the most for it to count as being in touch with each of them."""


@once()
def today(scope: Scope, *, as_of: dt.date | None = None, limit: int | None = None) -> Today:
    """The list for today, or for a past date as it would have been then (00:00 UTC at its start).

    What is open, and what was done, put off or dismissed, is as it is now. limit: items at the most, as many as the
    book says where it is None.
    """
    now = int(time.time())
    present, date = as_of is None, as_of or scope.today()
    day = days.day_from_date(as_of) if as_of else days.day_of(now)
    local_day = days.day_from_date(date)
    near = dates.window(date)
    until = days.start_of(day + 1 if present else day)
    rows = _by_kind(
        open_matters(scope.book_id, local_day, tuple(near), roles.leads(), roles.turns(), before=until)
    )
    coverage = {row.day: row.number for row in rows["covered"] if row.day and row.number}
    known = _contact(scope, day, coverage, rows["book"][0].day, present)
    start = int(dt.datetime.combine(date, dt.time(), ZoneInfo(scope.zone)).timestamp())
    silent = ties.matters(known, day, coverage)
    week = start, start + ahead.AHEAD * days.SECONDS_PER_DAY
    coming = ahead.meetings(query.meetings(scope.book_id, *week, ahead.MEETINGS))
    hidden = {row.id for row in rows["attention"]}
    arranged = agenda.arrange(
        [
            *_open(rows, near, local_day),
            *ahead.to_prepare(scope, coming, date, now if present else start),
            *silent,
            *roles.matters(rows["role"], local_day, {matter.person for matter in silent}),
            *(feeling.matters(rows["feeling"], hidden) if present else ()),
        ],
        limit or rows["book"][0].number or agenda.USUAL,
        hidden=hidden,
        busy=_busy(coming) | _just_in_mind(rows),
    )
    bounds = standing_today(scope) if present and rows["book"][0].more else ()
    items, subjects = shown.items(scope, arranged.shown, local_day, bounds)
    return Today(
        date=date,
        items=within_boundaries(scope, items, bounds, subjects),
        more=arranged.more,
        meetings=ahead.listed(scope, coming),
        questions=_questions(rows["question"]) if present else (),
        notices=tuple(_notices(day, coverage)) if present else (),
        to_review=sum(row.day or 0 for row in rows["review"]) if present else 0,
        fresh_until=_fresh_until(day, coverage) if present else None,
    )


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


def _questions(rows: Sequence[Open]) -> tuple[Question, ...]:
    """The open questions of imports, the oldest first."""
    asked = sorted(rows, key=lambda row: row.day or 0)[: questions.MOST]
    return tuple(
        questions.worded(wording.outside_id(row.id), row.uuid or "", row.text, json.loads(row.more))
        for row in asked
    )


def _fresh_until(day: int, coverage: dict[int, int]) -> dt.date | None:
    """The day after the newest mail, where that is more than `STALE` days ago."""
    mail = coverage.get(Kind.MAIL)
    if mail is None or day - days.day_of(mail) <= STALE:
        return None
    return days.date_from_day(days.day_of(mail) + 1)


def _notices(day: int, coverage: dict[int, int]) -> list[str]:
    fresh = _fresh_until(day, coverage)
    if fresh is None:
        return []
    return [
        gettext(
            "The newest mail you imported is from %(date)s, so nothing later is known. Import newer mail, or see "
            "the list as it was then (%(iso)s)."
        )
        % {"date": wording.long_date(fresh - dt.timedelta(days=1)), "iso": fresh.isoformat()}
    ]
