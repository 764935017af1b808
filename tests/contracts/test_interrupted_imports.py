"""An import that ends early, however it ends, leaves the book as it was; so does an undo that ends early."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from comity.actions import imports, running
from comity.core.errors import Busy, ReaderDied, Stopped, WrongState
from comity.core.records import Interaction
from comity.sources._message import read_message
from comity.store import numbers
from comity.store.access import Scope
from comity.store.models import Batch
from tests.canonical import book_as_seen
from tests.made_up import ME, TODAY, WORDS, Mail, bring, exchanged, new_scope, on_day, written
from tests.sources.troubled import install

pytestmark = pytest.mark.django_db(transaction=True)
Killed = Callable[[str], None]


def _seen(scope: Scope) -> dict[str, Any]:
    return book_as_seen(scope.book_id, WORDS)


def _boxed(folder: Path, mails: list[Mail], copy: str = "footer") -> Path:
    path = folder / "box.mbox"
    line = b"From ama@quill.example Mon Jan  1 10:00:00 2024\n"
    path.write_bytes(b"".join(line + written(mail, copy) + b"\n" for mail in mails))
    return path


@pytest.fixture(autouse=True)
def _one_day() -> Iterator[None]:
    with on_day(TODAY):
        yield


@pytest.fixture
def scope() -> Scope:
    """A book in which some mail is already."""
    scope = new_scope()
    records = [read_message(written(mail), n) for n, mail in enumerate(exchanged(0, 6))]
    assert all(isinstance(record, Interaction) for record in records)
    bring(scope, [records])
    return scope


def _leaves_nothing(scope: Scope, before: dict[str, Any], error: str) -> None:
    assert _seen(scope) == before
    last = Batch.objects.filter(book_id=scope.book_id).latest("number")
    assert (last.state, last.error) == (Batch.CANCELLED, error)
    assert last.finished_at is not None
    assert list(settings.HOME.glob("import-*")) == []


def test_a_killed_reader_leaves_nothing(
    scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", install(tmp_path))
    before = _seen(scope)
    (tmp_path / "bad").write_text("TROUBLE KILL")
    with pytest.raises(ReaderDied):
        imports.import_files(
            scope, [(_boxed(tmp_path, exchanged(3, 8)), "box"), (tmp_path / "bad", "bad")], me=[ME]
        )
    _leaves_nothing(scope, before, "The reading process ended early, while it read bad.")


def test_a_file_that_needs_too_much_memory_is_reported_and_the_others_stay(
    scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", install(tmp_path))
    (tmp_path / "bad").write_text("TROUBLE MEMORY")
    paths = [(tmp_path / "bad", "bad"), (_boxed(tmp_path, exchanged(3, 8)), "box")]
    number = imports.import_files(scope, paths, me=[ME])
    batch = Batch.objects.get(book_id=scope.book_id, number=number)
    assert batch.state == Batch.DONE
    assert [problem.code for problem in batch.problems.all()] == ["too-large"]


@pytest.mark.parametrize("stop", ["key", "cancel", "error"])
def test_an_import_that_is_stopped_leaves_nothing(scope: Scope, tmp_path: Path, stop: str) -> None:
    before = _seen(scope)
    number = Batch.objects.filter(book_id=scope.book_id).count() + 1

    def told(counts: dict[str, int | float]) -> None:
        if not counts["read"]:
            return
        if stop == "key":
            raise KeyboardInterrupt
        if stop == "error":
            raise RuntimeError
        imports.cancel(scope, number)

    ends = {"key": KeyboardInterrupt, "cancel": Stopped, "error": RuntimeError}
    with pytest.raises(ends[stop]):
        imports.import_files(scope, [(_boxed(tmp_path, exchanged(3, 8)), "box")], me=[ME], told=told)
    _leaves_nothing(scope, before, "It failed, and was taken back." if stop == "error" else "")


def test_an_import_that_is_stopped_while_it_derives_leaves_nothing(
    scope: Scope, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _seen(scope)
    derive = numbers.recount

    def interrupted(*arguments: Any) -> int:
        monkeypatch.setattr(numbers, "recount", derive)
        derive(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(numbers, "recount", interrupted)
    with pytest.raises(KeyboardInterrupt):
        imports.import_files(scope, [(_boxed(tmp_path, exchanged(3, 8)), "box")], me=[ME])
    _leaves_nothing(scope, before, "")


_SCRIPT = """
import os, sys
from pathlib import Path
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from comity.actions import imports
from comity.store import finishing, undoing
from comity.store.access import Scope

