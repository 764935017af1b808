"""A person's name taken apart, as far as its order and script allow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from comity.core.display_names import plain_word
from comity.core.matching.lists import BORN, TITLES
from comity.core.matching.nicknames import related
from comity.core.matching.words import folded, slip, sound
from comity.core.name_words import DEGREES, GENERATIONS, PARTICLES

MOST_WORDS = 8
"""Words of a name that are looked at; the rest, which no name needs, is ignored."""
MOST_BEARERS = 5
"""Different people who use one address that are told apart; more are not worth telling."""

_ASIDE = re.compile(r"[(\[\"“„«]([^()\[\]\"“”„«»]{1,60})[)\]\"”“»]")
_PIECES = re.compile(r"[\s.\-‐‑–—/_&]+")
_SIGNS = re.compile("[\uac00-\ud7a3\u3005\u4e00-\u9fff]{1,4}")
"""A Chinese, Japanese or Korean name, or a part of one: the family name stands first, often without a space behind it."""
_PATRONYMIC = re.compile(r"\w{3,}(?:ovich|evich|ovych|iovych|ovna|evna|ivna|ichna)")


class Name(NamedTuple):
    """A name in folded words.

    text: as it was written; given: the first of the given names, "" where it cannot be told; middle: further given
    names, initials among them; family: the family name in one piece, "" where it cannot be told; first: the first
    word in one piece, a family name where that stands first; parts: every word that may be a family name, also that
    of birth; lone: the only word of a name of one word; generation: `jr`, `iii` or ""; aliases: given names in
    brackets or quotation marks; sorted: all words, sorted, as they sound.
    """

    text: str
    given: str
    middle: tuple[str, ...]
    family: str
    first: str
    parts: tuple[str, ...]
    lone: str
    generation: str
    aliases: tuple[str, ...]
    sorted: str


@lru_cache(1 << 12)
def parsed(text: str) -> Name | None:
    """A written name taken apart, given names first unless a comma says otherwise; None where no word is left."""
    whole = text[:200]
    asides = _ASIDE.findall(whole)
    words, generation = _words(_turned(_ASIDE.sub(" ", whole)))
    born: list[str] = []
    aliases: list[str] = []
    for aside in asides:
        inner = _plain_words(aside)
        if inner and inner[0] in BORN:
            born += inner[1:]
        elif len(inner) == 1 and len(inner[0]) > 1:
            aliases += inner
    for place in range(1, len(words) - 1):
        if words[place] == ["born"] or words[place][0] in BORN:
            born += [piece for word in words[place + 1 :] for piece in word]
            words = words[:place]
            break
    if not words:
        return None
    return _built(text, words, generation, born, aliases)


def _turned(text: str) -> str:
    """Given names first: "Ruiz, Ana" turned round, unless what follows the comma is no name."""
    first, comma, second = text.partition(",")
    rest = [word for word in second.replace(",", " ").split() if not _is_suffix(word)]
    if not comma or not rest or not first.strip() or folded(rest[0]) in BORN:
        return text
    return f"{second.replace(',', ' ')} {first}"


def _is_suffix(word: str) -> bool:
    plain = plain_word(word)
    return plain in GENERATIONS or (plain in DEGREES and (len(plain) > 2 or word.isupper()))


def _plain_words(text: str) -> list[str]:
    return [word for word in folded(text).split() if word]


def _words(text: str) -> tuple[list[list[str]], str]:
    """The words that name, each as its hyphenated pieces, without titles, suffixes and particles; the generation."""
    found: list[list[str]] = []
    generation = ""
    for word in _family_last(text.split()):
        plain = plain_word(word)
        if found and _is_suffix(word):
            generation = plain if plain in GENERATIONS else generation
            continue
        if _SIGNS.fullmatch(word):
            found.append([folded(word).replace(" ", "")])
            continue
        pieces = [part for piece in _PIECES.split(word) for part in folded(piece).split()]
        if not pieces or (len(pieces) == 1 and pieces[0] in TITLES):
            continue
        if "." in word and all(len(piece) == 1 for piece in pieces):
            found += [[piece] for piece in pieces]
        else:
            found.append(pieces)
    kept = [word for word in found if len(word) > 1 or word[0] not in PARTICLES]
    if len(kept) < min(2, len(found)):
        kept = found
    return kept[:MOST_WORDS], generation


def _family_last(words: list[str]) -> list[str]:
    """The family name put last where it is written first, in signs; of four in one word it has two, else one."""
    places = [place for place, word in enumerate(words) if _SIGNS.fullmatch(word)]
    if len(places) == 1 and len(words[places[0]]) > 1:
        place = places[0]
        cut = 2 if len(words[place]) == 4 else 1
        return [*words[:place], words[place][cut:], words[place][:cut], *words[place + 1 :]]
    if len(places) == 2:
        one, two = places
        words = list(words)
        words[one], words[two] = words[two], words[one]
    return words


def _built(
    text: str, words: list[list[str]], generation: str, born: list[str], aliases: list[str]
) -> Name | None:
    flat = [piece for word in words for piece in word]
    key = " ".join(sorted(sound(piece) for piece in flat))
    if len(words) == 1:
        lone = "".join(flat)
        return Name(text, "", (), "", lone, (*born,), lone, generation, tuple(aliases), key)
    if len(words) == 3 and _PATRONYMIC.fullmatch(flat[-1]) and len(flat) == 3:
        words = [words[1], words[2], words[0]]
    first, last = words[0], words[-1]
    middle = [*first[1:], *(piece for word in words[1:-1] for piece in word)]
    parts = list(dict.fromkeys([*(piece for piece in last if len(piece) > 1), *born]))
    family, whole = "".join(last), "".join(first)
    return Name(
        text, first[0], tuple(middle), family, whole, tuple(parts), "", generation, tuple(aliases), key
    )


def several_bearers(names: Iterable[str]) -> tuple[str, ...]:
    """One of the names for each person who plainly is another, in order; at most `MOST_BEARERS`.

    Two names are plainly two people's if both have a given and a family name, and the given names are neither alike
    nor forms of one another, nor either one the other's family name.
    """
    found: list[Name] = []
    for text in names:
        name = parsed(text)
        if name is None or name.lone:
            continue
        if all(_plainly_others(name, other) for other in found):
            found.append(name)
        if len(found) == MOST_BEARERS:
            break
    return tuple(name.text for name in found)


def _plainly_others(one: Name, two: Name) -> bool:
    mine = {one.given, one.first, *one.aliases}
    theirs = {two.given, two.first, *two.aliases}
    if any(a[0] == b[0] and (1 in (len(a), len(b)) or sound(a) == sound(b)) for a in mine for b in theirs):
        return False
    words = {*one.middle, one.family, *one.parts}, {*two.middle, two.family, *two.parts}
    if mine & (theirs | words[1]) or theirs & words[0]:
        return False
    return not any(related(a, b) or slip(a, b) for a in mine for b in theirs)
