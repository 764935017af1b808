"""What took place: the kinds, people and days that no pattern claimed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from comity.core.sayit.chunks import Chunk, Sort
from comity.core.sayit.grammar import Grammar, KindWord
from comity.core.sayit.tokens import Token


@dataclass(slots=True)
class Found:
    """A happening as chunks: its kind words, those who were there, days and times. Grows while parts are read.

    plain: it may be a plan as well, since it begins like an order: "call Ada".
    """

    kind: KindWord
    kinds: list[int]
    plain: bool = False
    who: list[int] = field(default_factory=list)
    moments: list[int] = field(default_factory=list)


_PEOPLE = (Sort.WHO, Sort.PRONOUN)

Parts = Sequence[Sequence[int]]
"""Runs of chunks that are unclaimed and hold no comma."""


class Happenings:
    """Reads the parts of a line in order."""

    def __init__(self, chunks: Sequence[Chunk], words: Sequence[Token], languages: Sequence[Grammar]) -> None:
        self.chunks, self.words, self.languages = chunks, words, languages
        self.found: list[Found] = []
        self._waiting: list[int] = []
        self._days: list[int] = []

    def read(self, parts: Parts) -> list[Found]:
        """Every happening; a part without a kind adds to the one before it, or waits for the one after it."""
        for part in parts:
            self._part(part)
        return self.found

    def _part(self, part: Sequence[int]) -> None:
        every = (list(self._kinds(part, grammar)) for grammar in self.languages)
        kinds = next((kinds for kinds in every if kinds), [])
        if kinds and self._did_not_happen(part, kinds[-1][0][0]):
            kinds = []
        marked = {place for places, _ in kinds for place in places}
        verbs = {place for places, kind in kinds if kind.verb for place in places}
        who = [place for place in part if self._takes_part(part, place, verbs)]
        moments = [place for place in part if (when := self.chunks[place].when) and not when.due]
        known = [place for place in who if self.chunks[place].sort != Sort.PRONOUN]
        if kinds and (not self.found or known or moments):
            strong = next((kind for _, kind in kinds if not kind.weak), kinds[0][1])
            self.found.append(
                Found(
                    strong,
                    sorted(marked),
                    self._is_plain(part, kinds),
                    known or who or self._waiting,
                    moments or self._days,
                )
            )
            self._waiting, self._days = [], []
        elif self.found:
            self._add(part, kinds, sorted(marked), who, moments)
        elif all(self._small(place) or place in who or place in moments for place in part):
            self._waiting += who
            self._days += moments

    def _add(
        self,
        part: Sequence[int],
        kinds: Sequence[tuple[Sequence[int], KindWord]],
        marked: list[int],
        who: list[int],
        moments: list[int],
    ) -> None:
        current = self.found[-1]
        if kinds and current.kind.weak and not kinds[0][1].weak:
            current.kind = kinds[0][1]
            current.kinds += marked
        if not all(self._small(place) or place in (*who, *moments, *marked) for place in part):
            return
        if not any(self.chunks[place].sort == Sort.DATE for place in current.moments):
            current.moments += moments
        if not current.who:
            current.who += who

    def _kinds(self, part: Sequence[int], grammar: Grammar) -> Iterator[tuple[Sequence[int], KindWord]]:
        at = 0
        while at < len(part):
            size, kind = self._kind_at(part, at, grammar)
            if kind and not self._is_told_of(part, at, size, kind):
                yield part[at : at + size], kind
            at += max(size, 1)

    def _did_not_happen(self, part: Sequence[int], kind: int) -> bool:
        """Whether it was called off, or the words before it say that it was not, or only perhaps."""
        if any(self._is(place, lambda g: g.words.off) for place in part):
            return True
        return any(self._is(place, lambda g: g.words.undone) for place in part if place < kind)

    def _is_plain(self, part: Sequence[int], kinds: Sequence[tuple[Sequence[int], KindWord]]) -> bool:
        places, kind = kinds[0]
        seen = [place for place in part if self.chunks[place].code]
        following = seen[len(places) : len(places) + 1]
        return kind.plain and seen[0] == places[0] and any(self.chunks[p].sort in _PEOPLE for p in following)

    def _is_told_of(self, part: Sequence[int], at: int, size: int, kind: KindWord) -> bool:
        """Whether it is but spoken of ("about the workshop"), or went on between others ("Ada called Bo")."""
        before = [place for place in part[:at] if self.chunks[place].code]
        while before and self._is(before[-1], lambda g: g.words.articles):
            before.pop()
        if before and self._is(before[-1], lambda g: g.words.about):
            return True
        after = next((place for place in part[at + size :] if self.chunks[place].code), None)
        between = bool(before) and after is not None and self.chunks[after].sort in _PEOPLE
        return kind.verb and between and self.chunks[before[-1]].sort in _PEOPLE

    def _kind_at(self, part: Sequence[int], at: int, grammar: Grammar) -> tuple[int, KindWord | None]:
        for size in (3, 2, 1):
            run = [self.chunks[place] for place in part[at : at + size]]
            if len(run) < size or any(chunk.sort != Sort.WORD for chunk in run):
                continue
            phrase = tuple(self.words[chunk.first].word for chunk in run)
            if phrase in grammar.kinds:
                return size, grammar.kinds[phrase]
        return 1, None

    def _takes_part(self, part: Sequence[int], place: int, verbs: set[int]) -> bool:
        sort = self.chunks[place].sort
        if sort in _PEOPLE:
            return not self._stands_for_another(part, place)
        if sort != Sort.MAYBE:
            return False
        at = part.index(place)
        before = next((p for p in reversed(part[:at]) if self.chunks[p].code), None)
        after = next((p for p in part[at + 1 :] if self.chunks[p].code), None)
        if before is not None and (before in verbs or self._is(before, lambda g: g.words.with_)):
            return True
        return after in verbs or (before is not None and self.chunks[before].sort == Sort.LIST)

    def _stands_for_another(self, part: Sequence[int], place: int) -> bool:
        """Whether it only tells whose somebody is: "Ada's boss", "the boss of Ada"."""
        seen = [one for one in part if self.chunks[one].code]
        at = seen.index(place)
        after = seen[at + 1 : at + 2]
        if self.chunks[place].code == "@q " and after and self._is_plain_word(after[0]):
            return True
        of = at > 1 and self._is(seen[at - 1], lambda g: g.words.of)
        return of and self._is_plain_word(seen[at - 2])

    def _is_plain_word(self, place: int) -> bool:
        chunk = self.chunks[place]
        word = self.words[chunk.first].word
        known = any((word,) in grammar.kinds or word in grammar.words.common for grammar in self.languages)
        return chunk.sort in (Sort.WORD, Sort.MAYBE) and not known

    def _is(self, place: int, of: Callable[[Grammar], frozenset[str]]) -> bool:
        return any(self.words[self.chunks[place].first].word in of(grammar) for grammar in self.languages)

    def _small(self, place: int) -> bool:
        chunk = self.chunks[place]
        return chunk.sort in (Sort.LIST, Sort.MARK, Sort.FILLER) or self._is(place, lambda g: g.words.joints)
