"""Opportunities: noting what could help somebody, sharing it and recording that in one step, and what came of it.

What is shared is an exchange given, of the kind "opportunity", that stands on the person's page; it is taken back with the
share. Nothing is fetched and nothing is sent.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from comity.actions import exchanges
from comity.actions.finding import not_ahead, person_of, row_of, words_of
from comity.core import days, opportunities
from comity.core.errors import Invalid, WrongState
from comity.store.access import Scope
from comity.store.models import Exchange, Opportunity, OpportunityShare, Person
from comity.store.queries.person import members

KIND = "opportunity"
"""The kind of the exchange that sharing is."""
TEXT = 20_000
_TITLE, _LINK = 300, 2000


@dataclass(frozen=True, slots=True)
class Shared:
    """Ids of what sharing made: the share, and the exchange given."""

    share: str
    exchange: str


def note(
    scope: Scope,
    text: str,
    *,
    kind: str | None = None,
    title: str | None = None,
    url: str | None = None,
    until: dt.date | None = None,
    guess_until: bool = True,
    source_id: str | None = None,
) -> str:
    """Note an opening, a project, an article, as it was pasted; returns its id. What is None is guessed from the text.

    The same words a second time, with nothing else said of them, are the same opportunity while that is open.

    Args:
        until: the last day to act; guess_until: whether the text may name it where it is None;
        source_id: who told me of it.

    Raises:
        NotFound: no such person in this book; Invalid: no words, no such kind, or a link that is none.
    """
    plain = bool(text.strip()) and guess_until and not any((kind, title, url, until))
    before = _the_same(scope, text.strip()[:TEXT], source_id) if plain else None
    if before is not None:
        return before
    guess = opportunities.guess(text, scope.today())
    day = until or (guess.until if guess_until else None)
    with transaction.atomic():
        row = Opportunity.objects.create(
            book_id=scope.book_id,
            kind=_kind(kind or guess.kind),
            title=words_of("title", (title or "").strip() or guess.title, _TITLE),
            text=text.strip()[:TEXT],
            url=_link(guess.url[:_LINK] if url is None else url),
            source=person_of(scope, source_id, by_hand=True) if source_id else None,
            found_on=days.day_from_date(scope.today()),
            until=None if day is None else days.day_from_date(day),
        )
    return str(row.uuid)


def _the_same(scope: Scope, text: str, source_id: str | None) -> str | None:
    """The id of one that is open and was noted in just these words, from the same person."""
    found = Opportunity.objects.filter(book_id=scope.book_id, text=text, closed_on=None)
    source = person_of(scope, source_id) if source_id else None
    uuid = found.filter(source=source).values_list("uuid", flat=True).first()
    return None if uuid is None else str(uuid)


def edit(
    scope: Scope,
    id: str,
    *,
    kind: str,
    title: str,
    text: str,
    url: str,
    until: dt.date | None,
    source_id: str | None,
) -> None:
    """Change what is known of an opportunity, all of it; until, source_id: None for none.

    Raises:
        NotFound: no such opportunity, or person, in this book; Invalid: as for `note`.
    """
    with transaction.atomic():
        row = _one(scope, id)
        row.kind, row.title, row.url = _kind(kind), words_of("title", title, _TITLE), _link(url)
        row.text = text.strip()[:TEXT]
        row.until = None if until is None else days.day_from_date(until)
        row.source = person_of(scope, source_id, by_hand=True) if source_id else None
        row.save()


def share(scope: Scope, id: str, person_id: str, *, on: dt.date | None = None) -> Shared:
    """I shared it with somebody, on a day (None: today): noted here, and as something given to them.

    Raises:
        NotFound: no such opportunity, or person, in this book; Invalid: it is me, or a day to come;
        WrongState: it is closed, or was shared with them already.
    """
    with transaction.atomic():
        row = _open(scope, id)
        person = _somebody(scope, person_id)
        day = not_ahead(scope, "day", on)
        shared = _share_of(row, person)
        if shared.shared_on is not None:
            raise WrongState("opportunity", "shared")
        given = exchanges.note(scope, str(person.uuid), given=True, kind=KIND, text=row.title, on=on)
        shared.shared_on, shared.passed_over = day, False
        shared.exchange = Exchange.objects.get(book_id=scope.book_id, uuid=given)
        shared.save()
    return Shared(str(shared.uuid), given)


def pass_over(scope: Scope, id: str, person_id: str) -> str:
    """It is not meant for somebody: they are not suggested for it again; returns the id of that.

    Raises:
        NotFound: no such opportunity, or person, in this book; Invalid: it is me;
        WrongState: it was shared with them.
    """
    with transaction.atomic():
        shared = _share_of(_one(scope, id), _somebody(scope, person_id))
        if shared.shared_on is not None:
            raise WrongState("opportunity", "shared")
        shared.passed_over = True
        shared.save()
    return str(shared.uuid)


def unshare(scope: Scope, share_id: str) -> None:
    """It was not shared with them after all, or they are not to be passed over; what it gave goes, too.

    Raises:
        NotFound: there is no such share in this book.
    """
    with transaction.atomic():
        row = row_of(scope, OpportunityShare.objects.select_related("exchange"), "share", share_id)
        if row.exchange is not None:
            row.exchange.delete()
        row.delete()


def came_of_it(scope: Scope, share_id: str, text: str) -> None:
    """What came of sharing it, in words; "" takes it back.

    Raises:
        NotFound: there is no such share in this book; WrongState: it was not shared with them.
    """
    with transaction.atomic():
        row = row_of(scope, OpportunityShare.objects.all(), "share", share_id)
        if row.shared_on is None:
            raise WrongState("opportunity", "passed over")
        row.came_of_it = text.strip()[:TEXT]
        row.save(update_fields=["came_of_it"])


def close(scope: Scope, id: str) -> None:
    """It is over, or taken: nothing suggests it any more.

    Raises:
        NotFound: no such opportunity in this book; WrongState: it is closed.
    """
    with transaction.atomic():
        row = _open(scope, id)
        row.closed_on = days.day_from_date(scope.today())
        row.save(update_fields=["closed_on"])


def reopen(scope: Scope, id: str) -> None:
    """It is open again.

    Raises:
        NotFound: no such opportunity in this book; WrongState: it is open.
    """
    with transaction.atomic():
        row = _one(scope, id)
        if row.closed_on is None:
            raise WrongState("opportunity", "open")
        row.closed_on = None
        row.save(update_fields=["closed_on"])


def remove(scope: Scope, id: str) -> None:
    """Forget an opportunity and with whom it was shared; what was given by it stays in the balance.

    Raises:
        NotFound: no such opportunity in this book.
    """
    with transaction.atomic():
        _one(scope, id).delete()


def _one(scope: Scope, id: str) -> Opportunity:
    return row_of(scope, Opportunity.objects.all(), "opportunity", id)


def _open(scope: Scope, id: str) -> Opportunity:
    row = _one(scope, id)
    if row.closed_on is not None:
        raise WrongState("opportunity", "closed")
    return row


def _share_of(row: Opportunity, person: Person) -> OpportunityShare:
    """What is noted of it for a person, or somebody merged into them; a new one, not stored yet, where nothing is."""
    known = row.shares.filter(person__in=members(person.pk)).order_by("shared_on", "id")
    found = next((one for one in known if one.shared_on is not None), known.first())
    return found or OpportunityShare(book_id=row.book_id, opportunity=row, person=person)


def _somebody(scope: Scope, person_id: str) -> Person:
    person = person_of(scope, person_id, by_hand=True)
    if person.is_me:
        raise Invalid("person", person.name, "choose somebody else than yourself")
    return person


def _kind(kind: str) -> str:
    if kind not in opportunities.KINDS:
        raise Invalid("kind", kind, "choose one of " + ", ".join(opportunities.KINDS))
    return kind


def _link(url: str) -> str:
    words = url.strip()
    if words and (not words.lower().startswith(("http://", "https://")) or len(words) > _LINK):
        raise Invalid("url", words[:80], "a link begins with https://")
    return words
