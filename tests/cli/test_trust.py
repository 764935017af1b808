"""`comity trust` and `comity feelings`."""

from __future__ import annotations

import pytest

from comity.actions import access, people
from comity.answers import books
from tests.cli.conftest import Asked
from tests.cli.test_docs import _documented, paths


@pytest.fixture
def one(comity: Asked) -> Asked:
    people.add_person(books.scope_for(access.first_user()), name="Ada Quill", email="ada@quill.example")
    return comity


def test_how_it_is_is_said_listed_and_taken_back(one: Asked) -> None:
    assert "Nothing to ask today" in one("feelings")
    assert one.json("feelings") == {"ask_about": None}
    one("feelings", "say", "Ada", "-2", "tiring")
    id = one.json("feelings", "say", "Ada", "-2")["id"]
    assert "-2  tiring" in one("feelings", "--with", "Ada")
    assert {*paths(one.json("feelings", "--with", "Ada"))} == _documented("feelings")
    told = one("trust", "Ada")
    assert "Something speaks against it" in told
    assert "Steps that help" in told
    assert {*paths(one.json("trust", "Ada"))} == _documented("trust")
    one("feelings", "remove", id)
    assert len(one.json("feelings", "--with", "Ada")) == 1
    assert "There is no feeling" in one.refused("feelings", "remove", id)
