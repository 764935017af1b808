"""Tables that nobody described: where they begin, what their columns hold, and how that is written down."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import Invalid
from comity.core.records import Kind
from comity.core.tables import kinds
from comity.core.tables.guess import SURE, Guess, by_name, guess
from comity.core.tables.mapping import (
    FIELDS,
    Mapping,
    as_json,
    fingerprint,
    from_json,
    usable,
    words_of,
)
from comity.core.tables.sketch import SEPARATORS, Sketch, sketch


def table(text: str) -> Sketch:
    found = sketch(text, whole=True)
    assert found is not None
    return found


def guessed(text: str) -> Guess:
    return guess(table(text))


def fields(text: str) -> tuple[str, ...]:
    return guessed(text).mapping.fields


@pytest.mark.parametrize("separator", SEPARATORS)
def test_the_separator_is_found(separator: str) -> None:
    text = f"Name{separator}E-mail\nAda{separator}ada@quill.example\n"
    found = table(text)
    assert (found.separator, found.header, found.rows) == (
        separator,
        ("Name", "E-mail"),
        (("Ada", "ada@quill.example"),),
    )


def test_a_table_begins_below_its_preamble_and_the_line_for_spreadsheets() -> None:
    found = table(
        'sep=;\nNotes:\n"Some words, of no concern."\n\nName;E-mail;Firma\nAda;ada@quill.example;Q\n'
    )
    assert (found.separator, found.line, found.header) == (";", 5, ("Name", "E-mail", "Firma"))


def test_a_first_row_that_can_only_be_data_is_no_header() -> None:
    found = table("Ada Quill,ada@quill.example\nBo Marsh,bo@marsh.example\n")
    assert (found.header, len(found.rows)) == ((), 2)


def test_quoted_separators_and_line_ends_belong_to_their_cells() -> None:
    found = table('Name,Note\r\n"Quill, Ada","one\ntwo"\r\nBo,\r\n')
    assert found.rows == (("Quill, Ada", "one\ntwo"), ("Bo", ""))
    assert (found.line, found.width) == (1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n ",
        "only words, in a letter\nthat goes on\nwithout, any, table, in it\nat all\n",
        "a,b\n",
        "\x02\x03,\x04\nx,y\n",
        "one\ntwo\nthree\n",
        'a,b\n"open quote,' + "x" * 200_000,
        "\n".join(["preamble"] * 40) + "\na,b\n1,2\n",
    ],
)
def test_what_is_no_table_is_none(text: str) -> None:
    assert sketch(text, whole=True) is None


def test_of_a_beginning_the_last_row_is_not_believed() -> None:
    found = sketch("Name,E-mail\nAda,ada@quill.example\nBo,bo@ma", whole=False)
    assert found is not None
    assert found.rows == (("Ada", "ada@quill.example"),)
    assert sketch("a,b\n" * 1000, whole=False) is not None


@given(st.text(max_size=400))
def test_any_text_gives_a_table_or_none(text: str) -> None:
    found = sketch(text, whole=True)
    if found:
        told = guess(found)
        assert len(told.mapping.fields) == found.width
        assert 0 <= told.confidence <= 1
        assert from_json(as_json(told.mapping)) == told.mapping


EXPORTS = {
    "hubspot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Last Activity Date (GMT+2)\n"
        "12345,Ada,Quill,ada@quill.example,+49 30 1234567,Me,Quill Ltd,2024-03-04 10:00\n",
        "ignore given family email phone ignore organisation last_contact",
    ),
    "salesforce": (
        "First Name,Last Name,Title,Account Name,Phone,Email,Mailing City,Contact Owner,Birthdate\n"
        "Ada,Quill,Editor,Quill Ltd,(030) 123456,ada@quill.example,Bern,Me,3/14/1980\n",
        "given family title organisation phone email city ignore birthday",
    ),
    "pipedrive": (
        "Person - Name,Organization - Name,Person - Email - Work,Person - Phone - Work,Person - Label\n"
        "Ada Quill,Quill,ada@quill.example,030 12345678,Hot\n",
        "name organisation email phone labels",
    ),
    "german": (
        "Anrede;Vorname;Nachname;Firma;E-Mail-Adresse;Straße;PLZ;Ort;Geburtstag;Schlagwörter;Notizen\n"
        "Frau;Ada;Quill;Quill AG;ada@quill.example;Weg 1;3000;Bern;14.03.1980;Freunde;nett\n",
        "prefix given family organisation email street postcode city birthday labels note",
    ),
    "french": (
        "Prénom;Nom;Société;Fonction;Courriel;Téléphone;Dernier contact\n"
        "Ada;Quill;Quill SA;Éditrice;ada@quill.example;01 23 45 67 89;2024-03-04\n",
        "given family organisation title email phone last_contact",
    ),
    "spanish": (
        "Nombre,Apellidos,Empresa,Cargo,Correo electrónico,Etiquetas\nAda,Quill,Quill SA,Editora,ada@quill.example,a\n",
        "given family organisation title email labels",
    ),
    "japanese": (
        "氏名,会社名,メールアドレス\n山田 花子,Quill,hana@quill.example\n",
        "name organisation email",
    ),
    "joined words": (
        "fullName,emailAddress1,jobTitle,companyName,linkedinUrl\n"
        "Ada Quill,ada@quill.example,Editor,Quill,https://www.linkedin.com/in/ada\n",
        "name email title organisation profile",
    ),
}


@pytest.mark.parametrize("name", EXPORTS)
def test_columns_of_known_exports_are_guessed_and_sure(name: str) -> None:
    text, wanted = EXPORTS[name]
    found = guessed(text)
    assert found.mapping.fields == tuple(wanted.split())
    assert found.mapping.holds == "people"
    assert found.confidence >= SURE


def test_what_stands_in_a_column_outweighs_its_name() -> None:
    text = "Reference,Who,Birthday,E-mail\nada@quill.example,Ada Quill,no date,none\nbo@marsh.example,Bo Marsh,-,none\n"
    assert fields(text) == ("email", "name", "ignore", "ignore")


def test_a_title_that_is_a_form_of_address_stands_before_the_name() -> None:
    assert fields("Title,First Name,Last Name\nDr,Ada,Quill\nMs,Bo,Marsh\n") == ("prefix", "given", "family")


def test_a_table_of_unknown_names_is_understood_by_its_cells_but_not_sure() -> None:
    text = (
        "k,l,m,n,o\nAda Quill,ada@quill.example,+49 30 123456,https://quill.example/x,friend;boss\n"
        "Bo Marsh,bo@marsh.example,+49 30 123457,https://marsh.example,family;boss\n"
    )
    found = guessed(text)
    assert found.mapping.fields == ("name", "email", "phone", "url", "labels")
    assert found.confidence < SURE


def test_a_table_that_says_nothing_is_not_sure() -> None:
    found = guessed("a,b,c\n1,2,3\n4,5,6\n")
    assert set(found.mapping.fields) == {"ignore"}
    assert found.confidence == 0


def test_without_a_header_the_cells_alone_do_not_make_it_sure() -> None:
    found = guessed("Ada Quill,ada@quill.example\nBo Marsh,bo@marsh.example\n")
    assert found.mapping == Mapping("people", ("name", "email"), "", False)
    assert found.confidence < SURE


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("E-mail 2", "email"),
        ("Primary e-mail address", "email"),
        ("Contact owner", "ignore"),
        ("Account owner name", "ignore"),
        ("Deal ID", "ignore"),
        ("Company name", "organisation"),
        ("Organization - Name", "organisation"),
        ("Work phone (mobile)", "phone"),
        ("Date we last spoke on the phone number", "phone"),
        ("Frobnication", ""),
        ("", ""),
    ],
)
def test_a_column_is_understood_by_the_words_of_its_name(header: str, field: str) -> None:
    assert by_name(header)[0] == field


PASSED = {
    "by kind": (
        "Activity date,Activity type,Subject,Contact,Notes,Status\n2024-03-04,Call,Prices,Ada Quill,Fine,Done\n",
        "day what subject name note state",
    ),
    "german": (
        "Betreff;Datum;Art;Kontaktperson;Notizen\nMittag;04.03.2024;Besprechung;Ada Quill;war gut\n",
        "subject day what name note",
    ),
    "by repetition": (
        "Date,E-mail,Phone\n2024-03-04,ada@quill.example,\n2024-03-05,ada@quill.example,\n",
        "ignore email phone",
    ),
    "people again and again": (
        "Date,Name\n2024-03-04,Ada Quill\n2024-03-05,Ada Quill\n",
        "day name",
    ),
    "an appointment": (
        "Subject,Start Date,Start Time,End Date,End Time,Attendees\n"
        "Lunch,3/14/2024,9:30 AM,3/14/2024,10:30 AM,Ada Quill; Bo Marsh\n",
        "subject day time end_day end_time name",
    ),
    "times in columns named like dates": (
        "Datum;Beginn;Ende;Kontakt;Betreff\n14.03.2024;9:30 Uhr;10:30 Uhr;Ada Quill;Mittag\n",
        "day time end_time name subject",
    ),
    "dates in columns named like times": (
        "Start time,End time,Contact,Type\n2024-03-04 10:30,2024-03-04 11:00,Ada Quill,Call\n",
        "day end_day name what",
    ),
    "a time": (
        "Date,Time,Contact,Type\n2024-03-04,10:30,Ada Quill,Call\n2024-03-05,,Bo Marsh,Call\n",
        "day time name what",
    ),
    "no time": (
        "Date,Time,Contact,Type\n2024-03-04,soon,Ada Quill,Call\n2024-03-05,later,Bo Marsh,Call\n",
        "day ignore name what",
    ),
    "a job is a subject there": (
        "Date,Name,Title,Type\n2024-03-04,Ada Quill,Lunch,Meeting\n",
        "day name subject what",
    ),
    "the company is left out": (
        "Date,Name,Company,Direction,Type\n2024-03-04,Ada Quill,Quill,Outgoing,Mail\n",
        "day name ignore direction what",
    ),
}


@pytest.mark.parametrize("name", PASSED)
def test_rows_that_tell_what_passed_are_told_from_people(name: str) -> None:
    text, wanted = PASSED[name]
    found = guessed(text)
    assert found.mapping.fields == tuple(wanted.split())
    assert found.mapping.holds == ("passed" if "day" in wanted else "people")


def test_times_without_a_header_are_told_by_their_looks() -> None:
    text = "2024-03-04,10:30,Ada Quill,call\n2024-03-05,11:00,Ada Quill,call\n"
    assert fields(text) == ("day", "time", "name", "what")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("10:30", "10:30:00"),
        ("9:30:15", "09:30:15"),
        ("10.30", "10:30:00"),
        ("9h30", "09:30:00"),
        ("9 h", "09:00:00"),
        ("9:30 Uhr", "09:30:00"),
        ("9 pm", "21:00:00"),
        ("12:05 AM", "00:05:00"),
        ("12:05 p. m.", "12:05:00"),
        ("1:05 p.m.", "13:05:00"),
        ("08:00 UTC", "08:00:00"),
        ("9", ""),
        ("25:00", ""),
        ("10:75", ""),
        ("soon", ""),
        ("", ""),
        ("2024-03-04 10:30", ""),
    ],
)
def test_a_time_of_day_is_read_as_it_is_written_in_many_countries(cell: str, told: str) -> None:
    found = kinds.time_of_day(cell)
    assert (found.isoformat() if found else "") == told
    assert kinds.is_time(cell) == bool(told)


def test_a_date_beside_people_named_once_is_not_what_passed() -> None:
    assert guessed("Date,Name\n2024-03-04,Ada Quill\n2024-03-05,Bo Marsh\n").mapping.holds == "people"


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (("14/03/1980", "01/02/1981"), "dmy"),
        (("03/14/1980", "01/02/1981"), "mdy"),
        (("03/04/1980", "01/02/1981"), ""),
        (("14/03/1980", "03/14/1980"), ""),
        (("1980-03-14", "1981-01-02"), ""),
    ],
)
def test_the_order_of_dates_is_told_by_all_of_them_together(cells: tuple[str, str], order: str) -> None:
    text = f"Name,Birthday\nAda Quill,{cells[0]}\nBo Marsh,{cells[1]}\n"
    assert guessed(text).mapping.order == order


def test_of_two_columns_for_one_thing_the_surer_is_kept() -> None:
    assert fields("Company,Company name of theirs,Name,E-mail\nQuill,Q,Ada Quill,a@quill.example\n") == (
        "organisation",
        "ignore",
        "name",
        "email",
    )
    assert fields("Workplace of theirs,Company,Name,E-mail\nQuill,Q,Ada Quill,a@quill.example\n") == (
        "ignore",
        "organisation",
        "name",
        "email",
    )


def test_a_column_of_kinds_without_a_name_is_a_label_of_people() -> None:
    assert fields("call,Ada Quill,ada@quill.example\nmeeting,Bo Marsh,bo@marsh.example\n")[0] == "labels"


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("Phone call", Kind.CALL),
        ("Besprechung", Kind.MEETING),
        ("Coffee with Bo", Kind.MEETING),
        ("e-mail", Kind.MAIL),
        ("Zzz", None),
        ("", None),
    ],
)
def test_a_word_is_a_kind_of_contact(cell: str, kind: Kind | None) -> None:
    assert kinds.kind_of(cell) == kind


@pytest.mark.parametrize(
    ("cell", "looks"),
    [
        ("+49 (0)30 1234-567", True),
        ("030123456", True),
        ("123456789", False),
        ("12", False),
        ("2024-03-04", False),
        ("+1 555 010 9999 ext. 12", True),
    ],
)
def test_a_telephone_number_is_told_from_other_figures(cell: str, looks: bool) -> None:
    assert kinds.is_phone(cell) is looks


def test_addresses_are_told_from_other_text() -> None:
    assert kinds.is_email("Ada Quill <ada@quill.example>")
    assert kinds.is_email("ada@quill.example; bo@marsh.example")
    assert not kinds.is_email("ada@quill")
    assert not kinds.is_email(" ; ")
    assert kinds.is_data("https://www.linkedin.com/in/ada")


def test_words_of_a_header_are_compared_without_case_accents_and_signs() -> None:
    assert words_of("\ufeffPRÉNOM:") == "prenom"
    assert words_of("fullName") == words_of("Full_Name") == "full name"
    assert words_of("email2") == "email 2"


def test_the_same_header_has_the_same_fingerprint_whatever_its_case() -> None:
    assert fingerprint(["Name", "E-Mail"], 2) == fingerprint(["NAME", "e mail"], 2)
    assert fingerprint(["Name", "E-Mail"], 2) != fingerprint(["E-Mail", "Name"], 2)
    assert fingerprint([], 2) != fingerprint([], 3)


@pytest.mark.parametrize(
    ("mapping", "lack"),
    [
        (Mapping("people", ("organisation",)), ""),
        (Mapping("people", ("note", "ignore")), "who"),
        (Mapping("passed", ("organisation", "day")), "who"),
        (Mapping("passed", ("name",)), "day"),
        (Mapping("passed", ("name", "day")), ""),
    ],
)
def test_a_mapping_needs_somebody_and_what_passed_a_day(mapping: Mapping, lack: str) -> None:
    assert usable(mapping) == lack


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ("name", "mapping"),
        ({"holds": "things", "fields": ["name"]}, "holds"),
        ({"holds": "people", "fields": "name"}, "fields"),
        ({"holds": "people", "fields": []}, "fields"),
        ({"holds": "people", "fields": ["name"] * 201}, "fields"),
        ({"holds": "people", "fields": ["day"]}, "fields"),
        ({"holds": "people", "fields": [["name"]]}, "fields"),
        ({"holds": "people", "fields": ["name"], "order": "ydm"}, "order"),
        ({"holds": "people", "fields": ["name"], "header": "yes"}, "order"),
    ],
)
def test_what_is_no_mapping_is_refused_with_what_is_wrong(value: Any, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        from_json(value)
    assert refused.value.field == field


def test_a_mapping_comes_back_from_its_json() -> None:
    for holds, names in FIELDS.items():
        mapping = Mapping(holds, names, "dmy", False)
        assert from_json(as_json(mapping)) == mapping


def test_names_in_columns_called_first_and_last_are_names_and_dates_there_are_not() -> None:
    found = guessed("First,Middle,Last,Email\nAda,,Ek,ada@quill.example\nBo,,Falk,bo@marsh.example\n")
    assert found.mapping.fields == ("given", "middle", "family", "email")
    assert found.confidence >= SURE
    dated = "Name,Last,Email\nAda,2024-03-04,ada@quill.example\nBo,2024-03-05,bo@marsh.example\n"
    assert "family" not in fields(dated)


def test_a_fax_is_no_telephone() -> None:
    rows = "Ada,ada@quill.example,+46 70 123 45 67,+46 8 123 45 67\n"
    assert fields(f"Name,Email,Mobile,Work Fax\n{rows}{rows}") == ("name", "email", "phone", "ignore")
