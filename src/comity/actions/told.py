"""Saying yes to what a sentence of a mail tells: the promise, request, exchange, introduction, job or news it speaks of.

Before the yes its words, its day and its people can be corrected. Each yes makes what the user would have entered by
hand, with the sentence and its mail. Taking the yes back removes that, unless it was changed since.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q

from comity.actions import commitments, details, exchanges, introductions, people, requests
from comity.actions.dates import add_date
from comity.actions.finding import person_of
from comity.core import days
from comity.core.asks import CORRECTED, Told, work_in, worth_in
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store import noticed
from comity.store.access import Scope
from comity.store.models import (
    Commitment,
    Exchange,
    Fact,
    Identifier,
    ImportantDate,
    Introduction,
    Proposal,
    Request,
)
from comity.store.models.base import PublicRow
from comity.store.queries.people import positions
from comity.store.queries.person import members

Evidence = dict[str, Any]
Did = dict[str, Any]
Said = Mapping[str, str]
"""What the user corrected, by field; what is not in it is taken as it was read."""

NEWS = "milestone"
"""What a date that came with personal news is."""
_MADE: Mapping[str, type[PublicRow]] = {
    "commitment": Commitment,
    "request": Request,
    "exchange": Exchange,
    "introduction": Introduction,
    "fact": Fact,
}
_LONGEST = 2000


def is_told(kind: str, evidence: Evidence) -> bool:
    """Whether a proposal comes from a sentence; a new job may come from a signature instead."""
    return kind in CORRECTED and "sentence" in evidence


def accept(scope: Scope, kind: str, evidence: Evidence, said: Said) -> Did:
    """Make what the sentence tells; returns what `retract` needs.

    Raises:
        Invalid: a correction that cannot be, or something that has to be said first; NotFound: a person or exchange
            that is none of this book's; WrongState: whom it is about is gone.
    """
    for field in said:
        if field not in CORRECTED[kind]:
            raise Invalid(field, said[field], "this kind of proposal has no such field")
    return _ACCEPT[kind](scope, evidence, said)


def retract(scope: Scope, kind: str, evidence: Evidence, did: Did) -> None:
    """Remove what `accept` made.

    Raises:
        WrongState: it was changed since.
    """
    if kind == Told.NEW_JOB:
        details.restore_job(scope, evidence, did)
        return
    if thanked := did.get("thanked"):
        if Exchange.objects.filter(book_id=scope.book_id, uuid=UUID(thanked)).exists():
            exchanges.unthank(scope, thanked)
        return
    row = _MADE[did["made"]]._default_manager.filter(book_id=scope.book_id, uuid=UUID(did["id"])).first()
    if row is None:
        return
    if _as_it_is(row) != did["as"] or _used(row):
        raise WrongState("proposal", "changed")
    if did.get("date"):
        ImportantDate.objects.filter(book_id=scope.book_id, pk=did["date"]).delete()
    row.delete()


def refuse(scope: Scope, row: Proposal) -> Did:
    """The same sentence about the same person is refused wherever else it waits; returns which proposals those are."""
    identifier, _, digest = noticed.told_parts(row.key)
    if not digest.startswith("t"):
        return {}
    same = Proposal.objects.filter(
        book_id=scope.book_id,
        kind=row.kind,
        state=Proposal.OPEN,
        key__startswith=f"{identifier}:",
        key__endswith=f":{digest}",
    ).exclude(pk=row.pk)
    ids = [str(uuid) for uuid in same.values_list("uuid", flat=True)]
    same.update(state=Proposal.DECLINED, decided_at=row.decided_at)
    return {"also": ids} if ids else {}


def relent(scope: Scope, did: Did) -> None:
    """Take `refuse` back."""
    also = [UUID(uuid) for uuid in did.get("also", ())]
    Proposal.objects.filter(book_id=scope.book_id, uuid__in=also, state=Proposal.DECLINED).update(
        state=Proposal.OPEN, decided_at=None
    )


def day_of(scope: Scope, evidence: Evidence) -> dt.date:
    """The day of the mail in the book's zone, today at the latest."""
    return min(scope.moment(int(evidence["at"])).date(), scope.today())


