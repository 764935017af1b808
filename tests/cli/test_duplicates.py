"""`comity duplicates` says who is in the book twice, and why."""

from __future__ import annotations

import pytest

from comity.actions.access import first_user
from comity.answers.books import scope_for
from tests.cli.conftest import Asked
from tests.cli.test_docs import _documented, paths
from tests.small_book import card, put

NAMES = ("Zelda Quirkendale", "Quirkendale, Zelda")


@pytest.fixture
def twice(comity: Asked) -> Asked:
    """A book with two people who are in it twice each."""
    put(
        scope_for(first_user()),
        [
            card(f"{n}@a.example", name=name)
            for n, name in enumerate((*NAMES, "Oluwatobi Meadowes", "Tobi Meadowes"))
        ]
        + [card("om@b.example", name="Oluwatobi Meadowes")],
    )
    return comity


def test_a_book_without_doubles_says_so(comity: Asked) -> None:
    assert "Nobody seems to be in your book twice." in comity("duplicates")


def test_pairs_are_listed_with_their_reasons(twice: Asked) -> None:
    said = twice("duplicates")
    assert "Zelda Quirkendale and Zelda Quirkendale" in said or "Quirkendale, Zelda" in said
    assert "likely to be one person" in said
    assert "Same family name: " in said
    assert "  −" in said.replace("    −", "  −")
    assert "1 more." in twice("duplicates", "--limit", "1")


def test_the_json_is_as_documented(twice: Asked) -> None:
    found = twice.json("duplicates")
    assert paths(found) == _documented("duplicates")
    assert len(found) == 2
    assert found[0]["probability"] >= found[1]["probability"]
    assert len(twice.json("duplicates", "--limit", "1")) == 1
