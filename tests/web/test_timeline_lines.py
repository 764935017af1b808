"""The lines of a timeline, as they are written out."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.answers.shapes import Entry
from comity.interfaces.web.templatetags.rows import timeline_lines

_AT = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("snippet", "shown"),
    [
        ("See you at the depot", "See you at the depot</span>"),
        ("word " * 39 + "depot", "word word …</span>"),
        ("w" * 200, "w" * 200 + "</span>"),
    ],
)
def test_a_snippet_that_was_cut_ends_with_a_whole_word(snippet: str, shown: str) -> None:
    entry = Entry("id", "mail", _AT, "in", "Subject", snippet)
    assert shown in timeline_lines([entry], _AT.date())
