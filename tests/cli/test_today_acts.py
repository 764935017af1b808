"""What is done with the items of Today in a terminal."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Asked


def handle_of(comity: Asked, title: str) -> str:
    found = re.search(rf"^  ([a-z0-9]{{4}})  {title}", comity("today"), re.MULTILINE)
    assert found
    return found[1]


@pytest.fixture
def reminded(filled: Asked) -> Asked:
    filled("remind", "Call the printer", "--on", "today")
    return filled


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("done",), "Done: Call the printer"),
        (("snooze",), "Back in a day: Call the printer"),
        (("snooze", "--days", "7"), "Back in 7 days: Call the printer"),
        (("dismiss",), "Left out this time: Call the printer"),
        (("never",), "Will not come again: Call the printer"),
    ],
)
def test_an_item_is_put_away_by_its_handle_and_brought_back(
    reminded: Asked, words: tuple[str, ...], said: str
) -> None:
    told = reminded(words[0], handle_of(reminded, "Call the printer"), *words[1:])
    assert said in told
    assert "Call the printer" not in reminded("today")
    step = told.strip().rpartition("comity ")[2].split()
    assert reminded(*step).startswith("Back: reminder-")
    assert "Call the printer" in reminded("today")


def test_for_scripts_the_key_is_printed(reminded: Asked) -> None:
    item = next(i for i in reminded.json("today")["items"] if i["title"] == "Call the printer")
    assert item["handle"] == handle_of(reminded, "Call the printer")
    assert reminded.json("snooze", item["key"], "--days", "3") == {"act": "snoozed", "key": item["key"]}
    assert reminded.json("back", item["handle"]) == {"act": "back", "key": item["key"]}
    assert reminded.json("dismiss", item["handle"])["act"] == "dismissed"


def test_what_is_silenced_is_listed(reminded: Asked) -> None:
    assert reminded("never") == "Nothing is silenced.\n"
    handle = handle_of(reminded, "Call the printer")
    key = reminded.json("never", handle)["key"]
    assert reminded.json("never") == [{"key": key, "handle": handle, "words": "Reminder: Call the printer"}]
    assert f"  {handle}  Reminder: Call the printer\n" in reminded("never")
    reminded("back", handle)
    assert reminded.json("never") == []


@pytest.mark.parametrize("act", ["done", "snooze", "dismiss", "never", "back"])
def test_a_handle_that_nothing_has_is_refused_with_the_next_step(reminded: Asked, act: str) -> None:
    said = reminded.refused(act, "zzzz")
    assert "There is no item of Today “zzzz” in your book." in said
    assert "comity today" in said
