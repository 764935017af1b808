"""`comity opportunities`, `advice`, `dates`, `feedback` and `shares`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from comity.actions import access, people
from comity.answers import books
from tests.cli.conftest import Asked
from tests.cli.test_docs import _documented, paths

TODAY = dt.datetime.now(dt.UTC).date()
OPENING = "Head of Print at Quill Press\nWe look for letterpress. https://quill.example/jobs/1"


@pytest.fixture
def two(comity: Asked) -> Asked:
    scope = books.scope_for(access.first_user())
    people.add_person(scope, name="Ada Quill", email="ada@quill.example", title="Letterpress printer")
    people.add_person(scope, name="Bo Marsh", email="bo@marsh.example", title="Gardener")
    return comity


def test_an_opportunity_is_added_shown_shared_and_closed(two: Asked, tmp_path: Path) -> None:
    assert "None is open" in two("opportunities")
    made = two.json("opportunities", "add", OPENING, "--until", str(TODAY), "--from", "Bo")
    assert [one["person"]["name"] for one in made["would_help"]] == ["Ada Quill"]
    assert made["title"] == "Head of Print at Quill Press"
    assert "works as Letterpress printer" in two("opportunities", "show", "quill press")
    assert "Noted as given to Ada Quill" in two("opportunities", "share", "quill", "Ada")
    assert "shared with 1" in two("opportunities")
    two("opportunities", "share", "quill", "Ada", "--came-of-it", "She applied")
    assert "She applied" in two("opportunities", "show", "quill")
    assert {*paths(two.json("opportunities"))} == _documented("opportunities")
    two("opportunities", "share", "quill", "Ada", "--undo")
    assert "not suggested" in two("opportunities", "share", "quill", "Ada", "--not-for")
    assert "Nobody comes to mind" in two("opportunities", "show", "quill")
    two("opportunities", "close", "quill")
    assert "Head of Print" in two("opportunities", "--closed")
    assert "is closed" in two.refused("opportunities", "share", "quill", "Ada")
    two("opportunities", "close", "quill", "--undo")
    two("opportunities", "remove", "quill")
    file = tmp_path / "call.txt"
    file.write_text("Call for projects: atlas", encoding="utf-8")
    assert "Call for projects" in two("opportunities", "add", "--file", str(file))
    assert "Piped in" in two("opportunities", "add", typed="Piped in by hand")
    assert "1 more" in two("opportunities", "--limit", "1")
    two.refused("opportunities", "add", "x", "--file", str(file), code=2)
    two.refused("opportunities", "share", "atlas", "Ada", "--undo", "--not-for", code=2)
    assert "comity opportunities --all" in two.refused("opportunities", "show", "nothing like it")


def test_advice_is_asked_for(two: Asked) -> None:
    assert "Letterpress printer" in two("advice", "who knows letterpress?")
    assert "Nobody" in two("advice", "astronomy")
    for n in range(3):
        two("feedback", "ask", "Ada", f"print {n}")
    assert "Rather ease off" in two("advice", "letterpress")
    assert paths(two.json("advice", "letterpress")) == _documented("advice")


def test_dates_are_added_listed_and_removed(two: Asked) -> None:
    assert "None in the next 60 days" in two("dates")
    near = TODAY + dt.timedelta(days=4)
    id = two.json(
        "dates", "add", "Ada", "milestone", f"{near:%m-%d}", "--label", "Her shop opens", "--lead", "9"
    )["id"]
    two("dates", "add", "Bo", "birthday", "1980-02-29")
    assert "Her shop opens" in two("dates")
    assert "Bo Marsh: Birthday" in two("dates", "--ahead", "366")
    assert paths(two.json("dates", "--ahead", "366")) == _documented("dates")
    gone = two.run("dates", "remove", str(id)).stderr
    assert "There is no date" in two.refused("dates", "remove", str(id))
    two("dates", "back", gone.split()[-1])
    assert "it is there already" in two.refused("dates", "back", gone.split()[-1])
    assert [one["called"] for one in two.json("dates", "--with", "Ada")] == ["Her shop opens"]
    two.refused("dates", "add", "Ada", "birthday", "spring", code=2)
    assert "there is no such day" in two.refused("dates", "add", "Ada", "birthday", "02-30")
    assert "needs its year" in two.refused("dates", "add", "Ada", "birthday", "02-03", "--once")


def test_all_dates_are_listed_however_far_and_over(two: Asked) -> None:
    assert "None: comity dates add" in two("dates", "--all")
    two("dates", "add", "Ada", "milestone", f"{TODAY.year + 3}-05-06", "--once")
    two("dates", "add", "Bo", "new_job", f"{TODAY.year - 3}-05-06", "--once")
    same = [two.json("dates", "add", "Bo", "birthday", "05-07")["id"] for _ in range(2)]
    assert same[0] == same[1]
    assert "Ada" not in two("dates", "--ahead", "366")
    names = [one["person"]["name"] for one in two.json("dates", "--all")]
    assert names == ["Bo Marsh", "Ada Quill", "Bo Marsh"]
    assert "1 more is not listed." in two("dates", "--all", "--limit", "1")


def test_feedback_goes_its_way(two: Asked) -> None:
    assert "None yet" in two("feedback")
    id = two.json("feedback", "ask", "Ada", "my talk")["id"]
    two("feedback", "came", id, "Speak slower")
    assert "What follows from it?" in two("feedback")
    two("feedback", "follows", id, "Rehearse")
    assert "→ Rehearse" in two("feedback", "--with", "Ada")
    two("feedback", "follows", id, "--done")
    assert "is acted on" in two.refused("feedback", "came", id)
    two("feedback", "reopen", id)
    assert paths(two.json("feedback")) == _documented("feedback")
    two("feedback", "remove", id)
    assert "Asked of you by Bo Marsh" in two("feedback", "ask", "Bo", "his plan", "--of-me")
    two("feedback", "note", "Bo", "his talk", "Clear", "--given")
    assert two.json("feedback", "note", "Ada", "my plan")["id"]


def test_what_i_gladly_share_is_written_down_and_told(two: Asked) -> None:
    assert "Nothing yet" in two("shares")
    id = two.json("shares", "add", "I sail")["id"]
    two("shares", "add", "I failed once", "--depth", "3")
    assert "You could tell them: I sail" in two("shares", "--with", "Ada")
    two("shares", "tell", id, "Ada")
    assert "heard by Ada Quill" in two("shares")
    assert paths(two.json("shares")) - {"[].heard[]"} == _documented("shares")
    assert two.json("shares", "--with", "Ada")[0]["state"] == "told"
    two("shares", "tell", id, "Ada", "--undo")
    two("shares", "remove", id)
    assert "Nothing for now" in two("shares", "--with", "Ada")
