"""Any table, read by a mapping of its columns that is given or guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.days import day_from_date
from comity.core.records import (
    OWNER,
    Card,
    Dated,
    Flag,
    Handle,
    Interaction,
    Kind,
    Mine,
    Part,
    Problem,
    Record,
)
from comity.core.tables.mapping import fingerprint
from comity.sources.any_csv import UNMAPPED, source
from tests.sources.places import place_of

CONTACTS = (
    "Name;Vorname;Nachname;E-Mail;E-Mail 2;Telefon;LinkedIn;Webseite;Firma;Position;Abteilung;PLZ;Ort;Geburtstag;"
    "Bekannt seit;Letzter Kontakt;Schlagwörter;Notizen;Spitzname\r\n"
    "Ada Quill;Ada;Quill;ada@quill.example;Ada <home@quill.example>;+49 30 1; +49 30 2;ada-quill;https://quill.example;"
    "Quill AG;Lektorin;Buch;3000;Bern;14.03.1980;01.02.2020;04.03.2024;Freunde, Bern;nett;Adi\r\n"
).replace("+49 30 1; +49 30 2", "+49 30 1|+49 30 2")
PASSED = (
    "Date,Type,Direction,Subject,Contact,E-mail,Notes,Status\n"
    "2024-03-04 10:30,Call,,Prices,Ada Quill,ada@quill.example,They were <b>fine</b>,Done\n"
    "2024-03-05,E-mail,Incoming,Offer,Ada Quill,ada@quill.example,,\n"
    "2024-03-05,E-mail,Outgoing,Thanks,Ada Quill; Bo Marsh,ada@quill.example; bo@marsh.example,,\n"
    "2024-03-06,Meeting,,Lunch,Bo Marsh; Cy Dunn,,,Cancelled\n"
    "2024-03-07,Task,,Write,Bo Marsh,,,\n"
    "2024-03-08T09:00:00+02:00,Meeting,,Tea,Bo Marsh,,,Planned\n"
    "someday,Call,,,Bo Marsh,,,\n"
    ",Call,,,Bo Marsh,,,\n"
    "2024-03-09,Call,,,,,,\n"
)


def read(folder: Path, content: str | bytes, mappings: dict[str, Any] | None = None) -> list[Record]:
    place = place_of(folder, content)
    reader = source.with_mappings(mappings or {})
    assert reader.recognise(place) > 0
    return list(reader.read(place))


def codes(records: list[Record]) -> list[tuple[int, str]]:
    return [(record.position, record.code) for record in records if isinstance(record, Problem)]


def test_a_row_about_somebody_is_a_card_and_their_last_contact(tmp_path: Path) -> None:
    card, mine, last = read(tmp_path, CONTACTS)
    assert isinstance(card, Card)
    assert card.handles == (
        Handle("email", "ada@quill.example"),
        Handle("email", "home@quill.example"),
        Handle("linkedin", "in/ada-quill"),
    )
    assert (card.name, card.given, card.family) == ("Ada Quill", "Ada", "Quill")
    assert (card.organisation, card.title, card.department) == ("Quill AG", "Lektorin", "Buch")
    assert dict(card.values) == {
        "nickname": "Adi",
        "phone": "+49 30 2",
        "url": "https://quill.example",
        "address": "3000 Bern",
        "note": "nett",
    }
    assert ("phone", "+49 30 1") in card.values
    assert (card.dates, card.labels) == ((Dated("birthday", 3, 14, 1980),), ("Freunde", "Bern"))
    import datetime as dt

    assert card.known_on == day_from_date(dt.date(2020, 2, 1))
    assert card.position == 2
    assert mine == Mine(OWNER, "A table of what passed with its owner.")
    assert isinstance(last, Interaction)
    assert (last.kind, last.at, last.subject) == (Kind.NOTE, 1_709_553_600, "Last contact")
    assert [(p.part, p.handle.kind) for p in last.parties] == [(Part.PRESENT, "me"), (Part.PRESENT, "email")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    records = read(tmp_path, "Name,E-Mail,Notiz\nZoë Ångström,zoe@quill.example,grüßt\n".encode(encoding))
    assert [record.name for record in records if isinstance(record, Card)] == ["Zoë Ångström"]


def test_rows_of_what_passed_are_interactions_of_the_owner_with_those_they_name(tmp_path: Path) -> None:
    records = read(tmp_path, PASSED)
    found = [record for record in records if isinstance(record, Interaction)]
    told = [(Kind(i.kind), i.subject, Flag(i.flags), [Part(p.part) for p in i.parties]) for i in found]
    both = [Part.PRESENT, Part.PRESENT]
    assert told == [
        (Kind.CALL, "Prices", Flag.NONE, both),
        (Kind.MAIL, "Offer", Flag.NONE, [Part.TO, Part.SENDER]),
        (Kind.MAIL, "Thanks", Flag.NONE, [Part.SENDER, Part.TO, Part.TO]),
        (Kind.MEETING, "Lunch", Flag.OFF, [*both, Part.PRESENT]),
        (Kind.NOTE, "Write", Flag.PLANNED, both),
        (Kind.MEETING, "Tea", Flag.PLANNED, both),
    ]
    assert [i.at for i in found[:2]] == [1_709_548_200, 1_709_640_000]
    assert found[5].at == 1_709_881_200
    assert found[0].text == "They were fine"
    assert found[3].parties[1].handle == Handle("name", "bo marsh")
    assert codes(records) == [(8, "unreadable-date"), (9, "no-date"), (10, "nobody")]
    assert records.count(Mine(OWNER, "A table of what passed with its owner.")) == 1


def test_the_same_row_has_the_same_key_in_any_file(tmp_path: Path) -> None:
    lines = PASSED.splitlines(keepends=True)
    one = {r.key for r in read(tmp_path, "".join(lines[:3])) if isinstance(r, Interaction)}
    other = {r.key for r in read(tmp_path, lines[0] + lines[2] + lines[1]) if isinstance(r, Interaction)}
    assert one == other
    assert len(one) == 2


def test_bad_rows_are_told_with_their_line(tmp_path: Path) -> None:
    text = (
        "Name,E-mail,Birthday,Met on,Last contact\n"
        "Dee Ash,dee@ash.example,1980-01-01,2020-01-01,\n"
        "Eli Fox,eli@fox.example,1981-01-01,2021-01-01,2024-01-01\n"
        ",,1980-01-01,,2024-01-01\n"
        "Ada Quill,ada@quill.example,31/31/2000,once,never\n"
        'Bo Marsh,"bo@marsh.example,1980-02-03,,\n'
        "Cy Dunn,cy@dunn.example,1890-02-03,2020-01-01,2024-01-01\n"
    )
    records = read(tmp_path, text)
    assert [r.name for r in records if isinstance(r, Card)] == ["Dee Ash", "Eli Fox", "Ada Quill", "Cy Dunn"]
    assert codes(records) == [
        (4, "empty-card"),
        (5, "unreadable-date"),
        (5, "unreadable-date"),
        (5, "unreadable-date"),
        (6, "unreadable-row"),
    ]
    assert [r.dates for r in records if isinstance(r, Card)][2:] == [(), (Dated("birthday", 2, 3, 1890),)]


APPOINTMENTS = (
    "Subject,Start date,Start time,End date,End time,Attendees\n"
    "Prices,2024-03-04,10:30,2024-03-04,11:00,Ada Quill\n"
    "Night,2024-03-04,23:00,,01:00,Ada Quill\n"
    "Fair,2024-03-04,,2024-03-06,,Ada Quill\n"
    "Back,2024-03-04,10:30,2024-03-03,09:00,Ada Quill\n"
    "Odd,2024-03-04,soon,someday,,Ada Quill\n"
    "Own,2024-03-04 08:15,10:30,,,Ada Quill\n"
    "Zero,2024-03-04 00:00:00,9:30 PM,2024-03-04 00:00:00,10:00 PM,Ada Quill\n"
    "Untimed,2024-03-04,,,,Ada Quill\n"
    "Zoned,2024-03-04T10:30:00+02:00,10:30,2024-03-04T11:30:00+02:00,,Ada Quill\n"
)


def test_a_time_stands_in_a_column_of_its_own_and_so_does_an_end(tmp_path: Path) -> None:
    records = read(tmp_path, APPOINTMENTS)
    found = {record.subject: record for record in records if isinstance(record, Interaction)}
    day, hour = 1_709_510_400, 3600
    spans = {name: (one.at - day, one.ends_at and one.ends_at - day) for name, one in found.items()}
    assert spans == {
        "Prices": (10.5 * hour, 11 * hour),
        "Night": (23 * hour, 25 * hour),
        "Fair": (12 * hour, 60 * hour),
        "Back": (10.5 * hour, None),
        "Odd": (12 * hour, None),
        "Own": (8.25 * hour, None),
        "Zero": (21.5 * hour, 22 * hour),
        "Untimed": (12 * hour, None),
        "Zoned": (8.5 * hour, 9.5 * hour),
    }
    assert codes(records) == [(6, "unreadable-time"), (6, "unreadable-date")]
    meetings = {name for name, one in found.items() if one.kind == Kind.MEETING}
    assert meetings == {"Prices", "Night", "Fair", "Zero", "Zoned"}


def test_a_time_can_be_mapped_by_hand(tmp_path: Path) -> None:
    text = "a,b,c,d,e\nAda Quill,2024-03-04,10:30,11:00,Call\nBo Marsh,2024-03-05,12:30,13:00,Call\n"
    given = {"holds": "passed", "fields": ["name", "day", "time", "end_time", "what"]}
    records = read(tmp_path, text, {fingerprint(list("abcde"), 5): given})
    found = [record for record in records if isinstance(record, Interaction)]
    assert [(one.at % 86_400, one.ends_at and one.ends_at - one.at, one.kind) for one in found] == [
        (37_800, 1800, Kind.CALL),
        (45_000, 1800, Kind.CALL),
    ]


UNKNOWN = "x,y,z\nAda,ada@quill.example,03/04/2024\nBo,bo@marsh.example,05/06/2024\n"
PRINT = fingerprint(["x", "y", "z"], 3)


def test_a_table_that_is_not_understood_is_told_and_not_read(tmp_path: Path) -> None:
    assert codes(read(tmp_path, UNKNOWN)) == [(1, UNMAPPED)]
    assert len(read(tmp_path, UNKNOWN)) == 1


def test_a_mapping_that_is_given_goes_before_the_guess(tmp_path: Path) -> None:
    given = {"holds": "people", "fields": ["given", "email", "birthday"], "order": "dmy"}
    records = read(tmp_path, UNKNOWN, {PRINT: given})
    assert [(r.given, r.dates) for r in records if isinstance(r, Card)] == [
        ("Ada", (Dated("birthday", 4, 3, 2024),)),
        ("Bo", (Dated("birthday", 6, 5, 2024),)),
    ]


def test_a_mapping_of_another_width_or_of_nobody_is_not_used(tmp_path: Path) -> None:
    assert codes(read(tmp_path, UNKNOWN, {PRINT: {"holds": "people", "fields": ["name"]}})) == [(1, UNMAPPED)]
    nobody = {"holds": "people", "fields": ["ignore", "ignore", "note"]}
    assert codes(read(tmp_path, UNKNOWN, {PRINT: nobody})) == [(1, UNMAPPED)]


def test_a_layout_shows_header_rows_and_mapping(tmp_path: Path) -> None:
    layout = source.layout(place_of(tmp_path, UNKNOWN))
    assert (layout["fingerprint"], layout["header"]) == (PRINT, ["x", "y", "z"])
    assert layout["rows"][0] == ["Ada", "ada@quill.example", "03/04/2024"]
    assert layout["mapping"]["fields"] == ["ignore", "email", "ignore"]
    assert (layout["mapped"], layout["reads"]) == (False, False)
    given = {"holds": "people", "fields": ["given", "email", "ignore"]}
    layout = source.with_mappings({PRINT: given}).layout(place_of(tmp_path, UNKNOWN))
    assert (layout["mapped"], layout["reads"]) == (True, True)
    assert source.layout(place_of(tmp_path, "no table")) == {}


def test_among_other_files_only_a_mapped_or_clear_table_of_people_is_taken(tmp_path: Path) -> None:
    unknown = place_of(tmp_path, UNKNOWN)
    given = {"holds": "people", "fields": ["given", "email", "ignore"]}
    assert not source.wanted(unknown)
    assert source.with_mappings({PRINT: given}).wanted(unknown)
    assert source.wanted(place_of(tmp_path, CONTACTS))
    assert not source.wanted(place_of(tmp_path, "E-mail,Confirmed\nme@example.org,Yes\n"))
    assert not source.wanted(place_of(tmp_path, "nothing of the kind"))


def test_what_is_no_table_is_not_claimed(tmp_path: Path) -> None:
    for content in (
        "Dear Ada,\nhow are you?\n",
        b"",
        b"\x00\x01\x02",
        "From: a@b.example\nSubject: x, y\n\nhi\n",
    ):
        assert source.recognise(place_of(tmp_path, content)) == 0
    assert codes(list(source.read(place_of(tmp_path, "no table")))) == [(0, "no-header")]


def test_other_readers_are_surer_of_their_tables(tmp_path: Path) -> None:
    from comity.sources import google, linkedin, outlook

    texts = {
        google: "First Name,Last Name,E-mail 1 - Value,Labels\nAda,Quill,ada@quill.example,* myContacts\n",
        linkedin: "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nAda,Quill,,,,,12 Mar 2024\n",
        outlook: "First Name,Last Name,E-mail Address,Business Phone,Job Title\nAda,Quill,ada@quill.example,1,x\n",
    }
    for module, text in texts.items():
        place = place_of(tmp_path, text)
        assert 0 < source.recognise(place) < module.source.recognise(place)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.one_of(
        st.binary(max_size=300),
        st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), min_size=1, max_size=6).map(
            lambda rows: "\n".join(",".join(row) for row in [["Name", "E-mail", "Date"], *rows]).encode(
                "utf-8", "surrogatepass"
            )
        ),
    ),
    holds=st.sampled_from([["people", "name", "email", "birthday"], ["passed", "name", "email", "day"]]),
)
def test_any_bytes_give_records_or_problems(tmp_path: Path, raw: bytes, holds: list[str]) -> None:
    mapping = {"holds": holds[0], "fields": holds[1:], "order": "dmy"}
    reader = source.with_mappings({fingerprint(["Name", "E-mail", "Date"], 3): mapping})
    place = place_of(tmp_path, raw)
    if reader.recognise(place):
        assert all(isinstance(record, Card | Interaction | Mine | Problem) for record in reader.read(place))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_preview_shows_letters_of_any_encoding_and_its_headers_are_understood(
    tmp_path: Path, encoding: str
) -> None:
    text = "Name;E-Mail;Schlagwörter;Straße\r\nZoë Ångström;zoe@quill.example;Chöre;Hügel 1\r\n"
    shown = source.layout(place_of(tmp_path, text.encode(encoding)))
    assert shown["header"] == ["Name", "E-Mail", "Schlagwörter", "Straße"]
    assert shown["rows"] == [["Zoë Ångström", "zoe@quill.example", "Chöre", "Hügel 1"]]
    assert shown["mapping"]["fields"] == ["name", "email", "labels", "street"]


@pytest.mark.parametrize(
    ("header", "cells", "addresses"),
    [
        (
            "Work Address,Work City,Work ZIP,Work Country,Home Address,Home City,Home ZIP,Home Country",
            "Quay 2,Lund,22222,Sweden,Hill 1,Bern,3000,Switzerland",
            ["Quay 2, 22222 Lund, Sweden", "Hill 1, 3000 Bern, Switzerland"],
        ),
        ("Home Address,Home Address 2,Home City", "Hill 1,Flat 3,Bern", ["Hill 1, Flat 3, Bern"]),
        ("Home Address,Work Address", '"Hill 1, Bern","Quay 2, Lund"', ["Hill 1, Bern", "Quay 2, Lund"]),
        ("City,Country,Street,IP Country", "Bern,Switzerland,Hill 1,Sweden", ["Hill 1, Bern, Switzerland"]),
        ("Home Address,Home City,Work Address,Work City", ",,Quay 2,Lund", ["Quay 2, Lund"]),
        ("City,Country", ",Sweden", ["Sweden"]),
    ],
)
def test_an_address_is_of_columns_beside_one_another(
    tmp_path: Path, header: str, cells: str, addresses: list[str]
) -> None:
    rows = f"Ada,ada@quill.example,{cells}\nBo,bo@marsh.example,{cells}\n"
    card = next(
        record for record in read(tmp_path, f"Name,E-mail,{header}\n{rows}") if isinstance(record, Card)
    )
    assert [text for field, text in card.values if field == "address"] == addresses


def test_what_keeps_a_spreadsheet_from_reckoning_is_no_part_of_a_number(tmp_path: Path) -> None:
    rows = 'Ada,ada@quill.example,="+46701234567"\nBo,bo@marsh.example,\'+46 70 123 45 68\n'
    cards = [record for record in read(tmp_path, f"Name,E-mail,Phone\n{rows}") if isinstance(record, Card)]
    assert [card.values for card in cards] == [(("phone", "+46701234567"),), (("phone", "+46 70 123 45 68"),)]
