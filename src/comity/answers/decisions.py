"""Checks that were kept, with what came of them; and what I stay out of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q

from comity.answers import conflict_words as words
from comity.answers import heads, wording
from comity.answers.conflict_shapes import Check, PathLine
from comity.answers.shapes import Face
from comity.core import days
from comity.core.conflicts import PERSON
from comity.store.access import Scope
from comity.store.models import Decision, Recusal

SHOWN = 200


@dataclass(frozen=True, slots=True)
class KeptPath:
    """A path as the check told it then. steps: in words; labels: their kinds; people: the ids of those on it."""

    steps: tuple[str, ...]
    labels: tuple[str, ...]
    weight: str
    seen: str
    hearsay: bool
    over: bool
    people: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """All of it in one line."""
        return " → ".join(self.steps)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A check that was kept. did: "", disclosed, recused or went_on; parties: (kind, id) of its people and organisations."""

    id: str
    question: str
    on: dt.date
    verdict: str
    verdict_words: str
    paths: tuple[KeptPath, ...]
    parties: tuple[tuple[str, str], ...]
    did: str
    did_words: str
    did_on: dt.date | None
    to: str
    note: str


@dataclass(frozen=True, slots=True)
class RecusalLine:
    """What I stay out of, for a person or an organisation, or for neither."""

    id: str
    face: Face | None
    organisation: str
    matter: str
    rule: str
    since: dt.date
    until: dt.date | None
    decision: str
    lasting: bool

    @property
    def about(self) -> str:
        """For whom or what."""
        return ", ".join(filter(None, (self.face.name if self.face else "", self.organisation)))


def decisions(scope: Scope, *, limit: int = SHOWN) -> tuple[DecisionLine, ...]:
    """Checks that were kept: those of which it is not noted what I did first, then the latest."""
    rows = Decision.objects.filter(book_id=scope.book_id).order_by(
        F("did_on").asc(nulls_first=True), "-on", "-id"
    )
    return tuple(_decision(row) for row in rows[:limit])


def decision(scope: Scope, id: str) -> DecisionLine:
    """One of them.

    Raises:
        NotFound: no such decision in this book.
    """
    return _decision(heads.row_of(Decision.objects.filter(book_id=scope.book_id), "decision", id))


def recusals(scope: Scope, *, decision: str = "") -> tuple[RecusalLine, ...]:
    """What I stay out of, or what a decision made me stay out of: what lasts first."""
    found = Recusal.objects.filter(book_id=scope.book_id).select_related("organisation", "decision")
    if decision:
        found = found.filter(decision__uuid=decision)
    rows = list(found.order_by(F("until").desc(nulls_first=True), "-since", "-id")[:SHOWN])
    known = heads.heads(row.person_id for row in rows)
    today = days.day_from_date(scope.today())
    return tuple(
        RecusalLine(
            str(row.uuid),
            known[row.person_id].face if row.person_id else None,
            row.organisation.name if row.organisation else "",
            row.matter,
            row.rule,
            days.date_from_day(row.since),
            wording.day(row.until),
            str(row.decision.uuid) if row.decision else "",
            row.until is None or row.until >= today,
        )
        for row in rows
    )


def open_decisions(scope: Scope) -> int:
    """How many checks asked for something, and it is not noted what I did."""
    return Decision.objects.filter(~Q(verdict="clear"), book_id=scope.book_id, did="").count()


def to_keep(check: Check) -> list[dict[str, Any]]:
    """A check's paths as plain JSON, and whom it was about, for `actions.decisions.keep`."""
    about = [{"kind": one.kind, "id": one.id, "name": one.name} for one in check.parties]
    return [{"about": about}, *(_kept(path) for path in check.paths)]


def _kept(path: PathLine) -> dict[str, Any]:
    return {
        "steps": [step.words for step in path.steps],
        "labels": [step.label for step in path.steps],
        "weight": path.weight_words,
        "seen": path.seen.isoformat() if path.seen else "",
        "hearsay": path.hearsay,
        "over": path.over,
        "people": [step.to.id for step in path.steps if step.to.kind == PERSON],
    }


def _decision(row: Decision) -> DecisionLine:
    told = [one for one in row.paths if isinstance(one, dict)]
    about = [one for path in told for one in _list(path.get("about")) if isinstance(one, dict)]
    return DecisionLine(
        str(row.uuid),
        row.question,
        days.date_from_day(row.on),
        row.verdict,
        str(words.VERDICTS.get(row.verdict, row.verdict)),
        tuple(_path(path) for path in told if _list(path.get("steps"))),
        tuple((str(one.get("kind", "")), str(one.get("id", ""))) for one in about),
        row.did,
        str(words.DID.get(row.did, row.did)),
        wording.day(row.did_on),
        row.to,
        row.note,
    )


def _path(told: dict[str, Any]) -> KeptPath:
    """A path from what was stored, or came from an export: nothing of it is trusted to be there."""
    return KeptPath(
        tuple(str(step) for step in _list(told.get("steps"))),
        tuple(str(label) for label in _list(told.get("labels"))),
        str(told.get("weight", "")),
        str(told.get("seen", "")),
        bool(told.get("hearsay")),
        bool(told.get("over")),
        tuple(str(id) for id in _list(told.get("people"))),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
