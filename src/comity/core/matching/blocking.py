"""Which pairs are worth comparing: people who share a key, in several passes, in time near linear.

Pairs that share nothing here are never looked at. A key that is shared by more than `LARGEST` people is so common that
sharing it and nothing else cannot make a proposal (see `scoring.chance`); such a block is cut by what else its people
have: company, birthday, telephone, the word before the @, a middle name. Who has none of these in common is left
uncompared. Some keys are there for people of whom little is known, and pair them only: a single name, an initial, a mere
address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


def candidates(people: Sequence[Description], among: set[int] | None = None) -> Iterator[tuple[int, int]]:
    """Places of pairs worth comparing, the smaller first, each once, in order.

    Args:
        among: places; only pairs with one of them. None for all.
    """
    count = len(people)
    found: set[int] = set()
    for keys in PASSES:
        asks = ASKING.get(keys)
        asking = None if asks is None else {place for place, person in enumerate(people) if asks(person)}
        if asking is None or asking:
            found.update(_pairs_of(people, _blocks(people, keys, asking, among), asking, among))
    for code in sorted(found):
        yield divmod(code, count)


def _blocks(
    people: Sequence[Description], keys: Keys, asking: set[int] | None, among: set[int] | None
) -> Iterable[list[int]]:
    """People who share a key of one pass, where more than one does and one of them is wanted."""
    wanted = None
    for needed in (asking, among):
        if needed is not None:
            reached = {key for place in needed for key in keys(people[place])}
            wanted = reached if wanted is None else wanted & reached
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(people):
        for key in dict.fromkeys(keys(person)):
            if key and (wanted is None or key in wanted):
                blocks[key].append(place)
    return (block for block in blocks.values() if len(block) > 1)


def _pairs_of(
    people: Sequence[Description],
    blocks: Iterable[list[int]],
    asking: set[int] | None,
    among: set[int] | None,
) -> Iterator[int]:
    """Pairs, each as one number, of whom one asks and one is among those wanted, where that has to be."""
    count = len(people)
    for block in blocks:
        for part in _cut(people, block):
            for one, two in combinations(part, 2):
                if (asking is None or one in asking or two in asking) and (
                    among is None or one in among or two in among
                ):
                    yield one * count + two


def _cut(people: Sequence[Description], block: list[int]) -> Iterable[list[int]]:
    if len(block) <= LARGEST:
        return (block,)
    parts: defaultdict[str, list[int]] = defaultdict(list)
    for place in block:
        for key in _finer(people[place]):
            parts[key].append(place)
    return (part for part in parts.values() if 1 < len(part) <= LARGEST)


def _finer(person: Description) -> set[str]:
    """By what a block that is too large is cut."""
    found = {key for key, _ in person.organisations}
    found |= {box.domain for box in person.emails if not box.free}
    found |= {box.local for box in person.emails}
    found |= {name.sorted for name in person.names if name.middle}
    return found.union(_by_telephone(person), _by_birthday(person), _by_page(person))