def _promised(by: str) -> Callable[[Scope, Evidence, Said], Did]:
    def accepted(scope: Scope, evidence: Evidence, said: Said) -> Did:
        id = commitments.promise(
            scope,
            _person(scope, evidence, said),
            _text(evidence, said),
            by=by,
            due=_due(evidence, said),
            made_on=day_of(scope, evidence),
            sentence=evidence["sentence"],
            interaction=evidence["interaction"],
        )
        return _made("commitment", id)

    return accepted


def _asked(scope: Scope, evidence: Evidence, said: Said) -> Did:
    id = requests.note_request(
        scope,
        _person(scope, evidence, said),
        _text(evidence, said),
        asked_on=day_of(scope, evidence),
        due=_due(evidence, said),
        sentence=evidence["sentence"],
        interaction=evidence["interaction"],
    )
    return _made("request", id)


def _thanked_me(scope: Scope, evidence: Evidence, said: Said) -> Did:
    id = exchanges.note(
        scope,
        _person(scope, evidence, said),
        given=True,
        kind=said.get("kind") or worth_in(evidence["sentence"]),
        text=said.get("text", "").strip() or evidence["sentence"],
        on=day_of(scope, evidence),
        sentence=evidence["sentence"],
        interaction_id=evidence["interaction"],
    )
    return _made("exchange", id)


def waiting_for_thanks(scope: Scope, evidence: Evidence) -> list[Exchange]:
    """What came from the person by the day of my thanks and waits for them, the latest first.

    Raises:
        WrongState: the person is gone.
    """
    person = details.identifier(scope, evidence["identifier"]).person
    assert person is not None
    found = Exchange.objects.filter(
        person__in=members(person.merged_into_id or person.pk),
        direction=Exchange.RECEIVED,
        asks_thanks=True,
        thanked_on=None,
        on__lte=days.day_from_date(day_of(scope, evidence)),
    )
    return list(found.order_by("-on", "-id")[:20])


def _thanked_them(scope: Scope, evidence: Evidence, said: Said) -> Did:
    found = {str(row.uuid): row for row in waiting_for_thanks(scope, evidence)}
    if not found:
        raise WrongState("proposal", "gone")
    wanted = said.get("exchange") or (next(iter(found)) if len(found) == 1 else "")
    if not wanted:
        raise Invalid("exchange", "", "say what you thanked for; several things from them wait for thanks")
    if wanted not in found:
        raise NotFound("exchange", wanted)
    exchanges.thank(scope, wanted)
    if found[wanted].introduction_id is None:
        day = days.day_from_date(day_of(scope, evidence))
        Exchange.objects.filter(pk=found[wanted].pk).update(thanked_on=day)
    return {"thanked": wanted}


def _introduced(scope: Scope, evidence: Evidence, said: Said) -> Did:
    """The introduction is made already, so both had agreed; what it gives or brings comes with it."""
    day, by_me = day_of(scope, evidence), bool(evidence["by_me"])
    one = said.get("person") or _introduced_person(scope, evidence["one"])
    other = said.get("with") or (_introduced_person(scope, evidence["other"]) if by_me else "")
    if not one or (by_me and not other):
        field = "with" if one else "person"
        raise Invalid(field, "", "say who was introduced; the mail does not tell")
    introducer = None if by_me else _person(scope, evidence, {})
    id = introductions.add(
        scope,
        one,
        other or None,
        introducer,
        purpose=_text(evidence, said),
        on=day,
        sentence=evidence["sentence"],
        interaction_id=evidence["interaction"],
    )
    for step in ("one_agreed", *(("other_agreed",) if by_me or other else ()), "made"):
        introductions.step(scope, id, step, day)
    return _made("introduction", id)


def _introduced_person(scope: Scope, identifier: int) -> str:
    """The id of who is introduced; one who wrote to nobody yet becomes a person of the book. "" if the mail does not tell."""
    of = Identifier.objects.filter(book_id=scope.book_id, pk=identifier).select_related("person").first()
    if of is None:
        return ""
    if of.person is None:
        names = of.claims.filter(field="name").order_by("value").values_list("value", flat=True)
        return people.add_person(scope, name=next(iter(names), ""), email=of.value)
    return str((of.person.merged_into or of.person).uuid)


