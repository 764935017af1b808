"""One person's name and addresses are taken out of texts that stay, and nobody else's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.core.redaction import ERASED, Traces, traces, without, without_quotes

ZOE = traces(
    [("email", "zoe@quill.example"), ("linkedin", "in/zoe-a"), ("entry", "0" * 32), ("name", "zoe")],
    ["Zoë Ångström", " Zoë  Ångström", "Zoë"],
    ["+49 (30) 123-4567", "12"],
)


def test_by_what_somebody_is_told() -> None:
    assert Traces(("zoe@quill.example", "in/zoe-a"), ("Zoë Ångström",), ("49301234567",)) == ZOE
    assert ZOE.needles() == ("zoe@quill.example", "in/zoe-a", "Zoë Ångström")
    assert Traces().pattern() is None
    assert Traces().close(()) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Write to zoe@quill.example.", f"Write to {ERASED}."),
        ("<ZOE@QUILL.EXAMPLE>", f"<{ERASED}>"),
        ("anzoe@quill.example, zoe@quill.example.org", "anzoe@quill.example, zoe@quill.example.org"),
        ("Ångström, Zoë and zoe angstrom", f"{ERASED} and {ERASED}"),
        ("Zoë\nÅngström", ERASED),
        ("Zoë met Ångström", "Zoë met Ångström"),
        ("Call +49 30 1234567 now", f"Call +{ERASED} now"),
        ("Order 1493012345678", "Order 1493012345678"),
        ("", ""),
    ],
)
def test_what_stands_as_a_whole_goes(text: str, after: str) -> None:
    assert without(text, [ZOE.pattern(), None]) == after


def test_single_words_go_where_they_took_part_unless_another_is_called_so() -> None:
    assert without("Dear Zoë, ask ÅNGSTRÖM", [ZOE.close(())]) == f"Dear {ERASED}, ask {ERASED}"
    assert without("Dear Zoë", [ZOE.close(["Zoë Berg"])]) == "Dear Zoë"
    assert without("zoë in small letters", [ZOE.close(())]) == "zoë in small letters"


QUOTED = "Yes.\n\nOn Monday Zoë Ångström wrote:\n> the harbour\n"


def test_what_is_quoted_of_them_goes_whole() -> None:
    assert without_quotes(QUOTED, ZOE.pattern()) == f"Yes.\n\n{ERASED}"
    other = QUOTED.replace("Zoë Ångström", "Bo Falk")
    assert without_quotes(other, ZOE.pattern()) == other
    own = "Zoë Ångström sings.\n\nOn Monday Bo Falk wrote:\n> the harbour\n"
    assert without_quotes(own, ZOE.pattern()) == own
    assert without_quotes(QUOTED, None) == QUOTED


@given(st.text(max_size=200))
def test_nothing_that_is_looked_for_is_left(text: str) -> None:
    pattern = ZOE.pattern()
    assert pattern is not None
    assert not pattern.search(without(f"{text} Zoë Ångström {text}", [pattern]).replace(ERASED, " "))
