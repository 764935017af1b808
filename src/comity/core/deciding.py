"""What a question before a decision is about: the kind of decision, and the words that may be names.

The words of each language are data (`deciding_words/*.toml`); what is said in another language is still read for its
names. Nothing is guessed: a name that fits several is asked about, and a word that fits nobody is told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

DECISIONS: Mapping[str, bool] = {
    "hire": False,
    "promote": False,
    "pay": False,
    "buy": False,
    "invest": False,
    "review": False,
    "recommend": True,
    "introduce": True,
    "other": False,
}
"""Kinds of decision, and whether one only speaks for somebody by it. Stored in no table; shown in --json."""
_FILES = files("comity.core").joinpath("deciding_words")
LONGEST_QUESTION = 1000
_MOST_WORDS = 60
_MOST_SPAN = 6
_WORD = re.compile(r"[^\s,;:?!()\[\]{}\"“”„«»<>]+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of all languages: phrases of each kind of decision, words that are no names, and those before a place."""

    phrases: Mapping[tuple[str, ...], str]
    fillers: frozenset[str]
    at: frozenset[str]


@dataclass(frozen=True, slots=True)
class Span:
    """Some words that stand together and may be a name. start: their place; at: a word before them says "at"."""

    words: tuple[str, ...]
    start: int
    at: bool

    @property
    def text(self) -> str:
        """The words as they were written."""
        return " ".join(self.words)

    @property
    def places(self) -> range:
        """Where they stand in the question."""
        return range(self.start, self.start + len(self.words))


@dataclass(frozen=True, slots=True)
class Question:
    """A question read. kind: one of `DECISIONS`; words: all of it; skipped: places of words that are no names."""

    kind: str
    words: tuple[str, ...]
    skipped: frozenset[int]
    at: frozenset[int]

    def spans(self) -> Iterator[Span]:
        """Words that may be a name, the longest first, then from left to right; none begins or ends with a filler."""
        for length in range(min(_MOST_SPAN, len(self.words)), 0, -1):
            for start in range(len(self.words) - length + 1):
                ends = {start, start + length - 1}
                if not ends & self.skipped:
                    yield Span(self.words[start : start + length], start, start - 1 in self.at)

    def unknown(self, taken: frozenset[int]) -> tuple[str, ...]:
        """The words that are neither a name that was found (their places) nor one of ours, those side by side together."""
        found: list[list[str]] = []
        last = -2
        for place, word in enumerate(self.words):
            if place in self.skipped or place in taken:
                continue
            if place == last + 1:
                found[-1].append(word)
            else:
                found.append([word])
            last = place
        return tuple(" ".join(words) for words in found)


def read(question: str) -> Question:
    """The kind of decision and the words of a question in plain language, at most 60 of them."""
    known = words()
    said = tuple(_clean(word) for word in _WORD.findall(question[:LONGEST_QUESTION]))
    said = tuple(word for word in said if word)[:_MOST_WORDS]
    folded = [word.casefold() for word in said]
    kind, phrase = _kind(folded, known)
    skipped = {n for n, word in enumerate(folded) if word in known.fillers or not any(map(str.isalnum, word))}
    skipped |= set(phrase)
    at = frozenset(place for place, word in enumerate(folded) if word in known.at)
    return Question(kind, said, frozenset(skipped), at)


@cache
def words() -> Words:
    """The words of every language that there is a file of."""
    phrases: dict[tuple[str, ...], str] = {}
    fillers: set[str] = set()
    at: set[str] = set()
    found = [file for file in _FILES.iterdir() if file.name.endswith(".toml")]
    for file in sorted(found, key=lambda one: one.name):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        phrases |= {tuple(said.split()): kind for kind, many in told["decisions"].items() for said in many}
        fillers |= set(told["fillers"])
        at |= set(told["at"])
    return Words(phrases, frozenset(fillers), frozenset(at))


def _clean(word: str) -> str:
    """A word without the marks that end sentences and without a genitive's apostrophe; an address or id as it is."""
    bare = word.strip(".'’‘`*_")
    return bare[:-2] if bare[-2:] in ("'s", "’s") else bare


def _kind(folded: Sequence[str], known: Words) -> tuple[str, range]:
    """The first kind of decision that is named, by its longest phrase, and where it stands."""
    longest = max(map(len, known.phrases), default=0)
    for start in range(len(folded)):
        for length in range(longest, 0, -1):
            kind = known.phrases.get(tuple(folded[start : start + length]))
            if kind is not None and start + length <= len(folded):
                return kind, range(start, start + length)
    return "other", range(0)
