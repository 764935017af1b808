"""One line is stored as all that it says, asks instead of guessing, and is taken back row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction

from comity.actions import people, reminders
from comity.actions.saying import LONGEST, Said, say, understand
from comity.actions.unsaying import forget
from comity.core.days import date_from_day, day_from_date
from comity.core.errors import Invalid, NotFound
from comity.core.records import Kind
from comity.core.sayit import NEW, name_of, sentence_of, stretches
from comity.store import numbers
from comity.store.access import Scope
from comity.store.models import (
    Commitment,
    Exchange,
    Fact,
    Identifier,
    Interaction,
    Introduction,
    Participant,
    Person,
    Reminder,
)
from comity.store.queries import called
from tests import made_up
from tests.core.sayit_shown import BOOK, TODAY
from tests.made_up import ME, new_scope, on_day
from tests.small_book import ANYBODY, card, id_of, mail, put

DAY = day_from_date(TODAY)
DATA = Path(__file__).parent.parent / "data"
LINES = [
    row.split("\t")[1]
    for row in (DATA / "sayit.tsv").read_text("utf-8").splitlines()
    if row and not row.startswith("#")
]
EXAMPLE = "coffee with Ada yesterday, promised her the paper by Friday, she offered to introduce me to Bo"
BEISPIEL = "gestern Kaffee mit Ada, habe ihr das Papier bis Freitag versprochen, sie hat angeboten, mich Bo vorzustellen"
YESTERDAY = TODAY - dt.timedelta(1)
_WITH_SENTENCE = ("promise", "exchange", "introduction")
_RENUMBERED = {"ContactDay", "Metrics", "NameWord", "MatchPage"}
"""Derived rows, which are written anew; their own numbers mean nothing."""


def fill(scope: Scope) -> None:
    """The people of `tests.core.sayit_shown`: most from an address book, every third entered by hand."""
    told = [
        card(f"{one.id}@people.example", name=one.names[0]) for place, one in enumerate(BOOK) if place % 3
    ]
    nicknamed = [one._replace(values=(("nickname", "Dave"),)) for one in told if one.name == "David Stein"]
    put(scope, [mail(DAY - 3, ME, "ada@people.example"), *told, *nicknamed])
    for place, one in enumerate(BOOK):
        if not place % 3:
            people.add_person(scope, name=one.names[0], email=f"{one.id}@people.example")
        for role in one.roles:
            people.add_role(scope, who(scope, one.id), role, None, None)


def who(scope: Scope, id: str) -> str:
    return id_of(scope, f"{id}@people.example")


@pytest.fixture
def scope(db: None) -> Iterator[Scope]:
    with on_day(DAY), patch.object(made_up, "TODAY", DAY):
        made = new_scope()
        fill(made)
        numbers.refresh(made.book_id, DAY)
        yield made


def everything() -> dict[str, set[str]]:
    """Every row of every table of books, column by column; of derived tables without the row's own number."""
    found = {}
    for model in apps.get_app_config("store").get_models():
        name = model.__name__
        if name == "MatchPage":
            continue
        columns = [field.attname for field in model._meta.concrete_fields]
        columns = [column for column in columns if column != "id" or name not in _RENUMBERED]
        found[name] = {
            repr([bytes(value) if isinstance(value, memoryview) else value for value in row])
            for row in model._default_manager.values_list(*columns)
        }
    return found


def settled(scope: Scope, text: str) -> dict[str, str]:
    """Answers to all that a line asks: the first choice, or somebody."""
    answers: dict[str, str] = {}
    for _ in range(30):
        questions = understand(scope, text, answers).questions
        if not questions:
            return answers
        choices = [choice.value for choice in questions[0].choices]
        free = [id for id in (who(scope, "grace"), who(scope, "kofi")) if id not in answers.values()]
        answers[questions[0].key] = (choices or free)[0]
    raise AssertionError(f"{text} never stops asking")


def said(scope: Scope, text: str, answers: dict[str, str] | None = None) -> Said:
    told = say(scope, text, answers)
    assert told.line.questions == ()
    return told


def taken_back(scope: Scope, told: Said) -> tuple[str, ...]:
    return forget(scope, [made.id for made in told.made])


