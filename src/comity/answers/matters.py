"""What is open between somebody and me, of all kinds together: the panel of a person's page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import F
from django.utils.translation import gettext

from comity.answers import wording
from comity.answers.shapes import OpenMatter
from comity.answers.subject import Subject
from comity.core import days
from comity.store.models import Commitment, Exchange, Reminder, Request


def open_between(about: Subject, exchanges: Iterable[Exchange], today: int) -> tuple[OpenMatter, ...]:
    """Reminders, promises, requests and thanks owed, each kind by its day.

    exchanges: all with them; today: a day number in the book's zone.
    """
    reminders, promises, requests = (about.rows(what) for what in ("reminder", "commitment", "request"))
    return (
        *(_reminders(reminders, today) if reminders else ()),
        *(_promises(promises, today) if promises else ()),
        *(_requests(requests, today) if requests else ()),
        *_thanks(exchanges),
    )


def _reminders(members: Sequence[int], today: int) -> Iterable[OpenMatter]:
    for row in Reminder.objects.filter(person__in=members, done_at=None).order_by("due"):
        note = wording.often(row.every) if row.every else ""
        yield OpenMatter(
            str(row.uuid), "reminder", row.text, days.date_from_day(row.due), row.due < today, note
        )


def _promises(members: Sequence[int], today: int) -> Iterable[OpenMatter]:
    found = Commitment.objects.filter(person__in=members, state=Commitment.OPEN)
    for row in found.order_by(F("due").asc(nulls_last=True), "made_on", "id"):
        first = wording.day(row.first_due)
        note = gettext("first due %(date)s") % {"date": wording.long_date(first)} if first else ""
        overdue = row.due is not None and row.due < today
        yield OpenMatter(str(row.uuid), f"promise_{row.by}", row.text, wording.day(row.due), overdue, note)


def _requests(members: Sequence[int], today: int) -> Iterable[OpenMatter]:
    found = Request.objects.filter(person__in=members, state=Request.OPEN)
    for row in found.order_by(F("due").asc(nulls_last=True), "asked_on", "id"):
        asked = gettext("asked %(date)s") % {"date": wording.long_date(days.date_from_day(row.asked_on))}
        overdue = row.due is not None and row.due < today
        yield OpenMatter(str(row.uuid), "request", row.text, wording.day(row.due), overdue, asked)


def _thanks(exchanges: Iterable[Exchange]) -> Iterable[OpenMatter]:
    for row in exchanges:
        if row.direction == Exchange.RECEIVED and row.asks_thanks and row.thanked_on is None:
            yield OpenMatter(str(row.uuid), "thanks", row.text or row.kind, days.date_from_day(row.on), False)
