"""What is due is sent by one of two sweeps, and a feed tells what is open: on both engines."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection

from comity.actions import day_mail as acts
from comity.actions import reminders
from comity.answers import feed
from comity.answers.day_mail import letter
from comity.core import feed as core
from comity.core.days import day_from_date
from comity.store.models import DayMail, Person
from comity.store.queries.feed import entries
from tests import open_things as things
from tests.made_up import new_scope
from tests.mailing import mail_server, switch_on


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_one_mail() -> None:
    scope = new_scope()
    reminders.add_reminder(scope, "Send the agenda", scope.today())
    with mail_server() as sink:
        switch_on(scope, sink, minute=0)
        sink.reached.clear()
        sink.hang = threading.Event()
        found: list[acts.Sent] = []

        def first() -> None:
            found.extend(acts.sweep(letter))
            connection.close()

        sweeping = threading.Thread(target=first)
        sweeping.start()
        assert sink.reached.wait(20)
        assert acts.sweep(letter) == []
        sink.hang.set()
        sweeping.join()
        assert [one.outcome for one in found] == ["sent"]
        assert len(sink.messages) == 1
        assert acts.sweep(letter) == []


@pytest.mark.django_db
def test_the_mail_of_a_sweep_that_died_is_sent_by_the_next_once_its_lease_is_over() -> None:
    scope = new_scope()
    reminders.add_reminder(scope, "Send the agenda", scope.today())
    with mail_server() as sink:
        row = switch_on(scope, sink, minute=0)
        assert acts._take(scope, row, int(time.time())) is not None
        assert acts.sweep(letter) == []
        DayMail.objects.update(leased_until=1)
        assert [one.outcome for one in acts.sweep(letter)] == ["sent"]


@pytest.mark.django_db
def test_a_feed_tells_each_kind_and_nothing_of_people_who_are_silent_or_of_another_book() -> None:
    scope, other = new_scope(), new_scope()
    day = day_from_date(scope.today())
    for book in (scope, other):
        person = things.one_person(book)
        for make in (things.reminder, things.promise, things.birthday, things.session, things.event):
            make(book, person, day)
        things.guest(book, person, day)
        things.step(book, person, day)
        reminders.add_reminder(book, "Water the plants", book.today(), every="month")
    told = entries(scope.book_id, core.KINDS, day)
    assert {entry.kind for entry in told} == set(core.KINDS)
    assert not {entry.id for entry in told} & {e.id for e in entries(other.book_id, core.KINDS, day)}
    assert {entry.kind for entry in entries(scope.book_id, ("event",), day)} == {"event"}
    assert entries(scope.book_id, (), day) == []
    assert len(feed.feed_days(scope, core.KINDS, True)) == len(told)
    Person.objects.filter(book_id=scope.book_id).update(died_on=day)
    assert {entry.kind for entry in entries(scope.book_id, core.KINDS, day)} == {"event", "reminder"}
