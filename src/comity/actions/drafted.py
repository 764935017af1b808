"""A draft that the user opened in their mail program: what sending it then crosses is kept, and can be taken back."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable

from django.db import transaction

from comity.actions import crossings
from comity.actions.finding import person_of
from comity.core import days
from comity.core.planned import TO_BOTH, of_draft
from comity.store.access import Scope
from comity.store.models import Crossing
from comity.store.queries.boundaries import waiting_since
from comity.store.queries.person import members


def opened(
    scope: Scope, person_id: str, kind: str, subject: str, body: str, *, other_id: str | None = None
) -> tuple[str, ...]:
    """Keep what a mail of this kind crosses when it is sent now, once for each person, subject and day; returns the ids.

    Opening is not sending, but the last that is known here; other_id: to whom it goes besides.

    Raises:
        NotFound: no such person.
    """
    ids = [person_id] + ([other_id] if other_id and kind in TO_BOTH else [])
    now = scope.moment(int(time.time()))
    with transaction.atomic():
        kept = []
        for person in [person_of(scope, id) for id in ids]:
            since = waiting_since(members(person.pk))
            waits = None if since is None else dt.datetime.fromtimestamp(since, dt.UTC)
            plan = of_draft(kind, subject, body, now, waits)
            on, words = days.day_from_date(scope.today()), " ".join(subject.split())
            kept += crossings.keep_plan(scope, [person], crossings.DRAFTED, plan, on=on, text=words)
    return tuple(str(row.uuid) for row in kept)


def not_sent(scope: Scope, ids: Iterable[str]) -> None:
    """A draft that was opened was not sent: what was kept of it goes. Others, and what is not known, stay as they are."""
    drafted = Crossing.objects.filter(book_id=scope.book_id, did=crossings.DRAFTED)
    drafted.filter(uuid__in=list(ids)).delete()
