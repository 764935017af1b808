"""What a user types to find something, as words and phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PIECES = re.compile(r'"([^"]*)"?|(\S+)')
_WORD = re.compile(r"\w+")
MOST_TERMS = 16


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand together, in this order; the last one may be only begun."""

    words: tuple[str, ...]
    open_ended: bool


def plain(text: str) -> str:
    """Text without what no database takes: NUL, and halves of characters (bytes that were no UTF-8)."""
    return text.encode("utf-8", "ignore").decode().replace("\0", " ")


def parse(text: str) -> tuple[Term, ...]:
    """The terms of a search, all of which must occur; at most `MOST_TERMS`.

    Text in double quotes is a phrase; other words may be beginnings. Punctuation parts words, as it does
    in the index, so "e-mail" is the phrase "e mail".
    """
    terms = []
    for phrase, word in _PIECES.findall(text[:1000]):
        words = tuple(_WORD.findall(phrase or word))
        if words:
            terms.append(Term(words, not phrase))
    return tuple(terms[:MOST_TERMS])
