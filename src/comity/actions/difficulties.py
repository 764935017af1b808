"""Steps with a difficult relationship: taken on a day, what came of them, taken back; and stepping back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from comity.actions import removed
from comity.actions.finding import not_ahead, person_of, row_of
from comity.core.difficulty import BACK, CAME, STEPS
from comity.core.errors import Invalid
from comity.core.playbooks import Standing
from comity.store import sealing
from comity.store.access import Scope
from comity.store.models import DifficultStep, Person, Relationship

TEXT = 20_000


def take(
    scope: Scope,
    person_id: str,
    step: str,
    text: str = "",
    *,
    on: dt.date | None = None,
    sealed: bool = False,
) -> str:
    """A step was taken; returns its id. on: None for today; sealed: its words are closed with the passphrase.

    Stepping back also sets the standing, so that the person is silent everywhere.

    Raises:
        NotFound: no such person in this book; Invalid: no such step, me, too long, or a day to come;
        Locked, NoVault: it is to be sealed, and what is sealed is not open.
    """
    if step not in STEPS:
        raise Invalid("step", step[:40], f"it is one of {', '.join(STEPS)}")
    day, words = not_ahead(scope, "day", on), _words(text)
    with transaction.atomic():
        person = person_of(scope, person_id, by_hand=True)
        if person.is_me:
            raise Invalid("person", person.name, "choose somebody else than yourself")
        row = DifficultStep(book_id=scope.book_id, person=person, step=step, on=day)
        _say(scope, row, words, sealed)
        row.save(force_insert=True)
        if step == BACK:
            _relationship(scope, person).update(standing=Standing.STEPPED_BACK)
    return str(row.uuid)


def came(scope: Scope, id: str, came: str) -> None:
    """What came of a step; "" takes it back.

    Raises:
        NotFound: no such step in this book; Invalid: no such outcome.
    """
    if came and came not in CAME:
        raise Invalid("came", came[:40], f"it is one of {', '.join(CAME)}")
    with transaction.atomic():
        row = _one(scope, id)
        row.came = came
        row.save(update_fields=["came"])


def say(scope: Scope, id: str, text: str, *, sealed: bool | None = None) -> None:
    """Other words on a step; sealed: None leaves them open or sealed as they are.

    Raises:
        NotFound: no such step in this book; Invalid: too long; Locked, NoVault: what is sealed is not open.
    """
    words = _words(text)
    with transaction.atomic():
        row = _one(scope, id)
        _say(scope, row, words, sealing.is_sealed(row) if sealed is None else sealed)
        row.save(update_fields=["text", "wrapped_key", "ciphertext"])


def remove(scope: Scope, id: str, *, standing: str = "") -> str:
    """It was a mistake; returns what brings it back (`actions.removed`).

    Of stepping back the standing is set to this one, where it is still the one it set.

    Raises:
        NotFound: no such step in this book; Invalid: no such standing.
    """
    if standing and standing not in list(Standing):
        raise Invalid("standing", standing[:40], "there is no such standing")
    with transaction.atomic():
        row = _one(scope, id)
        gone = removed.remove(scope, "step", row)
        if row.step == BACK:
            stepped = _relationship(scope, person_of(scope, str(row.person.uuid)))
            stepped.filter(standing=Standing.STEPPED_BACK).update(standing=standing)
    return gone


def _say(scope: Scope, row: DifficultStep, words: str, sealed: bool) -> None:
    if sealed and words:
        row.text = ""
        sealing.put(scope, row, {"text": words})
        return
    if sealing.is_sealed(row):
        sealing.key_of(scope)
    row.text, row.wrapped_key, row.ciphertext = words, None, None


def _words(text: str) -> str:
    words = text.strip()
    if len(words) > TEXT:
        raise Invalid("text", words[:40], f"it has more than {TEXT} characters")
    return words


def _relationship(scope: Scope, person: Person) -> QuerySet[Relationship]:
    return Relationship.objects.filter(book_id=scope.book_id, person=person)


def _one(scope: Scope, id: str) -> DifficultStep:
    return row_of(scope, DifficultStep.objects.select_related("person"), "difficult step", id)
