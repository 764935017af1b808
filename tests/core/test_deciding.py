"""What a question before a decision is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.conflicts import INTERESTS, TIES
from comity.core.deciding import DECISIONS, read, words


@pytest.mark.parametrize(
    ("question", "kind", "names"),
    [
        ("hire Bo at Acme", "hire", ("Bo", "Acme")),
        ("Should we buy from Quill & Co.?", "buy", ("Quill", "Co")),
        ("Bo Marsh bei der Acme GmbH einstellen", "hire", ("Bo Marsh", "Acme GmbH")),
        ("Kann ich Ada empfehlen?", "recommend", ("Ada",)),
        ("introduce Ada to Bo", "introduce", ("Ada", "Bo")),
        ("Dürfen wir in Acme investieren?", "invest", ("Acme",)),
        ("put Ada in touch with Bo's team", "other", ("put Ada", "touch", "Bo")),
        ("Ada Quill", "other", ("Ada Quill",)),
        ("?!", "other", ()),
    ],
)
def test_the_kind_of_decision_and_the_words_that_may_be_names(
    question: str, kind: str, names: tuple[str, ...]
) -> None:
    found = read(question)
    assert (found.kind, found.unknown(frozenset())) == (kind, names)


def test_longer_spans_come_first_and_a_place_is_told_by_the_word_before_it() -> None:
    spans = [(span.text, span.at) for span in read("hire Bo Marsh at Acme").spans()]
    assert spans == [
        ("Bo Marsh at Acme", False),
        ("Marsh at Acme", False),
        ("Bo Marsh", False),
        ("Bo", False),
        ("Marsh", False),
        ("Acme", True),
    ]


def test_words_that_are_taken_are_known() -> None:
    found = read("hire Bo Marsh at Acme soon")
    (span,) = [span for span in found.spans() if span.text == "Bo Marsh"]
    assert found.unknown(frozenset(span.places)) == ("Acme soon",)


def test_every_kind_of_decision_has_words_in_two_languages() -> None:
    known = words()
    assert set(known.phrases.values()) == set(DECISIONS) - {"other"}
    for pair in ({"hire", "einstellen"}, {"introduce", "vorstellen"}, {"buy", "kaufen"}):
        assert {(word,) for word in pair} <= set(known.phrases)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = read(text)
    assert found.kind in DECISIONS
    assert len(found.words) <= 60
    list(found.spans())


def test_keys_fit_their_columns() -> None:
    assert max(map(len, (*INTERESTS, *TIES))) <= 16
