"""Work for clients and by providers: each step taken, refused in the wrong order, and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from comity.actions import engagements as actions
from comity.actions import invoices, merging, people
from comity.answers import engagements as answers
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import Engagement
from tests.made_up import TODAY, new_scope
from tests.small_book import date

NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example")


@pytest.fixture
def work(scope: Scope, ada: str) -> str:
    return actions.begin(scope, ada, "client", "The atlas", brief="Maps", since=date(TODAY - 100))


def test_work_is_begun_changed_ended_opened_again_and_removed(scope: Scope, work: str) -> None:
    actions.edit(
        scope, work, title="An atlas", brief="Many maps", since=date(TODAY - 90), renewal_on=date(TODAY + 9)
    )
    found = answers.engagement(scope, work)
    assert (found.title, found.brief, found.since) == ("An atlas", "Many maps", date(TODAY - 90))
    assert found.renewal_near
    actions.edit(scope, work)
    actions.edit(scope, work, renewal_on=None)
    assert answers.engagement(scope, work).renewal_on is None
    actions.end(scope, work, on=date(TODAY - 1), ending="Printed")
    with pytest.raises(WrongState):
        actions.end(scope, work)
    with pytest.raises(WrongState):
        actions.agree(scope, work, "More")
    found = answers.engagement(scope, work)
    assert (found.ended_on, found.ending, found.ask) == (date(TODAY - 1), "Printed", False)
    actions.reopen(scope, work)
    actions.edit(scope, work, since=date(TODAY - 91))
    assert answers.engagement(scope, work).ask
    with pytest.raises(WrongState):
        actions.reopen(scope, work)
    actions.remove(scope, work)
    assert not Engagement.objects.exists()


def test_something_is_delivered_accepted_and_taken_back(scope: Scope, work: str) -> None:
    id = actions.agree(scope, work, "First proof", due=date(TODAY - 3))
    assert answers.engagement(scope, work).late == 1
    actions.edit_deliverable(scope, id, text="Proof", due=date(TODAY - 2))
    actions.edit_deliverable(scope, id, text="Proof I")
    actions.edit_deliverable(scope, id, due=date(TODAY - 1))
    actions.deliver(scope, id, on=date(TODAY - 1))
    with pytest.raises(WrongState):
        actions.deliver(scope, id)
    with pytest.raises(Invalid):
        actions.accept(scope, id, on=date(TODAY - 2))
    actions.accept(scope, id)
    with pytest.raises(WrongState):
        actions.accept(scope, id)
    (line,) = answers.engagement(scope, work).deliverables
    assert (line.text, line.state, line.delivered_on) == ("Proof I", "accepted", date(TODAY - 1))
    actions.undeliver(scope, id)
    actions.undeliver(scope, id)
    with pytest.raises(WrongState):
        actions.undeliver(scope, id)
    actions.accept(scope, id)
    assert answers.engagement(scope, work).deliverables[0].delivered_on == date(TODAY)
    actions.remove_deliverable(scope, id)
    assert answers.engagement(scope, work).deliverables == ()


def test_invoices_are_noted_paid_and_counted(scope: Scope, ada: str) -> None:
    print_ = actions.begin(scope, ada, "provider", "Printing", since=date(TODAY - 100))
    late = invoices.add(
        scope,
        print_,
        number="7",
        amount="1200.50",
        currency="eur",
        dated_on=date(TODAY - 30),
        due=date(TODAY - 9),
    )
    invoices.add(scope, print_, due=date(TODAY + 9))
    found = answers.engagement(scope, print_)
    assert [one.state for one in found.invoices] == ["open", "late"]
    assert (found.invoices[1].amount, found.invoices[1].sum) == (120050, "1\u202f200.50\u00a0EUR")
    invoices.pay(scope, late)
    with pytest.raises(WrongState):
        invoices.pay(scope, late)
    works = answers.engagements(scope, "provider")
    assert (works.paid.part, works.paid.of, works.going[0].invoices[1].state) == (0, 1, "paid_late")
    invoices.unpay(scope, late)
    with pytest.raises(WrongState):
        invoices.unpay(scope, late)
    invoices.pay(scope, late, on=date(TODAY - 9))
    assert answers.engagements(scope, "provider").paid.part == 1
    actions.end(scope, print_)
    invoices.add(scope, print_, number="last")
    invoices.remove(scope, late)
    assert answers.engagement(scope, print_).paid.of == 0


def test_satisfaction_is_noted_and_asked_for_again_after_a_quarter(scope: Scope, work: str) -> None:
    assert answers.engagement(scope, work).ask
    id = actions.satisfied(scope, work, score=4, text="Good proofs")
    actions.satisfied(scope, work, text="Slow", on=date(TODAY - 50))
    found = answers.engagement(scope, work)
    assert not found.ask
    assert found.satisfaction is not None
    assert (found.satisfaction.score, found.satisfaction.text) == (4, "Good proofs")
    actions.remove_satisfaction(scope, id)
    assert [one.text for one in answers.engagement(scope, work).satisfactions] == ["Slow"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda s, w, a: actions.begin(s, a, "friend", "x"),
        lambda s, w, a: actions.begin(s, a, "client", " "),
        lambda s, w, a: actions.begin(s, a, "client", "x", renewal_on=date(TODAY - 1)),
        lambda s, w, a: actions.edit(s, w, renewal_on=date(TODAY - 200)),
        lambda s, w, a: actions.end(s, w, on=date(TODAY + 1)),
        lambda s, w, a: actions.end(s, w, on=date(TODAY - 200)),
        lambda s, w, a: actions.agree(s, w, ""),
        lambda s, w, a: invoices.add(s, w, amount="5"),
        lambda s, w, a: invoices.add(s, w, amount="x", currency="EUR"),
        lambda s, w, a: invoices.add(s, w, currency="euro"),
        lambda s, w, a: invoices.add(s, w, due=date(TODAY - 1)),
        lambda s, w, a: actions.satisfied(s, w),
        lambda s, w, a: actions.satisfied(s, w, score=6),
        lambda s, w, a: answers.engagements(s, "friend"),
    ],
    ids=[str(n) for n in range(14)],
)
def test_what_cannot_be_is_refused(
    scope: Scope, work: str, ada: str, wrong: Callable[[Scope, str, str], object]
) -> None:
    with pytest.raises(Invalid):
        wrong(scope, work, ada)


def test_there_is_an_end_to_what_one_piece_of_work_holds(
    scope: Scope, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    actions.agree(scope, work, "One")
    with pytest.raises(Invalid):
        actions.agree(scope, work, "Two")


def test_nothing_of_another_book_is_found(scope: Scope, work: str) -> None:
    other = new_scope()
    delivery = actions.agree(scope, work, "x")
    bill, said = invoices.add(scope, work), actions.satisfied(scope, work, score=3)
    for act in (actions.edit, actions.end, actions.reopen, actions.remove, invoices.add):
        with pytest.raises(NotFound):
            act(other, work)
    for act in (actions.deliver, actions.accept, actions.undeliver, actions.remove_deliverable):
        with pytest.raises(NotFound):
            act(other, delivery)
    for act in (invoices.pay, invoices.unpay, invoices.remove):
        with pytest.raises(NotFound):
            act(other, bill)
    with pytest.raises(NotFound):
        actions.remove_satisfaction(other, said)
    with pytest.raises(NotFound):
        answers.engagement(other, work)
    for what in ("delivery", "invoice", "satisfaction"):
        for id in (NOBODY, "x"):
            with pytest.raises(NotFound):
                answers.engagement_of(scope, what, id)
    assert answers.engagement_of(scope, "delivery", delivery) == work


def test_merged_people_are_read_together_and_those_kept_away_are_left_in_peace(
    scope: Scope, work: str, ada: str
) -> None:
    twin = people.add_person(scope, name="A. Quill", email="a@quill.example")
    actions.begin(scope, twin, "provider", "Paper")
    shown = merging.merge_people(scope, [ada, twin])
    assert {one.title for one in answers.of_person(scope, shown)} == {"The atlas", "Paper"}
    assert answers.engagements(scope, "provider", who=shown).going[0].face.id == shown
    people.set_relationship(scope, shown, standing="ended")
    found = answers.engagement(scope, work)
    assert (found.silent, found.ask) == (True, False)
    assert isinstance(found.since, dt.date)
