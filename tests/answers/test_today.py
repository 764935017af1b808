"""What needs me today, and why, in words; and what stays silent."""

from __future__ import annotations

import datetime as dt

import pytest

from comity.actions import people, reminders
from comity.actions.dates import add_date
from comity.answers import today as answer
from comity.answers.shapes import Today
from comity.core.records import Flag
from comity.store.access import Scope
from tests.made_up import on_day
from tests.small_book import (
    AMA,
    INES,
    TODAY,
    TOMAS,
    both_ways,
    bulk,
    card,
    date,
    id_of,
    mail,
    mark_dead,
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


def test_an_empty_book_needs_nothing(scope: Scope) -> None:
    found = today(scope)
    assert found.date == dt.date(2024, 10, 4)
    assert (found.items, found.more, found.meetings, found.questions, found.notices) == ((), 0, (), (), ())


def test_reminders_come_on_their_day_the_oldest_first_and_not_before(scope: Scope) -> None:
    ines = people.add_person(scope, name="Ines Varga", email=INES)
    reminders.add_reminder(scope, "Send the agenda", date(TODAY))
    reminders.add_reminder(scope, "Ask after the move", date(TODAY - 3), ines)
    reminders.add_reminder(scope, "Not yet", date(TODAY + 1))
    first, second = today(scope).items
    assert (first.title, first.reason) == (
        "Ask after the move",
        "You wanted to be reminded on 1 October 2024.",
    )
    assert (first.overdue, first.due, first.email) == (True, date(TODAY - 3), INES)
    assert first.face is not None
    assert first.face.name == "Ines Varga"
    assert (second.title, second.reason) == ("Send the agenda", "You wanted to be reminded today.")
    assert (second.overdue, second.face, second.email) == (False, None, "")


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(0, "Birthday today"), (1, "Birthday tomorrow"), (2, "Birthday in 2 days"), (3, "Birthday in 3 days")],
)
def test_a_birthday_is_told_up_to_three_days_ahead(scope: Scope, ahead: int, words: str) -> None:
    on = date(TODAY + ahead)
    add_date(scope, people.add_person(scope, name="Ama Osei"), "birthday", on.month, on.day, 1980)
    assert told(scope) == [("birthday", "Ama Osei", words)]


@pytest.mark.parametrize("ahead", [-1, 4])
def test_a_birthday_is_told_neither_later_nor_earlier(scope: Scope, ahead: int) -> None:
    on = date(TODAY + ahead)
    add_date(scope, people.add_person(scope, name="Ama Osei"), "birthday", on.month, on.day, None)
    assert told(scope) == []


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2023, 2, 28), ["Birthday today"]),
        (dt.date(2024, 2, 28), ["Birthday tomorrow"]),
        (dt.date(2024, 2, 29), ["Birthday today"]),
        (dt.date(2023, 3, 1), []),
        (dt.date(2100, 2, 27), ["Birthday tomorrow"]),
    ],
)
def test_29_february_is_kept_on_the_28th_where_there_is_none(
    scope: Scope, day: dt.date, words: list[str]
) -> None:
    add_date(scope, people.add_person(scope, name="Ama Osei"), "birthday", 2, 29, None)
    assert [reason for _, _, reason in told(scope, (day - dt.date(1970, 1, 1)).days)] == words


def test_a_birthday_over_the_turn_of_the_year_is_told_ahead(scope: Scope) -> None:
    add_date(scope, people.add_person(scope, name="Ama Osei"), "birthday", 1, 1, 1980)
    day = (dt.date(2024, 12, 30) - dt.date(1970, 1, 1)).days
    assert told(scope, day) == [("birthday", "Ama Osei", "Birthday in 2 days")]


def test_another_yearly_date_is_told_by_its_own_name(scope: Scope) -> None:
    on = date(TODAY)
    add_date(scope, people.add_person(scope, name="Ama Osei"), "Name day", on.month, on.day, None)
    assert told(scope) == [("date", "Ama Osei", "Name day today")]


def test_a_work_anniversary_counts_the_years(scope: Scope) -> None:
    put(scope, [card(INES, name="Ines Varga", organisation="Quill Ltd", since=TODAY - 3653 + 2)])
    assert told(scope) == [("work_anniversary", "Ines Varga", "10 years at Quill Ltd in 2 days")]


@pytest.mark.parametrize("since", [TODAY, TODAY + 1, TODAY + 366])
def test_a_post_that_has_just_begun_or_not_yet_has_no_anniversary(scope: Scope, since: int) -> None:
    put(scope, [card(INES, name="Ines Varga", organisation="Quill Ltd", since=since)])
    assert told(scope) == []


def test_whom_i_met_for_the_first_time_and_left_without_a_word_is_to_follow_up(scope: Scope) -> None:
    put(scope, [met(TODAY - 2, INES)])
    reason = "You met for the first time 2 days ago, and nothing has passed between you since."
    assert told(scope) == [("follow_up", "Ines Varga", reason)]
    assert today(scope).items[0].email == INES


