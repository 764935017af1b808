"""At which gathering something took place: "met Bo at PyCon Porto".

A name counts as that of a gathering where it is one of those the user has, or says so itself by a word of the grammar
("conference", "fair") or an ending ("PyCon"). Anything else after "at" may be a place or a company, and stays a note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from comity.core.sayit.chunks import Chunk, Sort
from comity.core.sayit.grammar import Grammar
from comity.core.sayit.tokens import Token, key

_LONGEST = 8
"""Words of a name."""
_LEAST = 2
"""Letters that stand before an ending."""
_MAY_NAME = frozenset(Sort) - {Sort.END}


@dataclass(frozen=True, slots=True)
class Gathering:
    """Chunks `first` up to `last`, "at" included; name: as it stands."""

    first: int
    last: int
    name: str


class Gatherings:
    """Finds them in a line; known: names of the user's events."""

    def __init__(
        self,
        text: str,
        chunks: Sequence[Chunk],
        words: Sequence[Token],
        languages: Sequence[Grammar],
        known: Collection[str],
    ) -> None:
        self.text, self.chunks, self.words, self.languages = text, chunks, words, languages
        self.known = {_key(name) for name in known}

    def found(self, first: int, last: int) -> Iterator[Gathering]:
        """Those between two chunks, in order."""
        at = first
        while at < last:
            start = self._after_at(at, last)
            end = self._name(start, last) if start else None
            if start is None or end is None:
                at += 1
                continue
            yield Gathering(at, end, self.text[self.chunks[start].start : self.chunks[end - 1].end])
            at = end

    def _after_at(self, at: int, last: int) -> int | None:
        """Behind "at", "at the" and the like."""
        for grammar in self.languages:
            for phrase in sorted(grammar.at, key=len, reverse=True):
                run = self.chunks[at : min(at + len(phrase), last)]
                if tuple(self.words[chunk.first].word for chunk in run) == phrase:
                    return at + len(phrase)
        return None

    def _name(self, start: int, last: int) -> int | None:
        """Where the longest name that begins here ends; None where none does."""
        ends = []
        for end in range(start + 1, min(start + _LONGEST, last) + 1):
            if self.chunks[end - 1].sort not in _MAY_NAME:
                break
            if self._is_name(start, end):
                ends.append(end)
        return max(ends, default=None)

    def _is_name(self, start: int, end: int) -> bool:
        said = self.words[self.chunks[start].first : self.chunks[end - 1].last]
        if _key(" ".join(token.text for token in said)) in self.known:
            return True
        if any(self.chunks[place].sort not in (Sort.WORD, Sort.MAYBE) for place in range(start, end)):
            return False
        if not all(self._is_word(token) or self._is_proper(token) for token in said):
            return False
        plain = [token for token in said if not self._is_word(token)]
        ends_so = any(self._ends_so(token) for token in plain)
        return ends_so or (bool(plain) and len(plain) < len(said))

    def _is_proper(self, token: Token) -> bool:
        common = any(token.word in grammar.words.common for grammar in self.languages)
        return token.word[:1].isdigit() or (token.capital and not common)

    def _is_word(self, token: Token) -> bool:
        return any(token.word in grammar.gatherings for grammar in self.languages)

    def _ends_so(self, token: Token) -> bool:
        return any(
            token.word.endswith(ending) and len(token.word) >= len(ending) + _LEAST
            for grammar in self.languages
            for ending in grammar.gathering_ends
        )


def _key(name: str) -> str:
    """The letters and digits of a name."""
    return "".join(letter for letter in key(name) if letter.isalnum())
