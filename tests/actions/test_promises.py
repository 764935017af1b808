"""Promises, requests and reminders: what each step changes, and that it can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from comity.actions import commitments, merging, people, reminders, requests
from comity.core import days
from comity.core.errors import Invalid, NotFound, WrongState
from comity.core.records import Handle
from comity.core.records import Reminder as Told
from comity.store.access import Scope
from comity.store.models import Commitment, CommitmentMove, Interaction, Person, Reminder, Request
from tests.made_up import TODAY, bring, new_scope, take_back
from tests.small_book import INES, card, date, id_of, met, put

FRIDAY = date(TODAY)
NOWHERE = "0190aaaa-0000-7000-8000-000000000000"


@pytest.fixture
def ada(scope: Scope) -> str:
    return people.add_person(scope, name="Ada Quill")


def later(count: int) -> dt.date:
    return FRIDAY + dt.timedelta(days=count)


def test_a_promise_keeps_its_sentence_and_what_it_was_read_from(scope: Scope) -> None:
    put(scope, [met(TODAY - 2, INES)])
    who = id_of(scope, INES)
    interaction = str(_interaction(scope))
    id = commitments.promise(
        scope, who, " Send it ", by="theirs", sentence="I will.", interaction=interaction, made_on=later(-2)
    )
    row = Commitment.objects.get(uuid=id)
    assert (row.text, row.sentence, row.by, row.due) == ("Send it", "I will.", "theirs", None)
    assert (row.made_on, row.interaction is not None) == (TODAY - 2, True)
    request = requests.note_request(scope, who, "The list?", interaction=interaction)
    promise = requests.accept(scope, request)
    assert Commitment.objects.get(uuid=promise).interaction_id == row.interaction_id


def _interaction(scope: Scope) -> UUID:
    return UUID(bytes=bytes(Interaction.objects.get(book_id=scope.book_id).key))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda scope, who: commitments.promise(scope, who, "  "),
        lambda scope, who: commitments.promise(scope, who, "x", by="ours"),
        lambda scope, who: commitments.promise(scope, who, "x", made_on=later(1)),
        lambda scope, who: requests.note_request(scope, who, ""),
        lambda scope, who: requests.note_request(scope, who, "x", asked_on=later(1)),
        lambda scope, who: reminders.add_reminder(scope, "", FRIDAY),
        lambda scope, who: reminders.add_reminder(scope, "x", FRIDAY, every="now and then"),
    ],
    ids=["no words", "nobody's", "made tomorrow", "no request", "asked tomorrow", "no reminder", "no rhythm"],
)
def test_what_cannot_be_noted_is_refused(
    scope: Scope, ada: str, wrong: Callable[[Scope, str], object]
) -> None:
    with pytest.raises(Invalid):
        wrong(scope, ada)
    assert not Commitment.objects.exists()


@pytest.mark.parametrize(
    "missing",
    [
        lambda scope, who: commitments.promise(scope, NOWHERE, "x"),
        lambda scope, who: commitments.promise(scope, who, "x", interaction=NOWHERE),
        lambda scope, who: commitments.promise(scope, who, "x", interaction="no id"),
        lambda scope, who: commitments.keep(scope, "no id"),
        lambda scope, who: commitments.remove(scope, NOWHERE),
        lambda scope, who: requests.accept(scope, NOWHERE),
        lambda scope, who: requests.note_request(scope, "no id", "x"),
        lambda scope, who: reminders.finish_reminder(scope, NOWHERE),
    ],
    ids=["person", "mail", "no mail's id", "no id", "promise", "request", "no person's id", "reminder"],
)
def test_what_is_not_in_the_book_is_not_found(
    scope: Scope, ada: str, missing: Callable[[Scope, str], object]
) -> None:
    with pytest.raises(NotFound):
        missing(scope, ada)


@pytest.mark.parametrize(
    ("end", "state"),
    [(commitments.keep, "kept"), (commitments.break_promise, "broken"), (commitments.drop, "dropped")],
    ids=["keep", "break", "drop"],
)
def test_a_promise_ends_once_and_can_be_opened_again(
    scope: Scope, ada: str, end: Callable[..., None], state: str
) -> None:
    id = commitments.promise(scope, ada, "Send it", due=FRIDAY)
    end(scope, id, on=later(-1), ending=" By hand ")
    row = Commitment.objects.get(uuid=id)
    assert (row.state, row.closed_on, row.ending) == (state, TODAY - 1, "By hand")
    with pytest.raises(WrongState):
        end(scope, id)
    with pytest.raises(WrongState):
        commitments.move(scope, id, later(1))
    with pytest.raises(WrongState):
        commitments.move_back(scope, id)
    commitments.reopen(scope, id)
    row.refresh_from_db()
    assert (row.state, row.closed_on, row.ending) == ("open", None, "")
    with pytest.raises(WrongState):
        commitments.reopen(scope, id)


def test_nothing_ends_in_the_future(scope: Scope, ada: str) -> None:
    id = commitments.promise(scope, ada, "Send it")
    with pytest.raises(Invalid):
        commitments.keep(scope, id, on=later(1))


def test_moves_are_remembered_and_taken_back_one_by_one(scope: Scope, ada: str) -> None:
    id = commitments.promise(scope, ada, "Send it", due=FRIDAY)
    commitments.move(scope, id, later(3), asked_by="theirs", why=" Ill ")
    commitments.move(scope, id, None)
    row = Commitment.objects.get(uuid=id)
    assert (row.due, row.first_due, row.moves) == (None, TODAY, 2)
    told = CommitmentMove.objects.order_by("id").values_list("before", "after", "asked_by", "on", "why")
    assert list(told) == [(TODAY, TODAY + 3, "theirs", TODAY, "Ill"), (TODAY + 3, None, "mine", TODAY, "")]
    commitments.move_back(scope, id)
    row.refresh_from_db()
    assert (row.due, row.first_due, row.moves) == (TODAY + 3, TODAY, 1)
    commitments.move_back(scope, id)
    row.refresh_from_db()
    assert (row.due, row.first_due, row.moves) == (TODAY, None, 0)
    with pytest.raises(Invalid):
        commitments.move_back(scope, id)


def test_a_move_needs_another_day_and_somebody_who_asked(scope: Scope, ada: str) -> None:
    id = commitments.promise(scope, ada, "Send it", due=FRIDAY)
    with pytest.raises(Invalid):
        commitments.move(scope, id, FRIDAY)
    with pytest.raises(Invalid):
        commitments.move(scope, commitments.promise(scope, ada, "x"), None)
    with pytest.raises(Invalid):
        commitments.move(scope, id, later(1), asked_by="fate")


def test_what_was_noted_wrongly_is_put_right_without_a_move(scope: Scope, ada: str) -> None:
    id = commitments.promise(scope, ada, "Send it", due=FRIDAY)
    commitments.edit(scope, id, due=later(1))
    commitments.move(scope, id, later(5))
    commitments.edit(scope, id, text="Send both", due=later(6))
    row = Commitment.objects.get(uuid=id)
    assert (row.text, row.due, row.moves, row.moved.get().after) == ("Send both", TODAY + 6, 1, TODAY + 6)
    commitments.edit(scope, id, text="Send all")
    row.refresh_from_db()
    assert (row.text, row.due) == ("Send all", TODAY + 6)
    commitments.remove(scope, id)
    assert not CommitmentMove.objects.exists()


def test_accepting_makes_a_promise_that_goes_when_that_is_taken_back(scope: Scope, ada: str) -> None:
    id = requests.note_request(scope, ada, "The list?", due=later(4))
    promise = Commitment.objects.get(uuid=requests.accept(scope, id))
    assert (promise.text, promise.due, promise.by, promise.made_on) == (
        "The list?",
        TODAY + 4,
        "mine",
        TODAY,
    )
    with pytest.raises(WrongState):
        requests.accept(scope, id)
    requests.reopen(scope, id)
    row = Request.objects.get(uuid=id)
    assert (row.state, row.commitment, Commitment.objects.count()) == ("open", None, 0)
    other = Commitment.objects.get(uuid=requests.accept(scope, id, due=later(9), text=" Half of it "))
    assert (other.text, other.due) == ("Half of it", TODAY + 9)


def test_a_promise_on_which_something_rests_is_not_taken_back_with_its_request(
    scope: Scope, ada: str
) -> None:
    id = requests.note_request(scope, ada, "The list?")
    promise = requests.accept(scope, id)
    commitments.keep(scope, promise)
    with pytest.raises(Invalid, match="take that back"):
        requests.reopen(scope, id)
    commitments.remove(scope, promise)
    requests.reopen(scope, id)
    requests.remove(scope, id)
    assert not Request.objects.exists()


def test_a_promise_outlives_its_request(scope: Scope, ada: str) -> None:
    id = requests.note_request(scope, ada, "The list?")
    requests.accept(scope, id)
    requests.remove(scope, id)
    assert Commitment.objects.count() == 1


def test_a_request_is_declined_left_or_passed_on_and_opened_again(scope: Scope, ada: str) -> None:
    bo = people.add_person(scope, name="Bo Marsh")
    id = requests.note_request(scope, ada, "The list?")
    with pytest.raises(WrongState):
        requests.reopen(scope, id)
    answers: list[tuple[Callable[[], None], str, str]] = [
        (partial(requests.decline, scope, id, answer=" Later "), "declined", "Later"),
        (partial(requests.leave, scope, id), "left", ""),
        (partial(requests.pass_on, scope, id, bo), "passed_on", ""),
    ]
    for act, state, answer in answers:
        act()
        row = Request.objects.get(uuid=id)
        assert (row.state, row.answer, row.closed_on) == (state, answer, TODAY)
        requests.reopen(scope, id)
    row = Request.objects.get(uuid=id)
    assert (row.state, row.answer, row.closed_on, row.passed_to) == ("open", "", None, None)
    requests.edit(scope, id, text="The long list?", due=later(2))
    requests.edit(scope, id, text="The short list?", due=None)
    row.refresh_from_db()
    assert (row.text, row.due) == ("The short list?", None)


def test_a_request_goes_to_somebody_else_than_who_asked(scope: Scope, ada: str) -> None:
    twin = people.add_person(scope, name="Ada Q")
    id = requests.note_request(scope, twin, "The list?")
    merging.merge_people(scope, [ada, twin])
    for who in (ada, twin):
        with pytest.raises(Invalid):
            requests.pass_on(scope, id, who)


def test_what_hangs_on_somebody_merged_comes_back_with_a_split(scope: Scope, ada: str) -> None:
    twin = people.add_person(scope, name="Ada Q")
    id = commitments.promise(scope, twin, "Send it")
    merging.merge_people(scope, [ada, twin])
    merging.split_person(scope, ada)
    assert str(Commitment.objects.get(uuid=id).person.uuid) == twin


def test_a_recurring_reminder_moves_on_and_goes_back(scope: Scope) -> None:
    id = reminders.add_reminder(scope, "Pay", dt.date(2024, 8, 31), every="monthly")
    reminders.finish_reminder(scope, id)
    row = Reminder.objects.get(uuid=id)
    assert (date(row.due), row.every, row.last_due) == (
        dt.date(2024, 10, 31),
        "month",
        days.day_from_date(dt.date(2024, 8, 31)),
    )
    reminders.finish_reminder(scope, id)
    row.refresh_from_db()
    assert (date(row.due), row.every) == (dt.date(2024, 11, 30), "month on 31")
    reminders.reopen_reminder(scope, id)
    row.refresh_from_db()
    assert (date(row.due), row.every, row.last_due) == (dt.date(2024, 10, 31), "month", None)
    reminders.reopen_reminder(scope, id)
    assert Reminder.objects.get(uuid=id).due == row.due


def test_an_occasion_is_done_and_taken_back_once(scope: Scope) -> None:
    id = reminders.add_reminder(scope, "Pay", FRIDAY, every="week")
    reminders.finish_reminder(scope, id, occasion=FRIDAY)
    reminders.finish_reminder(scope, id, occasion=FRIDAY)
    assert Reminder.objects.get(uuid=id).due == TODAY + 7
    reminders.reopen_reminder(scope, id, occasion=later(-7))
    assert Reminder.objects.get(uuid=id).due == TODAY + 7
    reminders.reopen_reminder(scope, id, occasion=FRIDAY)
    assert Reminder.objects.get(uuid=id).due == TODAY


def test_a_series_that_ends_is_done_for_good(scope: Scope) -> None:
    id = reminders.add_reminder(scope, "Far", dt.date(2200, 5, 1), every="year")
    reminders.finish_reminder(scope, id)
    assert Reminder.objects.get(uuid=id).done_at is not None
    reminders.finish_reminder(scope, id)
    reminders.reopen_reminder(scope, id)
    assert Reminder.objects.get(uuid=id).done_at is None


def test_changing_a_reminder_begins_its_series_anew_unless_its_day_stays(scope: Scope) -> None:
    id = reminders.add_reminder(scope, "Pay", dt.date(2024, 10, 31), every="month")
    reminders.finish_reminder(scope, id)
    reminders.edit_reminder(scope, id, text="Pay it", due=dt.date(2024, 11, 30), every="2 months")
    assert Reminder.objects.get(uuid=id).every == "2 months on 31"
    reminders.edit_reminder(scope, id, text="Pay it", due=dt.date(2024, 11, 29), every="2 months")
    row = Reminder.objects.get(uuid=id)
    assert (row.every, row.last_due) == ("2 months", None)
    reminders.edit_reminder(scope, id, text="Pay it", due=dt.date(2024, 11, 29), every="")
    assert Reminder.objects.get(uuid=id).every == ""


def told(key: str = "k1") -> Told:
    return Told(Handle("email", INES), key, "Ask her", TODAY - 30, "week", 1)


def test_a_told_reminder_that_was_done_stays_when_its_file_is_read_again(scope: Scope) -> None:
    put(scope, [card(INES), told()])
    id = str(Reminder.objects.get().uuid)
    reminders.finish_reminder(scope, id)
    after = Reminder.objects.get().due
    put(scope, [card(INES, name="Ines R"), told()])
    assert Reminder.objects.get().due == after
    reminders.reopen_reminder(scope, id)
    put(scope, [card(INES, name="Ines"), told()])
    row = Reminder.objects.get()
    assert (row.due, row.batch is not None) == (TODAY - 30, True)
    reminders.finish_reminder(scope, id)
    reminders.finish_reminder(scope, id)
    reminders.reopen_reminder(scope, id)
    put(scope, [card(INES, name="I."), told()])
    row.refresh_from_db()
    assert (row.due, row.batch) == (after, None)


def test_a_told_reminder_that_was_removed_does_not_come_back(scope: Scope) -> None:
    put(scope, [card(INES), told()])
    reminders.remove_reminder(scope, str(Reminder.objects.get().uuid))
    put(scope, [card(INES, name="Ines R"), told()])
    assert not Reminder.objects.exists()


def test_a_reminder_about_nobody_is_removed(scope: Scope) -> None:
    reminders.remove_reminder(scope, reminders.add_reminder(scope, "Water", FRIDAY))
    assert not Reminder.objects.exists()


def test_whom_something_is_noted_about_outlives_the_undo_of_an_import(scope: Scope) -> None:
    batch = bring(scope, [[card(INES)]])
    commitments.promise(scope, id_of(scope, INES), "Send it")
    take_back(scope, batch)
    assert Person.objects.filter(book_id=scope.book_id, by_hand=True).exists()


def test_another_book_is_another_world(scope: Scope, ada: str) -> None:
    there = new_scope()
    id = commitments.promise(scope, ada, "Send it")
    asked = requests.note_request(scope, ada, "x")
    bo = people.add_person(there, name="Bo")
    with pytest.raises(NotFound):
        commitments.keep(there, id)
    with pytest.raises(NotFound):
        requests.pass_on(scope, asked, bo)
