"""Comparing two names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from math import log2
from typing import Final

from comity.core.matching.descriptions import Mailbox
from comity.core.matching.evidence import Evidence
from comity.core.matching.frequencies import Frequencies
from comity.core.matching.names import Name
from comity.core.matching.nicknames import GROUPS, related
from comity.core.matching.words import joined_sound, slip, sound

MOST_BITS = 13.0
"""No single agreement counts for more: beyond 1 in 8,000 mistakes and coincidences of other kinds set the limit."""
GIVEN: Final = {
    "same": 0.74,
    "sound": 0.03,
    "nickname": 0.07,
    "initial": 0.08,
    "typo": 0.06,
    "different": 0.015,
}
"""How often the given names in two descriptions of one person are related so."""
FAMILY: Final = {"same": 0.82, "sound": 0.05, "part": 0.04, "initial": 0.01, "typo": 0.05, "different": 0.04}
"""How often the family names in two descriptions of one person are related so; people marry."""
INITIAL_SHARE = 0.08
"""How often two people share an initial: the sum of squares of the shares of the letters."""
TURNED_BITS = -3.0
"""Every eighth name is written with the family name first."""
_SPREAD = 3.0
"""A slip of the pen may lead from how many names to one and the same: so much more often two people's agree so."""
SLIP_SHARE = 0.0015
"""How often the family names of two people differ by a slip, as Hansen and Jansen do."""
_UNLIKE = ("different", "close")
_IN_USE = 4
"""A name that so many people bear is no slip of the pen."""

Level = tuple[str, float]
Share = Callable[[str], float]
Counts = Counter[str]
Model = Mapping[str, float]


def compare_names(left: Name, right: Name, seen: Frequencies) -> list[Evidence]:
    """Evidence from one name of each person."""
    if left.lone or right.lone:
        what, bits = _lone(left, right, seen)
        return [Evidence(what, left.text, right.text, bits)]
    given, family, turned = _arranged(left, right, seen)
    found = [
        Evidence(f"given_{given[0]}", left.text, right.text, given[1]),
        Evidence(f"family_{family[0]}", left.text, right.text, family[1]),
    ]
    if turned:
        found.append(Evidence("name_turned", left.text, right.text, TURNED_BITS))
    if given[0] == family[0] == "same":
        found += _common(left, right, given[1] + family[1], seen)
    if not turned and left.middle and right.middle:
        found += _middle(left, right)
    if left.generation != right.generation and (left.generation or right.generation):
        both = left.generation and right.generation
        found.append(Evidence("generation_different", left.text, right.text, -9.0 if both else -2.0))
    return found


def _common(left: Name, right: Name, bits: float, seen: Frequencies) -> list[Evidence]:
    """What to take back where more people have the whole name than its parts let expect: names of one language go together."""
    share = seen.full_share(left.sorted)
    most = max(0.0, log2(GIVEN["same"] * FAMILY["same"] / share)) if share else bits
    return [Evidence("name_common", left.text, right.text, most - bits)] if most < bits else []


def _arranged(left: Name, right: Name, seen: Frequencies) -> tuple[Level, Level, bool]:
    """How given and family names agree in the order, as written or turned round, in which they agree best."""
    given = _given(left, right, seen)
    family = _family(left, right, seen)
    if given[1] > 0 and family[1] > 0:
        return given, family, False
    if left.family[:2] != right.first[:2] and left.first[:2] != right.family[:2]:
        return given, family, False
    # A hyphen parts given names, but not family names: so each of the two is tried as the one turned round.
    first, other = max(
        _turned(left, right, seen), _turned(right, left, seen), key=lambda pair: pair[0][1] + pair[1][1]
    )
    if first[1] + other[1] + TURNED_BITS > given[1] + family[1]:
        return first, other, True
    return given, family, False


def _turned(one: Name, other: Name, seen: Frequencies) -> tuple[Level, Level]:
    """How given and family names agree if `other` has its family name first."""
    return (
        _word(one.given, other.family, seen.given_share, seen.given, GIVEN),
        _word(one.family, other.first, seen.family_share, seen.family, FAMILY),
    )


def _given(left: Name, right: Name, seen: Frequencies) -> Level:
    """How given names agree; one's middle name may be what the other is called, or be written together with the first."""
    mine, other = left.given, right.given
    if mine != other and (left.aliases or right.aliases or left.middle or right.middle):
        same = _called(left) & _called(right)
        mine, other = (min(same), min(same)) if same else (mine, other)
    level = _word(mine, other, seen.given_share, seen.given, GIVEN)
    if level[0] in _UNLIKE and _forms(mine, other):
        share = seen.given_share(mine) + seen.given_share(other)
        return "nickname", _capped(GIVEN["nickname"], share)
    if level[0] == "different" and len(other) > 1 and other in left.middle:
        return "nickname", _capped(GIVEN["nickname"], 2 * seen.given_share(other))
    return level


def _called(name: Name) -> set[str]:
    """The given name, what stands in brackets, and given names in one word."""
    together = {name.given + name.middle[0]} if name.middle else set()
    return {name.given, *name.aliases} | together


def _family(left: Name, right: Name, seen: Frequencies) -> Level:
    level = _word(left.family, right.family, seen.family_share, seen.family, FAMILY)
    if level[0] in ("same", "sound"):
        return level
    mine = {*left.parts, *(word for word in left.middle if len(word) > 2)}
    others = {*right.parts, *(word for word in right.middle if len(word) > 2)}
    common = (mine & others) - ({*left.middle} & {*right.middle})
    if common:
        share = min(seen.family_share(word) for word in common)
        return "part", _capped(FAMILY["part"], 2 * share)
    return level


