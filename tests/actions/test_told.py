"""A yes to what a sentence of a mail tells: each kind, corrected before, and taken back exactly."""

from __future__ import annotations

from typing import Any

import pytest

from comity.actions import (
    commitments,
    mail_reading,
    me,
    people,
    proposals,
    requests,
)
from comity.answers import proposals as asking
from comity.answers import told as wording
from comity.core import days
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import (
    Book,
    Commitment,
    Exchange,
    Fact,
    ImportantDate,
    Introduction,
    Person,
    Position,
    Proposal,
    Request,
)
from tests.asked import ADA, BO, SAID, mail, rows, told
from tests.exported import export, read_back, without
from tests.made_up import ME, TODAY, bring, new_scope, on_day, take_back

pytestmark = pytest.mark.django_db
ASKS, PROMISES, THANKS, MEETS, JOB, NOTHING, BORN, OPEN_DAY = SAID
SENT = TODAY - 2


@pytest.fixture(autouse=True)
def _today() -> Any:
    with on_day(TODAY):
        yield


@pytest.fixture
def scope() -> Scope:
    return new_scope()


def _one(scope: Scope, *mails: Any) -> str:
    """The id of the only proposal that these mails give."""
    bring(scope, [list(mails)])
    (row,) = rows(scope)
    return str(row.uuid)


def _id(scope: Scope, address: str) -> str:
    return wording.who(scope, address)


def _states(scope: Scope) -> list[Any]:
    models = (Commitment, Request, Exchange, Introduction, Fact, ImportantDate, Position)
    return [list(model._default_manager.filter(book_id=scope.book_id).values()) for model in models]


@pytest.mark.parametrize(("sender", "to", "by"), [(ADA, (ME,), "theirs"), (ME, (ADA,), "mine")])
def test_a_promise_is_made_with_its_sentence_mail_and_day(
    scope: Scope, sender: str, to: tuple[str, ...], by: str
) -> None:
    id = _one(scope, mail(1, PROMISES, sender=sender, to=to))
    proposals.accept(scope, id)
    (row,) = Commitment.objects.filter(book_id=scope.book_id)
    assert (row.by, row.text, row.sentence, row.due, row.made_on) == (by, PROMISES, PROMISES, TODAY - 1, SENT)
    assert row.interaction is not None
    assert str(row.person.uuid) == _id(scope, ADA)
    proposals.reopen(scope, id)
    assert not Commitment.objects.exists()
    assert asking.proposal(scope, id).state == "open"


def test_words_day_and_person_are_corrected_before_the_yes(scope: Scope) -> None:
    id = _one(scope, mail(1, PROMISES, sender=ME, to=(ADA, BO)))
    said = {"text": " The contract ", "due": "2024-12-24", "person": _id(scope, BO)}
    proposals.accept(scope, id, said)
    row = Commitment.objects.get()
    assert (row.text, row.sentence, days.date_from_day(row.due or 0).isoformat()) == (
        "The contract",
        PROMISES,
        "2024-12-24",
    )
    assert str(row.person.uuid) == _id(scope, BO)


def test_a_day_can_be_left_open(scope: Scope) -> None:
    proposals.accept(scope, _one(scope, mail(1, PROMISES)), {"due": ""})
    assert Commitment.objects.get().due is None


def test_words_that_name_no_single_day_are_asked_about(scope: Scope) -> None:
    id = _one(scope, mail(1, OPEN_DAY))
    fix = asking.proposal(scope, id).fix
    assert fix is not None
    assert (fix.due, fix.due_words) == (None, "by 3/4")
    proposals.accept(scope, id)
    assert Commitment.objects.get().due is None


def test_a_request_is_noted_and_can_be_answered(scope: Scope) -> None:
    id = _one(scope, mail(1, ASKS))
    proposals.accept(scope, id)
    row = Request.objects.get()
    assert (row.text, row.asked_on, row.due, row.state) == (ASKS, SENT, TODAY, "open")
    requests.decline(scope, str(row.uuid))
    with pytest.raises(WrongState):
        proposals.reopen(scope, id)
    requests.reopen(scope, str(row.uuid))
    proposals.reopen(scope, id)
    assert not Request.objects.exists()


