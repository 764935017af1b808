"""The cards of Apple's address book archive."""

from __future__ import annotations

import datetime as dt
import plistlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.records import Card, Dated, Handle, Problem, Record
from comity.sources import abcdp as module
from comity.sources.abcdp import source
from tests.sources.places import place_of

FORMATS = (plistlib.FMT_BINARY, plistlib.FMT_XML)
BO = {
    "First": "Bo",
    "Last": "Falk",
    "Nickname": "Bobo",
    "Organization": "Nordlicht",
    "JobTitle": "Engineer",
    "ABDepartment": "Lamps",
    "Email": {"values": ["Bo@Falk.example"], "labels": ["_$!<Work>!$_"], "primary": "x"},
    "Phone": {"values": ["+46 1 23"], "labels": ["_$!<Mobile>!$_"]},
    "URLs": {"values": ["https://www.linkedin.com/in/bo-falk"]},
    "Address": {"values": [{"Street": "Hill 1\nleft", "City": "Lund", "ZIP": "221", "Country": "SE"}]},
    "Birthday": dt.datetime(1604, 5, 12, 12, tzinfo=dt.UTC).replace(tzinfo=None),
    "Modification": dt.datetime(2024, 1, 2, 3, 4, 5, tzinfo=dt.UTC).replace(tzinfo=None),
    "Note": "Likes\nlamps",
    "UID": "1F2A:ABPerson",
}


def _read(folder: Path, found: Any, written: plistlib.PlistFormat = plistlib.FMT_BINARY) -> Record:
    place = place_of(folder, plistlib.dumps(found, fmt=written))
    (record,) = source.read(place)
    return record


@pytest.mark.parametrize("written", FORMATS)
def test_a_card_is_read_with_all_it_says(tmp_path: Path, written: plistlib.PlistFormat) -> None:
    assert source.recognise(place_of(tmp_path, plistlib.dumps(BO, fmt=written))) == 70
    card = _read(tmp_path, BO, written)
    assert isinstance(card, Card)
    assert card.handles == (
        Handle("email", "bo@falk.example"),
        Handle("linkedin", "in/bo-falk"),
        Handle("uid", "1F2A"),
    )
    assert (card.name, card.given, card.family) == ("Bo Falk", "Bo", "Falk")
    assert (card.organisation, card.title, card.department) == ("Nordlicht", "Engineer", "Lamps")
    assert dict(card.values) == {
        "nickname": "Bobo",
        "phone": "+46 1 23",
        "url": "https://www.linkedin.com/in/bo-falk",
        "address": "Hill 1 left, 221, Lund, SE",
        "note": "Likes\nlamps",
    }
    assert (card.dates, card.changed_at) == ((Dated("birthday", 5, 12, None),), 1_704_164_645)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({"Organization": "Nordlicht", "ABPersonFlags": 1, "UID": "1:ABPerson"}, "not-a-person"),
        ({"Note": "nobody"}, "empty-card"),
        (["a list"], "unreadable"),
    ],
)
def test_what_is_no_person_is_told(tmp_path: Path, found: Any, code: str) -> None:
    problem = _read(tmp_path, found)
    assert isinstance(problem, Problem)
    assert problem.code == code


def test_other_property_lists_are_not_recognised(tmp_path: Path) -> None:
    assert source.recognise(place_of(tmp_path, plistlib.dumps({"UID": "x"}))) == 0
    assert source.recognise(place_of(tmp_path, "UID 1:ABPerson")) == 0


def test_a_card_beyond_all_bounds_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SIZE_LIMIT", 10)
    problem = _read(tmp_path, BO)
    assert isinstance(problem, Problem)
    assert problem.code == "too-large"


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    written=st.sampled_from(FORMATS),
    changes=st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=8),
)
def test_a_damaged_card_is_a_card_or_a_problem(
    tmp_path: Path, written: plistlib.PlistFormat, changes: list[tuple[int, int]]
) -> None:
    raw = bytearray(plistlib.dumps(BO, fmt=written))
    for at, byte in changes:
        raw[at % len(raw)] = byte
    records = list(source.read(place_of(tmp_path, bytes(raw))))
    assert [type(record) in (Card, Problem) for record in records] == [True]
