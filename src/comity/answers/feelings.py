"""How is it for me: what I said of a relationship, whether it weighs, and whom to ask about next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max, Q

from comity.answers import wording
from comity.answers.heads import rows_of
from comity.answers.shapes import Face
from comity.core import days
from comity.core.feelings import FROM_DAYS, LOOKED_AT, RECENT, Felt, may_ask, may_ask_anybody, weighs
from comity.core.playbooks import Standing
from comity.store import sealing
from comity.store.access import Scope
from comity.store.models import Attention, Feeling, Person

_MOST = 100


@dataclass(frozen=True, slots=True)
class FeelingLine:
    """A word on a day: -2 to 2, None where I would not say; text: "" where there is none, or while it is sealed and locked."""

    id: str
    on: dt.date
    score: int | None
    text: str
    locked: bool


@dataclass(frozen=True, slots=True)
class HowItIs:
    """What I said of one relationship, the latest first; weighs: it felt bad again and again."""

    lines: tuple[FeelingLine, ...]
    weighs: bool


def how_it_is(scope: Scope, who: str) -> HowItIs:
    """What I said of somebody; for my eyes alone, on their page.

    Raises:
        NotFound: nobody fits; Ambiguous: several do.
    """
    return told_of(
        scope, list(Feeling.objects.filter(person__in=rows_of(scope, who)).order_by("-on", "-id")[:_MOST])
    )


def of_person(scope: Scope, person_id: str) -> HowItIs:
    """The same for the person of an id, in one query."""
    who = Q(person__uuid=person_id) | Q(person__merged_into__uuid=person_id)
    rows = Feeling.objects.filter(who, book_id=scope.book_id).order_by("-on", "-id")[:_MOST]
    return told_of(scope, list(rows))


def told_of(scope: Scope, rows: Iterable[Feeling]) -> HowItIs:
    """These words, the latest first, and whether they weigh."""
    found = list(rows)
    today = days.day_from_date(scope.today())
    return HowItIs(
        tuple(_line(scope, row) for row in found), weighs([Felt(row.on, row.score) for row in found], today)
    )


def to_ask_about(scope: Scope) -> Face | None:
    """Whom to ask about today, None for nobody: at most one question in ten days, of a relationship that is alive.

    Of those, the one that was never asked about, or not for longest. Never somebody who died, from whom I stepped back,
    or of whom Today is never to ask.
    """
    today = days.day_from_date(scope.today())
    last = Feeling.objects.filter(book_id=scope.book_id).aggregate(last=Max("on"))["last"]
    if not may_ask_anybody(last, today):
        return None
    rows = (
        Person.objects.filter(
            book_id=scope.book_id,
            merged_into=None,
            is_me=False,
            died_on=None,
            relationship__metrics__active_days__gte=FROM_DAYS,
            relationship__metrics__last_day__gte=today - RECENT,
        )
        .exclude(relationship__standing__in=(Standing.STEPPED_BACK, Standing.ENDED))
        .annotate(asked=Max("feelings__on"), last=F("relationship__metrics__last_day"))
        .order_by("-relationship__metrics__last_day", "relationship__id")
        .values_list("uuid", "name", "asked", "last", "relationship__metrics__active_days")[:LOOKED_AT]
    )
    in_turn = sorted(rows, key=lambda row: (row[2] or 0, -row[4], row[0].hex))
    found = [row for row in in_turn if may_ask(row[2], row[3], row[4], today)]
    keys = [f"feeling-{uuid.hex}" for uuid, *_ in found]
    never = Attention.objects.filter(book_id=scope.book_id, key__in=keys, act=Attention.NEVER)
    silent = set(never.values_list("key", flat=True)) if keys else set()
    return next(
        (wording.face(uuid.hex, name) for uuid, name, *_ in found if f"feeling-{uuid.hex}" not in silent),
        None,
    )


def _line(scope: Scope, row: Feeling) -> FeelingLine:
    on = wording.day(row.on)
    assert on is not None
    locked = sealing.is_sealed(row) and scope.key is None
    text = row.text if locked or not sealing.is_sealed(row) else str(sealing.opened(scope, row)["text"])
    return FeelingLine(str(row.uuid), on, row.score, text, locked)
