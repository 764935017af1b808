"""A backup on each engine: everything is in it, it is restored whole over what is there, and what fails changes nothing."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from comity.actions import backups, bringing_back, people
from comity.actions.erasing import erase
from comity.answers import upkeep
from comity.core.errors import Invalid
from comity.exports import age
from comity.store import copies, forgotten, holding, server_copies
from comity.store.access import Scope
from comity.store.models import Book, Erasure, Member, Person, User
from comity.store.sql import on_sqlite, rows
from tests.canonical import book_as_seen
from tests.exported import full_book
from tests.made_up import ME, TODAY, bring, new_scope, on_day
from tests.small_book import INES, TOMAS, card, id_of, mail, met

pytestmark = [pytest.mark.django_db(transaction=True)]
LOCK = backups.Lock("lantern harbour quilt")
RECORDS: list[Any] = [
    mail(TODAY - 3, INES, ME, TOMAS, text="Ines Varga sings"),
    met(TODAY - 2, TOMAS),
    card(INES),
]


def drop_former() -> None:
    """Remove what restores kept."""
    for path in settings.HOME.glob("*-before-*"):
        path.unlink() if path.is_file() else shutil.rmtree(path)
    if not on_sqlite():
        with connection.cursor() as cursor:
            for name in server_copies.former():
                cursor.execute(f'DROP SCHEMA "{name}" CASCADE')


@pytest.fixture
def scope() -> Iterator[Scope]:
    """A book with an owner who signs in with a password."""
    with patch.object(age, "WORK", 4), patch.object(age.to_passphrase, "__kwdefaults__", {"work": 4}):
        scope = new_scope()
        owner = User.objects.get(pk=scope.user_id)
        owner.set_password("orchard by the sea")
        owner.save()
        bring(scope, [RECORDS])
        yield scope
    drop_former()
    for name in (forgotten.KEYS, forgotten.LIST):
        (settings.HOME / name).unlink(missing_ok=True)
    shutil.rmtree(settings.HOME / "playbooks", ignore_errors=True)


def digests() -> dict[str, str]:
    """Every table, as a digest over all its rows; sessions end with a restore."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.django_table_names() if name != "django_session"]
        return {
            name: hashlib.sha256(
                repr(sorted(map(repr, rows(cursor, f"SELECT * FROM {name}")))).encode()
            ).hexdigest()
            for name in names
        }


def amiss(scope: Scope) -> list[str]:
    """What the doctor finds; the index is counted over all books, of which another test may have left one."""
    found = upkeep.doctor(scope)
    return [f"{f.what}: {f.seen}" for f in found if not f.well and f.what not in ("disk", "search index")]


def test_a_restored_book_signs_in_and_is_the_one_saved_in_every_table(scope: Scope, tmp_path: Path) -> None:
    full_book()
    path, before, all_rows = tmp_path / "book.age", book_as_seen(scope.book_id), digests()
    name = User.objects.get(pk=scope.user_id).username
    session = SessionStore()
    session.save()
    assert session.session_key
    saved = backups.make(path, LOCK)
    assert backups.verify(path, LOCK) == saved
    with on_day(TODAY):
        people.add_person(scope, name="Bo Falk")
    User.objects.filter(pk=scope.user_id).update(password="!", is_active=False)
    later = Book.objects.create(name="Later")
    Member.objects.create(book=later, user_id=scope.user_id)
    done = bringing_back.restore(path, LOCK)
    assert (done.contents, done.erased) == (saved, 0)
    assert digests() == all_rows
    assert book_as_seen(scope.book_id) == before
    assert authenticate(username=name, password="orchard by the sea") is not None
    assert not SessionStore().exists(session.session_key)
    assert amiss(scope) == []


