"""A text as words, numbers and marks, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.core.matching.words import folded

_TOKEN = re.compile(
    r"\d+(?:[.:/-]\d+)*(?:[^\W\d_]{1,2}\b)?(?:\.(?=\s+\w))?"
    r"|[^\W\d_]\.(?=\s?[^\W\d_])"
    r"|[^\W\d_]\w*(?:['’.&-][^\W\d_]\w*)*"
    r"|\S"
)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_LONGEST_WORD = 60
_ENDS = frozenset('.;!?…—–"“”„()[]{}|')
_MARKS = _ENDS | frozenset(",:-'’‘&+/\\*#<>=~`_")


@dataclass(frozen=True, slots=True)
class Token:
    """word: folded, without 's, "" for a mark; capital: written with a capital, or in a script without any."""

    start: int
    end: int
    text: str
    word: str
    capital: bool
    owns: bool

    @property
    def is_mark(self) -> bool:
        """Punctuation, of which nothing is lost when it is left out."""
        return self.text in _MARKS

    @property
    def ends(self) -> bool:
        """Whether a sentence ends here."""
        return self.text in _ENDS


def tokens(text: str, endings: frozenset[str] = frozenset()) -> list[Token]:
    """The words, numbers and marks of a text, in order.

    endings: what is a word of its own after an apostrophe, such as the "ll" of "she'll".
    """
    return [
        token for found in _TOKEN.finditer(text) for token in _parted(found.start(), found.group(), endings)
    ]


def _parted(start: int, said: str, endings: frozenset[str]) -> Iterator[Token]:
    body, _, ending = said.replace("’", "'").rpartition("'")
    if body and ending.lower() in endings:
        yield _token(start, said[: len(body)])
        yield _token(start + len(body), said[len(body) :])
    else:
        yield _token(start, said)


def _token(start: int, said: str) -> Token:
    owns = _POSSESSIVE.search(said) is not None
    word = "" if said in _MARKS else key(_POSSESSIVE.sub("", said))
    return Token(start, start + len(said), said, word, not said[:1].islower(), owns)


def key(word: str) -> str:
    """A word as the grammar compares it: folded, parts joined by hyphens; marks are kept in numbers only."""
    if word[:1].isdigit():
        return word.lower()[:_LONGEST_WORD]
    return folded(word[:_LONGEST_WORD]).replace(" ", "-")
