"""Whom a word can mean: an index over the people of a book, built once by whoever knows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from comity.core.matching.nicknames import GROUPS
from comity.core.name_words import PARTICLES
from comity.core.sayit.tokens import key, tokens

_MOST_WORDS = 8
_CLOSE = 1
"""Letters by which a name may be misspelt to be offered."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the book. strength and last_day (a day number) only order the choices of a question.

    names: every spelling that is known; the first is shown. roles: keys of playbooks, held today.
    """

    id: str
    names: tuple[str, ...]
    nicknames: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    strength: float = 0.0
    last_day: int = 0


class People:
    """Finds people by what they are called. Building takes a while for many; looking up does not."""

    def __init__(self, people: Iterable[Candidate], events: Iterable[str] = ()) -> None:
        """events: names of the user's events of these weeks, by which "at …" is known to be one."""
        self.events = frozenset(events)
        ordered = sorted(people, key=lambda one: (-one.strength, -one.last_day, one.names[:1], one.id))
        self._rank = {one.id: place for place, one in enumerate(ordered)}
        self._name = {one.id: next(iter(one.names), "") for one in ordered}
        self._whole: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._parts: dict[str, set[str]] = {}
        self._groups: dict[int, set[str]] = {}
        self._letters: dict[str, set[str]] = {}
        self._roles: dict[str, set[str]] = {}
        for one in ordered:
            self._add(one)
        self._words = sorted(word for word in self._parts if len(word) > 3)

    def _add(self, one: Candidate) -> None:
        for name in (*one.names, *one.nicknames):
            words = [token.word for token in tokens(name) if token.word][:_MOST_WORDS]
            if not words:
                continue
            self._add_sequences(words, one.id)
            for word in {part for whole in words for part in (whole, *whole.split("-"))} - {""}:
                if word not in PARTICLES or len(words) == 1:
                    self._parts.setdefault(word, set()).add(one.id)
            for number in GROUPS.get(words[0], ()):
                self._groups.setdefault(number, set()).add(one.id)
            short = "".join(word[0] for word in words)
            if len(short) > 1:
                self._letters.setdefault(short, set()).add(one.id)
        for role in one.roles:
            self._roles.setdefault(role, set()).add(one.id)

    def _add_sequences(self, words: list[str], id: str) -> None:
        for sequence in {tuple(words), (words[0], words[-1])}:
            if len(sequence) > 1 and len(words) > 1:
                self._whole.setdefault(sequence[0], []).append((sequence, id))

    def name(self, id: str) -> str:
        """The name to show for somebody."""
        return self._name.get(id, "")

    def ordered(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Ids by strength, the strongest first."""
        return tuple(sorted(set(ids), key=lambda id: (self._rank.get(id, len(self._rank)), id)))

    def whole(self, words: Sequence[str]) -> tuple[int, frozenset[str]]:
        """How many of these words, from the first, are somebody's whole name, and whose; (0, nobody) if none."""
        longest, ids = 0, set[str]()
        for sequence, id in self._whole.get(words[0], ()) if words else ():
            if len(sequence) >= longest and tuple(words[: len(sequence)]) == sequence:
                if len(sequence) > longest:
                    longest, ids = len(sequence), set()
                ids.add(id)
        return longest, frozenset(ids)

    def part(self, word: str) -> frozenset[str]:
        """Those of whom a word is a part of the name, or who have it as a nickname."""
        return frozenset(self._parts.get(word, ()))

    def nicknamed(self, word: str) -> frozenset[str]:
        """Those whose given name goes with this one: Liz finds Elizabeth."""
        return frozenset(id for number in GROUPS.get(word, ()) for id in self._groups.get(number, ()))

    def initialled(self, letters: str) -> frozenset[str]:
        """Those whose names begin with these letters."""
        return frozenset(self._letters.get(letters, ()))

    def beginning(self, ids: Iterable[str], letter: str) -> frozenset[str]:
        """Those of the ids with a word in their name that begins with a letter."""
        return frozenset(
            id
            for id in ids
            if any(word.startswith(letter) for word in key(self._name.get(id, "")).split("-"))
        )

    def in_role(self, role: str) -> frozenset[str]:
        """Those who hold a role."""
        return frozenset(self._roles.get(role, ()))

    def close(self, word: str) -> frozenset[str]:
        """Those with a word in their name that differs from this one by a letter."""
        if len(word) < 4:
            return frozenset()
        near = extract(word, self._words, scorer=OSA.distance, score_cutoff=_CLOSE, limit=5)
        return frozenset(id for found, _, _ in near for id in self._parts[found])
