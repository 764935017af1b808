"""What is typed becomes words and phrases, and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.search import MOST_TERMS, Term, parse, plain


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ()),
        ("lantern", (Term(("lantern",), True),)),
        ("lantern harb", (Term(("lantern",), True), Term(("harb",), True))),
        ('"the harbour" lant', (Term(("the", "harbour"), False), Term(("lant",), True))),
        ('"never closed', (Term(("never", "closed"), False),)),
        ("e-mail", (Term(("e", "mail"), True),)),
        ('""', ()),
        ('" OR *', (Term(("OR",), False),)),
        ("NEAR(a b)", (Term(("NEAR", "a"), True), Term(("b",), True))),
        ("a\0b", (Term(("a", "b"), True),)),
        ("?!", ()),
        ("naïve Žofie", (Term(("naïve",), True), Term(("Žofie",), True))),
    ],
)
def test_words_may_be_beginnings_and_phrases_are_whole(text: str, terms: tuple[Term, ...]) -> None:
    assert parse(text) == terms


def test_a_long_text_is_cut() -> None:
    assert len(parse("a " * 1000)) == MOST_TERMS
    assert parse("x" * 5000) == (Term(("x" * 1000,), True),)


@given(st.text())
def test_a_term_holds_nothing_that_a_database_reads_as_more_than_a_word(text: str) -> None:
    terms = parse(text)
    assert len(terms) <= MOST_TERMS
    assert all(term.words and all(re.fullmatch(r"\w+", word) for word in term.words) for term in terms)


def test_text_is_plain_without_nul_and_without_halves_of_characters() -> None:
    assert plain("a\0b\udcffc é🙂") == "a bc é🙂"
