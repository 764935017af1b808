"""Goals, groups and outcomes on the pages."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from comity.actions import goals, groups, outcomes
from comity.answers import goals as answers
from comity.store.models import Goal, GoalNeed, GoalStep, Group, GroupMember, Outcome, OutcomePart
from tests.web.conftest import HOSTILE, Desk


@pytest.fixture
def goal(desk: Desk) -> str:
    return goals.set_goal(desk.scope, "Print the atlas")


def verbs(name: str, id: UUID) -> Callable[[str], str]:
    """The address of each verb of a row."""
    return lambda act: reverse(name, args=[id, act])


def shown(client: Client, path: str) -> str:
    return client.get(path).content.decode()


def test_a_goal_is_set_changed_reached_opened_again_and_removed(client: Client, desk: Desk) -> None:
    team = groups.make_group(desk.scope, "Team")
    client.post(reverse("goals"), {"title": "Print", "why": "x", "due": "2030-01-01", "group": team})
    row = Goal.objects.get()
    assert "Print" in shown(client, reverse("goals"))
    at = verbs("goal_act", row.uuid)
    client.post(at("edit"), {"title": "Print it", "group": ""})
    client.post(at("reach"), {"ending": "Done"})
    assert "Print it" in shown(client, reverse("goals"))
    row.refresh_from_db()
    assert (row.title, row.state, row.ending, row.group) == ("Print it", "reached", "Done", None)
    client.post(at("give-up"))
    assert "This goal has ended. Open it again first." in shown(client, reverse("goal", args=[row.uuid]))
    client.post(at("reopen"))
    client.post(at("give-up"), {"ending": "Too dear"})
    row.refresh_from_db()
    assert row.state == "given_up"
    client.post(at("remove"))
    assert not Goal.objects.exists()
    assert client.post(at("burn")).status_code == 404


def test_steps_are_added_done_moved_changed_and_removed(client: Client, desk: Desk, goal: str) -> None:
    add = reverse("goal_act", args=[goal, "step"])
    for text in ("Ask", "Choose"):
        client.post(add, {"text": text, "who": "ada@quill.example", "due": "2020-01-01"})
    ask, choose = GoalStep.objects.order_by("id")

    def act(step: GoalStep, verb: str, **sent: str) -> None:
        assert client.post(reverse("step_act", args=[step.uuid, verb]), sent).status_code == 302

    act(choose, "up")
    assert [s.text for s in answers.goal(desk.scope, goal).steps] == ["Choose", "Ask"]
    act(choose, "down")
    act(ask, "done")
    page = shown(client, reverse("goal", args=[goal]))
    assert "1 of 2 steps" in page
    assert "Ada Quill" in page
    act(ask, "reopen")
    act(ask, "edit", text="Ask all", who="", due="")
    ask.refresh_from_db()
    assert (ask.text, ask.person, ask.due, ask.done_on) == ("Ask all", None, None, None)
    act(ask, "remove")
    assert GoalStep.objects.count() == 1
    assert client.post(reverse("step_act", args=[choose.uuid, "burn"])).status_code == 404


def test_a_need_is_filled_by_somebody_who_is_suggested(client: Client, desk: Desk, goal: str) -> None:
    add = reverse("goal_act", args=[goal, "need"])
    client.post(add, {"role": "mentor"})
    client.post(add, {"what": "somebody who rows"})
    page = shown(client, reverse("goal", args=[goal]))
    assert "is your mentor already" in page
    assert "Rows on Sundays" in page
    need = GoalNeed.objects.order_by("id")[0]
    client.post(reverse("need_act", args=[need.uuid, "fill"]), {"who": desk.ada})
    need.refresh_from_db()
    assert need.person is not None
    client.post(reverse("need_act", args=[need.uuid, "unfill"]))
    client.post(reverse("need_act", args=[need.uuid, "remove"]))
    assert GoalNeed.objects.count() == 1
    assert client.post(reverse("need_act", args=[GoalNeed.objects.get().uuid, "burn"])).status_code == 404


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("step", {}),
        ("step", {"text": "x", "who": "nobody at all"}),
        ("need", {}),
        ("edit", {"title": ""}),
        ("edit", {"title": "x", "due": "soon"}),
    ],
)
def test_what_cannot_be_is_said_on_the_page(
    client: Client, goal: str, act: str, sent: dict[str, str]
) -> None:
    answer = client.post(reverse("goal_act", args=[goal, act]), sent)
    assert answer.status_code in (302, 404)
    if answer.status_code == 302:
        assert "note warn" in shown(client, reverse("goal", args=[goal]))
    assert Goal.objects.get().title == "Print the atlas"


def test_a_goal_without_a_title_is_not_set(client: Client, desk: Desk) -> None:
    client.post(reverse("goals"), {"title": ""})
    assert "note warn" in shown(client, reverse("goals"))


def test_groups_are_made_joined_left_changed_and_dissolved(client: Client, desk: Desk) -> None:
    client.post(reverse("group_add"), {"name": "Team", "kind": "team", "aim": HOSTILE})
    group = Group.objects.get()
    at = verbs("group_act", group.uuid)
    client.post(at("join"), {"who": "ada@quill.example"})
    page = shown(client, reverse("goals"))
    assert "Ada Quill" in page
    assert HOSTILE not in page
    client.post(at("edit"), {"name": "Circle"})
    client.post(at("leave"), {"who": desk.ada})
    assert not GroupMember.objects.exists()
    client.post(at("remove"))
    assert not Group.objects.exists()
    assert client.post(at("burn")).status_code == 404


def test_an_outcome_is_noted_on_a_goal_and_seen_on_the_persons_page(
    client: Client, desk: Desk, goal: str
) -> None:
    sent = {"text": "A lease", "who": "Ada Quill", "how": "Knew the owner", "goal": goal, "on": ""}
    assert client.post(reverse("outcomes"), sent).headers["Location"] == reverse("goal", args=[goal])
    person = shown(client, reverse("person", args=[desk.ada]))
    assert "A lease" in person
    assert "Knew the owner" in person
    assert "Print the atlas" in person
    row = Outcome.objects.get()
    at = verbs("outcome_act", row.uuid)
    sent = {"text": "A long lease", "on": "2024-05-01", "back": "goal"}
    assert client.post(at("edit"), sent).headers["Location"] == reverse("goal", args=[goal])
    client.post(at("part"), {"who": desk.hostile, "how": "x"})
    page = shown(client, reverse("outcomes"))
    assert "A long lease" in page
    assert "Which relationship led to what" in page
    assert HOSTILE not in page
    client.post(at("no-part"), {"who": desk.hostile})
    assert OutcomePart.objects.count() == 1
    client.post(at("edit"), {"text": ""})
    client.post(at("part"), {})
    assert client.post(at("burn")).status_code == 404
    client.post(at("remove"))
    assert not Outcome.objects.exists()
    client.post(reverse("outcomes"), {"text": ""})
    assert "note warn" in shown(client, reverse("outcomes"))
    client.post(reverse("outcomes"), {"text": "x"})
    assert Outcome.objects.count() == 1


def test_rows_of_another_book_cannot_be_reached(client: Client, desk: Desk, stranger: Desk) -> None:
    theirs = goals.set_goal(stranger.scope, "Theirs")
    step, need = goals.add_step(stranger.scope, theirs, "x"), goals.add_need(stranger.scope, theirs, "x")
    group, outcome = groups.make_group(stranger.scope, "x"), outcomes.note_outcome(stranger.scope, "x")
    for name, id, acts in (
        ("goal_act", theirs, ("edit", "reach", "give-up", "reopen", "remove", "step", "need")),
        ("step_act", step, ("edit", "done", "reopen", "up", "down", "remove")),
        ("need_act", need, ("fill", "unfill", "remove")),
        ("group_act", group, ("edit", "join", "leave", "remove")),
        ("outcome_act", outcome, ("edit", "part", "no-part", "remove")),
    ):
        for act in acts:
            sent = {"title": "x", "text": "x", "what": "x", "name": "x", "who": desk.ada}
            assert client.post(reverse(name, args=[id, act]), sent).status_code == 404, (name, act)
    assert client.post(reverse("goals"), {"title": "x", "group": group}).status_code == 404
    assert client.post(reverse("outcomes"), {"text": "x", "goal": theirs}).status_code == 404
    assert client.get(reverse("goal", args=[theirs])).status_code == 404


def test_the_pages_ask_no_more_often_with_more_steps(
    client: Client, desk: Desk, goal: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(9):
        goals.add_step(desk.scope, goal, f"Step {n}", person_id=desk.ada)
        goals.add_need(desk.scope, goal, f"rower {n}")
    with django_assert_max_num_queries(22):
        client.get(reverse("goal", args=[goal]))
    with django_assert_max_num_queries(12):
        client.get(reverse("goals"))
