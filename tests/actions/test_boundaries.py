"""Boundaries set, changed, ended and removed; what crosses them is kept, and goes with what crossed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from comity.actions import (
    boundaries,
    crossings,
    interactions,
    introductions,
    mentoring,
    merging,
    people,
    reminders,
    requests,
    rules,
    saying,
    unsaying,
)
from comity.actions.boundaries import Line
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import Boundary, Crossing, Fact, Organisation, Person, Recusal
from tests.made_up import TODAY, new_scope
from tests.small_book import ANYBODY, date

WORK = Line("hours", begin=9 * 60, end=17 * 60, weekdays=31)
NO_MAIL = Line("channel", ["mail", "+call"])


@pytest.fixture
def ruth(scope: Scope) -> str:
    return people.add_person(
        scope, name="Ruth Vale", email="ruth@vale.example", organisation="Vale & Co", role="mentor"
    )


def kept(scope: Scope) -> list[tuple[str, str, bool]]:
    rows = Crossing.objects.filter(book_id=scope.book_id).select_related("boundary").order_by("id")
    return [(row.boundary.kind, row.did, row.by_me) for row in rows]


def call(scope: Scope, who: str, hour: int, text: str = "A call", kind: str = "call") -> str:
    at = dt.datetime.combine(date(TODAY - 1), dt.time(hour))
    return interactions.record(scope, [who], kind=kind, at=at, subject="", text=text)


def test_a_boundary_is_set_changed_ended_and_taken_up_again(scope: Scope, ruth: str) -> None:
    id = boundaries.add(scope, "theirs", WORK, person_id=ruth, told=False)
    boundaries.edit(scope, id, replace(WORK, end=16 * 60, zone="Asia/Tokyo", text=" Says so "))
    row = Boundary.objects.get()
    assert (row.to_minute, row.zone, row.text, row.told, row.since) == (
        960,
        "Asia/Tokyo",
        "Says so",
        True,
        TODAY,
    )
    boundaries.end(scope, id)
    assert Boundary.objects.get().until == TODAY - 1
    with pytest.raises(WrongState):
        boundaries.end(scope, id)
    boundaries.reopen(scope, id)
    boundaries.end(scope, id, date(TODAY + 5))
    assert Boundary.objects.get().until == TODAY + 5
    boundaries.remove(scope, id)
    assert not Boundary.objects.exists()


def test_a_boundary_for_a_place_makes_it_known_and_lets_it_go(scope: Scope) -> None:
    id = boundaries.add(scope, "mine", Line("topic", ["pay"]), organisation=" Acme  Ltd ", role="client")
    assert Boundary.objects.get().organisation.name == "Acme Ltd"  # type: ignore[union-attr]
    boundaries.remove(scope, id)
    assert not Organisation.objects.filter(name="Acme Ltd").exists()


@pytest.mark.parametrize(
    "line",
    [
        Line("mood"),
        Line("hours"),
        Line("hours", begin=9 * 60),
        Line("hours", begin=0, end=24 * 60),
        Line("hours", begin=0, end=60, weekdays=128),
        Line("hours", begin=0, end=60, zone="Mars/Base"),
        Line("hours", ["pigeon"], begin=0, end=60),
        Line("channel"),
        Line("channel", ["pigeon"]),
        Line("topic"),
        Line("topic", ["…"]),
        Line("topic", [f"word{n}" for n in range(51)]),
        Line("request"),
        Line("answer"),
        Line("answer", answer_hours=0),
    ],
)
def test_what_says_nothing_is_refused(scope: Scope, line: Line) -> None:
    with pytest.raises(Invalid):
        boundaries.add(scope, "mine", line)


def test_whole_days_need_no_hours_and_words_are_kept_once(scope: Scope) -> None:
    boundaries.add(scope, "mine", Line("hours", ["Mail"], weekdays=31))
    boundaries.add(scope, "mine", Line("topic", [" her  divorce", "her divorce", ""]))
    boundaries.add(scope, "mine", Line("answer", ["x"], answer_hours=48))
    whole, topic, answer = Boundary.objects.order_by("id")
    assert (whole.from_minute, whole.to_minute, whole.words) == (0, 0, "mail")
    assert (topic.words, answer.words, answer.answer_hours) == ("her divorce", "", 48)


def test_a_boundary_keeps_its_kind_its_side_and_its_role(scope: Scope) -> None:
    id = boundaries.add(scope, "mine", WORK)
    for wrong in (
        lambda: boundaries.edit(scope, id, NO_MAIL),
        lambda: boundaries.end(scope, id, date(TODAY - 1)),
        lambda: boundaries.add(scope, "nobody's", WORK),
        lambda: boundaries.add(scope, "mine", WORK, role="wizard"),
    ):
        with pytest.raises(Invalid):
            wrong()


def test_a_call_outside_their_hours_is_kept_once_and_goes_with_it(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    call(scope, ruth, 10)
    assert kept(scope) == []
    id = call(scope, ruth, 21)
    assert kept(scope) == [("hours", "logged", True)]
    interactions.forget(scope, id)
    assert kept(scope) == []


def test_of_a_day_without_an_hour_only_a_closed_day_is_kept(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    for away in (1, 6):
        at = dt.datetime.combine(date(TODAY - away), dt.time(12))
        interactions.record(scope, [ruth], kind="call", at=at, subject="Hello", text="", day_only=True)
    assert [row.on for row in Crossing.objects.all()] == [TODAY - 6]


def test_what_a_line_says_crosses_and_is_taken_back_with_it(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    boundaries.add(scope, "theirs", Line("topic", ["salar*"]), person_id=ruth)
    said = saying.say(
        scope, "call with Ruth Vale yesterday at 21:40 about salaries. Remind me to call Ruth on Sunday"
    )
    assert sorted(kept(scope)) == [
        ("hours", "logged", True),
        ("hours", "planned", True),
        ("topic", "logged", True),
    ]
    unsaying.forget(scope, [one.id for one in said.made])
    assert kept(scope) == []


def test_an_hour_that_was_said_of_a_reminder_counts(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    saying.say(scope, "Remind me to call Ruth on Monday at 21:00")
    assert kept(scope) == [("hours", "planned", True)]


def test_a_reminder_that_reaches_nobody_crosses_no_hours(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    sunday = date(TODAY + 2)
    reminders.add_reminder(scope, "Read her paper", sunday, ruth)
    reminders.add_reminder(scope, "Call the plumber", sunday)
    assert kept(scope) == []
    id = reminders.add_reminder(scope, "Call her", sunday, ruth)
    assert kept(scope) == [("hours", "planned", True)]
    reminders.edit_reminder(scope, id, text="Call her", due=date(TODAY + 3), every="")
    assert kept(scope) == []
    reminders.edit_reminder(scope, id, text="Call her", due=sunday, every="")
    reminders.remove_reminder(scope, id)
    assert kept(scope) == []


def test_a_request_against_mine_is_kept_and_follows_what_it_says(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "mine", Line("request", ["money"]))
    boundaries.add(scope, "mine", Line("answer", answer_hours=48), role="mentor")
    id = requests.note_request(scope, ruth, "Could you lend me 20?", due=date(TODAY))
    assert kept(scope) == [("answer", "received", False), ("request", "received", False)]
    requests.edit(scope, id, text="Could you read this?", due=None)
    assert kept(scope) == []
    requests.edit(scope, id, text="A loan?", due=None)
    requests.remove(scope, id)
    assert kept(scope) == []


def test_asking_for_an_introduction_against_theirs_is_kept(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", Line("request", ["introduction"]), person_id=ruth)
    bo = people.add_person(scope, name="Bo Lind")
    id = introductions.add(scope, bo, None, ruth, purpose="the press")
    assert kept(scope) == [("request", "planned", True)]
    introductions.remove(scope, id)
    introductions.add(scope, bo, None, ruth, asked_by_me=False)
    assert kept(scope) == []


def test_a_session_on_a_closed_day_is_kept_and_moves_with_it(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    id = mentoring.begin(scope, ruth, "mentee")
    session = mentoring.plan_session(scope, id, date(TODAY + 2), "Plans")
    assert kept(scope) == [("hours", "planned", True)]
    mentoring.edit_session(scope, session, on=date(TODAY + 3))
    assert kept(scope) == []
    mentoring.edit_session(scope, session, on=date(TODAY + 2))
    mentoring.remove_session(scope, session)
    assert kept(scope) == []


def test_a_changed_plan_keeps_what_was_said_to_it(scope: Scope, ruth: str) -> None:
    boundary = boundaries.add(scope, "theirs", WORK, person_id=ruth)
    id = reminders.add_reminder(scope, "Call her", date(TODAY + 2), ruth)
    crossings.answer(scope, str(Crossing.objects.get().uuid), "agreed")
    reminders.edit_reminder(scope, id, text="Call her soon", due=date(TODAY + 1), every="")
    row = Crossing.objects.get()
    assert (row.text, row.on, row.answer) == ("Call her soon", TODAY + 1, "agreed")
    reminders.remove_reminder(scope, id)
    session = mentoring.plan_session(scope, mentoring.begin(scope, ruth, "mentee"), date(TODAY), "Plans")
    assert kept(scope) == []
    boundaries.edit(scope, boundary, replace(WORK, weekdays=1))
    mentoring.edit_session(scope, session, notes="n")
    assert kept(scope) == [("hours", "planned", True)]
    mentoring.hold(scope, session)
    boundaries.end(scope, boundary)
    mentoring.edit_session(scope, session, agenda="Her plans")
    assert [row.text for row in Crossing.objects.all()] == ["Her plans"]
    mentoring.remove_session(scope, session)
    assert kept(scope) == []


def test_boundaries_hold_for_whoever_was_merged_into_them(scope: Scope, ruth: str) -> None:
    other = people.add_person(scope, name="R. Vale", email="rv@home.example")
    boundaries.add(scope, "theirs", WORK, person_id=other)
    merging.merge_people(scope, [ruth, other])
    call(scope, ruth, 21)
    assert kept(scope) == [("hours", "logged", True)]


def test_roles_and_places_of_work_of_the_day_count(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", NO_MAIL, role="mentor", organisation="vale & co")
    boundaries.add(scope, "theirs", NO_MAIL, role="client")
    call(scope, ruth, 10, kind="mail")
    assert kept(scope) == [("channel", "logged", True)]


def test_a_crossing_is_answered_and_removed(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", NO_MAIL, person_id=ruth)
    call(scope, ruth, 10, kind="mail")
    id = str(Crossing.objects.get().uuid)
    crossings.answer(scope, id, " agreed beforehand ")
    assert Crossing.objects.get().answer == "agreed beforehand"
    boundaries.remove_crossing(scope, id)
    assert not Crossing.objects.exists()


def test_a_friend_at_work_makes_no_crossing_without_a_boundary(scope: Scope, ruth: str) -> None:
    people.set_relationship(scope, ruth, nature="both")
    boundaries.add(scope, "mine", Line("topic", ["cats"]))
    requests.note_request(scope, ruth, "A small favour?")
    assert kept(scope) == []


def test_a_rule_of_what_i_stay_out_of_is_set_and_removed(scope: Scope, ruth: str) -> None:
    id = rules.stay_out(scope, ruth, " her pay ", " Bo decides ", until=date(TODAY + 9))
    row = Recusal.objects.get()
    assert (row.matter, row.rule, row.until) == ("her pay", "Bo decides", TODAY + 9)
    with pytest.raises(Invalid):
        rules.stay_out(scope, ruth, " ")
    with pytest.raises(Invalid):
        rules.stay_out(scope, ruth, "x", until=date(TODAY - 1))
    rules.remove_rule(scope, id)
    assert not Recusal.objects.exists()
    rules.stay_out(scope, ruth, "her reviews")
    assert Recusal.objects.get().until is None


def test_what_was_heard_is_kept_as_hearsay_and_becomes_no_position(scope: Scope, ruth: str) -> None:
    saying.say(scope, "Heard that Ruth Vale likes sailing")
    fact = Fact.objects.get()
    assert fact.hearsay
    people.edit_fact(scope, str(fact.uuid), "Sails")
    assert Fact.objects.get().hearsay
    people.edit_fact(scope, str(fact.uuid), "Sails", hearsay=False)
    assert not Fact.objects.get().hearsay


GONE: list[Callable[[Scope, str], Any]] = [
    lambda scope, id: boundaries.edit(scope, id, WORK),
    boundaries.end,
    boundaries.reopen,
    boundaries.remove,
    lambda scope, id: crossings.answer(scope, id, "x"),
    boundaries.remove_crossing,
    rules.remove_rule,
    lambda scope, id: rules.stay_out(scope, id, "x"),
    lambda scope, id: boundaries.add(scope, "mine", WORK, person_id=id),
]


@pytest.mark.parametrize("act", GONE, ids=range(len(GONE)))
def test_ids_of_another_book_are_not_found(scope: Scope, ruth: str, act: Callable[[Scope, str], Any]) -> None:
    boundaries.add(scope, "theirs", NO_MAIL, person_id=ruth)
    call(scope, ruth, 10, kind="mail")
    rules.stay_out(scope, ruth, "x")
    theirs = [str(row.uuid) for model in (Boundary, Crossing, Recusal, Person) for row in model.objects.all()]
    other = new_scope()
    for id in (*theirs, ANYBODY, "nothing"):
        with pytest.raises(NotFound):
            act(other, id)
