"""A line in one's own words is understood, asks where it can mean two things, and loses nothing."""

from __future__ import annotations

import datetime as dt
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.core.days import date_from_day, day_from_date
from comity.core.records import Kind
from comity.core.sayit import (
    Candidate,
    Exchange,
    Fact,
    Happening,
    Introduction,
    Item,
    People,
    Promise,
    Reminder,
    Role,
    Understanding,
    days_said,
    reading,
    understand,
)
from comity.core.sayit.grammar import grammar, grammars
from comity.core.sayit.patterns import Slots, compiled
from comity.core.sayit.tokens import tokens
from tests.core import sayit_first_release as first_release
from tests.core.sayit_shown import BOOK, PEOPLE, TODAY, shown

DATA = Path(__file__).parent.parent / "data"
SENTENCES = [
    tuple(line.split("\t"))
    for line in (DATA / "sayit.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
KNOWN = People(Candidate(id, (name,)) for id, name in first_release.PEOPLE)
PIECES_OF_LINES = st.lists(
    st.one_of(
        st.sampled_from([word for _, text, _ in SENTENCES for word in text.split()]),
        st.sampled_from(", . ; : und and & ' \n – 3/4 at 4 by".split(" ")),
        st.text(max_size=8),
    ),
    max_size=60,
).map(" ".join)


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_a_sentence_is_understood_in_full(language: str, text: str, expected: str) -> None:
    understood = understand(text, TODAY, PEOPLE)
    assert (understood.language, shown(understood)) == (language, expected)


def test_there_are_two_hundred_sentences_and_forty_of_them_ask() -> None:
    asked = [expected for _, _, expected in SENTENCES if "{" in expected]
    assert len(SENTENCES) >= 200
    assert len(asked) >= 40


@pytest.mark.parametrize(("text", "kind"), first_release.KINDS)
def test_the_kinds_of_the_first_release_are_understood(text: str, kind: Kind) -> None:
    assert _happening(understand(text, first_release.FRIDAY, KNOWN)).kind == kind


@pytest.mark.parametrize(("text", "day"), first_release.DAYS)
def test_the_days_of_the_first_release_are_understood(text: str, day: dt.date) -> None:
    when = _happening(understand(text, first_release.FRIDAY, KNOWN)).when
    assert when.day is not None
    assert date_from_day(when.day) == day


@pytest.mark.parametrize(("text", "mentions"), first_release.MENTIONS)
def test_the_people_of_the_first_release_are_found(text: str, mentions: list[list[str]]) -> None:
    understood = understand(text, first_release.FRIDAY, KNOWN)
    asked = {q.key: sorted(choice.value for choice in q.choices) for q in understood.questions}
    found = [[who.id] if who.id else asked[who.key] for who in understood.people]
    assert sorted(found) == sorted(sorted(ids) for ids in mentions)


@pytest.mark.parametrize(("text", "day"), first_release.DAYS_AHEAD)
def test_the_days_ahead_of_the_first_release_are_understood(text: str, day: dt.date | None) -> None:
    days = [date_from_day(day) for day in days_said(text, first_release.FRIDAY, ahead=True)]
    assert (day in days) if day else days == []


def _happening(understood: Understanding) -> Happening:
    """The first happening; a note of today where the line tells of none."""
    nothing = understand("note today", first_release.FRIDAY, KNOWN).items[0]
    found = next((item for item in understood.items if isinstance(item, Happening)), nothing)
    assert isinstance(found, Happening)
    return found if found is not nothing else Happening("note", Kind.NOTE, (), found.when, 0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("café con Ada ayer a las 10:30", "coffee: ada @-1 10:30"),
        ("café con mi jefa el lunes, ella me prometió un consejo para el viernes",
         "coffee: marta @-2 ; marta owes: un consejo @+2"),
        ("hace dos semanas café con Ada y Bo", "coffee: ada, bo @-14"),
        ("le prometí a Grace el libro", "I owe grace: el libro"),
        ("Cleo vive en Granada", "fact place cleo: vive en Granada (place=Granada)"),
    ],
)  # fmt: skip
def test_a_third_language_is_a_file_only(text: str, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tomllib.loads((DATA / "sayit-es.toml").read_text("utf-8"))
    everyone = (*grammars(), grammar(data))
    monkeypatch.setattr(reading, "grammars", lambda: everyone)
    understood = understand(text, TODAY, PEOPLE)
    assert (understood.language, shown(understood)) == ("es", expected)


def _documented() -> list[tuple[type[Item], str]]:
    """Every example of docs/say-it.md with what its row is about."""
    rows: dict[str, type[Item]] = {
        "my promises": Promise, "theirs": Promise, "given": Exchange, "received": Exchange,
        "introductions": Introduction, "reminders": Reminder, "facts": Fact,
    }  # fmt: skip
    page = (DATA.parent.parent / "docs/say-it.md").read_text("utf-8")
    cells = [
        [cell.strip() for cell in line.split("|")[1:-1]] for line in page.splitlines() if line.startswith("|")
    ]
    return [
        (rows[row[0]], example)
        for row in cells
        if row[0] in rows
        for cell in row[1:]
        for example in cell.split("; ")
    ]


@pytest.mark.parametrize(("kind", "text"), _documented())
def test_every_example_of_the_documentation_is_understood(kind: type[Item], text: str) -> None:
    understood = understand(text, TODAY, PEOPLE)
    assert any(isinstance(item, kind) for item in understood.items)
    assert understood.note == ()


@given(text=st.one_of(PIECES_OF_LINES, st.text(max_size=300)))
@example("\ud800")
@example("0/0 31/31 99:99 at 25 um 24 uhr in 999 years 999 years ago 9999-12-31 in 999 months")
def test_every_word_of_any_line_is_in_one_piece(text: str) -> None:
    understood = understand(text, TODAY, PEOPLE)
    pieces = understood.pieces
    assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)
    assert all(one.end <= other.start for one, other in pairwise(pieces))
    for token in tokens(text):
        covered = [p for p in pieces if p.start <= token.start and token.end <= p.end]
        assert len(covered) == (1 if not token.is_mark else len(covered))
    assert understood.note == tuple(text[p.start : p.end] for p in pieces if p.role == Role.NOTE)


@given(text=PIECES_OF_LINES)
def test_what_is_said_lies_in_the_text_and_points_at_people_of_the_line(text: str) -> None:
    understood = understand(text, TODAY, PEOPLE)
    assert all(0 <= item.start < item.end <= len(text) for item in understood.items)
    for item in understood.items:
        for name in ("who", "one", "other"):
            assert all(-1 <= one < len(understood.people) for one in getattr(item, name, ()))
    assert {who.key for who in understood.people} - {""} <= {
        question.key for question in understood.questions
    }


@given(text=PIECES_OF_LINES)
def test_the_same_line_is_always_understood_alike(text: str) -> None:
    shuffled = People(reversed(BOOK))
    assert understand(text, TODAY, PEOPLE) == understand(text, TODAY, shuffled)


@given(text=PIECES_OF_LINES, today=st.dates())
def test_every_question_is_settled_by_its_first_choice(text: str, today: dt.date) -> None:
    answers: dict[str, str] = {}
    understood = understand(text, today, PEOPLE)
    for _ in range(200):
        open_ = [question for question in understood.questions if question.choices]
        if not open_:
            break
        answers[open_[0].key] = open_[0].choices[0].value
        understood = understand(text, today, PEOPLE, answers)
    assert not [question for question in understood.questions if question.choices]


@given(text=PIECES_OF_LINES, value=st.text(max_size=12))
def test_an_answer_that_fits_nothing_does_no_harm(text: str, value: str) -> None:
    asked = understand(text, TODAY, PEOPLE).questions
    answers = {question.key: value for question in asked if question.asks != "who"}
    understood = understand(text, TODAY, PEOPLE, {**answers, "who:": value, "": value})
    assert {q.key for q in asked if q.asks != "worth"} >= {
        q.key for q in understood.questions if q.asks != "worth"
    }


HOSTILE = (
    "promised her the paper and ",
    "remind me to ",
    "Ada and Bo, ",
    "met Zork and ",
    "asked ",
    "in a couple of ",
    "1/2 3/4 ",
    "the end of the ",
    "hat angeboten , ",
    "Anna Tom Maria Costa ",
    "she he they ",
    "A.",
    "'",
    "ä",
    "\n",
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_long_hostile_line_costs_in_step_with_its_length(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted in calls of our own functions, not in seconds."""

    def calls(length: int) -> int:
        import sys

        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        text = (unit * length)[:length]
        sys.setprofile(count)
        try:
            understand(text, TODAY, PEOPLE)
        finally:
            sys.setprofile(None)
        return counted

    calls(2_000)
    assert calls(8_000) < 6 * calls(2_000) + 20_000


def test_what_comes_after_the_longest_line_is_kept_as_a_note() -> None:
    text = "coffee with Ada. " + "x" * 30_000 + " end"
    understood = understand(text, TODAY, PEOPLE)
    assert understood.note[-1].endswith(" end")
    assert "".join(understood.note).count("x") == 30_000


def test_an_answer_settles_whom_a_line_means() -> None:
    asked = understand("coffee with Anna, promised her the paper", TODAY, PEOPLE)
    (question,) = asked.questions
    assert (question.asks, question.reason) == ("who", "several-fit")
    answered = understand("coffee with Anna, promised her the paper", TODAY, PEOPLE, {question.key: "anna-v"})
    assert shown(answered) == "coffee: anna-v @0 ; I owe anna-v: the paper"


def test_an_unknown_name_becomes_somebody_new_or_nobody() -> None:
    text = "coffee with Zork Miller, he promised me a demo"
    (question,) = understand(text, TODAY, PEOPLE).questions
    assert question.reason == "unknown-name"
    new = understand(text, TODAY, PEOPLE, {question.key: "new:Zork Miller"})
    assert shown(new) == "coffee: +Zork Miller @0 ; +Zork Miller owes: a demo"
    nobody = understand(text, TODAY, PEOPLE, {question.key: "none"})
    assert shown(nobody).startswith("coffee: - @0 ; ")
    assert nobody.note == ("with Zork Miller",)


def test_a_day_and_a_time_are_settled_by_answers() -> None:
    text = "met Ada on Wednesday at 4"
    day, time = understand(text, TODAY, PEOPLE).questions
    assert (day.asks, time.asks) == ("day", "time")
    answers = {day.key: str(day_from_date(TODAY)), time.key: "960"}
    assert shown(understand(text, TODAY, PEOPLE, answers)) == "met: ada @0 16:00"


def test_the_worth_of_something_given_is_settled_by_an_answer() -> None:
    text = "gave Bo a hug"
    (question,) = understand(text, TODAY, PEOPLE).questions
    assert shown(understand(text, TODAY, PEOPLE, {question.key: "favour"})) == "gave favour bo: a hug"


def test_choices_come_strongest_first() -> None:
    people = People([Candidate("weak", ("Ida Berg",)), Candidate("strong", ("Ida Stern",), strength=3.0)])
    (question,) = understand("coffee with Ida", TODAY, people).questions
    assert [choice.value for choice in question.choices] == ["strong", "weak"]
    assert [choice.label for choice in question.choices] == ["Ida Stern", "Ida Berg"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lunch with Ada this Friday", "lunch: ada @+2"),
        ("lunch with Ada by Friday", "lunch: ada @0 ; note: by Friday"),
        ("call with Ada yesterday evening at 8", "call: ada @-1 20:00"),
        ("call with Ada in the morning at 8", "call: ada @0 08:00"),
        ("call with Ada at 0:30", "call: ada @0 00:30"),
        ("call with Ada at 13pm", "call: ada @0 ; note: at 13pm"),
        ("call with Ada at 3pm", "call: ada @0 15:00"),
        ("Treffen mit Ada um 9 Uhr", "meeting: ada @0 09:00"),
        ("Treffen mit Ada um 3 Uhr", "meeting: ada @0 {03:00|15:00}"),
        ("Treffen mit Ada um 17 Uhr", "meeting: ada @0 17:00"),
        ("Ada owes me a report by the end of the year", "ada owes: a report @+232"),
        ("remind me in a year to call Ada", "remind: call Ada [ada] @+365"),
        ("met Ada. Coffee", "coffee: ada @0"),
        ("promised Ada the paper, by Friday", "I owe ada: the paper @+2"),
        ("on Friday remind me to call Bo", "remind: call Bo [bo] @+2"),
        ("Bo said on Monday remind me to call Ada", "note: bo @{-2|+5} ; remind: call Ada [ada] ; note: said"),
        ("Kaffee mit Ada, ihre Tochter heißt Mia", "coffee: ada @0 ; fact family ada: Tochter heißt Mia"),
        ("coffee with Zork, he owes me a book", "coffee: {?Zork} @0 ; {?Zork} owes: a book"),
        ("coffee with Ada and Zork, he owes me a book", "coffee: ada, {?Zork} @0 ; {ada|?Zork} owes: a book"),
        ("Ada reviewed my draft and promised me the slides", "got feedback ada: reviewed my draft ; ada owes: the slides"),
        ("promised to send the link", "I owe {}: send the link"),
        ("coffee with Ada Moreno \U0001f389", "coffee: ada @0 ; note: \U0001f389"),
        ("Ada Moreno: coffee yesterday", "coffee: ada @-1"),
        ("gestern: Kaffee mit Ada", "coffee: ada @-1"),
        ("gestern coffee mit Ada", "coffee: ada @-1"),
    ],
)  # fmt: skip
def test_days_times_and_clauses_find_their_place(text: str, expected: str) -> None:
    assert shown(understand(text, TODAY, PEOPLE)) == expected


def test_whoever_she_is_can_be_said() -> None:
    text = "she will send me the slides"
    (question,) = understand(text, TODAY, PEOPLE).questions
    assert (question.reason, question.choices) == ("nobody-named", ())
    assert shown(understand(text, TODAY, PEOPLE, {question.key: "grace"})) == "grace owes: send me the slides"


def test_to_whom_something_was_promised_can_be_said_for_somebody_new() -> None:
    text = "coffee with Ada and Bo, promised to send the link"
    (question,) = understand(text, TODAY, PEOPLE).questions
    answered = understand(text, TODAY, PEOPLE, {question.key: "new:Ida"})
    assert shown(answered) == "coffee: ada, bo @0 ; I owe +Ida: send the link"


def test_a_day_on_which_something_was_promised_is_told_from_one_when_it_is_due() -> None:
    text = "Ada hat mir am Montag das Papier versprochen"
    (question,) = understand(text, TODAY, PEOPLE).questions
    made, due = (choice.value for choice in question.choices)
    assert shown(understand(text, TODAY, PEOPLE, {question.key: made})) == "ada owes: das Papier made @-2"
    assert shown(understand(text, TODAY, PEOPLE, {question.key: due})) == "ada owes: das Papier @+5"


def test_days_beyond_the_calendar_are_left_open() -> None:
    understood = understand("coffee with Ada 999 years ago", dt.date(300, 1, 1), PEOPLE)
    assert shown(understood) == "coffee: ada"


def test_only_the_first_unknown_names_are_compared_with_those_of_the_book() -> None:
    understood = understand(", ".join(f"met Sofie{letter}" for letter in "abcdefghijk"), TODAY, PEOPLE)
    assert len(understood.questions) == 11


@pytest.mark.parametrize("say", ["{who} {text}", "{who} <nothing> {text}", "{who} {text:nothing}"])
def test_a_pattern_that_cannot_be_read_is_told(say: str) -> None:
    with pytest.raises(ValueError, match=r"pattern needs|no such set"):
        compiled(say, {}, Slots({}, {}, frozenset(), frozenset()), 0)