def _new_job(scope: Scope, evidence: Evidence, said: Said) -> Did:
    """What they held before ends; the new place begins, where one is told or said."""
    told = work_in(evidence["sentence"])
    title = said.get("title", told.title).strip()
    organisation = said.get("organisation", told.organisation).strip()
    if not (title or organisation or told.leaves):
        raise Invalid("title", "", "say the new title or organisation; the sentence does not tell")
    before = held_before(scope, evidence)
    job = {"title": title, "organisation": organisation, **before}
    return details.change_job(scope, evidence | job, begins=bool(title or organisation))


def held_before(scope: Scope, evidence: Evidence) -> dict[str, str]:
    """Where they work as far as the book knows, as evidence of a new job names it.

    Raises:
        WrongState: the person is gone.
    """
    person = details.identifier(scope, evidence["identifier"]).person
    assert person is not None
    head = person.merged_into_id or person.pk
    held = positions([head], days.day_from_date(scope.today()) + 1).get(head, ("", "", ""))
    return {"before_organisation": held[0], "before_title": held[1]}


def _news(scope: Scope, evidence: Evidence, said: Said) -> Did:
    """A fact that is not to be mentioned; with a day, a date to think of as well."""
    person = _person(scope, evidence, said)
    source = f"mail of {day_of(scope, evidence).isoformat()}"
    did = _made("fact", people.add_fact(scope, person, _text(evidence, said), Fact.PRIVATE, source))
    if day := _due({}, said):
        did["date"] = add_date(scope, person, NEWS, day.month, day.day, day.year)
    return did


_ACCEPT: Mapping[str, Callable[[Scope, Evidence, Said], Did]] = {
    Told.REQUEST: _asked,
    Told.MY_PROMISE: _promised(Commitment.MINE),
    Told.THEIR_PROMISE: _promised(Commitment.THEIRS),
    Told.THANKS: _thanked_me,
    Told.MY_THANKS: _thanked_them,
    Told.INTRODUCTION: _introduced,
    Told.NEW_JOB: _new_job,
    Told.PERSONAL_NEWS: _news,
}


def _person(scope: Scope, evidence: Evidence, said: Said) -> str:
    """The id of whom it is about: whom the user named, else whom the mail names."""
    if said.get("person"):
        return str(person_of(scope, said["person"], by_hand=True).uuid)
    person = details.keep(details.identifier(scope, evidence.get("identifier")))
    return str((person.merged_into or person).uuid)


def _text(evidence: Evidence, said: Said) -> str:
    return said.get("text", "").strip()[:_LONGEST] or str(evidence["sentence"])


def _due(evidence: Evidence, said: Said) -> dt.date | None:
    if "due" not in said:
        return None if evidence.get("due") is None else days.date_from_day(int(evidence["due"]))
    if not said["due"].strip():
        return None
    try:
        return dt.date.fromisoformat(said["due"].strip())
    except ValueError:
        raise Invalid("due", said["due"], "this is no date; write it like 2026-12-24") from None


def _made(what: str, id: str) -> Did:
    row = _MADE[what]._default_manager.get(uuid=UUID(id))
    return {"made": what, "id": id, "as": _as_it_is(row)}


def _as_it_is(row: PublicRow) -> dict[str, Any]:
    """A row's own values, as they stand in evidence."""
    encoded = DjangoJSONEncoder()
    values = {}
    for field in row._meta.concrete_fields:
        if field.name not in ("id", "book", "uuid", "person", "interaction", "batch"):
            value = field.value_from_object(row)
            values[field.name] = (
                value if isinstance(value, str | int | float | bool | None) else encoded.default(value)
            )
    return values


def _used(row: PublicRow) -> bool:
    """Whether something else hangs on it by now."""
    if isinstance(row, Commitment):
        return row.moved.exists() or row.requests.exists()
    if isinstance(row, Introduction):
        return row.exchanges.filter(~Q(thanked_on=None)).exists()
    return False
