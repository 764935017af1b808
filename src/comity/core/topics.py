"""Which words of a text name what it is about: without words that say nothing, and with words that mean the same as one.

The words are data (`topics.toml`), in English and German. A phrase of a group of synonyms is read as one word, the first
of its group, so that "ML" and "machine learning" are the same, and a "machine operator" is neither.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from comity.core import fitting

MOST_WORDS = 60
"""Words of a text that are looked for at the most, the longest first."""
_WORD = re.compile(r"[^\W_](?:[\w+#]|&(?=[A-Z]))*")
_SHORT = re.compile(r"(?<!\w)(?:[A-Z][A-Z0-9+#]{1,2}|[A-Z][+#]{1,2})(?!\w)")


class Phrase(NamedTuple):
    """A synonym: its words as they are written, the one that its group is known by; capitals: only known in capitals."""

    words: tuple[str, ...]
    known_as: str
    capitals: bool


class Topics(NamedTuple):
    """What the file says. phrases: by their first word, in lower case, the longest first."""

    says_nothing: frozenset[str]
    alone_nothing: frozenset[str]
    interests: frozenset[str]
    phrases: Mapping[str, tuple[Phrase, ...]]


@cache
def topics() -> Topics:
    """The file of the package."""
    found = tomllib.loads(files("comity.core").joinpath("topics.toml").read_text("utf-8"))
    return Topics(
        frozenset(found["says_nothing"].split()),
        frozenset(found["alone_nothing"].split()),
        frozenset(found["interests"].split()),
        _phrases(found["same"]),
    )


def _phrases(groups: Sequence[Sequence[str]]) -> dict[str, tuple[Phrase, ...]]:
    found: dict[str, list[Phrase]] = {}
    for group in groups:
        for text in group:
            words = tuple(split(text))
            phrase = Phrase(tuple(map(str.casefold, words)), group[0], text.isupper())
            found.setdefault(phrase.words[0], []).append(phrase)
    return {
        first: tuple(sorted(phrases, key=lambda one: -len(one.words))) for first, phrases in found.items()
    }


def split(text: str) -> list[str]:
    """The words of a text as they are written."""
    return _WORD.findall(text)


def tokens(text: str) -> list[str]:
    """The words of a text, in lower case; a phrase that has synonyms is one word."""
    folded = _WORD.findall(text.casefold())
    if topics().phrases.keys().isdisjoint(folded):
        return folded
    return [word for word, _ in _named(text)]


def _named(text: str) -> Iterator[tuple[str, bool]]:
    """Each word, and whether it stands for a phrase that has synonyms."""
    written = split(text)
    folded = [word.casefold() for word in written]
    phrases = topics().phrases
    at = 0
    while at < len(folded):
        phrase = _phrase_at(phrases.get(folded[at], ()), written, folded, at)
        yield (folded[at], False) if phrase is None else (phrase.known_as, True)
        at += 1 if phrase is None else len(phrase.words)


def _phrase_at(
    phrases: Sequence[Phrase], written: Sequence[str], folded: Sequence[str], at: int
) -> Phrase | None:
    for phrase in phrases:
        end = at + len(phrase.words)
        if tuple(folded[at:end]) == phrase.words and not (phrase.capitals and not written[at].isupper()):
            return phrase
    return None


def words(text: str) -> tuple[str, ...]:
    """The words of a text that may name what it is about; acronyms, such as "SQL", where they stand out."""
    named = [word for word, known in _named(text) if known]
    nothing = topics().says_nothing
    plain = " ".join(word for word, known in _named(text) if not known)
    long = [word for word in fitting.words(plain, 4 * MOST_WORDS) if word not in nothing][:MOST_WORDS]
    short = [] if text.isupper() else [found.lower() for found in _SHORT.findall(text)]
    acronyms = (word for word in short if word not in nothing and word not in topics().phrases)
    return tuple(dict.fromkeys((*named, *long, *acronyms)))


def is_interest(text: str) -> bool:
    """Whether a fact that was noted tells what somebody likes or can do."""
    return not topics().interests.isdisjoint(tokens(text))
