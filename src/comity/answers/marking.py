"""Where in a text the words stand that were searched for, for showing it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import islice

from comity.core import folding
from comity.core.search import Either, Query, Words

_BEFORE, _AROUND = 60, 200
_FIRST, _LONGEST = 1_000, 20_000
"""Characters that are looked through for the place to show: mostly it is near the beginning."""
_MOST = 50
"""Places that are marked."""

Parts = tuple[tuple[str, bool], ...]
Sought = tuple[tuple[tuple[str, ...], bool], ...]
"""Words side by side, and whether the last of them is only begun."""


def marked(text: str, query: Query) -> Parts:
    """The whole text in pieces, each with whether it is what was wanted."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in _places(text, _sought(query), _MOST):
        if start > at:
            parts.append((text[at:start], False))
        parts.append((text[start:end], True))
        at = end
    if at < len(text):
        parts.append((text[at:], False))
    return tuple(parts)


def excerpt(text: str, query: Query) -> Parts:
    """About 200 characters around the first place of what was wanted, on one line; () where it does not stand in the text."""
    sought = _sought(query)
    near = _places(text[:_FIRST], sought, 1)
    if not near or near[0][1] == _FIRST:  # where a word may be cut
        near = _places(text[:_LONGEST], sought, 1)
    if not near:
        return ()
    first = near[0]
    start = max(0, first[0] - _BEFORE)
    if start:
        start = text.find(" ", start, first[0]) + 1 or start
    line = " ".join(text[start : start + _AROUND].split())
    return marked(("… " if start else "") + line, query)


def _sought(query: Query) -> Sought:
    """Everything wanted."""
    terms: list[Words] = []
    for node in query.nodes:
        terms += node.terms if isinstance(node, Either) else [node] if isinstance(node, Words) else []
    return tuple((term.words, term.open_ended) for term in terms)


def _places(text: str, sought: Sought, most: int) -> list[tuple[int, int]]:
    """Where it stands, in order: places in the text as it was written, whatever its characters are folded to."""
    if not sought:
        return []
    found = [match.span() for match in islice(_pattern(sought).finditer(folding.loose(text)), most)]
    if text.isascii() or not found:
        return found
    ends = folding.ends(text)
    return [(bisect_right(ends, start), _end(ends, end)) for start, end in found]


def _end(ends: list[int], end: int) -> int:
    """Where the characters end that were folded to so much, with the marks upon the last of them."""
    last = bisect_right(ends, end - 1)
    return bisect_right(ends, ends[last])


@lru_cache(64)
def _pattern(sought: Sought) -> re.Pattern[str]:
    """Finds it in a folded text, the longest first."""
    choices = [" +".join(words) + ("" if begun else "(?![^ ])") for words, begun in sought]
    return re.compile(f"(?<![^ ])(?:{'|'.join(sorted(choices, key=len, reverse=True))})")
