"""Where contact stands, as SQL: `core.cadence.state` over the cached numbers of a tie."""

from __future__ import annotations

from collections.abc import Mapping

from comity.core import cadence
from comity.core.records import Kind


def states(wanted: str, day: int, coverage: Mapping[int, int]) -> str:
    """SQL, to be appended to a WHERE, for a tie `m` that is in a state on a day; "" where any will do.

    coverage: for each kind that files bring, the day until which its contact is known.
    """
    if not wanted:
        return ""
    silent = f"({_known_until(day, coverage)} - m.last_day)"
    dormant = f"(m.active_days >= {cadence.ESTABLISHED_DAYS} AND {silent} >= {cadence.DORMANT_AFTER})"
    ratio = f"{silent} / m.usual_gap"
    new = f"({day} - m.first_day <= {cadence.NEW_FOR} AND m.active_days < {cadence.ESTABLISHED_DAYS})"
    state = (
        f"CASE WHEN m.last_day IS NULL THEN '{cadence.State.KNOWN}' WHEN {dormant} THEN '{cadence.State.DORMANT}' "
        f"WHEN {ratio} >= {cadence.LOST_TOUCH_RATIO} THEN '{cadence.State.LOST_TOUCH}' "
        f"WHEN {ratio} >= {cadence.DRIFTING_RATIO} THEN '{cadence.State.DRIFTING}' "
        f"WHEN m.usual_gap IS NOT NULL THEN '{cadence.State.ACTIVE}' WHEN {new} THEN '{cadence.State.NEW}' "
        f"WHEN {silent} >= {cadence.QUIET_AFTER} THEN '{cadence.State.QUIET}' ELSE '{cadence.State.ACTIVE}' END"
    )
    known = next((known for known in cadence.State if known == wanted), None)
    return f" AND {state} = '{known}'" if known else " AND 1 = 0"


def _known_until(day: int, coverage: Mapping[int, int]) -> str:
    """SQL for the day until which a tie's contact is known: mail decides where there is any, else the later of the
    other kinds; what files do not bring is known until now."""
    mail, meeting, chat = (1 << kind for kind in (Kind.MAIL, Kind.MEETING, Kind.CHAT))
    later = max((coverage[kind] for kind in (Kind.MEETING, Kind.CHAT) if kind in coverage), default=day)
    return (
        f"(CASE WHEN (m.channels & {mail}) > 0 THEN {min(day, coverage.get(Kind.MAIL, day))} "
        f"WHEN (m.channels & {meeting | chat}) = {meeting | chat} THEN {min(day, later)} "
        f"WHEN (m.channels & {meeting}) > 0 THEN {min(day, coverage.get(Kind.MEETING, day))} "
        f"WHEN (m.channels & {chat}) > 0 THEN {min(day, coverage.get(Kind.CHAT, day))} ELSE {day} END)"
    )
