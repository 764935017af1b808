"""A text cut into what counts as one thing: a person, a day, a pronoun, a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from comity.core.sayit import when as time_words
from comity.core.sayit.grammar import Grammar
from comity.core.sayit.people import People
from comity.core.sayit.results import NOBODY
from comity.core.sayit.tokens import Token
from comity.core.sayit.when import When

_LONGEST_NAME = 5


class Sort(Enum):
    """What a chunk is."""

    WORD = "word"
    WHO = "who"
    MAYBE = "maybe"
    """Perhaps a name, where the sentence has a place for one."""
    PRONOUN = "pronoun"
    DATE = "date"
    TIME = "time"
    FILLER = "filler"
    LIST = "list"
    COMMA = "comma"
    MARK = "mark"
    END = "end"


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a chunk names: ids that fit, how they were found, and the name as it stands."""

    ids: tuple[str, ...]
    how: str
    name: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Tokens `first` up to `last`; code: how patterns see it, "" if they do not; at: where it stands among chunks."""

    sort: Sort
    first: int
    last: int
    start: int
    end: int
    code: str
    named: Named | None = None
    when: When | None = None


class Chunker:
    """Cuts one text. Each token is looked at a bounded number of times."""

    def __init__(
        self, words: Sequence[Token], people: People, languages: Sequence[Grammar], answers: Mapping[str, str]
    ) -> None:
        self.words, self.people, self.languages, self.answers = words, people, languages, answers
        self.main = languages[0]
        self._skip = {w for g in languages for p in g.kinds for w in p[:1]} | {
            w for g in languages for w in g.weekdays
        }

    def chunks(self) -> list[Chunk]:
        """The whole text in order."""
        found: list[Chunk] = []
        at = 0
        while at < len(self.words):
            chunk = (
                self._mark(at) or self._whole(at) or self._when(at) or self._role(at) or self._who(at, found)
            )
            found.append(chunk or self._word(at))
            at = found[-1].last
        return [self._listed(found, place) for place in range(len(found))]

    def _chunk(self, sort: Sort, first: int, last: int, code: str, named: Named | None = None) -> Chunk:
        start, end = self.words[first].start, self.words[last - 1].end
        return Chunk(sort, first, last, start, end, code, named)

    def _mark(self, at: int) -> Chunk | None:
        token = self.words[at]
        if not token.is_mark:
            return None
        titled = at > 0 and token.text == "." and self.words[at - 1].word in self.main.words.titles
        if titled:
            return self._chunk(Sort.MARK, at, at + 1, "")
        if token.ends:
            return self._chunk(Sort.END, at, at + 1, "")
        if token.text in ",:":
            return self._chunk(Sort.COMMA, at, at + 1, ", ")
        sort = Sort.LIST if token.text in "&+/" else Sort.MARK
        return self._chunk(sort, at, at + 1, "")

    def _whole(self, at: int) -> Chunk | None:
        run = [token.word for token in self.words[at : at + 8]]
        size, ids = self.people.whole(run)
        if not size:
            return None
        return self._named(at, at + size, self.people.ordered(ids), "name")

    def _named(self, first: int, last: int, ids: tuple[str, ...], how: str, sort: Sort = Sort.WHO) -> Chunk:
        words = self.words[first:last]
        name = " ".join(token.text for token in words)
        if words[-1].owns:
            name = name[:-2]
        code = "@n " if sort == Sort.MAYBE else ("@q " if words[-1].owns else "@p ")
        return self._chunk(sort, first, last, code, Named(ids, how, name))

    def _when(self, at: int) -> Chunk | None:
        when = time_words.found_at(self.words, at, self.languages)
        if when is None:
            return None
        start, end = self.words[at].start, self.words[when.last - 1].end
        return Chunk(Sort.TIME if when.is_time else Sort.DATE, at, when.last, start, end, "", None, when)

    def _role(self, at: int) -> Chunk | None:
        for grammar in self.languages:
            if self.words[at].word not in grammar.words.my:
                continue
            for size in (3, 2, 1):
                phrase = tuple(token.word for token in self.words[at + 1 : at + 1 + size])
                if len(phrase) == size and (role := grammar.roles.get(phrase)):
                    ids = self.people.ordered(self.people.in_role(role))
                    return self._named(at, at + 1 + size, ids, "role")
        return None

    def _who(self, at: int, before: Sequence[Chunk]) -> Chunk | None:
        if not self._may_name(at, before):
            return None
        if self.answers.get(f"who:{self.words[at].start}") == NOBODY:
            return None
        ids = self._fitting(self.words[at])
        run = self._run(at, before, known=bool(ids))
        for size in range(len(run), 1, -1):
            if both := self._together(run[:size]):
                return self._named(at, at + size, self.people.ordered(both), "part")
        if ids:
            unknown = 1
            while unknown < len(run) and not self._fitting(run[unknown]):
                unknown += 1
            if unknown > 1:
                return self._named(at, at + unknown, self.people.ordered(ids), "surname")
            return self._single(at, self.people.ordered(ids))
        return self._unknown(at, run, before)

    def _single(self, at: int, ids: tuple[str, ...]) -> Chunk:
        token = self.words[at]
        if self.people.part(token.word):
            return self._named(at, at + 1, ids, "part")
        if self._genitive(token):
            return self._chunk(
                Sort.WHO, at, at + 1, "@q ", Named(ids, "part", token.text[: -len(self.main.genitive)])
            )
        return self._named(at, at + 1, ids, "nickname")

    def _unknown(self, at: int, run: Sequence[Token], before: Sequence[Chunk]) -> Chunk | None:
        token = run[0]
        if token.text.isupper() and 1 < len(token.text) < 4:
            ids = self.people.ordered(self.people.initialled(token.word))
            return self._named(at, at + 1, ids, "initials", Sort.MAYBE) if ids else None
        after_article = bool(before) and self.words[before[-1].last - 1].word in self.main.words.articles
        if after_article or token.word in self.main.vocabulary or token.word in self.main.words.nobody:
            return None
        size = 1
        while size < len(run) and not self._fitting(run[size]):
            size += 1
        return self._named(at, at + size, (), "new", Sort.MAYBE)

    def _may_name(self, at: int, before: Sequence[Chunk]) -> bool:
        token = self.words[at]
        if not token.capital or not token.word or token.word[0].isdigit():
            return False
        if token.word in self._skip or any(token.word in g.pronouns for g in self.languages):
            return False
        if token.word not in self.main.words.common:
            return True
        opens = not before or before[-1].sort == Sort.END
        return not opens and bool(self.people.part(token.word))

    def _genitive(self, token: Token) -> frozenset[str]:
        """Adas Tochter: a name with the ending of an owner, in languages that write it without a sign."""
        ending = self.main.genitive
        if not ending or not token.word.endswith(ending):
            return frozenset()
        return self.people.part(token.word.removesuffix(ending))

    def _fitting(self, token: Token) -> frozenset[str]:
        return self.people.part(token.word) or self._genitive(token) or self.people.nicknamed(token.word)

    def _run(self, at: int, before: Sequence[Chunk], *, known: bool) -> list[Token]:
        """The capital words from here on that may be one name."""
        run = [self.words[at]]
        joined = bool(before) and self.words[before[-1].last - 1].word in self.main.words.with_
        for token in self.words[at + 1 : at + _LONGEST_NAME]:
            if run[-1].owns or not token.capital or not token.word or token.word[0].isdigit():
                break
            if token.word in self._skip or token.word in self.main.vocabulary:
                break
            letter = len(token.text.strip(".")) == 1
            if self.main.nouns_are_capitalised and not (joined or letter or self._fitting(token)):
                break
            if not known and self._fitting(token) and not joined:
                break
            run.append(token)
        return run

    def _together(self, run: Sequence[Token]) -> frozenset[str]:
        """Those whom all words of a run fit, a single letter standing for a word that begins with it."""
        ids: frozenset[str] | None = None
        letters = []
        for token in run:
            if len(token.word) == 1 and not self.people.part(token.word):
                letters.append(token.word)
                continue
            fitting = self._fitting(token)
            ids = fitting if ids is None else ids & fitting
        for letter in letters:
            ids = self.people.beginning(ids or frozenset(), letter)
        return ids or frozenset()

    def _word(self, at: int) -> Chunk:
        token = self.words[at]
        if any(token.word in grammar.pronouns for grammar in self.languages[:1]):
            return self._chunk(Sort.PRONOUN, at, at + 1, f"@s:{token.word} ")
        before_name = at + 1 < len(self.words) and self.words[at + 1].capital
        titled = token.word in self.main.words.titles and before_name
        if titled or token.word in self.main.words.fillers:
            return self._chunk(Sort.FILLER, at, at + 1, "")
        return self._chunk(Sort.WORD, at, at + 1, f"{token.word or token.text} ")

    def _listed(self, found: Sequence[Chunk], place: int) -> Chunk:
        """A comma or "and" between people joins them."""
        chunk = found[place]
        comma = chunk.sort == Sort.COMMA and self.words[chunk.first].text == ","
        joins = comma or chunk.sort == Sort.LIST or self.words[chunk.first].word in self.main.words.list
        if not joins or place in (0, len(found) - 1) or chunk.last - chunk.first > 1:
            return chunk
        people = (Sort.WHO, Sort.MAYBE)
        sides = (found[place - 1].sort, found[place + 1].sort)
        sure = chunk.sort != Sort.COMMA or set(sides) == {Sort.WHO} or not self.main.nouns_are_capitalised
        if sides[0] in people and sides[1] in people and Sort.WHO in sides and sure:
            return Chunk(Sort.LIST, chunk.first, chunk.last, chunk.start, chunk.end, "& ")
        return chunk
