"""Feedback: asking for it, noting what was said, deciding what follows, and giving it.

Feedback that they ask of me is noted as theirs (`mine=False`); Today reminds of it. None of it is sent. What was told
is something given or received as well, and stands among the exchanges for as long.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from comity.actions.finding import not_ahead, person_of, row_of, words_of
from comity.core import feedback as core
from comity.core import reciprocity
from comity.core.errors import Invalid
from comity.store.access import Scope
from comity.store.models import Exchange, Feedback

KIND = "feedback"
"""The kind of the exchange that feedback is."""
TEXT = 20_000
_ABOUT = 300


def ask(scope: Scope, person_id: str, about: str, *, on: dt.date | None = None) -> str:
    """I asked somebody for feedback on something; returns its id. on: None for today.

    Raises:
        NotFound: no such person in this book; Invalid: no words, me, or a day to come.
    """
    return _note(scope, person_id, about, mine=True, asked_on=not_ahead(scope, "day", on))


def asked_of_me(scope: Scope, person_id: str, about: str, *, on: dt.date | None = None) -> str:
    """Somebody asked me for feedback; returns its id.

    Raises:
        NotFound: no such person in this book; Invalid: no words, me, or a day to come.
    """
    return _note(scope, person_id, about, mine=False, asked_on=not_ahead(scope, "day", on))


def received(
    scope: Scope, person_id: str, about: str, text: str = "", *, on: dt.date | None = None, action: str = ""
) -> str:
    """Somebody told me what they think, asked or not; returns its id. action: what I will do about it.

    Raises:
        NotFound: no such person in this book; Invalid: no words, me, or a day to come.
    """
    told = not_ahead(scope, "day", on)
    return _note(scope, person_id, about, mine=True, told_on=told, text=text, action=action)


def given(scope: Scope, person_id: str, about: str, text: str = "", *, on: dt.date | None = None) -> str:
    """I gave somebody feedback that they had not asked for; returns its id.

    Raises:
        NotFound: no such person in this book; Invalid: no words, me, or a day to come.
    """
    return _note(scope, person_id, about, mine=False, told_on=not_ahead(scope, "day", on), text=text)


def tell(scope: Scope, id: str, text: str = "", *, on: dt.date | None = None) -> None:
    """What was asked for was told: by them to me, or by me to them.

    Raises:
        NotFound: no such feedback in this book; WrongState: it was told already; Invalid: a day to come.
    """
    day = not_ahead(scope, "day", on)
    with transaction.atomic():
        row = _one(scope, id)
        row.text = text.strip()[:TEXT] or row.text
        _keep(row, core.tell(row.life, day))


def intend(scope: Scope, id: str, action: str) -> None:
    """What I will do about feedback that I received; "" takes it back.

    Raises:
        NotFound: no such feedback in this book; WrongState: it has not come yet, is acted on, or was mine to give.
    """
    with transaction.atomic():
        row = _one(scope, id)
        _keep(row, core.intend(row.life, action.strip()[:TEXT]))


def act(scope: Scope, id: str, action: str = "", *, on: dt.date | None = None) -> None:
    """I have acted on it; action: how, "" for what I said I would do.

    Raises:
        NotFound: no such feedback in this book; WrongState: it has not come yet, is acted on, or was mine to give;
            Invalid: a day to come.
    """
    day = not_ahead(scope, "day", on)
    with transaction.atomic():
        row = _one(scope, id)
        _keep(row, core.act(row.life, day, action.strip()[:TEXT]))


def reopen(scope: Scope, id: str) -> None:
    """Take the last step back: that I acted on it, or that it was told.

    Raises:
        NotFound: no such feedback in this book; WrongState: there is nothing to take back.
    """
    with transaction.atomic():
        row = _one(scope, id)
        _keep(row, core.back(row.life))


def edit(scope: Scope, id: str, *, about: str | None = None, text: str | None = None) -> None:
    """Change what it is on, or what was said; None leaves it.

    Raises:
        NotFound: no such feedback in this book; Invalid: no words.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.about = row.about if about is None else words_of("about", about, _ABOUT)
        row.text = row.text if text is None else text.strip()[:TEXT]
        row.save(update_fields=["about", "text"])
        _pair(row).update(text=row.about)


def remove(scope: Scope, id: str) -> None:
    """It was a mistake; what it gave or brought goes with it.

    Raises:
        NotFound: no such feedback in this book.
    """
    with transaction.atomic():
        row = _one(scope, id)
        _pair(row).delete()
        row.delete()


def _note(
    scope: Scope,
    person_id: str,
    about: str,
    *,
    mine: bool,
    asked_on: int | None = None,
    told_on: int | None = None,
    text: str = "",
    action: str = "",
) -> str:
    with transaction.atomic():
        person = person_of(scope, person_id, by_hand=True)
        if person.is_me:
            raise Invalid("person", person.name, "choose somebody else than yourself")
        row = Feedback.objects.create(
            book_id=scope.book_id,
            person=person,
            mine=mine,
            about=words_of("about", about, _ABOUT),
            asked_on=asked_on,
            told_on=told_on,
            text=text.strip()[:TEXT],
            action=action.strip()[:TEXT],
        )
        if told_on is not None:
            _exchange(row, told_on)
    return str(row.uuid)


def _keep(row: Feedback, life: core.Life) -> None:
    """What was told is given or received, and what was not is neither."""
    before = row.told_on
    row.told_on, row.acted_on, row.action = life.told_on, life.acted_on, life.action
    row.save(update_fields=["told_on", "acted_on", "action", "text"])
    if before is None and row.told_on is not None:
        _exchange(row, row.told_on)
    elif row.told_on is None:
        _pair(row).delete()


def _exchange(row: Feedback, day: int) -> None:
    """The exchange that feedback is; it carries the feedback's id as its key, and comes and goes with it."""
    Exchange.objects.create(
        book_id=row.book_id,
        person=row.person,
        direction=Exchange.RECEIVED if row.mine else Exchange.GIVEN,
        kind=KIND,
        text=row.about,
        on=day,
        asks_thanks=row.mine and reciprocity.asks_thanks(KIND),
        key=row.uuid.hex,
    )


def _pair(row: Feedback) -> QuerySet[Exchange]:
    return Exchange.objects.filter(book_id=row.book_id, key=row.uuid.hex)


def _one(scope: Scope, id: str) -> Feedback:
    return row_of(scope, Feedback.objects.all(), "feedback", id)
