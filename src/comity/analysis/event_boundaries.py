"""What an event to come crosses, by itself and with those whom I want to meet there: read by what says it and what keeps it."""

from __future__ import annotations

from comity.core import days
from comity.core.boundaries import Crossing, Subject
from comity.core.planned import crossings_of_event, of_days
from comity.store.access import Scope
from comity.store.models import Event, Person
from comity.store.queries.boundaries import standing, subjects


def crossed_by(scope: Scope, event: Event) -> tuple[dict[int, Person], tuple[Crossing, ...]]:
    """Those whom I want to meet there, by the number of who is shown, as they were entered; and what all of it crosses.

    Nothing where I do not go, or it is over.
    """
    day = days.day_from_date(scope.today())
    if event.state == Event.MISSED or event.ends < day:
        return {}, ()
    known = standing(scope.book_id, day, scope.zone)
    wanted = list(event.guests.filter(wanted=True).select_related("person__merged_into")) if known else []
    guests = {guest.person.merged_into_id or guest.person_id: guest for guest in wanted}
    seen = subjects(scope.book_id, guests, day)
    plan = of_days(event.starts, event.ends, scope.zone, "event", f"{event.name}\n{event.aim}")
    whom = [(seen.get(head, Subject(head)), guest.why) for head, guest in guests.items()]
    people = {head: guest.person for head, guest in guests.items()}
    return people, crossings_of_event(plan, whom, known, day)
