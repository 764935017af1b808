"""Playbooks as files (docs/playbooks.md): a role each, in TOML, checked part by part.

A fault never takes down more than the part it is in: that part counts as not written, and the fault says where it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, NamedTuple

KEY = re.compile(r"[a-z][a-z_]{0,30}[a-z]")
"""A role's key, which is also its file's name."""
KINDS = frozenset(
    "meeting session renewal rhythm drifting follow_up thanks request promise theirs deliver delivery pay paid "
    "introduction feedback".split()
)
"""Kinds of items of Today to which a role may add a sentence."""
LEADS: Mapping[str, int] = MappingProxyType({"renewal": 180, "pay": 30, "session": 14})
"""Kinds of items that a role may show earlier, and the most days before."""
LONGEST = 50_000
"""Characters of a file."""
_ORDER = (
    "manager direct_report supervisor teammate peer mentor mentee sponsor client service_provider external_contact alumni"
).split()
_MOST_DAYS, _MOST_WORDS, _MOST_LINES = 3650, 300, 30
_LEAST_EVERY = 14
_DEPTHS = 4
_AT_LINE = re.compile(r"at line (\d+)")
_SECTION = re.compile(r"\s*\[\s*([a-z_]+)\s*\]")


@dataclass(frozen=True, slots=True)
class NowAndThen:
    """What is suggested once in so many days: the first sentence, the next time the second, and so on."""

    every_days: int
    say: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Playbook:
    """What a role needs.

    key: stable; title: for people; rhythm_days: usual days between contacts; watches: what to keep an eye on;
    asks: questions to oneself; questions: to them, for each depth of the relationship from 0 to 3; prepare: before one
    meets; avoid; today: a sentence for kinds of items; lead: days before, for kinds of items.
    """

    key: str
    title: str = ""
    rhythm_days: int = 0
    watches: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    questions: tuple[tuple[str, ...], ...] = ((),) * _DEPTHS
    prepare: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    today: Mapping[str, str] = field(default_factory=dict)
    lead: Mapping[str, int] = field(default_factory=dict)
    now_and_then: NowAndThen | None = None

    def says(self, kind: str) -> str:
        """The sentence for an item of Today, "" for none; before a meeting at least the first question to oneself."""
        return self.today.get(kind) or (self.asks[0] if kind == "meeting" and self.asks else "")

    def fitting(self, depth: int) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Questions to them that are no more intrusive than the relationship is deep, the deepest first."""
        return tuple(
            (n, self.questions[n]) for n in range(min(depth, _DEPTHS - 1), -1, -1) if self.questions[n]
        )


class Fault(NamedTuple):
    """What is wrong in a file: the line (from 1; 0 for the whole file), and why, for a person."""

    line: int
    why: str


class Reading(NamedTuple):
    """What a file makes of a role, None where it makes none, and what was not taken."""

    playbook: Playbook | None
    faults: tuple[Fault, ...]


def read(key: str, text: str, base: Playbook | None = None) -> Reading:
    """The playbook in a file's text, and what is wrong with it.

    key: the file's name without its ending; base: the role that it changes; what it does not say stays as there. A new
    role needs a title and a rhythm.
    """
    if not KEY.fullmatch(key):
        return Reading(
            None, (Fault(0, "name the file after the role, in letters a to z and _, such as ally.toml"),)
        )
    if len(text) > LONGEST:
        return Reading(None, (Fault(0, f"the file is longer than {LONGEST} characters"),))
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1 if "end of document" in str(error) else 0
        return Reading(None, (Fault(line, f"this is no TOML: {error}"),))
    taken: dict[str, Any] = {}
    faults = []
    for name, value in table.items():
        try:
            taken[name] = _part(name, value)
        except _Wrong as error:
            faults.append(Fault(_line(text, error.section, error.name), error.why))
    made = replace(base or Playbook(key), **taken)
    missing = [name for name in ("title", "rhythm_days") if not getattr(made, name)]
    if missing:
        return Reading(None, (*faults, Fault(0, f"a new role needs {' and '.join(missing)}")))
    return Reading(made, tuple(faults))


@cache
def shipped() -> Mapping[str, Playbook]:
    """The playbooks that come with Comity by their keys, in the order in which they are offered."""
    found = {key: read(key, shipped_text(key)).playbook for key in _ORDER}
    return MappingProxyType({key: playbook for key, playbook in found.items() if playbook is not None})


