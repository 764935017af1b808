"""Promises, requests, reminders and reputation on the command line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from comity.actions.access import first_user
from comity.answers.books import scope_for
from tests.cli.conftest import Asked

PAGE = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")


def documented(name: str) -> set[str]:
    """The keys that the documentation names for a command, without the marks of arrays."""
    section = PAGE.partition(f"### {name}\n")[2].partition("\n### ")[0]
    return set(re.findall(r"^\| `(?:\[\]\.)?([\w.]+)(?:\[\])?` \|", section, re.MULTILINE))


def keys(value: Any, before: str = "") -> set[str]:
    """Every key in an object, those of objects in it after a point."""
    found: set[str] = set()
    for key, inner in value.items():
        found |= keys(inner, f"{before}{key}.") if isinstance(inner, dict) else {before + key}
    return found


def test_a_promise_is_noted_moved_kept_and_taken_back(filled: Asked) -> None:
    added = filled.json("promises", "add", "zoe", "The plate", "--due", "tomorrow")
    id = added["id"]
    assert "The plate" in filled("promises")
    filled("promises", "move", id, "--to", "2030-01-02", "--asked-by", "theirs", "--why", "Ill")
    assert filled.json("promises")[0]["moved_by"] == "theirs"
    filled("promises", "move", id, "--back")
    filled("promises", "move", id, "--to", "none")
    assert "--to none" in filled.refused("promises", "move", id, code=2)
    assert "no day agreed" in filled("promises")
    filled("promises", "edit", id, "--text", "Both plates")
    filled("promises", "edit", id, "--due", "2030-01-05")
    assert filled("promises", "keep", id, "--say", "By hand") == "Kept.\n"
    said = filled("promises", "--state", "on_time")
    assert "Both plates" in said
    assert "You kept 1 of 1 promise." in said
    assert "reopen" in filled.refused("promises", "keep", id)
    filled("promises", "reopen", id)
    filled("promises", "break", id, "--on", "2024-01-01")
    filled("promises", "reopen", id)
    filled("promises", "drop", id)
    assert filled.json("promises") == []
    shown = filled.json("promises", "--all")[0]
    assert keys(shown) == documented("promises")
    assert filled("promises", "--quarter", "1999-Q1").startswith("None.")
    filled("promises", "remove", id)
    assert "promises add" in filled("promises", "--all")
    assert "comity promises" in filled.refused("promises", "remove", id)
    assert "promised you" in filled("promises", "add", "zoe", "A map", "--theirs")


def test_a_request_is_accepted_declined_passed_on_and_left(filled: Asked) -> None:
    id = filled.json("requests", "add", "zoe", "Could you send the atlas of lanterns?", "--due", "friday")[
        "id"
    ]
    promise = filled.json("requests", "accept", id, "--text", "The atlas", "--due", "2030-01-02")["promise"]
    assert filled.json("promises")[0]["id"] == promise
    filled("requests", "reopen", id)
    assert "of yours now" in filled("requests", "accept", id)
    filled("requests", "reopen", id)
    said = filled("requests", "decline", id, "--why", "I am away", "--instead", "a copy")
    assert "I am away" in said
    assert "a copy" in said
    assert "Take your answer back" in filled.refused("requests", "leave", id)
    filled("requests", "reopen", id)
    assert set(filled.json("requests", "decline", id)) == {"id", "to", "subject", "body", "href"}
    filled("requests", "reopen", id)
    assert "Nobody fits" in filled("requests", "pass", id)
    assert filled.json("requests", "pass", id) == []
    assert "Tell them both" in filled("requests", "pass", id, "--to", "taro@quill.example")
    shown = filled.json("requests", "--all")[0]
    assert keys(shown | {"passed_to": None}) == documented("requests")
    assert "passed on" in filled("requests", "--state", "passed_on")
    filled("requests", "reopen", id)
    assert filled.json("requests", "pass", id, "--to", "taro@quill.example")["passed_to"]["name"]
    filled("requests", "reopen", id)
    filled("requests", "leave", id)
    assert filled("requests").startswith("None.")
    filled("requests", "remove", id)
    assert "comity requests" in filled.refused("requests", "pass", "no-id")
    assert "asked" in filled("requests", "add", "zoe", "Another?")


def test_the_request_is_passed_to_somebody_whose_title_fits(filled: Asked) -> None:
    from comity.actions import people

    scope = scope_for(first_user())
    people.add_person(scope, name="Bo Marsh", title="Bookbinder")
    id = filled.json("requests", "add", "zoe", "Know a bookbinder?")["id"]
    assert "works as Bookbinder" in filled("requests", "pass", id)
    assert "Bo Marsh" in filled("requests", "pass", id, "--words", "bookbinder")


def test_a_reminder_recurs_and_goes_back(comity: Asked) -> None:
    set_ = comity.json("remind", "Water", "--on", "2030-01-31", "--every", "monthly")
    id = set_["id"]
    assert set_["every"] == "month"
    assert "2030-02-28" not in comity("reminders")
    assert "comes again on" in comity("reminders", "done", id)
    shown = comity.json("reminders")[0]
    assert (shown["due"], shown["every"], shown["last_due"]) == ("2030-02-28", "month on 31", "2030-01-31")
    assert keys(shown) - {"person"} == documented("reminders") - {"person.id", "person.name"}
    comity("reminders", "reopen", id)
    assert comity.json("reminders")[0]["due"] == "2030-01-31"
    comity("reminders", "edit", id, "--text", "Plants", "--on", "2030-03-01", "--every", "")
    assert comity("reminders", "done", id) == "Done.\n"
    assert "Plants" in comity("reminders", "--all")
    assert "Set one" in comity("reminders")
    comity("reminders", "remove", id)
    assert "comity reminders" in comity.refused("reminders", "edit", "no-id")
    assert "say how often" in comity.refused("remind", "x", "--on", "2030-01-01", "--every", "sometimes")


@pytest.mark.parametrize("of", ["replies", "thanks_late", "meetings_held"])
def test_a_number_of_the_reputation_opens(filled: Asked, of: str) -> None:
    assert filled.json("reputation", "--of", of) == []
    assert "(0)" in filled("reputation", "--of", of)


def test_the_reputation_is_told_and_documented(filled: Asked) -> None:
    assert "No promise has been kept or broken yet." in filled("reputation")
    assert keys(filled.json("reputation")) == documented("reputation") - {"hours"}
    assert "choose one of" in filled.refused("reputation", "--of", "nonsense")
