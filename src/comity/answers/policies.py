"""Policies of an employer: the list, what one asks for a gift, and which want to be read again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as later

from comity.answers import wording
from comity.answers.heads import row_of
from comity.core import days, money
from comity.core import policies as core
from comity.core.policies import Asks, Verdict, Worth
from comity.store.access import Scope
from comity.store.models import Policy

LIMIT = 100
KINDS: Mapping[str, str | Promise] = {
    "gifts": later("Gifts"),
    "hospitality": later("Hospitality"),
    "outside_work": later("Outside work"),
    "relationships": later("Relationships at work"),
    "cooling_off": later("Cooling-off after an employer"),
    "other": later("Something else"),
}
ASKS: Mapping[str, str | Promise] = {
    Asks.NOTHING: later("asks nothing"),
    Asks.DISCLOSE: later("declare it"),
    Asks.APPROVAL: later("ask for approval first"),
    Asks.REFUSE: later("do not accept it"),
}


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy. threshold: from which worth on it asks for something, or how long a
    cooling-off lasts, in words, "" for whatever the worth; amount: the
    same as it is typed; review_due: its day of review has come."""

    id: str
    title: str
    kind: str
    kind_words: str
    organisation: str
    text: str
    url: str
    amount: str
    currency: str
    days: int | None
    threshold: str
    asks: str
    asks_words: str
    since: dt.date
    until: dt.date | None
    in_force: bool
    review_on: dt.date | None
    review_due: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the policies, and how many there are in all."""

    rows: tuple[PolicyRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What a policy asks for a thing, and why, in words; asks "" where none asks anything. policy: its id, or ""."""

    asks: str
    policy: str
    title: str
    words: str


def policies(scope: Scope, *, ended: bool = False, limit: int = LIMIT, offset: int = 0) -> Listed:
    """Policies in force, or with `ended` all of them, by their kind and title."""
    today = days.day_from_date(scope.today())
    found = _rows(scope)
    if not ended:
        found = found.filter(Q(until=None) | Q(until__gte=today))
    page = list(found.order_by("kind", "title", "id")[offset : offset + limit + 1])
    total = found.count() if len(page) > limit or offset else len(page)
    return Listed(tuple(_row(row, today) for row in page[:limit]), total)


def policy(scope: Scope, id: str) -> PolicyRow:
    """One policy.

    Raises:
        NotFound: no such policy in this book.
    """
    return _row(row_of(_rows(scope), "policy", id), days.day_from_date(scope.today()))


def due(scope: Scope) -> tuple[PolicyRow, ...]:
    """Policies in force whose day of review has come, the longest overdue first."""
    today = days.day_from_date(scope.today())
    found = _rows(scope).filter(Q(until=None) | Q(until__gte=today), review_on__lte=today)
    return tuple(_row(row, today) for row in found.order_by("review_on", "title", "id")[:LIMIT])


def binding(scope: Scope, day: int, kinds: Iterable[str] = core.KINDS) -> tuple[core.Policy, ...]:
    """The policies of some kinds in force on a day (a day number), as `core.policies` decides about them."""
    found = _rows(scope).filter(kind__in=tuple(kinds)).order_by("id")
    return core.binding([as_rule(row) for row in found], None, day)


def cooling_off(scope: Scope, day: int) -> int | None:
    """For how many days the policies in force on a day (a day number) let an employer count that I left; None: none says."""
    return core.cooling_off(binding(scope, day, (core.COOLING_OFF,)), day)


def for_gift(scope: Scope, kind: str, thing: Worth, history: Iterable[Worth] = ()) -> Asked:
    """What the policies in force on its day ask for something given or received: the strictest, and why.

    kind: gifts or hospitality; history: what came from the same giver, or went to them, before.
    """
    return asked(core.over(binding(scope, thing.day, (kind,)), thing, history))


def as_rule(row: Policy) -> core.Policy:
    """A row as a decision sees it."""
    return core.Policy(
        id=str(row.uuid),
        organisation=row.organisation_id,
        kind=row.kind,
        title=row.title,
        amount=row.amount,
        currency=row.currency,
        days=row.days,
        asks=row.asks,
        since=row.since,
        until=row.until,
        review_on=row.review_on,
    )


def asked(verdict: Verdict) -> Asked:
    """A verdict in words."""
    rule = verdict.policy
    if rule is None or verdict.asks == Asks.NOTHING:
        return Asked("", "", "", "")
    values = {
        "title": rule.title,
        "asks": str(ASKS[verdict.asks]),
        "amount": money.written(rule.amount or 0, rule.currency),
        "total": money.written(verdict.total, rule.currency),
        "n": verdict.counted,
        "days": rule.days or 0,
    }
    said = {
        "any": gettext("“%(title)s”: %(asks)s, whatever its worth."),
        "worth": gettext("“%(title)s”: %(asks)s, from %(amount)s on."),
        "together": gettext("“%(title)s”: %(asks)s; %(n)d things within %(days)d days come to %(total)s."),
        "unknown": gettext("“%(title)s”: nobody knows what it is worth, so it may ask this: %(asks)s."),
        "currency": gettext("“%(title)s” counts in another currency, so it may ask this: %(asks)s."),
    }[verdict.why] % values
    if verdict.left_out:
        more = ngettext(
            "One earlier thing could not be counted.",
            "%(n)d earlier things could not be counted.",
            verdict.left_out,
        )
        said += " " + more % {"n": verdict.left_out}
    return Asked(str(verdict.asks), rule.id, rule.title, said)


def _rows(scope: Scope) -> QuerySet[Policy]:
    return Policy.objects.filter(book_id=scope.book_id).select_related("organisation")


def _row(row: Policy, today: int) -> PolicyRow:
    in_force = row.since <= today and (row.until is None or today <= row.until)
    return PolicyRow(
        id=str(row.uuid),
        title=row.title,
        kind=row.kind,
        kind_words=str(KINDS.get(row.kind, row.kind)),
        organisation=row.organisation.name if row.organisation else "",
        text=row.text,
        url=row.url,
        amount="" if row.amount is None else money.plain(row.amount, row.currency),
        currency=row.currency,
        days=row.days,
        threshold=_threshold(row),
        asks=row.asks,
        asks_words=str(ASKS.get(row.asks, row.asks)),
        since=days.date_from_day(row.since),
        until=wording.day(row.until),
        in_force=in_force,
        review_on=wording.day(row.review_on),
        review_due=in_force and row.review_on is not None and row.review_on <= today,
    )


def _threshold(row: Policy) -> str:
    if row.kind == core.COOLING_OFF and row.days is not None:
        return ngettext("for a day", "for %(n)d days", row.days) % {"n": row.days}
    if row.amount is None:
        return ""
    said = gettext("from %(amount)s on") % {"amount": money.written(row.amount, row.currency)}
    if row.days is None:
        return said
    within = ngettext("within a day", "within %(n)d days", row.days) % {"n": row.days}
    return f"{said}, {within}"
