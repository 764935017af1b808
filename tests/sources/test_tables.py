"""A table is read row by row, and a bad row costs only itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comity.core.records import Problem
from comity.sources._tables import LINE_LIMIT, Header, Row, folded, header_in, read_rows
from comity.sources._when import date, moment, order_of
from tests.sources.places import place_of


def fits(header: Header) -> bool:
    return header >= {"firstname", "lastname"}


def read(folder: Path, content: str | bytes) -> list[Row | Problem]:
    return list(read_rows(place_of(folder, content).path, fits))


def lines(rows: list[Row | Problem]) -> list[tuple[int, str]]:
    return [
        (row.line, row.get("firstname")) if isinstance(row, Row) else (row.position, row.code) for row in rows
    ]


def test_columns_are_known_by_name_whatever_their_order_case_and_spacing(tmp_path: Path) -> None:
    (row,) = read(tmp_path, "other,LAST_NAME, First name ,Last Name\nx,Ek,Ada,twice\n")
    assert isinstance(row, Row)
    assert (row.get("firstname"), row.get("lastname"), row.get("missing", "other")) == ("Ada", "Ek", "x")
    assert folded("\ufeffE-mail 1 - Value") == "e-mail1-value"


def test_the_header_may_stand_below_a_preamble(tmp_path: Path) -> None:
    text = 'Notes:\n"Some ""words"", on\ntwo lines"\n\nFirst Name,Last Name\nAda,Ek\n'
    assert lines(read(tmp_path, text)) == [(6, "Ada")]
    assert header_in(text.encode(), fits) == frozenset({"firstname", "lastname"})


@pytest.mark.parametrize(
    "text", ["", "First Name\nAda\n", "a,b\n" * 100, "\n" * 50 + "First Name,Last Name\n"]
)
def test_a_file_without_the_header_is_one_problem(tmp_path: Path, text: str) -> None:
    assert lines(read(tmp_path, text)) == [(0, "no-header")]
    assert header_in(text.encode(), fits) is None


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "utf-32"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_encoding_line_end_and_separator_is_read(
    tmp_path: Path, encoding: str, newline: str, separator: str
) -> None:
    rows = [["First Name", "Last Name"], ["Zoë", "Müller"], ["", ""], ["Ada", '"Ek"']]
    raw = newline.join(separator.join(row) for row in rows).encode(encoding)
    assert header_in(raw, fits) == frozenset({"firstname", "lastname"})
    assert lines(read(tmp_path, raw)) == [(2, "Zoë"), (4, "Ada")]


def test_cells_may_hold_line_breaks_separators_and_quotes(tmp_path: Path) -> None:
    text = 'First Name,Last Name\nAda,"Two\nlines, and ""quotes"""\nBo,Ek\n'
    first, second = read(tmp_path, text)
    assert isinstance(first, Row)
    assert first.get("lastname") == 'Two\nlines, and "quotes"'
    assert lines([second]) == [(4, "Bo")]


def test_short_and_long_rows_are_taken_as_far_as_they_go(tmp_path: Path) -> None:
    assert lines(read(tmp_path, "First Name,Last Name\nAda\nBo,Ek,more,and more\n")) == [
        (2, "Ada"),
        (3, "Bo"),
    ]


@pytest.mark.parametrize(
    "rest",
    [
        'Bo,"open\nCy,Ek\nDi,Falk\n',
        'Bo,"open\nCy,Ek\nDi,"Falk"\n',
        'Bo,"open\nCy,Ek\nDi,Falk',
        'Bo,"open\n' + "Cy,Ek\nDi,Falk\n" + ",\n" * 100_000,
    ],
)
def test_an_unclosed_quote_costs_its_own_row(tmp_path: Path, rest: str) -> None:
    found = lines(read(tmp_path, "First Name,Last Name\nAda,Ek\n" + rest))
    assert found == [(2, "Ada"), (3, "unreadable-row"), (4, "Cy"), (5, "Di")]


