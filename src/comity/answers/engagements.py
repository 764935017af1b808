"""Work for clients and by service providers: what is open and late, how it was paid, how satisfied they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from comity.answers import heads, wording
from comity.answers.shapes import Face
from comity.answers.subject import Meant, rows_about
from comity.core import days, money
from comity.core import engagements as core
from comity.core.agenda import RENEWAL_AHEAD
from comity.core.engagements import Bill, Side
from comity.core.errors import Invalid, NotFound
from comity.core.measures import Share
from comity.store.access import Scope
from comity.store.models import Deliverable, Engagement, Invoice, Satisfaction
from comity.store.playbooks import playbooks

SHOWN = 200
"""Engagements on a list."""
_ROLES = {Side.CLIENT: "client", Side.PROVIDER: "service_provider"}


@dataclass(frozen=True, slots=True)
class DeliverableLine:
    """Something to be delivered; state: open, late, delivered or accepted."""

    id: str
    text: str
    due: dt.date | None
    delivered_on: dt.date | None
    accepted_on: dt.date | None
    state: str


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """An invoice; amount: in the minor unit, None where it is not noted; sum: in words; state: open, late, paid, paid_late."""

    id: str
    number: str
    amount: int | None
    currency: str
    sum: str
    dated_on: dt.date
    due: dt.date | None
    paid_on: dt.date | None
    state: str

    @property
    def plain(self) -> str:
        """The amount as it is written in a form; "" where it is not noted."""
        return "" if self.amount is None else money.plain(self.amount, self.currency)


@dataclass(frozen=True, slots=True)
class SatisfactionLine:
    """How satisfied somebody was on a day: 1 to 5 or None, and in words."""

    id: str
    on: dt.date
    score: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Work:
    """An engagement with all that hangs on it.

    late: things to deliver and invoices whose day has passed; paid: of the invoices whose time has come, those paid by
    then; renewal_near: within the lead of the role's playbook; ask: it is time to ask how satisfied they are; silent:
    the person died or is kept away, so nothing is suggested.
    """

    id: str
    side: str
    face: Face
    title: str
    brief: str
    since: dt.date
    renewal_on: dt.date | None
    renewal_near: bool
    ended_on: dt.date | None
    ending: str
    deliverables: tuple[DeliverableLine, ...]
    invoices: tuple[InvoiceLine, ...]
    satisfactions: tuple[SatisfactionLine, ...]
    late: int
    paid: Share
    ask: bool
    silent: bool

    @property
    def open(self) -> tuple[DeliverableLine, ...]:
        """What is still to be delivered."""
        return tuple(one for one in self.deliverables if one.delivered_on is None)

    @property
    def unpaid(self) -> tuple[InvoiceLine, ...]:
        """Invoices that are not paid, the next to be paid first."""
        found = (one for one in self.invoices if one.paid_on is None)
        return tuple(sorted(found, key=lambda one: one.due or dt.date.max))

    @property
    def satisfaction(self) -> SatisfactionLine | None:
        """The last word on it."""
        return self.satisfactions[0] if self.satisfactions else None


@dataclass(frozen=True, slots=True)
class Works:
    """All of one side: what goes on, what has ended, whether there is more than is shown, and how it was paid."""

    going: tuple[Work, ...]
    ended: tuple[Work, ...]
    more: bool
    paid: Share


def engagements(scope: Scope, side: str, *, who: str = "") -> Works:
    """Work of one side, with everybody or one person: the nearest renewal first, then by name; what ended, last first.

    Raises:
        Invalid: no such side; NotFound, Ambiguous: not one person.
    """
    if side not in tuple(Side):
        raise Invalid("side", side, "this is neither client nor provider")
    found = _rows(scope).filter(side=side)
    if who:
        found = found.filter(person__in=heads.rows_of(scope, who))
    ordered = found.order_by(
        F("ended_on").desc(nulls_first=True), F("renewal_on").asc(nulls_last=True), "title"
    )
    rows = list(ordered[: SHOWN + 1])
    works = _works(scope, rows[:SHOWN])
    bills = Invoice.objects.filter(book_id=scope.book_id, engagement__in=found.values("pk"))
    today = days.day_from_date(scope.today())
    paid = core.paid_on_time((Bill(*bill) for bill in bills.values_list("due", "paid_on")), today)
    return Works(
        tuple(work for work in works if work.ended_on is None),
        tuple(work for work in works if work.ended_on is not None),
        len(rows) > SHOWN,
        paid,
    )


def engagement(scope: Scope, id: str) -> Work:
    """One of them.

    Raises:
        NotFound: no such work in this book.
    """
    return _works(scope, [heads.row_of(_rows(scope), "work", id)])[0]


def of_person(scope: Scope, who: Meant) -> tuple[Work, ...]:
    """Work for or by a person, what goes on first; () for nobody."""
    members = rows_about(scope, who, "engagement")
    if not members:
        return ()
    found = _rows(scope).filter(person__in=members)
    return _works(scope, list(found.order_by(F("ended_on").desc(nulls_first=True), "-since", "id")[:SHOWN]))


def engagement_of(scope: Scope, what: str, id: str) -> str:
    """The id of the engagement that a delivery, an invoice or a word on satisfaction belongs to.

    Raises:
        NotFound: no such thing in this book.
    """
    rows = Engagement.objects.filter(book_id=scope.book_id)
    try:
        found = rows.filter(**{f"{_PARTS[what]}__uuid": UUID(id)}).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound(what, id)
    return str(found.uuid)


def side_of(scope: Scope, what: str, id: str) -> tuple[str, str]:
    """What an id is of (`work`, `delivery`, `invoice`, `satisfaction`), and of which side.

    what: one of these, or "any".

    Raises:
        NotFound: no such thing in this book.
    """
    rows = Engagement.objects.filter(book_id=scope.book_id)
    for part in ("work", *_PARTS) if what == "any" else (what,):
        place = "uuid" if part == "work" else f"{_PARTS[part]}__uuid"
        with suppress(ValueError):
            side = rows.filter(**{place: UUID(id)}).values_list("side", flat=True).first()
            if side is not None:
                return part, side
    raise NotFound("work" if what == "any" else what, id)


_PARTS = {"delivery": "deliverables", "invoice": "invoices", "satisfaction": "satisfactions"}


def _rows(scope: Scope) -> QuerySet[Engagement]:
    undated = F("due").asc(nulls_last=True)
    return Engagement.objects.filter(book_id=scope.book_id).prefetch_related(
        Prefetch("deliverables", Deliverable.objects.order_by(undated, "id")),
        Prefetch("invoices", Invoice.objects.order_by("-dated_on", "-id")),
        Prefetch("satisfactions", Satisfaction.objects.order_by("-on", "-id")),
    )


def _works(scope: Scope, rows: Sequence[Engagement]) -> tuple[Work, ...]:
    """These with all that hangs on them; the people of all are looked up together."""
    today = days.day_from_date(scope.today())
    known = heads.heads(row.person_id for row in rows)
    books = playbooks()
    leads = {
        str(side): books[role].lead.get("renewal", RENEWAL_AHEAD) if role in books else RENEWAL_AHEAD
        for side, role in _ROLES.items()
    }
    return tuple(_work(row, known[row.person_id], leads[row.side], today) for row in rows)


def _work(row: Engagement, head: heads.Head, lead: int, today: int) -> Work:
    deliverables = tuple(_deliverable(one, today) for one in row.deliverables.all())
    invoices = tuple(_invoice(one, today) for one in row.invoices.all())
    said = tuple(_satisfaction(one) for one in row.satisfactions.all())
    asked = max((one.on for one in row.satisfactions.all()), default=None)
    bills = [Bill(one.due, one.paid_on) for one in row.invoices.all()]
    going = row.ended_on is None and not head.silent
    return Work(
        str(row.uuid),
        row.side,
        head.face,
        row.title,
        row.brief,
        days.date_from_day(row.since),
        wording.day(row.renewal_on),
        going and core.renewal_near(row.renewal_on, row.ended_on, today, lead),
        wording.day(row.ended_on),
        row.ending,
        deliverables,
        invoices,
        said,
        sum(one.state == "late" for one in deliverables) + sum(one.state == "late" for one in invoices),
        core.paid_on_time(bills, today),
        going and row.side == Side.CLIENT and core.ask_again(asked, row.since, today),
        head.silent,
    )


def _deliverable(row: Deliverable, today: int) -> DeliverableLine:
    state = core.delivery(row.due, row.delivered_on, row.accepted_on, today)
    return DeliverableLine(
        str(row.uuid),
        row.text,
        wording.day(row.due),
        wording.day(row.delivered_on),
        wording.day(row.accepted_on),
        state.value,
    )


def _invoice(row: Invoice, today: int) -> InvoiceLine:
    return InvoiceLine(
        str(row.uuid),
        row.number,
        row.amount,
        row.currency,
        "" if row.amount is None else money.written(row.amount, row.currency),
        days.date_from_day(row.dated_on),
        wording.day(row.due),
        wording.day(row.paid_on),
        core.payment(Bill(row.due, row.paid_on), today).value,
    )


def _satisfaction(row: Satisfaction) -> SatisfactionLine:
    return SatisfactionLine(str(row.uuid), days.date_from_day(row.on), row.score, row.text)
