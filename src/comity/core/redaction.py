"""Taking one person's name and addresses out of texts that stay, since they are also about others.

Pure. Addresses, profiles and phone numbers are found wherever they stand as a whole; a name where all its words stand
together, in either order, with or without accents. A single word of a name is not one: it is taken out only of texts
in which the person took part (`close`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comity.core import folding
from comity.core.mailtext import Zone, split

ERASED = "[erased]"
_SHORTEST_WORD = 3
_SHORTEST_PHONE = 7
_BETWEEN = r"[\s,._-]{1,3}"


@dataclass(frozen=True, slots=True)
class Traces:
    """By what somebody is told in a text: addresses and profiles, names of several words, phone numbers as digits."""

    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()

    def pattern(self) -> re.Pattern[str] | None:
        """What finds any of them; None where there is nothing to look for."""
        pieces = [rf"(?<![\w.+-]){re.escape(a)}(?![\w-]|\.\w)" for a in _longest(self.addresses)]
        pieces += [rf"(?<!\w){words}(?!\w)" for name in _longest(self.names) for words in _orders(name)]
        pieces += [r"(?<!\d)" + r"[\s./()-]{0,3}".join(phone) + r"(?!\d)" for phone in _longest(self.phones)]
        return re.compile("|".join(pieces), re.IGNORECASE) if pieces else None

    def close(self, others: Iterable[str]) -> re.Pattern[str] | None:
        """What finds the single words of the names too, but for words that others of the same text are called."""
        taken = {word for name in others for word in folding.words(name)}
        found = {
            word
            for name in self.names
            for word in re.findall(r"\w+", name)
            if len(word) >= _SHORTEST_WORD and not set(folding.words(word)) & taken
        }
        pieces = [rf"(?<!\w)(?:{re.escape(w)}|{re.escape(w.upper())})(?!\w)" for w in _longest(found)]
        return re.compile("|".join(pieces)) if pieces else None

    def needles(self) -> tuple[str, ...]:
        """Texts that must stand nowhere any more, as they are looked for in files."""
        return tuple(dict.fromkeys([*self.addresses, *self.names]))


def traces(handles: Iterable[tuple[str, str]], names: Iterable[str], phones: Iterable[str]) -> Traces:
    """By what somebody with these handles (kind and value), names and phone numbers is told."""
    addresses = [value for kind, value in handles if kind in ("email", "linkedin", "uid") and len(value) > 4]
    spelt = [" ".join(name.split()) for name in names]
    whole = [name for name in spelt if len(re.findall(r"\w+", name)) > 1]
    digits = ["".join(re.findall(r"\d", phone)) for phone in phones]
    return Traces(
        tuple(dict.fromkeys(addresses)),
        tuple(dict.fromkeys(whole)),
        tuple(dict.fromkeys(d for d in digits if len(d) >= _SHORTEST_PHONE)),
    )


def without(text: str, patterns: Sequence[re.Pattern[str] | None], mark: str = ERASED) -> str:
    """A text with everything that one of these finds replaced."""
    for pattern in patterns:
        if pattern is not None and text:
            text = pattern.sub(mark, text)
    return text


def without_quotes(text: str, pattern: re.Pattern[str] | None) -> str:
    """A mail's text in which what is quoted is left out wherever the quotation names the person: it may be their words."""
    if pattern is None or not pattern.search(text):
        return text
    pieces = split(text)
    if not any(zone == Zone.QUOTED and pattern.search(piece) for zone, piece in pieces):
        return text
    return "\n".join(ERASED if zone == Zone.QUOTED else piece for zone, piece in pieces)


def _longest(texts: Iterable[str]) -> list[str]:
    return sorted(set(texts), key=lambda text: (-len(text), text))


def _orders(name: str) -> list[str]:
    """A name as it is written, turned round, and both without accents."""
    found = []
    for words in (re.findall(r"\w+", name), folding.words(name)):
        for order in (words, words[-1:] + words[:-1]):
            found.append(_BETWEEN.join(re.escape(word) for word in order))
    return list(dict.fromkeys(found))
