"""Words by which hearsay is told."""

from __future__ import annotations

import pytest

from comity.core.hearsay import SIGNS, heard, is_hearsay


@pytest.mark.parametrize("sign", SIGNS)
def test_each_sign_tells_hearsay(sign: str) -> None:
    assert is_hearsay(f"Well, {sign.upper()} she leaves")


def test_words_within_other_words_are_no_sign() -> None:
    assert not is_hearsay("Ada overheard thatching is dear")


def test_only_the_sentence_of_a_thing_counts() -> None:
    text = "Heard that Bo sails. Ada has two children"
    assert heard(text, text.index("Bo"), text.index("."))
    assert not heard(text, text.index("Ada"), len(text))
