"""Writing down what passed."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from comity.actions import crossings
from comity.actions.finding import person_of
from comity.core import days
from comity.core.errors import Invalid, NotFound
from comity.core.records import Kind
from comity.store import entering, undoing
from comity.store.access import Scope
from comity.store.models import Interaction, Person

TEXT = 200_000


def record(
    scope: Scope,
    person_ids: list[str],
    *,
    kind: str,
    at: dt.datetime,
    subject: str,
    text: str,
    day_only: bool = False,
) -> str:
    """Record an interaction with these people; returns its id. It counts as contact both ways.

    What it crosses of boundaries is kept beside it; day_only: of the time only the day is meant.

    Raises:
        Invalid: nobody, an unknown kind, neither subject nor text, or a time in the future;
        NotFound: no such person in this book.
    """
    try:
        of_kind = Kind[kind.upper()]
    except KeyError:
        names = ", ".join(k.name.lower() for k in Kind)
        raise Invalid("kind", kind, f"this is none of: {names}") from None
    if not person_ids:
        raise Invalid("people", "", "say with whom it was")
    if not (subject.strip() or text.strip()):
        raise Invalid("text", text, "say in a few words what it was")
    moment = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(scope.zone))
    if moment.timestamp() > time.time() + 86_400:
        raise Invalid("at", moment.isoformat(), "it lies in the future; set a reminder instead")
    people = [person_of(scope, id, by_hand=True) for id in person_ids]
    return enter(scope, people, of_kind, moment, subject, text, day_only=day_only)


def enter(
    scope: Scope,
    people: Sequence[Person],
    kind: Kind,
    moment: dt.datetime,
    subject: str,
    text: str,
    *,
    day_only: bool = False,
) -> str:
    """Store an interaction with these people; returns its id. One that is still to come is a plan, as in a calendar."""
    everybody = list({person.pk: person for person in people}.values())
    with transaction.atomic():
        key = entering.enter(
            scope.book_id,
            everybody,
            kind=kind,
            at=int(moment.timestamp()),
            offset=int((moment.utcoffset() or dt.timedelta()).total_seconds() // 60),
            subject=" ".join(subject.replace("\0", "").split()),
            text=text.replace("\0", "").strip()[:TEXT],
            today=days.day_of(int(time.time())),
        )
        crossings.keep(
            scope,
            everybody,
            crossings.PLANNED if moment.timestamp() > time.time() else crossings.LOGGED,
            on=days.day_from_date(moment.date()),
            text=_words(subject, text),
            interaction=Interaction.objects.get(book_id=scope.book_id, key=key),
            moment=moment,
            day_only=day_only,
            channel=kind.name.lower(),
        )
    return str(UUID(bytes=key))


def _words(subject: str, text: str) -> str:
    """All that it says, once."""
    return text if subject.strip() in text else f"{subject}\n{text}"


def forget(scope: Scope, id: str) -> None:
    """Take back an interaction that was entered by hand.

    Raises:
        NotFound: no such one in this book, or it came from a file.
    """
    try:
        key = UUID(id).bytes
    except ValueError:
        raise NotFound("interaction", id) from None
    row = Interaction.objects.filter(book_id=scope.book_id, key=key, by_hand=True).first()
    if row is None:
        raise NotFound("interaction", id)
    with transaction.atomic():
        crossings.take_back(scope, row)
        undoing.forget(scope.book_id, row.pk, days.day_of(int(time.time())))
