"""How far a relationship has come, and which side of life it belongs to. The values are stored; never rename."""

from __future__ import annotations

from enum import StrEnum


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
