"""Whom words are for, and what of a confidence may reach them.

Pure: people are the numbers of their head rows (`store.queries`: merged people are one), days are day numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Audience:
    """Who will read something: the owner alone, certain people, or anybody (a file, a feed, a server, an assistant)."""

    people: frozenset[int] = frozenset()
    me: bool = False
    anybody: bool = False


ME = Audience(me=True)
ANYBODY = Audience(anybody=True)


def of(*people: int) -> Audience:
    """These people, and nobody else; with nobody named it is anybody."""
    return Audience(frozenset(people)) if people else ANYBODY


@dataclass(frozen=True, slots=True)
class Told:
    """A confidence as a guard sees it, whether it can be read or not.

    words: its text, then the signs that give it away; None while they are sealed and locked; source, subject: whose
    it is, and names: what they are called, which alone gives nothing away; may: who may know of it (its source always
    may); until: the day from which it is free; covers: the rows in which it stands, as (kind, UUID), and stands: what
    these say besides, which is closed with it.
    """

    id: str
    words: tuple[str, ...] | None
    source: int | None
    subject: int | None
    may: frozenset[int] = frozenset()
    nobody: bool = False
    until: int | None = None
    covers: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    names: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()


def closed_to(told: Told, audience: Audience, today: int) -> bool:
    """Whether this audience must not learn of it today; the owner always may."""
    if audience.me or (told.until is not None and told.until <= today):
        return False
    if audience.anybody or told.nobody or not audience.people:
        return True
    knows = told.may | ({told.source} if told.source is not None else set())
    return not audience.people <= knows
