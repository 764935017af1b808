"""Which pairs are worth comparing: people who share a key (`keys`), in several passes, in time near linear.

Pairs that share nothing here are never looked at. A key that is shared by more than `LARGEST` people is so common that
sharing it and nothing else cannot make a proposal (see `scoring.chance`); such a block is cut by what else its people
have: company, birthday, telephone, the word before the @, a middle name. Who has none of these in common is left
uncompared.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from itertools import chain, combinations, repeat
from typing import Final

from comity.core.matching.descriptions import Description
from comity.core.matching.frequencies import values_of
from comity.core.matching.keys import ASKING, PASSES, Keys, finer_of, heard, lasting
from comity.core.matching.names import Name

LARGEST = 40
"""People of one block that are all compared with one another."""
_ASKING: Final = {PASSES.index(keys): place for place, keys in enumerate(k for k in PASSES if k in ASKING)}
"""Pass → its place among those in which one of a pair must ask."""
_AT_HAND = 1 << 14
"""Finer keys of so many people are remembered."""
_FINER: Final = len(PASSES)
_VALUES: Final = len(PASSES) + 1


class Blocks:
    """Keys of people, noted one after another and kept as hashes, so that the people themselves can be let go.

    A person's place is how many were noted before. Some 250 bytes are held for each.
    """

    def __init__(self, number: Callable[[str], int] = hash) -> None:
        self.count = 0
        self._number = number
        self._keys = [_Column() for _ in PASSES]
        self._finer = _Column()
        self._values = _Column()
        self._asking = [bytearray() for _ in ASKING]

    def note(self, person: Description) -> None:
        """Note the keys of the next person."""
        names = heard(person)
        number = self._number
        for keys, column in zip(PASSES, self._keys, strict=True):
            found = keys(person, names)
            column.append(set(map(number, filter(None, found))) if found else ())
        if number is lasting:
            self._finer.append(set(map(number, finer_of(person, names))))
            self._values.append(set(map(number, values_of(person))))
        for marks, asks in zip(self._asking, ASKING.values(), strict=True):
            marks.append(asks(person))
        self.count += 1

    def entries(self) -> Iterator[tuple[int, int]]:
        """All keys, told apart by their passes (`told_apart`), with the places of those who have them; lets them go."""
        columns = [*self._keys, self._finer, self._values]
        self._keys, self._finer, self._values = [], _Column(), _Column()
        for number in range(len(columns)):
            column, columns[number] = columns[number], _Column()
            yield from ((told_apart(number, key), place) for key, place in column)

    def pairs(
        self, person: Callable[[int], Description], among: Collection[int] | None = None
    ) -> Iterator[tuple[int, int]]:
        """Places of pairs worth comparing, the smaller first, each once, those of one block together.

        Keys that are not `lasting` are let go, so that this can be asked once only.

        Args:
            person: the description of who has a place, asked for only where many share a key;
            among: places; only pairs with one of them. None for all.
        """
        count = self.count
        wanted = None if among is None else frozenset(among)
        seen: set[int] = set()
        found = array("Q")

        @lru_cache(_AT_HAND)
        def finer(place: int) -> set[str]:
            return set(finer_of(person(place), heard(person(place))))

        for number, column in enumerate(self._keys):
            asking = self._asking[_ASKING[number]] if number in _ASKING else None
            for part in self._parts(column, asking, wanted, finer):
                for one, two in combinations(part, 2):
                    if (asking is None or asking[one] or asking[two]) and (
                        wanted is None or one in wanted or two in wanted
                    ):
                        code = one * count + two
                        if code not in seen:
                            seen.add(code)
                            found.append(code)
            if self._number is not lasting:
                self._keys[number] = _Column()
        return (divmod(code, count) for code in found)

    def _parts(
        self,
        column: _Column,
        asking: bytearray | None,
        wanted: frozenset[int] | None,
        finer_of_place: Callable[[int], Iterable[str]],
    ) -> Iterator[list[int]]:
        """People who share a key of one pass, where one of them asks and one is wanted; large blocks are cut."""
        for block in column.shared(asking, wanted):
            if len(block) <= LARGEST:
                yield block
                continue
            finer: defaultdict[str, list[int]] = defaultdict(list)
            for place in block:
                for key in finer_of_place(place):
                    finer[key].append(place)
            yield from (part for part in finer.values() if 1 < len(part) <= LARGEST)


class _Column:
    """Hashes of keys, and how many of them each has, in order of the places."""

    def __init__(self) -> None:
        self._keys = array("q")
        self._counts = array("H")

    def append(self, keys: Collection[int]) -> None:
        """The keys of the next one."""
        self._keys.extend(keys)
        self._counts.append(len(keys))

    def shared(self, asking: bytearray | None, wanted: frozenset[int] | None) -> Iterable[list[int]]:
        """The places, in order, that share a key, if one of these asks and one is wanted."""
        only: set[int] | None = None
        if asking is not None:
            only = {key for key, place in self if asking[place]}
        if wanted is not None:
            reached = {key for key, place in self if place in wanted}
            only = reached if only is None else only & reached
        first: dict[int, int] = {}
        blocks: dict[int, list[int]] = {}
        for key, place in self:
            if only is not None and key not in only:
                continue
            earliest = first.setdefault(key, place)
            if earliest != place:
                blocks.setdefault(key, [earliest]).append(place)
        return blocks.values()

    def __iter__(self) -> Iterator[tuple[int, int]]:
        places = chain.from_iterable(map(repeat, range(len(self._counts)), self._counts))
        return zip(self._keys, places, strict=True)


def candidates(
    people: Iterable[Description], among: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Places of pairs of these people that are worth comparing, in order."""
    blocks = Blocks()
    listed = list(people)
    for person in listed:
        blocks.note(person)
    return iter(sorted(blocks.pairs(listed.__getitem__, among)))


