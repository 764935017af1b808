"""The register of my interests: what holds, what cools off, what is to be reviewed; and ties between others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q, QuerySet

from comity.answers import conflict_words as words
from comity.answers import heads, policies, wording
from comity.answers.heads import Head
from comity.answers.shapes import Face
from comity.core import days, money
from comity.core.conflicts import EMPLOYERS, INTERESTS, OTHER, TIES, cooling, review_due
from comity.store.access import Scope
from comity.store.models import Interest, Tie
from comity.store.queries.conflicts import entered_on

SHOWN = 500
"""Rows of a register that are shown."""


@dataclass(frozen=True, slots=True)
class InterestLine:
    """An interest of mine. about: the person, or None; organisation: "" for none; worth: in words; weight_words: how much it
    weighs; state: holds, cooling or over; counts_until: the last day on which one that ended still counts; due: it is to
    be reviewed."""

    id: str
    kind: str
    kind_words: str
    face: Face | None
    organisation: str
    text: str
    worth: str
    since: dt.date | None
    until: dt.date | None
    cooling_days: int
    counts_until: dt.date | None
    state: str
    weight_words: str
    noted_on: dt.date
    reviewed_on: dt.date | None
    due: bool
    disclosed_on: dt.date | None
    disclosed_to: str

    @property
    def about(self) -> str:
        """Whom or what it is in, by name."""
        return ", ".join(filter(None, (self.face.name if self.face else "", self.organisation)))


@dataclass(frozen=True, slots=True)
class TieLine:
    """What `one` is (`kind`) to another person (`face`), or to an organisation."""

    id: str
    one: Face
    kind: str
    kind_words: str
    face: Face | None
    organisation: str
    text: str
    since: dt.date | None
    until: dt.date | None
    hearsay: bool
    noted_on: dt.date


@dataclass(frozen=True, slots=True)
class Register:
    """All interests: what holds, what has ended; how many are to be reviewed; and whether there are more."""

    holding: tuple[InterestLine, ...]
    ended: tuple[InterestLine, ...]
    due: int
    more: bool


def register(scope: Scope, *, who: str = "") -> Register:
    """My interests, or those in one person: those to be reviewed first, then by kind; what ended, last first.

    Raises:
        NotFound, Ambiguous: not one person.
    """
    found = Interest.objects.filter(book_id=scope.book_id).select_related("organisation")
    if who:
        found = found.filter(person__in=heads.rows_of(scope, who))
    rows = list(found.order_by(F("until").desc(nulls_first=True), "kind", "id")[: SHOWN + 1])
    known = heads.heads(row.person_id for row in rows)
    today = days.day_from_date(scope.today())
    cooling_off = policies.cooling_off(scope, today) if any(map(_asks_policy, rows)) else None
    lines = [_interest(row, known, today, cooling_off) for row in rows[:SHOWN]]
    holding = [line for line in lines if line.state == "holds"]
    return Register(
        tuple(sorted(holding, key=lambda line: (not line.due, line.kind, line.about.casefold()))),
        tuple(line for line in lines if line.state != "holds"),
        sum(line.due for line in lines),
        len(rows) > SHOWN,
    )


def interest(scope: Scope, id: str) -> InterestLine:
    """One of them.

    Raises:
        NotFound: no such interest in this book.
    """
    rows: QuerySet[Interest] = Interest.objects.filter(book_id=scope.book_id).select_related("organisation")
    row = heads.row_of(rows, "interest", id)
    today = days.day_from_date(scope.today())
    cooling_off = policies.cooling_off(scope, today) if _asks_policy(row) else None
    return _interest(row, heads.heads([row.person_id]), today, cooling_off)


def ties(scope: Scope, *, who: str = "") -> tuple[TieLine, ...]:
    """Ties between others, those that last first, then by when they were noted; at most `SHOWN`.

    Raises:
        NotFound, Ambiguous: not one person.
    """
    found = Tie.objects.filter(book_id=scope.book_id).select_related("organisation")
    if who:
        of_them = heads.rows_of(scope, who)
        found = found.filter(Q(one__in=of_them) | Q(other__in=of_them))
    rows = list(found.order_by(F("until").desc(nulls_first=True), "-id")[:SHOWN])
    known = heads.heads(person for row in rows for person in (row.one_id, row.other_id))
    return tuple(_tie(row, known) for row in rows)


def kinds() -> tuple[tuple[str, str], ...]:
    """Kinds of interests, for a choice."""
    return tuple((key, str(words.INTERESTS[key])) for key in INTERESTS)


def tie_kinds() -> tuple[tuple[str, str], ...]:
    """Kinds of ties, for a choice."""
    return tuple((key, str(words.TIES[key])) for key in TIES)


def _asks_policy(row: Interest) -> bool:
    """Whether a policy may say for how long it counts."""
    return row.kind in EMPLOYERS and row.cooling_days is None


def _interest(row: Interest, known: dict[int, Head], today: int, cooling_off: int | None) -> InterestLine:
    kind = INTERESTS.get(row.kind, OTHER)
    counts = cooling(row.kind, row.cooling_days, cooling_off)
    ended = row.until is not None and row.until <= today
    last = None if row.until is None or not ended else row.until + counts
    return InterestLine(
        str(row.uuid),
        row.kind,
        str(words.INTERESTS.get(row.kind, row.kind)),
        known[row.person_id].face if row.person_id else None,
        row.organisation.name if row.organisation else "",
        row.text,
        "" if row.amount is None else money.written(row.amount, row.currency),
        wording.day(row.since),
        wording.day(row.until),
        counts,
        wording.day(last),
        "holds" if last is None else "cooling" if today <= last else "over",
        str(words.WEIGHTS[kind.weight]),
        days.date_from_day(row.noted_on),
        wording.day(row.reviewed_on),
        review_due(row.kind, row.until, row.noted_on, row.reviewed_on, today),
        wording.day(row.disclosed_on),
        row.disclosed_to,
    )


def _tie(row: Tie, known: dict[int, Head]) -> TieLine:
    return TieLine(
        str(row.uuid),
        known[row.one_id].face,
        row.kind,
        str(words.TIES.get(row.kind, row.kind)),
        known[row.other_id].face if row.other_id else None,
        row.organisation.name if row.organisation else "",
        row.text,
        wording.day(row.since),
        wording.day(row.until),
        row.hearsay,
        days.date_from_day(entered_on(UUID(str(row.uuid)).hex)),
    )
