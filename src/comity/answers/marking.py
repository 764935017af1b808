"""Where in a text the words stand that were searched for, for showing it."""

from __future__ import annotations

import re

from comity.core import folding
from comity.core.search import Either, Query, Words

_WORD = re.compile(r"[^\W_]+")
_BEFORE, _AROUND = 60, 200
_LONGEST = 20_000
"""Characters that are looked through for the place to show."""

Parts = tuple[tuple[str, bool], ...]


def marked(text: str, query: Query) -> Parts:
    """The whole text in pieces, each with whether it is one of the words wanted."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in _places(text, _sought(query)):
        if start > at:
            parts.append((text[at:start], False))
        parts.append((text[start:end], True))
        at = end
    if at < len(text):
        parts.append((text[at:], False))
    return tuple(parts)


def excerpt(text: str, query: Query) -> Parts:
    """About 200 characters around the first word wanted, on one line; () where none stands in the text."""
    sought = _sought(query)
    first = next(iter(_places(text[:_LONGEST], sought)), None)
    if first is None:
        return ()
    start = max(0, first[0] - _BEFORE)
    if start:
        start = text.find(" ", start, first[0]) + 1 or start
    line = " ".join(text[start : start + _AROUND].split())
    return marked(("… " if start else "") + line, query)


def _sought(query: Query) -> tuple[tuple[str, bool], ...]:
    """(word, whether it is only a beginning) of everything wanted."""
    terms: list[Words] = []
    for node in query.nodes:
        terms += node.terms if isinstance(node, Either) else [node] if isinstance(node, Words) else []
    return tuple(
        (word, term.open_ended and place == len(term.words) - 1)
        for term in terms
        for place, word in enumerate(term.words)
    )


def _places(text: str, sought: tuple[tuple[str, bool], ...]) -> list[tuple[int, int]]:
    """Where the words stand, in order; at most 50.

    A word is held against what it folds to, so that the places are those of the text as it was written.
    """
    if not sought:
        return []
    if text.isascii():
        choices = "|".join(
            re.escape(word) + ("" if begun else "(?![a-z0-9])")
            for word, begun in sorted(sought, key=lambda one: -len(one[0]))
        )
        pattern = re.compile(f"(?<![a-z0-9])(?:{choices})")
        found = []
        for match in pattern.finditer(text.lower()):
            found.append(match.span())
            if len(found) == 50:
                break
        return found
    return _places_of_folded(text, sought)


def _places_of_folded(text: str, sought: tuple[tuple[str, bool], ...]) -> list[tuple[int, int]]:
    found = []
    known: dict[str, tuple[int, int] | None] = {}
    for match in _WORD.finditer(text):
        word = match[0]
        if word not in known:
            known[word] = _within(word, sought)
        span = known[word]
        if span is not None:
            found.append((match.start() + span[0], match.start() + span[1]))
            if len(found) == 50:
                break
    return found


def _within(word: str, sought: tuple[tuple[str, bool], ...]) -> tuple[int, int] | None:
    """Which part of a word is sought: its beginning, a character of a script without spaces, or nothing."""
    pieces = folding.words(word)
    for wanted, begun in sought:
        if len(pieces) == 1 and (pieces[0] == wanted or (begun and pieces[0].startswith(wanted))):
            length = next(
                (n for n in range(1, len(word)) if len(folding.spaced(word[:n])) >= len(wanted)), len(word)
            )
            return (0, length)
    if len(pieces) > 1:
        for place, char in enumerate(word):
            if any(folding.spaced(char) == wanted for wanted, _ in sought):
                return (place, place + 1)
    return None
