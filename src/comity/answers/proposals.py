"""What machines noticed and a person decides, in words, with the people it is about."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, IntegerField, Q, Value, When
from django.utils.translation import gettext

from comity.answers import questions, told, wording
from comity.answers.finding import find
from comity.answers.review_shapes import Proposed, Reason, ReviewPage, Side
from comity.core import days
from comity.core.errors import NotFound
from comity.core.matching.evidence import WORDS
from comity.store import noticed, proposals
from comity.store.access import Scope
from comity.store.models import Batch, Identifier, Person, Proposal
from comity.store.queries import people as people_query
from comity.store.queries.person import members

PAGE = 20
"""Proposals shown at once."""
ANSWERED = 10
"""Answered ones shown, so that they can be taken back."""
_ORDER = (proposals.OWN_ADDRESS, proposals.SOURCE_OWNER, *noticed.KINDS)
_ANSWERS = {proposals.SOURCE_OWNER: (Batch.MINE, Batch.EMPLOYER), noticed.ADDRESS_AWAY: ("no",)}
_MOST_REASONS = 12


def review(
    scope: Scope,
    *,
    batch: int | None = None,
    who: str | None = None,
    kind: str = "",
    limit: int = PAGE,
    answered: int = ANSWERED,
) -> ReviewPage:
    """What waits to be decided: the questions of imports first, then what matters most and is most likely.

    Args:
        batch: only what the import of this number left; who: only about this person; kind: only of this kind.

    Raises:
        NotFound: nobody fits `who`; Ambiguous: several do.
    """
    found = Proposal.objects.filter(book_id=scope.book_id)
    if batch is not None:
        found = found.filter(batch__number=batch)
    if who is not None:
        held = Identifier.objects.filter(person__in=members(find(scope, who).pk))
        found = found.filter(_about(list(held.values_list("id", "kind", "value"))))
    waiting = found.filter(state=Proposal.OPEN).exclude(kind=noticed.ADDRESS_AWAY)
    kinds = dict(waiting.values_list("kind").annotate(n=Count("id")).order_by())
    shown = waiting.filter(kind=kind) if kind else waiting
    page = list(shown.order_by(_rank(), F("probability").desc(nulls_last=True), "id")[:limit])
    of_kind = found.filter(kind=kind) if kind else found
    done = list(of_kind.exclude(state=Proposal.OPEN).order_by("-decided_at", "-id")[:answered])
    worded = _worded(scope, [*page, *done])
    return ReviewPage(
        worded[: len(page)],
        kinds.get(kind, 0) if kind else sum(kinds.values()),
        tuple((name, kinds[name]) for name in _ORDER if name in kinds),
        worded[len(page) :],
    )


def _rank() -> Case:
    """SQL for the place of a kind among all."""
    return Case(
        *(When(kind=name, then=Value(place)) for place, name in enumerate(_ORDER)),
        default=Value(len(_ORDER)),
        output_field=IntegerField(),
    )


def proposal(scope: Scope, id: str) -> Proposed:
    """One proposal, whatever became of it.

    Raises:
        NotFound: no such proposal in this book.
    """
    try:
        row = Proposal.objects.filter(book_id=scope.book_id, uuid=UUID(id)).first()
    except ValueError:
        row = None
    if row is None:
        raise NotFound("proposal", id)
    return _worded(scope, [row])[0]


def about(scope: Scope, held: Sequence[tuple[int, str, str]]) -> tuple[tuple[Proposed, ...], tuple[str, ...]]:
    """Of whoever has these identifiers (row, kind, value): what waits to be decided, and notes that they are away."""
    found = Proposal.objects.filter(_about(held), book_id=scope.book_id, state=Proposal.OPEN)
    rows = sorted(found[: 5 * PAGE], key=lambda p: (_ORDER.index(p.kind) if p.kind in _ORDER else 99, p.pk))
    away = [p for p in rows if p.kind == noticed.ADDRESS_AWAY and _still(scope, p.evidence)]
    away.sort(key=lambda p: int(p.evidence.get("at") or 0), reverse=True)
    asked = [p for p in rows if p.kind != noticed.ADDRESS_AWAY]
    return _worded(scope, asked), tuple(_away(scope, p.evidence) for p in away[:1])


def _about(held: Sequence[tuple[int, str, str]]) -> Q:
    """Proposals whose key names one of these identifiers."""
    found = Q(pk__in=())
    for i, kind, value in held:
        found |= Q(kind__in=noticed.KINDS) & (
            Q(key=str(i)) | Q(key__startswith=f"{i}:") | Q(kind=noticed.SAME_PERSON, key__endswith=f":{i}")
        )
        if kind == "email":
            found |= Q(kind=proposals.OWN_ADDRESS, key=value)
    return found


def _still(scope: Scope, evidence: dict[str, Any]) -> bool:
    """Whether an absence is not over: until the day it names, else two weeks from the answer."""
    until = str(evidence.get("until") or "")
    if until:
        return until >= scope.today().isoformat()
    return int(time.time()) - int(evidence.get("at") or 0) < 14 * days.SECONDS_PER_DAY


def _away(scope: Scope, evidence: dict[str, Any]) -> str:
    told = {"address": evidence.get("address", ""), "day": _day(scope, evidence)}
    if until := str(evidence.get("until") or ""):
        told["until"] = wording.long_date(dt.date.fromisoformat(until))
        return gettext("%(address)s answered on %(day)s: away until %(until)s.") % told
    return gettext("%(address)s answered on %(day)s: away.") % told


def _worded(scope: Scope, rows: Sequence[Proposal]) -> tuple[Proposed, ...]:
    if not rows:
        return ()
    wanted = [i for row in rows for i in _identifiers(row.evidence)]
    sides = _sides(scope, wanted)
    context = told.Context(scope, rows)
    return tuple(
        _of_sentence(row, sides, context) if told.is_told(row) else _one(scope, row, sides) for row in rows
    )


def _of_sentence(row: Proposal, sides: dict[int, Side], context: told.Context) -> Proposed:
    evidence = row.evidence
    side = sides.get(int(evidence["identifier"]))
    scope = context.scope
    return Proposed(
        id=str(row.uuid),
        kind=row.kind,
        about="",
        text=told.question(row, context.names),
        why=gettext("From a mail of %(day)s.") % {"day": _day(scope, evidence)},
        quote=str(evidence["sentence"]),
        probability=row.probability,
        sides=(side,) if side else (),
        reasons=(),
        before=_work(side.title, side.organisation) if side and row.kind == noticed.NEW_JOB else "",
        after="",
        source=wording.outside_id(evidence["interaction"]),
        at=scope.moment(int(evidence["at"])).date(),
        answers=("yes", "no"),
        state=row.state,
        likely=told.likely(row.probability),
        fix=context.fix(row),
    )


def _identifiers(evidence: dict[str, Any]) -> list[int]:
    """The identifiers that a proposal is about: two, one or none."""
    return [int(evidence[end]) for end in ("left", "right", "identifier") if evidence.get(end)]


def _one(scope: Scope, row: Proposal, sides: dict[int, Side]) -> Proposed:
    evidence = row.evidence
    text, why, before, after = _words(scope, row, sides)
    return Proposed(
        id=str(row.uuid),
        kind=row.kind,
        about=row.key if row.kind in questions.KINDS else "",
        text=text,
        why=why,
        quote=str(evidence.get("line", "")),
        probability=row.probability,
        sides=tuple(sides[i] for i in _identifiers(evidence) if i in sides),
        reasons=_reasons(evidence.get("evidence", ())),
        before=before,
        after=after,
        source=wording.outside_id(evidence["interaction"]) if evidence.get("interaction") else None,
        at=scope.moment(int(evidence["at"])).date() if evidence.get("at") else None,
        answers=_ANSWERS.get(row.kind, ("yes", "no")),
        state=row.state,
    )


def _why_dead(evidence: dict[str, Any], who: dict[str, Any]) -> str:
    """What says that an address is dead: a mail that came back, or its own automatic answer."""
    why = " ".join(str(evidence[part]) for part in ("status", "why") if evidence.get(part))
    came = gettext("Mail to it came back on %(day)s: %(why)s")
    answered = gettext("An automatic answer from it says on %(day)s: %(why)s")
    return (answered if evidence.get("left") else came) % (who | {"why": why})


def _words(scope: Scope, row: Proposal, sides: dict[int, Side]) -> tuple[str, str, str, str]:
    """The question, what it rests on, what is known now, and what would be."""
    evidence = row.evidence
    if row.kind in questions.KINDS:
        question = questions.worded(
            "", row.kind, row.key, {"sent": 0, "received": 0, "messages": 0} | evidence
        )
        return question.text, question.evidence, "", ""
    who = {
        "name": _name(evidence, sides),
        "address": evidence.get("address", ""),
        "day": _day(scope, evidence),
    }
    if row.kind == noticed.SAME_PERSON:
        return gettext("Are these two one person?"), "", "", ""
    if row.kind == noticed.SHARED_ADDRESS:
        names = ", ".join(str(name) for name in evidence.get("names", ()))
        text = gettext("Do several people share %(address)s?") % who
        return text, gettext("It writes as: %(names)s.") % {"names": names}, "", ""
    if row.kind == noticed.ADDRESS_DEAD:
        return gettext("Does %(address)s no longer work?") % who, _why_dead(evidence, who), "", ""
    if row.kind == noticed.ADDRESS_AWAY:
        return _away(scope, evidence), str(evidence.get("why", "")), "", ""
    if row.kind == noticed.NEW_JOB:
        before = _work(evidence.get("before_title"), evidence.get("before_organisation"))
        after = _work(evidence.get("title"), evidence.get("organisation"))
        why = " ".join(filter(None, (str(evidence.get("why", "")), f"({who['day']})" if who["day"] else "")))
        return gettext("Does %(name)s have a new job?") % who, why, before, after
    field = {
        "phone": gettext("Is this the phone of %(name)s?"),
        "title": gettext("Is this the title of %(name)s?"),
        "organisation": gettext("Does %(name)s work here?"),
    }.get(str(evidence.get("field")), gettext("Is this right about %(name)s?"))
    why = gettext("From the signature of a mail of %(day)s.") % who
    return field % who, why, str(evidence.get("current") or ""), str(evidence.get("value", ""))


def _work(title: Any, organisation: Any) -> str:
    return ", ".join(str(part) for part in (title, organisation) if part)


def _name(evidence: dict[str, Any], sides: dict[int, Side]) -> str:
    named = [sides[i].face.name for i in _identifiers(evidence) if i in sides]
    return named[0] if named else gettext("somebody who is gone")


def _day(scope: Scope, evidence: dict[str, Any]) -> str:
    at = int(evidence.get("at") or 0)
    return wording.long_date(scope.moment(at).date()) if at else ""


def _reasons(evidence: Iterable[Any]) -> tuple[Reason, ...]:
    """The pieces of evidence, the weightiest first: 3 bits are 2³ = 8 times as likely."""
    found = []
    for what, left, right, bits in sorted(evidence, key=lambda piece: -abs(piece[3])):
        text = gettext(WORDS[what]) if what in WORDS else str(what).replace("_", " ").capitalize()
        values = [str(value) for value in dict.fromkeys((left, right)) if value]
        if values:
            text += ": " + " · ".join(values)
        found.append(Reason(text, float(2 ** max(-30.0, min(30.0, bits)))))
    return tuple(found[:_MOST_REASONS])


def _sides(scope: Scope, identifiers: Iterable[int]) -> dict[int, Side]:
    """Who is shown behind each identifier; those that are nobody's, or gone, are left out."""
    held = Identifier.objects.filter(book_id=scope.book_id, pk__in=set(identifiers), person__isnull=False)
    heads = {
        i: merged or person
        for i, person, merged in held.values_list("id", "person_id", "person__merged_into_id")
        if person is not None
    }
    known = sides(scope, set(heads.values()))
    return {i: known[head] for i, head in heads.items() if head in known}


def sides(scope: Scope, people: Iterable[int]) -> dict[int, Side]:
    """People by row as they stand side by side."""
    wanted = list(people)
    if not wanted:
        return {}
    emails = people_query.emails(wanted)
    positions = people_query.positions(wanted, days.day_of(int(time.time())) + 1)
    columns = ("id", "uuid", "name", "relationship__metrics__last_day", "relationship__metrics__interactions")
    found = Person.objects.filter(book_id=scope.book_id, pk__in=wanted).values_list(*columns)
    return {
        person: Side(
            wording.face(uuid.hex, name),
            tuple(emails.get(person, ())),
            *positions.get(person, ("", ""))[:2],
            None if last is None else days.date_from_day(last),
            count or 0,
        )
        for person, uuid, name, last, count in found
    }


def side_by_side(scope: Scope, people: Sequence[str]) -> tuple[Side, ...]:
    """People who are about to be merged, each once.

    Raises:
        NotFound: one of them is none of this book's; Ambiguous: several fit.
    """
    rows = list(dict.fromkeys(find(scope, who).pk for who in people))
    known = sides(scope, rows)
    return tuple(known[row] for row in rows)
