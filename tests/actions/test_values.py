"""Choosing which of several values is shown, and following the sources again."""

from __future__ import annotations

import pytest

from comity.actions import merging, values
from comity.actions import people as editing
from comity.answers.person import person
from comity.answers.review_shapes import FieldSources
from comity.answers.sources import origin
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from tests.made_up import take_back
from tests.small_book import ANYBODY, INES, TODAY, TOMAS, both_ways, card, id_of, mail, put

HOME = "ines@home.example"


@pytest.fixture
def ines(scope: Scope) -> str:
    put(scope, [*both_ways(INES, [TODAY - 90, TODAY - 20]), mail(TODAY - 30, HOME, "noor@hollis.example")])
    put(
        scope,
        [
            card(
                INES,
                name="Ines Varga",
                organisation="Quill",
                title="Editor",
                phone="+49 30 1",
                others=(HOME,),
            )
        ],
    )
    put(
        scope,
        [
            card(
                INES,
                name="Inês V",
                organisation="Osei",
                title="Director",
                phone="+49 30 2",
                birthday=(1, 2, 1980),
            )
        ],
    )
    return id_of(scope, INES)


def field(scope: Scope, who: str, name: str) -> FieldSources:
    return next(f for f in origin(scope, person(scope, who)).sources if f.field == name)


def shown(scope: Scope, who: str, name: str) -> str:
    return next(c.value for c in field(scope, who, name).candidates if c.shown)


@pytest.mark.parametrize("name", ["name", "organisation", "title", "email", "phone"])
def test_another_value_is_chosen_outlives_imports_and_is_given_up_again(
    scope: Scope, ines: str, name: str
) -> None:
    before = field(scope, ines, name)
    other = next(c.value for c in before.candidates if not c.shown)
    values.choose_value(scope, ines, name, other)
    assert shown(scope, ines, name) == other
    assert field(scope, ines, name).chosen
    put(scope, [card(INES, name="Someone Else", organisation="New", title="New", phone="+49 30 9")])
    assert shown(scope, ines, name) == other
    take_back(scope, 4)
    values.follow_sources(scope, ines, name)
    assert field(scope, ines, name) == before


def test_of_work_only_what_was_chosen_is_the_users_word(scope: Scope, ines: str) -> None:
    editing.edit_person(scope, ines, title="Editor in chief")
    put(scope, [card(INES, organisation="Quill & Co", title="Nobody")])
    row = person(scope, ines).row
    assert (row.organisation, row.title) == ("Quill & Co", "Editor in chief")
    values.choose_value(scope, ines, "organisation", "Quill")
    values.follow_sources(scope, ines, "title")
    row = person(scope, ines).row
    assert (row.organisation, row.title) == ("Quill", "Nobody")


def test_a_birthday_of_the_users_stands_alone(scope: Scope, ines: str) -> None:
    put(scope, [card(INES, birthday=(3, 4, None))])
    assert len(person(scope, ines).dates) == 2
    values.choose_value(scope, ines, "birthday", "[3, 4, null]")
    assert [(d.month, d.day) for d in person(scope, ines).dates] == [(3, 4)]
    assert field(scope, ines, "birthday").candidates[0].by_user
    values.follow_sources(scope, ines, "birthday")
    assert len(person(scope, ines).dates) == 2


def test_every_source_of_a_value_is_told(scope: Scope, ines: str) -> None:
    words = {w for c in field(scope, ines, "name").candidates for w in c.sources}
    assert any(w.startswith("as they write it themselves, import 1") for w in words)
    assert any("import 2" in w for w in words)
    editing.edit_person(scope, ines, name="Ines")
    assert field(scope, ines, "name").candidates[0].sources == ("you, 4 October 2024",)


def test_what_was_said_of_one_merged_is_told_too(scope: Scope, ines: str) -> None:
    put(scope, both_ways(TOMAS, [TODAY - 4]))
    head = merging.merge_people(scope, [ines, id_of(scope, TOMAS)])
    assert {c.value for c in field(scope, head, "email").candidates} == {INES, HOME, TOMAS}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("shoe size", "42"),
        ("name", " "),
        ("email", "nobody@else.example"),
        ("birthday", "x"),
        ("birthday", "[13, 1, null]"),
        ("birthday", "[1]"),
    ],
)
def test_what_is_no_value_is_refused(scope: Scope, ines: str, name: str, value: str) -> None:
    with pytest.raises(Invalid):
        values.choose_value(scope, ines, name, value)


def test_nobody_and_nothing_known_are_refused(scope: Scope, ines: str) -> None:
    with pytest.raises(NotFound):
        values.follow_sources(scope, ANYBODY, "name")
    with pytest.raises(Invalid):
        values.follow_sources(scope, ines, "shoe size")
