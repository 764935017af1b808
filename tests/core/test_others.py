"""Everybody else is left out of a text that goes to one person, always under the same number."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from comity.core.others import Others


def others() -> Others:
    return Others(
        [(1, "Bo Falk"), (2, "Bo Falk Berg"), (3, "Cher"), (4, "Ines Adler")],
        [(1, "bo@falk.example"), (5, "nobody@x.example")],
        ["Ines Varga", "ines@varga.example", "Noor Adler"],
    )


def test_names_and_addresses_become_numbers_that_stay() -> None:
    found = others()
    assert found.text("Bo Falk (BO@falk.example), not bo  falk-berg") == (
        "[another person 1] ([another person 1]), not [another person 2]"
    )
    assert (
        found.text("who@else.example and ines@varga.example") == "[another person 3] and ines@varga.example"
    )
    assert found.address("bo@falk.example") == "[another person 1]"
    assert found.called(1) == "[another person 1]"


def test_single_words_go_only_of_those_beside() -> None:
    found = others()
    assert found.text("Cher and Bo sing") == "Cher and Bo sing"
    assert found.text("Cher and Adler", [(3, "Cher"), (9, "Al Adler")]) == "[another person 1] and Adler"


def test_a_name_made_of_kept_words_stays() -> None:
    assert others().text("Ines Adler") == "Ines Adler"


@given(st.text(max_size=300))
def test_no_name_is_left(text: str) -> None:
    assert "bo falk" not in others().text(f"{text} Bo Falk {text}".replace("[", " ")).casefold()
