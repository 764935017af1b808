"""The day's list as a mail: safe words, no request to anywhere, one line of subject."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from comity.exports.letter import Letter, Line, html, subject, text

ANY = st.text(max_size=60)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


def letter(words: str, link: str = "http://localhost:8000/people/1") -> Letter:
    line = Line(words, words, words, words, link)
    return Letter(words, words, (line, line), (words,), "Ahead", words, link, words)


@given(ANY)
def test_no_words_make_a_header_a_tag_or_a_line_of_their_own(words: str) -> None:
    told = letter(words)
    assert not re.search(r"[\x00-\x1f\x7f]", subject(told))
    seen = _Tags()
    seen.feed(html(told))
    assert {tag for tag, _ in seen.tags} <= set("html head meta title body p h3 ul li b br a small".split())
    assert {name for _, attrs in seen.tags for name, _ in attrs} <= {"lang", "charset", "href"}
    assert len(text(told).splitlines()) == len(text(letter("x")).splitlines())


def test_a_letter_without_an_address_of_the_pages_has_no_links() -> None:
    told = letter("x", link="")
    assert "href" not in html(told)
    assert "http" not in text(told)


def test_what_turns_writing_around_is_taken_out() -> None:
    assert "\u202e" not in text(letter("Ada \u202efdp.exe"))
