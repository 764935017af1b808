"""What is sealed leaves with an export, comes back, and opens; on both engines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from comity.actions import incidents, sealing
from comity.answers import anchors
from comity.answers import incidents as answers
from comity.answers.sealing import check, state
from comity.core.errors import Invalid
from comity.core.incidents import Told, When
from comity.store import sealing as rows
from comity.store.access import Scope
from comity.store.models import Book, Feeling, Person
from tests.exported import export, read_back, without
from tests.made_up import new_scope
from tests.sealed import CHEAP, OTHER, PASSPHRASE, vault_of

pytestmark = pytest.mark.django_db
WORDS = {"text": "Žofie, and a lantern"}
TOLD = Told("Shouted at", When("2024-10-03"), saw=("He shouted.",))


def with_a_feeling(scope: Scope) -> None:
    person = Person.objects.create(book_id=scope.book_id, name="Ada Quill", by_hand=True)
    row = Feeling(book_id=scope.book_id, person=person, on=20_000, score=1)
    rows.put(scope, row, WORDS)
    row.save()


def felt(scope: Scope, passphrase: str) -> list[dict[str, object]]:
    found = replace(scope, key=sealing.open_with(scope, passphrase).key)
    return [rows.opened(found, row) for row in Feeling.objects.filter(book_id=scope.book_id)]


def test_what_is_sealed_comes_along_into_an_empty_book_and_opens(tmp_path: Path) -> None:
    vault = vault_of(new_scope())
    with_a_feeling(vault.opened)
    folder = export(vault.locked, tmp_path / "first")
    assert not any(b"lantern" in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    there = without(vault.locked)
    read_back(there, folder)
    assert felt(there, PASSPHRASE) == [WORDS]
    assert sealing.open_with_recovery(there, vault.recovery, OTHER, CHEAP).key == vault.opened.key
    assert state(there).counts == (("feelings", 1),)


def test_an_older_export_leaves_the_passphrase_of_the_book_as_it_is(tmp_path: Path) -> None:
    vault = vault_of(new_scope())
    with_a_feeling(vault.opened)
    folder = export(vault.locked, tmp_path / "first")
    Feeling.objects.filter(book_id=vault.locked.book_id).delete()
    sealing.change_passphrase(vault.locked, PASSPHRASE, OTHER, CHEAP)
    read_back(vault.locked, folder)
    assert felt(vault.locked, OTHER) == [WORDS]


def test_a_book_with_another_passphrase_refuses_what_would_never_open_and_keeps_its_own(
    tmp_path: Path,
) -> None:
    vault = vault_of(new_scope())
    with_a_feeling(vault.opened)
    folder = export(vault.locked, tmp_path / "first")
    other = vault_of(without(vault.locked), OTHER)
    with pytest.raises(Invalid, match="another passphrase"):
        read_back(other.locked, folder)
    assert not Person.objects.filter(book_id=other.locked.book_id).exists()
    assert sealing.open_with(other.locked, OTHER).key == other.opened.key


def test_an_export_in_which_nothing_is_sealed_comes_into_a_book_with_another_passphrase(
    tmp_path: Path,
) -> None:
    vault = vault_of(new_scope())
    Person.objects.create(book_id=vault.locked.book_id, name="Ada Quill", by_hand=True)
    folder = export(vault.locked, tmp_path / "first")
    other = vault_of(without(vault.locked), OTHER)
    read_back(other.locked, folder)
    assert Person.objects.filter(book_id=other.locked.book_id).count() == 1
    assert sealing.open_with(other.locked, OTHER).key == other.opened.key


def test_beside_the_book_it_came_from_it_opens_too_with_its_passphrase(tmp_path: Path) -> None:
    vault, there = vault_of(new_scope()), new_scope()
    with_a_feeling(vault.opened)
    incident = incidents.write(vault.opened, TOLD)
    folder = export(vault.locked, tmp_path / "first")
    for _ in range(2):
        read_back(there, folder)
        assert felt(there, PASSPHRASE) == felt(vault.locked, PASSPHRASE) == [WORDS]
        opened = replace(there, key=sealing.open_with(there, PASSPHRASE).key)
        assert [(found.kind, found.rows, found.closed) for found in check(opened)] == [
            ("incidents", 1, 0),
            ("feelings", 1, 0),
        ]
        assert answers.incident(opened, incident).told.title == TOLD.title
        assert anchors.checked(there).is_whole
    incidents.correct(opened, incident, "It was half past three.")
    assert anchors.checked(there).is_whole
    assert (anchors.checked(there).count, anchors.checked(vault.locked).count) == (2, 1)
    Book.objects.get(pk=there.book_id).delete()
    assert felt(vault.locked, PASSPHRASE) == [WORDS]