def test_quotes_in_the_wrong_place_are_taken_as_they_are(tmp_path: Path) -> None:
    assert lines(read(tmp_path, 'First Name,Last Name\n"Ada "A" x",Ek\nBo,5" pipe\n')) == [
        (2, 'Ada A" x"'),
        (3, "Bo"),
    ]


def test_a_field_beyond_all_bounds_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    text = "First Name,Last Name\nAda," + "x" * 200_000 + "\nBo,Ek\n" + "y" * (2 * LINE_LIMIT) + "\nCy,Ek\n"
    text += "z" * (2 * LINE_LIMIT)
    assert lines(read(tmp_path, text)) == [
        (2, "unreadable-row"),
        (3, "Bo"),
        (4, "too-long"),
        (5, "Cy"),
        (6, "too-long"),
    ]


def test_nuls_are_left_out(tmp_path: Path) -> None:
    assert lines(read(tmp_path, "First\0 Name,Last Name\nA\0da,Ek\n")) == [(2, "Ada")]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(st.text(alphabet='a,"\n\r;\0', max_size=60))
def test_no_text_below_the_header_makes_it_fail_or_stops_it(tmp_path: Path, text: str) -> None:
    found = read(tmp_path, f"First Name,Last Name\n{text}\nlast,row\n")
    assert all(isinstance(row, Row | Problem) for row in found)
    assert (text.count('"') > 0) or lines(found)[-1][1] == "last"


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("12 Mar 2024", "", "2024-03-12 00:00:00"),
        ("Mar 12, 2024, 5:51 PM", "", "2024-03-12 17:51:00"),
        ("12-Sept-2024", "", "2024-09-12 00:00:00"),
        ("2026-07-10 09:00:00 UTC", "", "2026-07-10 09:00:00"),
        ("2026/07/28 13:20:49 UTC", "", "2026-07-28 13:20:49"),
        ("2024-03-12T10:11:12.123Z", "", "2024-03-12 10:11:12"),
        ("8/30/22, 12:51 AM", "", "2022-08-30 00:51:00"),
        ("8/30/22, 5:51\u202fPM", "", "2022-08-30 17:51:00"),
        ("30/8/1999 17:51", "mdy", "1999-08-30 17:51:00"),
        ("3/4/70", "mdy", "1970-03-04 00:00:00"),
        ("3/4/24", "dmy", "2024-04-03 00:00:00"),
        ("3.4.2024", "mdy", "2024-04-03 00:00:00"),
        ("5/5/2024", "", "2024-05-05 00:00:00"),
        ("3/4/2024", "", None),
        ("31 Feb 2024", "", None),
        ("12 Foo 2024", "", None),
        ("0/0/00", "mdy", None),
        ("12 Mar 1024", "", None),
        ("soon", "", None),
    ],
)
def test_a_date_is_read_where_it_can_mean_one_thing_only(text: str, order: str, expected: str | None) -> None:
    found = moment(text, order)
    assert (None if found is None else f"{found:%Y-%m-%d %H:%M:%S}") == expected
    assert date(text, order) == (None if found is None else found.date())


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["1/2/2020", "13/2/2020", ""], "dmy"),
        (["1/2/2020", "2/13/2020"], "mdy"),
        (["13/2/2020", "2/13/2020"], ""),
        (["1/2/2020"], ""),
        (["13.2.2020"], ""),
    ],
)
def test_a_column_shows_the_order_of_its_dates(texts: list[str], order: str) -> None:
    assert order_of(texts) == order


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_every_day_is_read_in_every_form(day: dt.date) -> None:
    forms = [f"{day:%Y-%m-%d}", f"{day.day} {day:%b} {day.year}", f"{day:%B} {day.day}, {day.year}"]
    forms.append(f"{day.month}/{day.day}/{day.year}")
    assert {date(form, "mdy") for form in forms} == {day}
