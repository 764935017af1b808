"""Who fits a question by its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.core.fitting import MOST_WORDS, Held, ranked, words


def held(person: int, kind: str, text: str, strength: float = 0.0) -> Held:
    return Held(person, f"{person:032x}", f"P{person}", kind, text, strength)


def test_words_that_say_little_are_left_out() -> None:
    assert words("Could you please help with the bookbinders, or some C++ and glass?") == (
        "bookbinder",
        "glass",
    )
    assert words("für uns bitte helfen?") == ()


@given(st.text())
def test_words_are_few_and_long_enough(text: str) -> None:
    found = words(text)
    assert len(found) <= MOST_WORDS
    assert all(len(word) >= 4 for word in found)


def test_who_fits_more_words_comes_first_then_the_stronger_tie() -> None:
    found = ranked(
        [
            held(1, "title", "Glass maker", 1.0),
            held(2, "title", "Glass maker", 9.0),
            held(3, "tag", "glass"),
            held(3, "fact", "A binder of glass books"),
            held(4, "organisation", "Iron & Co"),
        ],
        ("glass", "binder"),
        3,
    )
    assert [one.person for one in found] == [3, 2, 1]
    assert found[0].why == (("fact", "A binder of glass books"), ("tag", "glass"))


def test_a_skill_tells_more_than_an_organisation() -> None:
    found = ranked([held(1, "organisation", "Glass"), held(2, "skill", "Glass")], ("glass",), 9)
    assert [one.person for one in found] == [2, 1]
