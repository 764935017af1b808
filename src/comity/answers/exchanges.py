"""What was given and received: the lists, what waits for thanks, and the balance as a picture and in kind words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext

from comity.answers import thanks, wording
from comity.answers.finding import find
from comity.answers.heads import SILENT, Head, heads, row_of
from comity.answers.shapes import ExchangeKnown, Face
from comity.core import days, reciprocity
from comity.core.errors import Invalid
from comity.core.reciprocity import Leaning, Quarter
from comity.store.access import Scope
from comity.store.models import Exchange
from comity.store.queries import person as query

LIMIT = 100
"""Exchanges on one page of a list."""
_PEOPLE = 50
"""People in the balance by person."""
_GIVEN, _RECEIVED = Q(direction=Exchange.GIVEN), Q(direction=Exchange.RECEIVED)
_CLICK = Q(kind__in=reciprocity.CLICKS)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Something given to somebody or received from them.

    worth: in words; sentence, interaction: where it was read; thanked: when I thanked, if I did; waits: it was received
    and is still to be thanked for; click: an endorsement or the like, which is not weighed; introduction: the id of
    the one that it was, and introduced: to whom, where that is not me.
    """

    id: str
    face: Face
    given: bool
    kind: str
    text: str
    worth: str
    sentence: str
    interaction: str | None
    on: dt.date
    asks_thanks: bool
    thanked: dt.date | None
    waits: bool
    click: bool
    introduction: str | None
    introduced: Face | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was given and received of a kind; clicks have kinds of their own."""

    kind: str
    given: int
    received: int


@dataclass(frozen=True, slots=True)
class WithPerson:
    """How much was given to a person and received from them, clicks left out."""

    face: Face
    given: int
    received: int
    last: dt.date


@dataclass(frozen=True, slots=True)
class Balance:
    """The last quarters, oldest first, all of it in numbers, and what it comes to in words; clicks left out."""

    quarters: tuple[Quarter, ...]
    given: int
    received: int
    words: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the exchanges, the newest first, and how many there are in all."""

    rows: tuple[Exchanged, ...]
    total: int


def exchanges(
    scope: Scope,
    *,
    who: str | None = None,
    kind: str = "",
    direction: str = "",
    to_thank: bool = False,
    clicks: bool | None = None,
    limit: int = LIMIT,
    offset: int = 0,
) -> Listed:
    """A page of what was given and received.

    Args:
        who: the id of a person, with everybody merged into them; kind: one of `core.reciprocity.KINDS`;
        direction: given or received; to_thank: only what waits for thanks; clicks: only those, or all but those.

    Raises:
        NotFound: no such person in this book; Invalid: no such kind or direction.
    """
    found = _of(scope, who)
    if kind:
        if kind not in reciprocity.KINDS:
            raise Invalid("kind", kind, "choose one of " + ", ".join(reciprocity.KINDS))
        found = found.filter(kind=kind)
    if direction:
        if direction not in (Exchange.GIVEN, Exchange.RECEIVED):
            raise Invalid("direction", direction, "choose given or received")
        found = found.filter(direction=direction)
    if clicks is not None:
        found = found.filter(_CLICK) if clicks else found.exclude(_CLICK)
    began = thanks.first_day(scope)
    if to_thank:
        found = found.filter(_waiting(began))
    rows = list(
        found.select_related("interaction", "introduction").order_by("-on", "-id")[offset : offset + limit]
    )
    whole = len(rows) < limit and (rows or not offset)
    return Listed(_shown(rows, began), offset + len(rows) if whole else found.count())


def exchange(scope: Scope, id: str) -> Exchanged:
    """One of them.

    Raises:
        NotFound: there is no such one in this book.
    """
    found = _of(scope, None).select_related("interaction", "introduction")
    return _shown([row_of(found, "exchange", id)], thanks.first_day(scope))[0]


def balance(scope: Scope, who: str | None = None) -> Balance:
    """The balance with everybody, or with one person.

    Raises:
        NotFound: no such person in this book.
    """
    found = _of(scope, who).exclude(_CLICK)
    today = days.day_from_date(scope.today())
    since = today - 92 * reciprocity.QUARTERS
    by_day = found.filter(on__gt=since).values_list("on", "direction").annotate(Count("id"))
    quarters = reciprocity.quarters(
        ((day, direction == Exchange.GIVEN, n) for day, direction, n in by_day), today
    )
    sums = found.aggregate(given=Count("id", filter=_GIVEN), received=Count("id", filter=_RECEIVED))
    return Balance(
        quarters, sums["given"], sums["received"], _words(reciprocity.leaning(quarters), who is None)
    )