def _word(one: str, other: str, share: Share, counts: Counts, model: Model) -> Level:
    """How two words agree, with the weight of that."""
    if one == other:
        if len(one) == 1:
            return "initial", _capped(model["initial"], INITIAL_SHARE)
        return "same", _capped(model["same"], share(one))
    if len(one) == 1 or len(other) == 1:
        if one[:1] == other[:1]:
            return "initial", log2(model["initial"] / INITIAL_SHARE) + 2.0
        return "different", log2(model["different"])
    if sound(one) == sound(other):
        if len(one) > 3 and _without_umlauts(one) == _without_umlauts(other):
            return "same", _capped(model["same"], share(one) + share(other))
        return "sound", _capped(model["sound"], share(one) + share(other))
    if slip(one, other):
        if (_known(one, counts) and _known(other, counts)) or (
            model is GIVEN and _of_man_and_woman(one, other)
        ):
            return "close", -3.0
        return "typo", _capped(model["typo"], max(SLIP_SHARE, _SPREAD * (share(one) + share(other))))
    return "different", log2(model["different"])


def _without_umlauts(word: str) -> str:
    """A folded word as if its umlauts had been left out rather than written with an e: Jörg is jorg, Joerg as well."""
    return word.replace("ae", "a").replace("oe", "o").replace("ue", "u")


def _forms(one: str, other: str) -> bool:
    """Whether two given names are forms of one another, and not that of a man and that of a woman."""
    return related(one, other) and not _of_man_and_woman(one, other)


def _of_man_and_woman(one: str, other: str) -> bool:
    """Whether two given names differ as Paolo and Paola do, or Simon and Simone, which is no slip."""
    short, long = sorted((one, other), key=len)
    if len(short) == len(long):
        return one[:-1] == other[:-1] and {one[-1], other[-1]} == {"a", "o"}
    return long[:-1] == short and long[-1] in "ae"


def _known(word: str, counts: Counts) -> bool:
    return word in GROUPS or counts[word] >= _IN_USE


def _middle(left: Name, right: Name) -> list[Evidence]:
    """Middle names or their initials."""
    one, two = left.middle[0], right.middle[0]
    if one == two or one in right.middle or two in left.middle:
        return [Evidence("middle_same", left.text, right.text, 6.0 if len(one) > 1 else 3.0)]
    if one[0] == two[0] and 1 in (len(one), len(two)):
        return [Evidence("middle_same", left.text, right.text, 3.0)]
    if slip(one, two) or sound(one) == sound(two):
        return []
    if len(one) == 1 or len(two) == 1 or one[0] != two[0]:
        return [Evidence("middle_different", left.text, right.text, -7.0)]
    return []


def _lone(left: Name, right: Name, seen: Frequencies) -> Level:
    """One of the names is a single word, of which nobody knows whether it is a given or a family name."""
    if left.lone and right.lone:
        level, bits = _word(left.lone, right.lone, seen.family_share, seen.family, FAMILY)
        if level in _UNLIKE and _forms(left.lone, right.lone):
            share = seen.given_share(left.lone) + seen.given_share(right.lone)
            return "given_nickname", _capped(GIVEN["nickname"], share)
        # The one word may be a given name, and those are more common than family names.
        return ("name_different", -4.0) if level == "different" else (f"family_{level}", bits - 1.0)
    word, whole = (left.lone, right) if left.lone else (right.lone, left)
    as_family = _word(word, whole.family, seen.family_share, seen.family, FAMILY)
    as_given = _word(word, whole.given, seen.given_share, seen.given, GIVEN)
    if as_given[0] in _UNLIKE and _forms(word, whole.given):
        as_given = "nickname", _capped(GIVEN["nickname"], 2 * seen.given_share(word))
    best = max(as_family, as_given, key=lambda level: level[1])
    if best[1] > 0:
        return "name_part", best[1] - 1.0
    return (
        ("name_part", 2.0)
        if word in (*whole.parts, *whole.middle, *whole.aliases)
        else ("name_different", -4.0)
    )


def spells(box: Mailbox, name: Name) -> str:
    """How much of a name an address spells: `full`, `family` with an initial, `given` with one, `part`, or "".

    As it sounds, so that mueller spells Müller.
    """
    if not box.letters:
        return ""
    letters, given, family = sound(box.letters), sound(name.given), sound(name.family)
    if not given or not family:
        return "part" if letters == sound(name.lone) else ""
    if letters in (joined_sound(given, family), joined_sound(family, given)):
        return "full"
    if len(box.words) > 1 and any(sound(word) == family for word in box.words):
        mine = name.given
        if any(word == mine or related(word, mine) for word in box.words):
            return "full"
    initials = given[0] + "".join(word[0] for word in name.middle)
    for begin in {given[0], initials}:
        if letters in (joined_sound(begin, family), joined_sound(family, begin)):
            return "family"
    if letters in (given + family[0], joined_sound(family[0], given)):
        return "given"
    return "part" if letters in (given, family) else ""


def spelled(box: Mailbox, name: Name, seen: Frequencies) -> Evidence | None:
    """Evidence from the address of somebody whose name nobody gave, against a name."""
    given = _capped(GIVEN["same"], seen.given_share(name.given or name.lone))
    family = _capped(FAMILY["same"], seen.family_share(name.family or name.lone))
    bits = {
        "full": given + family - 1.0,
        "family": family + 1.5,
        "given": given + 1.5,
        "part": given - 2.0 if sound(box.letters) == sound(name.given) else family - 1.0,
    }.get(spells(box, name))
    return None if bits is None else Evidence("email_name", box.text, name.text, bits)


def _capped(share_of_same: float, share_of_others: float) -> float:
    return min(MOST_BITS, log2(share_of_same / min(1.0, share_of_others)))