def test_what_was_moved_since_is_not_taken_back_until_it_is_moved_back(scope: Scope) -> None:
    id = _one(scope, mail(1, PROMISES))
    proposals.accept(scope, id)
    made = str(Commitment.objects.get().uuid)
    commitments.move(scope, made, days.date_from_day(TODAY + 9))
    with pytest.raises(WrongState):
        proposals.reopen(scope, id)
    commitments.move_back(scope, made)
    proposals.reopen(scope, id)
    assert not Commitment.objects.exists()


def test_what_was_removed_since_leaves_nothing_to_take_back(scope: Scope) -> None:
    id = _one(scope, mail(1, PROMISES))
    proposals.accept(scope, id)
    commitments.remove(scope, str(Commitment.objects.get().uuid))
    proposals.reopen(scope, id)
    assert asking.proposal(scope, id).state == "open"


def test_a_new_job_ends_the_former_and_begins_the_new(scope: Scope) -> None:
    id = _one(scope, mail(1, JOB))
    people.edit_person(scope, _id(scope, ADA), organisation="Quill", title="Editor")
    before = _states(scope)
    shown = asking.proposal(scope, id)
    assert shown.fix is not None
    assert (shown.before, shown.fix.title, shown.fix.organisation) == (
        "Editor, Quill",
        "head of design",
        "Harbour Press",
    )
    proposals.accept(scope, id, {"title": "Head of Design"})
    held = set(Position.objects.values_list("title", "organisation__name", "since", "until"))
    assert held == {("Editor", "Quill", None, SENT), ("Head of Design", "Harbour Press", SENT, None)}
    proposals.reopen(scope, id)
    assert _states(scope) == before


def test_who_leaves_only_ends_what_they_held(scope: Scope) -> None:
    id = _one(scope, mail(1, "My last day at Quill is 30 October."))
    people.edit_person(scope, _id(scope, ADA), organisation="Quill", title="Editor")
    assert asking.proposal(scope, id).text == "Does Ada Quill leave their job?"
    proposals.accept(scope, id)
    (row,) = Position.objects.all()
    assert row.until == SENT
    proposals.reopen(scope, id)
    (row,) = Position.objects.all()
    assert row.until is None


def test_a_new_job_without_title_or_place_asks_for_them(scope: Scope) -> None:
    id = _one(scope, mail(1, "I'm so happy about my new job!"))
    with pytest.raises(Invalid):
        proposals.accept(scope, id)
    proposals.accept(scope, id, {"organisation": "Harbour Press"})
    assert Position.objects.get().organisation.name == "Harbour Press"  # type: ignore[union-attr]


def test_a_refused_new_job_is_not_asked_again_by_a_signature(scope: Scope) -> None:
    id = _one(scope, mail(1, JOB))
    with on_day(SENT - 1):
        people.edit_person(scope, _id(scope, ADA), organisation="Quill", title="Editor")
    proposals.decline(scope, id)
    signed = "Hello Noor,\n\nshall we meet?\n\nKind regards\n\nAda Quill\nHead of Tea\nNordlicht GmbH\n"
    bring(scope, [[mail(2, signed, days_ago=1)]])
    assert not Proposal.objects.filter(kind="new_job", state=Proposal.OPEN).exists()
    proposals.reopen(scope, id)
    bring(scope, [[mail(3, signed, days_ago=0)]])
    assert [p.evidence["organisation"] for p in Proposal.objects.filter(kind="new_job", state="open")] == [
        "Nordlicht GmbH"
    ]


def test_personal_news_become_a_private_fact_and_with_a_day_a_date(scope: Scope) -> None:
    bring(scope, [[mail(1, BORN)]])
    assert told(scope) == []
    me.set_personal_news(scope, True)
    (row,) = rows(scope)
    proposals.accept(scope, str(row.uuid), {"due": "2024-09-29", "text": "A daughter was born"})
    fact, date = Fact.objects.get(), ImportantDate.objects.get()
    assert (fact.text, fact.sensitivity) == ("A daughter was born", "private")
    assert (date.month, date.day, date.year) == (9, 29, 2024)
    proposals.reopen(scope, str(row.uuid))
    assert not Fact.objects.exists()
    assert not ImportantDate.objects.exists()
    proposals.accept(scope, str(row.uuid))
    assert not ImportantDate.objects.exists()
    proposals.reopen(scope, str(row.uuid))
    people.add_role(scope, _id(scope, ADA), "direct_report", None, None)
    assert told(scope) == []


