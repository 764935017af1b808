"""What is suggested is kept to boundaries: who would rather not, for a topic, a kind of request or a way of contact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from comity.core import days
from comity.core.boundaries import THEIRS, Boundary, Crossing, Kind, Plan, Subject, crossings
from comity.store.access import Scope
from comity.store.queries.boundaries import standing, subjects
from comity.store.unchanged import unless_changed

T = TypeVar("T")
_ABOUT = (Kind.TOPIC, Kind.REQUEST, Kind.CHANNEL)
"""What a suggestion can cross: it has no hour of its own."""


class Limits:
    """The boundaries that apply to some people today."""

    def __init__(self, known: Sequence[Boundary], who: dict[int, Subject], day: int) -> None:
        self._known, self._who, self._day = known, who, day

    def against(self, plan: Plan) -> dict[int, Crossing]:
        """Who of them would rather not, or with whom the user would rather not, by number; theirs counts first."""
        found: dict[int, Crossing] = {}
        for one in crossings(replace(plan, who=tuple(self._who.values())), self._known, self._day):
            if one.boundary is not None and (one.who not in found or one.boundary.side == THEIRS):
                found[one.who] = one
        return found

    def willing(self, people: Iterable[T], number: Callable[[T], int], plan: Plan) -> list[T]:
        """Those who did not say that they would rather not; number: the row of the person shown for each."""
        refused = {
            head for head, one in self.against(plan).items() if one.boundary and one.boundary.side == THEIRS
        }
        return [one for one in people if number(one) not in refused]


def standing_today(scope: Scope) -> tuple[Boundary, ...]:
    """All boundaries in force today, of either side."""
    asked = scope.book_id, days.day_from_date(scope.today()), scope.zone
    return unless_changed((standing, *asked), lambda: standing(*asked))


def limits(scope: Scope, people: Iterable[int], known: Sequence[Boundary] | None = None) -> Limits:
    """What bounds suggestions about these people (heads): one query where no boundaries stand, else two.

    known: all boundaries in force, where they were read already.
    """
    day = days.day_from_date(scope.today())
    about = [one for one in (standing_today(scope) if known is None else known) if one.kind in _ABOUT]
    return Limits(about, subjects(scope.book_id, people, day) if about else {}, day)
