"""The grammars of the languages, read from the data files beside this module and compiled once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any

from comity.core.records import Kind
from comity.core.sayit.patterns import Pattern, Slots, compiled
from comity.core.sayit.tokens import key

Template = tuple[tuple[str, ...], str]
"""Elements such as ("last", "{weekday}") and what they mean."""


@dataclass(frozen=True, slots=True)
class KindWord:
    """A word for something that happens: what it is called, its kind, whether another kind outweighs it;
    verb: somebody beside it took part; plain: before a name it may tell of a plan as well."""

    what: str
    kind: Kind
    weak: bool
    verb: bool
    plain: bool


@dataclass(frozen=True, slots=True)
class Words:
    """Small words by what they do; see docs/say-it.md for each."""

    common: frozenset[str]
    joints: frozenset[str]
    with_: frozenset[str]
    list: frozenset[str]
    my: frozenset[str]
    articles: frozenset[str]
    fillers: frozenset[str]
    nobody: frozenset[str]
    possessives: frozenset[str]
    negations: frozenset[str]
    undone: frozenset[str]
    off: frozenset[str]
    about: frozenset[str]
    titles: frozenset[str]
    of: frozenset[str]
    endings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """One language. Phrases are tuples of words, folded as `tokens.key` folds."""

    language: str
    nouns_are_capitalised: bool
    genitive: str
    words: Words
    pronouns: Mapping[str, str]
    many: frozenset[str]
    roles: Mapping[tuple[str, ...], str]
    kinds: Mapping[tuple[str, ...], KindWord]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
    units: Mapping[str, str]
    due: frozenset[tuple[str, ...]]
    on: frozenset[tuple[str, ...]]
    after_parts: Mapping[str, str]
    dates: Mapping[str, tuple[Template, ...]]
    times: Mapping[str, tuple[Template, ...]]
    worth: Mapping[tuple[str, ...], str]
    at: frozenset[tuple[str, ...]]
    gatherings: frozenset[str]
    gathering_ends: frozenset[str]
    patterns: tuple[Pattern, ...]
    vocabulary: frozenset[str]


_SMALL = (
    "common",
    "joints",
    "list",
    "my",
    "articles",
    "fillers",
    "nobody",
    "negations",
    "undone",
    "off",
    "about",
    "titles",
    "of",
    "endings",
)


@cache
def grammars() -> tuple[Grammar, ...]:
    """Every language there is a file for, English first."""
    found = [file for file in files(__package__).iterdir() if file.name.endswith(".toml")]
    found.sort(key=lambda file: (file.name != "en.toml", file.name))
    return tuple(grammar(tomllib.loads(file.read_text("utf-8"))) for file in found)


def grammar(data: Mapping[str, Any]) -> Grammar:
    """A grammar from the contents of its file.

    Raises:
        KeyError, ValueError: a part is missing or a pattern cannot be read.
    """
    when, small = data["when"], _small(data["words"])
    patterns, kinds = _patterns(data, small), dict(_kinds(data["kinds"]))
    pronouns = data["pronouns"].items()
    needed = {word for pattern in patterns for word in pattern.literals} | {phrase[0] for phrase in kinds}
    return Grammar(
        language=data["language"],
        nouns_are_capitalised=data["nouns_are_capitalised"],
        genitive=data["genitive"],
        words=small,
        pronouns={key(w): name for name, said in pronouns if name != "many" for w in said.split()},
        many=_keys(data["pronouns"]["many"]),
        roles={phrase: role for role, said in data["roles"].items() for phrase in phrases(said)},
        kinds=kinds,
        weekdays=_numbered(when["weekdays"], 0),
        months=_numbered(when["months"], 1),
        numbers={p[0]: int(n) for n, said in when["numbers"].items() for p in phrases(said)},
        units={p[0]: unit for unit, said in when["units"].items() for p in phrases(said)},
        due=frozenset(phrases(when["due"])),
        on=frozenset(phrases(when["on"])),
        after_parts={key(word): part for word, part in when["after_parts"].items()},
        dates=_templates(when["dates"]),
        times=_templates(when["times"]),
        worth={phrase: name for name, said in data["worth"].items() for phrase in phrases(said)},
        at=frozenset(phrases(data.get("events", {}).get("at", ""))),
        gatherings=_keys(data.get("events", {}).get("words", "")),
        gathering_ends=_keys(data.get("events", {}).get("endings", "")),
        patterns=patterns,
        vocabulary=small.common | small.joints | needed,
    )


def _small(words: Mapping[str, str]) -> Words:
    named = {name: _keys(words[name]) for name in _SMALL}
    return Words(possessives=_keys(words["possessives"]), with_=_keys(words["with"]), **named)


def _patterns(data: Mapping[str, Any], small: Words) -> tuple[Pattern, ...]:
    sets = {**data["sets"], "worth": "|".join(data["worth"].values())}
    slots = Slots(sets, data["starts"], small.possessives, _keys(data["words"]["me"]))
    ways = enumerate((act, say) for act in data["acts"] for say in act["say"])
    return tuple(pattern for order, (act, say) in ways for pattern in compiled(say, act, slots, order))


def phrases(said: str) -> list[tuple[str, ...]]:
    """The phrases of a text such as "phone call|zoom", each as folded words."""
    return [tuple(key(word) for word in phrase.split()) for phrase in said.split("|") if phrase.strip()]


def _keys(said: str) -> frozenset[str]:
    return frozenset(key(word) for word in said.split())


def _numbered(names: Sequence[str], first: int) -> dict[str, int]:
    return {phrase[0]: place for place, said in enumerate(names, first) for phrase in phrases(said)}


def _kinds(data: Mapping[str, Mapping[str, Any]]) -> Iterable[tuple[tuple[str, ...], KindWord]]:
    for what, entry in data.items():
        verbs, plain = phrases(entry.get("verbs", "")), phrases(entry.get("plain", ""))
        for phrase in phrases(entry["words"]):
            kind = Kind[entry["kind"].upper()]
            yield phrase, KindWord(what, kind, entry.get("weak", False), phrase in verbs, phrase in plain)


def _templates(entries: Sequence[Mapping[str, Any]]) -> dict[str, tuple[Template, ...]]:
    """Every way to say a date or time by its first element, the longest first."""
    found: dict[str, list[Template]] = {}
    for entry in entries:
        for say in entry["say"]:
            for elements in _spelt_out(say):
                found.setdefault(elements[0], []).append((elements, entry["means"]))
    return {first: tuple(sorted(ways, key=lambda way: -len(way[0]))) for first, ways in found.items()}


def _spelt_out(say: str) -> Iterable[tuple[str, ...]]:
    """ "the? end of this|the week" as each of the sequences it stands for."""
    options = []
    for element in say.split():
        words = [w if w.startswith("{") else key(w) for w in element.removesuffix("?").split("|")]
        options.append([*words, ""] if element.endswith("?") else words)
    return (tuple(word for word in chosen if word) for chosen in product(*options))
