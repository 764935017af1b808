"""From words of any script to a few comparable forms: folded letters, and how they roughly sound."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA

_REMEMBERED = 1 << 15
_MARKS = re.compile("[\u0300-\u036f]+")
_UNFIT = re.compile(r"[^a-z0-9]+")
_JOINING = re.compile("['’ʼ`´]")
_TWICE = re.compile(r"(.)\1+")
_SOUNDS = (
    *(("x", "ks"), ("shch", "s"), ("tsch", "x"), ("tch", "x"), ("sch", "s"), ("ch", "x"), ("kh", "x")),
    *(("cz", "x"), ("sz", "s"), ("sh", "s"), ("zh", "s"), ("dj", "j"), ("ph", "f"), ("th", "t"), ("gh", "g")),
    *(
        ("ck", "k"),
        ("qu", "k"),
        ("q", "k"),
        ("tz", "s"),
        ("ts", "s"),
        ("ce", "se"),
        ("ci", "si"),
        ("cy", "si"),
    ),
    *(("c", "k"), ("z", "s"), ("w", "v"), ("j", "i"), ("y", "i"), ("gue", "ge"), ("gui", "gi")),
    *(("ae", "a"), ("oe", "o"), ("ue", "u"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ie", "i")),
)
"""Spellings that stand for much the same sound across languages and ways of transliteration, in this order.
`x` then stands for all that is written ch, kh, tch, tsch or cz."""


@lru_cache(_REMEMBERED)
def folded(text: str) -> str:
    """Small Latin letters and digits, single spaces: "Žofie O’Nell-Łuc" gives "zofie onell luc".

    Other scripts are transliterated letter by letter, so that "Иван" and "Ivan" are the same.
    """
    plain = text.casefold()
    if plain.isascii():
        if plain.isalnum():
            return plain
    else:
        # Marks go first: й and ё are compared as и and е, in whatever normal form they came.
        plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
        plain = plain if plain.isascii() else anyascii(unicodedata.normalize("NFC", plain)).lower()
    return _UNFIT.sub(" ", _JOINING.sub("", plain)).strip()


@lru_cache(_REMEMBERED)
def sound(word: str) -> str:
    """A folded word as it roughly sounds: the same for müller, mueller and muler; for alexey and aleksej.

    It is coarse on purpose: it finds what is worth comparing, and is weaker evidence than the same letters.
    """
    text = word
    if text.startswith("mac") and len(text) > 5:
        text = "mk" + text[3:]
    elif text.startswith("mc") and len(text) > 3:
        text = "mk" + text[2:]
    elif text.startswith(("ye", "je", "ie")) and len(text) > 4:
        text = text[1:]
    for spelling, heard in _SOUNDS:
        if spelling in text:
            text = text.replace(spelling, heard)
    return _TWICE.sub(r"\1", text[:1] + text[1:].replace("h", ""))


def joined_sound(first: str, second: str) -> str:
    """How two words sound that are written as one, from how each sounds; for almost all that of `sound` for both."""
    rest = second.replace("h", "")
    return first + (rest[1:] if rest[:1] == first[-1:] else rest)


def slip(one: str, other: str) -> bool:
    """Whether two words differ by no more than slips of the pen: one up to seven letters, two in longer ones.

    The first letter is seldom mistaken, and never together with another.
    """
    longest = max(len(one), len(other))
    if longest < 3:
        return False
    allowed = 2 if longest > 7 and one[0] == other[0] else 1
    if abs(len(one) - len(other)) > allowed:
        return False
    return OSA.distance(one, other, score_cutoff=allowed) <= allowed
