"""What a calendar feed says, in little and in full; it is read back by a library."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any
from unittest.mock import patch

import icalendar
import pytest
import recurring_ical_events
from django.utils import timezone

from comity.actions import dates, people, reminders
from comity.actions import feed as acts
from comity.answers import feed
from comity.core import feed as core
from comity.core.errors import Invalid, NotFound
from comity.store.access import Scope
from comity.store.models import Commitment, Event, ImportantDate, Member, Person, Relationship, User
from tests import open_things as things
from tests.made_up import TODAY, new_scope
from tests.small_book import date


def calendar(scope: Scope, *, details: bool = False) -> icalendar.Calendar:
    told = feed.feed_days(scope, core.KINDS, details)
    text = feed.body(told, TODAY * 86_400)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return icalendar.Calendar.from_ical(text)


def told(scope: Scope, *, details: bool = False) -> dict[str, Any]:
    """The events by their summary."""
    return {str(event["SUMMARY"]): event for event in calendar(scope, details=details).walk("VEVENT")}


@pytest.fixture
def full(scope: Scope) -> Scope:
    """A book with one of each kind."""
    person = things.one_person(scope)
    for make in (things.reminder, things.promise, things.birthday, things.session, things.event, things.step):
        make(scope, person, TODAY)
    things.guest(scope, person, TODAY)
    return scope


def test_it_says_little_unless_more_is_wanted(full: Scope) -> None:
    assert set(told(full)) == {
        "Reminder: I.",
        "Promise to I.",
        "Birthday: I.",
        "Mentoring session with I.",
        "Event",
        "Follow up with I.",
        "Step towards a goal",
    }
    assert set(told(full, details=True)) == {
        "Send the agenda (Ines Varga)",
        "Promise to Ines Varga: Send the paper",
        "Birthday: Ines Varga",
        "Mentoring session with Ines Varga",
        "Spring meeting",
        "Book fair",
        "Follow up with Ines Varga (Book fair)",
        "Ask for a review (Lead a team)",
    }


def test_days_are_whole_days_that_take_no_time(full: Scope) -> None:
    events = told(full, details=True)
    spring = events["Spring meeting"]
    assert (spring["DTSTART"].dt, spring["DTEND"].dt) == (date(TODAY + 5), date(TODAY + 8 - 1))
    assert events["Promise to Ines Varga: Send the paper"]["DTSTART"].dt == date(TODAY)
    assert events["Follow up with Ines Varga (Book fair)"]["DTSTART"].dt == date(TODAY)
    assert {str(event["TRANSP"]) for event in events.values()} == {"TRANSPARENT"}


def test_ids_and_stamps_stay_as_long_as_it_tells_the_same(full: Scope) -> None:
    before = [str(event["UID"]) for event in calendar(full).walk("VEVENT")]
    assert before == [str(event["UID"]) for event in calendar(full, details=True).walk("VEVENT")]
    assert len(set(before)) == 8
    (stamp,) = {event["DTSTAMP"].dt for event in told(full).values()}
    assert stamp == dt.datetime(2024, 10, 4, tzinfo=dt.UTC)
    assert {event["LAST-MODIFIED"].dt for event in told(full).values()} == {stamp}


def test_a_birthday_comes_every_year_and_tells_no_age(scope: Scope) -> None:
    ada = people.add_person(scope, name="Ada Quill", email="ada@quill.example")
    dates.add_date(scope, ada, "birthday", 2, 29, 1980)
    found = recurring_ical_events.of(calendar(scope, details=True)).between(
        dt.date(2024, 1, 1), dt.date(2029, 1, 1)
    )
    assert [event["DTSTART"].dt for event in found] == [
        dt.date(2024, 2, 29),
        dt.date(2025, 2, 28),
        dt.date(2026, 2, 28),
        dt.date(2027, 2, 28),
        dt.date(2028, 2, 29),
    ]
    assert "1980" not in feed.body(feed.feed_days(scope, core.KINDS, True), 0)


def test_a_date_that_says_much_by_its_name_says_it_only_in_full(scope: Scope) -> None:
    person = things.one_person(scope)
    for what, label in (("hard_time", ""), ("other", "Operation")):
        ImportantDate.objects.create(
            book_id=scope.book_id, person=person, what=what, label=label, month=5, day=6
        )
    assert set(told(scope)) == {"A date: I."}
    assert set(told(scope, details=True)) == {"Hard time: Ines Varga", "Operation: Ines Varga"}


def test_a_date_that_comes_once_is_told_near_its_day_only(scope: Scope) -> None:
    person = things.one_person(scope)
    for year in (None, 2025, 1999):
        ImportantDate.objects.create(
            book_id=scope.book_id, person=person, what="milestone", year=year, month=3, day=4, once=True
        )
    (event,) = told(scope).values()
    assert event["DTSTART"].dt == dt.date(2025, 3, 4)
    assert "RRULE" not in event


def test_a_recurring_reminder_goes_on_from_where_it_is_due(scope: Scope) -> None:
    reminders.add_reminder(scope, "Rent", dt.date(2024, 10, 31), every="month")
    reminders.add_reminder(scope, "Old", dt.date(2020, 1, 1), every="year")
    found = recurring_ical_events.of(calendar(scope, details=True)).between(
        dt.date(2025, 1, 1), dt.date(2025, 4, 1)
    )
    assert [(str(event["SUMMARY"]), event["DTSTART"].dt) for event in found] == [
        ("Old", dt.date(2025, 1, 1)),
        ("Rent", dt.date(2025, 1, 31)),
        ("Rent", dt.date(2025, 2, 28)),
        ("Rent", dt.date(2025, 3, 31)),
    ]


@pytest.mark.parametrize("standing", ["stepped_back", "ended"])
def test_who_is_kept_away_is_in_none_of_it(full: Scope, standing: str) -> None:
    Relationship.objects.filter(book_id=full.book_id).update(standing=standing)
    assert set(told(full)) == {"Event"}


def test_somebody_who_was_merged_is_told_under_the_name_that_is_shown(scope: Scope) -> None:
    person = things.one_person(scope)
    other = Person.objects.create(book_id=scope.book_id, name="I. V.", merged_into=person)
    things.promise(scope, other, TODAY)
    assert set(told(scope, details=True)) == {"Promise to Ines Varga: Send the paper"}


def test_sentences_notes_and_agendas_are_never_in_it(full: Scope) -> None:
    canary = "the heron flies at midnight"
    Commitment.objects.update(sentence=canary, ending=canary)
    Event.objects.update(note=canary, aim=canary, url=canary)
    Relationship.objects.update(note=canary, purpose=canary)
    people.add_fact(full, str(Person.objects.filter(book_id=full.book_id).latest("pk").uuid), canary)
    assert "heron" not in feed.body(feed.feed_days(full, core.KINDS, True), 0)


def test_words_cannot_break_out_of_their_line(scope: Scope) -> None:
    words = "Ring Ada;\r\nEND:VEVENT\r\nBEGIN:VALARM, \\n ŽofieŽofieŽofieŽofieŽofieŽofieŽofieŽofieŽofie\x00"
    reminders.add_reminder(scope, words, date(TODAY))
    (event,) = told(scope, details=True).values()
    assert str(event["SUMMARY"]).startswith("Ring Ada; END:VEVENT BEGIN:VALARM, \\n Žofie")
    assert not event.subcomponents


def test_an_address_opens_its_own_book_until_it_is_revoked(scope: Scope) -> None:
    other = new_scope()
    mine, theirs = acts.new_address(scope), acts.new_address(other)
    for token, book in ((mine, scope), (theirs, other)):
        found = feed.reader(token)
        assert found is not None
        assert found.scope.book_id == book.book_id
    again = acts.new_address(scope)
    assert feed.reader(mine) is None
    assert feed.reader(again) is not None
    assert (acts.revoke(scope), acts.revoke(scope)) == (True, False)
    assert feed.reader(again) is None
    assert feed.reader(theirs) is not None
    assert feed.reader("\udcff") is None


def test_who_may_not_open_the_book_any_more_has_no_feed(scope: Scope) -> None:
    token = acts.new_address(scope)
    User.objects.update(is_active=False)
    assert feed.reader(token) is None
    User.objects.update(is_active=True)
    Member.objects.all().delete()
    assert feed.reader(token) is None


def test_a_new_address_keeps_what_was_chosen(scope: Scope) -> None:
    with pytest.raises(NotFound):
        acts.choose(scope, ["step"], True)
    acts.new_address(scope)
    assert feed.state(scope).kinds == core.KINDS
    with pytest.raises(Invalid):
        acts.choose(scope, ["balloons"], True)
    acts.choose(scope, ["step", "reminder"], True)
    acts.new_address(scope)
    state = feed.state(scope)
    assert (state.kinds, state.details) == (("reminder", "step"), True)


def at(moment: dt.datetime) -> AbstractContextManager[object]:
    """Let the feed believe that it is this moment."""
    return patch.object(timezone, "now", lambda: moment)


def test_it_is_noted_when_it_was_read_and_since_when_it_tells_what_it_tells(scope: Scope) -> None:
    token = acts.new_address(scope)
    found = feed.reader(token)
    if found is None:
        raise AssertionError(token)
    first = dt.datetime(2024, 10, 4, 9, 0, tzinfo=dt.UTC)
    for minutes, content, changed, read in (
        (0, "a", 0, 0),
        (5, "a", 0, 0),
        (30, "a", 0, 30),
        (31, "b", 31, 31),
    ):
        with at(first + dt.timedelta(minutes=minutes)):
            assert acts.note_read(found.id, content) == first + dt.timedelta(minutes=changed)
        assert feed.state(scope).last_read_at == first + dt.timedelta(minutes=read)
    acts.revoke(scope)
    with pytest.raises(NotFound):
        acts.note_read(found.id, "a")
