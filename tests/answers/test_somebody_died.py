"""A person who died is marked so, gently, and nothing nags: one walk through everything that suggests or reminds."""

from __future__ import annotations

from collections.abc import Mapping

from comity.actions import people, rights
from comity.actions.goals import add_need, set_goal
from comity.actions.requests import note_request
from comity.answers import (
    advice,
    dates,
    day_mail,
    events,
    feed,
    feelings,
    goals,
    guard_overview,
    introductions,
    requests,
    who_fits,
)
from comity.answers import opportunities as opportunity_answers
from comity.answers import rights as right_answers
from comity.answers.likely_guests import likely_guests
from comity.answers.person import person
from comity.answers.today import today
from comity.core.audience import ME
from comity.core.feed import KINDS
from comity.store.access import Scope
from comity.store.models import Event, Goal, Opportunity, Person
from tests import open_things
from tests.made_up import TODAY
from tests.small_book import INES, both_ways, card, id_of, put

NAME = "Ines Varga"
LANTERN = "Who knows a lantern maker?"


def walk(scope: Scope, event: str, opening: str) -> Mapping[str, str]:
    """What each of these says now."""
    return {
        "today": repr(today(scope, limit=500).items),
        "dates": repr(dates.coming(scope)),
        "feed": repr(feed.feed_days(scope, KINDS, True, ME)),
        "mail of the day": repr(day_mail.letter(scope, "", ME)),
        "likely guests": repr(likely_guests(scope, event)),
        "advice": repr(advice.whom_to_ask(scope, "lantern")),
        "whom it would help": repr(opportunity_answers.opportunity(scope, opening).would_help),
        "how long": repr(right_answers.rights(scope).due),
        "friends without a rule": repr(guard_overview.without_rule(scope)),
        "who fits a request": repr(
            [requests.who_fits(scope, one.id) for one in requests.requests(scope).rows if one.text == LANTERN]
        ),
        "who fits a goal": repr(
            [who_fits.who_fits(scope, goals.goal(scope, id).needs) for id in _ids(scope, Goal)]
        ),
        "introductions to write": repr([one.drafts for one in introductions.introductions(scope).rows]),
        "how it is": repr(feelings.to_ask_about(scope)),
        "follow-ups": repr(events.follow_ups(scope)),
    }


def _ids(scope: Scope, model: type[Goal]) -> list[str]:
    return [str(uuid) for uuid in model.objects.filter(book_id=scope.book_id).values_list("uuid", flat=True)]


def test_of_whoever_died_nothing_is_suggested_or_asked(scope: Scope) -> None:
    put(
        scope,
        [*both_ways(INES, range(TODAY - 900, TODAY - 500, 7)), card(INES, name=NAME, birthday=(10, 6, None))],
    )
    who = id_of(scope, INES)
    people.add_tag(scope, who, "lantern")
    people.add_fact(scope, who, "Knows every lantern")
    people.set_relationship(scope, who, nature="both", rhythm_days=30)
    rights.add_rule(scope, 30)
    days = Event.objects.create(book_id=scope.book_id, name="Lantern days", starts=TODAY + 3, ends=TODAY + 4)
    event = str(days.uuid)
    opening = str(
        Opportunity.objects.create(
            book_id=scope.book_id,
            kind="opening",
            title="Lantern maker wanted",
            text="Every lantern",
            found_on=TODAY,
        ).uuid
    )
    row = Person.objects.get(book_id=scope.book_id, uuid=who)
    tomas = people.add_person(scope, name="Tomas Lindqvist", email="tomas@quill.example")
    note_request(scope, tomas, LANTERN)
    add_need(scope, set_goal(scope, "Light"), "lantern")
    for make, *_ in open_things.KINDS.values():
        make(scope, row, TODAY)
    before = walk(scope, event, opening)
    assert [what for what, said in before.items() if NAME not in said] == []
    Person.objects.filter(pk=row.pk).update(died_on=TODAY - 1)
    after = walk(scope, event, opening)
    assert [what for what, said in after.items() if NAME in said] == []
    assert person(scope, who).row.face.name == NAME
