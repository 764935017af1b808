"""Gifts and hospitality: each with what an employer's policies ask for it, and the sum from the same giver."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as later

from comity.answers import conflict_words as words
from comity.answers import heads, wording
from comity.answers.shapes import Face
from comity.core import days, money
from comity.core.conflicts import ORGANISATION, PERSON
from comity.core.errors import NotFound
from comity.core.gifts import Gift as Weighed
from comity.core.gifts import judged
from comity.core.policies import Asks, Policy, Verdict, Worth
from comity.store.access import Scope
from comity.store.models import Gift
from comity.store.models import Policy as PolicyRow

MOST = 5000
"""Gifts that are read; more are no register but an archive."""
_ASKS: Mapping[Asks, str | Promise] = {
    Asks.DISCLOSE: later("Declare it"),
    Asks.APPROVAL: later("Ask for approval"),
    Asks.REFUSE: later("Decline it or give it back"),
}
_WHY: Mapping[str, str | Promise] = {
    "any": later("whatever it is worth"),
    "worth": later("it is worth %(limit)s or more"),
    "together": later("%(count)s from the same giver come to %(total)s, and the limit is %(limit)s"),
    "unknown": later("nobody knows its worth, so it cannot be compared with %(limit)s; please find out"),
    "currency": later("it is in another currency, so it cannot be compared with %(limit)s; please decide"),
}


@dataclass(frozen=True, slots=True)
class GiftLine:
    """A gift. asks: "" or what a policy asks for (`core.policies.Asks`); warning: the same in words, with why; open: asked
    for and not done yet."""

    id: str
    direction: str
    kind: str
    kind_words: str
    what: str
    on: dt.date
    face: Face | None
    organisation: str
    amount: int | None
    currency: str
    worth: str
    outcome: str
    outcome_words: str
    disclosed_on: dt.date | None
    disclosed_to: str
    asks: str
    policy: str
    warning: str
    open: bool

    @property
    def about(self) -> str:
        """Whom it is from, or for."""
        return ", ".join(filter(None, (self.face.name if self.face else "", self.organisation)))


def gifts(scope: Scope, *, who: str = "", year: int | None = None) -> tuple[GiftLine, ...]:
    """All gifts, the latest first; of one person, or of one year; what is asked for counts all of them.

    Raises:
        NotFound, Ambiguous: not one person.
    """
    rows = list(
        Gift.objects.filter(book_id=scope.book_id).select_related("organisation").order_by("on", "id")[:MOST]
    )
    known = heads.heads(row.person_id for row in rows)
    wanted = {known[id].id for id in heads.rows_of(scope, who) if id in known} if who else None
    weighed = [_weighed(row, known) for row in rows]
    of_giver = _by_giver(weighed)
    policies = policies_on_gifts(scope)
    found = []
    for row, gift in zip(rows, weighed, strict=True):
        person = known[row.person_id].id if row.person_id else None
        if (wanted is None or person in wanted) and year in (None, days.date_from_day(row.on).year):
            among = sorted({place for giver in gift.givers for place in of_giver[giver]})
            verdict = judged(gift, [weighed[place] for place in among], policies)
            found.append(_line(row, known, verdict))
    return tuple(reversed(found))


def gift(scope: Scope, id: str) -> GiftLine:
    """One of them.

    Raises:
        NotFound: no such gift in this book.
    """
    for line in gifts(scope):
        if line.id == id:
            return line
    raise NotFound("gift", id)


def policies_on_gifts(scope: Scope) -> tuple[Policy, ...]:
    """The policies on gifts and hospitality, whenever they are in force, as rules look at them."""
    found = PolicyRow.objects.filter(book_id=scope.book_id, kind__in=("gifts", "hospitality")).order_by("id")
    return tuple(
        Policy(
            str(row.uuid),
            row.organisation_id,
            row.kind,
            row.title,
            row.amount,
            row.currency,
            row.days,
            row.asks,
            row.since,
            row.until,
            row.review_on,
        )
        for row in found
    )


def kinds() -> tuple[tuple[str, str], ...]:
    """Kinds of gifts, for a choice."""
    return tuple((key, str(said)) for key, said in words.GIFTS.items())


def outcomes() -> tuple[tuple[str, str], ...]:
    """What can become of a gift, for a choice."""
    return tuple((key, str(said)) for key, said in words.OUTCOMES.items())


def warned(verdict: Verdict) -> str:
    """What a policy asks for and why, in words; "" for nothing."""
    policy = verdict.policy
    if policy is None or verdict.asks == Asks.NOTHING:
        return ""
    limit = "" if policy.amount is None else money.written(policy.amount, policy.currency)
    why = str(_WHY[verdict.why]) % {
        "limit": limit,
        "count": verdict.counted,
        "total": money.written(verdict.total, policy.currency),
    }
    said = gettext("%(asks)s (“%(policy)s”): %(why)s.") % {
        "asks": str(_ASKS[verdict.asks]),
        "policy": policy.title,
        "why": why,
    }
    if verdict.left_out:
        said += " " + gettext("Some earlier ones could not be counted: another currency, or no worth noted.")
    return said


def _by_giver(weighed: Iterable[Weighed]) -> dict[tuple[str, int], list[int]]:
    """The places of the gifts of each giver."""
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, gift in enumerate(weighed):
        for giver in gift.givers:
            found[giver].append(place)
    return found


def _weighed(row: Gift, known: Mapping[int, heads.Head]) -> Weighed:
    givers = set()
    if row.person_id:
        givers.add((PERSON, known[row.person_id].id))
    if row.organisation_id:
        givers.add((ORGANISATION, row.organisation_id))
    worth = Worth(row.on, row.amount, row.currency)
    return Weighed(str(row.uuid), row.direction, row.kind, frozenset(givers), worth, row.outcome)


def _line(row: Gift, known: Mapping[int, heads.Head], verdict: Verdict) -> GiftLine:
    done = row.disclosed_on is not None or row.outcome in ("declined", "returned", "handed_in")
    return GiftLine(
        str(row.uuid),
        row.direction,
        row.kind,
        str(words.GIFTS.get(row.kind, row.kind)),
        row.what,
        days.date_from_day(row.on),
        known[row.person_id].face if row.person_id else None,
        row.organisation.name if row.organisation else "",
        row.amount,
        row.currency,
        "" if row.amount is None else money.written(row.amount, row.currency),
        row.outcome,
        str(words.OUTCOMES.get(row.outcome, row.outcome)),
        wording.day(row.disclosed_on),
        row.disclosed_to,
        str(verdict.asks),
        verdict.policy.title if verdict.policy and verdict.asks else "",
        warned(verdict),
        bool(verdict.asks) and not done,
    )