def die(*_arguments, **_named):
    os.kill(os.getpid(), 9)

scope = Scope(int(sys.argv[2]), 0, "UTC", False)
where, paths = sys.argv[3], [(Path(sys.argv[4]), "box")]
told = lambda counts: die() if where == "reading" and counts["read"] else None
if where == "deriving":
    finishing.numbers.recount = die
if where == "sightings":
    undoing._STEP = 2
    steps = iter(range(3))
    some = undoing._some_sightings
    undoing._some_sightings = lambda *a: some(*a) if next(steps, None) is not None else die()
if where == "settling":
    undoing.finishing.settle = die
if where in ("sightings", "settling"):
    imports.undo(scope, int(sys.argv[5]))
else:
    imports.import_files(scope, paths, me=[sys.argv[6]], told=told)
"""


@pytest.fixture
def killed(scope: Scope, tmp_path: Path) -> Killed:
    """Runs an import, or an undo of the last one, in a process of its own that is killed at a given place."""

    def run(where: str) -> None:
        connection.close()
        number = Batch.objects.filter(book_id=scope.book_id).latest("number").number
        box = _boxed(tmp_path, exchanged(3, 8))
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "comity.config.settings", "PYTHONPATH": "src"}
        ended = subprocess.run(
            [
                *(sys.executable, "-c", _SCRIPT, str(connection.settings_dict["NAME"]), str(scope.book_id)),
                *(where, str(box), str(number), ME),
            ],
            env=environment,
            check=False,
        )
        assert ended.returncode == -signal.SIGKILL

    return run


@pytest.mark.parametrize("where", ["reading", "deriving"])
def test_what_a_killed_import_stored_is_taken_back_at_the_next_start(
    scope: Scope, killed: Killed, where: str
) -> None:
    before = _seen(scope)
    killed(where)
    batch = Batch.objects.get(book_id=scope.book_id, state=Batch.RUNNING)
    assert _seen(scope) != before
    assert imports.recover(scope) == [batch.number]
    _leaves_nothing(scope, before, "It was interrupted, and what it had stored was taken back.")
    assert imports.recover(scope) == []


@pytest.mark.parametrize("where", ["sightings", "settling"])
def test_a_killed_undo_is_finished_at_the_next_start(
    scope: Scope, killed: Killed, tmp_path: Path, where: str
) -> None:
    before = _seen(scope)
    number = imports.import_files(scope, [(_boxed(tmp_path, exchanged(3, 8)), "box")], me=[ME])
    killed(where)
    batch = Batch.objects.get(book_id=scope.book_id, number=number)
    assert batch.state == Batch.UNDOING
    with pytest.raises(WrongState):
        _without_recovery(scope, number)
    assert imports.recover(scope) == [number]
    batch.refresh_from_db()
    assert (batch.state, batch.error) == (Batch.UNDONE, "")
    assert _seen(scope) == before


def _without_recovery(scope: Scope, number: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imports, "recover", lambda scope: [])
        imports.undo(scope, number)


def test_an_import_whose_process_lives_is_left_alone(scope: Scope) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        row = imports.reserve(scope)
        Batch.objects.filter(pk=row.pk).update(process=running.process(other.pid), lease_until=0)
        assert imports.recover(scope) == []
        with pytest.raises(Busy):
            imports.reserve(scope)
        with pytest.raises(Busy):
            imports.undo(scope, 1)
        other.kill()
    assert imports.recover(scope) == [row.number]


@pytest.mark.parametrize("process", ["elsewhere:1:5", "", "elsewhere"])
def test_where_the_process_cannot_be_asked_the_lease_decides(scope: Scope, process: str) -> None:
    row = imports.reserve(scope)
    Batch.objects.filter(pk=row.pk).update(process=process)
    assert imports.recover(scope) == []
    Batch.objects.filter(pk=row.pk).update(lease_until=0)
    assert imports.recover(scope) == [row.number]


def test_a_process_of_the_same_number_that_started_later_is_another(scope: Scope) -> None:
    row = imports.reserve(scope)
    host, number, _ = running.process().split(":")
    Batch.objects.filter(pk=row.pk).update(process=f"{host}:{number}:1")
    assert imports.recover(scope) == [row.number]


def test_a_reserved_import_of_this_process_is_left_alone_while_its_lease_lasts(scope: Scope) -> None:
    row = imports.reserve(scope)
    assert imports.recover(scope) == []
    Batch.objects.filter(pk=row.pk).update(lease_until=0)
    assert imports.recover(scope) == [row.number]
