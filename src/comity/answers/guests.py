"""The guests of events as lines: who they are, what I mean to do, what was done, and what came of meeting them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from comity.answers.known import Known, known
from comity.core import days, events
from comity.store.models import ContactDay, Guest


@dataclass(frozen=True, slots=True)
class GuestLine:
    """Somebody at an event.

    due: until when to follow up, where that is open; wrote_on: the first day after we met on which there was word from
    me, where that is open; contact_days: days with contact after the event; became: a relationship came of it
    (`core.events.became`); interaction: the record of our meeting there.
    """

    id: str
    known: Known
    wanted: bool
    why: str
    met_on: dt.date | None
    followed_up_on: dt.date | None
    due: dt.date | None
    overdue: bool
    wrote_on: dt.date | None
    contact_days: int
    became: bool
    note: str
    interaction: str | None


def lines(found: Sequence[Guest], today: int) -> list[GuestLine]:
    """A line for each of these rows, in their order; three queries whatever their number.

    The rows come with their event and interaction looked up.
    """
    people = known(guest.person_id for guest in found)
    met = [guest for guest in found if guest.met_on is not None]
    since = _contact(
        {people[g.person_id].relationship for g in met}, min((g.met_on or 0 for g in met), default=0)
    )
    return [_line(guest, people[guest.person_id], since, today) for guest in found]


def once(found: Iterable[GuestLine]) -> list[GuestLine]:
    """Each person once: of those merged, the line that says most (met, then wanted)."""
    best: dict[int, GuestLine] = {}
    for line in found:
        before = best.get(line.known.person)
        if before is None or _says(line) > _says(before):
            best[line.known.person] = line
    return list(best.values())


def _says(line: GuestLine) -> tuple[bool, bool, bool]:
    return (line.met_on is not None, line.followed_up_on is not None, line.wanted)


def by_name(line: GuestLine) -> tuple[str, str]:
    """In order of name."""
    return line.known.face.name.casefold(), line.id


Days = dict[int, list[tuple[int, int, int]]]


def _contact(relationships: set[int], after: int) -> Days:
    """(day, in, out) of each relationship after a day, in order."""
    days_of: Days = defaultdict(list)
    rows = ContactDay.objects.filter(relationship__in=relationships, day__gt=after).order_by("day")
    for relationship, *day in rows.values_list("relationship_id", "day", "in_n", "out_n"):
        days_of[relationship].append((day[0], day[1], day[2]))
    return days_of


def _line(guest: Guest, who: Known, since: Days, today: int) -> GuestLine:
    contact = since.get(who.relationship, []) if guest.met_on is not None else []
    later = [day for day in contact if day[0] > guest.event.ends]
    is_open = guest.met_on is not None and guest.followed_up_on is None
    due = events.follow_up_due(guest.met_on) if is_open and guest.met_on is not None else None
    wrote = (
        next((day for day, _, out in contact if out and day > (guest.met_on or 0)), None) if is_open else None
    )
    return GuestLine(
        str(guest.uuid),
        who,
        guest.wanted,
        guest.why,
        date(guest.met_on),
        date(guest.followed_up_on),
        date(due),
        due is not None and due < today,
        date(wrote),
        len(later),
        events.became(later),
        guest.note,
        None if guest.interaction is None else str(UUID(bytes=bytes(guest.interaction.key))),
    )


def date(day: int | None) -> dt.date | None:
    """The date of a day number, None where there is none."""
    return None if day is None else days.date_from_day(day)
