"""Who is drifting away: silence measured against each tie's own usual gap.

Measured on two companies' mail, the share of ties that stay silent rises with silence ÷ usual gap: about
a fifth up to 1, half from 2 to 8, four fifths from 8 on (Navarro et al. 2017 found the same 8). So the
ratio says of one person that something changed; it never ranks people against each other.
"""

from __future__ import annotations

from enum import StrEnum

LEAST_GAP = 7
"""Days. With shorter gaps most alerts were people who had merely paused for days."""
ESTABLISHED_DAYS = 5
"""Active days from which a tie is established."""
ESTABLISHED_SPAN = 60
"""Days from first to last contact from which the usual gap is known."""
DRIFTING_RATIO = 4.0
LOST_TOUCH_RATIO = 8.0
NEW_FOR = 30
"""Days after the first contact during which a person with little contact is new."""
QUIET_AFTER = 180
"""Days of silence after which a tie without a usual gap is quiet."""
DORMANT_AFTER = 3 * 365
"""Days of silence after which an established tie is dormant (Levin et al. 2011)."""
MOST_SLACK = 30
"""Days by which a role's rhythm may be overrun at most."""


class State(StrEnum):
    """Where contact with a person stands. The values are stored and shown; never rename."""

    KNOWN = "known"
    """No contact at all: only a card or a connection."""
    NEW = "new"
    """First contact at most 30 days ago, on fewer than 5 days."""
    ACTIVE = "active"
    DRIFTING = "drifting"
    """Silent for at least 4 times the usual gap."""
    LOST_TOUCH = "lost_touch"
    """Silent for at least 8 times the usual gap."""
    QUIET = "quiet"
    """Silent for at least 180 days, too little contact to know a usual gap."""
    DORMANT = "dormant"
    """Once established, silent for at least 3 years."""


class Unit(StrEnum):
    """A unit in which people speak of time."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def usual_gap(first: int, last: int, active_days: int) -> float | None:
    """Days that usually pass between two days of contact; None where too little is known.

    first, last: day numbers of the first and last contact; active_days: days with any contact. Known
    from 5 active days over 60 days, and then at least 7.
    """
    if active_days < ESTABLISHED_DAYS or last - first < ESTABLISHED_SPAN:
        return None
    return max(float(LEAST_GAP), (last - first) / (active_days - 1))


def silence(last: int, today: int, covered_until: int | None = None) -> int:
    """Days of silence since the day number `last`, never negative.

    Counted only as far as that person's channels were covered by what was imported, `covered_until`
    (a day number; None where nothing limits it): what was not looked at is not silence.
    """
    end = today if covered_until is None else min(today, covered_until)
    return max(0, end - last)


def gap_ratio(silent_days: int, gap: float) -> float:
    """How many usual gaps a silence is long; `gap` is that of `usual_gap`."""
    return silent_days / gap


def state(
    first: int | None, last: int | None, active_days: int, today: int, covered_until: int | None = None
) -> State:
    """Where contact stands, from day numbers; the first of these that holds.

    1. known: no contact;
    2. dormant: at least 5 active days, silent for 3 years;
    3. by the ratio where the usual gap is known: lost touch from 8, drifting from 4, else active;
    4. new: first contact at most 30 days ago, fewer than 5 active days;
    5. quiet: silent for 180 days;
    6. active.
    """
    if first is None or last is None or active_days < 1:
        return State.KNOWN
    silent_days = silence(last, today, covered_until)
    if active_days >= ESTABLISHED_DAYS and silent_days >= DORMANT_AFTER:
        return State.DORMANT
    gap = usual_gap(first, last, active_days)
    if gap is not None:
        return _by_ratio(gap_ratio(silent_days, gap))
    if today - first <= NEW_FOR and active_days < ESTABLISHED_DAYS:
        return State.NEW
    return State.QUIET if silent_days >= QUIET_AFTER else State.ACTIVE


def _by_ratio(ratio: float) -> State:
    if ratio >= LOST_TOUCH_RATIO:
        return State.LOST_TOUCH
    return State.DRIFTING if ratio >= DRIFTING_RATIO else State.ACTIVE


def rhythm_limit(rhythm_days: int) -> float:
    """Days of silence that a role's rhythm bears: half as long again, but at most 30 days more.

    So 10.5 for weekly, 21 for fortnightly, 45 for monthly, 121 for quarterly, 150 for every four months.

    Raises:
        ValueError: the rhythm is not at least one day.
    """
    if rhythm_days < 1:
        raise ValueError(f"a rhythm is at least one day, not {rhythm_days}")
    return rhythm_days + min(rhythm_days / 2, MOST_SLACK)


def in_words(days: int) -> tuple[int, Unit]:
    """A number of days as people say it: 79 days are 11 weeks. Whole units that have passed.

    Days up to 13, weeks up to 13 (91 days), months up to 23, then years of 365 days. Negative counts as 0.
    """
    days = max(0, days)
    if days < 14:
        return days, Unit.DAY
    if days <= 91:
        return days // 7, Unit.WEEK
    if days < 2 * 365:
        return days * 12 // 365, Unit.MONTH
    return days // 365, Unit.YEAR