@pytest.mark.parametrize("ago", [0, 1, 15])
def test_a_follow_up_waits_two_days_and_is_dropped_after_a_fortnight(scope: Scope, ago: int) -> None:
    put(scope, [met(TODAY - ago, INES)])
    assert told(scope) == []


def test_a_follow_up_that_was_made_is_not_asked_for(scope: Scope) -> None:
    put(scope, [met(TODAY - 5, INES), mail(TODAY - 4, MINE, INES)])
    assert told(scope) == []


def test_somebody_known_before_is_not_met_for_the_first_time(scope: Scope) -> None:
    put(scope, [mail(TODAY - 90, INES, MINE), met(TODAY - 5, INES)])
    assert told(scope) == []


def test_a_first_mail_asks_for_no_follow_up_even_with_a_meeting_ahead(scope: Scope) -> None:
    put(scope, [mail(TODAY - 5, INES, MINE), met(TODAY + 3, INES)])
    assert told(scope) == []


def test_a_meeting_that_did_not_take_place_asks_for_no_follow_up(scope: Scope) -> None:
    put(scope, [met(TODAY - 5, INES, flags=Flag.OFF), met(TODAY - 6, TOMAS, flags=Flag.PLANNED)])
    assert told(scope) == []


def test_a_silent_role_is_told_with_its_rhythm_and_with_ours(scope: Scope) -> None:
    put(scope, [*both_ways(INES, range(TODAY - 195, TODAY - 44, 30)), bulk(TODAY + 1, "news@post.example")])
    people.add_role(scope, id_of(scope, INES), "mentor", None, None)
    assert told(scope) == []
    reason = (
        "Quiet for 6 weeks; every month is usual for this role (mentor). You two usually speak every month. "
        "Report progress: what you did with their advice, and thanks."
    )
    assert told(scope, TODAY + 1) == [("rhythm", "Ines Varga", reason)]
    assert today(scope, TODAY + 1).items[0].role == "Mentor"


def test_a_rhythm_of_my_own_outweighs_those_of_the_roles(scope: Scope) -> None:
    put(scope, [mail(TODAY - 20, INES, MINE), bulk(TODAY, "news@post.example")])
    ines = id_of(scope, INES)
    people.add_role(scope, ines, "alumni", None, None)
    assert told(scope) == []
    people.set_relationship(scope, ines, rhythm_days=7)
    assert told(scope) == [
        (
            "rhythm",
            "Ines Varga",
            "Quiet for 2 weeks; you meant to be in touch every week. "
            "Share a memory or some news; it need not be long.",
        )
    ]
    people.set_relationship(scope, ines, rhythm_days=100)
    assert told(scope) == []


def test_of_several_roles_the_most_frequent_rhythm_counts(scope: Scope) -> None:
    put(scope, [mail(TODAY - 15, INES, MINE), bulk(TODAY, "news@post.example")])
    ines = id_of(scope, INES)
    people.add_role(scope, ines, "alumni", None, None)
    people.add_role(scope, ines, "manager", None, None)
    assert told(scope) == [
        (
            "rhythm",
            "Ines Varga",
            "Quiet for 2 weeks; every week is usual for this role (manager). "
            "Ask for a one-to-one, and bring an agenda.",
        )
    ]


def test_a_role_that_is_over_or_not_yet_begun_asks_for_nothing(scope: Scope) -> None:
    put(scope, [mail(TODAY - 90, INES, MINE), bulk(TODAY, "news@post.example")])
    ines = id_of(scope, INES)
    people.add_role(scope, ines, "manager", None, date(TODAY))
    people.add_role(scope, ines, "mentor", date(TODAY + 1), None)
    assert told(scope) == []


def test_a_drift_is_told_once_the_silence_is_four_usual_gaps_long(scope: Scope) -> None:
    put(scope, [*both_ways(INES, WEEKLY), bulk(TODAY, "news@post.example")])
    assert told(scope) == [("drifting", "Ines Varga", "Quiet for 6 weeks; you two usually speak every week.")]


def test_a_drift_is_not_told_before(scope: Scope) -> None:
    put(scope, [*both_ways(INES, range(TODAY - 400, TODAY - 20, 7)), bulk(TODAY, "news@post.example")])
    assert [kind for kind, *_ in told(scope)] == ["feeling"]


def test_a_drift_is_told_while_it_is_fresh(scope: Scope) -> None:
    last = TODAY - 28 - answer.FRESH
    put(scope, both_ways(INES, range(last - 364, last + 1, 7)))
    put(scope, [bulk(TODAY, "news@post.example"), bulk(TODAY + 1, "news@post.example")])
    assert kinds(scope) == ["drifting"]
    assert kinds(scope, TODAY + 1) == []


def test_twenty_years_of_mail_leave_no_debts_behind(scope: Scope) -> None:
    old = [f"person{n}@quill.example" for n in range(12)]
    for n, who in enumerate(old):
        start = TODAY - 7300 + 400 * n
        put(scope, both_ways(who, range(start, start + 365, 9)))
    put(scope, [bulk(TODAY, "news@post.example")])
    assert (told(scope), today(scope).more) == ([], 0)


