"""Whether words say that something was only heard: "heard that …", "apparently", "angeblich"."""

from __future__ import annotations

import re

from comity.core import folding

SIGNS = (
    "heard that",
    "i heard",
    "heard from",
    "was told that",
    "they say",
    "people say",
    "rumour",
    "rumor",
    "rumours",
    "apparently",
    "allegedly",
    "supposedly",
    "reportedly",
    "angeblich",
    "geruechteweise",
    "gerüchteweise",
    "habe gehört",
    "hab gehört",
    "man sagt",
    "es heißt dass",
    "anscheinend",
    "dem vernehmen nach",
)
"""Words and phrases by which hearsay is told, in English and German; they stand for themselves, folded."""
_FOLDED = tuple(f" {folding.spaced(sign)} " for sign in SIGNS)


_ENDS = re.compile(r"[.!?;\n]")


def heard(text: str, start: int, end: int) -> bool:
    """Whether what stands from `start` until before `end` of a text is told as heard, in its own sentence."""
    ends = [found.end() for found in _ENDS.finditer(text, 0, start)]
    return is_hearsay(text[ends[-1] if ends else 0 : end])


def is_hearsay(words: str) -> bool:
    """Whether what is said is told as heard from others."""
    text = f" {folding.spaced(words)} "
    return any(sign in text for sign in _FOLDED)
