"""Somebody one stepped back from is silent wherever something is suggested, and is still found by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from comity.actions import dates, difficulties, goals, opportunities, people
from comity.actions import events as gathering
from comity.answers import advice, day_mail, events, feed, likely_guests, search, who_fits
from comity.answers import dates as date_answers
from comity.answers import goals as goal_answers
from comity.answers import opportunities as opportunity_answers
from comity.answers import people as people_answers
from comity.answers.finding import find
from comity.answers.today import today
from comity.core import feed as feed_core
from comity.core.audience import ME
from comity.store.access import Scope
from comity.store.models import Person, Relationship
from tests import open_things as things
from tests.made_up import TODAY, new_scope, on_day

pytestmark = pytest.mark.django_db
NAME = "Zed Quibble"


@pytest.fixture
def scope() -> Iterator[Scope]:
    with on_day(TODAY):
        yield new_scope()


@pytest.fixture
def zed(scope: Scope) -> str:
    """Somebody of whom every kind of thing is open, whose work fits a need, and whose birthday it is."""
    id = people.add_person(
        scope, name=NAME, email="zed@quibble.example", organisation="Quibble", title="Bookbinder"
    )
    person = Person.objects.get(uuid=id)
    for kind, (make, *_rest) in things.KINDS.items():
        if kind not in things.OF_NOBODY:
            make(scope, person, TODAY)
    people.add_fact(scope, id, "Knows bookbinding")
    day = scope.today()
    dates.add_date(scope, id, "birthday", day.month, day.day, None)
    return id


def walks(scope: Scope) -> dict[str, Callable[[], object]]:
    """Every way in which a person is brought up without being asked for."""
    day = scope.today()
    goal = goals.set_goal(scope, "Bind an atlas")
    goals.add_need(scope, goal, "bookbinding")
    opening = opportunities.note(scope, title="Bookbinding course", text="Bookbinding for beginners")
    fair = gathering.plan(scope, name="Quibble open day", starts=day, ends=day)
    return {
        "today": lambda: today(scope, limit=100),
        "dates": lambda: date_answers.coming(scope),
        "advice": lambda: advice.whom_to_ask(scope, "bookbinding"),
        "goal": lambda: who_fits.who_fits(scope, goal_answers.goal(scope, goal).needs),
        "opportunity": lambda: opportunity_answers.opportunity(scope, opening),
        "likely guests": lambda: likely_guests.likely_guests(scope, fair),
        "follow-ups": lambda: events.follow_ups(scope),
        "feed": lambda: feed.feed_days(scope, feed_core.KINDS, True, ME),
        "day mail": lambda: day_mail.letter(scope, "http://localhost/", ME),
    }


def test_stepping_back_silences_a_person_everywhere_but_where_they_are_looked_for(
    scope: Scope, zed: str
) -> None:
    Relationship.objects.filter(person__uuid=zed).update(standing="trusted")
    ways = walks(scope)
    assert {name: NAME in repr(ask()) for name, ask in ways.items()} == dict.fromkeys(ways, True)
    step = difficulties.take(scope, zed, "back", "It wears me down.")
    assert {name: NAME in repr(ask()) for name, ask in ways.items()} == dict.fromkeys(ways, False)
    assert str(find(scope, NAME).uuid) == zed
    assert NAME in repr(search.search(scope, "Quibble"))
    assert NAME in repr(people_answers.suggest(scope, "Zed"))
    difficulties.remove(scope, step, standing="trusted")
    assert {name: NAME in repr(ask()) for name, ask in ways.items()} == dict.fromkeys(ways, True)
