"""What to call a person: the best of the names that sources give, and what is derived from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from hashlib import blake2b
from typing import NamedTuple

from comity.core.addresses import is_machine, is_shared
from comity.core.display_names import clean_display_name, is_born, is_suffix, recased_word
from comity.core.name_words import PARTICLES

__all__ = [
    "Claim",
    "Origin",
    "best_name",
    "clean_display_name",
    "hue",
    "initials",
    "name_from_email",
    "sort_name",
]

HUES = 8
_LOCAL = re.compile(r"[^\W\d_]+(?:[-'’._]+[^\W\d_]+)*")
_LETTERLIKE = {
    ord(a): b for a, b in zip("øłđðþæœı", ("o", "l", "d", "d", "th", "ae", "oe", "i"), strict=True)
}
_COMBINING = re.compile("[\u0300-\u036f]+")


class Origin(IntEnum):
    """Who says that a person is called so; the lower, the more it counts. Stored; never renumber."""

    USER = 1
    """Typed by the user."""
    CARD = 2
    """From an address book or a network's list of connections."""
    SELF = 3
    """Written by the person: the sender's name of their own mail."""
    OTHERS = 4
    """Written by somebody else: the name beside a recipient's address."""


class Claim(NamedTuple):
    """A name that something gives a person: the text, an `Origin`, last seen in epoch seconds."""

    text: str
    origin: int
    seen: int


def best_name(claims: Iterable[Claim], address: str = "") -> str:
    """The name to show, from names already cleaned; "" if there is none and no address.

    It depends on the set of claims only, not on their order or number: the lowest origin, then the more
    complete text (given and family name before one of them), then the latest seen, then the text itself.
    What the user typed is taken as typed: the latest, however short. Without any claim it is made from
    the address.
    """
    named = [claim for claim in claims if claim.text.strip()]
    if not named:
        return name_from_email(address)
    return min(named, key=lambda claim: (claim.origin, -_completeness(claim), -claim.seen, claim.text)).text


def _completeness(claim: Claim) -> int:
    """3 for two or more words written out, 2 for one with initials, 1 for one, 0 for an address; 0 for the user's."""
    if claim.origin == Origin.USER or "@" in claim.text:
        return 0
    words = [word for word in claim.text.split() if not is_suffix(word)]
    if sum(len(word.strip(".,")) > 1 for word in words) >= 2:
        return 3
    return 2 if len(words) >= 2 else 1


def name_from_email(address: str) -> str:
    """A name read from an address: "Ana Ruiz" from ana.ruiz@…, "jdoe" from jdoe7+news@….

    An address that names a desk, a machine or nothing legible is returned as it is.
    """
    address = address.strip()
    local = address.rpartition("@")[0].strip('"').partition("+")[0]
    plain = re.sub(r"\d+", "", local).strip("-._'’")
    if not _LOCAL.fullmatch(plain) or is_shared(f"{plain.lower()}@") or is_machine(address.lower()):
        return address
    words = re.split(r"[._]+" if re.search(r"[._]", plain) else r"-+", plain)
    if len(words) == 1:
        return plain
    if len(words) > 4 or all(len(word) == 1 for word in words):
        return address
    return " ".join(_word_from_email(word, last=place == len(words) - 1) for place, word in enumerate(words))


def _word_from_email(word: str, *, last: bool) -> str:
    if len(word) == 1:
        return word.upper() + "."
    return word.lower() if not last and word.lower() in PARTICLES else recased_word(word)


def sort_name(name: str) -> str:
    """What a name is sorted by: family name, given names, particles; folded, without diacritics.

    "Jan van der Berg" gives "berg jan van der". Marks of scripts in which they are letters stay.
    """
    words = _without_suffixes(name)
    if len(words) > 1 and "@" not in name:
        start = len(words) - 1
        while start > 1 and words[start - 1].lower() in PARTICLES:
            start -= 1
        words = [words[-1], *words[:start], *words[start:-1]]
    return _folded(" ".join(words) or name)


def _folded(text: str) -> str:
    folded = text.casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded).casefold().translate(_LETTERLIKE)
    return unicodedata.normalize("NFC", _COMBINING.sub("", unicodedata.normalize("NFKD", apart)))


def initials(name: str) -> str:
    """One or two characters that stand for a name, in any script; "?" for a name without a letter."""
    words = _without_suffixes(unicodedata.normalize("NFC", name.partition("@")[0]))
    if not words:
        return "?"
    chosen = words if len(words) == 1 else [words[0], words[-1]]
    return "".join(_first(word) for word in chosen)


def _without_suffixes(name: str) -> list[str]:
    """The words of a name that hold a letter or digit, without the name at birth, Jr., PhD and the like at its end."""
    words = [word for word in name.replace(",", " ").split() if _first(word)]
    words = words[: next((place for place, word in enumerate(words) if place and is_born(word)), None)]
    while len(words) > 1 and is_suffix(words[-1]):
        words.pop()
    return words


def _first(word: str) -> str:
    """The first letter or digit of a word as a single capital; "" if it has none."""
    for c in word:
        if c.isalnum():
            return c.upper()[:1]
    return ""


def hue(name: str) -> int:
    """A colour from 1 to 8 for a name, the same on every machine, in any case and normal form."""
    folded = unicodedata.normalize("NFC", name.strip().casefold())
    return blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=1).digest()[0] % HUES + 1
