"""A line in one's own words is understood, asks where it can mean two things, and loses nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comity.core.days import date_from_day, day_from_date
from comity.core.records import Kind
from comity.core.sayit import Candidate, Happening, People, Role, Understanding, understand
from comity.core.sayit.tokens import tokens
from tests.core import test_logline as first_release
from tests.core.sayit_shown import BOOK, PEOPLE, TODAY, shown

SENTENCES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent.parent / "data/sayit.tsv").read_text("utf-8").splitlines()
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


def examples(test: object) -> list[tuple[str, object]]:
    """What the first release's grammar is tested with."""
    (mark,) = test.pytestmark  # type: ignore[attr-defined]
    return list(mark.args[1])


@pytest.mark.parametrize(("language", "text", "expected"), SENTENCES)
def test_a_sentence_is_understood_in_full(language: str, text: str, expected: str) -> None:
    understood = understand(text, TODAY, PEOPLE)
    assert (understood.language, shown(understood)) == (language, expected)


def test_there_are_two_hundred_sentences_and_forty_of_them_ask() -> None:
    asked = [expected for _, _, expected in SENTENCES if "{" in expected]
    assert len(SENTENCES) >= 200
    assert len(asked) >= 40


@pytest.mark.parametrize(
    ("text", "kind"), examples(first_release.test_what_it_was_is_told_by_its_words)
)
def test_the_kinds_of_the_first_release_are_understood(text: str, kind: Kind) -> None:
    assert _happening(understand(text, first_release.FRIDAY, KNOWN)).kind == kind


@pytest.mark.parametrize(
    ("text", "day"), examples(first_release.test_the_day_is_told_by_its_words_and_is_today_without_any)
)
def test_the_days_of_the_first_release_are_understood(text: str, day: dt.date) -> None:
    when = _happening(understand(text, first_release.FRIDAY, KNOWN)).when
    assert when.day is not None
    assert date_from_day(when.day) == day


@pytest.mark.parametrize(("text", "mentions"), examples(first_release.test_people_are_told_by_their_names))
def test_the_people_of_the_first_release_are_found(text: str, mentions: list[list[str]]) -> None:
    understood = understand(text, first_release.FRIDAY, KNOWN)
    asked = {q.key: sorted(choice.value for choice in q.choices) for q in understood.questions}
    found = [[who.id] if who.id else asked[who.key] for who in understood.people]
    assert sorted(found) == sorted(sorted(ids) for ids in mentions)


def _happening(understood: Understanding) -> Happening:
    """The first happening; a note of today where the line tells of none."""
    nothing = understand("note today", first_release.FRIDAY, KNOWN).items[0]
    found = next((item for item in understood.items if isinstance(item, Happening)), nothing)
    assert isinstance(found, Happening)
    return found if found is not nothing else Happening("note", Kind.NOTE, (), found.when, 0, 0)


@given(text=st.one_of(PIECES_OF_LINES, st.text(max_size=300)))
@example("\ud800")
@example("0/0 31/31 99:99 at 25 um 24 uhr in 999 years 999 years ago 9999-12-31 in 999 months")
def test_every_word_of_any_line_is_in_one_piece(text: str) -> None:
    understood = understand(text, TODAY, PEOPLE)
    pieces = understood.pieces
    assert all(0 <= piece.start < piece.end <= len(text) for piece in pieces)
    assert all(one.end <= other.start for one, other in zip(pieces, pieces[1:], strict=False))
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
    assert {who.key for who in understood.people} - {""} <= {question.key for question in understood.questions}


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
    assert {q.key for q in asked if q.asks != "worth"} >= {q.key for q in understood.questions if q.asks != "worth"}


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
def test_a_long_hostile_line_costs_in_step_with_its_length(unit: str, monkeypatch: pytest.MonkeyPatch) -> None:
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
