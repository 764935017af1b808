"""Whom a mail speaks to, and whom a sentence names, among the people who are in it.

Names are compared word by word, folded ("José" is "jose"). A greeting that names nobody ("Hi all") says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from comity.core.folding import words
from comity.core.name_words import DEGREES, GENERATIONS, PARTICLES

_LINES = 4
"""Lines with words at the beginning of a mail among which a greeting is looked for."""
_GREETING = re.compile(
    r"[^\w>|]*(?:hi(?: there)?|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrte[rs]?|"
    r"guten (?:tag|morgen|abend)|moin|servus)\b[ ,]*(?P<who>[^.!?\n,:;–]{1,80}(?:,[^.!?\n,:;–]{1,40}){0,3}?)\s*(?:[,:;!.–-]|$)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?P<who>[^\W\d_][\w'’.-]*(?:(?:,| and| und| &| \+)? [^\W\d_][\w'’.-]*){0,4})\s*[,:–-]\s*$"
)
_NO_NAMES = PARTICLES | DEGREES.keys() | GENERATIONS.keys()


def greeted(own: str) -> str:
    """The words that name who is greeted at the beginning of a mail, "" where nobody is.

    Args:
        own: the text, or the writer's own part of it.
    """
    lines = (line.strip() for line in own[:2_000].splitlines())
    for _, line in zip(range(_LINES), (line for line in lines if line), strict=False):
        found = _GREETING.match(line[:200]) or _BARE.match(line[:100])
        if found:
            return found["who"]
    return ""


def names(text: str, name: str) -> bool:
    """Whether a text has one of the words of somebody's name, particles and degrees aside."""
    called = {word for word in words(name) if len(word) > 1 and word not in _NO_NAMES}
    return not called.isdisjoint(words(text))


def named(text: str, people: Sequence[str]) -> list[int]:
    """The places of those people, by name, whom a text names; of two Adas both, where it says no more than Ada."""
    return [place for place, name in enumerate(people) if names(text, name)]


def speaks_to(own: str, sentence: str, me: Iterable[str], others: Iterable[str], *, by_name: bool) -> bool:
    """Whether a sentence of a mail is said to me.

    It is where it names me, or the greeting does; it is not where the greeting names others alone. What is said to
    nobody by name is said to me unless that is asked for (`by_name`): on lists, to many, where I only get a copy.
    """
    me, greeting = list(me), greeted(own)
    if any(names(sentence, name) or names(greeting, name) for name in me):
        return True
    return not by_name and not any(names(greeting, name) for name in others)
