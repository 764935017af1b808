"""Google Contacts' table, as exported today and before."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.core.records import Card, Dated, Handle, Problem, Record
from comity.sources.google import source
from tests.sources.places import place_of

NEW = (
    "First Name,Middle Name,Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,"
    "E-mail 1 - Value,E-mail 10 - Value,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Address 1 - Formatted,Website 1 - Label,Website 1 - Value,Event 1 - Label,Event 1 - Value\n"
)
OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Birthday,Notes,Group Membership,E-mail 1 - Type,"
    "E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,Organization 1 - Title,"
    "Event 1 - Type,Event 1 - Value\n"
)


def read(folder: Path, content: str) -> list[Record]:
    place = place_of(folder, content)
    assert source.recognise(place) > 50
    return list(source.read(place))


def test_a_row_of_today_is_a_card(tmp_path: Path) -> None:
    row = (
        "Ines,Maria,Falk,Dr.,,Ini,,Nordlicht,Physicist,Optics,1990-03-04,Met in Kiel,,"
        "Physics ::: * myContacts ::: * starred,* Work,ines@example.org ::: i2@example.org,i10@example.org,"
        'i3@example.org,Mobile,+49 170 1 ::: +49 170 2,"Am Hafen 1\nKiel",Profile,linkedin.com/in/ines-falk,'
        "* Anniversary,2015-06-07\n"
    )
    (card,) = read(tmp_path, NEW + row)
    assert isinstance(card, Card)
    assert [handle.value for handle in card.handles] == [
        "ines@example.org",
        "i2@example.org",
        "i3@example.org",
        "i10@example.org",
        "in/ines-falk",
    ]
    assert (card.name, card.given, card.family) == ("Dr. Ines Maria Falk", "Ines", "Falk")
    assert (card.organisation, card.title, card.department) == ("Nordlicht", "Physicist", "Optics")
    assert card.dates == (Dated("birthday", 3, 4, 1990), Dated("anniversary", 6, 7, 2015))
    assert card.labels == ("Physics",)
    assert card.values == (
        ("nickname", "Ini"),
        ("phone", "+49 170 1"),
        ("phone", "+49 170 2"),
        ("url", "linkedin.com/in/ines-falk"),
        ("address", "Am Hafen 1, Kiel"),
        ("note", "Met in Kiel"),
    )


def test_a_row_of_the_older_form_is_a_card(tmp_path: Path) -> None:
    row = (
        "Bo Ek,Bo,,Ek,, --02-29,,Friends ::: * My Contacts,* Work,bo@example.org,,,Nordlicht,Boss,,--03-01\n"
    )
    (card,) = read(tmp_path, OLD + row)
    assert isinstance(card, Card)
    assert (card.name, card.handles, card.labels) == (
        "Bo Ek",
        (Handle("email", "bo@example.org"),),
        ("Friends",),
    )
    assert card.dates == (Dated("birthday", 2, 29, None), Dated("date", 3, 1, None))
    assert (card.organisation, card.title) == ("Nordlicht", "Boss")


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    rows = "Bo Ek,,,,,sometime,,,,,,,,,,\n,,,,,,only a note,,,,,,,,,\nx," + "y" * 200_000 + "\n"
    records = read(tmp_path, OLD + rows)
    assert [record.code for record in records if isinstance(record, Problem)] == [
        "unreadable-date",
        "empty-card",
        "unreadable-row",
    ]
    assert [record.handles[0].kind for record in records if isinstance(record, Card)] == ["card"]


@pytest.mark.parametrize(
    "header", ["First Name,Last Name,E-mail Address\n", "Name,Given Name,Family Name\n", ""]
)
def test_other_tables_are_not_recognised(tmp_path: Path, header: str) -> None:
    assert source.recognise(place_of(tmp_path, header, "contacts.csv")) == 0


def test_what_no_field_is_for_becomes_a_note_of_its_own(tmp_path: Path) -> None:
    header = (
        "First Name,Last Name,Labels,E-mail 1 - Value,Relation 1 - Label,Relation 1 - Value,"
        "Custom Field 1 - Label,Custom Field 1 - Value,IM 1 - Service,IM 1 - Value,"
        "Address 1 - Street,Address 1 - City,Address 1 - Country\n"
    )
    row = "Bo,Ek,,bo@example.org,* Spouse,Ada Ek ::: Ida Ek,Boat,Blue one,,bo.ek,Hill 1,Lund,Sweden\n"
    (card,) = read(tmp_path, header + row)
    assert isinstance(card, Card)
    assert card.values == (
        ("address", "Hill 1, Lund, Sweden"),
        ("note", "Spouse: Ada Ek"),
        ("note", "Spouse: Ida Ek"),
        ("note", "Boat: Blue one"),
        ("note", "Messenger: bo.ek"),
    )


def test_places_of_work_beyond_the_first_and_old_fields_are_kept(tmp_path: Path) -> None:
    header = (
        "Name,Given Name,Family Name,Group Membership,Maiden Name,Occupation,E-mail 1 - Value,"
        "Organization 1 - Name,Organization 1 - Title,Organization 2 - Name,Organization 2 - Title,Jot 1 - Value\n"
    )
    (card,) = read(tmp_path, header + "Bo Ek,Bo,Ek,,Lind,Baker,bo@example.org,,,Mill,Owner ::: Miller,Kind\n")
    assert isinstance(card, Card)
    assert (card.organisation, card.title) == ("Mill", "Owner")
    told = ["Also at: Miller", "Name at birth: Lind", "Occupation: Baker", "Kind"]
    assert card.values == tuple(("note", text) for text in told)
    (card,) = read(tmp_path, NEW + ",,,,,Bobo,,Mill ::: Dock,Owner ::: Guard,,,,,,,,,,,,,,,,,\n")
    assert isinstance(card, Card)
    assert (card.organisation, card.title, card.name) == ("Mill", "Owner", "Bobo")
    assert ("note", "Also at: Dock, Guard") in card.values


def test_a_contact_is_called_what_it_is_filed_as_where_no_name_stands(tmp_path: Path) -> None:
    (card,) = read(tmp_path, NEW + ",,,,,,The baker,,,,,Nice,,,,,,,,,,,,,,\n")
    assert isinstance(card, Card)
    assert (card.name, card.values) == ("The baker", (("note", "Nice"),))


def test_a_fax_is_noted_and_is_no_telephone(tmp_path: Path) -> None:
    header = "First Name,Last Name,Labels,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
    (card,) = read(tmp_path, header + "Bo,Ek,,Work Fax,+46 1,* Mobile,+46 2 ::: +46 3\n")
    assert isinstance(card, Card)
    assert card.values == (("phone", "+46 2"), ("phone", "+46 3"), ("note", "Fax: +46 1"))
