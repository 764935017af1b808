"""Outlook's classic table of appointments."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path

import pytest

from comity.core.records import OWNER, Flag, Handle, Interaction, Kind, Mine, Part, Problem, Record
from comity.sources import any_csv, outlook
from comity.sources.outlook import source
from tests.sources.places import place_of

ENGLISH = (
    "Subject,Start Date,Start Time,End Date,End Time,All day event,Reminder on/off,Reminder Date,Reminder Time,"
    "Meeting Organizer,Required Attendees,Optional Attendees,Meeting Resources,Billing Information,Categories,"
    "Description,Location,Mileage,Priority,Private,Sensitivity,Show time as"
).split(",")
GERMAN = (
    "Betreff,Beginnt am,Beginnt um,Endet am,Endet um,Ganztägiges Ereignis,Erinnerung Ein/Aus,Erinnerung am,"
    "Erinnerung um,Besprechungsplanung,Erforderliche Teilnehmer,Optionale Teilnehmer,Besprechungsressourcen,"
    "Abrechnungsinformationen,Beschreibung,Kategorien,Ort,Priorität,Privat,Reisekilometer,Vertraulichkeit,"
    "Zeitspanne zeigen als"
).split(",")
FRENCH = (
    "Objet,Début,Début,Fin,Fin,Journée entière,Rappel actif/inactif,Date de rappel,Heure du rappel,"
    "Organisateur d'une réunion,Participants obligatoires,Participants facultatifs,Ressources de la réunion,"
    "Afficher la disponibilité,Catégories,Critère de diffusion,Description,Emplacement,Informations facturation,"
    "Kilométrage,Priorité,Privé"
).split(",")
ME, ADA, BO = "Ines Falk", "Ada Quill", "Bo Marsh"


def table(header: list[str], *rows: list[str]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerows([header, *([*row, *[""] * (len(header) - len(row))] for row in rows)])
    return out.getvalue()


def entry(
    subject: str,
    day: str = "3/14/2024",
    times: tuple[str, str] = ("10:30:00 AM", "11:00:00 AM"),
    *,
    until: str = "",
    whole: str = "False",
    host: str = ME,
    required: str = "",
    optional: str = "",
    shown: str = "2",
) -> list[str]:
    who = [host, required, optional, "Room 5", "", "Work", "What was said", "Quay 2", "", "Normal", "False"]
    return [subject, day, times[0], until or day, times[1], whole, "False", "", "", *who, "Normal", shown]


ALONE = [entry("Dentist"), entry("Write")]


def read(folder: Path, content: str | bytes) -> list[Record]:
    place = place_of(folder, content)
    assert source.recognise(place) > any_csv.source.recognise(place)
    return list(source.read(place))


def meetings(records: list[Record]) -> list[Interaction]:
    return [record for record in records if isinstance(record, Interaction)]


def codes(records: list[Record]) -> list[tuple[int, str]]:
    return [(record.position, record.code) for record in records if isinstance(record, Problem)]


def at(*when: int) -> int:
    return int(dt.datetime(*when, tzinfo=dt.UTC).timestamp())  # type: ignore[arg-type,misc]


def test_a_row_is_a_meeting_at_its_time_with_those_who_were_asked(tmp_path: Path) -> None:
    row = entry("Prices", required=f"{ME}; {ADA}", optional="'bo@marsh.example'")
    *_, meeting = records = read(tmp_path, table(ENGLISH, *ALONE, row))
    assert isinstance(meeting, Interaction)
    assert (meeting.kind, meeting.subject, Flag(meeting.flags)) == (Kind.MEETING, "Prices", Flag.NONE)
    assert (meeting.at, meeting.ends_at) == (at(2024, 3, 14, 10, 30), at(2024, 3, 14, 11))
    assert (meeting.offset, meeting.zone) == (None, "")
    assert meeting.text == "Quay 2\n\nWhat was said"
    assert meeting.position == 4
    assert meeting.parties == (
        (Part.ORGANIZER, OWNER, ME),
        (Part.ATTENDEE, Handle("name", "ada quill"), ADA),
        (Part.ATTENDEE, Handle("email", "bo@marsh.example"), ""),
    )
    assert [record.handle for record in records if isinstance(record, Mine)] == [OWNER]
    assert codes(records) == []


def test_an_appointment_without_guests_has_its_owner_alone(tmp_path: Path) -> None:
    found = meetings(read(tmp_path, table(ENGLISH, *ALONE)))
    assert [[party.handle for party in meeting.parties] for meeting in found] == [
        [Handle("name", "ines falk")],
        [Handle("name", "ines falk")],
    ]


@pytest.mark.parametrize(
    ("header", "day", "times", "no", "encoding"),
    [
        (GERMAN, "04.03.2024", ("10:30:00", "11:00:00"), "Aus", "cp1252"),
        (FRENCH, "04/03/2024", ("10:30:00", "11:00:00"), "Faux", "utf-8-sig"),
        (
            "Asunto,Fecha de comienzo,Comienzo,Fecha de finalización,Finalización,Todo el día,x,y,z,"
            "Organizador de la reunión,Asistentes necesarios,Asistentes opcionales".split(","),
            "04/03/2024",
            ("10:30:00 a. m.", "11:00:00 a. m."),
            "Falso",
            "utf-8",
        ),
        (
            "Assunto,Data de início,Hora de início,Data de término,Hora de término,O dia inteiro,x,y,z,"
            "Organizador da reunião,Participantes necessários,Participantes opcionais".split(","),
            "04/03/2024",
            ("10:30:00", "11:00:00"),
            "Falso",
            "utf-8",
        ),
        (
            "Oggetto,Data inizio,Ora inizio,Data fine,Ora fine,Giornata intera,x,y,z,Organizzatore riunione,"
            "Partecipanti necessari,Partecipanti facoltativi".split(","),
            "04/03/2024",
            ("10.30.00", "11.00.00"),
            "Falso",
            "utf-8",
        ),
        (
            "Onderwerp,Begindatum,Begintijd,Einddatum,Eindtijd,Duurt hele dag,x,y,z,Organisator van vergadering,"
            "Verplichte deelnemers,Optionele deelnemers".split(","),
            "4-3-2024",
            ("10:30:00", "11:00:00"),
            "Onwaar",
            "utf-16",
        ),
    ],
)
def test_calendars_in_other_languages_are_read(
    tmp_path: Path, header: list[str], day: str, times: tuple[str, str], no: str, encoding: str
) -> None:
    rows = [entry("Lunch", day, times, whole=no, required=f"{ADA};{BO}")[: min(12, len(header))]]
    (meeting,) = meetings(read(tmp_path, table(header, *rows).encode(encoding)))
    assert (meeting.at, meeting.ends_at) == (at(2024, 3, 4, 10, 30), at(2024, 3, 4, 11))
    assert [party.name for party in meeting.parties] == [ME, ADA, BO]


def test_entries_of_whole_days_are_of_days(tmp_path: Path) -> None:
    midnight = ("12:00:00 AM", "12:00:00 AM")
    rows = [
        entry("One", "3/14/2024", midnight, until="3/15/2024", whole="True", required=ADA),
        entry("Three", "3/14/2024", midnight, until="3/17/2024", whole="", required=ADA),
        entry("Same", "3/14/2024", midnight, whole="True", required=ADA),
        entry("Untimed", "3/14/2024", ("", ""), whole="", required=ADA),
    ]
    found = meetings(read(tmp_path, table(ENGLISH, *rows)))
    assert {meeting.at for meeting in found} == {at(2024, 3, 14)}
    assert [meeting.ends_at for meeting in found] == [at(2024, 3, day) for day in (15, 17, 15, 15)]


@pytest.mark.parametrize(
    ("subject", "whole", "shown", "flag"),
    [
        ("Canceled: Prices", "False", "2", Flag.OFF),
        ("Abgesagt: Preise", "False", "3", Flag.OFF),
        ("Prices", "False", "1", Flag.PLANNED),
        ("Prices", "False", "Tentative", Flag.PLANNED),
        ("Ada is away", "True", "3", Flag.PLANNED),
        ("Ada is away", "True", "Frei", Flag.PLANNED),
        ("Coffee", "False", "3", Flag.NONE),
        ("Fair", "True", "2", Flag.NONE),
    ],
)
def test_what_did_not_take_place_is_no_contact(
    tmp_path: Path, subject: str, whole: str, shown: str, flag: Flag
) -> None:
    row = entry(subject, whole=whole, required=ADA, shown=shown)
    (meeting,) = meetings(read(tmp_path, table(ENGLISH, row)))
    assert Flag(meeting.flags) == flag


def test_a_day_that_could_be_two_is_told_and_one_clear_day_tells_all(tmp_path: Path) -> None:
    unclear = [entry("One", "3/4/2024"), entry("Two", ""), entry("Three", "someday")]
    records = read(tmp_path, table(ENGLISH, *unclear))
    assert codes(records) == [(2, "unreadable-date"), (3, "no-start"), (4, "unreadable-date")]
    clear = entry("Four", "2/29/2024")
    assert [m.at for m in meetings(read(tmp_path, table(ENGLISH, unclear[0], clear)))] == [
        at(2024, 3, 4, 10, 30),
        at(2024, 2, 29, 10, 30),
    ]


def owners(folder: Path, *rows: list[str]) -> list[Handle]:
    records = read(folder, table(ENGLISH, *rows))
    assert any(party.handle == OWNER for m in meetings(records) for party in m.parties) == (
        any(record.handle == OWNER for record in records if isinstance(record, Mine))
    )
    return [record.handle for record in records if isinstance(record, Mine)]


def test_the_owner_is_who_is_in_every_meeting_or_holds_what_has_no_guests(tmp_path: Path) -> None:
    with_ada, with_bo = entry("A", required=ADA), entry("B", host=BO, required=f"{ME}; Cy Dunn")
    assert owners(tmp_path, with_ada, with_bo) == [OWNER]
    to_a_list = entry("C", host=BO, required="All of Optics")
    assert owners(tmp_path, *ALONE, with_ada, with_bo, to_a_list) == [OWNER]
    assert owners(
        tmp_path,
        *(entry(subject, host="me@falk.example", required=who) for subject, who in (("A", ADA), ("B", BO))),
    ) == [Handle("email", "me@falk.example")]


def test_an_owner_who_cannot_be_told_for_sure_is_not_guessed(tmp_path: Path) -> None:
    for rows in (
        [entry("A", required=ADA)],
        [entry("A", required=ADA), entry("B", required=ADA)],
        [entry("A", required=f"{ADA}; {BO}"), entry("B", required=f"{ADA}; Cy Dunn")],
        [*ALONE, entry("Run", host=ADA), entry("A", required=ADA), entry("B", required=BO)],
        [*ALONE, entry("A", host=ADA, required=BO), entry("B", host=ADA, required=BO)],
        [entry("Run", host=ADA), entry("A", required=BO), entry("B", required="Cy Dunn")],
    ):
        assert owners(tmp_path, *rows) == []
        assert (0, "owner-not-known") in codes(read(tmp_path, table(ENGLISH, *rows)))


def test_names_turned_round_and_addresses_beside_names_are_understood(tmp_path: Path) -> None:
    row = entry(
        "A", required="Quill, Ada; Bo Marsh (bo@marsh.example); /o=X/cn=cy; Dee Ash <dee@ash.example>"
    )
    (meeting,) = meetings(read(tmp_path, table(ENGLISH, row)))
    assert [(party.handle.value, party.name) for party in meeting.parties[1:]] == [
        ("ada quill", ADA),
        ("bo@marsh.example", BO),
        ("dee@ash.example", "Dee Ash"),
    ]


def test_the_same_appointment_has_the_same_key_and_another_has_another(tmp_path: Path) -> None:
    one, other = entry("A", required=ADA), entry("A", "3/15/2024", required=ADA)
    first = meetings(read(tmp_path, table(ENGLISH, one, other)))
    again = meetings(read(tmp_path, table(ENGLISH, other, one)))
    assert {meeting.key for meeting in first} == {meeting.key for meeting in again}
    assert len({meeting.key for meeting in first}) == 2


def test_tasks_and_other_tables_are_no_calendar(tmp_path: Path) -> None:
    for header in (
        "Subject,Start Date,Due Date,Status,Optional Attendees",
        "Subject,Date,Contact",
        "Subject,Start Date,Contact",
        "Subject,Start Date,Start Time,End Date,End Time,Attendees",
    ):
        assert outlook.source.recognise(place_of(tmp_path, f"{header}\nA,1/1/2024,B\n")) == 0


def test_a_crowd_is_no_contact_and_too_many_are_cut(tmp_path: Path) -> None:
    rows = [
        entry(str(size), required=";".join(f"p{n}@quill.example" for n in range(size)))
        for size in (120, 1100)
    ]
    records = read(tmp_path, table(ENGLISH, *rows))
    assert [(Flag(meeting.flags), len(meeting.parties)) for meeting in meetings(records)] == [
        (Flag.BULK, 121),
        (Flag.BULK, 1001),
    ]
    assert codes(records) == [(3, "too-many-people")]
