"""Outlook's classic table of contacts."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.core.records import Card, Dated, Problem, Record
from comity.sources.outlook import source
from tests.sources.places import place_of

COLUMNS = """Title|First Name|Middle Name|Last Name|Suffix|Company|Department|Job Title|Business Street
    |Business City|Business Postal Code|Business Country/Region|Business Phone|Mobile Phone|Anniversary
    |Birthday|Categories|E-mail Address|E-mail Display Name|E-mail 2 Address|Notes|Web Page""".replace(
    "\n    ", ""
).split("|")


def table(*rows: dict[str, str], separator: str = ",") -> str:
    lines = [COLUMNS, *([row.get(column, "") for column in COLUMNS] for row in rows)]
    return "".join(separator.join(f'"{cell}"' for cell in line) + "\r\n" for line in lines)


def read(folder: Path, content: str | bytes) -> list[Record]:
    place = place_of(folder, content)
    assert source.recognise(place) > 50
    return list(source.read(place))


def dates(records: list[Record]) -> list[tuple[Dated, ...]]:
    return [record.dates for record in records if isinstance(record, Card)]


def codes(records: list[Record]) -> list[str]:
    return [record.code for record in records if isinstance(record, Problem)]


@pytest.mark.parametrize("separator", [",", ";"])
def test_a_row_is_a_card(tmp_path: Path, separator: str) -> None:
    row = {
        "Title": "Dr.",
        "First Name": "Ines",
        "Last Name": "Falk",
        "Company": "Nordlicht",
        "Department": "Optics",
        "Job Title": "Physicist",
        "Business Street": "Am Hafen 1\n2. Hof",
        "Business City": "Kiel",
        "Business Postal Code": "24103",
        "Business Country/Region": "Germany",
        "Business Phone": "+49 431 1",
        "Mobile Phone": "+49 170 1",
        "Birthday": "3/14/1990",
        "Anniversary": "0/0/00",
        "Categories": "Physics; Kiel",
        "E-mail Address": "/o=ExchangeLabs/cn=ines",
        "E-mail 2 Address": "Ines@Example.org",
        "Notes": "Met in Kiel",
        "Web Page": "https://www.linkedin.com/in/ines-falk",
    }
    (card,) = read(tmp_path, table(row, separator=separator))
    assert isinstance(card, Card)
    assert [handle.value for handle in card.handles] == ["ines@example.org", "in/ines-falk"]
    assert (card.name, card.organisation, card.title, card.department) == (
        "Dr. Ines Falk",
        "Nordlicht",
        "Physicist",
        "Optics",
    )
    assert card.values == (
        ("phone", "+49 170 1"),
        ("phone", "+49 431 1"),
        ("url", "https://www.linkedin.com/in/ines-falk"),
        ("address", "Am Hafen 1, 2. Hof, 24103 Kiel, Germany"),
        ("note", "Met in Kiel"),
    )
    assert (card.dates, card.labels) == ((Dated("birthday", 3, 14, 1990),), ("Physics", "Kiel"))


def test_one_clear_date_tells_the_order_of_all(tmp_path: Path) -> None:
    rows = [{"First Name": "A", "Birthday": "3/4/1990"}, {"First Name": "B", "Birthday": "14/3/1990"}]
    assert dates(read(tmp_path, table(*rows))) == [
        (Dated("birthday", 4, 3, 1990),),
        (Dated("birthday", 3, 14, 1990),),
    ]


def test_a_date_that_could_be_two_is_told_not_guessed(tmp_path: Path) -> None:
    records = read(tmp_path, table({"First Name": "A", "Birthday": "3/4/1990"}))
    assert (dates(records), codes(records)) == ([()], ["unreadable-date"])


def test_iso_dates_and_yearless_ones_are_read(tmp_path: Path) -> None:
    rows = [{"First Name": "A", "Birthday": "1990-03-04"}, {"First Name": "B", "Birthday": "--0304"}]
    assert dates(read(tmp_path, table(*rows))) == [
        (Dated("birthday", 3, 4, 1990),),
        (Dated("birthday", 3, 4, None),),
    ]


def test_a_card_without_address_is_known_by_what_it_says_and_an_empty_one_is_told(tmp_path: Path) -> None:
    records = read(tmp_path, table({"Company": "Nordlicht"}, {"Notes": "nobody"}))
    assert [record.handles[0].kind for record in records if isinstance(record, Card)] == ["card"]
    assert codes(records) == ["empty-card"]


def test_windows_1252_and_utf_16_are_read(tmp_path: Path) -> None:
    for encoding in ("cp1252", "utf-16"):
        (card,) = read(tmp_path, table({"First Name": "Zoë", "Last Name": "Müller"}).encode(encoding))
        assert isinstance(card, Card)
        assert card.name == "Zoë Müller"


def test_an_unreadable_row_costs_only_itself(tmp_path: Path) -> None:
    records = read(tmp_path, table({"Notes": "x" * 200_000}, {"First Name": "A"}))
    assert codes(records) == ["unreadable-row"]
    assert len(dates(records)) == 1


def test_other_tables_are_not_recognised(tmp_path: Path) -> None:
    assert (
        source.recognise(place_of(tmp_path, "First Name,Last Name,URL,Email Address\n", "contacts.csv")) == 0
    )


GERMAN = (
    "Anrede,Vorname,Weitere Vornamen,Nachname,Suffix,Firma,Abteilung,Position,Straße geschäftlich,"
    "Ort geschäftlich,Postleitzahl geschäftlich,Land/Region geschäftlich,Telefon geschäftlich,Mobiltelefon,"
    "Geburtstag,Kategorien,E-Mail-Adresse,E-Mail: Angezeigter Name,E-Mail 2: Adresse,Notizen,Webseite,Partner"
)
ROW = (
    "Dr.,Ines,,Falk,,Nordlicht,Optik,Physikerin,Am Hafen 1,Kiel,24103,Deutschland,+49 431 1,+49 170 1,"
    "04.03.1990,Freunde;Segeln,ines@example.org,Ines Falk,i2@example.org,Aus Kiel,,Bo"
)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_german_table_is_read_like_an_english_one(tmp_path: Path, encoding: str) -> None:
    (card,) = read(tmp_path, f"{GERMAN}\r\n{ROW}\r\n".encode(encoding))
    assert isinstance(card, Card)
    assert [handle.value for handle in card.handles] == ["ines@example.org", "i2@example.org"]
    assert (card.name, card.organisation, card.title) == ("Dr. Ines Falk", "Nordlicht", "Physikerin")
    assert (card.dates, card.labels) == ((Dated("birthday", 3, 4, 1990),), ("Freunde", "Segeln"))
    assert card.values == (
        ("phone", "+49 170 1"),
        ("phone", "+49 431 1"),
        ("address", "Am Hafen 1, 24103 Kiel, Deutschland"),
        ("note", "Aus Kiel"),
        ("note", "Spouse: Bo"),
    )


@pytest.mark.parametrize(
    "header",
    [
        "Prénom,Nom,Société,Fonction,Téléphone (bureau),Adresse de messagerie",
        "Nombre,Apellidos,Compañía,Puesto,Teléfono del trabajo,Dirección de correo electrónico",
        "Nome,Cognome,Società,Posizione,Ufficio,Indirizzo posta elettronica",
        "Voornaam,Achternaam,Bedrijf,Functie,Telefoon op werk,E-mailadres",
        "Nome,Sobrenome,Empresa,Cargo,Telefone comercial,Endereço de Email",
        "First Name,Last Name,Company,Job Title,Business Phone,E-mail Address",
    ],
)
def test_short_tables_in_other_languages_are_read(tmp_path: Path, header: str) -> None:
    (card,) = read(tmp_path, f"{header}\nBo,Ek,Quill,Clerk,+46 1,bo@example.org\n")
    assert isinstance(card, Card)
    assert (card.name, card.organisation, card.title) == ("Bo Ek", "Quill", "Clerk")
    assert card.handles[0].value == "bo@example.org"
    assert card.values == (("phone", "+46 1"),)


def test_an_address_of_exchanges_own_gives_way_to_the_one_shown(tmp_path: Path) -> None:
    rows = [
        {"First Name": "Bo", "E-mail Address": "/o=X/cn=bo", "E-mail Display Name": "Bo Ek (bo@example.org)"},
        {"E-mail Address": "ada@example.org", "E-mail Display Name": "Ada Ek (ada@example.org)"},
        {"E-mail Address": "cy@example.org", "E-mail Display Name": "cy@example.org (cy@example.org)"},
    ]
    cards = [record for record in read(tmp_path, table(*rows)) if isinstance(record, Card)]
    assert [(card.name, card.handles[0].value) for card in cards] == [
        ("Bo", "bo@example.org"),
        ("Ada Ek", "ada@example.org"),
        ("", "cy@example.org"),
    ]


@pytest.mark.parametrize("none", ["0/0/00", "0.0.00", "00.00.0000", "1/1/4501", "01.01.4501", "0000-00-00"])
def test_no_date_in_any_country_is_none(tmp_path: Path, none: str) -> None:
    records = read(tmp_path, table({"First Name": "A", "Anniversary": none}))
    assert (dates(records), codes(records)) == ([()], [])


def test_a_table_that_google_writes_for_outlook_keeps_whole_addresses_and_fields_of_ones_own(
    tmp_path: Path,
) -> None:
    header = "First Name,Last Name,E-mail Address,Job Title,Web Page,Home Address,User 1,Schools,Assistant's Phone\n"
    (card,) = read(tmp_path, header + 'Bo,Ek,bo@example.org,,,"Hill 1, Lund",Met 1999,Lund,+46 1\n')
    assert isinstance(card, Card)
    assert card.values == (
        ("address", "Hill 1, Lund"),
        ("note", "Assistant's telephone: +46 1"),
        ("note", "School: Lund"),
        ("note", "User 1: Met 1999"),
    )
