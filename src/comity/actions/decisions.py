"""Checks before a decision that are kept, and what I did: declared it, stepped aside, or went on; all taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from comity.actions import removed
from comity.actions.declared import declared_to
from comity.actions.finding import not_ahead, person_of, row_of, words_of
from comity.actions.organisations import let_go
from comity.core import days
from comity.core.conflicts import ORGANISATION, PERSON, Verdict
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import Decision, Organisation, Recusal

TEXT = 5000
DISCLOSED, RECUSED, WENT_ON = "disclosed", "recused", "went_on"


def keep(scope: Scope, question: str, verdict: str, paths: Sequence[dict[str, Any]] = ()) -> str:
    """Keep a check as it was answered today; returns its id.

    Args:
        verdict: clear, disclose or recuse; paths: the paths as the check told them, as plain JSON.

    Raises:
        Invalid: no question, or no such verdict.
    """
    words = words_of("question", question, 1000)
    if verdict not in tuple(Verdict):
        raise Invalid("verdict", verdict, "this is none of: " + ", ".join(Verdict))
    row = Decision.objects.create(
        book_id=scope.book_id,
        question=words,
        on=days.day_from_date(scope.today()),
        verdict=verdict,
        paths=list(paths),
    )
    return str(row.uuid)


def disclosed(scope: Scope, id: str, to: str, *, on: dt.date | None = None, note: str = "") -> None:
    """I declared it to somebody, and then decided.

    Raises:
        NotFound: no such decision; WrongState: it is noted already what I did; Invalid: nobody named, or a day to come.
    """
    whom = declared_to(to)
    with transaction.atomic():
        _did(scope, id, DISCLOSED, on, note, whom)


def went_on(scope: Scope, id: str, note: str, *, on: dt.date | None = None) -> None:
    """I decided without declaring anything, and why.

    Raises:
        NotFound: no such decision; WrongState: it is noted already what I did; Invalid: no reason, or a day to come.
    """
    words = words_of("note", note, TEXT)
    with transaction.atomic():
        _did(scope, id, WENT_ON, on, words, "")


def step_aside(
    scope: Scope,
    id: str,
    parties: Sequence[tuple[str, str]] = (),
    *,
    to: str = "",
    rule: str = "",
    until: dt.date | None = None,
) -> None:
    """I stay out of it, and of what is like it for these; from now on a check says so.

    Args:
        parties: the people and organisations of the decision, as (person or organisation, id); to: who decides instead,
        or whom I told; rule: what I do instead, in words; until: the day on which it ends.

    Raises:
        NotFound: no such decision, person or organisation; WrongState: it is noted already what I did.
    """
    with transaction.atomic():
        row = _did(scope, id, RECUSED, None, rule, " ".join(to.split())[:300])
        for kind, party in dict.fromkeys(parties) or [("", "")]:
            Recusal.objects.create(
                book_id=scope.book_id,
                person=person_of(scope, party, by_hand=True) if kind == PERSON else None,
                organisation=_place(scope, party) if kind == ORGANISATION else None,
                matter=row.question,
                rule=rule.strip()[:TEXT],
                decision=row,
                since=days.day_from_date(scope.today()),
                until=None if until is None else days.day_from_date(until),
            )


def reopen(scope: Scope, id: str) -> None:
    """What I did is taken back, with the rules to stay out that it made.

    Raises:
        NotFound: no such decision; WrongState: nothing is noted of it.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if not row.did:
            raise WrongState("decision", "open")
        places = list(row.recusals.values_list("organisation_id", flat=True))
        row.recusals.all().delete()
        let_go(places)
        row.did, row.did_on, row.to, row.note = "", None, "", ""
        row.save(update_fields=["did", "did_on", "to", "note"])


def remove(scope: Scope, id: str) -> str:
    """The check goes, and with it the rules to stay out that it made; returns what brings all of it back.

    Raises:
        NotFound: no such decision.
    """
    with transaction.atomic():
        return removed.remove(scope, "decision", _one(scope, id))


def end_recusal(scope: Scope, id: str) -> dt.date | None:
    """From today on I no longer stay out; returns until when I would have, None for good.

    Raises:
        NotFound: no such rule.
    """
    return _stay_out_until(scope, id, days.day_from_date(scope.today()) - 1)


def resume_recusal(scope: Scope, id: str, until: dt.date | None = None) -> None:
    """I go on to stay out, until a day where one is named.

    Raises:
        NotFound: no such rule.
    """
    _stay_out_until(scope, id, None if until is None else days.day_from_date(until))


def _stay_out_until(scope: Scope, id: str, until: int | None) -> dt.date | None:
    with transaction.atomic():
        row = row_of(scope, Recusal.objects.all(), "recusal", id)
        before, row.until = row.until, until
        row.save(update_fields=["until"])
    return None if before is None else days.date_from_day(before)


def _did(scope: Scope, id: str, did: str, on: dt.date | None, note: str, to: str) -> Decision:
    row = _one(scope, id)
    if row.did:
        raise WrongState("decision", "answered")
    row.did, row.did_on, row.to, row.note = did, not_ahead(scope, "on", on), to, note.strip()[:TEXT]
    row.save(update_fields=["did", "did_on", "to", "note"])
    return row


def _place(scope: Scope, id: str) -> Organisation:
    try:
        found = Organisation.objects.filter(book_id=scope.book_id, uuid=UUID(id)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("organisation", id)
    return found


def _one(scope: Scope, id: str) -> Decision:
    return row_of(scope, Decision.objects.all(), "decision", id)
