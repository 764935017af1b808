"""Monica's export is read whole, and nothing in it makes the reader fall over."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.days import date_from_day, day_from_date
from comity.core.records import (
    OWNER,
    Card,
    Dated,
    Exchange,
    Fact,
    Handle,
    Interaction,
    Kind,
    Mine,
    Part,
    Problem,
    Record,
    Reminder,
)
from comity.sources import HEAD_BYTES, Place
from comity.sources._monica_json import SIZE_LIMIT, singular
from comity.sources._monica_things import next_time
from comity.sources.monica import source
from tests.sources.monica_export import ada, collection, export, thing, uid
from tests.sources.places import place_of

ADA, BO = Handle("uid", uid("ada")), Handle("uid", uid("bo"))


def read(folder: Path, value: Any) -> list[Record]:
    place = place_of(folder, json.dumps(value))
    assert source.recognise(place) == 90
    return list(source.read(place))


def cards(records: list[Record]) -> dict[str, Card]:
    return {record.name: record for record in records if isinstance(record, Card)}


def facts(records: list[Record], handle: Handle = ADA) -> list[str]:
    return [record.text for record in records if isinstance(record, Fact) and record.handle == handle]


def codes(records: list[Record]) -> list[str]:
    return [record.code for record in records if isinstance(record, Problem)]


def test_a_contact_is_a_card(tmp_path: Path) -> None:
    card = cards(read(tmp_path, export()))["Ada M. Quist"]
    assert card.handles == (ADA, Handle("email", "ada@quist.example"), Handle("linkedin", "in/ada-quist"))
    assert card.values == (
        ("nickname", "Addi"),
        ("phone", "+46 70 123 45 67"),
        ("url", "https://www.linkedin.com/in/ada-quist"),
        ("url", "https://quist.example"),
        ("address", "Hill 1, Lund, SE"),
        ("rhythm", "30"),
    )
    assert (card.organisation, card.title, card.labels) == ("Nordlicht", "Engineer", ("rowing",))
    assert (card.dates, card.known_on) == ((Dated("birthday", 5, 12, 1985),), 17_956)


def test_whoever_died_is_marked_and_a_partial_contact_is_no_person(tmp_path: Path) -> None:
    found = cards(read(tmp_path, export()))
    assert found["Bo Falk"].values == (("died", "18722"),)
    assert set(found) == {"Ada M. Quist", "Bo Falk", "Noor Hollis"}


def test_the_users_own_address_and_contact_are_the_owners(tmp_path: Path) -> None:
    records = read(tmp_path, export())
    mine = [record.handle for record in records if isinstance(record, Mine)]
    assert mine == [Handle("email", "noor@hollis.example"), OWNER]
    assert [card.name for card in cards(records).values() if card.is_me] == ["Noor Hollis"]


def test_what_took_place_is_an_interaction(tmp_path: Path) -> None:
    found = [record for record in read(tmp_path, export()) if isinstance(record, Interaction)]
    assert [(one.kind, one.subject, one.text) for one in found] == [
        (Kind.CALL, "", "About lamps"),
        (Kind.CHAT, "", "Hi Ada"),
        (Kind.CHAT, "", "Hi you"),
        (Kind.CHAT, "", "No day"),
        (Kind.EVENT, "went rowing", "Rain"),
    ]
    assert [[(party.part, party.handle) for party in one.parties] for one in found[:3]] == [
        [(Part.PRESENT, OWNER), (Part.PRESENT, ADA)],
        [(Part.SENDER, OWNER), (Part.TO, ADA)],
        [(Part.SENDER, ADA), (Part.TO, OWNER)],
    ]
    assert len({one.key for one in found}) == 5


def test_gifts_and_debts_are_exchanges(tmp_path: Path) -> None:
    found = [record for record in read(tmp_path, export()) if isinstance(record, Exchange)]
    assert [(one.kind, one.given, one.asks_thanks, one.text) for one in found] == [
        ("gift", True, False, "Atlas\n20.5 EUR"),
        ("gift", False, True, "Lamp\nWarm"),
        ("loan", False, False, "50 SEK, Taxi, not paid back yet"),
        ("loan", True, False, "10 SEK, paid back"),
    ]


def test_what_is_known_is_told_as_facts(tmp_path: Path) -> None:
    assert facts(read(tmp_path, export())) == [
        "Chat: @ada",
        "Met her in Lund.\nKnows lamps.",
        "Food: No nuts",
        "How you met: At the fair; through Bo Falk; by the lamps",
        "Likes the sea",
        "Gift idea: Boat (for Tim)",
        "Pet: Rex (dog)",
        "Pet: (cat)",
        "Moved: to Lund",
        "Child: Tim (born 2015-03-04)",
    ]


def test_reminders_to_come_and_open_tasks_are_reminders(tmp_path: Path) -> None:
    found = [record for record in read(tmp_path, export()) if isinstance(record, Reminder)]
    assert [(one.text, str(date_from_day(one.due)), one.every) for one in found] == [
        ("Anniversary", "2024-06-20", "year"),
        ("Soon\nRing", "2024-07-01", ""),
        ("Send the atlas\nBlue one", "2024-06-15", ""),
    ]


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    records = read(tmp_path, export())
    told = sorted(record.reason for record in records if isinstance(record, Problem))
    assert told == [
        "A call with Ada M. Quist has no date.",
        "A reminder with Ada M. Quist has no date.",
        "An activity has no date, or nobody took part in it.",
        "Monica's documents were left out.",
        "Monica's holograms were left out.",
        "Monica's photos were left out.",
        "Reminders whose day had passed when the export was made were left out.",
        "Tasks that are done were left out.",
        "The journal was left out: it is about nobody.",
    ]


def test_a_second_export_tells_the_same_things_by_the_same_keys(tmp_path: Path) -> None:
    first, second = read(tmp_path, export()), read(tmp_path, {**export(), "export_date": "2025-01-01"})
    keys = [
        {one.key for one in records if isinstance(one, Interaction | Exchange | Fact)}
        for records in (first, second)
    ]
    assert keys[0] == keys[1]


def test_plurals_and_missing_uuids_and_properties_in_lists_are_read_too(tmp_path: Path) -> None:
    contact = ada()
    for part in contact["data"]:
        part["type"] += "s"
        for value in part["values"]:
            if isinstance(value, dict):
                value.pop("uuid", None)
    contact["properties"] = [contact["properties"], {"nickname": "Other"}]
    records = read(tmp_path, export(data=[collection("contacts", contact)]))
    assert ("nickname", "Other") in cards(records)["Ada M. Quist"].values
    assert sum(isinstance(record, Interaction) for record in records) == 4
    assert sum(isinstance(record, Exchange) for record in records) == 4


def test_a_contact_without_anything_is_told_and_one_without_uuid_is_known_by_its_name(tmp_path: Path) -> None:
    named, blank = thing("x", first_name="Cy"), thing("y")
    del named["uuid"], blank["uuid"]
    records = read(tmp_path, export(data=[collection("contact", named, blank)]))
    assert cards(records)["Cy"].handles[0].kind == "card"
    assert "empty-card" in codes(records)


def test_an_age_is_no_birthday_and_an_unknown_year_none(tmp_path: Path) -> None:
    for date, wanted in (
        ({"date": "1985-05-12", "is_age_based": True}, ()),
        ({"date": "1985-05-12", "is_year_unknown": True}, (Dated("birthday", 5, 12, None),)),
        ({"date": "1985-13-12"}, ()),
    ):
        contact = thing("x", first_name="Cy", birthdate=date, first_met_date=date, is_dead=True)
        card = cards(read(tmp_path, export(data=[collection("contact", contact)])))["Cy"]
        assert (card.dates, card.known_on, card.values) == (wanted, None, (("died", ""),))


@pytest.mark.parametrize(
    ("first", "unit", "every", "due", "words"),
    [
        ("2024-06-16", "one_time", 1, "2024-06-16", ""),
        ("2024-06-14", "one_time", 1, None, ""),
        ("2024-06-15", "week", 1, "2024-06-15", "week"),
        ("2024-06-14", "week", 2, "2024-06-28", "2 weeks"),
        ("2020-01-31", "month", 1, "2024-06-30", "month on 31"),
        ("2020-01-10", "month", 5, "2024-08-10", "5 months"),
        ("2020-02-29", "year", 1, "2025-02-28", "year on 29"),
        ("2020-06-15", "year", 1, "2024-06-15", "year"),
        ("2020-06-14", "year", 300, None, ""),
        ("2024-06-16", "week", 1000, "2024-06-16", ""),
    ],
)
def test_the_next_time_of_a_reminder_comes_on_or_after_the_day_of_the_export(
    first: str, unit: str, every: int, due: str | None, words: str
) -> None:
    found = next_time(dt.date.fromisoformat(first), unit, every, dt.date(2024, 6, 15))
    assert found == (None if due is None else (day_from_date(dt.date.fromisoformat(due)), words))


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("Contacts", "contact"),
        ("life-events", "life_event"),
        ("activities", "activity"),
        ("addresses", "address"),
    ],
)
def test_types_are_known_in_the_plural_too(word: str, one: str) -> None:
    assert singular(word) == one


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("[" * 200_000, "too-deep"),
        ('{"a":' * 100_000, "too-deep"),
        ('{"account": {"data": [{"type": "contact"', "not-json"),
        ("[1, 2]", "not-json"),
        ('{"n": ' + "9" * 10_000 + "}", "not-json"),
        (b'{"a": "\xff"}', "not-json"),
    ],
)
def test_hostile_json_is_a_problem(tmp_path: Path, content: str | bytes, code: str) -> None:
    assert codes(list(source.read(place_of(tmp_path, content)))) == [code]


def test_a_text_of_two_hundred_megabytes_is_cut_and_a_larger_file_refused(tmp_path: Path) -> None:
    path = tmp_path / "big.json"
    note = thing("n", body="MARK")
    contact = thing("x", first_name="Cy") | {"data": [collection("note", note)]}
    before, after = json.dumps(export(data=[collection("contact", contact)])).split("MARK")
    with path.open("w") as writing:
        writing.write(before)
        for _ in range(200):
            writing.write("x" * (1 << 20))
        writing.write(after)
    with path.open("rb") as file:
        place = Place(path, "big.json", file.read(HEAD_BYTES))
    (fact,) = [record for record in source.read(place) if isinstance(record, Fact)]
    assert len(fact.text) == 200_000
    with path.open("r+b") as longer:
        longer.truncate(SIZE_LIMIT + 1)
    assert codes(list(source.read(place))) == ["too-large"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in _places(item, (*path, key)))]


_PLACES = [place for place in _places(export()) if place]


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(at=st.sampled_from(_PLACES), value=_JSON)
def test_anything_may_stand_anywhere(tmp_path: Path, at: tuple[Any, ...], value: Any) -> None:
    changed = export()
    node: Any = changed
    for key in at[:-1]:
        node = node[key]
    node[at[-1]] = value
    place = place_of(tmp_path, json.dumps(changed))
    assert all(isinstance(record, tuple) for record in source.read(place))


def test_other_json_is_not_taken_for_monicas(tmp_path: Path) -> None:
    assert source.recognise(place_of(tmp_path, '{"account": 1, "people": []}')) == 0
    assert source.recognise(place_of(tmp_path, "account export_date app_version exported_by")) == 0
