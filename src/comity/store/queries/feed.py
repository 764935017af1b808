"""What a book's calendar feed tells, in one statement for the kinds that are wanted.

People who died, whom one stepped back from, or with whom it ended are left out, and all that hangs on them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db import connection

from comity.core import feed
from comity.core.events import FOLLOW_UP_DAYS
from comity.store.sql import rows, uuid_hex

MOST = 3000
"""Entries in a feed at the most, the earliest first."""
_HEARD = "p.died_on IS NULL AND r.standing NOT IN ('stepped_back', 'ended')"


class Entry(NamedTuple):
    """kind: one of `core.feed.KINDS`; id: 32 hexadecimal digits, of the person for a date; text: its words; first, last:
    its days, for a date month * 100 + day and the year (0: unknown); more: how often, where, or of a date its name;
    person: "" for nobody; flag: 1 for a date that comes once."""

    kind: str
    id: str
    text: str
    first: int
    last: int
    more: str
    person: str | None
    flag: int


def entries(book: int, kinds: Collection[str], day: int) -> list[Entry]:
    """What is open on a day of the book's calendar, from `feed.BACK` days before it to `feed.AHEAD` days after."""
    numbers = {"book": int(book), "back": int(day) - feed.BACK, "ahead": int(day) + feed.AHEAD}
    parts = [part.format_map(numbers) for kind, part in _parts().items() if kind in kinds]
    if not parts:
        return []
    with connection.cursor() as cursor:
        found = rows(cursor, " UNION ALL ".join(parts) + f" ORDER BY 4, 1, 2 LIMIT {MOST}")
    return [Entry(*row) for row in found]


def _about(*, left: bool = False, via: str = "x") -> str:
    kind = "LEFT JOIN" if left else "JOIN"
    return (
        f"{kind} store_person q ON q.id = {via}.person_id {kind} store_person p ON p.id = COALESCE(q.merged_into_id, q.id) "
        f"{kind} store_relationship r ON r.person_id = p.id"
    )


def _parts() -> Mapping[str, str]:
    """The SELECT of each kind, with places for the numbers of a day."""
    id, anyone = uuid_hex("x.uuid"), _about(left=True)
    near = "BETWEEN {back} AND {ahead}"
    return {
        feed.REMINDER: f"SELECT 'reminder', {id}, x.text, x.due, x.due, x.every, p.name, 0 FROM store_reminder x {anyone} "
        f"WHERE x.book_id = {{book}} AND x.done_at IS NULL AND (x.due {near} OR (x.every <> '' AND x.due < {{back}})) "
        f"AND (p.id IS NULL OR ({_HEARD}))",
        feed.PROMISE: f"SELECT 'promise', {id}, x.text, x.due, x.due, '', p.name, 0 FROM store_commitment x {_about()} "
        f"WHERE x.book_id = {{book}} AND x.state = 'open' AND x.\"by\" = 'mine' AND x.due {near} AND {_HEARD}",
        feed.DATE: f"SELECT 'date', {uuid_hex('p.uuid')}, x.what, x.month * 100 + x.day, COALESCE(x.year, 0), x.label, p.name, "
        f"CASE WHEN x.once THEN 1 ELSE 0 END FROM store_importantdate x {_about()} "
        f"WHERE x.book_id = {{book}} AND NOT p.is_me AND {_HEARD}",
        feed.SESSION: f"SELECT 'session', {id}, '', x.planned_on, x.planned_on, '', p.name, 0 FROM store_mentoringsession x "
        f"JOIN store_mentoring m ON m.id = x.mentoring_id AND m.ended_on IS NULL {_about(via='m')} "
        f"WHERE x.book_id = {{book}} AND x.held_on IS NULL AND x.planned_on {near} AND {_HEARD}",
        feed.EVENT: f"SELECT 'event', {id}, x.name, x.starts, x.ends, x.place, '', 0 FROM store_event x "
        f"WHERE x.book_id = {{book}} AND x.state <> 'missed' AND x.ends >= {{back}} AND x.starts <= {{ahead}}",
        feed.FOLLOW_UP: f"SELECT 'follow_up', {id}, v.name, x.met_on + {FOLLOW_UP_DAYS}, x.met_on + {FOLLOW_UP_DAYS}, '', "
        f"p.name, 0 FROM store_guest x JOIN store_event v ON v.id = x.event_id {_about()} WHERE x.book_id = {{book}} "
        f"AND x.followed_up_on IS NULL AND x.met_on {near} AND {_HEARD}",
        feed.STEP: f"SELECT 'step', {id}, x.text, x.due, x.due, g.title, p.name, 0 FROM store_goalstep x "
        f"JOIN store_goal g ON g.id = x.goal_id AND g.state = 'open' {anyone} WHERE x.book_id = {{book}} "
        f"AND x.done_on IS NULL AND x.due {near} AND (p.id IS NULL OR ({_HEARD}))",
    }