def test_who_is_stepped_back_from_is_no_longer_asked_about(scope: Scope) -> None:
    bring(scope, [[mail(1, ASKS)]])
    ada = _id(scope, ADA)
    people.set_relationship(scope, ada, standing="stepped_back")
    assert told(scope) == []
    people.set_relationship(scope, ada, standing="trusted")
    assert len(told(scope)) == 1
    role = people.add_role(scope, ada, "direct_report", None, None)
    people.change_role(scope, ada, role, days.date_from_day(TODAY - 5), None)
    people.remove_role(scope, ada, role)
    assert len(told(scope)) == 1


def test_a_no_counts_for_the_same_sentence_wherever_it_waits(scope: Scope) -> None:
    bring(scope, [[mail(1, ASKS), mail(2, ASKS, days_ago=5), mail(3, "Will do."), mail(4, "Will do.")]])
    by_kind = {row.kind: str(row.uuid) for row in rows(scope)}
    proposals.decline(scope, by_kind["request"])
    proposals.decline(scope, by_kind["their_promise"])
    assert told(scope) == [("their_promise", "Will do.")]
    proposals.reopen(scope, by_kind["request"])
    proposals.reopen(scope, by_kind["their_promise"])
    assert len(told(scope)) == 4


@pytest.mark.parametrize(
    ("text", "said", "error"),
    [
        (PROMISES, {"due": "soon"}, Invalid),
        (PROMISES, {"title": "x"}, Invalid),
        (PROMISES, {"person": "0"}, NotFound),
        (THANKS, {"kind": "stardust"}, Invalid),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_done(
    scope: Scope, text: str, said: dict[str, str], error: type[Exception]
) -> None:
    id = _one(scope, mail(1, text))
    with pytest.raises(error):
        proposals.accept(scope, id, said)
    assert asking.proposal(scope, id).state == "open"
    assert not Commitment.objects.exists()


def test_other_proposals_take_no_corrections(scope: Scope) -> None:
    number = bring(scope, [[mail(1, NOTHING)]])
    row = Proposal.objects.create(
        book_id=scope.book_id, kind="address_away", key="1:1", evidence={}, batch_id=None
    )
    with pytest.raises(Invalid):
        proposals.decide(scope, str(row.uuid), "no", {"text": "x"})
    take_back(scope, number)


def test_what_was_accepted_stays_when_its_import_is_undone_and_is_not_asked_again(scope: Scope) -> None:
    id = _one(scope, mail(1, PROMISES))
    proposals.accept(scope, id)
    take_back(scope, 1)
    row = Commitment.objects.get()
    assert (row.interaction, row.sentence) == (None, PROMISES)
    bring(scope, [[mail(1, PROMISES)]])
    assert told(scope) == []
    proposals.reopen(scope, id)
    assert not Commitment.objects.exists()


def test_the_days_are_chosen_within_bounds(scope: Scope) -> None:
    bring(scope, [[mail(1, ASKS, days_ago=20)]])
    me.set_propose_days(scope, 7)
    assert told(scope) == []
    me.set_propose_days(scope, 3650)
    assert len(told(scope)) == 1
    for count in (-1, 3651):
        with pytest.raises(Invalid):
            me.set_propose_days(scope, count)
    assert Book.objects.get(pk=scope.book_id).propose_days == 3650


def test_questions_and_answers_leave_and_come_back(scope: Scope, tmp_path: Any) -> None:
    bring(scope, [[mail(1, f"{ASKS} {PROMISES}"), mail(2, "Noor, meet Bo Lind.", cc=(BO,))]])
    by_kind = {row.kind: str(row.uuid) for row in rows(scope)}
    proposals.decline(scope, by_kind["request"])
    proposals.accept(scope, by_kind["their_promise"])
    before = told(scope), told(scope, Proposal.DECLINED)
    folder = export(scope, tmp_path / "book")
    other = without(scope)
    read_back(other, folder)
    assert (told(other), told(other, Proposal.DECLINED)) == before
    mail_reading.read_mail(other)
    assert (told(other), told(other, Proposal.DECLINED)) == before
    (row,) = Person.objects.filter(book_id=other.book_id, identifiers__value=ADA)
    assert row.commitments.count() == 1
    accepted = Proposal.objects.get(book_id=other.book_id, state=Proposal.ACCEPTED)
    proposals.reopen(other, str(accepted.uuid))
    assert asking.proposal(other, str(accepted.uuid)).state == "open"
    assert not Commitment.objects.filter(book_id=other.book_id).exists()