def told_apart(number: int, key: int) -> int:
    """A lasting key of the pass of this number (then the finer ones, then what is counted) as a number below 2^61."""
    return number << 57 | key


def all_told_apart(keys: Keys) -> set[int]:
    """All of somebody's lasting keys, told apart by their passes."""
    return {
        told_apart(number, key)
        for number, found in enumerate((*keys.passes, keys.finer, keys.values))
        for key in found
    }


def counted(keys: Keys, holders: Mapping[int, Set[int]]) -> dict[int, int]:
    """How many have what is counted of somebody, as `Frequencies.correct` takes it."""
    return {value: len(holders[told_apart(_VALUES, value)]) for value in keys.values}


def somebody_has(name: Name, holders: Mapping[int, Set[int]]) -> bool:
    """Whether anybody has this whole name."""
    return bool(holders[told_apart(_VALUES, lasting(f"full {name.sorted}"))])


def partners(person: int, keys: Keys, holders: Mapping[int, Set[int]]) -> dict[int, set[int]]:
    """Who is worth comparing with a person, found through an index of keys rather than by looking at everybody.

    Args:
        holders: for each of the person's keys, told apart, who has it, the person included.

    Returns:
        ids, each with the passes (as `_ASKING` counts them) in one of which they must ask, or an empty set where they need not.
    """
    found: dict[int, set[int]] = {}
    finer = [holders[told_apart(_FINER, key)] for key in keys.finer]
    for number, passed in enumerate(keys.passes):
        place = _ASKING.get(number)
        free = place is None or keys.asking[place]
        for block in (holders[told_apart(number, key)] for key in passed):
            parts = [block] if len(block) <= LARGEST else [block & others for others in finer]
            for other in {other for part in parts if len(part) <= LARGEST for other in part} - {person}:
                if free or place is None:
                    found[other] = set()
                elif other not in found:
                    found[other] = {place}
                elif found[other]:
                    found[other].add(place)
    return found


def may_be_compared(keys: Keys, asked: Set[int]) -> bool:
    """Whether somebody whom `partners` gave asks in one of these passes, or need not."""
    return not asked or any(keys.asking[place] for place in asked)
