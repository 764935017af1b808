"""What is read from a signature, and what had better not be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.signatures import NOTHING, Found, is_organisation, read, region_of, work_domain, written

NAME, EMAIL = "Jan Tannhauser", "j.tannhauser@nordlicht.de"


def _values(lines: str, name: str = NAME, email: str = EMAIL) -> tuple[list[str], str, str]:
    found = read(lines.split("\n"), name, email)
    title, organisation = found.title, found.organisation
    return (
        [p.value for p in found.phones],
        title.value if title else "",
        organisation.value if organisation else "",
    )


def test_a_whole_signature_gives_phone_title_and_organisation_with_their_lines() -> None:
    found = read(
        ["-- ", "Jan Tannhauser", "Leiter Einkauf", "", "Nordlicht Werkzeuge GmbH", "Tel. 0431 555 0188"],
        NAME,
        EMAIL,
    )
    assert found.phones == (Found("+49 431 5550188", "Tel. 0431 555 0188"),)
    assert found.title == Found("Leiter Einkauf", "Leiter Einkauf")
    assert found.organisation == Found("Nordlicht Werkzeuge GmbH", "Nordlicht Werkzeuge GmbH")


@pytest.mark.parametrize(
    ("lines", "title", "organisation"),
    [
        ("Jan Tannhauser, Head of Tea", "Head of Tea", ""),
        ("Jan Tannhauser | Director | Tea Ltd", "Director", "Tea Ltd"),
        ("Jan Tannhauser\nHead of Tea at Quill Inc.", "Head of Tea", "Quill Inc."),
        ("Jan Tannhauser\nManager, Quill GmbH", "Manager", "Quill GmbH"),
        ("Jan Tannhauser\nNordlicht", "", "Nordlicht"),
        ("Jan Tannhauser\nDepartment of Statistics\nUniversity of Tea", "", "University of Tea"),
        ("Jan Tannhauser\nSome Words", "", ""),
        ("Jan Tannhauser\nUniversit? de Th?", "", ""),
        ("Jan Tannhauser\nDirector of Tea 2024", "", ""),
        ("Director\nQuill Ltd", "Director", "Quill Ltd"),
        ("( (  Jan Tannhauser\n(*) -- University of Tea  Tel: +49 431 5550188", "", "University of Tea"),
    ],
)
def test_title_and_organisation_are_told_apart(lines: str, title: str, organisation: str) -> None:
    assert _values(lines)[1:] == (title, organisation)


@pytest.mark.parametrize(
    ("line", "phones"),
    [
        ("Mobil: 0171 5550123", ["+49 171 5550123"]),
        ("Tel 0431 5550188, Fax 0431 5550199", ["+49 431 5550188"]),
        ("Fax: 0431 5550199", []),
        ("+44 1632 960123 (PA)", []),
        ("T +44 1632 960123 | F +44 1632 960999", ["+44 1632 960123"]),
        ("Tel: +49 (0)431 5550188", ["+49 431 5550188"]),
        ("Phone 0049 431 5550188", ["+49 431 5550188"]),
        ("0431 5550188", ["+49 431 5550188"]),
        ("24103 Kiel, Reg. 12345678", []),
        ("Tel. 123", []),
        ("12.03.2024", []),
        ("+49 431 5550188 / +49 431 5550189 / +49 431 5550190", ["+49 431 5550188", "+49 431 5550189"]),
    ],
)
def test_telephones_are_told_from_faxes_and_other_numbers(line: str, phones: list[str]) -> None:
    assert _values(f"Jan Tannhauser\n{line}")[0] == phones


def test_a_number_without_country_is_read_by_the_senders() -> None:
    assert written("(555) 010-0123", "") == ""
    assert written("(212) 555-0123", "") == "+1 212-555-0123"
    assert written("020 7946 0123", "GB") == "+44 20 7946 0123"
    assert written("020 7946 0123", "") == ""
    assert written("+1 23", "") == ""
    assert written("99999999999999999999", "DE") == ""


def test_what_bears_another_name_is_not_the_senders() -> None:
    assert read(["Ama Osei", "Head of Tea", "Tel. 0431 555 0188"], NAME, EMAIL) == NOTHING


def test_reading_ends_at_a_notice_and_at_a_second_rule() -> None:
    lines = ["Jan Tannhauser", "________", "Quill Ltd"]
    assert read(lines, NAME, EMAIL) == NOTHING
    lines = [
        "Jan Tannhauser",
        "Please do not tell anybody about this, it is only for you.",
        "Tel. 0431 555 0188",
    ]
    assert read(lines, NAME, EMAIL) == NOTHING


@pytest.mark.parametrize(
    ("email", "domain", "region"),
    [
        ("a@mail.quill.de", "quill.de", "DE"),
        ("a@quill.co.uk", "quill.co.uk", "GB"),
        ("a@gmail.com", "", ""),
        ("a@web.de", "", "DE"),
        ("a@quill.com", "quill.com", ""),
        ("a@quill.eu", "quill.eu", ""),
        ("a@localhost", "", ""),
    ],
)
def test_a_domain_says_the_firm_and_the_country(email: str, domain: str, region: str) -> None:
    assert (work_domain(email), region_of(email)) == (domain, region)


def test_a_domain_vouches_for_a_firm_by_its_name_or_initials() -> None:
    assert is_organisation("Blue Harbor Logistics", "a@blueharborlogistics.com")
    assert is_organisation("Blue Harbor Logistics", "a@bhl.com")
    assert is_organisation("Blue Harbor Logistics", "a@blueharbor.com")
    assert not is_organisation("Blue Harbor Logistics", "a@quill.com")
    assert not is_organisation("Blue Harbor Logistics", "a@gmail.com")
    assert not is_organisation("...", "a@quill.com")
    assert not is_organisation("Department of Tea, University", "a@quill.com")


@given(st.lists(st.text(max_size=60), max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_whatever_the_lines_something_or_nothing_is_read(lines: list[str], name: str, email: str) -> None:
    found = read(lines, name, email)
    assert len(found.phones) <= 2


@pytest.mark.parametrize(
    ("lines", "phones"),
    [
        ("Jan Tannhauser\nAssistant: Kari Lie, +47 22 55 50 00\nMobile +47 40 55 50 00", ["+47 40 55 50 00"]),
        ("Jan Tannhauser\nTel. +49 431 5550188, Sekretariat: +49 431 5550100", ["+49 431 5550188"]),
        ("Jan Tannhauser\nExecutive Assistant\nTel. +49 431 5550188", ["+49 431 5550188"]),
    ],
)
def test_the_number_of_somebodys_assistant_is_not_theirs(lines: str, phones: list[str]) -> None:
    assert _values(lines)[0] == phones


def test_numbers_with_a_letter_before_them_and_a_space_between_are_read() -> None:
    line = "o: 415.555.0132 | m: 650.555.0176 | f: 415.555.0199"
    assert _values(f"Tom Stone\n{line}", "Tom Stone", "tom@stone.com")[0] == [
        "+1 415-555-0132",
        "+1 650-555-0176",
    ]


@pytest.mark.parametrize(
    ("name", "email", "lines", "title", "organisation"),
    [
        (
            "Łukasz Bąk",
            "l@zolw.pl",
            "Łukasz Bąk\nKierownik Zakupów\nŻółw Sp. z o.o.",
            "Kierownik Zakupów",
            "Żółw Sp. z o.o.",
        ),
        (
            "Jiří Hora",
            "j@hora.cz",
            "Ing. Jiří Hora\nobchodní ředitel\nMost s.r.o.",
            "obchodní ředitel",
            "Most s.r.o.",
        ),
        (
            "Анна Роз",
            "a@roza.ru",
            "Анна Роз\nКоммерческий директор\nООО Роза",
            "Коммерческий директор",
            "ООО Роза",
        ),
    ],
)
def test_signatures_of_eastern_europe_are_read(
    name: str, email: str, lines: str, title: str, organisation: str
) -> None:
    assert _values(lines, name, email)[1:] == (title, organisation)
