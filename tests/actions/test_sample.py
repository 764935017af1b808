"""The sample book: opened with one click, removed with another."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from comity.actions import people, sample, sample_practice
from comity.answers import books
from comity.answers.people import people as everybody
from comity.answers.today import today
from comity.answers.upkeep import doctor
from comity.store.access import Scope
from comity.store.models import Book, Commitment, ImportantDate, Proposal, Reminder, User
from comity.store.models.base import BookRow
from comity.store.practice import TABLES
from tests.canonical import book_as_seen
from tests.made_up import WORDS, on_day
from tests.small_book import INES, TODAY, both_ways, put


def opened(user: int) -> Scope:
    return books.scope_for(user, book=sample.open_sample(user))


def counts() -> dict[str, int]:
    """Rows of every table of books."""
    tables = [m for m in apps.get_app_config("store").get_models() if issubclass(m, BookRow)]
    return {m.__name__: m._default_manager.count() for m in tables}


def indexed() -> int:
    """Entries of the full-text index."""
    with connection.cursor() as cursor:
        table = "store_fulltext_docsize" if connection.vendor == "sqlite" else "store_fulltext"
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        found: int = cursor.fetchone()[0]
    return found


def test_the_sample_book_is_worth_looking_at(scope: Scope) -> None:
    there = opened(scope.user_id)
    info = books.book_info(there)
    assert info.is_sample
    assert info.people > 50
    assert info.interactions > 1000
    found = today(there, limit=20)
    assert {item.kind for item in found.items} >= {"reminder", "birthday", "thanks"}
    assert found.meetings
    rows = everybody(there, limit=None).rows
    assert all(row.face.name for row in rows)
    assert {row.roles for row in rows} > {()}
    assert {row.state for row in rows} >= {"active", "drifting", "known"}
    assert [f for f in doctor(there) if not f.well and f.step.startswith("comity")] == []


@pytest.mark.parametrize("later", range(7))
def test_on_any_weekday_a_morning_in_it_is_varied(scope: Scope, later: int) -> None:
    with on_day(TODAY + later):
        found = today(opened(scope.user_id), limit=7)
        assert len(found.items) == 7
        assert len({item.kind for item in found.items}) >= 5
        assert found.more >= 10


@pytest.mark.parametrize("later", range(7))
def test_on_any_weekday_its_mail_proposes_something_of_each_kind(scope: Scope, later: int) -> None:
    with on_day(TODAY + later):
        there = opened(scope.user_id)
    proposals = Proposal.objects.filter(book_id=there.book_id)
    kinds = {"request", "my_promise", "their_promise", "thanks", "introduction", "new_job"}
    assert set(proposals.filter(state=Proposal.OPEN).values_list("kind", flat=True)) >= kinds
    assert proposals.filter(state=Proposal.ACCEPTED).count() == 1
    confirmed = Commitment.objects.get(book_id=there.book_id, text__startswith="The draft agenda")
    assert confirmed.interaction is not None
    assert confirmed.sentence in confirmed.interaction.content.text


def test_there_is_something_of_all_that_is_practised(scope: Scope) -> None:
    there = opened(scope.user_id)
    sealed = {"vaults", "incident_entries", "anchors"}  # a sample has no passphrase
    for kind in TABLES.keys() - sealed - {"confidence_covers"}:
        table = TABLES[kind]
        assert table._default_manager.filter(book_id=there.book_id).exists(), kind
    assert ImportantDate.objects.filter(book_id=there.book_id, month=2, day=29).exists()
    assert ImportantDate.objects.filter(book_id=there.book_id, what="hard_time", once=True).exists()
    assert Reminder.objects.filter(book_id=there.book_id).exclude(every="").count() >= 3


def test_opened_twice_it_is_one(scope: Scope) -> None:
    assert sample.open_sample(scope.user_id) == sample.open_sample(scope.user_id)
    assert Book.objects.filter(is_sample=True).count() == 1


def test_it_is_equal_for_everybody_who_opens_it(scope: Scope) -> None:
    first = opened(scope.user_id)
    second = opened(User.objects.create(username="another").pk)
    assert first.book_id != second.book_id
    assert book_as_seen(first.book_id, WORDS) == book_as_seen(second.book_id, WORDS)


def test_it_is_removed_without_a_trace_while_my_own_book_stays(scope: Scope) -> None:
    put(scope, both_ways(INES, [TODAY - 1]))
    people.add_person(scope, name="Bo")
    mine, rows, words = book_as_seen(scope.book_id, WORDS), counts(), indexed()
    assert books.scope_for(scope.user_id).book_id == scope.book_id
    opened(scope.user_id)
    assert not books.scope_for(scope.user_id).is_sample
    assert counts() != rows
    sample.remove_sample(scope.user_id)
    assert (book_as_seen(scope.book_id, WORDS), counts(), indexed()) == (mine, rows, words)
    assert books.scope_for(scope.user_id).book_id == scope.book_id
    sample.remove_sample(scope.user_id)


def test_it_is_opened_whole_or_not_at_all(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counts()

    def fails(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(sample_practice, "fill", fails)
    with pytest.raises(OSError, match="full"):
        sample.open_sample(scope.user_id)
    assert counts() == before
    assert not Book.objects.filter(is_sample=True).exists()
