"""Patterns such as "{who} promised me {text}", compiled to regular expressions over a coded sentence.

A sentence is coded as its visible words, each followed by a space: a person is `@p`, one whose name stands with 's
`@q`, a word that may be an unknown name `@n`, a pronoun `@s:` with the word, what joins a list of people `&`, and any
other word itself. Dates, times and fillers are left out, so that they may stand anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from comity.core.sayit.tokens import key

_GAP = r"(?:[^\s,]+ )"
PEOPLE = ("who", "whose", "one", "other")
"""Slots that people fill."""


@dataclass(frozen=True, slots=True)
class Slots:
    """What patterns refer to: sets of words, starts of texts, words for "her" and for "me"."""

    sets: Mapping[str, str]
    starts: Mapping[str, str]
    possessives: frozenset[str]
    me: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to say something.

    needs: of each set of these words one must occur; literals: every word it may need; order: the first that fits
    wins; open: its end is free text; elided: its subject is that of the clause before ("… and lives in Graz").
    """

    act: Mapping[str, Any]
    source: str
    needs: tuple[frozenset[str], ...]
    literals: frozenset[str]
    order: int
    open: bool
    elided: bool

    @property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first needed: most lines need few of them."""
        return _regex(self.source)


_regex = cache(re.compile)


def compiled(say: str, act: Mapping[str, Any], slots: Slots, order: int) -> list[Pattern]:
    """A pattern as it stands in a grammar file, and without its subject where it begins with one.

    Raises:
        ValueError: it names an unknown slot, set or start, or no word at all.
    """
    anchored = say.startswith("^")
    elements = say.removeprefix("^").split()
    start = r"(?:^|(?<=, ))" if anchored else r"(?:^|(?<= ))"
    found = [_pattern(start, elements, act, slots, order, elided=False)]
    if elements[0] == "{who}":
        found.append(_pattern(start, elements[1:], act, slots, order, elided=True))
    return found


def _pattern(
    start: str, elements: list[str], act: Mapping[str, Any], slots: Slots, order: int, *, elided: bool
) -> Pattern:
    parts, needs, literals = [start], [], set[str]()
    for place, element in enumerate(elements):
        regex, words, optional = _element(element, slots, last=place == len(elements) - 1)
        parts.append(regex)
        literals |= words
        if words and not optional:
            needs.append(frozenset(words))
    if not needs:
        raise ValueError(f"a pattern needs at least one word of its own: {' '.join(elements)!r}")
    is_open = elements[-1].startswith("{") and elements[-1].strip("{}").partition(":")[0] not in PEOPLE
    return Pattern(act, "".join(parts), tuple(needs), frozenset(literals), order, is_open, elided)


def _element(element: str, slots: Slots, *, last: bool) -> tuple[str, set[str], bool]:
    """The expression of one element, the words it needs, and whether it may be missing."""
    optional = element.endswith("?")
    bare = element.removesuffix("?")
    if bare in (",", ":"):
        return "(?:, )?", set(), True
    if bare.startswith("{"):
        regex, words = _slot(bare, slots, last=last)
    elif bare.startswith("<"):
        regex, words = _words(_said(slots.sets, bare[1:-1]))
    else:
        regex, words = _words(bare)
    return (f"(?:{regex})?" if optional else regex), words, optional


def _slot(bare: str, slots: Slots, *, last: bool) -> tuple[str, set[str]]:
    inside, _, rest = bare[1:].partition("}")
    name, _, start = inside.partition(":")
    if rest == "'s":
        return f"(?P<{name}>@q )", set()
    if name in PEOPLE:
        return _people(name, slots), set()
    if not start:
        return f"(?P<{name}>{_GAP}+{'' if last else '?'})", set()
    said = _said(slots.starts, start)
    ahead = ""
    if said.startswith("*"):
        ahead = _GAP + "{0,3}?" if said == "*worth" else ""
        said = _said(slots.sets, said[1:])
    regex, words = _words(said)
    return f"(?P<{name}>{ahead}{regex}{_GAP + '*' if last else ''})", words


def _people(name: str, slots: Slots) -> str:
    if name == "whose":
        own = "|".join(sorted(re.escape(word) for word in slots.possessives))
        return f"(?P<whose>@q |(?:@s:)?(?:{own}) )"
    one = r"(?:@[pqn] |@s:\S+ )"
    me = f"|(?:{'|'.join(sorted(slots.me))}) " if name in ("one", "other") else ""
    return f"(?P<{name}>{one}(?:& {one})*{me})"


def _words(said: str) -> tuple[str, set[str]]:
    phrases = [[key(word) for word in phrase.split()] for phrase in said.split("|") if phrase.strip()]
    ways = {"".join(f"(?:@s:)?{re.escape(word)} " for word in phrase) for phrase in phrases}
    ordered = sorted(ways, key=lambda way: (-len(way), way))
    return f"(?:{'|'.join(ordered)})", {phrase[0] for phrase in phrases}


def _said(table: Mapping[str, str], name: str) -> str:
    if name not in table:
        raise ValueError(f"no such set or start of a text: {name!r}")
    return table[name]
