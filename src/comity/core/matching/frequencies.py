"""How common things are in one book, so that what many share counts for less."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from math import log2
from typing import Any, Final

from comity.core.matching.descriptions import Description
from comity.core.matching.lists import COMMON_FAMILY, COMMON_GIVEN, VERY_COMMON_FAMILY, VERY_COMMON_GIVEN
from comity.core.matching.names import Name
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
_TABLES: Final = ("given", "family", "values")
_PARTS = 4
"""Values are counted in so many rounds, since most of them are met once, and all at once would take much room."""


class Frequencies:
    """Counts over a book's people of the values that comparisons meet, by hashes, so that the values can be let go.

    Given and family names are counted once for each different whole name, so that a person with many entries does not
    make their own name common. Shares leave out the two who are compared (what only they have is rare), and are never 0.
    """

    def __init__(self, people: Iterable[Description] = (), number: Callable[[str], int] = hash) -> None:
        self.people = 0
        self._number = number
        self.given: Counter[str] = Counter()
        self.family: Counter[str] = Counter()
        self._met: set[int] = set()
        self._values = array("q")
        self._common: dict[int, int] | None = None
        self._bits: dict[tuple[str, str], float] = {}
        for person in people:
            self.count(person)

    def count(self, person: Description) -> None:
        """Count one more; all are counted before the first share is asked for."""
        self.people += 1
        for name in person.names:
            key = self._number(name.sorted)
            if key not in self._met:
                self._met.add(key)
                self.name(*name_counted(name))
        found = values_of(person)
        found += [f"word {word}" for words, _ in person.addresses for word in words]
        self._values.extend(set(map(self._number, found)))

    def name(self, given: str, family: str) -> None:
        """Count a whole name that was not met before, by its two parts."""
        self.given[given] += 1
        self.family[family] += 1

    def correct(self, counts: Mapping[int, int]) -> None:
        """How many have some values (`values_of`, as numbers) by now, where that is known better."""
        self._settled().update(counts)

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
        return (
            SOMEBODY_ELSE
            * max(self._settled().get(self._number(f"full {key}"), 0) - ENTRIES_OF_ONE, 0)
            / (self.people + BACKGROUND)
        )

    def bits(self, kind: str, value: str) -> float:
        """How surprising it is that somebody has this value: minus the binary logarithm of its share."""
        held = self._bits.get((kind, value))
        if held is None:
            held = self._bits[kind, value] = -log2(
                self._share(self._settled().get(self._number(f"{kind} {value}"), 0), 0.0002)
            )
        return held

    def kept(self) -> dict[str, list[list[Any]]]:
        """What was counted, to be kept as JSON where `number` lasts; what two or fewer have counts as nobody's anyway."""
        tables: tuple[Mapping[Any, int], ...] = (self.given, self.family, self._settled())
        return {
            title: [[value, count] for value, count in table.items()]
            for title, table in zip(_TABLES, tables, strict=True)
        }

    @classmethod
    def restored(
        cls, kept: Mapping[str, list[list[Any]]], people: int, number: Callable[[str], int]
    ) -> Frequencies:
        """What `kept` gave, in a book that holds so many people by now."""
        found = cls(number=number)
        found.people = people
        found.given, found.family = Counter(dict(kept["given"])), Counter(dict(kept["family"]))
        found._common = dict(kept["values"])
        return found

    def _settled(self) -> dict[int, int]:
        """How many have each value, where that is more than the two who are compared."""
        if self._common is None:
            self._common = {}
            for part in range(_PARTS):
                counts = Counter(key for key in self._values if key % _PARTS == part)
                self._common.update((key, count) for key, count in counts.items() if count > 2)
            self._values = array("q")
        return self._common

    def _share(self, count: int, usual: float) -> float:
        return (max(count - 2, 0) + BACKGROUND * usual) / (self.people + BACKGROUND)


def values_of(person: Description) -> list[str]:
    """What is counted of a person besides the words of names and addresses."""
    found = [f"full {name.sorted}" for name in person.names]
    found += [f"local {box.local}" for box in person.emails]
    found += [f"phone {phone[-8:]}" for phone in person.phones]
    found += [f"organisation {key}" for key, _ in person.organisations]
    return found + [f"profile {key}" for key, _ in person.profiles]


def name_counted(name: Name) -> tuple[str, str]:
    """What is counted of a whole name that is met for the first time: a given and a family name."""
    return name.given or name.lone, name.family or name.lone
