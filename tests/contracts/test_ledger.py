"""What files tell of giving, facts and reminders: an undo is exact, and the user's own work stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from comity.actions import exchanges, people, reminders
from comity.core.errors import NotFound
from comity.core.records import Exchange, Fact, Handle, OwnPosition, Record, Reminder
from comity.sources.linkedin import source
from comity.store import finishing, ledger
from comity.store.access import Scope
from comity.store.models import Exchange as ExchangeRow
from comity.store.models import Fact as FactRow
from comity.store.models import Person, Position, Relationship
from comity.store.models import Reminder as ReminderRow
from tests.canonical import book_as_seen
from tests.exported import card, export, id_of, read_back, rows_of, without
from tests.made_up import TODAY, bring, new_scope, on_day, take_back
from tests.sources.places import place_of

pytestmark = pytest.mark.django_db
HEADER = "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
ROWS = (
    'Bo,Falk,Nordlicht,Engineer,Noor is great,"08/30/22, 05:51 PM",VISIBLE\n',
    'Cy,Lind,Quill,Clerk,Kind,"09/30/22, 05:51 PM",HIDDEN\n',
    'Di,Moe,Quill,Clerk,Clear,"10/30/22, 05:51 PM",VISIBLE\n',
)
ZOE = Handle("email", "zoe@lund.example")


def _recommendations(folder: Path, *rows: str) -> list[Record]:
    return list(source.read(place_of(folder, HEADER + "".join(rows), "Recommendations_Received.csv")))


def _seen(scope: Scope) -> dict[str, Any]:
    return book_as_seen(scope.book_id)


def _told(*, text: str = "An atlas", every: str = "year") -> list[Record]:
    return [
        Exchange(ZOE, "Zoë Lund", "a" * 32, False, "gift", text, 19_000, True, 1),
        Fact(ZOE, "b" * 32, "Sails", "Elsewhere", 19_000, False, 2),
        Reminder(ZOE, "c" * 32, "Write", 19_500, every, 3),
    ]


def test_of_two_exports_that_overlap_undoing_one_leaves_the_other(tmp_path: Path) -> None:
    both, alone = new_scope(), new_scope()
    first = bring(both, [_recommendations(tmp_path, *ROWS[:2])])
    bring(both, [_recommendations(tmp_path, *ROWS[1:])])
    assert ExchangeRow.objects.filter(book_id=both.book_id).count() == 3
    take_back(both, first)
    bring(alone, [_recommendations(tmp_path, *ROWS[1:])])
    assert _seen(both) == _seen(alone)
    assert ExchangeRow.objects.filter(book_id=both.book_id, asks_thanks=True).count() == 2


def test_what_is_told_twice_is_stored_once_and_alike_in_whatever_order() -> None:
    wordings = [_told(), _told(text="An atlas of the sea")]
    one, two = new_scope(), new_scope()
    for scope, files in ((one, wordings), (two, wordings[::-1])):
        bring(scope, [files[0], files[0]])
        bring(scope, [files[1]])
        for model in (ExchangeRow, FactRow, ReminderRow):
            assert model._default_manager.filter(book_id=scope.book_id).count() == 1
    assert _seen(one) == _seen(two)
    assert Person.objects.get(exchanges__book_id=one.book_id).name == "Zoë Lund"


def test_undoing_it_leaves_nothing() -> None:
    scope = new_scope()
    before = _seen(scope)
    take_back(scope, bring(scope, [[*_told(), OwnPosition("Quill", "Clerk", "", 18_000, None, 1)]], me=()))
    assert _seen(scope) == before


def test_what_the_user_thanked_for_finished_or_changed_outlives_the_file() -> None:
    scope = new_scope()
    number = bring(scope, [_told()])
    with on_day(TODAY):
        exchanges.thank(scope, str(ExchangeRow.objects.get(book_id=scope.book_id).uuid))
        reminders.finish_reminder(scope, str(ReminderRow.objects.get(book_id=scope.book_id).uuid))
        people.edit_fact(scope, str(FactRow.objects.get(book_id=scope.book_id).uuid), "Sails a lot")
    take_back(scope, number)
    bring(scope, [_told(text="Other words")])
    assert ExchangeRow.objects.get(book_id=scope.book_id).text == "An atlas"
    assert ReminderRow.objects.get(book_id=scope.book_id).last_due is not None
    assert FactRow.objects.get(book_id=scope.book_id).text == "Sails a lot"
    assert ledger.differences(scope.book_id) == 0


def test_what_the_user_took_away_does_not_come_back() -> None:
    scope = new_scope()
    bring(scope, [_told()])
    with on_day(TODAY):
        exchanges.remove_exchange(scope, str(ExchangeRow.objects.get(book_id=scope.book_id).uuid))
        reminders.remove_reminder(scope, str(ReminderRow.objects.get(book_id=scope.book_id).uuid))
        people.remove_fact(scope, str(FactRow.objects.get(book_id=scope.book_id).uuid))
    bring(scope, [_told(text="Again", every="")])
    finishing.rebuild(scope.book_id, TODAY)
    for model in (ExchangeRow, FactRow, ReminderRow):
        assert not model._default_manager.filter(book_id=scope.book_id).exists()


def test_thanking_is_of_this_book_alone_and_can_be_taken_back() -> None:
    scope, other = new_scope(), new_scope()
    bring(scope, [_told()])
    id = str(ExchangeRow.objects.get(book_id=scope.book_id).uuid)
    for act in (exchanges.thank, exchanges.unthank, exchanges.remove_exchange):
        for where, which in ((other, id), (scope, "nothing")):
            with pytest.raises(NotFound):
                act(where, which)
    with on_day(TODAY):
        exchanges.thank(scope, id)
        assert ExchangeRow.objects.get(uuid=id).thanked_on == TODAY
        exchanges.unthank(scope, id)
    assert ExchangeRow.objects.get(uuid=id).thanked_on is None


def test_a_rhythm_and_a_death_go_with_their_file_unless_the_user_says_otherwise() -> None:
    scope = new_scope()
    told = card(ZOE.value, name="Zoë Lund")._replace(values=(("rhythm", "30"), ("died", "19500")))
    number = bring(scope, [[told]])
    person = Person.objects.get(uuid=id_of(scope, ZOE.value))
    relationship = Relationship.objects.get(person=person)
    assert (relationship.rhythm_days, person.died_on) == (30, 19_500)
    with on_day(TODAY):
        people.set_relationship(scope, str(person.uuid), rhythm_days=30, note="kept")
        people.set_relationship(scope, str(person.uuid), rhythm_days=None)
    finishing.rebuild(scope.book_id, TODAY)
    relationship.refresh_from_db()
    assert relationship.rhythm_days is None
    take_back(scope, number)
    person.refresh_from_db()
    assert person.died_on is None


def test_the_owners_career_is_theirs_and_no_contact_of_anybody() -> None:
    scope = new_scope()
    bring(scope, [[OwnPosition("Quill", "Clerk", "Kept books", 18_000, 18_365, 1)]])
    (position,) = Position.objects.filter(book_id=scope.book_id)
    assert position.person.is_me
    assert (position.title, position.since, position.until) == ("Clerk", 18_000, 18_365)


def test_entries_read_back_from_an_export_and_can_still_be_undone(tmp_path: Path) -> None:
    scope = new_scope()
    bring(scope, [_told()])
    last = bring(scope, [_told(text="An atlas of the sea")])
    first = export(scope, tmp_path / "first")
    before = _seen(scope)
    take_back(scope, last)
    undone = _seen(scope)
    there = without(scope)
    read_back(there, first)
    assert _seen(there) == before
    assert not any(read_back(there, first).values())
    take_back(there, last)
    assert _seen(there) == undone
    assert ledger.differences(there.book_id) == 0


def test_entries_that_the_book_knows_already_are_not_read_back_twice(tmp_path: Path) -> None:
    scope, there = new_scope(), new_scope()
    bring(scope, [_told()])
    bring(there, [_told()])
    exported = export(scope, tmp_path / "first")
    read_back(there, exported)
    assert ExchangeRow.objects.filter(book_id=there.book_id).count() == 1
    assert not any(read_back(there, exported).values())
    assert rows_of(exported)["exchanges"]


def test_the_doctor_sees_what_differs_from_the_files() -> None:
    scope = new_scope()
    bring(scope, [_told()])
    assert ledger.differences(scope.book_id) == 0
    FactRow.objects.filter(book_id=scope.book_id).update(text="Rows")
    ReminderRow.objects.filter(book_id=scope.book_id).delete()
    assert ledger.differences(scope.book_id) == 2
    finishing.rebuild(scope.book_id, TODAY)
    assert ledger.differences(scope.book_id) == 0
