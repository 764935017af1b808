"""How deep a relationship is, 0 to 3: what one would tell somebody of oneself, and ask them, without coming too close.

The user's word (the standing) comes first. Where they said nothing, contact alone shows that people know each other, and
that they do so for long and both ways; that they trust each other is for the user alone to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from comity.core.playbooks import Standing


class Depth(IntEnum):
    """From a stranger to a confidant. Stored; never renumber."""

    NEW = 0
    """Not met, or barely: what stands on a name badge."""
    KNOWN = 1
    """Met, or in touch both ways."""
    FAMILIAR = 2
    """It is growing, or there was contact both ways on many days."""
    TRUSTED = 3
    """The user said so."""


FAMILIAR_DAYS = 12
"""Days with contact, both ways, from which two people are familiar: a year of monthly contact."""
_SAID: Mapping[str, Depth] = {
    Standing.TARGETED: Depth.NEW,
    Standing.MET: Depth.KNOWN,
    Standing.TENTATIVE: Depth.KNOWN,
    Standing.DEVELOPING: Depth.FAMILIAR,
    Standing.TRUSTED: Depth.TRUSTED,
}
_AT_MOST: Mapping[str, Depth] = {
    Standing.TARGETED: Depth.NEW,
    Standing.TENTATIVE: Depth.KNOWN,
    Standing.STEPPED_BACK: Depth.NEW,
    Standing.ENDED: Depth.NEW,
}
"""Standings that contact does not outweigh: distance was chosen, or an end is in sight."""


def depth(standing: str, active_days: int, *, both_ways: bool) -> Depth:
    """How deep a relationship is.

    Args:
        standing: one of `core.playbooks.Standing`, or "" where the user has not decided;
        active_days: UTC days with contact, ever; both_ways: there was some from them and some from me.
    """
    seen = Depth.NEW
    if both_ways:
        seen = Depth.FAMILIAR if active_days >= FAMILIAR_DAYS else Depth.KNOWN
    return min(max(seen, _SAID.get(standing, Depth.NEW)), _AT_MOST.get(standing, Depth.TRUSTED))
