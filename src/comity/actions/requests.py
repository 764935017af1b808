"""Requests to me: noted, accepted, declined, passed on, left, and all of it taken back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from comity.actions import crossings, finding
from comity.core import days
from comity.core.boundaries import request_of
from comity.core.errors import Invalid, WrongState
from comity.core.requests import promise_goes_along
from comity.store.access import Scope
from comity.store.models import Commitment, Person, Request

TEXT = 20_000
"""Characters that are kept of a text."""


def note_request(
    scope: Scope,
    person_id: str,
    text: str,
    *,
    asked_on: dt.date | None = None,
    due: dt.date | None = None,
    sentence: str = "",
    interaction: str | None = None,
) -> str:
    """Note that a person asked something of me; returns its id.

    Args:
        asked_on: today unless told; due: by when, if they said; sentence: what it was read from, in the interaction of
            this id.

    Raises:
        NotFound: no such person or interaction; Invalid: no words, asked in the future.
    """
    words = finding.words_of("text", text)
    asked = finding.not_ahead(scope, "asked_on", asked_on)
    with transaction.atomic():
        person = finding.person_of(scope, person_id, by_hand=True)
        row = Request.objects.create(
            book_id=scope.book_id,
            person=person,
            text=words,
            sentence=sentence.strip()[:TEXT],
            interaction=finding.interaction_of(scope, interaction) if interaction else None,
            asked_on=asked,
            due=None if due is None else days.day_from_date(due),
        )
        _received(scope, person, row)
    return str(row.uuid)


def accept(scope: Scope, id: str, *, due: dt.date | None = None, text: str = "") -> str:
    """Say yes: it becomes a promise of mine, whose id is returned.

    due: by when; None takes the day that was asked for, if any; text: what I promise, if it is not what was asked.

    Raises:
        NotFound: no such request; WrongState: it is open no longer.
    """
    with transaction.atomic():
        row = _open(scope, id)
        row.commitment = Commitment.objects.create(
            book_id=scope.book_id,
            person_id=row.person_id,
            by=Commitment.MINE,
            text=text.strip()[:2000] or row.text,
            sentence=row.sentence,
            interaction_id=row.interaction_id,
            due=row.due if due is None else days.day_from_date(due),
            made_on=days.day_from_date(scope.today()),
        )
        _close(scope, row, Request.ACCEPTED)
        return str(row.commitment.uuid)


def decline(scope: Scope, id: str, *, answer: str = "") -> None:
    """Say no; answer: what I said instead, such as what I offered.

    Raises:
        NotFound: no such request; WrongState: it is open no longer.
    """
    with transaction.atomic():
        _close(scope, _open(scope, id), Request.DECLINED, answer)


def pass_on(scope: Scope, id: str, to: str, *, answer: str = "") -> None:
    """Pass it on to the person with the id `to`, who fits better.

    Raises:
        NotFound: no such request or person; WrongState: it is open no longer; Invalid: to who asked, or to me.
    """
    with transaction.atomic():
        row = _open(scope, id)
        other = finding.person_of(scope, to, by_hand=True)
        if other.is_me or other.pk in (row.person_id, _head(row)):
            raise Invalid("to", other.name, "pass it on to somebody else than who asked, or yourself")
        row.passed_to = other
        _close(scope, row, Request.PASSED_ON, answer)


def leave(scope: Scope, id: str) -> None:
    """Leave it without an answer.

    Raises:
        NotFound: no such request; WrongState: it is open no longer.
    """
    with transaction.atomic():
        _close(scope, _open(scope, id), Request.LEFT)


def reopen(scope: Scope, id: str) -> None:
    """It is open after all. A promise made by accepting it goes, unless something was done with it since.

    Raises:
        NotFound: no such request; WrongState: it is open; Invalid: the promise has ended, or was moved.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if row.state == Request.OPEN:
            raise WrongState("request", row.state)
        made = row.commitment
        if made is not None and not promise_goes_along(made.state, made.moves, made.session_id):
            reason = (
                "something was done with the promise that came of it: take that back, or remove it, first"
            )
            raise Invalid("request", row.text[:80], reason)
        row.state, row.closed_on, row.answer = Request.OPEN, None, ""
        row.commitment = row.passed_to = None
        row.save(update_fields=["state", "closed_on", "answer", "commitment", "passed_to"])
        if made is not None:
            made.delete()


def edit(scope: Scope, id: str, *, text: str, due: dt.date | None) -> None:
    """Put right what was asked, and by when.

    Raises:
        NotFound: no such request; Invalid: no words.
    """
    with transaction.atomic():
        row = _one(scope, id)
        crossings.take_back_planned(scope, row.person_id, row.asked_on, row.text)
        row.text = finding.words_of("text", text)
        row.due = None if due is None else days.day_from_date(due)
        row.save(update_fields=["text", "due"])
        _received(scope, row.person, row)


def remove(scope: Scope, id: str) -> None:
    """It was a mistake: nothing of it stays. A promise that came of it does: it was made all the same.

    Raises:
        NotFound: no such request.
    """
    with transaction.atomic():
        row = _one(scope, id)
        crossings.take_back_planned(scope, row.person_id, row.asked_on, row.text)
        row.delete()


def _received(scope: Scope, person: Person, row: Request) -> None:
    """Keep what it crosses of my boundaries; an answer is wanted by the end of the day it is due, if it is."""
    crossings.keep(
        scope,
        [person],
        crossings.RECEIVED,
        on=row.asked_on,
        text=row.text,
        request=request_of(row.text) or "other",
        wanted_within=None if row.due is None else 24.0 * (row.due - row.asked_on + 1),
        by_me=False,
    )


def _close(scope: Scope, row: Request, state: str, answer: str = "") -> None:
    row.state, row.answer = state, answer.strip()[:TEXT]
    row.closed_on = days.day_from_date(scope.today())
    row.save(update_fields=["state", "answer", "closed_on", "commitment", "passed_to"])


def _head(row: Request) -> int:
    found: int = Person.objects.values_list("merged_into", flat=True).get(pk=row.person_id) or row.person_id
    return found


def _one(scope: Scope, id: str) -> Request:
    return finding.row_of(scope, Request.objects.all(), "request", id)


def _open(scope: Scope, id: str) -> Request:
    row = _one(scope, id)
    if row.state != Request.OPEN:
        raise WrongState("request", row.state)
    return row
