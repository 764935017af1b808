"""`comity roles`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Asked
from tests.cli.test_docs import SECTIONS, first_cells, paths


@pytest.fixture
def one(comity: Asked) -> Asked:
    comity("log", "coffee with Ada Quill", "--answer", "who:12=new:Ada Quill")
    return comity


def test_a_role_is_given_listed_ended_opened_and_taken_away(one: Asked) -> None:
    assert "comity roles add" in one("roles", "--with", "Ada")
    id = str(one.json("roles", "add", "Ada", "manager", "--since", "2024-01-02")["id"])
    assert one("roles", "--with", "Ada") == f"{id}  Manager since 2024-01-02\n"
    one("roles", "edit", "Ada", id, "--until", "2024-02-03")
    (held,) = one.json("roles", "--with", "Ada")
    assert (held["role"], held["since"], held["until"]) == ("manager", "2024-01-02", "2024-02-03")
    assert paths([held]) == first_cells(SECTIONS["roles"], "JSON")
    one("roles", "edit", "Ada", id, "--open")
    assert one.json("roles", "--with", "Ada")[0]["until"] is None
    one("roles", "remove", "Ada", id)
    assert one.json("roles", "--with", "Ada") == []
    assert "There is no role" in one.refused("roles", "edit", "Ada", id)


def test_what_is_no_role_is_refused(one: Asked) -> None:
    assert "--with WHO" in one.refused("roles", code=2)
    assert "manager" in one.refused("roles", "add", "Ada", "overlord")
    assert "no person" in one.refused("roles", "add", "Nobody", "peer")
    one.refused("roles", "add", "Ada", "peer", "--since", "2025-01-02", "--until", "2024-01-02")
