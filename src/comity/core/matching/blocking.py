"""Which pairs are worth comparing: people who share a key, in several passes, in time near linear.

Pairs that share nothing here are never looked at. A key that is shared by more than `LARGEST` people is so common that
sharing it and nothing else cannot make a proposal (see `scoring.chance`); such a block is cut by what else its people
have: company, birthday, telephone, the word before the @, a middle name. Who has none of these in common is left
uncompared. Some keys are there for people of whom little is known, and pair them only: a single name, an initial, a mere
address.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Final

from comity.core.matching.descriptions import Description
from comity.core.matching.naming import spells
from comity.core.matching.nicknames import heads
from comity.core.matching.words import joined_sound, sound

LARGEST = 40
"""People of one block that are all compared with one another."""
_SHORTEST_LOCAL = 4


def _by_all_words(person: Description) -> Iterator[str]:
    """All words of a name in any order, and given and family name alone."""
    for name in person.names:
        yield name.sorted
        if name.middle:
            yield " ".join(sorted((sound(name.given), sound(name.family))))


def _by_beginnings(person: Description) -> Iterator[str]:
    """The family name, or a part of it, with the beginning of the given name."""
    for name in person.names:
        given = sound(name.given)[:2]
        if given:
            yield from {f"{given} {sound(part)}" for part in (name.family, *name.parts)}


def _by_given_name(person: Description) -> Iterator[str]:
    """What a given name stands for, with either end of the family name."""
    for name in person.names:
        family = sound(name.family)
        if family:
            for head in {head for called in (name.given, *name.aliases) for head in heads(called)}:
                heard = sound(head)
                yield f"{heard} {family[:3]}"
                yield f"{heard} {family[0]}-{family[-4:]}"


def _by_initial(person: Description) -> Iterator[str]:
    for name in person.names:
        if name.given:
            given, family = sound(name.given), sound(name.family)
            yield f"{given[:1]} {family}"
            yield f"{family[:1]} {given}"


def _by_one_word(person: Description) -> Iterator[str]:
    for name in person.names:
        yield from {sound(word) for word in (name.given, name.family, name.lone) if word}


def _by_spelling(person: Description) -> Iterator[str]:
    """Words before the @ that a name often gives, or those of somebody of whom no more is known; as they sound."""
    if _nameless(person):
        yield from (sound(box.letters) for box in person.emails if len(box.letters) >= _SHORTEST_LOCAL)
    if not person.guessed:
        for name in person.names:
            given, family = sound(name.given), sound(name.family)
            if not given or not family:
                yield sound(name.lone)
                continue
            yield from (given, family, joined_sound(given, family), joined_sound(family, given))
            yield from (joined_sound(given[0], family), joined_sound(family, given[0]), given + family[0])


def _by_mailbox(person: Description) -> Iterator[str]:
    """The word before the @, unless it is only the name once more; one mailbox in two spellings."""
    for box in person.emails:
        if len(box.local) >= _SHORTEST_LOCAL and box.letters:
            yield f"{box.local}@{box.domain}"
            if not any(spells(box, name) for name in person.names):
                yield box.local


def _by_telephone(person: Description) -> Iterator[str]:
    return (phone[-8:] for phone in person.phones)


def _by_page(person: Description) -> Iterator[str]:
    return (key for key, _ in person.profiles)


def _by_birthday(person: Description) -> Iterator[str]:
    if person.born:
        year, month, day = person.born
        low, high = min(month, day), max(month, day)
        yield f"{year or 0}{low:02}{high:02}"
        yield from (f"{low:02}{high:02} {sound(name.family or name.lone)[:3]}" for name in person.names[:1])


def _by_work(person: Description) -> Iterator[str]:
    """The organisation with any part of the name, for people who marry."""
    for key, _ in person.organisations:
        for name in person.names:
            yield from {f"{key} {sound(word)}" for word in (name.given, name.family, name.lone) if word}


def _by_place(person: Description) -> Iterator[str]:
    """All numbers of an address; each of them with the two longest words."""
    for words, _ in person.addresses:
        numbers = sorted({word for word in words if not word.isalpha()})[:3]
        longest = sorted(sorted({word for word in words if word.isalpha()}, key=lambda w: (-len(w), w))[:2])
        if len(numbers) > 1:
            yield " ".join(numbers)
        begun = " ".join(sound(word)[:4] for word in longest)
        yield from (f"{number} {begun}" for number in numbers if longest)


def _nameless(person: Description) -> bool:
    return person.guessed or all(name.lone for name in person.names)


def _single(person: Description) -> bool:
    return any(name.lone for name in person.names)


def _initialled(person: Description) -> bool:
    return any(len(name.given) == 1 for name in person.names)


Keys = Callable[[Description], Iterable[str]]
PASSES: Final[tuple[Keys, ...]] = (
    *(_by_all_words, _by_beginnings, _by_given_name, _by_initial, _by_one_word, _by_spelling),
    *(_by_mailbox, _by_telephone, _by_page, _by_birthday, _by_work, _by_place),
)
ASKING: Final[Mapping[Keys, Callable[[Description], bool]]] = {
    _by_initial: _initialled,
    _by_one_word: _single,
    _by_spelling: _nameless,
}
"""In these passes, one of a pair must be somebody of whom so little is known."""


def _finer(person: Description) -> set[str]:
    """By what a block that is too large is cut."""
    found = {key for key, _ in person.organisations}
    found |= {box.domain for box in person.emails if not box.free}
    found |= {box.local for box in person.emails}
    found |= {name.sorted for name in person.names if name.middle}
    return found.union(_by_telephone(person), _by_birthday(person), _by_page(person))


class Blocks:
    """Keys of people, noted one after another and kept as hashes, so that the people themselves can be let go.

    A person's place is how many were noted before. Some 300 bytes for each are held until `pairs` is asked.
    """

    def __init__(self) -> None:
        self.count = 0
        self._keys = [_Column() for _ in PASSES]
        self._finer = _Column()
        self._asking = {keys: bytearray() for keys in ASKING}

    def note(self, person: Description) -> None:
        """Note the keys of the next person."""
        place = self.count
        for keys, column in zip(PASSES, self._keys, strict=True):
            column.extend(place, {hash(key) for key in keys(person) if key})
        self._finer.extend(place, {hash(key) for key in _finer(person)})
        for keys, asks in ASKING.items():
            self._asking[keys].append(asks(person))
        self.count += 1

    def pairs(self, among: Collection[int] | None = None) -> Iterator[tuple[int, int]]:
        """Places of pairs worth comparing, the smaller first, each once, in order. Can be asked once.

        Args:
            among: places; only pairs with one of them. None for all.
        """
        count = self.count
        wanted = None if among is None else frozenset(among)
        found: set[int] = set()
        for keys in PASSES:
            column = self._keys.pop(0)
            asking = self._asking.get(keys)
            for part in self._parts(column, asking, wanted):
                for one, two in combinations(part, 2):
                    if (asking is None or asking[one] or asking[two]) and (
                        wanted is None or one in wanted or two in wanted
                    ):
                        found.add(one * count + two)
        ordered = array("Q", sorted(found))
        found.clear()
        for code in ordered:
            yield divmod(code, count)

    def _parts(
        self, column: _Column, asking: bytearray | None, wanted: frozenset[int] | None
    ) -> Iterator[list[int]]:
        """People who share a key of one pass, where one of them asks and one is wanted; large blocks are cut."""
        for block in column.shared(asking, wanted):
            if len(block) <= LARGEST:
                yield block
                continue
            finer: defaultdict[int, list[int]] = defaultdict(list)
            for place in block:
                for key in self._finer.of(place):
                    finer[key].append(place)
            yield from (part for part in finer.values() if 1 < len(part) <= LARGEST)


class _Column:
    """Hashes of keys with the places of those who have them, in order of the places."""

    def __init__(self) -> None:
        self._keys = array("q")
        self._places = array("I")

    def extend(self, place: int, keys: Collection[int]) -> None:
        self._keys.extend(keys)
        self._places.extend([place] * len(keys))

    def of(self, place: int) -> array[int]:
        """The keys of one."""
        return self._keys[bisect_left(self._places, place) : bisect_right(self._places, place)]

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
        return zip(self._keys, self._places, strict=True)


def candidates(
    people: Iterable[Description], among: Collection[int] | None = None
) -> Iterator[tuple[int, int]]:
    """Places of pairs of these people that are worth comparing, as `Blocks.pairs` gives them."""
    blocks = Blocks()
    for person in people:
        blocks.note(person)
    return blocks.pairs(among)
