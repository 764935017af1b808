"""Address books become cards, whatever wrote them."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.records import Card, Dated, Handle, Problem, Record
from comity.sources.vcard import source
from tests.sources.places import place_of


def read(folder: Path, content: str | bytes) -> list[Record]:
    return list(source.read(place_of(folder, content)))


def card(folder: Path, *lines: str) -> Card:
    (found,) = read(folder, "\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""]))
    assert isinstance(found, Card)
    return found


def problems(records: list[Record]) -> list[tuple[int, str]]:
    return [(record.position, record.code) for record in records if isinstance(record, Problem)]


def test_a_card_of_apple_is_read_whole(tmp_path: Path) -> None:
    found = card(
        tmp_path,
        "VERSION:3.0",
        "N:Falk;Ines;Maria;Dr.;",
        "FN:Dr. Ines Falk",
        "NICKNAME:Ini,Falki",
        "item1.EMAIL;type=INTERNET:Ines.Falk@example.org",
        "item1.X-ABLabel:_$!<Work>!$_",
        "EMAIL;TYPE=HOME:ines@falk.example",
        "TEL;TYPE=CELL:+49 170 0000001",
        "TEL;VALUE=uri:tel:+49-170-0000002",
        r"ORG:Nordlicht Institut\, e.V.;Optik;Labor",
        "TITLE:Physicist",
        "BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29",
        "item2.X-ABDATE:2015-06-07",
        "item2.X-ABLabel:_$!<Anniversary>!$_",
        "URL:https://www.linkedin.com/in/Ines-Falk/",
        r"ADR;TYPE=WORK:;;Am Hafen 1\n2. Hof;Kiel;;24103;Germany",
        r"NOTE:Met in Kiel\nLikes sailing",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ",
        " SkZJRgAB",
        "CATEGORIES:myContacts,Physics",
        "REV:2024-01-02T03:04:05Z",
        "UID:urn:uuid:ABCD",
    )
    assert found.handles == (
        Handle("email", "ines.falk@example.org"),
        Handle("email", "ines@falk.example"),
        Handle("linkedin", "in/ines-falk"),
        Handle("uid", "abcd"),
    )
    assert (found.name, found.given, found.family) == ("Dr. Ines Falk", "Ines", "Falk")
    assert (found.organisation, found.department, found.title) == (
        "Nordlicht Institut, e.V.",
        "Optik, Labor",
        "Physicist",
    )
    assert found.values == (
        ("nickname", "Ini"),
        ("nickname", "Falki"),
        ("phone", "+49 170 0000001"),
        ("phone", "+49-170-0000002"),
        ("url", "https://www.linkedin.com/in/Ines-Falk/"),
        ("address", "Am Hafen 1, 2. Hof, Kiel, 24103, Germany"),
        ("note", "Met in Kiel\nLikes sailing"),
    )
    assert found.dates == (Dated("birthday", 2, 29, None), Dated("anniversary", 6, 7, 2015))
    assert (found.labels, found.changed_at, found.position) == (("Physics",), 1704164645, 1)


def test_a_card_without_fn_is_named_by_its_parts(tmp_path: Path) -> None:
    assert card(tmp_path, "VERSION:2.1", "N:Ek;Bo", "EMAIL:bo@example.org").name == "Bo Ek"


def test_a_card_without_address_is_known_by_what_it_says(tmp_path: Path) -> None:
    one = card(tmp_path, "FN:Bo Ek", "TEL:+46 1 23")
    same = card(tmp_path, "TEL;HOME:+46-1-23", "FN:bo  ek")
    other = card(tmp_path, "FN:Bo Ek", "TEL:+46 1 24")
    assert one.handles[0].kind == "card"
    assert one.handles == same.handles != other.handles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1990-03-04", Dated("birthday", 3, 4, 1990)),
        ("19900304T000000Z", Dated("birthday", 3, 4, 1990)),
        ("--0304", Dated("birthday", 3, 4, None)),
        ("--02-29", Dated("birthday", 2, 29, None)),
        ("1604-05-06", Dated("birthday", 5, 6, None)),
    ],
)
def test_a_birthday_is_read_with_and_without_year(tmp_path: Path, text: str, expected: Dated) -> None:
    assert card(tmp_path, "FN:A", f"BDAY:{text}").dates == (expected,)


@pytest.mark.parametrize("text", ["1990-02-30", "circa 1800", "0090-01-01", "--1301"])
def test_a_date_that_is_none_is_reported_and_the_card_read(tmp_path: Path, text: str) -> None:
    records = read(tmp_path, f"\nBEGIN:VCARD\nFN:A\nBDAY:{text}\nEND:VCARD\n")
    assert problems(records) == [(2, "unreadable-date")]
    assert isinstance(records[1], Card)


@pytest.mark.parametrize(
    "raw",
    [
        codecs.BOM_UTF8 + "BEGIN:VCARD\r\nFN:Jörg Ö\r\nEND:VCARD\r\n".encode(),
        "\ufeffBEGIN:VCARD\nFN:Jörg Ö\nEND:VCARD".encode("utf-16-le"),
        "BEGIN:VCARD\rFN:Jörg Ö\rEND:VCARD\r".encode("utf-16-be"),
        "BEGIN:VCARD\nFN:Jörg Ö\nEND:VCARD".encode("utf-32"),
        "BEGIN:VCARD\nFN:Jörg Ö\r\nEND:VCARD".encode("latin-1"),
        "BEGIN:VCARD\nFN:J\xc3\n \xb6rg Ö\nEND:VCARD".encode("latin-1").replace(b"\xd6", b"\xc3\x96"),
        "BEGIN:VCARD\nN;CHARSET=CP437:x\nFN;CHARSET=CP437:Jörg Ö\nEND:VCARD".encode("cp437"),
    ],
)
def test_any_encoding_and_line_end_is_read(tmp_path: Path, raw: bytes) -> None:
    place = place_of(tmp_path, raw)
    assert source.recognise(place) > 50
    (found,) = source.read(place)
    assert isinstance(found, Card)
    assert found.name == "Jörg Ö"


def test_only_a_file_that_begins_with_a_card_is_recognised(tmp_path: Path) -> None:
    assert source.recognise(place_of(tmp_path, "\r\n begin:vcard\r\n")) > 50
    assert source.recognise(place_of(tmp_path, "From: a@example.org\n\nBEGIN:VCARD\n")) == 0
    assert source.recognise(place_of(tmp_path, b"")) == 0


def test_broken_cards_are_reported_with_their_line_and_the_rest_is_read(tmp_path: Path) -> None:
    text = "junk\nBEGIN:VCARD\nFN:Lost\nBEGIN:VCARD\nFN:Bo\nwhat is this\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n"
    records = read(tmp_path, text)
    assert problems(records) == [
        (1, "outside-card"),
        (2, "unterminated"),
        (4, "unreadable-line"),
        (8, "empty-card"),
    ]
    assert [record.name for record in records if isinstance(record, Card)] == ["Bo"]


@pytest.mark.parametrize(
    "line", ["KIND:group", "X-ADDRESSBOOKSERVER-KIND:group", "KIND:org", "X-ABShowAs:COMPANY"]
)
def test_groups_and_companies_are_no_people(tmp_path: Path, line: str) -> None:
    assert problems(read(tmp_path, f"BEGIN:VCARD\nFN:Nordlicht\n{line}\nEND:VCARD\n")) == [
        (1, "not-a-person")
    ]


def test_two_thousand_cards_within_one_another_are_one_problem(tmp_path: Path) -> None:
    text = "BEGIN:VCARD\nAGENT:\n" * 2000 + "END:VCARD\n" * 2000
    assert problems(read(tmp_path, text)) == [(1, "too-deep")]


def test_problems_without_end_are_counted_not_listed(tmp_path: Path) -> None:
    records = read(tmp_path, "BEGIN:VCARD\n" * 5000)
    assert len(records) == 1001
    assert isinstance(records[-1], Problem)
    assert (records[-1].code, records[-1].reason[:4]) == ("more-problems", "4000")


def test_hostile_names_are_kept_as_text_that_a_database_takes(tmp_path: Path) -> None:
    found = card(
        tmp_path, "FN:<svg onload=x>\0{{constructor}}" + "x" * 1_000_000, "TITLE:=1+1", "NOTE:a\x01b\\nc"
    )
    assert found.name.startswith("<svg onload=x> {{constructor}}x")
    assert len(found.name) == 200
    assert (found.title, found.values) == ("=1+1", (("note", "ab\nc"),))


def test_a_lone_surrogate_does_not_get_through(tmp_path: Path) -> None:
    found = card(tmp_path, "FN:A\ud800B")
    found.name.encode("utf-8")


def test_hundreds_of_addresses_on_one_card_are_cut_and_told(tmp_path: Path) -> None:
    lines = "".join(f"EMAIL:a{number}@example.org\n" for number in range(300))
    problem, found = read(tmp_path, f"BEGIN:VCARD\nFN:A\n{lines}END:VCARD\n")
    assert isinstance(found, Card)
    assert isinstance(problem, Problem)
    assert (len(found.handles), problem.code) == (100, "too-many-handles")


def test_a_uid_of_any_length_makes_a_handle_that_fits(tmp_path: Path) -> None:
    long = card(tmp_path, "FN:A", "UID:" + "x" * 5000)
    assert len(long.handles[0].value) == 32


@pytest.mark.parametrize(
    ("revision", "expected"),
    [("20240102", 1704153600), ("2024-01-02T00:00:00+01:00", 1704153600), ("soon", None)],
)
def test_a_revision_is_an_instant_or_nothing(tmp_path: Path, revision: str, expected: int | None) -> None:
    assert card(tmp_path, "FN:A", f"REV:{revision}").changed_at == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(tmp_path: Path, raw: bytes) -> None:
    records = read(tmp_path, b"BEGIN:VCARD\r\n" + raw + b"\r\nEND:VCARD\r\n")
    assert all(isinstance(record, Card | Problem) for record in records)


def test_what_no_field_is_for_becomes_a_note_of_its_own(tmp_path: Path) -> None:
    lines = [
        "item1.X-ABRELATEDNAMES:Ada Ek",
        "item1.X-ABLabel:_$!<Spouse>!$_",
        "RELATED;TYPE=friend;VALUE=text:Cy Lind",
        "RELATED;TYPE=friend:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "HOBBY;LEVEL=high:rowing",
        "IMPP:xmpp:bo@talk.example",
        "X-MANAGER:",
    ]
    text = "\r\n".join(["BEGIN:VCARD", "VERSION:4.0", "FN:Bo Ek", *lines, "END:VCARD", ""])
    (card,) = source.read(place_of(tmp_path, text))
    assert isinstance(card, Card)
    assert sorted(card.values) == [
        ("note", "Friend: Cy Lind"),
        ("note", "Hobby: rowing"),
        ("note", "Messenger: xmpp:bo@talk.example"),
        ("note", "Spouse: Ada Ek"),
    ]


def test_a_fax_is_noted_and_is_no_telephone(tmp_path: Path) -> None:
    lines = (
        "FN:Bo Ek",
        "TEL;TYPE=WORK,FAX:+46 1",
        "TEL;FAX;WORK:+46 2",
        "TEL;TYPE=CELL:+46 3",
        "TEL;TYPE=PAGER:4",
    )
    values = card(tmp_path, *lines).values
    assert values == (("phone", "+46 3"), *(("note", f"Fax: {number}") for number in ("+46 1", "+46 2", "4")))
