"""Mentoring: begun, its sessions planned, held and taken back, what was agreed, and its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.actions import commitments, people
from comity.actions import mentoring as actions
from comity.answers import mentorings as answers
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import Commitment, Mentoring, MentoringSession
from tests.made_up import TODAY, new_scope
from tests.small_book import date


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example")


@pytest.fixture
def one(scope: Scope, ada: str) -> str:
    return actions.begin(scope, ada, "mentee", aim="Lead a team", since=date(TODAY - 60), every_days=30)


def test_it_is_begun_changed_ended_with_what_came_of_it_and_opened_again(scope: Scope, one: str) -> None:
    actions.edit(
        scope,
        one,
        aim="Lead",
        programme="Guild",
        since=date(TODAY - 50),
        until=date(TODAY - 1),
        every_days=20,
    )
    actions.edit(scope, one)
    found = answers.mentoring(scope, one)
    assert (found.aim, found.programme, found.every_days, found.overrun) == ("Lead", "Guild", 20, True)
    assert found.plan == date(TODAY)
    actions.edit(scope, one, until=None, every_days=None)
    assert answers.mentoring(scope, one).plan is None
    actions.end(scope, one, ending="I lead a team")
    with pytest.raises(WrongState):
        actions.end(scope, one)
    with pytest.raises(WrongState):
        actions.plan_session(scope, one, date(TODAY))
    (ended,) = answers.mentorings(scope)
    assert (ended.ended_on, ended.ending) == (date(TODAY), "I lead a team")
    actions.reopen(scope, one)
    assert answers.mentoring(scope, one).ending == "I lead a team"
    with pytest.raises(WrongState):
        actions.reopen(scope, one)


def test_the_next_session_gathers_what_is_open(scope: Scope, one: str) -> None:
    first = actions.plan_session(scope, one, date(TODAY - 30), "Where to begin")
    assert answers.mentoring(scope, one).sessions[0].missed
    actions.hold(scope, first, notes="Begin small", on=date(TODAY - 29))
    with pytest.raises(WrongState):
        actions.hold(scope, first)
    read = actions.agree(scope, first, "Read the book", due=date(TODAY - 5))
    actions.agree(scope, first, "Introduce me", by="theirs")
    second = actions.plan_session(scope, one, date(TODAY + 1))
    early = actions.agree(scope, second, "Write it down")
    found = answers.mentoring(scope, one)
    assert found.next is not None
    assert found.next.id == second
    assert [(action.text, action.overdue) for action in found.open] == [
        ("Read the book", True),
        ("Introduce me", False),
        ("Write it down", False),
    ]
    made = Commitment.objects.get(uuid=read)
    assert (made.made_on, made.by) == (TODAY - 29, "mine")
    assert Commitment.objects.get(uuid=early).made_on == TODAY
    commitments.keep(scope, read)
    found = answers.mentoring(scope, one)
    assert (found.held, found.agreed, found.kept, len(found.open)) == (1, 3, 1, 2)


def test_a_session_is_changed_taken_back_and_removed(scope: Scope, one: str) -> None:
    id = actions.plan_session(scope, one, date(TODAY))
    with pytest.raises(WrongState):
        actions.unhold(scope, id)
    actions.edit_session(scope, id, on=date(TODAY + 2), agenda="Fees", notes="n")
    actions.edit_session(scope, id)
    actions.hold(scope, id)
    actions.unhold(scope, id)
    (session,) = answers.mentoring(scope, one).sessions
    assert (session.planned_on, session.agenda, session.notes, session.held_on) == (
        date(TODAY + 2),
        "Fees",
        "n",
        None,
    )
    agreed = actions.agree(scope, id, "Ask")
    assert answers.mentoring_of(scope, id) == one
    actions.remove_session(scope, id)
    assert not MentoringSession.objects.exists()
    assert Commitment.objects.get(uuid=agreed).session is None
    actions.remove(scope, one)
    assert not Mentoring.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda s, m, a: actions.begin(s, a, "friend"),
        lambda s, m, a: actions.begin(s, a, "mentor", until=date(TODAY - 1)),
        lambda s, m, a: actions.begin(s, a, "mentor", every_days=0),
        lambda s, m, a: actions.end(s, m, on=date(TODAY + 1)),
        lambda s, m, a: actions.end(s, m, on=date(TODAY - 99)),
        lambda s, m, a: actions.plan_session(s, m, date(TODAY - 99)),
    ],
    ids=[str(n) for n in range(6)],
)
def test_what_cannot_be_is_refused(
    scope: Scope, one: str, ada: str, wrong: Callable[[Scope, str, str], object]
) -> None:
    with pytest.raises(Invalid):
        wrong(scope, one, ada)


def test_there_is_an_end_to_the_sessions(scope: Scope, one: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 0)
    with pytest.raises(Invalid):
        actions.plan_session(scope, one, date(TODAY))


def test_nothing_of_another_book_is_found(scope: Scope, one: str) -> None:
    other, session = new_scope(), actions.plan_session(scope, one, date(TODAY))
    for act in (actions.edit, actions.end, actions.reopen, actions.remove):
        with pytest.raises(NotFound):
            act(other, one)
    for act in (actions.edit_session, actions.hold, actions.unhold, actions.remove_session):
        with pytest.raises(NotFound):
            act(other, session)
    with pytest.raises(NotFound):
        answers.mentoring(other, one)
    with pytest.raises(NotFound):
        answers.mentoring_of(other, session)
    assert answers.mentorings(other) == ()


def test_of_somebody_kept_away_nothing_is_suggested(scope: Scope, one: str, ada: str) -> None:
    assert answers.mentoring(scope, one).plan == date(TODAY)
    people.set_relationship(scope, ada, standing="stepped_back")
    found = answers.of_person(scope, ada)[0]
    assert (found.silent, found.plan) == (True, None)
    assert answers.mentorings(scope, who="Ada Quill")[0].id == one