@pytest.mark.parametrize("text", [EXAMPLE, BEISPIEL])
def test_the_example_is_stored_to_the_letter(scope: Scope, text: str) -> None:
    made = {one.what: one.id for one in said(scope, text).made}
    assert set(made) == {"interaction", "promise", "introduction"}
    coffee = Interaction.objects.get(key=UUID(made["interaction"]).bytes)
    promise = Commitment.objects.get(uuid=made["promise"])
    introduction = Introduction.objects.get(uuid=made["introduction"])
    ada, bo = (Person.objects.get(uuid=who(scope, id)) for id in ("ada", "bo"))
    assert (coffee.kind, scope.moment(coffee.at).date(), coffee.content.text) == (
        Kind.MEETING,
        YESTERDAY,
        text,
    )
    assert (promise.person, promise.by, promise.state) == (ada, "mine", "open")
    assert promise.text in ("the paper", "das Papier")
    assert (promise.due, promise.made_on, promise.interaction) == (DAY + 2, DAY - 1, coffee)
    assert promise.sentence in text
    assert (introduction.introducer, introduction.one, introduction.other) == (ada, bo, None)
    assert (introduction.asked_on, introduction.made_on, introduction.other_agreed_on) == (
        DAY - 1,
        None,
        None,
    )
    assert introduction.interaction == coffee


def test_every_sentence_is_taken_back_row_by_row(scope: Scope) -> None:
    before = everything()
    stored = 0
    for text in LINES:
        answers = settled(scope, text)
        told = said(scope, text, answers)
        stored += len(told.made)
        assert taken_back(scope, told) == ()
        after = everything()
        for table, rows in before.items():
            assert after[table] == rows, f"{text}: {table}"
    assert stored > len(LINES)


def test_no_word_of_a_sentence_is_lost(scope: Scope) -> None:
    """Whatever is not in a row of its own stands in the words of another."""
    for text in LINES:
        line = understand(scope, text, settled(scope, text))
        kept = " ".join(
            [*stretches(line).values(), *(getattr(item, "text", "") for item in line.items)]
            + [sentence_of(line, item) for item in line.items if name_of(item) in _WITH_SENTENCE]
        )
        assert all(words in kept for words in line.understood.note), text


def test_nothing_is_stored_while_anything_is_open(scope: Scope) -> None:
    before = everything()
    told = say(scope, "coffee with Anna, promised Ada the paper by Friday")
    assert [question.key for question in told.line.questions] == ["who:12"]
    assert told.made == ()
    assert everything() == before


def test_a_line_that_says_nothing_or_too_much_is_refused(scope: Scope) -> None:
    for text in ("lovely weather", "", "x" * (LONGEST + 1)):
        with pytest.raises(Invalid):
            say(scope, text)


def test_somebody_of_another_book_is_not_there_and_nothing_is_stored(scope: Scope) -> None:
    other = people.add_person(new_scope(), name="Zork")
    before = everything()
    for id in (other, ANYBODY, "x"):
        with pytest.raises(NotFound):
            say(scope, "coffee with Zork and Ada", {"who:12": id})
    assert everything() == before


def test_a_meeting_ahead_is_planned_and_anything_else_ahead_is_a_reminder(scope: Scope) -> None:
    (lunch,) = said(scope, "lunch with Ada this Friday at 12:30").made
    assert lunch.what == "plan"
    row = Interaction.objects.get(key=UUID(lunch.id).bytes)
    assert (row.kind, scope.moment(row.at).strftime("%a %H:%M")) == (Kind.MEETING, "Fri 12:30")
    (call,) = said(scope, "call Mark on Monday", {"day:10": str(DAY + 5)}).made
    assert call.what == "reminder"
    reminder = Reminder.objects.get(uuid=call.id)
    assert (reminder.text, reminder.due) == ("call Mark on Monday", DAY + 5)
    assert reminder.person == Person.objects.get(uuid=who(scope, "mark"))


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("call with Ada", 12),
        ("call with Ada this morning", 9),
        ("call with Ada this evening", 12),
        ("call with Ada at 8:15", 8),
        ("call with Ada yesterday", 12),
        ("call with Ada yesterday evening", 19),
    ],
)
def test_the_hour_is_that_told_or_stands_for_the_part_of_the_day(scope: Scope, text: str, hour: int) -> None:
    (made,) = said(scope, text).made
    assert scope.moment(Interaction.objects.get(key=UUID(made.id).bytes).at).hour == hour


