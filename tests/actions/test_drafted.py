"""A draft that was opened in the mail program is kept where it crosses something, once, and can be taken back."""

from __future__ import annotations

import pytest

from comity.actions import boundaries, drafted, people, reminders
from comity.actions.boundaries import Line
from comity.core.errors import NotFound
from comity.store.access import Scope
from comity.store.models import Crossing
from tests.made_up import ME, TODAY, new_scope
from tests.small_book import ANYBODY, INES, date, id_of, mail, put

NO_MAIL = Line("channel", ["mail"])


@pytest.fixture
def ruth(scope: Scope) -> str:
    return people.add_person(scope, name="Ruth Vale", email="ruth@vale.example")


def test_it_is_kept_once_a_day_for_each_person_and_subject(scope: Scope, ruth: str) -> None:
    assert drafted.opened(scope, ruth, "write", "Hello", "There") == ()
    boundaries.add(scope, "theirs", NO_MAIL, person_id=ruth)
    kept = drafted.opened(scope, ruth, "write", " Hello ", "There")
    assert drafted.opened(scope, ruth, "write", "Hello", "There you are") == kept
    row = Crossing.objects.get()
    assert (str(row.uuid), row.did, row.on, row.text, row.by_me) == (*kept, "drafted", TODAY, "Hello", True)
    drafted.opened(scope, ruth, "write", "Another", "")
    assert Crossing.objects.count() == 2


def test_it_is_taken_back_alone(scope: Scope, ruth: str) -> None:
    boundaries.add(scope, "theirs", NO_MAIL, person_id=ruth)
    boundaries.add(scope, "theirs", Line("topic", ["call*"]), person_id=ruth)
    reminders.add_reminder(scope, "Call her", date(TODAY), ruth)
    kept = drafted.opened(scope, ruth, "write", "Call her", "")
    planned = str(Crossing.objects.get(did="planned").uuid)
    drafted.not_sent(new_scope(), kept)
    assert Crossing.objects.count() == 3
    drafted.not_sent(scope, [*kept, planned, ANYBODY])
    assert [row.did for row in Crossing.objects.all()] == ["planned"]


def test_an_introduction_counts_for_both_whom_it_goes_to(scope: Scope, ruth: str) -> None:
    bo = people.add_person(scope, name="Bo Lind")
    boundaries.add(scope, "theirs", NO_MAIL, person_id=bo)
    assert drafted.opened(scope, ruth, "introduce_ask_one", "x", "", other_id=bo) == ()
    assert len(drafted.opened(scope, ruth, "introduce_make", "x", "", other_id=bo)) == 1
    with pytest.raises(NotFound):
        drafted.opened(scope, ANYBODY, "write", "x", "")


def test_asking_again_too_soon_is_kept(scope: Scope) -> None:
    put(scope, [mail(TODAY, ME, INES, hour=9)])
    boundaries.add(scope, "theirs", Line("answer", answer_hours=72), person_id=id_of(scope, INES))
    assert len(drafted.opened(scope, id_of(scope, INES), "write", "x", "")) == 1
