"""Playbooks as the interfaces show them: which hold, where they come from, and what is wrong with the user's files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext

from comity.answers.shapes import PersonPage
from comity.core.depth import depth
from comity.core.playbooks import Playbook, shipped
from comity.store.playbooks import folder as folder
from comity.store.playbooks import once as once
from comity.store.playbooks import own
from comity.store.playbooks import playbooks as playbooks


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault in a file of the user's; line: from 1, 0 for the whole file."""

    path: Path
    line: int
    why: str

    @property
    def words(self) -> str:
        """`ally.toml, line 3: …`."""
        where = f", line {self.line}" if self.line else ""
        return f"{self.path.name}{where}: {self.why}"


@dataclass(frozen=True, slots=True)
class ForRole:
    """What the playbook of a role says about one person; questions: of each depth that fits, the deepest first."""

    key: str
    title: str
    watches: tuple[str, ...]
    asks: tuple[str, ...]
    questions: tuple[tuple[int, tuple[str, ...]], ...]
    prepare: tuple[str, ...]
    avoid: tuple[str, ...]


def troubles() -> tuple[Trouble, ...]:
    """What is wrong with the user's files; what is wrong there counts as not written."""
    return tuple(Trouble(one.path, fault.line, fault.why) for one in own() for fault in one.reading.faults)


def origins() -> dict[str, str]:
    """Where each role's playbook comes from: shipped, changed (by a file of the user's) or own."""
    written = {one.path.stem for one in own() if one.reading.playbook is not None}
    return {
        key: "shipped" if key not in written else "changed" if key in shipped() else "own"
        for key in playbooks()
    }


def title_of(key: str) -> str:
    """A role's title; what no playbook knows is taken for a title."""
    known = playbooks().get(key)
    return gettext(known.title) if known else key


def choices() -> list[tuple[str, str]]:
    """Every role as (key, title), in the order in which they are offered."""
    return [(key, gettext(book.title)) for key, book in playbooks().items()]


def of_person(person: PersonPage) -> tuple[ForRole, ...]:
    """What the playbooks of the roles that somebody holds say, with questions that fit how deep it goes."""
    row = person.row
    both_ways = row.last_in is not None and row.last_out is not None
    return for_roles(row.roles, depth(person.standing, row.active_days, both_ways=both_ways))


def for_roles(roles: Iterable[str], deep: int) -> tuple[ForRole, ...]:
    """What the playbooks of these roles say about somebody; deep: depth of the relationship (`core.depth`)."""
    known: Mapping[str, Playbook] = playbooks()
    return tuple(_for_role(known[key], deep) for key in dict.fromkeys(roles) if key in known)


def _for_role(book: Playbook, deep: int) -> ForRole:
    return ForRole(
        book.key,
        gettext(book.title),
        tuple(map(gettext, book.watches)),
        tuple(map(gettext, book.asks)),
        tuple((n, tuple(map(gettext, asked))) for n, asked in book.fitting(deep)),
        tuple(map(gettext, book.prepare)),
        tuple(map(gettext, book.avoid)),
    )
