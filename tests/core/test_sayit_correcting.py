"""What of a line is kept: corrected, left out, asked for where something lacks, and no word lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.errors import Invalid
from comity.core.sayit import (
    NEW,
    Exchange,
    Fact,
    Happening,
    Introduction,
    Line,
    Promise,
    Reminder,
    Tokens,
    fields_of,
    is_asked,
    is_plan,
    line,
    name_of,
    pairs_of,
    sentence_of,
    stretches,
    told_with,
    value_of,
)
from comity.core.sayit.correcting import MOST_ITEMS
from tests.core.sayit_shown import PEOPLE, TODAY

DATA = Path(__file__).parent.parent / "data"
LINES = [
    row.split("\t")[1]
    for row in (DATA / "sayit.tsv").read_text("utf-8").splitlines()
    if row and not row.startswith("#")
]
EXAMPLE = "coffee with Ada yesterday, promised her the paper by Friday, she offered to introduce me to Bo"


def of(text: str, **answers: str) -> Line:
    return line(text, TODAY, PEOPLE, {key.replace("__", "."): value for key, value in answers.items()})


def told(text: str, answers: dict[str, str]) -> Line:
    return line(text, TODAY, PEOPLE, answers)


def values(whole: Line) -> dict[str, str]:
    """Every field of every part, as text."""
    tokens = Tokens(whole.people)
    return {
        f"{part.key}.{field.name}": value_of(part.item, field, tokens)
        for part in whole.parts
        for field in fields_of(part.item)
    }


def test_the_fields_of_the_example_say_all_of_it() -> None:
    assert values(of(EXAMPLE)) == {
        "happening:0.kind": "meeting",
        "happening:0.day": "2026-05-12",
        "happening:0.time": "",
        "happening:0.who": "who:12",
        "happening:0.event": "",
        "promise:27.side": "mine",
        "promise:27.text": "the paper",
        "promise:27.due": "2026-05-15",
        "promise:27.who": "who:12",
        "introduction:61.step": "offered",
        "introduction:61.by": "who:12",
        "introduction:61.one": "me",
        "introduction:61.other": "who:92",
        "introduction:61.day": "",
    }


@pytest.mark.parametrize("text", LINES)
def test_a_line_whose_own_values_are_given_back_stays_as_it_is(text: str) -> None:
    before = told(text, {})
    tokens = Tokens(before.people)
    given = {
        f"{part.key}.{field.name}": value_of(part.item, field, tokens)
        for part in before.parts
        for field in fields_of(part.item)
        if not is_asked(part.item, field)
    }
    after = told(text, given)
    assert (after.items, after.questions, after.people) == (before.items, before.questions, before.people)


def test_every_field_takes_another_value() -> None:
    given = {
        "happening:0.kind": "call",
        "happening:0.day": "2026-05-01",
        "happening:0.time": "9:05",
        "happening:0.who": "who:12|who:92",
        "promise:27.side": "theirs",
        "promise:27.text": " a  book\0 ",
        "promise:27.due": "",
        "promise:27.who": f"{NEW}Zork Adler",
        "introduction:61.step": "made",
        "introduction:61.by": "me",
        "introduction:61.one": "who:12",
        "introduction:61.other": "grace|who:92",
        "introduction:61.day": "2026-05-02",
    }
    whole = told(EXAMPLE, given)
    coffee, promise, introduction = whole.items
    assert isinstance(coffee, Happening)
    assert isinstance(promise, Promise)
    assert isinstance(introduction, Introduction)
    assert (coffee.what, coffee.kind.name, coffee.when.minute, coffee.who) == ("call", "CALL", 545, (0, 1))
    assert (promise.mine, promise.text, promise.due.day) == (False, "a book", None)
    assert [(one.name, one.id) for one in whole.people[2:]] == [("Zork Adler", ""), ("", "grace")]
    assert (introduction.by, introduction.one, introduction.other) == (-1, (0,), (3, 1))
    assert pairs_of(introduction) == ((0, 3), (0, 1))
    assert whole.questions == ()


def test_what_cannot_be_emptied_stays() -> None:
    given = {"happening:0.kind": "", "happening:0.day": " ", "promise:27.text": "", "introduction:61.by": ""}
    assert told(EXAMPLE, given).items == of(EXAMPLE).items
    fact = of("Ada's daughter is called Mia", **{"fact:0__private": "open"}).items[0]
    assert isinstance(fact, Fact)
    assert not fact.private


@pytest.mark.parametrize(
    ("field", "value"), [("kind", "dance"), ("day", "soon"), ("time", "25:00"), ("day", "2026-02-30")]
)
def test_a_value_that_is_none_is_refused_by_its_field(field: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        told(EXAMPLE, {f"happening:0.{field}": value})
    assert (refused.value.field, refused.value.value) == (field, value)


def test_what_is_left_out_is_neither_kept_nor_asked_about() -> None:
    text = "coffee with Anna on 3/4, gave Bo a hug at 4"
    assert {question.key for question in of(text).questions} == {"who:12", "day:17", "worth:25", "time:39"}
    without = of(text, **{"happening:0__out": "1"})
    assert {question.key for question in without.questions} == {"worth:25", "time:39"}
    assert [name_of(item) for item in without.items] == ["exchange"]
    assert [part.out for part in without.parts] == [True, False]


def test_a_correction_answers_the_question_of_its_field() -> None:
    text = "coffee with Anna on 3/4, gave Bo a hug at 4"
    given = {"happening:0.day": "2026-05-05", "happening:0.who": "grace", "exchange:25.worth": "time"}
    whole = told(text, given)
    assert [question.key for question in whole.questions] == ["time:39"]
    exchange = whole.items[1]
    assert isinstance(exchange, Exchange)
    assert exchange.worth == "time"


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ("coffee yesterday", "happening:0.who", "with-whom"),
        ("remind me to call Ada", "reminder:0.due", "when-to-remind"),
        (EXAMPLE, "introduction:61.other", "between-whom"),
        (EXAMPLE, "promise:27.who", "about-whom"),
    ],
)
def test_what_lacks_is_asked_for(text: str, key: str, reason: str) -> None:
    given = {key: "", "introduction:61.other": "who:12"} if "promised" in text else {}
    found = {question.key: question for question in told(text, given).questions}
    assert found[key].reason == reason
    days = [choice.value for choice in found[key].choices]
    assert days == (["2026-05-14", "2026-05-18", "2026-06-10"] if reason == "when-to-remind" else [])


def test_on_a_sunday_tomorrow_is_offered_once() -> None:
    (question,) = line("remind me to call Ada", dt.date(2026, 5, 17), PEOPLE).questions
    assert [choice.value for choice in question.choices] == ["2026-05-18", "2026-06-14"]


def test_each_happening_keeps_its_own_stretch_of_the_line() -> None:
    whole = of("Lovely coffee with Ada yesterday, she is tired. Then a call with Bo; promised him the deck")
    assert stretches(whole) == {
        "happening:7": "Lovely coffee with Ada yesterday, she is tired. Then a",
        "happening:55": "call with Bo; promised him the deck",
    }
    assert sentence_of(whole, whole.items[-1]) == "promised him the deck"
    assert sentence_of(of("Sadly I owe  Grace a thank-you"), of("I owe Grace a call").items[0]) == (
        "Sadly I owe Grace a thank-you"
    )


def test_what_nothing_else_keeps_stays_with_the_last_reminder_or_fact() -> None:
    (reminder,) = of("Ugh. Remind me tomorrow to send flowers").items
    assert isinstance(reminder, Reminder)
    assert reminder.text == "send flowers – Ugh"


def test_a_day_ahead_makes_a_plan() -> None:
    lunch, walk = of("lunch with Ada this Friday. walk with Bo").items
    assert isinstance(lunch, Happening)
    assert isinstance(walk, Happening)
    assert (is_plan(lunch, TODAY), is_plan(walk, TODAY)) == (True, False)


@pytest.mark.parametrize(
    ("text", "ids", "answers"),
    [
        ("coffee with Anna", ["anna-v"], {"who:12": "anna-v"}),
        ("coffee with Anna and Tom", ["tom-b", "anna-v"], {"who:12": "anna-v", "who:21": "tom-b"}),
        ("coffee with Zork", ["grace"], {"who:12": "grace"}),
        ("coffee", ["grace", "bo"], {"happening:0.who": "grace|bo"}),
        ("coffee with Ada", ["bo"], {"happening:0.who": "who:12|bo"}),
        ("lovely weather", ["bo"], {}),
        ("I owe Anna a call", ["anna-k", "bo"], {"who:6": "anna-k"}),
    ],
)  # fmt: skip
def test_with_whom_it_was_answers_what_is_open(text: str, ids: list[str], answers: dict[str, str]) -> None:
    assert told_with(of(text), ids) == answers


def test_one_answer_holds_for_a_name_that_is_said_again() -> None:
    whole = told("coffee with Ada, Ada owes me a book", {"who:12": "grace"})
    assert {who.id for who in whole.people} == {"grace"}


def test_a_line_that_says_too_much_is_refused() -> None:
    with pytest.raises(Invalid):
        of("met Ada yesterday. " * (MOST_ITEMS + 1))


def test_nobody_is_introduced_to_themselves_nor_by_themselves() -> None:
    made = Introduction("made", 0, (0, 1, -1), (1, 2, -1), of("met Ada").items[0].when, 0, 1)  # type: ignore[union-attr]
    assert pairs_of(made) == ((1, 2), (1, -1), (2, -1))


@given(
    text=st.sampled_from(LINES),
    given=st.dictionaries(
        st.from_regex(
            r"(happening|promise|exchange|introduction|reminder|fact):(0|12|27)\.[a-z]{2,6}", fullmatch=True
        ),
        st.one_of(
            st.text(max_size=10), st.sampled_from(["me", "who:12", "new:A", "2026-05-05", "1", "mine", "|"])
        ),
        max_size=5,
    ),
)
def test_any_correction_is_taken_or_refused_in_words(text: str, given: dict[str, str]) -> None:
    try:
        whole = told(text, given)
    except Invalid:
        return
    assert all(place < len(whole.people) for item in whole.items for place in getattr(item, "who", ()))