def shipped_text(key: str) -> str:
    """The file of one of them."""
    return files("comity.core.playbooks").joinpath(f"{key}.toml").read_text("utf-8")


class _Wrong(Exception):
    """A part that cannot be taken: in which section ("" for the beginning) and under which name, and why."""

    def __init__(self, section: str, name: str, why: str) -> None:
        super().__init__(why)
        self.section, self.name, self.why = section, name, why


def _part(name: str, value: object) -> object:
    reads = _PARTS.get(name)
    if reads is None:
        raise _Wrong("", name, f"{name!r} is not known; there are " + ", ".join(_PARTS))
    return reads(name, value)


def _sentence(name: str, value: object, section: str = "") -> str:
    words = " ".join(value.split()) if isinstance(value, str) else ""
    if not words:
        raise _Wrong(section, name, f"{name} needs a text in quotation marks")
    if len(words) > _MOST_WORDS:
        raise _Wrong(section, name, f"{name} is longer than {_MOST_WORDS} characters")
    return words


def _sentences(name: str, value: object, section: str = "") -> tuple[str, ...]:
    if not isinstance(value, list):
        raise _Wrong(section, name, f'{name} needs a list of texts, such as ["…", "…"]')
    if len(value) > _MOST_LINES:
        raise _Wrong(section, name, f"{name} has more than {_MOST_LINES} texts")
    return tuple(_sentence(name, one, section) for one in value)


def _days(name: str, value: object, section: str = "", least: int = 1, most: int = _MOST_DAYS) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _Wrong(section, name, f"{name} needs a whole number of days from {least} to {most}")
    return value


def _table(name: str, value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _Wrong("", name, f"{name} needs a section of its own: [{name}]")
    return value


def _questions(name: str, value: object) -> tuple[tuple[str, ...], ...]:
    table = _table(name, value)
    for depth in table:
        if depth not in map(str, range(_DEPTHS)):
            raise _Wrong(name, depth, f"{depth!r} is no depth; there are 0, 1, 2 and 3")
    return tuple(_sentences(str(n), table.get(str(n), []), name) for n in range(_DEPTHS))


def _today(name: str, value: object) -> Mapping[str, str]:
    table = _table(name, value)
    for kind in table:
        if kind not in KINDS:
            raise _Wrong(name, kind, f"{kind!r} is no kind of item; there are " + ", ".join(sorted(KINDS)))
    return MappingProxyType({kind: _sentence(kind, said, name) for kind, said in table.items()})


def _lead(name: str, value: object) -> Mapping[str, int]:
    table = _table(name, value)
    for kind in table:
        if kind not in LEADS:
            raise _Wrong(name, kind, f"{kind!r} has no lead; there are " + ", ".join(LEADS))
    return MappingProxyType({kind: _days(kind, days, name, 0, LEADS[kind]) for kind, days in table.items()})


def _now_and_then(name: str, value: object) -> NowAndThen | None:
    table = _table(name, value)
    for inner in table:
        if inner not in ("every_days", "say"):
            raise _Wrong(name, inner, f"{inner!r} is not known; there are every_days and say")
    say = _sentences("say", table.get("say", []), name)
    if not say:
        return None
    return NowAndThen(_days("every_days", table.get("every_days"), name, _LEAST_EVERY), say)


_PARTS: Mapping[str, Callable[[str, object], object]] = {
    "title": _sentence,
    "rhythm_days": _days,
    "watches": _sentences,
    "asks": _sentences,
    "questions": _questions,
    "prepare": _sentences,
    "avoid": _sentences,
    "today": _today,
    "lead": _lead,
    "now_and_then": _now_and_then,
}


def _line(text: str, section: str, name: str) -> int:
    """The line on which a name of a section stands; where it is written otherwise, that of the section, or 0."""
    inside, section_at = "", 0
    written = re.compile(rf"\s*(?:\[\[?\s*)?[\"']?{re.escape(name)}[\"']?\s*(?:[=.\]]|$)")
    for number, line in enumerate(text.splitlines(), 1):
        head = _SECTION.match(line)
        inside = head[1] if head else inside
        section_at = number if head and inside == section else section_at
        if written.match(line) and (inside == section or (head and not section)):
            return number
    return section_at
