"""`comity relationship`."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Asked


@pytest.fixture
def one(comity: Asked) -> Asked:
    comity("log", "coffee with Ada Quill", "--answer", "who:12=new:Ada Quill")
    return comity


def test_what_a_relationship_is_can_be_said(one: Asked) -> None:
    assert one("relationship", "Ada") == "Ada Quill: professional\n"
    assert (
        one("relationship", "Ada", "--nature", "both", "--standing", "trusted")
        == "Ada Quill: both, trusted\n"
    )
    assert one.json("person", "Ada")["nature"] == "both"
    assert "no person" in one.refused("relationship", "Nobody", "--nature", "both")


def test_that_somebody_died_is_marked_and_taken_back(one: Asked) -> None:
    assert "died on 2020-01-02" in one("relationship", "Ada", "--died", "2020-01-02")
    assert one.json("person", "Ada")["died_on"] == "2020-01-02"
    assert "died on 2020-01-02" in one("person", "Ada")
    assert "still to come" in one.refused("relationship", "Ada", "--died", "2999-01-02")
    one.refused("relationship", "Ada", "--died", "2020-01-02", "--not-died", code=2)
    assert one("relationship", "Ada", "--not-died") == "Ada Quill: professional\n"
    assert one.json("person", "Ada")["died_on"] is None
