"""Goals: how far one has come, and who in the book could fill a role that it needs.

Days are day numbers of the book's zone. Nothing here is a verdict on people: a candidate comes with reasons that can
be read and thrown out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comity.core.events import words
from comity.core.playbooks import Playbook, Standing, shipped

SENIOR_ROLES = frozenset({"manager", "supervisor", "mentor", "sponsor"})
"""Roles that somebody further along fills, so that a senior title counts for them."""
SENIOR = frozenset(
    "chief ceo cto cfo coo vp vice president director head lead principal partner professor dean founder owner "
    "managing senior chair leitung leiter leiterin direktor direktorin chef chefin inhaber inhaberin geschäftsführer "
    "geschäftsführerin professorin vorstand".split()
)
_STOP = frozenset(
    "a an and the of for to in on at with who someone somebody person people one my our me i is can could knows know "
    "good und der die das den dem ein eine einen für von mit im in wer jemand kennt kann".split()
)
_SPEAKS, _TITLE, _SKILL, _NAMED, _SENIOR = 6.0, 4.0, 3.0, 1.0, 2.0
_TRUST = {Standing.TRUSTED: 2.0, Standing.DEVELOPING: 1.0}
_SILENT = frozenset({Standing.STEPPED_BACK, Standing.ENDED})
STEM = 4
"""Letters that two words must share from their beginning to be taken for one."""
RECENT = 90
"""Days within which the last contact makes it easy to ask."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a goal; `due` and `done_on` None where unknown or not done."""

    id: str
    text: str
    due: int | None
    done_on: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a goal has come: steps done of all, which is next, and which are late."""

    done: int
    all: int
    next: str | None
    late: tuple[str, ...]

    @property
    def share(self) -> float:
        """Of all steps those done, 0 to 1; 0 where there are none."""
        return self.done / self.all if self.all else 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who might fill a need, by what the book says of them.

    roles: keys of the roles held; titles: current ones, with the organisations; skills: tags, endorsements and facts,
    a text each; last_day: of the last contact, None for none.
    """

    id: int
    name: str
    roles: tuple[str, ...]
    title: str
    organisation: str
    skills: tuple[str, ...]
    standing: str
    last_day: int | None
    strength: float


@dataclass(frozen=True, slots=True)
class Fit:
    """A candidate who fits, with the reasons as (kind, words); the first reasons weigh most.

    kind: role, title, organisation, skill, senior, standing, recent, quiet.
    """

    id: int
    reasons: tuple[tuple[str, str], ...]
    weight: float


def progress(steps: Sequence[Step], today: int) -> Progress:
    """Where a goal stands; `steps` are in their order, and the next is the first that is not done."""
    open_ = [step for step in steps if step.done_on is None]
    late = tuple(step.id for step in open_ if step.due is not None and step.due < today)
    return Progress(len(steps) - len(open_), len(steps), open_[0].id if open_ else None, late)


def places(ids: Sequence[str], moved: str, by: int) -> list[str]:
    """The steps in their new order after one was moved `by` places, up where negative; an end stays an end."""
    rest = [id for id in ids if id != moved]
    at = max(0, min(len(rest), ids.index(moved) + by))
    return [*rest[:at], moved, *rest[at:]]


def wanted_words(need: str, roles: Mapping[str, Playbook] | None = None) -> list[str]:
    """The words of a need that say something: a role's own key says it alone."""
    if need in (shipped() if roles is None else roles):
        return []
    return list(dict.fromkeys(word for word in words(need) if word not in _STOP and len(word) > 1))[:8]


def fitting(
    need: str,
    candidates: Iterable[Candidate],
    today: int,
    most: int,
    roles: Mapping[str, Playbook] | None = None,
) -> list[Fit]:
    """Who could fill a need (a role's key, or words), those with most speaking for them first.

    Only those for whom the need itself speaks come into question: a role held, a title, a skill, a senior title where
    the role asks for one. How the relationship stands then orders them. Ties keep to strength, then to the name.
    """
    known = shipped() if roles is None else roles
    role, asked = _role_meant(need, known), wanted_words(need, known)
    found: list[tuple[float, float, str, Fit]] = []
    for one in candidates:
        if one.standing in _SILENT:
            continue
        because = _because(one, role, asked)
        if not because:
            continue
        because += _standing(one, today)
        weight = sum(reason[0] for reason in because)
        reasons = tuple((kind, said) for _, kind, said in because)
        found.append((-weight, -one.strength, one.name, Fit(one.id, reasons, weight)))
    return [fit for *_, fit in sorted(found, key=lambda item: item[:3])[:most]]


def _role_meant(need: str, roles: Mapping[str, Playbook]) -> str:
    """The role that a need names by its key or its title, "" for none."""
    folded = " ".join(words(need.replace("_", " ")))
    return next(
        (
            key
            for key, book in roles.items()
            if folded in (key.replace("_", " "), " ".join(words(book.title)))
        ),
        "",
    )


Reason = tuple[float, str, str]


def _because(one: Candidate, role: str, asked: Sequence[str]) -> list[Reason]:
    """Why the need itself speaks for them, the weightiest first."""
    reasons: list[Reason] = []
    titled = set(words(one.title))
    if role and role in one.roles:
        reasons.append((_SPEAKS, "role", role))
    if role in SENIOR_ROLES and titled & SENIOR:
        reasons.append((_SENIOR, "senior", one.title))
    if role:
        return reasons
    if share := _share(asked, one.title):
        reasons.append((_TITLE * share, "title", one.title))
    skills = [(_SKILL * share, "skill", skill) for skill in one.skills if (share := _share(asked, skill))]
    reasons += sorted(skills, key=lambda reason: -reason[0])[:1]
    if _share(asked, one.organisation):
        reasons.append((_NAMED, "organisation", one.organisation))
    return sorted(reasons, key=lambda reason: -reason[0])


def _share(asked: Sequence[str], text: str) -> float:
    """How much of what was asked for a text says, 0 to 1."""
    said = words(text)
    return sum(any(_alike(word, other) for other in said) for word in asked) / len(asked) if asked else 0.0


def _alike(word: str, other: str) -> bool:
    """Whether two words are the same, or one begins as the other is, such as "print" and "printing"."""
    short, long = sorted((word, other), key=len)
    return long.startswith(short) if len(short) >= STEM else word == other


def _standing(one: Candidate, today: int) -> list[Reason]:
    """What of the relationship makes it easier, or harder, to ask."""
    reasons: list[Reason] = []
    if one.standing in _TRUST:
        reasons.append((_TRUST[Standing(one.standing)], "standing", one.standing))
    if one.last_day is not None and today - one.last_day <= RECENT:
        reasons.append((1.0, "recent", ""))
    elif one.last_day is None or today - one.last_day > 2 * 365:
        reasons.append((-1.0, "quiet", ""))
    return reasons