def test_several_happenings_of_one_line_are_several_interactions(scope: Scope) -> None:
    told = said(scope, "lunch with Ada on Monday, she is tired; call with Bo yesterday, promised Bo the deck")
    first, second = (
        Interaction.objects.get(key=UUID(one.id).bytes) for one in told.made if one.what == "interaction"
    )
    assert first.content.text == "lunch with Ada on Monday, she is tired"
    assert second.subject == "call with Bo yesterday, promised Bo the deck"
    promise = Commitment.objects.get()
    assert (promise.interaction, promise.made_on) == (second, DAY - 1)


def test_a_promise_to_several_is_one_to_each(scope: Scope) -> None:
    made = said(scope, "met Dave and Lena, they promised us a demo by 1 June").made
    assert [one.what for one in made] == ["interaction", "promise", "promise"]
    assert set(Commitment.objects.values_list("by", "due")) == {("theirs", DAY + 19)}


def test_what_was_given_is_noted_with_its_day_and_words(scope: Scope) -> None:
    said(scope, "sent Priya the slides on Monday")
    row = Exchange.objects.get()
    assert (row.direction, row.kind, row.text, row.on) == ("given", "resource", "the slides", DAY - 2)
    assert row.sentence == "sent Priya the slides on Monday"
    (received,) = said(scope, "Priya reviewed my draft").made
    assert Exchange.objects.get(uuid=received.id).asks_thanks


@pytest.mark.parametrize(
    ("text", "agreed", "made_on", "exchanges"),
    [
        ("Grace offered to introduce me to Priya", (None, None), None, 0),
        ("asked Cleo to introduce me to Bo", (None, DAY), None, 0),
        ("Lena asked me to introduce her to Kofi", (DAY, None), None, 0),
        ("introduced Ada to Bo", (DAY, DAY), DAY, 2),
        ("Grace introduced me to Priya yesterday", (DAY - 1, DAY - 1), DAY - 1, 1),
    ],
)
def test_an_introduction_begins_where_the_line_says(
    scope: Scope, text: str, agreed: tuple[int | None, int | None], made_on: int | None, exchanges: int
) -> None:
    said(scope, text)
    row = Introduction.objects.get()
    assert ((row.one_agreed_on, row.other_agreed_on), row.made_on) == (agreed, made_on)
    assert Exchange.objects.filter(kind="introduction").count() == exchanges


def test_facts_of_the_family_are_private(scope: Scope) -> None:
    said(scope, "Bo's wife is called Ida. Bo plays the cello")
    assert set(Fact.objects.values_list("text", "sensitivity")) == {
        ("wife is called Ida", "private"),
        ("plays the cello", "open"),
    }


def test_somebody_new_is_entered_once_and_found_from_then_on(scope: Scope) -> None:
    text = "coffee with Zork Miller, he promised me a demo"
    made = said(scope, text, {"who:12": NEW + "Zork Miller"}).made
    assert [one.what for one in made] == ["person", "interaction", "promise"]
    assert Commitment.objects.get().person == Person.objects.get(uuid=made[0].id)
    assert understand(scope, "call with Zork").questions == ()


def test_the_names_looked_up_are_those_of_now(scope: Scope) -> None:
    assert understand(scope, "met Bo").people[0].id == who(scope, "bo")
    people.edit_person(scope, who(scope, "bo"), name="Elena Petrova")
    assert understand(scope, "met Elena").people[0].id == who(scope, "bo")
    assert understand(scope, "met Bo Larsen").people[0].id == who(scope, "bo")
    assert understand(scope, "met my sponsor").questions
    people.add_role(scope, who(scope, "grace"), "sponsor", None, None)
    assert understand(scope, "met my sponsor").people[0].id == who(scope, "grace")
    assert understand(scope, "met Dave").people[0].id == who(scope, "dave")


