"""What a relationship can be: roles with their playbooks, standings and natures.

A person can hold several roles at once. A role's playbook is its usual rhythm, what to watch, and what to
ask oneself next. The keys are stored and appear in exports; never rename them. Titles and phrases are in
English and are what a translation starts from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Rhythm(IntEnum):
    """Usual rhythms, in days."""

    WEEKLY = 7
    FORTNIGHTLY = 14
    MONTHLY = 30
    QUARTERLY = 91
    EVERY_FOUR_MONTHS = 120


class Standing(StrEnum):
    """How far a relationship has come. Proposed from evidence, decided by the user."""

    TARGETED = "targeted"
    """Somebody one means to meet: why, and by which way."""
    MET = "met"
    TENTATIVE = "tentative"
    """Has an end date: a new hire, a contractor."""
    DEVELOPING = "developing"
    TRUSTED = "trusted"
    DORMANT = "dormant"
    STEPPED_BACK = "stepped_back"
    """Deliberate distance from a relationship that harms; silent everywhere."""
    ENDED = "ended"


class Nature(StrEnum):
    """Which side of life a relationship belongs to; where it is both, the guards are stricter."""

    PROFESSIONAL = "professional"
    PERSONAL = "personal"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Playbook:
    """What a role needs.

    key: stable; title: for people; rhythm_days: usual days between contacts;
    watches: what to keep an eye on; asks: questions to oneself that lead to the next step.
    """

    key: str
    title: str
    rhythm_days: int
    watches: tuple[str, ...]
    asks: tuple[str, ...]


_ALL = (
    Playbook(
        "manager",
        "Manager",
        Rhythm.WEEKLY,
        ("one-to-one agenda", "feedback asked for", "achievements to report", "promises both ways"),
        (
            "What should be on the agenda of our next one-to-one?",
            "Which feedback do I want to ask for?",
            "What have I achieved that they do not know of yet?",
        ),
    ),
    Playbook(
        "direct_report",
        "Direct report",
        Rhythm.WEEKLY,
        ("support", "feedback given", "recognition", "growth goals", "fairness"),
        (
            "What is in their way that I can remove?",
            "What did they do well that I have not said yet?",
            "What is their next step, and do I give all my reports the same chances?",
        ),
    ),
    Playbook(
        "supervisor",
        "Senior stakeholder",
        Rhythm.MONTHLY,
        ("what they expect", "what was delivered"),
        ("What do they expect of me now?", "What have I delivered since we last spoke?"),
    ),
    Playbook(
        "teammate",
        "Teammate",
        Rhythm.FORTNIGHTLY,
        ("shared goals", "credit given", "friction raised early"),
        ("What are we working towards together?", "Have I given them credit where it was theirs?"),
    ),
    Playbook(
        "peer",
        "Peer",
        Rhythm.FORTNIGHTLY,
        ("shared goals", "credit given", "friction raised early"),
        ("Where do our goals meet?", "Is there friction to raise while it is small?"),
    ),
    Playbook(
        "mentor",
        "Mentor",
        Rhythm.MONTHLY,
        ("prepared questions", "progress reported back", "thanks", "respect for their time"),
        (
            "Which questions have I prepared?",
            "What came of their last advice, and have I told them?",
            "Have I thanked them?",
        ),
    ),
    Playbook(
        "mentee",
        "Mentee",
        Rhythm.MONTHLY,
        ("consistent support", "constructive feedback", "their goals"),
        ("What are their goals now?", "Which feedback would help them most?"),
    ),
    Playbook(
        "sponsor",
        "Sponsor",
        Rhythm.QUARTERLY,
        ("achievements worth their voice", "asks", "thanks"),
        (
            "Which achievement is worth their voice?",
            "What do I want to ask them for?",
            "Have I thanked them for the last time they spoke for me?",
        ),
    ),
    Playbook(
        "client",
        "Client",
        Rhythm.MONTHLY,
        ("needs", "deliverables on time", "satisfaction", "renewal date"),
        ("What do they need next?", "Are they satisfied, and did I ask?", "When is the renewal due?"),
    ),
    Playbook(
        "service_provider",
        "Service provider",
        Rhythm.MONTHLY,
        ("clear briefs", "fairness", "invoices paid on time"),
        ("Is the brief clear?", "Are their invoices paid?"),
    ),
    Playbook(
        "external_contact",
        "External contact",
        Rhythm.EVERY_FOUR_MONTHS,
        ("something of value to share", "events in common"),
        ("What could I share that is of value to them?", "Which event will we both be at?"),
    ),
    Playbook(
        "alumni",
        "Alumni",
        Rhythm.EVERY_FOUR_MONTHS,
        ("something of value to share", "events in common"),
        ("What could I share that is of value to them?", "Which reunion or event will we both be at?"),
    ),
)

ROLES: Mapping[str, Playbook] = MappingProxyType({playbook.key: playbook for playbook in _ALL})
"""Every standard role's playbook by its key, in the order in which they are offered."""
