"""Meetings to come, as calendars tell of them, that cross a boundary; read anew each time, so that a moved one is right."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext

from comity.answers import wording
from comity.answers.boundaries import Notice, notices
from comity.answers.finding import find
from comity.answers.shapes import Face
from comity.core import days
from comity.core.boundaries import Boundary, Plan, Subject, crossings
from comity.core.planned import of_days
from comity.store.access import Scope
from comity.store.models import Batch
from comity.store.queries import meetings_ahead as query
from comity.store.queries.boundaries import standing, subjects
from comity.store.queries.meetings_ahead import Seat

AHEAD = 28
"""Days that are looked ahead."""


@dataclass(frozen=True, slots=True)
class MeetingAhead:
    """A meeting that crosses something: id: of the interaction; whole_day: it has no hour; people: those with whom it does."""

    id: str
    at: dt.datetime
    whole_day: bool
    subject: str
    people: tuple[Face, ...]
    notices: tuple[Notice, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """What it crosses, each sentence once."""
        return tuple(dict.fromkeys(one.words for one in self.notices))


def meetings_ahead(
    scope: Scope, known: Sequence[Boundary] | None = None, *, who: str = "", batch: int | None = None
) -> tuple[MeetingAhead, ...]:
    """Meetings of the next weeks that cross a boundary, the next ones first; those entered by hand were said before.

    known: the boundaries that stand; who: only those that cross one with this person; batch: only those that the import
    of this number holds.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    person = wording.shown(find(scope, who)).id if who else ""
    today = days.day_from_date(scope.today())
    known = standing(scope.book_id, today, scope.zone) if known is None else known
    row = None if batch is None else Batch.objects.filter(book_id=scope.book_id, number=batch).first()
    if not known or (batch is not None and row is None):
        return ()
    begin = days.start_of(today - 1)
    seats = query.ahead(scope.book_id, begin, begin + AHEAD * days.SECONDS_PER_DAY, row.pk if row else None)
    seen = subjects(scope.book_id, {seat.head for seat in seats}, today)
    each = (list(group) for _, group in groupby(seats, key=lambda seat: bytes(seat.key)))
    found = (_meeting(scope, list(those), seen, known, today) for those in each)
    return tuple(one for one in found if one and (not person or person in {face.id for face in one.people}))


def _meeting(
    scope: Scope, seats: Sequence[Seat], seen: dict[int, Subject], known: Sequence[Boundary], today: int
) -> MeetingAhead | None:
    """A meeting with what it crosses; None where that is nothing, or it has begun."""
    first, heads = seats[0], {seat.head: seat for seat in seats}
    plan, whole_day = _plan(scope, first)
    ends = plan.until or plan.moment
    if ends is None or ends.timestamp() <= time.time():
        return None
    crossed = crossings(replace(plan, who=tuple(seen[head] for head in heads)), known, today)
    if not crossed:
        return None
    names = {head: wording.face_name(seat.name) for head, seat in heads.items()}
    those = (heads[head] for head in dict.fromkeys(one.who for one in crossed))
    assert plan.moment is not None
    return MeetingAhead(
        wording.outside_id(bytes(first.key).hex()),
        plan.moment,
        whole_day,
        first.subject or gettext("Meeting"),
        tuple(wording.face(seat.uuid, seat.name) for seat in those),
        notices(scope, crossed, names, by_me=plan.by_me),
    )


def _plan(scope: Scope, seat: Seat) -> tuple[Plan, bool]:
    """A meeting as boundaries see it, and whether it is one of whole days, which calendars store at 00:00 UTC."""
    words = f"{seat.subject}\n{seat.snippet}"
    whole_day = seat.offset is None and not seat.zone and seat.at % days.SECONDS_PER_DAY == 0
    if not whole_day:
        moment = scope.moment(seat.at)
        return Plan(moment=moment, channel="meeting", words=words, by_me=not seat.theirs), False
    first = days.day_of(seat.at)
    last = max(first, days.day_of((seat.ends_at or seat.at) - 1))
    return replace(of_days(first, last, scope.zone, "meeting", words), by_me=not seat.theirs), True