def test_names_of_a_few_books_only_are_kept(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(called, "_MOST_BOOKS", 1)
    other = new_scope()
    theirs = people.add_person(other, name="Ada Stone")
    for _ in range(2):
        assert understand(scope, "met Ada").people[0].id == who(scope, "ada")
        assert understand(other, "met Ada").people[0].id == theirs
    assert len(called._kept) == 1


def test_only_what_was_entered_here_by_hand_is_taken_back(scope: Scope) -> None:
    other = new_scope()
    zork = people.add_person(other, name="Zork")
    theirs = [
        one.id for one in say(other, "met Zork, promised him a call. Remind me tomorrow to call Zork").made
    ]
    mine = [one.id for one in said(scope, "met Ada").made]
    mail = Interaction.objects.get(book_id=scope.book_id, by_hand=False)
    before = everything()
    for id in (*theirs, zork, str(UUID(bytes=bytes(mail.key))), ANYBODY, "x"):
        with pytest.raises(NotFound):
            forget(scope, [*mine, id])
    assert everything() == before


def test_somebody_new_stays_once_more_is_entered_about_them(scope: Scope) -> None:
    told = said(scope, "met Zork", {"who:4": NEW + "Zork"})
    zork = Person.objects.get(name="Zork")
    reminders.add_reminder(scope, "Write", date_from_day(DAY), str(zork.uuid))
    assert taken_back(scope, told) == ("Zork",)
    assert not Participant.objects.filter(identifier__person=zork).exists()
    assert Reminder.objects.filter(person=zork).exists()


ENTERED: dict[str, Callable[[Scope, str], object]] = {
    "a reminder": lambda scope, id: reminders.add_reminder(scope, "Write", date_from_day(DAY), id),
    "a role": lambda scope, id: people.add_role(scope, id, "mentor", None, None),
    "a tag": lambda scope, id: people.add_tag(scope, id, "choir"),
    "a phone": lambda scope, id: people.edit_person(scope, id, phone="+49 30 1"),
    "a note": lambda scope, id: people.set_relationship(scope, id, note="Be early"),
    "a rhythm": lambda scope, id: people.set_relationship(scope, id, rhythm_days=30),
    "a position": lambda scope, id: people.edit_person(scope, id, organisation="Quill"),
    "an interaction": lambda scope, id: said(scope, "call with Lukas"),
    "a death": lambda scope, id: Person.objects.filter(uuid=id).update(died_on=DAY),
}


@pytest.mark.parametrize("what", ENTERED)
def test_whoever_more_is_entered_about_is_still_kept_by_hand(scope: Scope, what: str) -> None:
    lukas = who(scope, "lukas")
    told = said(scope, "met Lukas")
    ENTERED[what](scope, lukas)
    assert taken_back(scope, told) == ()
    assert Person.objects.get(uuid=lukas).by_hand


def test_whoever_nothing_else_was_entered_about_goes_with_the_import_again(scope: Scope) -> None:
    bo = Person.objects.get(uuid=who(scope, "bo"))
    assert not bo.by_hand
    told = said(scope, "met Bo")
    bo.refresh_from_db()
    assert bo.by_hand
    assert Identifier.objects.filter(person=bo, kind="entry").exists()
    taken_back(scope, told)
    bo.refresh_from_db()
    assert not bo.by_hand
    assert not Identifier.objects.filter(person=bo, kind="entry").exists()


def test_somebody_entered_by_name_alone_stays_when_what_was_said_of_them_goes(scope: Scope) -> None:
    ida = people.add_person(scope, name="Ida Solo")
    before = everything()
    assert taken_back(scope, said(scope, "met Ida Solo")) == ()
    assert everything() == before
    assert Person.objects.get(uuid=ida).by_hand


def test_between_writes_nobody_is_read_again(
    transactional_db: None, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    scope = new_scope()
    ada = people.add_person(scope, name="Ada Stone")
    assert understand(scope, "met Ada").people[0].id == ada
    with django_assert_num_queries(1):
        assert understand(scope, "met Ada").people[0].id == ada
    people.edit_person(scope, ada, name="Elena Stone")
    assert understand(scope, "met Elena").people[0].id == ada
    with transaction.atomic():
        zork = people.add_person(scope, name="Zork")
        assert understand(scope, "met Zork").people[0].id == zork
        transaction.set_rollback(True)
    assert understand(scope, "met Zork").questions
