"""Whoever would rather not is not suggested for it, or it is said."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import boundaries, goals, opportunities, people, requests
from comity.actions.boundaries import Line
from comity.answers import advice
from comity.answers import goals as goal_answers
from comity.answers import opportunities as opportunity_answers
from comity.answers import requests as request_answers
from comity.answers.today import today
from comity.answers.unwilling import limits
from comity.answers.who_fits import who_fits
from comity.core.boundaries import Plan
from comity.store.access import Scope
from comity.store.models import Person


@pytest.fixture
def ada(scope: Scope) -> str:
    return _printer(scope, "Ada Quill")


@pytest.fixture
def bo(scope: Scope) -> str:
    return _printer(scope, "Bo Marsh")


def _printer(scope: Scope, name: str) -> str:
    id = people.add_person(scope, name=name)
    people.add_tag(scope, id, "letterpress")
    return id


def test_what_could_help_is_not_suggested_to_who_wants_none_of_the_topic(
    scope: Scope, ada: str, bo: str
) -> None:
    id = opportunities.note(scope, "Letterpress prize\nFor letterpress printers.")
    (item,) = today(scope).items
    assert {face.id for face in item.helps} == {ada, bo}
    boundaries.add(scope, "theirs", Line("topic", ["prize*"]), person_id=ada)
    boundaries.add(scope, "theirs", Line("topic", ["salar*"]), person_id=bo)
    boundaries.add(scope, "mine", Line("topic", ["letterpress"]))
    helped = opportunity_answers.opportunity(scope, id).would_help
    assert [one.known.face.id for one in helped] == [bo]
    (item,) = today(scope).items
    assert [face.id for face in item.helps] == [bo]


def test_whom_to_ask_says_who_would_rather_not_and_names_them_last(scope: Scope, ada: str, bo: str) -> None:
    question = "Who lends money for letterpress?"
    assert [one.known.face.id for one in advice.whom_to_ask(scope, question)] == [ada, bo]
    boundaries.add(scope, "theirs", Line("request", ["money"]), person_id=ada)
    first, last = advice.whom_to_ask(scope, question)
    assert (first.known.face.id, first.ease_off) == (bo, ())
    assert last.ease_off == ("Ada Quill would rather not be asked for money.",)
    assert len(advice.whom_to_ask(scope, question, most=1)) == 1
    boundaries.add(scope, "mine", Line("topic", ["letterpress"]), person_id=bo)
    assert all(one.ease_off for one in advice.whom_to_ask(scope, question))


def test_a_request_is_not_passed_on_nor_a_need_filled_by_who_wants_no_such_favour(
    scope: Scope, ada: str, bo: str
) -> None:
    asking = people.add_person(scope, name="Eve Stone")
    request = requests.note_request(scope, asking, "Who could print letterpress cards for me?")
    goal = goals.set_goal(scope, "Bind the atlas")
    goals.add_need(scope, goal, "letterpress")
    boundaries.add(scope, "theirs", Line("request", ["favour"]), person_id=ada)
    assert [one.face.id for one in request_answers.who_fits(scope, request, limit=1)] == [bo]
    (fits,) = who_fits(scope, goal_answers.goal(scope, goal).needs).values()
    assert [one.known.face.id for one in fits] == [bo]


def test_what_is_looked_at_costs_one_question_where_there_are_no_boundaries(
    scope: Scope, ada: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    number = Person.objects.get(uuid=ada).pk
    with django_assert_num_queries(1):
        assert limits(scope, [number]).against(Plan(words="prize")) == {}
    boundaries.add(scope, "mine", Line("topic", ["prize"]))
    boundaries.add(scope, "theirs", Line("topic", ["prize"]), person_id=ada)
    with django_assert_num_queries(2):
        found = limits(scope, [number]).against(Plan(words="prize"))
    assert [one.boundary.side for one in found.values() if one.boundary] == ["theirs"]
