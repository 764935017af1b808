"""What was read is given again exactly as long as nothing was changed, whoever might have changed it."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction

from comity.answers.today import today
from comity.store.models import Person
from comity.store.unchanged import unless_changed
from tests.made_up import new_scope


class _Names:
    """Reads the names of all people, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> list[str]:
        self.times += 1
        return sorted(Person.objects.values_list("name", flat=True))


def _elsewhere(change: object) -> None:
    """Let something be done by another thread, hence another connection."""

    def doing() -> None:
        change()  # type: ignore[operator]
        connection.close()

    thread = threading.Thread(target=doing)
    thread.start()
    thread.join()


@pytest.mark.django_db(transaction=True)
def test_what_was_read_is_not_read_again_while_nothing_changes() -> None:
    new_scope()
    names = _Names()
    asked, until = 0, time.monotonic() + 120  # others may write to another database of the server for a while
    while names.times == asked and time.monotonic() < until:
        time.sleep(0.01 if asked % 2 else 0)
        unless_changed("names", names)
        asked += 1
    assert names.times < asked


@pytest.mark.django_db(transaction=True)
def test_a_change_of_my_own_is_seen_at_once() -> None:
    scope = new_scope()
    names = _Names()
    before = unless_changed("names", names)
    Person.objects.create(book_id=scope.book_id, name="Ada Berg")
    assert unless_changed("names", names) == sorted([*before, "Ada Berg"])


@pytest.mark.django_db(transaction=True)
def test_a_change_by_another_connection_is_seen_at_once() -> None:
    scope = new_scope()
    names = _Names()
    before = unless_changed("names", names)
    _elsewhere(lambda: Person.objects.create(book_id=scope.book_id, name="Bo Lind"))
    assert unless_changed("names", names) == sorted([*before, "Bo Lind"])


@pytest.mark.django_db(transaction=True)
def test_what_was_rolled_back_is_not_remembered() -> None:
    scope = new_scope()
    names = _Names()
    before = unless_changed("names", names)
    with transaction.atomic():
        Person.objects.create(book_id=scope.book_id, name="Cleo Marsh")
        assert unless_changed("names", names) == sorted([*before, "Cleo Marsh"])
        transaction.set_rollback(True)
    assert unless_changed("names", names) == before


@pytest.mark.django_db(transaction=True)
def test_what_was_read_before_the_reading_itself_wrote_is_not_remembered() -> None:
    scope = new_scope()
    names = _Names()

    def read() -> list[str]:
        before = names()
        Person.objects.create(book_id=scope.book_id, name="Dana Holt")
        unless_changed("other", list)
        return before

    before = unless_changed("names", read)
    assert unless_changed("names", names) == sorted([*before, "Dana Holt"])


@pytest.mark.django_db(transaction=True)
def test_nothing_is_remembered_across_connections() -> None:
    new_scope()
    names = _Names()
    unless_changed("names", names)
    connection.close()
    unless_changed("names", names)
    assert names.times == 2


@pytest.mark.django_db(transaction=True)
def test_more_answers_than_are_kept_are_still_right() -> None:
    new_scope()
    for _ in range(2):
        assert [unless_changed(n, lambda n=n: n) for n in range(50)] == list(range(50))  # type: ignore[misc]


@pytest.mark.django_db(transaction=True)
def test_the_day_s_list_shows_what_another_window_has_just_done() -> None:
    from comity.actions import reminders

    scope = new_scope()
    assert not today(scope).items
    _elsewhere(lambda: reminders.add_reminder(scope, "Call the bank", scope.today()))
    assert [item.title for item in today(scope).items] == ["Call the bank"]
