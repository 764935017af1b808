"""Requests to me: the list, and who might be the better one to ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, F, QuerySet, Value, When
from django.utils.translation import gettext

from comity.answers import guarding, heads, wording
from comity.answers.shapes import Face
from comity.answers.unwilling import limits
from comity.core import days, fitting
from comity.core.audience import of
from comity.core.boundaries import Plan, request_of
from comity.core.errors import Invalid
from comity.core.requests import State
from comity.store.access import Scope
from comity.store.models import Request
from comity.store.queries import fitting as fitting_query
from comity.store.queries import people as people_query
from comity.store.queries.person import members

LIMIT = 100
"""Requests on one page of a list."""
FITTING = 6
"""People who are proposed to pass a request on to."""
_UNWILLING = 50
"""People more who are looked at, since some may have said that they would rather not be asked."""
_REASONS = {
    "skill": "knows about this: %(text)s",
    "title": "works as %(text)s",
    "department": "works in %(text)s",
    "organisation": "works at %(text)s",
    "tag": "you tagged them %(text)s",
    "fact": "you noted: %(text)s",
}


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request to me: who asked, what, where it was read, by when, and what became of it.

    state: open, accepted, declined, passed_on or left; answer: what I said; passed_to: who took it over;
    promise: the id of the promise that came of it, or None.
    """

    id: str
    face: Face
    text: str
    sentence: str
    interaction: str | None
    asked_on: dt.date
    due: dt.date | None
    state: str
    closed_on: dt.date | None
    answer: str
    passed_to: Face | None
    promise: str | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the requests, open ones first in the order they came, then the latest answered; how many in all."""

    rows: tuple[RequestRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Fit:
    """Somebody to whom a request could be passed on, an address of theirs or "", and why."""

    face: Face
    email: str
    reasons: tuple[str, ...]


def requests(
    scope: Scope,
    *,
    who: str = "",
    state: str = "",
    limit: int = LIMIT,
    offset: int = 0,
) -> Listed:
    """Requests, narrowed as asked.

    who: a person's id, address or name; state: one of `core.requests.State`, "" for all.

    Raises:
        Invalid: no such state.
    """
    found = Request.objects.filter(book_id=scope.book_id)
    if who:
        found = found.filter(person__in=heads.rows_of(scope, who))
    if state:
        if state not in set(State):
            raise Invalid("state", state, gettext("choose one of ") + ", ".join(State))
        found = found.filter(state=state)
    order = (
        Case(When(state=Request.OPEN, then=Value(0)), default=Value(1)),
        F("closed_on").desc(nulls_first=True),
        Case(When(state=Request.OPEN, then=F("due"))).asc(nulls_last=True),
        "asked_on",
        "id",
    )
    page = list(_joined(found).order_by(*order)[offset : offset + limit + 1])
    today = days.day_from_date(scope.today())
    more = len(page) > limit or offset
    return Listed(tuple(_row(row, today) for row in page[:limit]), found.count() if more else len(page))


def request(scope: Scope, id: str) -> RequestRow:
    """One request.

    Raises:
        NotFound: no such request in this book.
    """
    return _row(_one(scope, id), days.day_from_date(scope.today()))


def who_fits(scope: Scope, id: str, *, words: str = "", limit: int = FITTING) -> tuple[Fit, ...]:
    """People who may be the better ones to ask, by the words of the request, or by others.

    Their skills, titles, departments, organisations, tags and what is openly known of them are looked at; whoever
    asked, whom I stepped back from, who died and who would rather not be asked are left out. Who fits most of the words
    comes first, then whom I am closer to.

    Raises:
        NotFound: no such request in this book.
    """
    row = _one(scope, id)
    wanted = fitting.words(words or f"{row.text} {row.sentence}")
    if not wanted:
        return ()
    head = row.person.merged_into or row.person
    today = days.day_from_date(scope.today())
    found = _open_to_them(
        scope, row, head.pk, fitting_query.holding(scope.book_id, wanted, members(head.pk), today)
    )
    chosen = _willing(scope, row, fitting.ranked(found, wanted, limit + _UNWILLING))[:limit]
    emails = people_query.emails([one.person for one in chosen]) if chosen else {}
    return tuple(
        Fit(
            wording.face(one.uuid, one.name),
            next(iter(emails.get(one.person, ())), ""),
            tuple(gettext(_REASONS[kind]) % {"text": text} for kind, text in one.why),
        )
        for one in chosen
    )


def _willing(scope: Scope, row: Request, chosen: Sequence[fitting.Chosen]) -> list[fitting.Chosen]:
    """Those who did not say that they would rather not be asked for this."""
    said = f"{row.text} {row.sentence}"
    bounds = limits(scope, {one.person for one in chosen})
    return bounds.willing(
        chosen, lambda one: one.person, Plan(words=said, request=request_of(said) or "favour")
    )


def _open_to_them(scope: Scope, row: Request, source: int, found: list[fitting.Held]) -> list[fitting.Held]:
    """What speaks for people, without what they must not learn of, and those who must not learn of the request."""
    watch = guarding.watch(scope)
    told = guarding.who_may_hear(
        watch,
        found,
        lambda one: one.person,
        *(row.text, row.sentence),
        about=[source],
        rows=[("requests", str(row.uuid))],
    )
    return [one for one in told if not watch.is_closed(watch.gives_away(one.text), of(one.person))]


def _one(scope: Scope, id: str) -> Request:
    return heads.row_of(_joined(Request.objects.filter(book_id=scope.book_id)), "request", id)


def _joined(found: QuerySet[Request]) -> QuerySet[Request]:
    return found.select_related("person__merged_into", "passed_to__merged_into", "interaction", "commitment")


def _row(row: Request, today: int) -> RequestRow:
    return RequestRow(
        id=str(row.uuid),
        face=wording.shown(row.person),
        text=row.text,
        sentence=row.sentence,
        interaction=wording.outside_id(bytes(row.interaction.key).hex()) if row.interaction else None,
        asked_on=days.date_from_day(row.asked_on),
        due=wording.day(row.due),
        state=row.state,
        closed_on=wording.day(row.closed_on),
        answer=row.answer,
        passed_to=wording.shown(row.passed_to) if row.passed_to else None,
        promise=str(row.commitment.uuid) if row.commitment else None,
        overdue=row.state == Request.OPEN and row.due is not None and row.due < today,
    )
