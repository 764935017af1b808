"""Events as they are asked about: lists, what came of them, whom to follow up, who may be there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import boundaries, events, merging, people
from comity.actions.merging import seed_of
from comity.actions.newcomers import Told
from comity.actions.values import say
from comity.answers import events as answers
from comity.answers import handed
from comity.answers.likely_guests import likely_guests
from comity.answers.picking import pick
from comity.core.errors import Invalid, NotFound, ReaderDied
from comity.store.access import Scope
from comity.store.models import Person
from tests.made_up import TODAY, new_scope
from tests.small_book import INES, TOMAS, both_ways, card, date, id_of, mail, mark_dead, put

ME = "noor@hollis.example"


def day(away: int) -> dt.date:
    return date(TODAY + away)


def test_what_is_now_and_ahead_comes_first_by_day_then_what_is_over_the_latest_first(scope: Scope) -> None:
    for name, starts, ends in (("A", -9, -8), ("B", 30, 31), ("C", -3, -3), ("D", -1, 2), ("E", 5, 5)):
        events.plan(scope, name, day(starts), day(ends))
    assert [(e.name, e.stage) for e in answers.events_of(scope)] == [
        ("D", "now"),
        ("E", "ahead"),
        ("B", "ahead"),
        ("C", "over"),
        ("A", "over"),
    ]
    assert answers.events_of(new_scope()) == ()


def test_an_event_counts_its_guests_and_what_came_of_meeting_them(scope: Scope) -> None:
    put(scope, [*both_ways(INES, [TODAY - 300, TODAY - 3, TODAY - 1]), mail(TODAY - 5, TOMAS, ME)])
    ines, tomas = id_of(scope, INES), id_of(scope, TOMAS)
    fair = events.plan(scope, "Fair", day(-10), day(-9))
    events.met(scope, fair, person_id=ines)
    done = events.met(scope, fair, person_id=tomas)
    events.followed_up(scope, done.guest)
    events.want_to_meet(scope, fair, people.add_person(scope, name="Ama"))
    page = answers.event(scope, fair)
    assert (page.came.met, page.came.followed_up, page.came.became) == (2, 1, 1)
    line = page.event
    assert (line.guests, line.wanted, line.met, line.to_follow_up) == (3, 1, 2, 1)
    (guest,) = page.to_follow_up
    assert (guest.became, guest.contact_days, guest.wrote_on, guest.overdue) == (True, 2, day(-3), True)
    assert [one.guest.known.face.id for one in answers.follow_ups(scope)] == [ines]


def test_nobody_who_died_or_is_left_in_peace_is_to_be_followed_up(scope: Scope) -> None:
    fair = events.plan(scope, "Fair", day(-3))
    dead = events.met(scope, fair, Told("Ada")).person
    away = events.met(scope, fair, Told("Bo")).person
    mark_dead(scope, dead, TODAY)
    people.set_relationship(scope, away, standing="stepped_back")
    assert answers.follow_ups(scope) == ()


def test_guests_of_people_merged_since_are_one(scope: Scope) -> None:
    fair = events.plan(scope, "Fair", day(-3))
    ada = people.add_person(scope, name="Ada")
    events.want_to_meet(scope, fair, ada)
    bo = events.met(scope, fair, Told("Bo")).person
    merging.merge_people(scope, [ada, bo])
    page = answers.event(scope, fair)
    assert page.wanted == ()
    assert len(page.to_follow_up) == 1


def test_whom_i_met_at_an_earlier_edition_is_shown_once_until_they_are_on_the_list(scope: Scope) -> None:
    ines = people.add_person(scope, name="Ines")
    for year, away in (("2022", -730), ("2023", -365)):
        events.met(scope, events.plan(scope, f"Lantern Days {year}", day(away)), person_id=ines)
    events.met(scope, events.plan(scope, "Other Days", day(-30)), Told("Bo"))
    fair = events.plan(scope, "3rd Lantern Days", day(3))
    (found,) = answers.met_before(scope, fair)
    assert (found.name, found.guest.known.face.id) == ("Lantern Days 2023", ines)
    events.expect(scope, fair, ines)
    assert answers.met_before(scope, fair) == ()
    assert answers.met_before(scope, events.plan(scope, "2024", day(3))) == ()


def test_who_may_be_there_is_told_with_reasons(scope: Scope) -> None:
    put(
        scope,
        [
            card(INES, organisation="Quill & Co.", labels=("Lantern Days",), phone="1"),
            card(TOMAS, organisation="Quill & Co.", phone="2"),
        ],
    )
    bo = people.add_person(scope, name="Bo", organisation="Quillworks")
    fair = events.plan(
        scope, "Lantern Days 2024", day(3), place="Porto, Portugal", aim="With Quill & Co, at last"
    )
    found = likely_guests(scope, fair)
    assert [(one.known.face.id, len(one.reasons)) for one in found] == [
        (id_of(scope, INES), 2),
        (id_of(scope, TOMAS), 1),
    ]
    assert found[0].reasons == ("tagged “Lantern Days”", "works at Quill & Co.")
    events.expect(scope, fair, id_of(scope, INES))
    people.set_relationship(scope, id_of(scope, TOMAS), standing="ended")
    assert likely_guests(scope, fair) == ()
    assert bo not in {one.known.face.id for one in found}


def test_who_has_an_address_in_the_town_may_be_there(scope: Scope) -> None:
    ada, bo = people.add_person(scope, name="Ada"), people.add_person(scope, name="Bo")
    for id, address in ((ada, "Rua 5, 4000 PORTO, Portugal"), (bo, "Portobello 3, London")):
        say(seed_of(Person.objects.get(uuid=id)), "address", address)
    (found,) = likely_guests(scope, events.plan(scope, "Fair", day(3), place="Porto"))
    assert (found.known.face.id, found.reasons) == (ada, ("has an address in Porto",))
    assert likely_guests(scope, events.plan(scope, "Fair", day(3), place="P")) == ()
    boundaries.add(scope, "theirs", boundaries.Line("channel", ["event"]), person_id=ada)
    assert likely_guests(scope, events.plan(scope, "Fair", day(3), place="Porto")) == ()


def test_a_guest_leads_to_its_event(scope: Scope) -> None:
    fair = events.plan(scope, "Fair", day(0))
    guest = events.met(scope, fair, Told("Ada")).guest
    assert answers.event_of_guest(scope, guest) == fair
    assert answers.guest(scope, guest).name == "Fair"


@pytest.mark.parametrize("id", ["no id", "00000000-0000-7000-8000-000000000000"])
def test_what_is_not_in_the_book_is_not_found(scope: Scope, id: str) -> None:
    for ask in (answers.event, answers.guest, answers.event_of_guest, answers.met_before, likely_guests):
        with pytest.raises(NotFound):
            ask(scope, id)


def test_the_number_of_questions_does_not_grow_with_the_guests(
    scope: Scope, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fair = events.plan(scope, "Fair", day(-3))
    for n in range(12):
        events.met(scope, fair, Told(f"Somebody {n}"))
    with django_assert_max_num_queries(6):
        answers.event(scope, fair)
    with django_assert_max_num_queries(4):
        answers.follow_ups(scope)


def test_a_thing_is_picked_by_id_by_name_or_by_a_part_that_it_alone_has() -> None:
    things = (("1", "Paper Fair"), ("2", "Paper Fair II"), ("3", "Lanterns"))
    assert pick("event", "1", things) == "1"
    assert pick("event", "paper fair", things) == "1"
    assert pick("event", "lant", things) == "3"
    with pytest.raises(Invalid):
        pick("event", "paper", things)
    for wanted in ("x", ""):
        with pytest.raises(NotFound):
            pick("event", wanted, things)


def test_a_card_file_says_whose_it_is_in_the_book(scope: Scope, tmp_path: Path) -> None:
    ada = people.add_person(scope, name="Ada", email="ada@quill.example")
    path = tmp_path / "a.vcf"
    path.write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Q\nEMAIL:ada@quill.example\nURL:https://x.example\nEND:VCARD\n"
        "BEGIN:VCARD\nVERSION:3.0\nFN:Bo\nURL:https://linkedin.com/in/bo\nEND:VCARD\n"
    )
    found = handed.read_file(scope, path)
    assert [one.known.face.id if one.known else None for one in found.cards] == [ada, None]
    assert [one.profile for one in found.cards] == ["https://x.example", "https://linkedin.com/in/bo"]
    path.write_bytes(b"")
    assert handed.read_file(scope, path).trouble == "empty"


def test_a_file_that_is_too_large_is_not_read_and_a_reader_that_dies_is_told(
    scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x")

    def dies(_: Path) -> None:
        raise ReaderDied(-9, "")

    monkeypatch.setattr(handed, "cards_in", dies)
    assert handed.read_file(scope, path).trouble == "failed"
    monkeypatch.setattr(handed, "MOST_BYTES", 0)
    assert handed.read_file(scope, path).trouble == "large"
