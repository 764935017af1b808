"""A line is understood: what it was, on which day, with whom."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.logline import day_ahead, named, understand
from comity.core.records import Kind

FRIDAY = dt.date(2024, 10, 4)
PEOPLE = (
    ("1", "Ada Moreno"),
    ("2", "Ada Quill"),
    ("3", "Žofie Nová"),
    ("4", "Will Hope"),
    ("5", "Jan van der Berg"),
    ("6", "Bo"),
    ("7", "東 京子"),
    ("8", "Ana Ruiz"),
    ("9", "Ana Ruiz Costa"),
    ("10", ""),
    ("11", "Sam Slack"),
    ("12", "Sam Slack"),
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("coffee with Ada", Kind.MEETING),
        ("Called Ada", Kind.CALL),
        ("a 1:1 with Ada", Kind.MEETING),
        ("Brief call with Ada", Kind.CALL),
        ("postcard from Ada", Kind.LETTER),
        ("wrote to Ada", Kind.MAIL),
        ("texted Ada", Kind.CHAT),
        ("the conference, with Ada", Kind.EVENT),
        ("Kaffee mit Ada", Kind.MEETING),
        ("Ada moves to Porto", Kind.NOTE),
        ("calling cards", Kind.NOTE),
        ("", Kind.NOTE),
    ],
)
def test_what_it_was_is_told_by_its_words(text: str, kind: Kind) -> None:
    assert understand(text, FRIDAY).kind == kind


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("coffee with Ada", FRIDAY),
        ("coffee with Ada today", FRIDAY),
        ("coffee with Ada yesterday", dt.date(2024, 10, 3)),
        ("gestern Kaffee mit Ada", dt.date(2024, 10, 3)),
        ("vorgestern", dt.date(2024, 10, 2)),
        ("lunch on Monday", dt.date(2024, 9, 30)),
        ("lunch last friday", dt.date(2024, 9, 27)),
        ("Mittwoch: Treffen", dt.date(2024, 10, 2)),
        ("lunch 3 days ago", dt.date(2024, 10, 1)),
        ("lunch 1 week ago", dt.date(2024, 9, 27)),
        ("lunch 2 Weeks Ago", dt.date(2024, 9, 20)),
        ("lunch on 2024-02-29", dt.date(2024, 2, 29)),
        ("lunch on 2023-02-29", FRIDAY),
        ("version 0000-00-00", FRIDAY),
    ],
)
def test_the_day_is_told_by_its_words_and_is_today_without_any(text: str, day: dt.date) -> None:
    assert understand(text, FRIDAY).day == day


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("coffee with Ada Moreno", [["1"]]),
        ("coffee with ada moreno", [["1"]]),
        ("coffee with Ada", [["1", "2"]]),
        ("coffee with ada", []),
        ("coffee with Ada and Moreno", [["1"]]),
        ("coffee with Ada Moreno and Ada Quill", [["1"], ["2"]]),
        ("Zofie Nova called", [["3"]]),
        ("Žofie: she moves to Porto", [["3"]]),
        ("I hope it will work", []),
        ("Will called", [["4"]]),
        ("Jan van der Berg wrote", [["5"]]),
        ("met Bo", [["6"]]),
        ("京子 called", [["7"]]),
        ("Quill's party", [["2"]]),
        ("Quill’s party", [["2"]]),
        ("met Ana Ruiz Costa", [["9"]]),
        ("met Ana Ruiz", [["8"]]),
        ("met Ana Ruiz and Ana Ruiz Costa", [["9"], ["8"]]),
        ("Sam Slack wrote", [["11", "12"]]),
        ("Slack with nobody", []),
        ("", []),
    ],
)
def test_people_are_told_by_their_names(text: str, mentions: list[list[str]]) -> None:
    assert named(text, PEOPLE) == mentions


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-12-24", dt.date(2024, 12, 24)),
        ("2024-02-30", None),
        ("today", FRIDAY),
        ("heute", FRIDAY),
        ("Tomorrow", dt.date(2024, 10, 5)),
        ("morgen", dt.date(2024, 10, 5)),
        ("monday", dt.date(2024, 10, 7)),
        ("freitag", dt.date(2024, 10, 11)),
        ("in 1 day", dt.date(2024, 10, 5)),
        ("in 3  weeks", dt.date(2024, 10, 25)),
        ("in 2 months", dt.date(2024, 12, 3)),
        ("in a week", None),
        ("someday", None),
        ("", None),
    ],
)
def test_a_day_ahead_is_told_by_its_words(text: str, day: dt.date | None) -> None:
    assert day_ahead(text, FRIDAY) == day


@given(text=st.text(max_size=200), names=st.lists(st.text(max_size=30), max_size=6))
def test_any_line_is_understood_somehow(text: str, names: list[str]) -> None:
    known = [(str(number), name) for number, name in enumerate(names)]
    assert understand(text, FRIDAY).kind in Kind
    mentions = named(text, known)
    assert all(ids and set(ids) <= {id for id, _ in known} for ids in mentions)
    day_ahead(text, FRIDAY)


@given(
    names=st.lists(st.from_regex(r"[A-Z][a-z]{2,7} [A-Z][a-z]{2,7}", fullmatch=True), max_size=5, unique=True)
)
def test_whoever_is_named_in_full_is_found(names: list[str]) -> None:
    known = [(name, name) for name in names]
    text = "; ".join(names)
    assert {id for ids in named(text, known) for id in ids} == set(names)