def test_whoever_was_erased_since_is_erased_again(scope: Scope, tmp_path: Path) -> None:
    path = tmp_path / "book.age"
    backups.make(path, LOCK)
    with on_day(TODAY):
        erase(scope, id_of(scope, INES), "Ines Varga")
    after = book_as_seen(scope.book_id, ["sings"])
    assert not after["found"]["sings"]
    done = bringing_back.restore(path, LOCK)
    assert done.erased == 1
    assert not Person.objects.filter(name="Ines Varga").exists()
    again = book_as_seen(scope.book_id, ["sings"])
    assert (again["interactions"], again["found"]) == (after["interactions"], after["found"])
    assert Erasure.objects.filter(book_id=scope.book_id).count() == 1
    more = tmp_path / "later.age"
    backups.make(more, LOCK)
    assert bringing_back.restore(more, LOCK).erased == 0


def test_an_empty_place_takes_a_backup_of_another(scope: Scope, tmp_path: Path) -> None:
    path, before, all_rows = tmp_path / "book.age", book_as_seen(scope.book_id), digests()
    backups.make(path, LOCK)
    for book in Book.objects.all():
        Person.objects.filter(book=book).delete()
        book.delete()
    User.objects.all().delete()
    new_scope()
    bringing_back.restore(path, LOCK)
    assert (digests(), book_as_seen(scope.book_id)) == (all_rows, before)


def test_rows_written_after_a_restore_have_keys_of_their_own(scope: Scope, tmp_path: Path) -> None:
    backups.make(tmp_path / "book.age", LOCK)
    bringing_back.restore(tmp_path / "book.age", LOCK)
    bring(scope, [[mail(TODAY - 1, TOMAS, ME, number=8)]])
    with on_day(TODAY):
        assert people.add_person(scope, name="Bo Falk")
    assert amiss(scope) == []


def test_what_fails_at_the_end_changes_nothing(scope: Scope, tmp_path: Path) -> None:
    (settings.HOME / "playbooks").mkdir(exist_ok=True)
    (settings.HOME / "playbooks" / "mentor.toml").write_text("rhythm_days = 20\n")
    path = tmp_path / "book.age"
    backups.make(path, LOCK)
    (settings.HOME / "playbooks" / "mentor.toml").write_text("rhythm_days = 30\n")
    with on_day(TODAY):
        people.add_person(scope, name="Bo Falk")
    before = book_as_seen(scope.book_id)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("plan_moves", "sync"):
        with patch.object(holding, name, full), pytest.raises(OSError, match="No space"):
            bringing_back.restore(path, LOCK)
        assert book_as_seen(scope.book_id) == before
        assert (settings.HOME / "playbooks" / "mentor.toml").read_text() == "rhythm_days = 30\n"
        assert not [*settings.HOME.glob("restore*"), *settings.HOME.glob("*-before-*")]
        assert on_sqlite() or server_copies.former() == []


def test_rows_that_are_not_those_saved_are_refused(scope: Scope, tmp_path: Path) -> None:
    path, before, real = tmp_path / "book.age", book_as_seen(scope.book_id), backups.unpack

    def spoilt(*given: object, **named: object) -> dict[str, object]:
        manifest: dict[str, object] = real(*given, **named)  # type: ignore[arg-type]
        folder = given[2]
        assert isinstance(folder, Path)
        if on_sqlite():
            with copies.opened(folder / copies.NAME) as database:
                database.execute("UPDATE store_book SET zone = 'CET'")
        else:
            file = folder / "tables" / "store_book.copy"
            file.write_text(file.read_text().replace("UTC", "CET"))
        return manifest

    backups.make(path, LOCK)
    with patch.object(backups, "unpack", spoilt), pytest.raises(Invalid, match="not those that were saved"):
        bringing_back.restore(path, LOCK)
    assert book_as_seen(scope.book_id) == before


def test_a_backup_of_the_other_engine_or_of_a_newer_program_is_refused(scope: Scope, tmp_path: Path) -> None:
    path, real = tmp_path / "book.age", backups.engine
    other = "postgresql" if on_sqlite() else "sqlite"
    with patch.object(backups, "engine", lambda: other):
        backups.make(path, LOCK)
    assert backups.engine is real
    with pytest.raises(Invalid, match="comity export"):
        bringing_back.restore(path, LOCK)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_new', '2024-01-01')"
        )
    newer = tmp_path / "newer.age"
    try:
        backups.make(newer, LOCK)
        with pytest.raises(Invalid, match="newer Comity"):
            bringing_back.restore(newer, LOCK)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_new'")
