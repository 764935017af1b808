"""Goals, who could fill a role, and which relationship led to what."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import goals, groups, merging, outcomes, people
from comity.answers import goals as answers
from comity.answers import groups as group_answers
from comity.answers import outcomes as outcome_answers
from comity.answers.subject import subject
from comity.answers.who_fits import who_fits
from comity.core.errors import Ambiguous, NotFound
from comity.store.access import Scope
from comity.store.models import Exchange, Introduction, Outcome, Person
from tests.made_up import TODAY, new_scope
from tests.small_book import INES, both_ways, date, id_of, put


def test_open_goals_come_by_day_then_those_that_ended_the_latest_first(scope: Scope) -> None:
    goals.set_goal(scope, "No day")
    late = goals.set_goal(scope, "Late", due=date(TODAY - 1))
    goals.set_goal(scope, "Soon", due=date(TODAY + 5))
    goals.reach(scope, goals.set_goal(scope, "Done"))
    found = answers.goals_of(scope)
    assert [line.title for line in found] == ["Late", "Soon", "No day", "Done"]
    assert [line.id for line in found if line.overdue] == [late]
    assert answers.goals_of(new_scope()) == ()


def test_a_goal_tells_what_is_late_and_who_is_missing(scope: Scope) -> None:
    goal = goals.set_goal(scope, "Print")
    goals.add_step(scope, goal, "Ask", due=date(TODAY - 1))
    goals.add_need(scope, goal, "sponsor")
    line = answers.goals_of(scope)[0]
    assert line.next is not None
    assert (line.next.late, line.missing, line.progress.late) == (True, 1, (line.next.id,))


def test_a_step_and_a_need_lead_to_their_goal(scope: Scope) -> None:
    goal = goals.set_goal(scope, "Print")
    step, need = goals.add_step(scope, goal, "x"), goals.add_need(scope, goal, "x")
    assert answers.goal_of_step(scope, step) == goal
    assert answers.goal_of_need(scope, need) == goal
    for ask, id in ((answers.goal_of_step, need), (answers.goal_of_need, "no id"), (answers.goal, "no id")):
        with pytest.raises(NotFound):
            ask(scope, id)


def test_who_could_fill_a_role_is_told_with_reasons(scope: Scope) -> None:
    put(scope, both_ways(INES, [TODAY - 9, TODAY - 3]))
    ines = id_of(scope, INES)
    people.edit_person(scope, ines, title="Director")
    bo = people.add_person(scope, name="Bo", title="Bookbinder", organisation="Marsh")
    mila = people.add_person(scope, name="Mila", role="sponsor")
    people.add_fact(scope, mila, "Knows old bindings")
    people.add_fact(scope, bo, "Binds hearts", "private")
    ama = people.add_person(scope, name="Ama")
    people.add_tag(scope, ama, "binding")
    Exchange.objects.create(
        book_id=scope.book_id,
        person=Person.objects.get(uuid=ines),
        direction=Exchange.GIVEN,
        kind="endorsement",
        text="Best bookbinders",
        on=1,
    )
    goal = goals.set_goal(scope, "Bind the atlas")
    goals.add_need(scope, goal, "sponsor")
    goals.add_need(scope, goal, "somebody for binding")
    goals.add_need(scope, goal, "bookbinder")
    filled = goals.add_need(scope, goal, "editor")
    goals.fill_need(scope, filled, bo)
    page = answers.goal(scope, goal)
    fits = who_fits(scope, page.needs)
    by_need = {need.what: fits.get(need.id) for need in page.needs}
    assert by_need["editor"] is None
    sponsors, binding, binders = (
        by_need[what] or () for what in ("sponsor", "somebody for binding", "bookbinder")
    )
    assert [one.known.face.id for one in sponsors] == [mila, ines]
    assert sponsors[0].reasons[0] == "is your sponsor already"
    assert sponsors[1].reasons[0] == "holds a senior position"
    assert {one.known.face.id for one in binding} == {mila, ama}
    assert [(one.known.face.id, one.reasons[0]) for one in binders] == [
        (ines, "Best bookbinders"),
        (bo, "does this for a living"),
    ]
    assert all("hearts" not in reason for one in binders for reason in one.reasons)


def test_nobody_is_looked_for_where_nobody_is_missing(
    scope: Scope, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert who_fits(scope, ()) == {}


def test_which_relationship_led_to_what_is_told_in_order_of_name(scope: Scope) -> None:
    ada, bo = people.add_person(scope, name="Ada"), people.add_person(scope, name="Bo")
    outcomes.note_outcome(scope, "A job", parts=[(bo, ""), (ada, "told me")], on=date(TODAY - 9))
    outcomes.note_outcome(scope, "A friend", parts=[(bo, "")])
    found = outcome_answers.outcomes(scope)
    assert [line.text for line in found] == ["A friend", "A job"]
    ledgers = outcome_answers.by_relationship(found)
    assert [(ledger.known.face.name, len(ledger.outcomes)) for ledger in ledgers] == [("Ada", 1), ("Bo", 2)]


def test_a_person_shows_what_came_of_it_once_also_after_a_merge(
    scope: Scope, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ada, bo = people.add_person(scope, name="Ada"), people.add_person(scope, name="Bo")
    goal = goals.set_goal(scope, "Print")
    outcomes.note_outcome(scope, "A job", parts=[(bo, ""), (ada, "told me")], goal_id=goal)
    outcomes.note_outcome(scope, "A lease", parts=[(ada, "")], on=date(TODAY - 5))
    shown = merging.merge_people(scope, [ada, bo])
    about = subject(scope, shown)
    with django_assert_num_queries(1):
        found = outcome_answers.of_person(scope, about)
    assert [(one.text, one.goal) for one in found] == [("A job", "Print"), ("A lease", "")]
    assert outcome_answers.of_person(new_scope(), shown) == ()


def test_an_outcome_of_an_introduction_names_those_who_met(scope: Scope) -> None:
    one, other = (Person.objects.get(uuid=people.add_person(scope, name=name)) for name in ("Ada", "Bo"))
    for brought in (
        Introduction.objects.create(book_id=scope.book_id, one=one, other=other, asked_on=1),
        Introduction.objects.create(book_id=scope.book_id, one=one, introducer=other, asked_on=1),
    ):
        Outcome.objects.create(book_id=scope.book_id, text="x", on=1, introduction=brought)
    words = [line.came_of[0][2] for line in outcome_answers.outcomes(scope)]
    assert words == ["the introduction to Ada", "the introduction of Ada and Bo"]
    with pytest.raises(NotFound):
        outcome_answers.outcome(scope, "no id")


def test_a_group_is_found_by_its_name(scope: Scope) -> None:
    team = groups.make_group(scope, "Atlas team")
    assert group_answers.find_group(scope, "ATLAS  TEAM").id == team
    assert group_answers.find_group(scope, team).id == team
    groups.make_group(scope, "atlas Team")
    with pytest.raises(Ambiguous):
        group_answers.find_group(scope, "Atlas team")
    with pytest.raises(NotFound):
        group_answers.find_group(scope, "other")


def test_the_number_of_questions_does_not_grow_with_goals_steps_and_people(
    scope: Scope, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [people.add_person(scope, name=f"P{n}", title="Editor") for n in range(8)]
    for n in range(5):
        goal = goals.set_goal(scope, f"Goal {n}")
        for id in ids:
            goals.add_step(scope, goal, "x", person_id=id)
        goals.add_need(scope, goal, "editor")
        outcomes.note_outcome(scope, "x", parts=[(id, "") for id in ids], goal_id=goal)
    with django_assert_max_num_queries(6):
        answers.goals_of(scope)
    with django_assert_max_num_queries(4):
        outcome_answers.outcomes(scope)
    page = answers.goal(scope, goal)
    with django_assert_max_num_queries(10):
        who_fits(scope, page.needs)