def test_at_most_seven_things_are_asked_for_and_the_rest_is_counted(scope: Scope) -> None:
    for n in range(9):
        reminders.add_reminder(scope, f"Thing {n}", date(TODAY - n))
    put(scope, [met(TODAY - 3, INES)])
    found = today(scope)
    assert [item.title for item in found.items] == [f"Thing {n}" for n in range(8, 1, -1)]
    assert found.more == 3


def test_what_i_set_myself_comes_before_dates_first_meetings_rhythms_and_drifts(scope: Scope) -> None:
    put(
        scope,
        [
            *both_ways(INES, WEEKLY),
            mail(TODAY - 60, TOMAS, MINE),
            met(TODAY - 3, AMA),
            bulk(TODAY, "news@post.example"),
        ],
    )
    people.add_role(scope, id_of(scope, TOMAS), "manager", None, None)
    on = date(TODAY)
    add_date(scope, id_of(scope, TOMAS), "birthday", on.month, on.day, None)
    reminders.add_reminder(scope, "Call the printer", on)
    assert kinds(scope) == ["reminder", "birthday", "follow_up", "rhythm", "drifting"]
    groups = [item.group for item in today(scope).items]
    assert groups == ["Remember", "Celebrate", "Follow up", "Reach out", "Reach out"]


def test_the_more_established_tie_comes_first(scope: Scope) -> None:
    put(
        scope,
        [
            *both_ways(TOMAS, range(TODAY - 200, TODAY - 40, 7)),
            *both_ways(INES, WEEKLY),
            bulk(TODAY, "news@post.example"),
        ],
    )
    assert [item.title for item in today(scope).items] == ["Ines Varga", "Tomas Lindqvist"]


@pytest.mark.parametrize("standing", ["stepped_back", "ended", "targeted", "dormant"])
def test_about_somebody_kept_at_a_distance_all_is_silent(scope: Scope, standing: str) -> None:
    on = date(TODAY)
    put(
        scope,
        [
            *both_ways(INES, WEEKLY),
            met(TODAY - 3, TOMAS),
            card(
                INES,
                name="Ines Varga",
                organisation="Quill",
                since=TODAY - 366,
                birthday=(on.month, on.day, None),
            ),
            bulk(TODAY, "news@post.example"),
        ],
    )
    assert sorted(kinds(scope)) == ["birthday", "follow_up", "work_anniversary"]
    assert today(scope).items[1].folded == 1
    for who in (INES, TOMAS):
        people.set_relationship(scope, id_of(scope, who), standing=standing)
    assert kinds(scope) == []
    assert answer.today(scope, as_of=on).items == ()


def test_about_the_dead_nothing_nags(scope: Scope) -> None:
    on = date(TODAY)
    put(
        scope,
        [
            *both_ways(INES, WEEKLY),
            card(
                INES,
                name="Ines Varga",
                organisation="Quill",
                since=TODAY - 366,
                birthday=(on.month, on.day, None),
            ),
            bulk(TODAY, "news@post.example"),
        ],
    )
    mark_dead(scope, id_of(scope, INES), TODAY - 30)
    assert kinds(scope) == []
    assert answer.today(scope, as_of=on).items == ()


def test_silence_counts_only_as_far_as_the_imported_mail_goes(scope: Scope) -> None:
    put(scope, [*both_ways(INES, WEEKLY), *both_ways(TOMAS, [TODAY - 30])])
    assert told(scope) == []
    assert told(scope, TODAY + 300) == []


def test_mail_that_ends_long_ago_is_told_with_the_day_on_which_it_ends(scope: Scope) -> None:
    put(scope, both_ways(INES, [TODAY - 46]))
    assert today(scope, TODAY - 1).notices == ()
    (notice,) = today(scope).notices
    assert notice == (
        "The newest mail you imported is from 19 August 2024, so nothing later is known. "
        "Import newer mail, or see the list as it was then (2024-08-20)."
    )


def test_a_rhythm_says_until_when_the_silence_is_known(scope: Scope) -> None:
    put(scope, [mail(TODAY - 150, INES, MINE), mail(TODAY - 60, TOMAS, MINE)])
    people.add_role(scope, id_of(scope, INES), "mentor", None, None)
    assert told(scope) == [
        (
            "rhythm",
            "Ines Varga",
            "Quiet for 12 weeks; every month is usual for this role (mentor). "
            "(Known until 5 August 2024, where what you imported ends.) "
            "Report progress: what you did with their advice, and thanks.",
        )
    ]


def test_contact_that_is_written_down_by_hand_is_known_until_today(scope: Scope) -> None:
    from comity.actions import interactions

    ines = people.add_person(scope, name="Ines Varga", role="manager")
    at = dt.datetime(2024, 9, 1, tzinfo=dt.UTC)
    interactions.record(scope, [ines], kind="call", at=at, subject="Call", text="")
    assert told(scope) == [
        (
            "rhythm",
            "Ines Varga",
            "Quiet for 4 weeks; every week is usual for this role (manager). "
            "Ask for a one-to-one, and bring an agenda.",
        )
    ]
