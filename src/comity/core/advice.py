"""Whom to turn to for a question: who knows this, who was generous before, and whom it would not burden.

Kindness comes before knowledge: whoever was asked a lot lately, or has not answered, stands below everybody else and is
marked "ease off". How fast somebody answers is never looked at. Days are day numbers of the book's zone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comity.core import helping
from comity.core.playbooks import Standing

GENEROUS = frozenset(
    {"advice", "feedback", "time", "favour", "introduction", "referral", "recommendation", "resource"}
)
"""Kinds of exchanges received that speak for asking somebody again; "advice" and "feedback" most."""
_COUNSEL = frozenset({"advice", "feedback"})
LATELY = 90
"""Days within which what was asked of somebody counts as lately."""
OFTEN = 3
"""Things asked of somebody lately from which on one eases off."""
UNANSWERED = 2
"""Days on which I wrote since they last did, from which on one eases off."""
_TRUST: Mapping[str, float] = {Standing.TRUSTED: 1.3, Standing.DEVELOPING: 1.15}
_COUNSEL_EACH, _GIFT_EACH, _GENEROUS_MOST = 0.15, 0.05, 0.45


@dataclass(frozen=True, slots=True)
class Past:
    """What passed with somebody.

    received: kinds of what they gave me, each as often as it came; asked: things that I asked of them lately, answered or
    not (introductions, feedback, advice, time); waiting: those that still wait for them; unanswered: days lately on which
    I wrote since they last did.
    """

    name: str
    standing: str
    received: tuple[str, ...] = ()
    asked: int = 0
    waiting: int = 0
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Adviser:
    """Somebody to turn to, or to spare, with (kind, text, count) reasons.

    Kinds: those of `helping.WORTH`, then advised, generous, standing; and of burden: asked, waiting, unanswered.
    """

    person: int
    reasons: tuple[tuple[str, str, int], ...]
    burdens: tuple[tuple[str, str, int], ...]
    score: float

    @property
    def ease_off(self) -> bool:
        """Whether asking them now would burden them."""
        return bool(self.burdens)


def advisers(matches: Iterable[helping.Match], past: Mapping[int, Past], most: int) -> tuple[Adviser, ...]:
    """Whom to turn to: those whom it would not burden first, then by score, then by name; only people in `past`."""
    found = [_adviser(match, past[match.person]) for match in matches if match.person in past]
    found.sort(key=lambda one: (one.ease_off, -round(one.score, 9), past[one.person].name, one.person))
    return tuple(found[:most])


def burdens(past: Past) -> tuple[tuple[str, str, int], ...]:
    """Why one would rather ease off, as (kind, "", count): asked often lately, or my mails are not answered."""
    found = []
    if past.asked >= OFTEN:
        found.append(("asked", "", past.asked))
    if past.waiting:
        found.append(("waiting", "", past.waiting))
    if past.unanswered >= UNANSWERED:
        found.append(("unanswered", "", past.unanswered))
    return tuple(found)


def _adviser(match: helping.Match, past: Past) -> Adviser:
    counsel = sum(kind in _COUNSEL for kind in past.received)
    gifts = sum(kind in GENEROUS for kind in past.received) - counsel
    reasons = [(kind, text, 0) for kind, text in match.telling]
    reasons += [("advised", "", counsel)] if counsel else []
    reasons += [("generous", "", gifts)] if gifts else []
    if past.standing in _TRUST:
        reasons.append(("standing", past.standing, 0))
    generous = min(_GENEROUS_MOST, counsel * _COUNSEL_EACH + gifts * _GIFT_EACH)
    times = (1 + generous) * _TRUST.get(past.standing, 1.0)
    return Adviser(match.person, tuple(reasons), burdens(past), match.weight * times)
