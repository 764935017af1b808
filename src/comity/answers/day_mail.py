"""The day's list by mail: what it says, and how it stands in Settings."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from comity.answers import guarding, wording
from comity.answers.shapes import Item, Meeting
from comity.answers.today import feeling, today
from comity.core import agenda, days
from comity.core import day_mail as core
from comity.core.audience import ANYBODY, Audience
from comity.exports.letter import Letter, Line
from comity.store.access import Scope
from comity.store.models import DayMail

LATE = 3600
"""Seconds after its minute for which a mail may be on its way before something is said to be wrong."""


@dataclass(frozen=True, slots=True)
class MailState:
    """How the mail stands. server: whether this installation can send any, trouble_there: why its setting is wrong;
    waits: a code was sent to the address and not given back yet; at: "07:00"; late: today's should have gone long ago."""

    server: bool
    trouble_there: str
    on: bool = False
    waits: bool = False
    address: str = ""
    at: str = "07:00"
    when_empty: bool = False
    sent_on: dt.date | None = None
    failures: int = 0
    trouble: str = ""
    late: bool = False

    @property
    def tries(self) -> str:
        """How often in a row it failed, as a sentence ends with it; "" where it did not."""
        if not self.failures:
            return ""
        return " " + ngettext("(%(n)d try)", "(%(n)d tries)", self.failures) % {"n": self.failures}


def state(scope: Scope) -> MailState:
    """The day's mail of this user and book."""
    server = settings.MAIL
    row = DayMail.objects.filter(book_id=scope.book_id, user_id=scope.user_id).first()
    if row is None:
        return MailState(server.named, server.trouble)
    now, on = int(time.time()), not row.code
    due = core.is_due(now, scope.zone, row.minute, row.sent_on, row.leased_until)
    return MailState(
        server.named,
        server.trouble,
        on=on,
        waits=not on,
        address=row.address,
        at=core.clock(row.minute),
        when_empty=row.when_empty,
        sent_on=None if row.sent_on is None else days.date_from_day(row.sent_on),
        failures=row.failures,
        trouble=row.trouble,
        late=on and due and now - core.due_at(now, scope.zone, row.minute) > LATE,
    )


def letter(scope: Scope, origin: str, audience: Audience = ANYBODY) -> Letter:
    """Today's list in a letter; origin: where its links lead, "" for none.

    How a relationship is for me is not asked in it, and what was told in confidence is left out: the letter passes
    servers and lies in a mailbox, and whoever reads it there counts as anybody. While something is sealed and locked
    it names only whom a thing is about, and when they meet.
    """
    with timezone.override(scope.zone):
        found = today(scope)
        guard = guarding.guard(scope, audience)
        items = [item for item in found.items if item.kind != feeling.KIND and _may_go(guard, item)]
        bare = bool(guard.unread)
        begins = [one for one in found.meetings if one.begins.date() == found.date]
        ahead = [one for one in begins if _may_stand(guard, one)]
        count = len(items)
        date = wording.long_date(found.date)
        if count:
            subject = ngettext("%(count)d thing for today", "%(count)d things for today", count)
            opening = gettext("Good morning. This is your list for %(date)s.") % {"date": date}
        else:
            subject = gettext("Nothing needs you today")
            opening = gettext("Good morning. Nothing needs you today, %(date)s. Have a good day.") % {
                "date": date
            }
        if found.more:
            more = ngettext("%(count)d more can wait.", "%(count)d more can wait.", found.more)
            opening += " " + more % {"count": found.more}
        if guard.withheld:
            opening += " " + guarding.left_out(guard.withheld)
        if bare:
            opening += " " + gettext("Something is sealed and locked, so your own words are left out here.")
        return Letter(
            subject=subject % {"count": count} if count else subject,
            opening=opening,
            lines=tuple(_line(item, origin, bare=bare) for item in items),
            ahead=tuple(_meeting(meeting, bare=bare) for meeting in ahead),
            ahead_title=gettext("Meetings today"),
            end=gettext("You switched this mail on in Comity; its Settings switch it off."),
            link=f"{origin}/" if origin else "",
            link_words=gettext("Open Today"),
        )


def _may_go(guard: guarding.Guard, item: Item) -> bool:
    if not guard:
        return True
    line, named = _line(item, "", bare=bool(guard.unread)), agenda.named(item.key)
    rows = [("", named.subject)] if named else []
    whole = " ".join((line.title, line.who, line.reason))
    return guard.lets(line.title, line.reason, whole, rows=rows, what=item.kind, names=bool(guard.unread))


def _may_stand(guard: guarding.Guard, meeting: Meeting) -> bool:
    if not guard:
        return True
    bare, rows = bool(guard.unread), [("interactions", meeting.id)]
    said = "" if bare else meeting.subject
    return guard.lets(said, _meeting(meeting, bare=bare), rows=rows, what=gettext("meeting"), names=bare)


def _line(item: Item, origin: str, *, bare: bool) -> Line:
    """A thing in the letter; bare: without words that somebody wrote, for any of them may say what is locked."""
    link = origin + _page(item) if origin else ""
    if bare:
        return Line(item.group, item.face.name if item.face else gettext("Of your own"), "", "", link)
    who = item.face.name if item.face and item.face.name != item.title else ""
    return Line(item.group, item.title, who, item.reason, link)


def _page(item: Item) -> str:
    """The page that shows an item in full."""
    return item.page or (f"/people/{item.face.id}" if item.face else "/")


def _meeting(meeting: Meeting, *, bare: bool) -> str:
    clock = date_format(meeting.begins, "TIME_FORMAT")
    names = ", ".join(face.name for face in meeting.people)
    if bare:
        return f"{clock} {names}".strip()
    return f"{clock} {meeting.subject}" + (f" ({names})" if names else "")
