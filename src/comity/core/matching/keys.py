"""The keys under which people are compared: twelve passes, and finer ones for what many share.

Some passes are there for people of whom little is known, and pair them only: a single name, an initial, a mere address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from comity.core.matching.descriptions import Description
from comity.core.matching.frequencies import values_of
from comity.core.matching.names import Name
from comity.core.matching.naming import spells
from comity.core.matching.nicknames import heads
from comity.core.matching.words import joined_sound, sound

_SHORTEST_LOCAL = 4


Heard = tuple[Name, str, str, str]
"""A name, and how its given and family name and its only word sound; "" for what it has not."""


def _by_all_words(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    """All words of a name in any order, and given and family name alone."""
    found = [name.sorted for name, *_ in names]
    found += [" ".join(sorted((given, family))) for name, given, family, _ in names if name.middle]
    return found


def _by_beginnings(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    """The family name, or a part of it, with the beginning of the given name."""
    found = []
    for name, given, family, _ in names:
        if given:
            found.append(f"{given[:2]} {family}")
            found += [f"{given[:2]} {sound(part)}" for part in name.parts]
    return found


def _by_given_name(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    """What a given name stands for, with either end of the family name."""
    found = []
    for name, _, family, _ in names:
        if family:
            for head in {head for called in (name.given, *name.aliases) for head in heads(called)}:
                heard = sound(head)
                found += [f"{heard} {family[:3]}", f"{heard} {family[0]}-{family[-4:]}"]
    return found


def _by_initial(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    found = []
    for _, given, family, _ in names:
        if given:
            found += [f"{given[0]} {family}", f"{family[:1]} {given}"]
    return found


def _by_one_word(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    return [word for heard in names for word in heard[1:]]


def _by_spelling(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    """Words before the @ that a name often gives, or those of somebody of whom no more is known; as they sound."""
    found = []
    if _nameless(person):
        found += [sound(box.letters) for box in person.emails if len(box.letters) >= _SHORTEST_LOCAL]
    if not person.guessed:
        found += _usual(names)
    return found


def _usual(names: Sequence[Heard]) -> list[str]:
    """What stands before the @ where an address spells one of these names, as it sounds."""
    found = []
    for _, given, family, lone in names:
        if not given or not family:
            found.append(lone)
            continue
        found += [given, family, joined_sound(given, family), joined_sound(family, given)]
        found += [joined_sound(given[0], family), joined_sound(family, given[0]), given + family[0]]
    return found


def _by_mailbox(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    """The word before the @, unless it is only the name once more; one mailbox in two spellings."""
    found = []
    usual = _usual(names) if person.emails else ()
    for box in person.emails:
        if len(box.local) >= _SHORTEST_LOCAL and box.letters:
            found.append(f"{box.local}@{box.domain}")
            if sound(box.letters) not in usual and not any(spells(box, name) for name in person.names):
                found.append(box.local)
    return found


def _by_telephone(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    return [phone[-8:] for phone in person.phones]


def _by_page(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    return [key for key, _ in person.profiles]


def _by_birthday(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    if not person.born:
        return ()
    year, month, day = person.born
    both = f"{min(month, day):02}{max(month, day):02}"
    return [f"{year or 0}{both}", *(f"{both} {(family or lone)[:3]}" for _, _, family, lone in names[:1])]


def _by_work(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    """The organisation with any part of the name, for people who marry."""
    words = [word for heard in names for word in heard[1:] if word]
    return [f"{key} {word}" for key, _ in person.organisations for word in words]


def _by_place(person: Description, names: Sequence[Heard]) -> Iterable[str]:
    """All numbers of an address; each of them with the two longest words."""
    found = []
    for words, _ in person.addresses:
        numbers = sorted({word for word in words if not word.isalpha()})[:3]
        longest = sorted(sorted({word for word in words if word.isalpha()}, key=lambda w: (-len(w), w))[:2])
        if len(numbers) > 1:
            found.append(" ".join(numbers))
        if longest:
            begun = " ".join([sound(word)[:4] for word in longest])
            found += [f"{number} {begun}" for number in numbers]
    return found


def _nameless(person: Description) -> bool:
    return person.guessed or all(name.lone for name in person.names)


def _single(person: Description) -> bool:
    return any(name.lone for name in person.names)


def _initialled(person: Description) -> bool:
    return any(len(name.given) == 1 for name in person.names)


Pass = Callable[[Description, Sequence[Heard]], Iterable[str]]
PASSES: Final[tuple[Pass, ...]] = (
    *(_by_all_words, _by_beginnings, _by_given_name, _by_initial, _by_one_word, _by_spelling),
    *(_by_mailbox, _by_telephone, _by_page, _by_birthday, _by_work, _by_place),
)
ASKING: Final[Mapping[Pass, Callable[[Description], bool]]] = {
    _by_initial: _initialled,
    _by_one_word: _single,
    _by_spelling: _nameless,
}
"""In these passes, one of a pair must be somebody of whom so little is known."""


def finer_of(person: Description, names: Sequence[Heard]) -> list[str]:
    """By what a block that is too large is cut."""
    found = [key for key, _ in person.organisations]
    found += [box.domain for box in person.emails if not box.free]
    found += [box.local for box in person.emails]
    found += [name.sorted for name in person.names if name.middle]
    for keys in (_by_telephone, _by_birthday, _by_page):
        found += keys(person, names)
    return found


_MODULUS: Final = (1 << 57) - 13
"""A prime, so that every letter of a key counts."""


def lasting(key: str) -> int:
    """A number below 2^57 for a key, the same in every process, as `hash` is not."""
    return int.from_bytes(key.encode(), "big") % _MODULUS


class Keys(NamedTuple):
    """The keys of one person as numbers: those of each pass, the finer ones, and in which passes they ask.

    values: what is counted of them (`frequencies.values_of`).
    """

    passes: tuple[frozenset[int], ...]
    finer: frozenset[int]
    asking: tuple[bool, ...]
    values: frozenset[int]


def keys_of(person: Description, number: Callable[[str], int] = hash) -> Keys:
    """All keys of a person; numbers of different passes may be equal.

    number: makes a number of a key; `lasting` where numbers are kept, `hash` (faster) where they are not.
    """
    names = heard(person)
    passes = [frozenset(map(number, filter(None, keys(person, names)))) for keys in PASSES]
    finer = frozenset(map(number, finer_of(person, names)))
    asking = tuple([asks(person) for asks in ASKING.values()])
    return Keys(tuple(passes), finer, asking, frozenset(map(number, values_of(person))))


def heard(person: Description) -> list[Heard]:
    """How the names of somebody sound, as all passes take them."""
    return [(n, sound(n.given), sound(n.family), sound(n.lone)) for n in person.names]
