"""A backup of the running book, looked over, restored, and left alone where anything stands in the way."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyrage
import pytest
from django.conf import settings
from django.db import connection

from comity.actions import backups, bringing_back, people
from comity.actions.erasing import erase
from comity.core.errors import InUse, Invalid
from comity.exports import age
from comity.store import copies, forgotten, holding, server_copies, stages
from comity.store.access import Scope
from comity.store.models import Erasure, Person
from tests.canonical import book_as_seen
from tests.made_up import ME, TODAY, bring, new_scope, on_day
from tests.small_book import INES, TOMAS, card, id_of, mail, met

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="The rows are in no file here."),
]
LOCK = backups.Lock("lantern harbour quilt")


@pytest.fixture
def scope() -> Iterator[Scope]:
    with patch.object(age, "WORK", 4), patch.object(age.to_passphrase, "__kwdefaults__", {"work": 4}):
        scope = new_scope()
        bring(
            scope,
            [[mail(TODAY - 3, INES, ME, TOMAS, text="Ines Varga sings"), met(TODAY - 2, TOMAS), card(INES)]],
        )
        yield scope
    for path in settings.HOME.glob("*-before-*"):
        path.unlink() if path.is_file() else shutil.rmtree(path)
    for name in (forgotten.KEYS, forgotten.LIST):
        (settings.HOME / name).unlink(missing_ok=True)
    shutil.rmtree(settings.HOME / "playbooks", ignore_errors=True)


def left() -> list[str]:
    """Folders in which something may stand in clear."""
    found = [
        *settings.HOME.glob("backup-*"),
        *settings.HOME.glob("restore-*"),
        *settings.HOME.glob("restored*"),
    ]
    return [path.name for path in found]


def test_a_backup_is_one_private_file_that_is_found_sound(scope: Scope, tmp_path: Path) -> None:
    path = tmp_path / "book.age"
    made = backups.make(path, LOCK)
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"Varga" not in path.read_bytes()
    assert backups.verify(path, LOCK) == made
    assert (made.engine, made.rows > 50, left(), list(tmp_path.iterdir())) == ("sqlite", True, [], [path])


def test_a_restored_book_is_the_one_that_was_saved_and_the_former_stays(scope: Scope, tmp_path: Path) -> None:
    (settings.HOME / "playbooks").mkdir(exist_ok=True)
    (settings.HOME / "playbooks" / "mentor.toml").write_text("rhythm_days = 20\n")
    path, before = tmp_path / "book.age", book_as_seen(scope.book_id)
    saved = backups.make(path, LOCK)
    with on_day(TODAY):
        people.add_person(scope, name="Bo Falk")
    (settings.HOME / "playbooks" / "mentor.toml").write_text("rhythm_days = 30\n")
    done = bringing_back.restore(path, LOCK)
    assert book_as_seen(scope.book_id) == before
    assert (done.contents, done.erased, left()) == (saved, 0, [])
    assert (settings.HOME / "playbooks" / "mentor.toml").read_text() == "rhythm_days = 20\n"
    former, books = sorted(done.kept)
    assert (
        "30" in (settings.HOME / former / "mentor.toml").read_text()
        or "30" in (settings.HOME / books / "mentor.toml").read_text()
    )
    kept = next(settings.HOME / name for name in done.kept if "sqlite3" in name)
    with copies.opened(kept) as database:
        assert database.execute("SELECT COUNT(*) FROM store_person WHERE name = 'Bo Falk'").fetchone() == (1,)


def test_whoever_was_erased_since_is_erased_again_in_an_older_backup(scope: Scope, tmp_path: Path) -> None:
    path = tmp_path / "book.age"
    backups.make(path, LOCK)
    with on_day(TODAY):
        erase(scope, id_of(scope, INES), "Ines Varga")
    after = book_as_seen(scope.book_id)
    done = bringing_back.restore(path, LOCK)
    assert done.erased == 1
    assert not Person.objects.filter(name="Ines Varga").exists()
    assert b"ines@varga" not in copies.database_file().read_bytes()
    assert len(book_as_seen(scope.book_id)) == len(after)
    more = tmp_path / "later.age"
    backups.make(more, LOCK)
    assert bringing_back.restore(more, LOCK).erased == 0


def test_a_backup_opens_with_the_key_that_it_was_closed_to(scope: Scope, tmp_path: Path) -> None:
    key, path = pyrage.x25519.Identity.generate(), tmp_path / "book.age"
    backups.make(path, backups.lock(recipients=[str(key.to_public())]))
    assert backups.verify(path, backups.lock(key_file=str(key))).rows > 50
    with pytest.raises(Invalid, match="the file of a secret key"):
        backups.verify(path, LOCK)
    backups.make(tmp_path / "other.age", LOCK)
    with pytest.raises(Invalid, match="its passphrase"):
        backups.verify(tmp_path / "other.age", backups.lock(key_file=str(key)))


def test_a_short_passphrase_and_a_name_that_is_taken_are_refused(scope: Scope, tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="at least 10"):
        backups.lock(passphrase="short")
    assert backups.lock(passphrase="long enough").passphrase == "long enough"
    (tmp_path / "book.age").write_text("mine")
    with pytest.raises(Invalid, match="already"):
        backups.make(tmp_path / "book.age", LOCK)
    assert (tmp_path / "book.age").read_text() == "mine"


def test_a_name_taken_meanwhile_is_not_written_over(scope: Scope, tmp_path: Path) -> None:
    path = tmp_path / "book.age"

    def taken(*_: object) -> None:
        raise FileExistsError

    with patch.object(os, "link", taken), pytest.raises(Invalid, match="already"):
        backups.make(path, LOCK)
    assert list(tmp_path.iterdir()) == []


def test_a_changed_or_foreign_file_changes_nothing(scope: Scope, tmp_path: Path) -> None:
    path, before = tmp_path / "book.age", book_as_seen(scope.book_id)
    backups.make(path, LOCK)
    raw = path.read_bytes()
    for bad in (raw[:-1], raw[:5000] + b"x" + raw[5001:], b"nothing", b""):
        path.write_bytes(bad)
        with pytest.raises(Invalid):
            bringing_back.restore(path, LOCK)
    path.write_bytes(raw)
    with pytest.raises(Invalid, match="does not open"):
        bringing_back.restore(path, backups.Lock("another passphrase"))
    assert (book_as_seen(scope.book_id), left()) == (before, [])


def test_rows_that_differ_and_newer_tables_are_refused(scope: Scope, tmp_path: Path) -> None:
    path = tmp_path / "book.age"
    backups.make(path, LOCK)
    real = copies.look_over
    with (
        patch.object(copies, "look_over", lambda file, told: real(file, told | {"store_person": {}})),
        pytest.raises(Invalid, match="not those that were saved"),
    ):
        bringing_back.restore(path, LOCK)
    with copies.opened(copies.database_file()) as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('store', '9999_new', '2024-01-01')"
        )
    newer = tmp_path / "newer.age"
    backups.make(newer, LOCK)
    with pytest.raises(Invalid, match="newer Comity"):
        bringing_back.restore(newer, LOCK)
    with copies.opened(copies.database_file()) as database:
        database.execute("DELETE FROM django_migrations WHERE name = '9999_new'")


def test_a_full_disk_leaves_nothing_behind(scope: Scope, tmp_path: Path) -> None:
    path = tmp_path / "book.age"

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with patch.object(age, "to_passphrase", full), pytest.raises(OSError, match="No space"):
        backups.make(path, LOCK)
    assert (list(tmp_path.iterdir()), left()) == ([], [])
    backups.make(path, LOCK)
    before = book_as_seen(scope.book_id)
    with patch.object(os, "fsync", full), pytest.raises(OSError, match="No space"):
        bringing_back.restore(path, LOCK)
    assert (book_as_seen(scope.book_id), left()) == (before, [])


def test_nothing_is_restored_while_another_process_has_the_book(scope: Scope, tmp_path: Path) -> None:
    path = tmp_path / "book.age"
    backups.make(path, LOCK)
    code = "import fcntl,sys; f=open(sys.argv[1],'ab'); fcntl.flock(f, fcntl.LOCK_SH); print('x', flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(settings.HOME / holding.LOCK)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        with pytest.raises(InUse):
            bringing_back.restore(path, LOCK)
        other.communicate("\n")
    assert bringing_back.restore(path, LOCK).erased == 0


def test_what_a_killed_backup_left_is_removed_by_the_next_start(tmp_path: Path) -> None:
    killed, elsewhere = f"backup-{socket.gethostname()}%3A999999%3A1-x", "backup-elsewhere%3A1%3A1-x"
    for name in (killed, elsewhere, "restored"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "comity.sqlite3").write_text("in clear")
    with stages.stage(tmp_path, "backup-") as folder:
        stages.sweep(tmp_path)
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([elsewhere, folder.name])
    os.utime(tmp_path / elsewhere, (0, 0))
    stages.sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_every_book_of_a_restored_folder_is_told_of_erasures(scope: Scope) -> None:
    assert bringing_back.finish_opened() == 0
    with on_day(TODAY):
        erase(scope, id_of(scope, INES), "Ines Varga")
    Erasure.objects.all().delete()
    bring(scope, [[mail(TODAY - 1, INES, ME)]])
    assert bringing_back.finish_opened() == 1
    assert b"ines@varga" not in copies.database_file().read_bytes()


def test_a_book_that_cannot_be_brought_up_to_date_is_not_taken(scope: Scope, tmp_path: Path) -> None:
    path, before = tmp_path / "book.age", book_as_seen(scope.book_id)
    backups.make(path, LOCK)
    ended = subprocess.CompletedProcess([], 1, b"")
    with (
        patch.object(subprocess, "run", lambda *_, **__: ended),
        pytest.raises(Invalid, match="brought up to date"),
    ):
        bringing_back.restore(path, LOCK)
    assert book_as_seen(scope.book_id) == before


def test_an_archive_without_a_book_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="no book in it"):
        backups.check(tmp_path, {"engine": "postgresql", "tables": {}})


def test_a_key_of_sessions_that_is_missing_comes_with_the_backup(tmp_path: Path) -> None:
    stage = tmp_path / "stage"
    stage.mkdir()
    (stage / "comity.sqlite3").touch()
    moves = bringing_back._moves(tmp_path, stage, "now", ("comity.sqlite3", "erased.key"))
    assert [move["from"] for move in moves] == ["comity.sqlite3", "secret.key"]
    assert all(move["keep"] == "" for move in moves)


def test_where_a_server_keeps_the_rows_its_tables_are_saved_and_the_files_follow_the_transaction(
    scope: Scope, tmp_path: Path
) -> None:
    """How the tables go and come is shown on a server (tests/contracts/test_backups_contract.py)."""
    path, told = tmp_path / "book.age", {"store_book": {"rows": 0, "columns": ["id"]}}

    def copy_to(folder: Path) -> tuple[dict[str, Any], list[list[str]]]:
        (folder / "tables").mkdir()
        (folder / "tables" / "store_book.copy").touch()
        return told, [["store", "0001_initial"]]

    def replace(folder: Path, manifest: Any, mark: str, bring_up: Any, ready: Any) -> int:
        ready(server_copies.FORMER + mark)
        return len(manifest["tables"])

    (settings.HOME / "playbooks").mkdir(exist_ok=True)
    (settings.HOME / "playbooks" / "mentor.toml").write_text("rhythm_days = 20\n")
    rewritten: list[bool] = []
    with (
        patch.object(backups, "on_sqlite", lambda: False),
        patch.object(bringing_back, "on_sqlite", lambda: False),
        patch.object(server_copies, "copy_to", copy_to),
        patch.object(server_copies, "replace", replace),
        patch.object(server_copies, "former", lambda: [holding.undecided(settings.HOME)]),
        patch.object(bringing_back, "rewrite", lambda: rewritten.append(True)),
    ):
        made = backups.make(path, LOCK)
        assert (made.engine, backups.verify(path, LOCK)) == ("postgresql", made)
        (settings.HOME / "playbooks" / "mentor.toml").write_text("rhythm_days = 30\n")
        done = bringing_back.restore(path, LOCK)
        assert (done.erased, rewritten, left()) == (1, [True], [])
        assert [name.startswith(server_copies.FORMER) for name in done.kept] == [True, False]
        assert (settings.HOME / "playbooks" / "mentor.toml").read_text() == "rhythm_days = 20\n"
        with patch.object(server_copies, "replace", lambda *_: 0):
            assert bringing_back.restore(path, LOCK).erased == 0
    with pytest.raises(Invalid, match="made on PostgreSQL"):
        bringing_back.restore(path, LOCK)
