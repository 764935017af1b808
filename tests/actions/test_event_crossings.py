"""What a planned event crosses is kept, follows the event and its guests, and goes with it."""

from __future__ import annotations

import pytest

from comity.actions import boundaries, crossings, events, merging, people
from comity.actions.boundaries import Line
from comity.answers import boundaries_said
from comity.answers import events as answers
from comity.store.access import Scope
from comity.store.models import Crossing
from tests.made_up import TODAY, on_day
from tests.small_book import date

WORK = Line("hours", begin=9 * 60, end=17 * 60, weekdays=31)
SATURDAY = TODAY + 1


@pytest.fixture
def ruth(scope: Scope) -> str:
    return people.add_person(scope, name="Ruth Vale", email="ruth@vale.example")


def kept(scope: Scope) -> list[tuple[str, str, int, str]]:
    rows = Crossing.objects.filter(book_id=scope.book_id).select_related("person", "boundary").order_by("id")
    return [
        (row.person.name if row.person else "", row.boundary.kind, row.on - TODAY, row.did) for row in rows
    ]


def fair(scope: Scope, first: int = SATURDAY, last: int | None = None, name: str = "Paper Fair") -> str:
    return events.plan(scope, name, date(first), date(last or first))


def test_an_event_outside_my_hours_is_kept_by_itself_and_said(scope: Scope) -> None:
    boundaries.add(scope, "mine", WORK)
    id = fair(scope)
    assert kept(scope) == [("", "hours", 1, "planned")]
    (said,) = boundaries_said.of_event(scope, id)
    assert said.words == "This is outside your own hours (Mon–Fri, 09:00–17:00)."
    fair(scope, SATURDAY - 1, SATURDAY, "Ink Fair")
    assert len(kept(scope)) == 1


def test_whom_i_want_to_meet_there_counts_and_who_is_only_expected_does_not(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    boundaries.add(scope, "mine", Line("topic", ["boat*"]))
    id = fair(scope)
    assert boundaries_said.of_event(scope, id) == ()
    guest = events.expect(scope, id, ruth)
    assert (kept(scope), boundaries_said.of_event(scope, id, guest)) == ([], ())
    assert events.want_to_meet(scope, id, ruth, "Her boats") == guest
    assert [line[:2] for line in kept(scope)] == [("Ruth Vale", "hours"), ("Ruth Vale", "topic")]
    assert [one.words for one in boundaries_said.of_event(scope, id, guest)] == [
        "This is outside the hours of Ruth Vale (Mon–Fri, 09:00–17:00).",
        "You meant not to speak of boats with Ruth Vale. Leave it out, unless they speak of it themselves.",
    ]
    events.note_guest(scope, guest, why="Her paper")
    assert [line[:2] for line in kept(scope)] == [("Ruth Vale", "hours")]
    events.need_not_meet(scope, guest)
    assert kept(scope) == []
    events.want_to_meet(scope, id, ruth)
    events.remove_guest(scope, guest)
    assert kept(scope) == []


def test_a_moved_event_moves_what_it_crosses_and_what_was_said_to_it(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    id = fair(scope)
    events.want_to_meet(scope, id, ruth)
    crossings.answer(scope, str(Crossing.objects.get().uuid), "agreed")
    events.edit_event(scope, id, name="Ink Fair", starts=date(SATURDAY + 1))
    row = Crossing.objects.get()
    assert (row.text, row.on, row.answer) == ("Ink Fair", SATURDAY + 1, "agreed")
    events.edit_event(scope, id, starts=date(SATURDAY + 2))
    assert kept(scope) == []


def test_where_i_do_not_go_nothing_is_crossed(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "mine", WORK)
    id = fair(scope)
    events.miss(scope, id)
    assert (kept(scope), boundaries_said.of_event(scope, id)) == ([], ())
    events.edit_event(scope, id, aim="x")
    assert kept(scope) == []
    events.plan_again(scope, id)
    assert len(kept(scope)) == 1
    events.remove_event(scope, id)
    assert kept(scope) == []


def test_an_event_that_is_over_keeps_what_was_kept_and_gets_nothing_new(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "mine", WORK)
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    id = fair(scope)
    with on_day(TODAY + 9):
        guest = events.want_to_meet(scope, id, ruth)
        assert kept(scope) == [("", "hours", 1, "planned")]
        assert boundaries_said.of_event(scope, id) == ()
        done = events.met(scope, id, person_id=ruth, day=date(SATURDAY))
        assert done.guest == guest
        assert kept(scope)[1:] == [("Ruth Vale", "hours", 1, "logged")] * 2
        assert [one.side for one in boundaries_said.of_meeting(scope, guest)] == ["theirs", "mine"]
        events.remove_guest(scope, guest)
        assert kept(scope) == [("", "hours", 1, "planned")]


def test_somebody_merged_is_met_as_who_they_are(scope: Scope, ruth: str) -> None:
    other = people.add_person(scope, name="R. Vale")
    boundaries.add(scope, "theirs", WORK, person_id=ruth)
    id = fair(scope)
    events.want_to_meet(scope, id, other)
    assert kept(scope) == []
    merging.merge_people(scope, [ruth, other])
    events.edit_event(scope, id, aim="x")
    assert len(kept(scope)) == 1
    (guest,) = answers.event(scope, id).wanted
    assert [one.person for one in boundaries_said.of_event(scope, id)] == [guest.known.face.name]
