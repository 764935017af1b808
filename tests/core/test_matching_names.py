"""Names in comparable forms: scripts, order, double names, nicknames."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.matching import nicknames
from comity.core.matching.names import MOST_BEARERS, parsed, several_bearers
from comity.core.matching.words import folded, joined_sound, slip, sound


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Žofie", "zofie"),
        ("O’Neill", "oneill"),
        ("Łukasz Gruß", "lukasz gruss"),
        ("Иван Петров", "ivan petrov"),
        ("Николай", "nikolai"),
        ("Γιώργος", "giorgos"),
        ("A.-B.", "a b"),
        ("…", ""),
    ],
)
def test_letters_of_every_script_are_folded_to_plain_ones(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("muller", "mueller"),
        ("schafer", "schaefer"),
        ("alexei", "aleksej"),
        ("sergei", "serguey"),
        ("chekhov", "tschechow"),
        ("jon", "john"),
        ("evgeni", "yevgeny"),
        ("macdonald", "mcdonald"),
        ("gonzalez", "gonsales"),
    ],
)
def test_spellings_of_one_sound_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_names_of_another_sound_do_not_sound_alike() -> None:
    assert len({sound(name) for name in ("martin", "morton", "maarten", "mason", "mac", "mc")}) == 6


@pytest.mark.parametrize(("first", "second"), [("j", "muller"), ("ann", "nolan"), ("s", "hansen")])
def test_two_words_sound_as_they_do_written_as_one(first: str, second: str) -> None:
    assert joined_sound(sound(first), sound(second)) == sound(first + second)


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
    assert folded(text).replace(" ", "").isalnum() or not folded(text)
    assert " " not in sound(folded(text).replace(" ", ""))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("lind", "lnid", True),
        ("lind", "lund", True),
        ("lind", "lunt", False),
        ("al", "el", False),
        ("lindqvist", "lindkvits", True),
        ("lindqvist", "bindkvist", False),
        ("lind", "lindgren", False),
    ],
)
def test_a_slip_is_one_letter_or_two_in_a_long_word(one: str, other: str, expected: bool) -> None:
    assert slip(one, other) is expected


@pytest.mark.parametrize(
    ("text", "given_name", "family"),
    [
        ("Ines Varga", "ines", "varga"),
        ("Varga, Ines", "ines", "varga"),
        ("Varga, Ines, PhD", "ines", "varga"),
        ("Dr. Ines Varga", "ines", "varga"),
        ("Ludwig van Beek", "ludwig", "beek"),
        ("Jean-Pierre Dumont", "jean", "dumont"),
        ("J.R. Osei", "j", "osei"),
        ("김철수", "cheolsu", "gim"),
        ("王小明", "xiaoming", "wang"),
        ("王 小明", "xiaoming", "wang"),
        ("김 철수", "cheolsu", "gim"),
        ("山田太郎", "tailang", "shantian"),
        ("山田 太郎", "tailang", "shantian"),
        ("Петров Иван Сергеевич", "ivan", "petrov"),
        ("van Beek", "van", "beek"),
    ],
)
def test_given_and_family_name_are_told_apart(text: str, given_name: str, family: str) -> None:
    name = parsed(text)
    assert name is not None
    assert (name.given, name.family) == (given_name, family)


def test_a_name_keeps_what_else_it_tells() -> None:
    name = parsed('William "Bill" J. Stone-Hart III (née Moss)')
    assert name is not None
    assert (name.aliases, name.middle, name.generation) == (("bill",), ("j",), "iii")
    assert name.parts == ("stone", "hart", "moss")
    born = parsed("Anna Berg geb. Falk")
    assert born is not None
    assert (born.family, born.parts) == ("berg", ("berg", "falk"))


def test_what_stands_in_brackets_and_is_no_name_is_left_out() -> None:
    name = parsed("Ines Varga (the one from Quill) (A)")
    assert name is not None
    assert name.aliases == ()
    assert name.parts == ("varga",)


def test_a_single_word_is_neither_given_nor_family_name() -> None:
    name = parsed("Ines")
    assert name is not None
    assert (name.lone, name.given, name.family) == ("ines", "", "")
    assert parsed("Dr.") is None
    assert parsed("…") is None


@given(st.text(max_size=300))
def test_any_text_is_a_name_or_none(text: str) -> None:
    name = parsed(text)
    assert name is None or name.lone or (name.given and name.family)


def test_short_forms_go_with_their_names_in_several_languages() -> None:
    for one, other in (
        ("bill", "william"),
        ("pepe", "jose"),
        ("sasha", "alexander"),
        ("kostas", "constantine"),
    ):
        assert nicknames.related(one, other)
    assert not nicknames.related("alexander", "alexandra")
    assert not nicknames.related("zzz", "zzz")
    assert nicknames.heads("sasha") == ("alexander", "alexandra")
    assert nicknames.heads("zzz") == ("zzz",)


def test_an_address_that_goes_by_names_of_different_people_has_several_bearers() -> None:
    assert several_bearers(["Ana Ruiz", "Tom Ruiz", "Ana R."]) == ("Ana Ruiz", "Tom Ruiz")
    assert several_bearers(["Mary Cole", "Robert Falk"]) == ("Mary Cole", "Robert Falk")


@pytest.mark.parametrize(
    "names",
    [
        ["William Stone", "Bill Stone", "W. Stone", "Wiliam Stone"],
        ["Ines Varga", "Varga Ines", "Ines Berg", "Quill"],
        ["Yuri Orlov", "Iurii Orlov"],
        ["Maria Clara Lund", "Clara Lund"],
        ["", "Ines Varga"],
    ],
)
def test_forms_of_one_name_have_one_bearer(names: list[str]) -> None:
    assert len(several_bearers(names)) == 1


def test_no_more_bearers_are_told_apart_than_are_worth_telling() -> None:
    names = ["Ana Ruiz", "Tom Falk", "Kofi Osei", "Björn Lund", "Zelda Quirke", "Hugo Meier", "Wanda Prado"]
    assert len(several_bearers(names)) == MOST_BEARERS
