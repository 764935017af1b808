"""Goals with steps and needs, groups, and outcomes: each set, changed, ended and taken back."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from comity.actions import goals, groups, merging, outcomes, people
from comity.answers import goals as answers
from comity.answers import groups as group_answers
from comity.answers import outcomes as outcome_answers
from comity.core.errors import Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import (
    Goal,
    Group,
    GroupMember,
    Introduction,
    Opportunity,
    Outcome,
    OutcomePart,
    Person,
)
from tests.made_up import TODAY, new_scope
from tests.small_book import date


@pytest.fixture
def goal(scope: Scope) -> str:
    return goals.set_goal(scope, "Print the atlas", why="It is time", due=date(TODAY + 30))


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example")


@pytest.fixture
def bo(scope: Scope) -> str:
    return people.add_person(scope, name="Bo Marsh", email="bo@marsh.example")


def steps(scope: Scope, goal: str) -> list[str]:
    return [step.text for step in answers.goal(scope, goal).steps]


def test_a_goal_is_set_and_changed_and_may_be_a_groups(scope: Scope, goal: str) -> None:
    group = groups.make_group(scope, "Atlas team")
    goals.edit_goal(scope, goal, title="Print it", why="", due=None, group_id=group)
    line = answers.goal(scope, goal).goal
    assert (line.title, line.why, line.due, line.group) == ("Print it", "", None, "Atlas team")
    goals.edit_goal(scope, goal)
    goals.edit_goal(scope, goal, group_id=None)
    assert answers.goal(scope, goal).goal.group == ""
    assert answers.goal(scope, goals.set_goal(scope, "x", group_id=group)).goal.group == "Atlas team"


@pytest.mark.parametrize("title", ["", " \n", "\u202e"])
def test_a_goal_needs_words(scope: Scope, title: str) -> None:
    with pytest.raises(Invalid):
        goals.set_goal(scope, title)


def test_a_goal_is_reached_given_up_and_opened_again(scope: Scope, goal: str) -> None:
    goals.reach(scope, goal, "With Ada's help")
    line = answers.goal(scope, goal).goal
    assert (line.state, line.closed_on, line.ending) == (Goal.REACHED, date(TODAY), "With Ada's help")
    with pytest.raises(WrongState):
        goals.give_up(scope, goal)
    with pytest.raises(WrongState):
        goals.add_step(scope, goal, "x")
    with pytest.raises(WrongState):
        goals.add_need(scope, goal, "x")
    goals.reopen(scope, goal)
    with pytest.raises(WrongState):
        goals.reopen(scope, goal)
    goals.give_up(scope, goal)
    line = answers.goal(scope, goal).goal
    assert (line.state, line.ending) == (Goal.GIVEN_UP, "With Ada's help")


def test_steps_are_added_in_order_done_changed_moved_and_removed(scope: Scope, goal: str, ada: str) -> None:
    first = goals.add_step(scope, goal, "Ask", due=date(TODAY - 1), person_id=ada)
    second = goals.add_step(scope, goal, "Choose")
    third = goals.add_step(scope, goal, "Print")
    goals.move_step(scope, third, -1)
    assert steps(scope, goal) == ["Ask", "Print", "Choose"]
    goals.move_step(scope, first, 9)
    assert steps(scope, goal) == ["Print", "Choose", "Ask"]
    goals.edit_step(scope, second, text="Choose paper", due=date(TODAY), person_id=ada)
    goals.edit_step(scope, first, due=None, person_id=None)
    goals.edit_step(scope, first)
    goals.finish_step(scope, third)
    goals.finish_step(scope, third)
    page = answers.goal(scope, goal)
    assert (page.goal.progress.done, page.goal.progress.all) == (1, 3)
    assert page.goal.next is not None
    assert page.goal.next.text == "Choose paper"
    assert page.goal.next.known is not None
    goals.reopen_step(scope, third)
    goals.remove_step(scope, first)
    page = answers.goal(scope, goal)
    assert (page.goal.progress.done, page.goal.progress.all) == (0, 2)


def test_a_goal_has_only_so_many_steps_and_needs(
    scope: Scope, goal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(goals, "MOST", 1)
    goals.add_step(scope, goal, "x")
    goals.add_need(scope, goal, "x")
    with pytest.raises(Invalid):
        goals.add_step(scope, goal, "y")
    with pytest.raises(Invalid):
        goals.add_need(scope, goal, "y")


def test_a_need_is_filled_by_one_and_then_by_nobody(scope: Scope, goal: str, ada: str, bo: str) -> None:
    need = goals.add_need(scope, goal, "sponsor", "for the board")
    assert answers.goal(scope, goal).goal.missing == 1
    goals.fill_need(scope, need, ada)
    goals.fill_need(scope, need, bo)
    (line,) = answers.goal(scope, goal).needs
    assert line.known is not None
    assert line.known.face.name == "Bo Marsh"
    goals.unfill_need(scope, need)
    assert answers.goal(scope, goal).needs[0].known is None
    goals.remove_need(scope, need)
    assert answers.goal(scope, goal).needs == ()


def test_a_goal_goes_and_what_came_of_it_stays(scope: Scope, goal: str, ada: str) -> None:
    goals.add_step(scope, goal, "x")
    made = outcomes.note_outcome(scope, "A lease", parts=[(ada, "")], goal_id=goal)
    assert answers.goal(scope, goal).outcomes[0].id == made
    goals.remove_goal(scope, goal)
    assert outcome_answers.outcome(scope, made).came_of == ()


def test_people_join_a_group_once_and_leave_it_also_after_a_merge(scope: Scope, ada: str, bo: str) -> None:
    group = groups.make_group(scope, " Atlas\nteam ", kind="project", aim="Print")
    groups.join(scope, group, ada)
    groups.join(scope, group, ada)
    groups.join(scope, group, bo)
    (line,) = group_answers.groups(scope)
    assert (line.name, [who.face.name for who in line.members]) == ("Atlas team", ["Ada Quill", "Bo Marsh"])
    shown = merging.merge_people(scope, [ada, bo])
    groups.join(scope, group, shown)
    assert len(group_answers.groups(scope)[0].members) == 1
    groups.leave(scope, group, shown)
    assert not GroupMember.objects.exists()


def test_a_group_is_changed_and_dissolved_and_its_goals_stay(scope: Scope) -> None:
    group = groups.make_group(scope, "Team")
    goal = goals.set_goal(scope, "x", group_id=group)
    groups.edit_group(scope, group, name="Circle", kind="circle", aim="y")
    groups.edit_group(scope, group)
    row = Group.objects.get()
    assert (row.name, row.kind, row.aim) == ("Circle", "circle", "y")
    groups.remove_group(scope, group)
    assert answers.goal(scope, goal).goal.group == ""
    with pytest.raises(Invalid):
        groups.make_group(scope, " ")


def test_an_outcome_is_noted_with_those_who_had_a_part_and_of_what_it_came(
    scope: Scope, goal: str, ada: str, bo: str
) -> None:
    one = Person.objects.get(uuid=ada)
    opening = Opportunity.objects.create(book_id=scope.book_id, kind="opening", title="Turner", found_on=1)
    brought = Introduction.objects.create(book_id=scope.book_id, one=one, introducer=one, asked_on=1)
    made = outcomes.note_outcome(
        scope,
        "A job",
        parts=[(ada, "told me"), (bo, "")],
        on=date(TODAY - 3),
        kind="job",
        goal_id=goal,
        opportunity_id=str(opening.uuid),
        introduction_id=str(brought.uuid),
    )
    line = outcome_answers.outcome(scope, made)
    assert (line.text, line.kind, line.on) == ("A job", "job", date(TODAY - 3))
    assert [(part.known.face.name, part.how) for part in line.parts] == [
        ("Ada Quill", "told me"),
        ("Bo Marsh", ""),
    ]
    assert [kind for kind, _, _ in line.came_of] == ["goal", "opportunity", "introduction"]
    outcomes.edit_outcome(scope, made, text="A post", on=date(TODAY), kind="", goal_id="")
    outcomes.edit_outcome(scope, made)
    line = outcome_answers.outcome(scope, made)
    assert (line.text, line.kind, line.on) == ("A post", "", date(TODAY))
    outcomes.edit_outcome(scope, made, goal_id=goal)
    assert len(outcome_answers.outcome(scope, made).came_of) == 3


def test_a_part_is_said_once_of_somebody_and_taken_back(scope: Scope, ada: str, bo: str) -> None:
    made = outcomes.note_outcome(scope, "A job", parts=[(ada, "")])
    shown = merging.merge_people(scope, [bo, ada])
    outcomes.add_part(scope, made, shown, "knew them")
    assert [part.how for part in OutcomePart.objects.all()] == ["knew them"]
    outcomes.remove_part(scope, made, shown)
    assert not OutcomePart.objects.exists()
    outcomes.remove_outcome(scope, made)
    assert not Outcome.objects.exists()


def test_an_outcome_needs_words_a_day_that_was_and_others_than_me(
    scope: Scope, ada: str, bo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Invalid):
        outcomes.note_outcome(scope, " ")
    with pytest.raises(Invalid):
        outcomes.note_outcome(scope, "x", on=date(TODAY + 1))
    mine = Person.objects.create(book_id=scope.book_id, is_me=True)
    with pytest.raises(Invalid):
        outcomes.note_outcome(scope, "x", parts=[(str(mine.uuid), "")])
    monkeypatch.setattr(outcomes, "MOST", 1)
    with pytest.raises(Invalid):
        outcomes.note_outcome(scope, "x", parts=[(ada, ""), (bo, "")])
    assert not Outcome.objects.exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda scope, id: goals.edit_goal(scope, id, title="x"),
        goals.reach,
        goals.give_up,
        goals.reopen,
        goals.remove_goal,
        lambda scope, id: goals.add_step(scope, id, "x"),
        lambda scope, id: goals.edit_step(scope, id, text="x"),
        goals.finish_step,
        goals.reopen_step,
        lambda scope, id: goals.move_step(scope, id, 1),
        goals.remove_step,
        lambda scope, id: goals.add_need(scope, id, "x"),
        lambda scope, id: goals.fill_need(scope, id, id),
        goals.unfill_need,
        goals.remove_need,
        lambda scope, id: goals.set_goal(scope, "x", group_id=id),
        lambda scope, id: groups.edit_group(scope, id, name="x"),
        groups.remove_group,
        lambda scope, id: groups.join(scope, id, id),
        lambda scope, id: groups.leave(scope, id, id),
        lambda scope, id: outcomes.edit_outcome(scope, id, text="x"),
        lambda scope, id: outcomes.add_part(scope, id, id),
        lambda scope, id: outcomes.remove_part(scope, id, id),
        outcomes.remove_outcome,
        lambda scope, id: outcomes.note_outcome(scope, "x", goal_id=id),
        lambda scope, id: outcomes.note_outcome(scope, "x", opportunity_id=id),
        lambda scope, id: outcomes.note_outcome(scope, "x", introduction_id=id),
    ],
    ids=itertools.count(),
)
def test_what_is_in_another_book_is_not_found(
    scope: Scope, goal: str, ada: str, act: Callable[[Scope, str], object]
) -> None:
    ids = [
        goal,
        ada,
        goals.add_step(scope, goal, "x"),
        goals.add_need(scope, goal, "x"),
        groups.make_group(scope, "x"),
        outcomes.note_outcome(scope, "x"),
        "no id",
    ]
    theirs = new_scope()
    for id in ids:
        with pytest.raises(NotFound):
            act(theirs, id)
