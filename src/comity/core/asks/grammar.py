"""The grammar files of the package, one a language: which words promise, thank, introduce, and name a day.

Each is JSON: `macros` stand in angle brackets inside the other patterns; `due` gives pairs of a meaning and its pattern, the
most exact first; `kinds` gives for each kind the patterns that show it, in groups with a probability, and
those that speak against it; `work` tells a new title and organisation, `leaves` that a place is left, `worth` what
somebody is thanked for, `about_introduction` that a sentence speaks of an introduction and does not make it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

LANGUAGES = ("en", "de")


class Rule(NamedTuple):
    """Sentences that match `shows` are of the kind with this probability."""

    probability: float
    shows: re.Pattern[str]


class Grammar(NamedTuple):
    """How one kind is recognised: the first rule that holds counts, unless something speaks against it."""

    rules: tuple[Rule, ...]
    unless: re.Pattern[str] | None


class Language(NamedTuple):
    """Everything in one language's file; words in lower case."""

    code: str
    common: frozenset[str]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    counts: Mapping[str, int]
    units: Mapping[str, str]
    lead: str
    before: frozenset[str]
    past: re.Pattern[str]
    due: tuple[tuple[str, str], ...]
    kinds: Mapping[str, Grammar]
    work: tuple[re.Pattern[str], ...]
    leaves: re.Pattern[str]
    worth: Mapping[str, re.Pattern[str]]
    about_introduction: re.Pattern[str]


@cache
def language(code: str) -> Language:
    """The grammar of a language.

    Raises:
        KeyError: there is none for this code.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    data = json.loads(files("comity.core.asks").joinpath(f"grammar_{code}.json").read_text("utf-8"))
    macros: dict[str, str] = {}
    for name, pattern in data["macros"].items():
        macros[name] = _filled(pattern, macros)
    return Language(
        code,
        frozenset(data["common"].split()),
        data["weekdays"],
        data["months"],
        data["counts"],
        data["units"],
        data["lead"],
        frozenset(data["before"].split("|")),
        re.compile(rf"\b(?:{data['past']})\W*$", re.IGNORECASE),
        tuple((meaning, pattern) for meaning, pattern in data["due"]),
        {kind: _grammar(known, macros) for kind, known in data["kinds"].items()},
        tuple(_compiled([pattern], macros) for pattern in data["work"]),
        _compiled([data["leaves"]], macros),
        {kind: _compiled([pattern], macros) for kind, pattern in data["worth"].items()},
        _compiled([data["about_introduction"]], macros),
    )


def _grammar(known: Mapping[str, object], macros: Mapping[str, str]) -> Grammar:
    groups, against = known["shows"], known.get("unless", [])
    assert isinstance(groups, list)
    assert isinstance(against, list)
    rules = tuple(Rule(group["probability"], _compiled(group["any"], macros)) for group in groups)
    return Grammar(rules, _compiled(against, macros) if against else None)


def _compiled(patterns: list[str], macros: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_filled(pattern, macros)})" for pattern in patterns), re.IGNORECASE)


def _filled(pattern: str, macros: Mapping[str, str]) -> str:
    for name, meaning in macros.items():
        pattern = pattern.replace(f"<{name}>", f"(?:{meaning})")
    return pattern