def balance_of(known: Sequence[ExchangeKnown], today: dt.date) -> Balance:
    """The balance with one person, of what their page knows already."""
    weighed = [one for one in known if one.kind not in reciprocity.CLICKS]
    each = ((days.day_from_date(one.on), one.given, 1) for one in weighed)
    quarters = reciprocity.quarters(each, days.day_from_date(today))
    given = sum(one.given for one in weighed)
    return Balance(quarters, given, len(weighed) - given, _words(reciprocity.leaning(quarters), False))


def by_kind(scope: Scope, who: str | None = None) -> tuple[Tally, ...]:
    """How much of each kind, in the order of the kinds.

    Raises:
        NotFound: no such person in this book.
    """
    counts = (
        _of(scope, who)
        .values_list("kind")
        .annotate(given=Count("id", filter=_GIVEN), received=Count("id", filter=_RECEIVED))
    )
    order = {kind: place for place, kind in enumerate(reciprocity.KINDS)}
    return tuple(
        Tally(*row) for row in sorted(counts, key=lambda row: (order.get(row[0], len(order)), row[0]))
    )


def by_person(scope: Scope) -> tuple[WithPerson, ...]:
    """How much with each person, the latest first (never the most generous first); at most fifty."""
    found = Exchange.objects.filter(book_id=scope.book_id).exclude(_CLICK)
    counts = list(
        found.annotate(head=Coalesce("person__merged_into_id", "person_id"))
        .values_list("head")
        .annotate(given=Count("id", filter=_GIVEN), received=Count("id", filter=_RECEIVED), last=Max("on"))
        .order_by("-last", "head")[:_PEOPLE]
    )
    known = heads(head for head, *_ in counts)
    return tuple(
        WithPerson(known[head].face, given, received, days.date_from_day(last))
        for head, given, received, last in counts
    )


def _of(scope: Scope, who: str | None) -> QuerySet[Exchange]:
    found = Exchange.objects.filter(book_id=scope.book_id)
    if who is None:
        return found
    return found.filter(person__in=query.members(find(scope, who).pk))


def _waiting(began: int) -> Q:
    """What is still to be thanked for (`core.reciprocity.waits_for_thanks`), of people who are not left in peace."""
    alive = Q(person__merged_into=None, person__died_on=None) | Q(person__merged_into__died_on=None) & ~Q(
        person__merged_into=None
    )
    silent = Q(person__merged_into=None, person__relationship__standing__in=SILENT) | Q(
        person__merged_into__relationship__standing__in=SILENT
    )
    open_ones = Q(direction=Exchange.RECEIVED, asks_thanks=True, thanked_on=None, on__gte=began)
    return open_ones & alive & ~silent


def _shown(rows: Sequence[Exchange], began: int) -> tuple[Exchanged, ...]:
    partners = _introduced([row for row in rows if row.introduction_id])
    known = heads([*(row.person_id for row in rows), *partners.values()])
    return tuple(_exchanged(row, known, partners.get(row.pk), began) for row in rows)


def _introduced(rows: Sequence[Exchange]) -> dict[int, int]:
    """By exchange: to whom its person was introduced, or to whom I was by them."""
    partners = {}
    for row in rows:
        made = row.introduction
        if made is not None:
            partners[row.pk] = (
                made.other_id if made.other_id and row.person_id == made.one_id else made.one_id
            )
    return partners


def _exchanged(row: Exchange, known: dict[int, Head], partner: int | None, began: int) -> Exchanged:
    head = known[row.person_id]
    return Exchanged(
        id=str(row.uuid),
        face=head.face,
        given=row.direction == Exchange.GIVEN,
        kind=row.kind,
        text=row.text,
        worth=row.worth,
        sentence=row.sentence,
        interaction=wording.outside_id(bytes(row.interaction.key).hex()) if row.interaction else None,
        on=days.date_from_day(row.on),
        asks_thanks=row.asks_thanks,
        thanked=None if row.thanked_on is None else days.date_from_day(row.thanked_on),
        waits=thanks.waits(row, began) and not head.silent,
        click=row.kind in reciprocity.CLICKS,
        introduction=str(row.introduction.uuid) if row.introduction else None,
        introduced=known[partner].face if partner else None,
    )


def _words(leaning: Leaning, everybody: bool) -> str:
    """What the balance comes to lately, never in words of debt."""
    if leaning == Leaning.GAVE:
        return gettext("You have given more lately.")
    if leaning == Leaning.RECEIVED:
        return gettext("People were generous lately.") if everybody else gettext("They were generous lately.")
    if leaning == Leaning.EVEN:
        return gettext("Lately it went both ways.")
    return gettext("There is too little yet to see a balance.")
