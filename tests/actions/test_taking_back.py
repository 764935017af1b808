"""What was removed comes back as it was; who came into the book by mistake goes; feedback and its exchange go together."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from unittest.mock import patch

import pytest

from comity.actions import (
    engagements,
    events,
    exchanges,
    feedback,
    invoices,
    mentoring,
    newcomers,
    people,
    removed,
)
from comity.answers import engagements as works
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store import cards
from comity.store.access import Scope
from comity.store.models import Claim, Commitment, Exchange, Feedback, Invoice, Organisation, Person
from tests.actions.test_saying import everything
from tests.made_up import TODAY, new_scope
from tests.small_book import date


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example")


@pytest.fixture
def work(scope: Scope, ada: str) -> str:
    id = engagements.begin(
        scope, ada, "client", "The atlas", since=date(TODAY - 100), renewal_on=date(TODAY + 9)
    )
    engagements.agree(scope, id, "First proof", due=date(TODAY + 3))
    invoices.add(scope, id, number="7", amount="1200.50", currency="EUR", due=date(TODAY + 9))
    engagements.satisfied(scope, id, score=4)
    return id


@pytest.fixture
def session(scope: Scope, ada: str) -> str:
    one = mentoring.begin(scope, ada, "mentee", aim="Lead", since=date(TODAY - 50))
    id = mentoring.plan_session(scope, one, date(TODAY + 3), "Fees")
    mentoring.agree(scope, id, "Read it")
    return id


def counted() -> dict[str, int]:
    """How many rows each table has."""
    return {table: len(rows) for table, rows in everything().items()}


Removes = Callable[[Scope, works.Work], str]
REMOVES: dict[str, Removes] = {
    "work": lambda scope, work: engagements.remove(scope, work.id),
    "delivery": lambda scope, work: engagements.remove_deliverable(scope, work.deliverables[0].id),
    "invoice": lambda scope, work: invoices.remove(scope, work.invoices[0].id),
    "satisfaction": lambda scope, work: engagements.remove_satisfaction(scope, work.satisfactions[0].id),
}


@pytest.mark.parametrize("what", REMOVES)
def test_what_was_removed_of_work_comes_back_as_it_was(scope: Scope, work: str, what: str) -> None:
    other, before = new_scope(), works.engagement(scope, work)
    rows = counted()
    text = REMOVES[what](scope, before)
    assert counted() != rows
    with pytest.raises(NotFound):
        removed.bring_back(other, text)
    assert removed.bring_back(scope, text)[0] == what
    assert works.engagement(scope, work) == before
    assert counted() == rows
    with pytest.raises(Invalid):
        removed.bring_back(scope, text)


def test_a_session_comes_back_with_what_was_agreed_in_it(scope: Scope, session: str) -> None:
    text = mentoring.remove_session(scope, session)
    assert Commitment.objects.get().session is None
    assert removed.bring_back(scope, text) == ("session", session)
    agreed = Commitment.objects.get().session
    assert agreed is not None
    assert (str(agreed.uuid), agreed.agenda, agreed.planned_on) == (session, "Fees", TODAY + 3)
    mentoring.hold(scope, session)
    whole = mentoring.remove(scope, str(agreed.mentoring.uuid))
    removed.bring_back(scope, whole)
    back = Commitment.objects.get().session
    assert back is not None
    assert (back.held_on, back.mentoring.aim) == (TODAY, "Lead")


def test_only_what_was_signed_lately_brings_anything_back(scope: Scope, work: str) -> None:
    text = engagements.remove(scope, work)
    with pytest.raises(Invalid):
        removed.bring_back(scope, text[:-1])
    with pytest.raises(Invalid):
        removed.bring_back(scope, "")
    later = time.time() + removed.FOR.total_seconds() + 1
    with patch("django.core.signing.time.time", return_value=later), pytest.raises(Invalid):
        removed.bring_back(scope, text)


def test_what_belongs_to_something_that_is_gone_stays_gone(scope: Scope, work: str, ada: str) -> None:
    bill = works.engagement(scope, work).invoices[0].id
    text = invoices.remove(scope, bill)
    engagements.remove(scope, work)
    with pytest.raises(NotFound):
        removed.bring_back(scope, text)
    assert not Invoice.objects.exists()


def test_an_invoice_is_changed(scope: Scope, work: str) -> None:
    id = works.engagement(scope, work).invoices[0].id
    invoices.edit(scope, id)
    (line,) = works.engagement(scope, work).invoices
    assert (line.number, line.plain, line.due, line.paid_on) == ("7", "1200.50", date(TODAY + 9), None)
    invoices.edit(scope, id, number="8", amount="99", paid_on=date(TODAY), due=None)
    (line,) = works.engagement(scope, work).invoices
    assert (line.number, line.plain, line.currency, line.due, line.paid_on) == (
        "8",
        "99.00",
        "EUR",
        None,
        date(TODAY),
    )
    invoices.edit(scope, id, currency="JPY", amount="100", dated_on=date(TODAY - 1), paid_on=None)
    invoices.edit(scope, id, amount="")
    (line,) = works.engagement(scope, work).invoices
    assert (line.plain, line.currency, line.paid_on) == ("", "JPY", None)
    for wrong in ({"paid_on": date(TODAY + 1)}, {"due": date(TODAY - 9)}, {"amount": "x"}, {"currency": "€"}):
        with pytest.raises(Invalid):
            invoices.edit(scope, id, **wrong)
    with pytest.raises(NotFound):
        invoices.edit(new_scope(), id)


def test_work_is_renewed_for_a_year_or_until_a_day(scope: Scope, work: str, ada: str) -> None:
    engagements.renew(scope, work)
    until = works.engagement(scope, work).renewal_on
    assert until is not None
    assert dt.timedelta(365) <= until - date(TODAY + 9) <= dt.timedelta(366)
    engagements.renew(scope, work, date(TODAY + 30))
    assert works.engagement(scope, work).renewal_on == date(TODAY + 30)
    never = engagements.begin(scope, ada, "client", "A talk")
    with pytest.raises(Invalid):
        engagements.renew(scope, never)
    engagements.end(scope, work)
    with pytest.raises(WrongState):
        engagements.renew(scope, work)


@pytest.fixture
def fair(scope: Scope) -> str:
    return events.plan(scope, "Paper fair", date(TODAY))


CARD = newcomers.Told(
    "Bo Lind", "bo@lind.example", "Lind & Co", "Printer", "+49 30 1", "https://lind.example"
)


@pytest.mark.parametrize("told", [newcomers.Told("Bo Lind"), CARD])
def test_somebody_new_goes_with_the_meeting_that_brought_them(
    scope: Scope, fair: str, told: newcomers.Told
) -> None:
    met = events.met(scope, fair, told)
    assert events.undo_met(scope, met.guest, was_guest=False, was_known=False)
    assert not Person.objects.filter(name="Bo Lind").exists()
    assert not Organisation.objects.exists()
    again = events.met(scope, fair, told)
    assert again.new_person


def test_somebody_of_whom_anything_was_said_since_stays(scope: Scope, fair: str) -> None:
    def undone() -> bool:
        return events.undo_met(scope, met.guest, was_guest=False, was_known=False)

    met = events.met(scope, fair, CARD)
    people.add_fact(scope, met.person, "Prints on Sundays")
    assert not undone()
    met = events.met(scope, fair, newcomers.Told("Cleo Sand"))
    people.add_role(scope, met.person, "peer", None, None)
    assert not undone()
    met = events.met(scope, fair, newcomers.Told("Dag Holm"))
    Claim.objects.filter(identifier__person__uuid=met.person).update(first_at=1 << 40)
    assert not undone()
    assert Person.objects.filter(name__in=("Bo Lind", "Cleo Sand", "Dag Holm")).count() == 3


def test_somebody_known_or_expected_before_stays(scope: Scope, fair: str, ada: str) -> None:
    events.expect(scope, fair, ada)
    met = events.met(scope, fair, person_id=ada)
    assert not events.undo_met(scope, met.guest, was_guest=True, was_known=True)
    with pytest.raises(WrongState):
        events.undo_met(scope, met.guest, was_guest=True, was_known=True)
    assert Person.objects.filter(uuid=ada).exists()


def test_feedback_that_was_told_is_something_received_or_given(scope: Scope, ada: str) -> None:
    asked = feedback.ask(scope, ada, "my talk")
    assert not Exchange.objects.exists()
    feedback.tell(scope, asked, "Slower")
    (row,) = Exchange.objects.all()
    assert (row.direction, row.kind, row.text, row.on, row.asks_thanks) == (
        "received",
        "feedback",
        "my talk",
        TODAY,
        True,
    )
    feedback.edit(scope, asked, about="my talk in Porto")
    assert Exchange.objects.get().text == "my talk in Porto"
    feedback.act(scope, asked, "Spoke slower")
    feedback.reopen(scope, asked)
    assert Exchange.objects.count() == 1
    feedback.intend(scope, asked, "")
    feedback.reopen(scope, asked)
    assert not Exchange.objects.exists()
    mine = feedback.given(scope, ada, "her draft", on=date(TODAY - 2))
    row = Exchange.objects.get()
    assert (row.direction, row.on, row.asks_thanks) == ("given", TODAY - 2, False)
    feedback.remove(scope, mine)
    assert not Exchange.objects.exists()


def test_an_exchange_that_is_removed_leaves_the_feedback(scope: Scope, ada: str) -> None:
    id = feedback.received(scope, ada, "my talk")
    exchanges.remove_exchange(scope, str(Exchange.objects.get().uuid))
    assert Feedback.objects.filter(uuid=id).exists()
    assert not Claim.objects.filter(field=cards.REFUSED).exists()
    feedback.remove(scope, id)
