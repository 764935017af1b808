"""Writing down what passed: in a form, or in one line."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from comity.actions.finding import person_of
from comity.core import days, logline
from comity.core.errors import Ambiguous, Invalid, NotFound
from comity.core.records import Kind
from comity.store import entering, undoing
from comity.store.access import Scope
from comity.store.models import Interaction, Person
from comity.store.queries.people import emails

TEXT = 200_000


@dataclass(frozen=True, slots=True)
class Logged:
    """What was understood and stored: its id, the people as (id, name), the kind, the day, the text."""

    id: str
    people: tuple[tuple[str, str], ...]
    kind: str
    day: dt.date
    text: str


def record(
    scope: Scope, person_ids: list[str], *, kind: str, at: dt.datetime, subject: str, text: str
) -> str:
    """Record an interaction with these people; returns its id. It counts as contact both ways.

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
    people = list({p.pk: p for p in (person_of(scope, id, by_hand=True) for id in person_ids)}.values())
    key = entering.enter(
        scope.book_id,
        people,
        kind=of_kind,
        at=int(moment.timestamp()),
        offset=int((moment.utcoffset() or dt.timedelta()).total_seconds() // 60),
        subject=" ".join(subject.replace("\0", "").split()),
        text=text.replace("\0", "").strip()[:TEXT],
        today=days.day_of(int(time.time())),
    )
    return str(UUID(bytes=key))


def log(scope: Scope, text: str, now: dt.datetime, *, people: Sequence[str] = ()) -> Logged:
    """Record what one line says, such as "coffee with Ada yesterday".

    Args:
        people: ids of those it was with, where the line alone does not tell; then the line is not asked.

    Raises:
        Invalid: it names nobody who is known, or a day to come; Ambiguous: a name fits several people;
        NotFound: one of `people` is not in this book.
    """
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    line = logline.understand(text, today)
    with_whom = [person_of(scope, id) for id in people] or _named(scope, text)
    if line.day == today:
        at = now.astimezone(ZoneInfo(scope.zone))
    else:
        at = dt.datetime.combine(line.day, dt.time(12), ZoneInfo(scope.zone))
    words = " ".join(text.split())
    shown = {str(person.uuid): person.name for person in with_whom}
    kind = line.kind.name.lower()
    id = record(scope, list(shown), kind=kind, at=at, subject=words[:200], text=text)
    return Logged(id, tuple(shown.items()), kind, line.day, words)


def _named(scope: Scope, text: str) -> list[Person]:
    """Everybody whom a text names, each mention one person."""
    known = Person.objects.filter(book_id=scope.book_id, merged_into=None, is_me=False)
    names = {str(uuid): name for uuid, name in known.values_list("uuid", "name")}
    mentions = logline.named(text, names.items())
    if not mentions:
        raise Invalid("text", text, "it names nobody in this book")
    for ids in mentions:
        if len(ids) > 1:
            raise Ambiguous(text, _candidates(scope, ids[:10]))
    return [person_of(scope, id) for (id,) in mentions]


def _candidates(scope: Scope, ids: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    people = [person_of(scope, id) for id in ids]
    known = emails([person.pk for person in people])
    return tuple((str(p.uuid), p.name, next(iter(known.get(p.pk, ())), "")) for p in people)


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
    undoing.forget(scope.book_id, row.pk, days.day_of(int(time.time())))
