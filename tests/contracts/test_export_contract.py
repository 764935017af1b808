"""An exported book reads back as it was, on every engine."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings

from comity.core.records import Record
from comity.store.access import Scope
from comity.store.models import Book, Interaction, Person, Tag
from comity.store.restore.state import begin, insert
from comity.store.snapshot import Snapshot
from tests.canonical import book_as_seen
from tests.exported import export, full_book, mailbox, read_back, rows_of, without
from tests.made_up import WORDS, bring, new_scope, records, take_back

pytestmark = pytest.mark.django_db


def _seen(scope: Scope) -> dict[str, Any]:
    return book_as_seen(scope.book_id, WORDS)


def test_a_full_book_reads_back_equal_to_the_byte(tmp_path: Path) -> None:
    scope = full_book()
    Book.objects.filter(pk=scope.book_id).update(name="Mine", zone="Europe/Lisbon")
    before = _seen(scope)
    first = export(scope, tmp_path / "first")
    there = without(scope)
    counts = read_back(there, first)
    assert _seen(there) == before
    assert rows_of(export(there, tmp_path / "second")) == rows_of(first)
    assert Book.objects.filter(pk=there.book_id, name="Mine", zone="Europe/Lisbon").exists()
    assert counts["people"] == Person.objects.filter(book_id=there.book_id).count()
    assert all(rows_of(first).values())


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    first = export(scope := full_book(), tmp_path / "first")
    there = without(scope)
    read_back(there, first)
    assert not any(read_back(there, first).values())
    assert rows_of(export(there, tmp_path / "second")) == rows_of(first)


def test_a_book_beside_the_one_exported_gets_it_too_and_only_once(tmp_path: Path) -> None:
    scope, there = full_book(), new_scope()
    first = export(scope, tmp_path / "first")
    read_back(there, first)
    assert _seen(there) == _seen(scope)
    second = rows_of(export(there, tmp_path / "second"))
    assert not any(read_back(there, first).values())
    assert rows_of(export(there, tmp_path / "third")) == second
    assert rows_of(export(scope, tmp_path / "fourth")) == rows_of(first)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(found=records())
def test_whatever_was_imported_reads_back_equal_and_can_be_undone(found: list[Record]) -> None:
    scope = new_scope()
    half = len(found) // 2
    bring(scope, [found[:half], found])
    last = bring(scope, [found[half:]])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, before = export(scope, folder / "first"), _seen(scope)
        take_back(scope, last)
        undone = _seen(scope)
        there = without(scope)
        read_back(there, first)
        assert _seen(there) == before
        assert rows_of(export(there, folder / "second")) == rows_of(first)
        take_back(there, last)
        assert _seen(there) == undone


def test_an_export_that_meets_the_same_mail_adds_its_import_and_no_mail(tmp_path: Path) -> None:
    scope, there = new_scope(), new_scope()
    bring(scope, [mailbox()])
    own = bring(there, [mailbox()])
    before = _seen(there)
    counts = read_back(there, export(scope, tmp_path / "first"))
    assert counts["interactions"] == 0
    assert counts["sightings"] == len(mailbox())
    assert _seen(there) == before
    take_back(there, own)
    assert _seen(there) == before
    take_back(there, own + 1)
    assert not Interaction.objects.filter(book_id=there.book_id).exists()


@pytest.mark.parametrize(
    "parts", [(slice(0, 4), slice(2, 8)), (slice(6, 8), slice(0, 6)), (slice(0, 1), slice(6, 7))]
)
def test_an_export_that_meets_other_copies_gives_what_importing_both_gives(
    tmp_path: Path, parts: tuple[slice, slice]
) -> None:
    mine, theirs = (mailbox()[part] for part in parts)
    both, scope, there = new_scope(), new_scope(), new_scope()
    bring(both, [mine])
    bring(both, [theirs])
    bring(scope, [theirs])
    bring(there, [mine])
    read_back(there, export(scope, tmp_path / "first"))
    assert _seen(there) == _seen(both)


def test_rows_are_inserted_in_order_with_the_ids_told() -> None:
    book = begin(new_scope().book_id).book
    with connection.cursor() as cursor:
        ids = insert(cursor, Tag, book, [{"name": name, "key": name} for name in "ba"])
        assert insert(cursor, Tag, book, [{"name": "a", "key": "a"}], once=True)
    assert list(Tag.objects.filter(book_id=book).order_by("id").values_list("id", "key")) == list(
        zip(ids, "ba", strict=True)
    )


@pytest.mark.django_db(transaction=True)
def test_what_changes_meanwhile_is_not_in_an_export_and_is_not_held_up() -> None:
    scope = new_scope()

    def rename() -> None:
        Book.objects.filter(pk=scope.book_id).update(name="Renamed")
        connection.close()

    with Snapshot():
        assert Tag.objects.filter(book_id=scope.book_id).count() == 0
        with ThreadPoolExecutor(1) as other:
            other.submit(rename).result(timeout=20)
        assert Book.objects.get(pk=scope.book_id).name == "A book"
    assert Book.objects.get(pk=scope.book_id).name == "Renamed"
    with transaction.atomic():
        Book.objects.filter(pk=scope.book_id).update(name="Again")
    assert Book.objects.get(pk=scope.book_id).name == "Again"
