"""Dates, feedback and what I gladly share: noted, changed, gone through and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from comity.actions import dates, feedback, merging, people, shares
from comity.actions.dates import Day
from comity.answers import dates as date_answers
from comity.answers import feedback as feedback_answers
from comity.answers import shares as share_answers
from comity.answers.person import person
from comity.answers.today import today
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import Feedback, Person
from tests.made_up import TODAY, new_scope
from tests.small_book import INES, card, date, id_of, put


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example")


@pytest.fixture
def me(scope: Scope) -> str:
    row = Person.objects.create(book_id=scope.book_id, name="Noor", is_me=True)
    return str(row.uuid)


def test_a_date_is_noted_changed_and_shown_from_its_lead_on(scope: Scope, ada: str) -> None:
    on = date(TODAY + 20)
    id = dates.note_date(scope, ada, "hard_time", Day(on.month, on.day, 2020, " The  fire ", 10))
    assert today(scope).items == ()
    dates.edit_date(scope, id, "milestone", Day(on.month, on.day, None, "The opening", 20))
    (item,) = today(scope).items
    assert "The opening in 20 days" in item.reason
    (known,) = person(scope, ada).dates
    assert (known.what, known.label, known.lead_days, known.once) == ("milestone", "The opening", 20, False)
    (line,) = date_answers.coming(scope).rows
    assert (line.called, line.on, line.years, line.shown, line.draft) == (
        "The opening",
        on,
        None,
        True,
        "congratulate",
    )
    with pytest.raises(Invalid):
        dates.edit_date(scope, id, "milestone", Day(2, 30))


def test_a_date_that_comes_once_is_past_afterwards(scope: Scope, ada: str) -> None:
    past = date(TODAY - 5)
    dates.note_date(scope, ada, "new_job", Day(past.month, past.day, past.year, once=True))
    near = date(TODAY + 2)
    dates.note_date(scope, ada, "hard_time", Day(near.month, near.day, near.year, once=True))
    assert [(one.what, one.next_on) for one in person(scope, ada).dates] == [
        ("hard_time", near),
        ("new_job", past),
    ]
    (line,) = date_answers.coming(scope, ahead=366).rows
    assert (line.called, line.draft, line.years) == ("A hard time", "condole", None)
    (item,) = today(scope).items
    assert item.reason == "A hard time in 2 days"


def test_a_date_of_a_card_that_i_changed_does_not_come_back_beside_it(scope: Scope) -> None:
    entry = [card(INES, name="Ines Varga", birthday=(1, 2, 1980))]
    put(scope, entry)
    ines = id_of(scope, INES)
    dates.edit_date(scope, person(scope, ines).dates[0].id, "birthday", Day(1, 3, 1980))
    put(scope, entry)
    assert [(one.month, one.day) for one in person(scope, ines).dates] == [(1, 3)]
    assert [line.years for line in date_answers.coming(scope, ahead=366).rows] == [45]


def test_dates_to_come_leave_out_who_is_left_in_peace_and_know_29_february(scope: Scope, ada: str) -> None:
    dates.add_date(scope, ada, "birthday", 2, 29, 1980)
    (line,) = date_answers.coming(scope, ahead=366).rows
    assert (line.on, line.moved, line.years) == (dt.date(2025, 2, 28), True, 45)
    assert date_answers.coming(scope, ahead=10).rows == ()
    people.set_relationship(scope, ada, standing="stepped_back")
    assert date_answers.coming(scope, ahead=366).total == 0
    with pytest.raises(Invalid):
        date_answers.coming(scope, ahead=367)


def test_feedback_goes_its_way_and_back(scope: Scope, ada: str) -> None:
    id = feedback.ask(scope, ada, " my talk ", on=date(TODAY - 20))
    waiting = feedback_answers.feedback(scope)
    assert [(one.about, one.ask_again) for one in waiting.waiting] == [("my talk", True)]
    feedback.tell(scope, id, "Speak slower")
    with pytest.raises(WrongState):
        feedback.tell(scope, id)
    assert len(feedback_answers.feedback(scope).to_decide) == 1
    feedback.intend(scope, id, "Rehearse")
    assert feedback_answers.feedback(scope).to_do[0].action == "Rehearse"
    feedback.act(scope, id)
    (line,) = feedback_answers.feedback(scope, who=ada).done
    assert (line.state, line.action, line.text, line.acted_on) == (
        "acted_on",
        "Rehearse",
        "Speak slower",
        date(TODAY),
    )
    feedback.reopen(scope, id)
    feedback.intend(scope, id, "")
    feedback.reopen(scope, id)
    assert feedback_answers.one(scope, id).state == "waiting"
    feedback.edit(scope, id, about="the talk", text="x")
    feedback.edit(scope, id)
    assert feedback_answers.one(scope, id).about == "the talk"
    feedback.remove(scope, id)
    assert not Feedback.objects.exists()


def test_feedback_is_given_asked_or_not(scope: Scope, ada: str) -> None:
    feedback.tell(scope, feedback.asked_of_me(scope, ada, "her paper"), "Good")
    feedback.given(scope, ada, "her talk", "Clear")
    feedback.received(scope, ada, "my plan", "Too long", action="Cut it")
    feedback.asked_of_me(scope, ada, "her plan")
    found = feedback_answers.feedback(scope, limit=1)
    assert [one.about for one in found.all] == ["my plan", "her plan", "her talk"]
    assert found.more == 1
    assert len(feedback_answers.of_person(scope, ada)) == 4


def test_feedback_needs_words_somebody_else_and_a_day_that_has_come(scope: Scope, ada: str, me: str) -> None:
    refused: tuple[Callable[[], object], ...] = (
        lambda: feedback.ask(scope, ada, " "),
        lambda: feedback.ask(scope, me, "x"),
        lambda: feedback.given(scope, ada, "x", on=date(TODAY + 1)),
    )
    for wrong in refused:
        with pytest.raises(Invalid):
            wrong()


def test_what_i_gladly_share_is_told_by_depth_and_taken_back(scope: Scope, ada: str) -> None:
    anybody, trust = shares.add(scope, "I sail"), shares.add(scope, "I once failed", 3)
    _, found = share_answers.with_person(scope, ada)
    assert ([one.text for one in found.could], found.told) == (["I sail"], ())
    shares.tell(scope, anybody, ada, on=date(TODAY - 1))
    shares.tell(scope, anybody, ada)
    face, found = share_answers.with_person(scope, "Ada")
    assert (face.name, found.could, [one.on for one in found.told]) == ("Ada Quill", (), [date(TODAY - 1)])
    people.set_relationship(scope, ada, standing="trusted")
    assert [one.id for one in share_answers.with_person(scope, ada)[1].could] == [trust]
    Person.objects.filter(uuid=ada).update(died_on=TODAY)
    assert share_answers.with_person(scope, ada)[1].could == ()
    Person.objects.filter(uuid=ada).update(died_on=None)
    people.set_relationship(scope, ada, standing="ended")
    assert share_answers.with_person(scope, ada)[1].could == ()
    shares.edit(scope, trust, "I failed, and went on", 2)
    lines = share_answers.shares(scope)
    assert [(one.text, one.depth, len(one.heard)) for one in lines] == [
        ("I sail", 0, 1),
        ("I failed, and went on", 2, 0),
    ]
    assert share_answers.share(scope, trust) == "I failed, and went on"
    shares.untell(scope, anybody, ada)
    with pytest.raises(NotFound):
        shares.untell(scope, anybody, ada)
    shares.remove(scope, anybody)
    assert len(share_answers.shares(scope)) == 1


def test_who_heard_it_before_a_merge_heard_it_after(scope: Scope, ada: str, me: str) -> None:
    bo = people.add_person(scope, name="Bo Marsh", email="bo@marsh.example")
    id = shares.add(scope, "I sail")
    shares.tell(scope, id, ada)
    shares.tell(scope, id, bo)
    merging.merge_people(scope, [ada, bo])
    assert len(share_answers.shares(scope)[0].heard) == 1
    shares.untell(scope, id, bo)
    assert share_answers.shares(scope)[0].heard == ()
    for wrong in (
        lambda: shares.add(scope, " "),
        lambda: shares.add(scope, "x", 4),
        lambda: shares.tell(scope, id, me),
    ):
        with pytest.raises(Invalid):
            wrong()


FOREIGN: list[Callable[[Scope, str, str, int, str], object]] = [
    lambda scope, fed, shared, day, ada: feedback.tell(scope, fed),
    lambda scope, fed, shared, day, ada: feedback.intend(scope, fed, "x"),
    lambda scope, fed, shared, day, ada: feedback.act(scope, fed),
    lambda scope, fed, shared, day, ada: feedback.reopen(scope, fed),
    lambda scope, fed, shared, day, ada: feedback.edit(scope, fed),
    lambda scope, fed, shared, day, ada: feedback.remove(scope, fed),
    lambda scope, fed, shared, day, ada: feedback.ask(scope, ada, "x"),
    lambda scope, fed, shared, day, ada: feedback_answers.one(scope, fed),
    lambda scope, fed, shared, day, ada: shares.edit(scope, shared, "x", 0),
    lambda scope, fed, shared, day, ada: shares.remove(scope, shared),
    lambda scope, fed, shared, day, ada: shares.tell(scope, shared, ada),
    lambda scope, fed, shared, day, ada: share_answers.share(scope, shared),
    lambda scope, fed, shared, day, ada: dates.edit_date(scope, day, "x", Day(1, 1)),
    lambda scope, fed, shared, day, ada: dates.note_date(scope, ada, "x", Day(1, 1)),
]


@pytest.mark.parametrize("act", FOREIGN, ids=map(str, range(len(FOREIGN))))
def test_nothing_of_another_book_is_there(scope: Scope, ada: str, act: Callable[..., object]) -> None:
    fed, shared = feedback.ask(scope, ada, "x"), shares.add(scope, "x")
    day = dates.add_date(scope, ada, "birthday", 1, 1, None)
    with pytest.raises(NotFound):
        act(new_scope(), fed, shared, day, ada)
