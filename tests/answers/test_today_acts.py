"""What is done with the items of Today; meetings ahead; Today as of a past date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from pytest_django import DjangoAssertNumQueries

from comity.actions import interactions, merging, people, reminders
from comity.actions import today as acts
from comity.actions.dates import Day, add_date, note_date
from comity.answers import today as answer
from comity.answers.shapes import Today
from comity.answers.today.silenced import silenced
from comity.core.errors import Invalid, NotFound
from comity.core.records import Flag, Kind
from comity.store.access import Scope
from tests.made_up import on_day
from tests.small_book import (
    AMA,
    INES,
    TODAY,
    TOMAS,
    both_ways,
    bulk,
    date,
    id_of,
    mail,
    met,
    put,
)
from tests.small_book import ME as MINE

WEEKLY = range(TODAY - 400, TODAY - 40, 7)


def today(scope: Scope, day: int = TODAY) -> Today:
    with on_day(day):
        return answer.today(scope)


def told(scope: Scope, day: int = TODAY) -> list[tuple[str, str, str]]:
    """(kind, title, reason) of every item."""
    return [(item.kind, item.title, item.reason) for item in today(scope, day).items]


def kinds(scope: Scope, day: int = TODAY) -> list[str]:
    return [item.kind for item in today(scope, day).items]


def test_what_is_done_is_gone_and_comes_back_with_the_next_occasion_only(scope: Scope) -> None:
    put(scope, [mail(TODAY - 20, INES, MINE), bulk(TODAY, "news@post.example")])
    people.add_role(scope, id_of(scope, INES), "manager", None, None)
    acts.finish(scope, today(scope).items[0].key)
    assert kinds(scope) == []
    put(scope, [mail(TODAY - 1, INES, MINE), bulk(TODAY + 20, "news@post.example")])
    assert kinds(scope, TODAY + 20) == ["rhythm"]


def test_a_birthday_that_was_dismissed_comes_back_next_year(scope: Scope) -> None:
    on = date(TODAY)
    add_date(scope, people.add_person(scope, name="Ama Osei"), "birthday", on.month, on.day, None)
    acts.dismiss(scope, today(scope).items[0].key)
    assert kinds(scope) == []
    assert kinds(scope, TODAY + 365) == ["birthday"]


def test_what_is_put_off_comes_back_on_the_day_it_was_put_off_to(scope: Scope) -> None:
    reminders.add_reminder(scope, "Send the agenda", date(TODAY))
    acts.snooze(scope, today(scope).items[0].key, 2)
    assert [kinds(scope, TODAY + n) for n in range(4)] == [[], [], ["reminder"], ["reminder"]]


@pytest.mark.parametrize("act", ["finish", "dismiss", "snooze"])
def test_whatever_was_done_with_an_item_can_be_taken_back(scope: Scope, act: str) -> None:
    reminders.add_reminder(scope, "Send the agenda", date(TODAY))
    put(scope, [met(TODAY - 3, INES)])
    before = today(scope)
    for item in before.items:
        if act == "snooze":
            acts.snooze(scope, item.key, 1)
        else:
            getattr(acts, act)(scope, item.key)
    assert kinds(scope) == []
    for item in before.items:
        acts.restore(scope, item.key)
    assert today(scope) == before


def test_meetings_of_the_next_week_are_listed_with_whom_i_know_in_them(scope: Scope) -> None:
    put(
        scope,
        [
            mail(TODAY - 90, INES, MINE),
            met(TODAY, INES, "guest@elsewhere.example", subject="Breakfast", hour=8),
            met(TODAY + 6, TOMAS, subject=""),
            met(TODAY + 7, TOMAS, subject="Next week"),
            met(TODAY + 1, TOMAS, subject="Called off", flags=Flag.OFF),
            met(TODAY - 1, TOMAS, subject="Yesterday"),
        ],
    )
    first, second = today(scope).meetings
    assert (first.subject, first.begins.isoformat()) == ("Breakfast", "2024-10-04T08:00:00+00:00")
    assert {face.name for face in first.people} == {"Ines Varga", "guest"}
    assert second.subject == "Meeting"


def test_a_meeting_that_i_wrote_down_once_it_was_over_lies_not_ahead(scope: Scope) -> None:
    ada = people.add_person(scope, name="Ada Quill")
    for hour, subject in ((11, "Coffee"), (15, "Tea")):
        at = dt.datetime.combine(date(TODAY), dt.time(hour), dt.UTC)
        interactions.record(scope, [ada], kind="meeting", at=at, subject=subject, text="")
    assert [meeting.subject for meeting in today(scope).meetings] == ["Tea"]


def test_strangers_in_a_great_meeting_are_counted(scope: Scope) -> None:
    crowd = [f"guest{n}@elsewhere.example" for n in range(60)]
    put(scope, [mail(TODAY - 90, INES, MINE), met(TODAY + 1, INES, *crowd, subject="All hands")])
    (meeting,) = today(scope).meetings
    assert ([face.name for face in meeting.people], meeting.others) == (["Ines Varga"], 60)


def test_the_day_is_the_calendar_day_of_the_zone(scope: Scope) -> None:
    reminders.add_reminder(scope, "Send the agenda", date(TODAY + 1))
    there = Scope(scope.book_id, scope.user_id, "Pacific/Auckland", False)
    assert (answer.today(there).date, len(answer.today(there).items)) == (date(TODAY + 1), 1)
    assert (answer.today(scope).date, len(answer.today(scope).items)) == (date(TODAY), 0)


def test_a_past_date_sees_only_what_was_before_it(scope: Scope) -> None:
    put(scope, [*both_ways(INES, WEEKLY), *both_ways(INES, range(TODAY - 10, TODAY))])
    assert kinds(scope) == ["feeling"]
    then = answer.today(scope, as_of=date(TODAY - 10))
    assert then.items == ()
    put(scope, [bulk(TODAY - 11, "news@post.example")])
    then = answer.today(scope, as_of=date(TODAY - 10))
    assert [item.reason for item in then.items] == ["Quiet for 4 weeks; you two usually speak every week."]
    assert (then.date, then.questions, then.notices) == (date(TODAY - 10), (), ())


def test_a_meeting_that_came_later_makes_no_first_mail_a_first_meeting(scope: Scope) -> None:
    put(scope, [mail(TODAY - 30, INES, MINE), met(TODAY - 10, INES)])
    assert answer.today(scope, as_of=date(TODAY - 25)).items == ()
    put(scope, [met(TODAY - 31, TOMAS)])
    assert [i.kind for i in answer.today(scope, as_of=date(TODAY - 25)).items] == ["follow_up"]


def test_as_of_tomorrow_is_what_today_will_be(scope: Scope) -> None:
    put(scope, [*both_ways(INES, WEEKLY), met(TODAY - 2, AMA), mail(TODAY - 40, TOMAS, MINE)])
    put(scope, [bulk(TODAY, "news@post.example")])
    people.add_role(scope, id_of(scope, TOMAS), "mentor", None, None)
    then = answer.today(scope, as_of=date(TODAY + 1))
    assert then.items == today(scope, TODAY + 1).items
    assert len(then.items) == 2


def test_people_who_are_one_are_told_of_once(scope: Scope) -> None:
    on = date(TODAY)
    put(
        scope, [mail(TODAY - 30, INES, MINE), mail(TODAY - 31, TOMAS, MINE), bulk(TODAY, "news@post.example")]
    )
    for who in (INES, TOMAS):
        add_date(scope, id_of(scope, who), "birthday", on.month, on.day, None)
        people.add_role(scope, id_of(scope, who), "manager", None, None)
    merging.merge_people(scope, [id_of(scope, INES), id_of(scope, TOMAS)])
    found = today(scope).items
    assert [item.kind for item in found] == ["birthday", "rhythm"]
    assert {item.email for item in found} == {INES}


def test_an_event_that_is_no_meeting_counts_as_a_first_meeting_too(scope: Scope) -> None:
    put(scope, [met(TODAY - 2, INES, kind=Kind.EVENT, subject="Book fair")])
    assert kinds(scope) == ["follow_up"]


def test_today_asks_the_database_five_times(
    scope: Scope, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    put(scope, [*both_ways(INES, WEEKLY), met(TODAY - 3, AMA), met(TODAY + 2, TOMAS), bulk(TODAY, MINE)])
    reminders.add_reminder(scope, "Send the agenda", date(TODAY))
    today(scope)
    with django_assert_max_num_queries(5):
        found = today(scope)
    assert (len(found.items), len(found.meetings)) == (3, 1)


def test_a_small_meeting_of_today_or_tomorrow_is_to_be_prepared(scope: Scope) -> None:
    put(
        scope,
        [
            mail(TODAY - 90, INES, MINE),
            met(TODAY, INES, subject="Early", hour=8),
            met(TODAY, INES, subject="Budget", hour=16),
            met(TODAY + 1, TOMAS, subject="", hour=9),
            met(TODAY + 2, AMA, subject="Later"),
            met(
                TODAY + 1, INES, *(f"guest{n}@elsewhere.example" for n in range(3)), subject="Crowd", hour=15
            ),
        ],
    )
    people.add_role(scope, id_of(scope, INES), "mentor", None, None)
    told = [(item.kind, item.title, item.reason) for item in today(scope).items]
    assert told == [
        (
            "meeting",
            "Prepare: Budget",
            "Today at 16:00. Have your questions ready, and tell them what came of their last advice.",
        ),
        ("meeting", "Prepare: Meeting", "Tomorrow at 09:00."),
    ]


def test_of_whom_a_meeting_is_near_it_is_not_told_that_they_drift(scope: Scope) -> None:
    put(scope, [*both_ways(INES, WEEKLY), bulk(TODAY, "news@post.example")])
    assert kinds(scope) == ["drifting"]
    put(scope, [met(TODAY + 5, INES)])
    assert kinds(scope) == []


def test_a_meeting_that_is_prepared_is_gone_and_can_be_brought_back(scope: Scope) -> None:
    put(scope, [mail(TODAY - 90, INES, MINE), met(TODAY, INES, subject="Budget", hour=16)])
    (item,) = today(scope).items
    acts.finish(scope, item.key)
    assert kinds(scope) == []
    acts.restore(scope, item.key)
    assert kinds(scope) == ["meeting"]
    acts.never(scope, item.key)
    assert [one.words for one in silenced(scope)] == ["Meeting to prepare: Budget"]


@pytest.mark.parametrize(
    ("what", "label", "draft"),
    [
        ("birthday", "", ("birthday", ())),
        ("other", "Opening of the shop", ("congratulate", (("what", "Opening of the shop"),))),
        ("hard_time", "The day of the fire", ("condole", ())),
    ],
)
def test_a_date_is_written_about_in_the_words_that_suit_it(
    scope: Scope, what: str, label: str, draft: tuple[str, tuple[tuple[str, str], ...]]
) -> None:
    on = date(TODAY)
    person = people.add_person(scope, name="Ama Osei", email=AMA)
    note_date(scope, person, what, Day(on.month, on.day, None, label=label))
    (item,) = today(scope).items
    assert item.draft is not None
    assert (item.draft.kind, item.draft.about) == draft
    assert item.draft.to == item.face


def test_to_somebody_without_an_address_no_mail_is_offered(scope: Scope) -> None:
    on = date(TODAY)
    add_date(scope, people.add_person(scope, name="Ama Osei"), "birthday", on.month, on.day, None)
    assert [item.draft for item in today(scope).items] == [None]


@pytest.mark.parametrize("count", [0, 367])
def test_nothing_is_put_off_for_no_day_or_more_than_a_year(scope: Scope, count: int) -> None:
    reminders.add_reminder(scope, "Send the agenda", date(TODAY))
    with pytest.raises(Invalid):
        acts.snooze(scope, today(scope).items[0].key, count)
    assert kinds(scope) == ["reminder"]


def test_what_is_no_key_names_no_item(scope: Scope) -> None:
    with pytest.raises(NotFound):
        acts.finish(scope, "the first one")


def test_the_guide_names_every_kind_of_item() -> None:
    from comity.answers.today import shown
    from comity.core.dates import BIRTHDAY

    page = (Path(__file__).parents[2] / "docs" / "today.md").read_text("utf-8")
    kinds = {*shown.KINDS, BIRTHDAY, "work_anniversary", "date"}
    assert [kind for kind in sorted(kinds) if f"`{kind}`" not in page] == []
