"""How common things are in one book, so that what many share counts for less."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import log2

from comity.core.matching.descriptions import Description
from comity.core.matching.lists import COMMON_FAMILY, COMMON_GIVEN, VERY_COMMON_FAMILY, VERY_COMMON_GIVEN
from comity.core.matching.nicknames import GROUPS

BACKGROUND = 500
"""How many made-up people of an ordinary population every book is thought to hold besides its own, so that in a book of
twenty a John Smith is not as rare as an Xanthippe Quirke."""
ENTRIES_OF_ONE = 3
"""So many entries of one whole name do not yet speak for several people of that name."""
SOMEBODY_ELSE = 0.2
"""How likely each further entry of that name is somebody else rather than one of the two once more."""
GIVEN_SHARES = (0.012, 0.004, 0.001, 0.0002)
"""Share of a population that bears a given name: very common, common, otherwise known, any other."""
FAMILY_SHARES = (0.006, 0.002, 0.0001)
"""Share of a population that bears a family name: very common, common, any other."""


class Frequencies:
    """Counts over a book's people of the values that comparisons meet.

    Given and family names are counted once for each different whole name, so that a person with many entries does not
    make their own name common. Shares leave out the two who are compared (what only they have is rare), and are never 0.
    """

    def __init__(self, people: Iterable[Description]) -> None:
        self.people = 0
        self.given: Counter[str] = Counter()
        self.family: Counter[str] = Counter()
        self.full: Counter[str] = Counter()
        self.values: Counter[tuple[str, str]] = Counter()
        self._bits: dict[tuple[str, str], float] = {}
        for person in people:
            self._count(person)

    def _count(self, person: Description) -> None:
        self.people += 1
        for name in person.names:
            self.full[name.sorted] += 1
            if self.full[name.sorted] == 1:
                self.given[name.given or name.lone] += 1
                self.family[name.family or name.lone] += 1
        found = {("local", box.local) for box in person.emails}
        found |= {("phone", phone[-8:]) for phone in person.phones}
        found |= {("organisation", key) for key, _ in person.organisations}
        found |= {("profile", key) for key, _ in person.profiles}
        found |= {("word", word) for words, _ in person.addresses for word in words}
        self.values.update(found)

    def given_share(self, name: str) -> float:
        """The share of people with this folded given name."""
        rank = 0 if name in VERY_COMMON_GIVEN else 1 if name in COMMON_GIVEN else 2 if name in GROUPS else 3
        return self._share(self.given[name], GIVEN_SHARES[rank])

    def family_share(self, name: str) -> float:
        """The share of people with this folded family name."""
        rank = 0 if name in VERY_COMMON_FAMILY else 1 if name in COMMON_FAMILY else 2
        return self._share(self.family[name], FAMILY_SHARES[rank])

    def full_share(self, key: str) -> float:
        """The share of other people with this whole name, as far as its entries tell; 0 if they tell of none."""
        return SOMEBODY_ELSE * max(self.full[key] - ENTRIES_OF_ONE, 0) / (self.people + BACKGROUND)

    def bits(self, kind: str, value: str) -> float:
        """How surprising it is that somebody has this value: minus the binary logarithm of its share."""
        held = self._bits.get((kind, value))
        if held is None:
            held = self._bits[kind, value] = -log2(self._share(self.values[kind, value], 0.0002))
        return held

    def _share(self, count: int, usual: float) -> float:
        return (max(count - 2, 0) + BACKGROUND * usual) / (self.people + BACKGROUND)
