"""Events: planned, attended, who was met there, followed up, and all of it taken back."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

import pytest

from comity.actions import events, interactions, merging, people
from comity.actions.newcomers import Told
from comity.answers import events as answers
from comity.answers.person import interaction, timeline
from comity.core.errors import Ambiguous, Invalid, NotFound, WrongState
from comity.store.access import Scope
from comity.store.models import Event, Guest, Interaction, Person
from tests.made_up import TODAY, new_scope
from tests.small_book import date


def day(away: int) -> dt.date:
    return date(TODAY + away)


@pytest.fixture
def fair(scope: Scope) -> str:
    """A fair that began yesterday and ends tomorrow."""
    return events.plan(scope, "Paper Fair", day(-1), day(1), place="Porto", aim="Find a printer")


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill", email="ada@quill.example", organisation="Quill")


def test_an_event_is_planned_and_changed(scope: Scope, fair: str) -> None:
    events.edit_event(
        scope, fair, name="  Paper\nFair II ", url="https://fair.example", note="n", aim="", place=""
    )
    line = answers.event(scope, fair).event
    assert (line.name, line.url, line.note, line.aim, line.place) == (
        "Paper Fair II",
        "https://fair.example",
        "n",
        "",
        "",
    )
    assert (line.starts, line.ends) == (day(-1), day(1))


def test_a_new_beginning_moves_the_end_along(scope: Scope, fair: str) -> None:
    events.edit_event(scope, fair, starts=day(9))
    line = answers.event(scope, fair).event
    assert (line.starts, line.ends) == (day(9), day(11))
    events.edit_event(scope, fair, ends=day(10))
    assert answers.event(scope, fair).event.ends == day(10)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " \u202e"}, "name"),
        ({"starts": day(0), "ends": day(-2)}, "ends"),
        ({"ends": day(500)}, "ends"),
        ({"url": "javascript:alert(1)"}, "url"),
    ],
)
def test_what_cannot_be_is_refused(
    scope: Scope, fair: str, change: dict[str, dt.date | str], field: str
) -> None:
    with pytest.raises(Invalid) as told:
        events.edit_event(scope, fair, **change)  # type: ignore[arg-type]
    assert told.value.field == field


def test_one_was_there_or_not_and_may_say_otherwise(scope: Scope, fair: str) -> None:
    events.attend(scope, fair)
    assert Event.objects.get().state == Event.ATTENDED
    events.miss(scope, fair)
    assert Event.objects.get().state == Event.MISSED
    events.plan_again(scope, fair)
    assert Event.objects.get().state == Event.PLANNED


def test_an_event_to_come_was_not_attended_and_one_where_people_were_met_was_not_missed(
    scope: Scope, fair: str, ada: str
) -> None:
    ahead = events.plan(scope, "Later", day(9))
    with pytest.raises(Invalid):
        events.attend(scope, ahead)
    events.met(scope, fair, person_id=ada)
    with pytest.raises(WrongState):
        events.miss(scope, fair)


def test_somebody_is_expected_once_and_may_be_wanted_with_a_reason(scope: Scope, fair: str, ada: str) -> None:
    guest = events.expect(scope, fair, ada)
    assert events.want_to_meet(scope, fair, ada, "Her plates") == guest
    assert events.want_to_meet(scope, fair, ada) == guest
    row = Guest.objects.get()
    assert (row.wanted, row.why) == (True, "Her plates")
    events.need_not_meet(scope, guest)
    events.note_guest(scope, guest, why="Her lanterns")
    row.refresh_from_db()
    assert (row.wanted, row.why) == (False, "Her lanterns")


def test_a_guest_of_somebody_merged_is_the_guest_of_who_is_shown(scope: Scope, fair: str, ada: str) -> None:
    guest = events.expect(scope, fair, ada)
    other = people.add_person(scope, name="A. Quill", email="a@quill.example")
    shown = merging.merge_people(scope, [other, ada])
    assert events.expect(scope, fair, shown) == guest


def test_meeting_somebody_new_enters_them_records_it_and_counts_as_attending(scope: Scope, fair: str) -> None:
    told = Told(
        "Bo Marsh", "bo@marsh.example", "Marsh", "Binder", "+49 30 7", "https://www.linkedin.com/in/bo"
    )
    done = events.met(scope, fair, told, note="Binds atlases")
    assert done.new_guest
    assert done.new_person
    entry = timeline(scope, done.person).entries[0]
    assert (entry.kind, entry.subject, entry.at.date()) == ("event", "Paper Fair", day(0))
    assert interaction(scope, entry.id).text == "Binds atlases"
    page = answers.event(scope, fair)
    assert page.event.state == Event.ATTENDED
    assert [guest.known.work for guest in page.to_follow_up] == ["Binder, Marsh"]
    assert page.to_follow_up[0].due == day(2)


def test_who_was_met_at_an_event_that_is_over_was_met_on_its_last_day(scope: Scope, ada: str) -> None:
    over = events.plan(scope, "Over", day(-9), day(-7))
    events.met(scope, over, person_id=ada)
    assert Guest.objects.get().met_on == TODAY - 7


@pytest.mark.parametrize("away", [-2, 1, 2])
def test_nobody_is_met_on_a_day_that_is_none_of_the_events_or_to_come(
    scope: Scope, fair: str, ada: str, away: int
) -> None:
    with pytest.raises(Invalid):
        events.met(scope, fair, person_id=ada, day=day(away))
    assert not Guest.objects.exists()


def test_nobody_is_met_before_an_event_begins(scope: Scope, ada: str) -> None:
    with pytest.raises(Invalid):
        events.met(scope, events.plan(scope, "Later", day(9)), person_id=ada)


def test_a_name_that_somebody_in_the_book_has_is_asked_about(scope: Scope, fair: str, ada: str) -> None:
    with pytest.raises(Ambiguous) as told:
        events.met(scope, fair, Told("ada quill"))
    assert [id for id, _, _ in told.value.candidates] == [ada]
    assert not Guest.objects.exists()
    other = events.met(scope, fair, Told("Ada Quill"), new=True)
    assert other.new_person
    assert events.met(scope, fair, Told("Ada Quill"), person_id=ada).person == ada


def test_the_name_of_a_guest_means_that_guest(scope: Scope, fair: str, ada: str) -> None:
    guest = events.want_to_meet(scope, fair, ada)
    done = events.met(scope, fair, Told("Ada Quill"))
    assert (done.guest, done.person, done.new_guest) == (guest, ada, False)


def test_who_was_met_once_is_not_met_again(scope: Scope, fair: str, ada: str) -> None:
    events.met(scope, fair, person_id=ada)
    with pytest.raises(WrongState):
        events.met(scope, fair, person_id=ada)
    assert Interaction.objects.count() == 1


def test_nobody_is_met_without_a_name_and_one_does_not_meet_oneself(
    scope: Scope, fair: str, ada: str
) -> None:
    with pytest.raises(Invalid):
        events.met(scope, fair)
    events.met(scope, fair, person_id=ada)
    me = str(Person.objects.get(is_me=True).uuid)
    with pytest.raises(Invalid):
        events.expect(scope, fair, me)
    with pytest.raises(Invalid):
        events.met(scope, fair, person_id=me)


def test_a_meeting_is_taken_back_with_its_record(scope: Scope, fair: str, ada: str) -> None:
    done = events.met(scope, fair, person_id=ada, note="x")
    events.followed_up(scope, done.guest)
    events.unmet(scope, done.guest)
    row = Guest.objects.get()
    assert (row.met_on, row.followed_up_on, row.note, row.interaction) == (None, None, "", None)
    assert timeline(scope, ada).entries == ()
    with pytest.raises(WrongState):
        events.unmet(scope, done.guest)


def test_a_guest_goes_with_the_record_of_meeting_them(scope: Scope, fair: str, ada: str) -> None:
    done = events.met(scope, fair, person_id=ada)
    events.remove_guest(scope, done.guest)
    assert not Guest.objects.exists()
    assert not Interaction.objects.exists()


def test_an_event_goes_and_what_was_recorded_of_meetings_stays(scope: Scope, fair: str, ada: str) -> None:
    events.met(scope, fair, person_id=ada)
    events.remove_event(scope, fair)
    assert not Event.objects.exists()
    assert len(timeline(scope, ada).entries) == 1


def test_a_follow_up_is_noted_and_taken_back(scope: Scope, fair: str, ada: str) -> None:
    guest = events.want_to_meet(scope, fair, ada)
    with pytest.raises(WrongState):
        events.followed_up(scope, guest)
    events.met(scope, fair, person_id=ada)
    events.note_guest(scope, guest, note="Lanterns")
    events.followed_up(scope, guest)
    assert Guest.objects.get().followed_up_on == TODAY
    assert answers.follow_ups(scope) == ()
    events.not_followed_up(scope, guest)
    assert [one.guest.note for one in answers.follow_ups(scope)] == ["Lanterns"]


def test_a_meeting_whose_record_was_forgotten_is_still_taken_back(scope: Scope, fair: str, ada: str) -> None:
    done = events.met(scope, fair, person_id=ada)
    interactions.forget(scope, timeline(scope, ada).entries[0].id)
    events.unmet(scope, done.guest)
    assert Guest.objects.get().met_on is None


@pytest.mark.parametrize(
    "act",
    [
        lambda scope, id: events.edit_event(scope, id, name="x"),
        events.attend,
        events.miss,
        events.plan_again,
        events.remove_event,
        lambda scope, id: events.expect(scope, id, id),
        lambda scope, id: events.met(scope, id, Told("X")),
        events.need_not_meet,
        events.remove_guest,
        events.unmet,
        events.followed_up,
        events.not_followed_up,
        lambda scope, id: events.note_guest(scope, id, note="x"),
    ],
    ids=itertools.count(),
)
def test_what_is_in_another_book_is_not_found(
    scope: Scope, fair: str, ada: str, act: Callable[[Scope, str], object]
) -> None:
    guest = events.met(scope, fair, person_id=ada).guest
    theirs = new_scope()
    for id in (fair, guest, "no id"):
        with pytest.raises(NotFound):
            act(theirs, id)
