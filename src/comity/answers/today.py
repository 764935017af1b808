"""What needs me today: a short list, each item with its reason, and what lies ahead.

The order is fixed and explained: what I set myself (reminders), dates of today, people met and not yet
followed up, roles whose rhythm is overdue, then ties that have just begun to drift. A drift counts from
the day the silence reached four times the usual gap, and is shown for `FRESH` days from then on: twenty
years of mail that are imported leave no debts behind.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from comity.answers import questions, wording, yearly
from comity.answers.people import counted_until, covered_day
from comity.answers.shapes import Item, Meeting, Question, Today
from comity.answers.yearly import Yearly
from comity.core import cadence, days
from comity.core.playbooks import ROLES
from comity.core.records import Kind
from comity.store.access import Scope
from comity.store.queries import people as people_query
from comity.store.queries import today as query

LIMIT = 7
FRESH = 60
"""Days for which a drift is shown once the silence reached four usual gaps."""
MET_WITHIN = 14
"""Days after a first meeting in which a missing follow-up is shown (from the second day on)."""
AHEAD = 7
"""Days for which meetings ahead are listed."""
MEETINGS = 8
"""Meetings ahead that are listed at the most, the next ones first."""
NAMED = 6
"""People who are named with a meeting; the others are counted."""
LEAD = 3
"""Days before a birthday or anniversary from which it is shown."""
STALE = 45
"""Days without any new mail after which the list says that the mail ends."""
_LIMITS = {key: cadence.rhythm_limit(playbook.rhythm_days) for key, playbook in ROLES.items()}
"""Days of silence that each role bears."""


class _Tie(NamedTuple):
    """A tie as Today sees it, with all roles of the person; a tuple, since a large book has a thousand of them."""

    roles: tuple[str, ...]
    uuid: str
    name: str
    own_rhythm: int | None
    active_days: int
    first: int
    last: int
    usual_gap: float | None
    channels: int


class _Need(NamedTuple):
    """Why a tie is on the list, before it is put in words: only what is shown is worded.

    occasion: the day it rests on; silent: days since then, as far as is known; covered: the day until which
    it is known; rhythm, role: the one that is overdue.
    """

    kind: str
    tie: _Tie
    occasion: int
    silent: int
    covered: int | None = None
    rhythm: int = 0
    role: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}-{self.tie.uuid}-{self.occasion}"


def today(scope: Scope, *, as_of: dt.date | None = None, limit: int = LIMIT) -> Today:
    """The list for today, or for a past date as it would have been then (00:00 UTC at its start).

    Reminders and what was done, put off or dismissed are as they are now.
    """
    date = as_of or scope.today()
    day = days.day_from_date(as_of) if as_of else days.day_of(int(time.time()))
    local_day = days.day_from_date(date)
    if as_of is None:
        coverage = counted_until(scope, day)
        ties = _ties_now(scope, day, coverage)
    else:
        coverage, _ = people_query.covered_until(scope.book_id, days.start_of(day))
        ties = _ties_as_of(scope, day)
    due, hidden, asked, waiting = _due(scope, date, local_day)
    found: list[Item | Yearly | _Need] = [*due, *_from_ties(ties, day, coverage)]
    items = [item for item in found if item.key not in hidden] if hidden else found
    shown = _with_emails(scope, [_worded(item, day) for item in items[:limit]])
    start = int(dt.datetime.combine(date, dt.time(), ZoneInfo(scope.zone)).timestamp())
    return Today(
        date=date,
        items=tuple(shown),
        more=max(0, len(items) - limit),
        meetings=tuple(_meetings(scope, start)),
        questions=asked if as_of is None else (),
        notices=tuple(_notices(day, coverage)) if as_of is None else (),
        to_review=waiting if as_of is None else 0,
        fresh_until=_fresh_until(day, coverage) if as_of is None else None,
    )


def _ties_now(scope: Scope, day: int, coverage: dict[int, int]) -> list[_Tie]:
    behind = max((day - days.day_of(at) for at in coverage.values()), default=0)
    fresh = FRESH + max(0, min(behind, STALE))
    ties: dict[int, _Tie] = {}
    for person, role, *rest in query.open_ties(scope.book_id, day, day - MET_WITHIN, fresh, _LIMITS):
        known = ties.get(person)
        roles = (*(known.roles if known else ()), *((role,) if role else ()))
        ties[person] = _Tie(roles, *rest)
    return list(ties.values())


def _ties_as_of(scope: Scope, day: int) -> list[_Tie]:
    before = people_query.days_before(scope.book_id, day)
    contact = {rel: list(group) for rel, group in groupby(before, key=lambda row: row[0])}
    found = query.ties_of(scope.book_id, list(contact), day)
    channels_then = people_query.channels_before(scope.book_id, day)
    ties = []
    for relationship, group in groupby(sorted(found, key=lambda row: row[3]), key=lambda row: row[3]):
        same = list(group)
        _, uuid, name, _, _, own, channels = same[0]
        rows = contact[relationship]
        first, last = rows[0][1], rows[-1][1]
        ties.append(
            _Tie(
                tuple(row[4] for row in same if row[4]),
                uuid,
                name,
                own,
                len(rows),
                first,
                last,
                cadence.usual_gap(first, last, len(rows)),
                channels_then.get(relationship, channels),
            )
        )
    return ties


def _from_ties(ties: Sequence[_Tie], day: int, coverage: dict[int, int]) -> list[_Need]:
    """Follow-ups, overdue rhythms and fresh drifts, in this order; within each the most established first."""
    found: dict[str, list[_Need]] = {"follow_up": [], "rhythm": [], "drifting": []}
    until = {channels: covered_day(channels, coverage) for channels in {tie.channels for tie in ties}}
    for tie in ties:
        covered = until[tie.channels]
        silent = cadence.silence(tie.last, day, covered)
        need = _follow_up(tie, day) if tie.first == tie.last else None
        if need is None and (tie.roles or tie.own_rhythm):
            need = _overdue(tie, silent, covered)
        if need is None and tie.usual_gap is not None and (covered is None or day - covered <= STALE):
            need = _drift(tie, tie.usual_gap, silent, covered)
        if need is not None:
            found[need.kind].append(need)
    nameless = wording.face_name("")
    for needs in found.values():
        needs.sort(key=lambda need: (-need.tie.active_days, need.tie.name or nameless))
    return [need for needs in found.values() for need in needs]


def _follow_up(tie: _Tie, day: int) -> _Need | None:
    """Met in person for the first time, and nothing has passed since."""
    met = tie.channels & ((1 << Kind.MEETING) | (1 << Kind.EVENT) | (1 << Kind.NOTE))
    if not met or not 2 <= day - tie.first <= MET_WITHIN:
        return None
    return _Need("follow_up", tie, tie.first, day - tie.first)


def _overdue(tie: _Tie, silent: int, covered: int | None) -> _Need | None:
    """Longer silent than the rhythm that a role, or the user, asks for."""
    if tie.own_rhythm:
        rhythm, role = tie.own_rhythm, ""
    else:
        rhythm, role = min(((ROLES[r].rhythm_days, r) for r in tie.roles if r in ROLES), default=(0, ""))
    if not rhythm or not cadence.rhythm_due(silent, rhythm):
        return None
    return _Need("rhythm", tie, tie.last, silent, covered, rhythm, role)


def _drift(tie: _Tie, gap: float, silent: int, covered: int | None) -> _Need | None:
    """Silent for four usual gaps or more, reached within the last `FRESH` days."""
    if not 0 <= silent - cadence.DRIFTING_RATIO * gap <= FRESH:
        return None
    return _Need("drifting", tie, tie.last, silent, covered)


def _worded(need: Item | Yearly | _Need, day: int) -> Item:
    """Something as it is shown."""
    if isinstance(need, Item):
        return need
    if isinstance(need, Yearly):
        return yearly.worded(need)
    tie = need.tie
    group = gettext("Follow up") if need.kind == "follow_up" else gettext("Reach out")
    role = next((gettext(ROLES[role].title) for role in tie.roles if role in ROLES), "")
    shown = wording.face(tie.uuid, tie.name)
    reason = _reason(need) + _until(day, need.covered)
    return Item(need.key, need.kind, group, shown, shown.name, reason, None, False, "", role)


def _reason(need: _Need) -> str:
    if need.kind == "follow_up":
        return gettext("You met for the first time %(when)s, and nothing has passed between you since.") % {
            "when": _ago(need.silent)
        }
    span, usual = wording.span(need.silent), need.tie.usual_gap
    if need.kind == "drifting":
        return gettext("Quiet for %(span)s; you two usually speak %(rhythm)s.") % {
            "span": span,
            "rhythm": wording.rhythm(usual or 0),
        }
    rhythm = wording.rhythm(need.rhythm)
    if need.role:
        role = gettext(ROLES[need.role].title).lower()
        reason = gettext("Quiet for %(span)s; %(rhythm)s is usual for this role (%(role)s).")
        reason %= {"span": span, "rhythm": rhythm, "role": role}
    else:
        reason = gettext("Quiet for %(span)s; you meant to be in touch %(rhythm)s.")
        reason %= {"span": span, "rhythm": rhythm}
    if usual:
        reason += " " + gettext("You two usually speak %(rhythm)s.") % {"rhythm": wording.rhythm(usual)}
    return reason


def _until(day: int, covered: int | None) -> str:
    """Where the silence is known only until files end, say so."""
    if covered is None or day - covered <= STALE:
        return ""
    return " " + gettext("(Known until %(date)s, where what you imported ends.)") % {
        "date": wording.long_date(days.date_from_day(covered))
    }


def _ago(count: int) -> str:
    if count == 1:
        return gettext("yesterday")
    return ngettext("%(count)d day ago", "%(count)d days ago", count) % {"count": count}


def _due(
    scope: Scope, date: dt.date, local_day: int
) -> tuple[list[Item | Yearly], set[str], tuple[Question, ...], int]:
    """Reminders that are due and yearly dates that are near, reminders first, the oldest first.

    And the keys of all items that are done, dismissed or put off, the open questions, the oldest first, and how
    many other proposals wait.
    """
    window = yearly.window(date, LEAD)
    reminders: list[Item] = []
    dates: dict[str, Yearly] = {}
    hidden: set[str] = set()
    asked: list[tuple[int, Question]] = []
    waiting = 0
    for kind, key, text, number, year, uuid, name in query.due(scope.book_id, local_day, list(window)):
        if kind == "reminder":
            reminders.append(_reminder(key, text, number, uuid, name, local_day))
        elif kind == "attention":
            hidden.add(key)
        elif kind == "review":
            waiting = number
        elif kind == "question":
            asked.append(
                (number, questions.worded(wording.outside_id(key), uuid or "", text, json.loads(name)))
            )
        else:
            month, day = number // 100, number % 100
            if kind == "position":
                began = days.date_from_day(number)
                month, day, year = began.month, began.day, began.year
            near = yearly.near(key, text, month, day, year, (uuid or "", name), window)
            if near is not None:
                dates[near.key] = near
    reminders.sort(key=lambda item: (item.due, item.title))
    asked.sort(key=lambda pair: pair[0])
    ordered: list[Item | Yearly] = [
        *reminders,
        *sorted(dates.values(), key=lambda near: (near.due, near.name)),
    ]
    return ordered, hidden, tuple(question for _, question in asked[: questions.MOST]), waiting


def _reminder(key: str, text: str, due: int, uuid: str | None, name: str, local_day: int) -> Item:
    on = days.date_from_day(due)
    shown = wording.face(uuid, name) if uuid else None
    if due == local_day:
        reason = gettext("You wanted to be reminded today.")
    else:
        reason = gettext("You wanted to be reminded on %(date)s.") % {"date": wording.long_date(on)}
    return Item(
        f"reminder-{key}", "reminder", gettext("Remember"), shown, text, reason, on, due < local_day, "", ""
    )


def _with_emails(scope: Scope, items: list[Item]) -> list[Item]:
    from dataclasses import replace

    wanted = sorted({item.face.id.replace("-", "") for item in items if item.face})
    emails = query.emails_of(scope.book_id, wanted)
    return [
        replace(item, email=emails.get(item.face.id.replace("-", ""), "")) if item.face else item
        for item in items
    ]


def _meetings(scope: Scope, start: int) -> list[Meeting]:
    """The next meetings from the start of the day on, within a week, with whom I know in them."""
    found: list[Meeting] = []
    rows = query.meetings(scope.book_id, start, start + AHEAD * days.SECONDS_PER_DAY)
    for (key, at, subject), group in groupby(rows, key=lambda row: (bytes(row[0]), row[1], row[2])):
        if len(found) == MEETINGS:
            break
        people = [(uuid, name) for _, _, _, uuid, name, _ in group]
        known = list(dict.fromkeys(p for p in people if p[0]))
        unknown = len([p for p in people if not p[0]])
        found.append(
            Meeting(
                wording.outside_id(key.hex()),
                scope.moment(at),
                subject or gettext("Meeting"),
                tuple(wording.face(uuid, name) for uuid, name in known[:NAMED]),
                unknown + len(known[NAMED:]),
            )
        )
    return found


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
