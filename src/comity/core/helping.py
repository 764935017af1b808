"""Who has to do with what a text is about: words shared with what the book says of people, rare ones weighing more.

Pure and open: each word's weight is ln(1 + people / people who have it), times what kind of thing says it (`WORTH`);
each word counts once for a person, where it weighs most. A word that many have counts for nobody, and a stray one is no
reason: it takes a skill, an interest, a title or a tag, or two words. Nothing is learned, nothing depends on order.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain
from typing import NamedTuple

from comity.core import topics

WORTH: Mapping[str, float] = {
    "skill": 1.0,
    "title": 1.0,
    "interest": 0.8,
    "fact": 0.8,
    "tag": 0.8,
    "mail": 0.6,
    "department": 0.5,
    "organisation": 0.4,
}
"""What a word weighs by what says it: an endorsement by me, a title held, a fact that tells of an interest, another open
fact, a tag, the subject of mails, …"""
FIRM = frozenset({"skill", "title", "tag", "interest"})
"""Kinds of which one word is a reason; of others it takes two."""
BRIEF = 2
"""Words of a text up to which each of them is what it is about, whatever the word and whatever says it."""
COMMON = 0.1
"""A word that more than this share of people have, and more than `FEW`, speaks for nobody."""
FEW = 3
MOST_PEOPLE = 500
"""People who are told of at the most."""
_ENDING = 3
"""Letters by which a word may be longer than another that it begins as: "print" and "printing"."""
_LONG_ENDINGS = frozenset(
    "ably able ance ards erin heit ings isch keit less lich ment ness ship sion tion ungs".split()
)
"""Endings of four letters that it may have as well; "work" is no "workshop"."""
_STEM = 4
_AFTER_E = ("ing", "ings", "er", "ers", "ed", "or", "ors")
"""Endings before which a word loses its last e: "price" and "pricing"."""

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


def alike(word: str, other: str) -> bool:
    """Whether two words are the same, or one is the other with an ending; a plural takes none more than "es"."""
    short, long = (word, other) if len(word) <= len(other) else (other, word)
    if short == long:
        return True
    ending = long[len(short) :]
    if short.endswith("s") and not short.endswith("ss") and ending != "es":
        return False
    if len(short) < _STEM or (len(ending) > _ENDING and ending not in _LONG_ENDINGS):
        return False
    return long.startswith(short) or (
        short.endswith("e") and long.startswith(short[:-1]) and long[len(short) - 1 :] in _AFTER_E
    )


def matching(
    wanted: Mapping[str, float],
    things: Iterable[tuple[int, str, str]],
    people: int,
    head_of: Mapping[int, int],
    without: Set[int] = frozenset(),
    *,
    asked: bool = False,
) -> list[Match]:
    """Whoever shares enough with a text, without words that are common, the weightiest first; ties by number.

    Enough is a word of one of the kinds `FIRM`, one of a fact that counts more than once (it stands in a title), or two
    words; a word that names no topic alone counts beside another. Where the text itself has no more than `BRIEF` words,
    any one is enough.

    Args:
        wanted: the words of the text, each with how many times it counts; things: see `Thing`;
        people: how many people there are in all; head_of: of people merged, who is shown for them; without: whom to leave out;
        asked: it is a question, whose words count where all of them are common: it is then about what most people do.
    """
    said = _said(things, _finder(tuple(wanted)), head_of)
    having = Counter(chain.from_iterable(map(_words_said, said.values())))
    rare = {word: n for word, n in having.items() if n <= max(FEW, COMMON * people)}
    weights = {
        word: wanted[word] * math.log1p(people / n) for word, n in (rare or (asked and having) or {}).items()
    }
    scores = [
        (-_score(held, weights), person)
        for person, held in said.items()
        if person not in without and _is_enough(held, weights, wanted)
    ]
    found = [Match(person, _weighed(said[person], weights)) for _, person in nsmallest(MOST_PEOPLE, scores)]
    return sorted(found, key=lambda match: (-match.weight, match.person))


def _said(
    things: Iterable[tuple[int, str, str]],
    in_text: Callable[[str], tuple[str, ...]],
    head_of: Mapping[int, int],
) -> dict[int, list[Said]]:
    """Of each person shown the words shared, and what says them."""
    known: dict[str, tuple[str, ...]] = {}
    said: dict[int, list[Said]] = defaultdict(list)
    for person, kind, text in things:
        shared = known.get(text)
        if shared is None:
            shared = known[text] = in_text(text)
        if shared:
            kind = "interest" if kind == "fact" and topics.is_interest(text) else kind
            said[head_of.get(person, person)].append((shared, kind, text))
    return said


def _is_enough(held: Sequence[Said], rare: Mapping[str, float], wanted: Mapping[str, float]) -> bool:
    """Whether what somebody shares is more than a stray word."""
    found = {(word, kind) for words, kind, _ in held for word in words if word in rare}
    if len(wanted) <= BRIEF:
        return bool(found)
    nothing = topics.topics().alone_nothing
    naming = [(word, kind) for word, kind in found if word not in nothing]
    if any(kind in FIRM or (kind == "fact" and wanted[word] > 1) for word, kind in naming):
        return True
    return bool(naming) and len({word for word, _ in found}) > 1


def _score(held: Sequence[Said], weights: Mapping[str, float]) -> float:
    """What all that somebody shares weighs, rounded, so that no order of adding shows."""
    best: dict[str, float] = {}
    for words, kind, _ in held:
        worth = WORTH[kind]
        for word in words:
            if word in weights and worth > best.get(word, 0.0):
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
        for token in topics.tokens(text):
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
    rare = ((word, kind, text) for words, kind, text in held for word in words if word in weights)
    for word, kind, text in rare:
        one = Shared(word, kind, text, weights[word] * WORTH[kind])
        before = best.get(word)
        if before is None or (-one.weight, kind, text) < (-before.weight, before.kind, before.text):
            best[word] = one
    return tuple(sorted(best.values(), key=lambda one: (-one.weight, one.word)))
