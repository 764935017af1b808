"""Whether words give a confidence away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.audience import ANYBODY, ME, Audience, Told, closed_to, of
from comity.core.giving_away import Signs, length_of_run, signs_of, words

TEXT = "Ada Quill will leave Harbour Press in March to found a bindery with her brother"
WORDS = ("lantern", "harbour", "quilt", "orchard", "bindery", "kiln", "meadow", "ferry", "Žofie", "straße")


def told(
    *said: str, id: str = "one", names: Sequence[str] = ("Ada Quill",), stands: Sequence[str] = ()
) -> Told:
    return Told(id, said, 1, 2, names=tuple(names), stands=tuple(stands))


def gives(text: str, *said: str, **more: Sequence[str]) -> bool:
    return bool(Signs([told(*said, **more)]).given_away(text))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"Did you hear? {TEXT.upper()}!",
        "leave Harbour-Press, in\nMarch to…",
        "> leave  *Harbour*\n> Press in March to",
        "lea\u00adve Har\u200bbour Press\u202e in March to\ufe0f",
        "ｌｅａｖｅ Harbour Press in March to",
        "to found a bindery with",
    ],
)
def test_all_of_it_or_five_words_in_a_row_give_it_away_however_they_are_written(text: str) -> None:
    assert gives(text, TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ada Quill will leave on Monday",
        "Harbour Press prints in March",
        "leave Harbour Press by March to found",
        "I will be with her brother in the house",
    ],
)
def test_fewer_words_or_others_between_them_do_not(text: str) -> None:
    assert not gives(text, TEXT)


def test_five_words_that_stand_in_any_letter_say_nothing() -> None:
    text = "As you know it is to be the case that a merger with Lind comes"
    assert not gives("As you know it is to be seen", text)
    assert gives("that a merger with Lind", text)


def test_the_name_of_whom_it_is_about_says_nothing() -> None:
    assert not gives("Ada Quill will be here", "Ada Quill will be in hospital from May on")
    assert gives("Ada Quill will be here", "Ada Quill will be here on a visit to Lind", names=())


def test_a_short_text_is_given_away_by_less() -> None:
    assert [length_of_run(n) for n in (1, 3, 4, 5, 6, 7, 8, 40)] == [1, 3, 3, 3, 4, 4, 5, 5]
    assert gives("so, pregnant.", "pregnant")
    assert gives("they merge with Lind in autumn", "We merge with Lind")
    assert not gives("We met with Lind", "We merge with Lind")
    assert gives("It is over", "It is over")


def test_a_sign_gives_it_away_as_a_whole_word_or_phrase() -> None:
    assert gives("about Project  Heron?", TEXT, "project heron")
    assert not gives("the projects: herons", TEXT, "project heron")
    assert gives("a BINDERY", TEXT, "bindery")


def test_signs_are_written_one_a_line() -> None:
    assert signs_of(" heron \n\n…\nheron\nProject X") == ("heron", "Project X")


def test_what_was_cut_off_gives_it_away_by_three_words_at_its_end() -> None:
    lead = "We met in the garden on Tuesday, and it was a lovely evening; " * 3
    assert gives(f"{lead} Ada will leave Harbour Pr", TEXT)
    assert gives("leave Harbour Pr…", TEXT)
    assert gives("…nd a bindery with her…", TEXT)
    assert not gives("we leave Harbour Pr", TEXT)
    assert not gives("Lind…", TEXT)


def test_the_beginning_of_an_excerpt_may_be_half_a_word() -> None:
    assert gives("…our Press March", "they sold Harbour Press March last for a song it seems")
    assert not gives("our Press March", "they sold Harbour Press March last for a song it seems")


def test_what_a_covered_row_says_is_held_back_with_it() -> None:
    assert gives("Send the slides", TEXT, stands=["Send the slides"])
    assert gives("Do: call the notary on Friday", TEXT, stands=["Call the notary on Friday"])
    assert not gives("I can send the slides", TEXT, stands=["Send the"])
    long = "Ask the notary in Lind whether the papers for the house are signed"
    assert gives("is it true that papers for the house are signed", TEXT, stands=[long, ""])
    assert not gives("the notary is in town", TEXT, stands=[long])


def test_of_what_is_locked_only_the_names_are_known() -> None:
    signs = Signs([Told("one", None, 1, 2, names=("Ada Quill", "…"))])
    assert not signs.given_away(TEXT)
    assert signs.naming("Dear Ada  QUILL,") == {"one"}
    assert not signs.naming("Dear Ada,")
    assert not Signs([]).naming("Ada Quill")


def test_nothing_is_looked_for_where_nothing_was_confided() -> None:
    assert Signs([]).given_away(TEXT) == set()
    assert not gives("anything", "")
    assert Signs([Told("one", (), 1, 2)]).given_away(TEXT) == set()


def test_all_that_is_looked_for_can_be_asked_of_an_index() -> None:
    assert set(Signs([told("merge with Lind", "heron", names=())]).runs()) == {
        ("merge", "with", "lind"),
        ("heron",),
    }


TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
OTHERS = st.lists(st.sampled_from((*WORDS, "the", "of")), max_size=30).map(" ".join)


def holds(text: Sequence[str], part: Sequence[str]) -> bool:
    return any(list(text[n : n + len(part)]) == list(part) for n in range(len(text) - len(part) + 1))


@given(TEXTS, OTHERS, st.sampled_from(["{}", "{} …x", "({})", "{}\u200b"]))
def test_each_run_that_is_long_enough_is_found_and_nothing_else(said: str, text: str, form: str) -> None:
    confided, length = words(said), length_of_run(len(words(said)))
    runs = [confided[n : n + length] for n in range(len(confided) - length + 1)]
    expected = any(holds(words(text), run) for run in runs)
    assert gives(form.format(text), said, names=()) == expected


@given(TEXTS, OTHERS, OTHERS)
def test_whatever_stands_around_it_the_text_is_found(said: str, before: str, after: str) -> None:
    assert gives(f"{before}\n{said}. {after}", said)


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_is_too_odd(said: str, text: str) -> None:
    signs = Signs([told(said)])
    assert signs.given_away(f"x {said} y") or not words(said)
    signs.given_away(text)


@pytest.mark.parametrize(
    ("audience", "closed"),
    [
        (ME, False),
        (ANYBODY, True),
        (of(), True),
        (of(1), False),
        (of(3), False),
        (of(1, 3), False),
        (of(2), True),
        (of(1, 2), True),
    ],
)
def test_it_is_closed_to_all_but_me_its_source_and_whom_i_let_in(audience: Audience, closed: bool) -> None:
    confided = Told("one", (TEXT,), 1, 2, may=frozenset({3}))
    assert closed_to(confided, audience, 10) == closed
    assert closed_to(replace(confided, nobody=True), audience, 10) == (audience != ME)
    assert not closed_to(replace(confided, until=10), audience, 10)
    assert closed_to(replace(confided, until=11), audience, 10) == closed
    assert closed_to(replace(confided, source=None), of(1), 10)
