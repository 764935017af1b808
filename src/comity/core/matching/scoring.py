"""From evidence to a probability: weights in bits are added to the odds of two people picked at random."""

from __future__ import annotations

from math import log2
from typing import Final, NamedTuple

from comity.core.matching.descriptions import Description
from comity.core.matching.evidence import Evidence
from comity.core.matching.frequencies import Frequencies
from comity.core.matching.naming import MOST_BITS, compare_names, spelled
from comity.core.matching.particulars import (
    BIRTHDAY_BITS,
    MAILBOX_BITS,
    MOST_ORGANISATION_BITS,
    compare_addresses,
    compare_particulars,
    generation_apart,
)

THRESHOLD: Final = 0.6
"""The least probability at which two people are proposed to be one."""
DUPLICATES_EACH: Final = 0.2
"""How many other descriptions of the same person one finds for each, before anything is compared."""
LEAST_PEOPLE: Final = 100
"""Smaller books count as having so many people, so that chance is never thought to explain too little."""
HOUSEHOLD_ODDS: Final = -3.3
"""Binary logarithm of the odds that two descriptions from one household are of one person, before given names and
birthdays are compared: one in ten, in a book of whatever size."""
_MOST_BESIDE: Final = MAILBOX_BITS + 3 * MOST_BITS + MOST_ORGANISATION_BITS + BIRTHDAY_BITS
_HOUSEHOLD = frozenset("family phone address organisation".split())
_GIVEN_APART = frozenset(("given_different", "given_close", "generation_different", "middle_different"))


class Verdict(NamedTuple):
    """How likely two descriptions are one person's, and why: the bits of the evidence add up to the odds."""

    probability: float
    bits: float
    evidence: tuple[Evidence, ...]


def chance(people: int) -> float:
    """The odds, in bits, that two people picked from a book are one; the larger the book, the lower."""
    return log2(DUPLICATES_EACH / max(people, LEAST_PEOPLE))


def judged(left: Description, right: Description, seen: Frequencies) -> Verdict:
    """Compare two descriptions; the same whichever comes first, but for the sides of the evidence.

    Postal addresses, which take the longest, are left out where they could change nothing.

    seen: how common things are among all the people of the book, these two included.
    """
    return _weighed(left, right, seen, _names(left, right, seen))


def proposed(left: Description, right: Description, seen: Frequencies) -> Verdict | None:
    """`judged`, if that reaches `THRESHOLD`; most others are told from the names and from what can agree at all."""
    names = _names(left, right, seen)
    most = 1.0 + chance(seen.people) + sum(evidence.bits for evidence in names)
    if most + _MOST_BESIDE < 0 or most + _most_of_particulars(left, right) < 0:
        return None
    verdict = _weighed(left, right, seen, names)
    return verdict if verdict.probability >= THRESHOLD else None


def _weighed(left: Description, right: Description, seen: Frequencies, names: list[Evidence]) -> Verdict:
    found = names + compare_particulars(left, right, seen)
    chances = chance(seen.people)
    if left.addresses and right.addresses and sum(e.bits for e in found) + chances > -MOST_BITS:
        place = compare_addresses(left, right, seen)
        found += [place] if place else []
    found += _household(left, right, found, chances)
    found.append(Evidence("chance", "", "", chances))
    bits = sum(evidence.bits for evidence in found)
    return Verdict(1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, bits))), bits, tuple(found))


def _most_of_particulars(left: Description, right: Description) -> float:
    """No less than what all but the names can speak for two people, without comparing it closely."""
    most = 0.0
    if left.emails and right.emails and any(a.local == b.local for a in left.emails for b in right.emails):
        most += MAILBOX_BITS
    if left.phones and right.phones and any(a[-8:] == b[-8:] for a in left.phones for b in right.phones):
        most += MOST_BITS
    if left.organisations or right.organisations:
        most += MOST_ORGANISATION_BITS
    if left.born and right.born:
        most += BIRTHDAY_BITS
    if left.profiles and right.profiles:
        most += MOST_BITS
    if left.addresses and right.addresses:
        most += MOST_BITS
    return most


def _names(left: Description, right: Description, seen: Frequencies) -> list[Evidence]:
    """Evidence from the names that agree best, or from an address where somebody's name is not known."""
    best: list[Evidence] = []
    most = float("-inf")
    for name in left.names:
        for other in right.names:
            found = compare_names(name, other, seen)
            bits = sum(evidence.bits for evidence in found)
            if bits > most:
                best, most = found, bits
    if most > 0:
        return best
    spelt = _spelled(left, right, seen)
    return [spelt] if spelt and spelt.bits > most else best


def _spelled(left: Description, right: Description, seen: Frequencies) -> Evidence | None:
    found: list[Evidence] = []
    for one, two in ((left, right), (right, left)):
        if one.names and not one.guessed and not all(name.lone for name in one.names):
            continue
        for box in one.emails:
            for name in two.names:
                evidence = spelled(box, name, seen)
                if evidence:
                    mirrored = Evidence(evidence.what, evidence.right, evidence.left, evidence.bits)
                    found.append(evidence if one is left else mirrored)
    return max(found, key=lambda e: e.bits, default=None)


def _household(
    left: Description, right: Description, found: list[Evidence], chances: float
) -> list[Evidence]:
    """What to take back where two people of one family may be behind what agrees.

    Couples, parents and children share family name, address and telephone, which then is one coincidence rather than
    several: where the given names differ, or where the dates of birth lie a generation apart. Then a given name may have
    been handed on, too.
    """
    shared = _HOUSEHOLD
    if generation_apart(left.born, right.born):
        shared |= {"given"}
    elif not any(evidence.what in _GIVEN_APART for evidence in found):
        return []
    bits = sum(e.bits for e in found if e.bits > 0 and e.what.partition("_")[0] in shared)
    too_much = bits - (HOUSEHOLD_ODDS - chances)
    return [Evidence("household", "", "", -too_much)] if too_much > 0 else []
