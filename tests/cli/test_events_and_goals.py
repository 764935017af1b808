"""`comity events`, `goals`, `groups`, `outcomes` and `card`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.actions import access, me, people
from comity.answers import books
from tests.cli.conftest import Asked
from tests.cli.test_docs import _documented, paths

TODAY = dt.datetime.now(dt.UTC).date()


@pytest.fixture
def two(comity: Asked) -> Asked:
    scope = books.scope_for(access.first_user())
    people.add_person(scope, name="Ada Quill", email="ada@quill.example", title="Head of Print")
    people.add_person(scope, name="Bo Marsh", email="bo@marsh.example", role="sponsor")
    return comity


def test_an_event_from_plan_to_follow_up(two: Asked) -> None:
    assert "None yet" in two("events")
    made = two.json("events", "add", "Paper Fair", "--on", str(TODAY), "--place", "Porto")
    two("events", "guest", "paper", "Ada", "--why", "Her plates")
    two("events", "guest", "paper", "Bo")
    two("events", "guest", "paper", "Bo", "--remove")
    assert "Her plates" in two("events", "show", made["id"])
    met = two.json(
        "events", "met", "paper", "Rosa Lind", "--email", "rosa@lind.example", "--note", "The plate"
    )
    assert met["new"]
    assert "They are new" not in two("events", "met", "paper", "Ada Quill")
    assert "Follow up: Rosa Lind" in two("events")
    (event,) = two.json("events")
    assert (event["met"], event["to_follow_up"], event["state"], event["stage"]) == (2, 2, "attended", "now")
    assert "Followed up: Rosa Lind." in two("events", "followed-up", "paper", "Rosa")
    assert "Met 2, followed up 1" in two("events", "show", "paper")
    two("events", "followed-up", "paper", "Rosa", "--undo")
    two("events", "unmet", "paper", "Rosa")
    shown = two.json("events", "show", "paper")
    assert {one["person"]["name"]: one["met_on"] for one in shown["people"]} == {
        "Rosa Lind": None,
        "Ada Quill": str(TODAY),
    }


def test_a_name_that_is_known_is_asked_about(two: Asked) -> None:
    two("events", "add", "Fair", "--on", str(TODAY))
    assert "Say --person ID if it is one of them" in two.refused("events", "met", "fair", "Bo Marsh")
    two("events", "met", "fair", "Bo Marsh", "--person", "bo@marsh.example")
    assert "new in your book" in two("events", "met", "fair", "Bo Marsh", "--new")


def test_whether_one_was_there_is_said_and_an_event_goes(two: Asked) -> None:
    two("events", "add", "Fair", "--on", str(TODAY), "--until", str(TODAY + dt.timedelta(days=1)))
    assert "missed" in two("events", "state", "fair", "missed")
    two("events", "state", "fair", "planned")
    two("events", "remove", "fair")
    assert two.json("events") == []


def test_what_is_meant_must_be_clear(two: Asked) -> None:
    for name in ("Fair", "Fair II", "Fairy tales"):
        two("events", "add", name, "--on", str(TODAY))
    assert "several are called so" in two.refused("events", "show", "air")
    assert "See: comity events" in two.refused("events", "show", "nothing")
    assert "comity events show EVENT" in two.refused("events", "unmet", "Fair", "Ada")
    two("events", "guest", "Fair", "Ada")
    assert "so that cannot be done" in two.refused("events", "followed-up", "Fair", "Ada")


def test_a_goal_from_first_step_to_outcome(two: Asked) -> None:
    assert "None yet" in two("goals")
    two("groups", "add", "Atlas team", "--kind", "project")
    two(
        "goals",
        "add",
        "Print the atlas",
        "--until",
        "2020-01-01",
        "--group",
        "atlas team",
        "--why",
        "It is time",
    )
    two("goals", "step", "atlas", "Ask printers", "--with", "Ada", "--until", "2020-01-01")
    assert two.json("goals", "step", "atlas", "Choose")["id"]
    listed = two("goals")
    assert "Next: Ask printers (late)" in listed
    two("goals", "done", "atlas", "1")
    assert "[x] Ask printers" in two("goals", "show", "atlas")
    two("goals", "done", "atlas", "1", "--undo")
    assert "There is no step" in two.refused("goals", "done", "atlas", "9")
    assert "Bo Marsh could: is your sponsor already" in two("goals", "need", "atlas", "sponsor")
    assert two.json("goals", "need", "atlas", "print")["could"][0]["person"]["name"] == "Ada Quill"
    assert "Nobody yet for 2" in two("goals")
    two("goals", "fill", "atlas", "1", "Bo")
    assert "sponsor: Bo Marsh" in two("goals", "show", "atlas")
    two("goals", "fill", "atlas", "1")
    shown = two.json("goals", "show", "atlas")
    assert [need["person"] for need in shown["needs"]] == [None, None]
    two("goals", "reach", "atlas", "--how", "With Ada's help")
    assert "comity goals reach GOAL --undo" in two.refused("goals", "step", "atlas", "x")
    two("goals", "reach", "atlas", "--undo")
    two("goals", "reach", "atlas", "--given-up")
    two("outcomes", "add", "A lease", "--with", "Ada: knew the owner", "--with", "Bo", "--goal", "atlas")
    listed = two("outcomes")
    assert "Ada Quill: knew the owner" in listed
    assert "came of Print the atlas" in listed
    assert "A lease" in two("goals", "show", "atlas")
    (goal,) = two.json("goals")
    assert (goal["state"], goal["came_of_it"], goal["group"]) == ("given_up", 1, "Atlas team")
    two("goals", "remove", "atlas")
    (outcome,) = two.json("outcomes")
    assert outcome["came_of"] == []
    two("outcomes", "remove", outcome["id"])
    assert "Nothing yet" in two("outcomes")
    assert "See: comity outcomes" in two.refused("outcomes", "remove", outcome["id"])


def test_groups_are_joined_left_and_dissolved(two: Asked) -> None:
    assert "None yet" in two("groups")
    assert two.json("groups", "add", "Team")["id"]
    assert "nobody yet" in two("groups")
    two("groups", "join", "team", "Ada")
    assert "Ada Quill" in two("groups")
    two("groups", "join", "team", "Ada", "--leave")
    assert "See: comity groups" in two.refused("groups", "join", "other", "Ada")
    two("groups", "remove", "team")
    assert two.json("groups") == []


def test_my_card_is_shown_chosen_and_written_but_never_over_a_file(two: Asked, tmp_path: Path) -> None:
    assert "comity me name NAME" in two("card")
    scope = books.scope_for(access.first_user())
    me.add_address(scope, "noor@hollis.example", "employer")
    me.add_address(scope, "noor@home.example", "personal")
    two("me", "name", "Noor Adler")
    listed = two("card")
    assert "[x] email: noor@hollis.example" in listed
    assert "[ ] email: noor@home.example" in listed
    two("card", "choose", "noor@home.example")
    assert [d["value"] for d in two.json("card")["details"] if d["on_card"]] == ["noor@home.example"]
    assert "none of your details" in two.refused("card", "choose", "x")
    for kind, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("vcf", b"BEGIN:VCARD")):
        path = tmp_path / f"card.{kind}"
        two("card", "--out", str(path))
        assert path.read_bytes().startswith(begins)
    assert "cannot be used" in two.refused("card", "--out", str(tmp_path / "card.vcf"))
    assert "choose one of" in two.refused("card", "--out", str(tmp_path / "card.pdf"))
    assert two.json("card", "--out", str(tmp_path / "b.svg"))["file"].endswith("b.svg")


@pytest.mark.parametrize("name", ["events", "goals", "groups", "outcomes", "card"])
def test_every_field_of_the_json_is_documented_and_no_other(two: Asked, name: str) -> None:
    two("events", "add", "Fair", "--on", str(TODAY))
    two("groups", "add", "Team")
    two("groups", "join", "team", "Ada")
    two("goals", "add", "Print")
    two("outcomes", "add", "A lease", "--with", "Ada", "--goal", "print")
    me.add_address(books.scope_for(access.first_user()), "noor@hollis.example")
    assert paths(two.json(name)) == _documented(name)
