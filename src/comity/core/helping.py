"""Who has to do with what a text is about: words shared with what the book says of people, rare ones weighing more.

Pure and open: each word's weight is ln(1 + people / people who have it), times what kind of thing says it (`WORTH`);
each word counts once for a person, where it weighs most. Nothing is learned, nothing depends on order.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from typing import NamedTuple

from comity.core import fitting

WORTH: Mapping[str, float] = {
    "skill": 1.0,
    "title": 1.0,
    "fact": 0.8,
    "tag": 0.8,
    "mail": 0.6,
    "department": 0.5,
    "organisation": 0.4,
}
"""What a word weighs by what says it: an endorsement by me, a title held, an open fact, a tag, the subject of mails, …"""
MOST_WORDS = 60
"""Words of a text that are looked for at the most, the longest first."""
COMMON = 0.1
"""A word that more than this share of people have, and more than `FEW`, speaks for nobody alone."""
FEW = 3
MOST_PEOPLE = 500
"""People who are told of at the most."""
_ENDING = 4
"""Letters by which a word may be longer than another that it begins as: "print" and "printing"."""
_STEM = 4
_WORD = re.compile(r"[^\W_][\w+#]*")
_SHORT = re.compile(r"(?<!\w)(?:[A-Z][A-Z0-9+#]{1,2}|[A-Z][+#]{1,2})(?!\w)")
_TELLING = frozenset(
    """
    ability applicant application applied apply based bring candidate career company contact currently deadline employer
    environment excellent experience experienced field full-time great group hiring ideal include including interested
    international join joining knowledge level link looking maintain month office opening opportunity organisation
    organization passion people place position possible read remote require required requirement responsibility
    responsible role salary seek seeking send senior skill start strong support team weekly welcome wanted work working
    bereich berufserfahrung bewerber bewerbung bewerbungen bieten erfahrung firma gehalt gesucht gute kenntnisse mitarbeit
    mitarbeiter sofort stelle suchen team unbefristet unternehmen vollzeit teilzeit wünschen
    january february march april june july august september october november december januar februar märz juni juli
    oktober dezember monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag
    samstag sonntag hallo zusammen
    the and for you our your are not but can has was all any its new who how per via und der die das den dem ein von mit
    auf für ist ihr wir sie als zum zur bei aus
    """.split()
)
"""Words of advertisements and questions that say nothing of what they are about."""


Said = tuple[tuple[str, ...], str, str]
"""Words shared, with the kind and the text of what says them."""


class Thing(NamedTuple):
    """Something that the book says of a person (a number): its kind, one of `WORTH`, and its text."""

    person: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A word that a person shares with a text: what says so, and what it weighs."""

    word: str
    kind: str
    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a person shares with a text, the weightiest first, each word once."""

    person: int
    shared: tuple[Shared, ...]

    @property
    def weight(self) -> float:
        """What all of it weighs."""
        return sum(one.weight for one in self.shared)

    @property
    def telling(self) -> tuple[tuple[str, str], ...]:
        """(kind, text) of what says so, each once, in the same order."""
        return tuple(dict.fromkeys((one.kind, one.text) for one in self.shared))


def words(text: str) -> tuple[str, ...]:
    """The words of a text that may name what it is about, in lower case; acronyms, such as "UX", where they stand out."""
    long = fitting.words(text, 4 * MOST_WORDS)
    kept = [word for word in long if word not in _TELLING][:MOST_WORDS]
    short = [] if text.isupper() else [found.lower() for found in _SHORT.findall(text)]
    return tuple(dict.fromkeys((*kept, *(word for word in short if word not in _TELLING))))


def tokens(text: str) -> list[str]:
    """The words of a text, in lower case."""
    return _WORD.findall(text.casefold())


def alike(word: str, other: str) -> bool:
    """Whether two words are the same, or one is the other with an ending of at most four letters."""
    short, long = (word, other) if len(word) <= len(other) else (other, word)
    if short == long:
        return True
    return len(short) >= _STEM and len(long) - len(short) <= _ENDING and long.startswith(short)


def matching(
    wanted: Mapping[str, float],
    things: Iterable[tuple[int, str, str]],
    people: int,
    head_of: Mapping[int, int],
    without: Set[int] = frozenset(),
) -> list[Match]:
    """Whoever shares a word that is not common with a text, the weightiest first; ties by number.

    Args:
        wanted: the words of the text, each with how many times it counts; things: see `Thing`;
        people: how many people there are in all; head_of: of people merged, who is shown for them; without: whom to leave out.
    """
    in_text = _finder(tuple(wanted))
    known: dict[str, tuple[str, ...]] = {}
    said: dict[int, list[Said]] = defaultdict(list)
    for person, kind, text in things:
        shared = known.get(text)
        if shared is None:
            shared = known[text] = in_text(text)
        if shared:
            said[head_of.get(person, person)].append((shared, kind, text))
    having = Counter(chain.from_iterable(map(_words_said, said.values())))
    weights = {
        word: times * math.log1p(people / having[word]) for word, times in wanted.items() if word in having
    }
    rare = {word for word, n in having.items() if n <= max(FEW, COMMON * people)}
    scores = [
        (-_score(held, weights), person)
        for person, held in said.items()
        if person not in without and any(not rare.isdisjoint(words) for words, _, _ in held)
    ]
    found = [Match(person, _weighed(said[person], weights)) for _, person in nsmallest(MOST_PEOPLE, scores)]
    return sorted(found, key=lambda match: (-match.weight, match.person))


def _score(held: Sequence[Said], weights: Mapping[str, float]) -> float:
    """What all that somebody shares weighs, rounded, so that no order of adding shows."""
    best: dict[str, float] = {}
    for words, kind, _ in held:
        worth = WORTH[kind]
        for word in words:
            if worth > best.get(word, 0.0):
                best[word] = worth
    return round(sum(worth * weights[word] for word, worth in best.items()), 9)


def _words_said(held: Sequence[Said]) -> Set[str]:
    """Each word that somebody has, once."""
    return set(held[0][0]).union(*(words for words, _, _ in held[1:]))


def _finder(wanted: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    """What finds in a text the words that are wanted, each once."""
    by_stem: dict[str, list[str]] = defaultdict(list)
    for word in wanted:
        by_stem[word[:_STEM]].append(word)

    of_token: dict[str, tuple[str, ...]] = {}

    def told(token: str) -> tuple[str, ...]:
        forms = (token, _singular(token))
        near = (word for form in forms for word in by_stem.get(form[:_STEM], ()) if alike(word, form))
        return tuple(dict.fromkeys(near))

    def found(text: str) -> tuple[str, ...]:
        seen: dict[str, None] = {}
        for token in tokens(text):
            words = of_token.get(token)
            if words is None:
                words = of_token[token] = told(token)
            if words:
                seen |= dict.fromkeys(words)
        return tuple(seen)

    return found


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _weighed(held: Sequence[Said], weights: Mapping[str, float]) -> tuple[Shared, ...]:
    best: dict[str, Shared] = {}
    for word, kind, text in ((word, kind, text) for words, kind, text in held for word in words):
        one = Shared(word, kind, text, weights[word] * WORTH[kind])
        before = best.get(word)
        if before is None or (-one.weight, kind, text) < (-before.weight, before.kind, before.text):
            best[word] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.weight, one.word)))
