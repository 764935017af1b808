"""What needs me today: a short list, each item with its reason, and what lies ahead.

The rule of its order is `core.agenda`. Each family of items has a module here, which decides from plain rows what is to
be shown on a day, and words what made the list.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Sequence

from django.utils.translation import gettext

from comity.answers import questions, wording
from comity.answers.playbooks import once
from comity.answers.shapes import Question, Today
from comity.answers.today import ahead, shown
from comity.answers.today.fitting import within_boundaries
from comity.answers.today.gathered import gathered, start_of
from comity.answers.today.ties import FRESH as FRESH
from comity.answers.today.ties import STALE
from comity.answers.unwilling import standing_today
from comity.core import agenda, days
from comity.core.records import Kind
from comity.store.access import Scope
from comity.store.queries.open_matters import Open


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
    found = gathered(scope, date, day, present=present)
    begins = now if present else start_of(scope, date)
    soon = ahead.to_prepare(scope, found.coming, date, begins)
    arranged = agenda.arrange(
        [*soon, *found.matters],
        limit or found.book.number or agenda.USUAL,
        hidden=found.hidden,
        busy=found.busy,
    )
    bounds = standing_today(scope) if present and found.book.more else ()
    items, subjects = shown.items(scope, arranged.shown, local_day, bounds)
    return Today(
        date=date,
        items=within_boundaries(scope, items, bounds, subjects),
        more=arranged.more,
        meetings=ahead.listed(scope, found.coming, begins),
        questions=_questions(found.of("question")) if present else (),
        notices=tuple(_notices(day, found.coverage)) if present else (),
        to_review=sum(row.day or 0 for row in found.of("review")) if present else 0,
        fresh_until=_fresh_until(day, found.coverage) if present else None,
    )


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
