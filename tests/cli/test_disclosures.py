"""`comity disclosures` and `comity ideas`."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.actions import access, people
from comity.answers import books
from tests.cli.conftest import Asked
from tests.cli.test_docs import _documented, paths


@pytest.fixture
def one(comity: Asked) -> Asked:
    people.add_person(books.scope_for(access.first_user()), name="Ada Quill", email="ada@quill.example")
    return comity


def test_what_was_told_is_listed_pictured_and_removed(one: Asked) -> None:
    assert "Nothing noted" in one("disclosures")
    assert "That was early" in one(
        "disclosures", "add", "Ada", "I look for a job", "--topic", "plans", "--depth", "3"
    )
    listed = one.json("disclosures", "--with", "Ada")
    assert {*paths(listed)} == _documented("disclosures")
    assert "plans" in one("disclosures", "--picture")
    (row,) = one.json("disclosures", "--picture")
    assert row["knows"][0]["early"] is True
    assert one.json("disclosures", "add", "Ada", "I sail")["early"] is False
    assert "early" in one("disclosures")
    one("disclosures", "remove", listed[0]["id"])
    assert len(one.json("disclosures")) == 1


def test_an_idea_is_recorded_shown_found_and_written_down(one: Asked, tmp_path: Path) -> None:
    assert "None yet" in one("ideas")
    id = one.json("ideas", "add", "Lamp", "--text", "A lamp that follows the reader")["id"]
    one("ideas", "show", id, "Ada", "--how", "over lunch")
    assert "Ada Quill saw it (over lunch)" in one("ideas")
    idea = one.json("ideas")[0]
    assert {*paths(idea.pop("shown"))} == _documented("disclosures")
    assert {*paths([idea])} | {"[].shown"} == _documented("ideas")
    assert "Recorded on" in one("ideas", "find", "--text", "A lamp that follows the reader")
    assert "No recorded idea" in one("ideas", "find", "--text", "A lamp")
    plan = tmp_path / "plan.txt"
    plan.write_text("A lamp that follows the reader", "utf-8")
    assert [found["id"] for found in one.json("ideas", "find", "--file", str(plan))] == [id]
    one("ideas", "record", id, str(tmp_path / "lamp.pdf"))
    assert (tmp_path / "lamp.pdf").read_bytes().startswith(b"%PDF-")
    assert "Somebody saw it" in one.refused("ideas", "remove", id)
    other = one.json("ideas", "add", "Plan", "--file", str(plan))["id"]
    one("ideas", "remove", other)
