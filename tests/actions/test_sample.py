"""The sample book: opened with one click, removed with another."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection

from comity.actions import people, sample
from comity.answers import books
from comity.answers.people import people as everybody
from comity.answers.today import today
from comity.answers.upkeep import doctor
from comity.store.access import Scope
from comity.store.models import Book, User
from comity.store.models.base import BookRow
from tests.canonical import book_as_seen
from tests.made_up import WORDS
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

    monkeypatch.setattr(sample, "_ledger", fails)
    with pytest.raises(OSError, match="full"):
        sample.open_sample(scope.user_id)
    assert counts() == before
    assert not Book.objects.filter(is_sample=True).exists()
