"""How to speak to somebody in a draft: by which name, and in German by which form."""

from __future__ import annotations

import re
from collections.abc import Iterable

from comity.core.display_names import is_suffix

_TITLES = frozenset(
    "dr dr. prof prof. professor mr mr. mrs mrs. ms ms. mx mx. sir dame dipl.-ing. dipl.-inf. mag. ing. herr frau rev rev. "
    "the".split()
)
_FORMAL = re.compile(r"(?<![.!?:\n])[ ,](?:Sie|Ihnen|Ihre[mnrs]?|Ihr)\b")
_FAMILIAR = re.compile(r"\b(?:du|dir|dich|deine?[mnrs]?|Du|Dir|Dich|Deine?[mnrs]?|euch|eure?[mnrs]?)\b")


def given_name(name: str) -> str:
    """What to call somebody in a greeting: the first word of their name that is no title; "" where there is none.

    A name that is an address, or an initial alone, is no name to greet with.
    """
    for word in name.split():
        if word.lower() in _TITLES:
            continue
        plain = word.strip(",;()\"“”'")
        if "@" in name or len(plain.strip(".")) < 2 or is_suffix(plain) or not plain[0].isalpha():
            return ""
        return plain
    return ""


def form_of_address(texts: Iterable[str]) -> str:
    """`du` where these German texts say du, else `sie`, which offends nobody."""
    formal = familiar = 0
    for text in texts:
        formal += len(_FORMAL.findall(text))
        familiar += len(_FAMILIAR.findall(text))
    return "du" if familiar > formal else "sie"
