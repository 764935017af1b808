"""What an event to come crosses, kept as a fact, and kept in step with the event and with whom I want to meet there."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from comity.actions import crossings
from comity.analysis.event_boundaries import crossed_by
from comity.core import days
from comity.store.access import Scope
from comity.store.models import Crossing, Event


def follow(scope: Scope, event: Event, was: tuple[int, str] | None = None) -> None:
    """Keep what an event crosses now, and no longer what it does not; of one that is over what was kept stays.

    was: its first day and its name before a change, under which the rest was kept; what the user said to it stays.
    """
    if was is not None:
        _kept(scope, event, *was).update(on=event.starts, text=event.name[: crossings.TEXT])
    if event.ends < days.day_from_date(scope.today()):
        return
    people, crossed = crossed_by(scope, event)
    kept = [
        crossings.keep_one(
            scope, people.get(one.who), one, crossings.PLANNED, on=event.starts, text=event.name
        ).pk
        for one in crossed
    ]
    _kept(scope, event, event.starts, event.name).exclude(pk__in=kept).delete()


def take_back(scope: Scope, event: Event, person: int | None = None) -> None:
    """An event that is taken back never crossed anything; nor did one of its guests, by the number of their row."""
    kept = _kept(scope, event, event.starts, event.name)
    (kept if person is None else kept.filter(person=person)).delete()


def _kept(scope: Scope, event: Event, on: int, name: str) -> QuerySet[Crossing]:
    whose = Q(person=None) | Q(person__in=event.guests.values("person"))
    planned = Crossing.objects.filter(whose, book_id=scope.book_id, interaction=None, did=crossings.PLANNED)
    return planned.filter(on=on, text=name[: crossings.TEXT])
