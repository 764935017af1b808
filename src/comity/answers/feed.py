"""A private calendar feed: what it tells, and how it stands in Settings.

It says little unless the user wants more, for a calendar's server and whoever shares the calendar may read it. Facts,
notes, agendas and sentences of mails are in none of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as later

from comity.answers import guarding, wording
from comity.core import dates, days, recurring
from comity.core import feed as core
from comity.core.audience import ANYBODY, Audience
from comity.core.errors import NotFound
from comity.exports import feed as writer
from comity.exports.feed import Day
from comity.store.access import Scope, scope_of
from comity.store.models import CalendarFeed
from comity.store.queries import feed as query
from comity.store.queries.feed import Entry

KINDS: Mapping[str, str | Promise] = {
    core.REMINDER: later("Reminders"),
    core.PROMISE: later("Promises of mine, on the day they are due"),
    core.DATE: later("Birthdays and other dates"),
    core.SESSION: later("Mentoring sessions"),
    core.EVENT: later("Events"),
    core.FOLLOW_UP: later("Follow-ups after events"),
    core.STEP: later("Steps towards goals"),
}
"""What can be chosen, in words."""
_DATES: Mapping[str, str | Promise] = {
    dates.BIRTHDAY: later("Birthday"),
    dates.WORK: later("Work anniversary"),
}
"""The dates that a calendar others may see says by their name."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """How the feed stands: since when its address is good, when it was last fetched; None while it is off."""

    on: bool
    kinds: tuple[str, ...] = core.KINDS
    details: bool = False
    made_at: dt.datetime | None = None
    last_read_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A feed that was asked for by its address: its row, whose book, and what it tells."""

    id: int
    scope: Scope
    kinds: tuple[str, ...]
    details: bool


def state(scope: Scope) -> FeedState:
    """The feed of this user and book."""
    row = CalendarFeed.objects.filter(book_id=scope.book_id, user_id=scope.user_id).first()
    if row is None:
        return FeedState(False)
    return FeedState(True, core.chosen(row.kinds), row.details, row.created_at, row.last_read_at)


def reader(token: str) -> Reader | None:
    """The feed with this token; None where there is none, it was revoked, or its user may no longer open the book."""
    wanted = core.digest(token)
    row = CalendarFeed.objects.select_related("user", "book").filter(digest=wanted).first()
    if row is None or not hmac.compare_digest(row.digest, wanted) or not row.user.is_active:
        return None
    try:
        scope = scope_of(row.user_id, book=str(row.book.uuid))
    except NotFound:
        return None
    return Reader(row.pk, scope, core.chosen(row.kinds), row.details)


def feed_days(scope: Scope, kinds: Collection[str], details: bool, audience: Audience = ANYBODY) -> list[Day]:
    """What the feed tells today, the same thing once; without what was told in confidence, whole entries of it.

    While something is sealed and locked, it tells no details.
    """
    guard = guarding.guard(scope, audience)
    return _told(scope, kinds, details and not guard.unread, guard)


def left_out(scope: Scope, kinds: Collection[str], details: bool) -> int:
    """How many entries the feed leaves out today because of what was told in confidence."""
    guard = guarding.guard(scope, ANYBODY)
    if guard:
        _told(scope, kinds, details and not guard.unread, guard)
    return guard.count


def _told(scope: Scope, kinds: Collection[str], details: bool, guard: guarding.Guard) -> list[Day]:
    today = scope.today()
    told = {}
    for entry in query.entries(scope.book_id, kinds, days.day_from_date(today)):
        day = _date(entry, today, details) if entry.kind == core.DATE else _day(entry, details)
        if day is not None and _may_go(guard, entry, day):
            told[day.id] = day
    return list(told.values())


def _may_go(guard: guarding.Guard, entry: Entry, day: Day) -> bool:
    if not guard:
        return True
    whom = entry.person if entry.person and entry.kind != core.EVENT else ""
    return guard.lets(
        day.summary, day.place, whom, rows=[(entry.kind, entry.id)], what=str(KINDS[entry.kind]), names=True
    )


def _day(entry: Entry, details: bool) -> Day:
    often = recurring.every(entry.more) if entry.kind == core.REMINDER and entry.more else None
    first, last = days.date_from_day(entry.first), days.date_from_day(max(entry.first, entry.last))
    summary = " ".join((_full(entry) if details else _little(entry)).split())
    place = entry.more if details and entry.kind == core.EVENT else ""
    return Day(
        str(UUID(entry.id)), first, last, summary, place, core.rule(often, entry.first) if often else ""
    )


def _date(entry: Entry, today: dt.date, details: bool) -> Day | None:
    """A date of a person: it begins last year, whenever it was first, so that no age is told."""
    month, day = divmod(entry.first, 100)
    once = bool(entry.flag)
    year = entry.last if once else today.year - 1
    on = dates.falls_on(year, month, day) if year else None
    if on is None or (once and abs((on - today).days) > core.AHEAD):
        return None
    id = uuid5(UUID(entry.id), f"{entry.text} {entry.more} {entry.first} {year if once else ''}")
    named = _DATES.get(entry.text)
    words = entry.more or str(named or entry.text.replace("_", " ").capitalize())
    if not details:
        words = str(named or gettext("A date"))
    about = _name(entry, details)
    summary = gettext("%(what)s: %(who)s") % {"what": words, "who": about}
    return Day(str(id), on, on, " ".join(summary.split()), rule="" if once else core.yearly(month, day))


def _little(entry: Entry) -> str:
    who = _name(entry, False)
    words = {
        core.REMINDER: gettext("Reminder: %(who)s") if who else gettext("Reminder"),
        core.PROMISE: gettext("Promise to %(who)s"),
        core.SESSION: gettext("Mentoring session with %(who)s"),
        core.EVENT: gettext("Event"),
        core.FOLLOW_UP: gettext("Follow up with %(who)s"),
        core.STEP: gettext("Step towards a goal"),
    }
    return words[entry.kind] % {"who": who}


def _full(entry: Entry) -> str:
    who = _name(entry, True)
    values = {"who": who, "text": entry.text, "goal": entry.more}
    words = {
        core.REMINDER: gettext("%(text)s (%(who)s)") if who else "%(text)s",
        core.PROMISE: gettext("Promise to %(who)s: %(text)s"),
        core.SESSION: gettext("Mentoring session with %(who)s"),
        core.EVENT: "%(text)s",
        core.FOLLOW_UP: gettext("Follow up with %(who)s (%(text)s)"),
        core.STEP: gettext("%(text)s (%(goal)s)"),
    }
    return words[entry.kind] % values


def _name(entry: Entry, whole: bool) -> str:
    """Whom it is about, in full or by the first letter; "" for nobody."""
    if entry.person is None or entry.kind == core.EVENT:
        return ""
    name = wording.face_name(entry.person)
    return name if whole else f"{name.lstrip('(')[:1].upper()}."


def body(days_told: list[Day], changed_at: int) -> str:
    """The calendar as it is sent."""
    return writer.feed("Comity", days_told, changed_at)


def content_of(days_told: list[Day]) -> str:
    """A SHA-256 that is the same as long as the feed tells the same."""
    return hashlib.sha256("".join(writer.events(days_told, 0)).encode("utf-8", "replace")).hexdigest()


def kinds_for(state: FeedState) -> Iterator[tuple[str, str, bool]]:
    """(kind, in words, whether it is told) for Settings."""
    for kind, words in KINDS.items():
        yield kind, str(words), kind in state.kinds
