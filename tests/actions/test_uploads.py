"""Files that were sent wait in a folder of their own until they are brought in or thrown away."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from comity.actions import imports, previews, uploads
from comity.answers import uploads as answers
from comity.core.errors import Busy, Invalid, NotFound, ReaderDied
from comity.store import processes
from comity.store import uploads as kept
from comity.store.access import Scope
from comity.store.models import CsvMapping
from tests.actions.test_previews import BOX, PRINT, SAID, TABLE
from tests.made_up import ME, new_scope

pytestmark = pytest.mark.django_db
Send = Callable[..., str]
REAL = subprocess.Popen


class Started:
    """A process that is not started; `pid` is that of this one."""

    begun: list[str]

    def __init__(self, command: list[str], **_options: object) -> None:
        self.stdin = self
        self.pid = os.getpid()
        Started.begun.append(command[-1].rpartition(".")[2])

    def write(self, task: bytes) -> None:
        self.task = json.loads(task)

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The processes that were started."""
    Started.begun = []
    monkeypatch.setattr(subprocess, "Popen", Started)
    monkeypatch.setattr(os, "kill", lambda pid, sent: Started.begun.append(signal.Signals(sent).name))
    shutil.rmtree(Path(settings.HOME, "uploads"))
    Path(settings.HOME, "uploads").mkdir(mode=0o700)
    return Started.begun


@pytest.fixture
def scope() -> Scope:
    return new_scope()


@pytest.fixture
def send(scope: Scope, tmp_path: Path) -> Send:
    def send(**given: Any) -> str:
        (tmp_path / "box").write_bytes(BOX)
        (tmp_path / "table").write_text(TABLE)
        files = [(tmp_path / "box", "letters.mbox"), (tmp_path / "table", "odd.csv")]
        return uploads.keep(scope, files, **given)

    return send


def look(monkeypatch: pytest.MonkeyPatch, scope: Scope, upload: str) -> answers.UploadInfo:
    """Looks at the files in this process, as the one that is started does."""
    with monkeypatch.context() as real:
        real.setattr(subprocess, "Popen", REAL)
        uploads.look(scope, upload)
    return answers.upload(scope, upload)


def folder_of(upload: str) -> Path:
    return Path(settings.HOME, "uploads", upload)


def test_files_are_moved_into_a_private_folder_and_looked_at(
    scope: Scope, send: Send, begun: list[str], tmp_path: Path
) -> None:
    upload = send(me=[ME], belongs_to="mine")
    assert folder_of(upload).stat().st_mode & 0o777 == 0o700
    assert (folder_of(upload) / "0001").read_bytes() == BOX
    assert not (tmp_path / "box").exists()
    assert begun == ["previewing"]
    found = answers.upload(scope, upload)
    assert (found.labels, found.me, found.belongs_to) == (("letters.mbox", "odd.csv"), (ME,), "mine")
    assert (found.state, found.preview, found.tables) == ("reading", None, ())
    assert [waiting.id for waiting in answers.waiting(scope)] == [found.id]


def test_after_the_look_it_is_known_what_would_change(
    scope: Scope, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = look(monkeypatch, scope, send())
    assert found.state == "ready"
    assert found.preview is not None
    assert found.preview["interactions"]["new"] == 1
    (table,) = found.tables
    assert (table.fingerprint, table.reads, table.mapped, table.lack) == (PRINT, False, False, "")
    assert [column.field for column in table.columns] == ["ignore", "email", "ignore"]
    assert table.columns[0].cells == ("Ada", "Bo")
    assert table.as_read == ("ada@quill.example", "bo@marsh.example")


def test_times_and_ends_in_columns_of_their_own_are_shown_as_they_would_be_read(
    scope: Scope, send: Send, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = (
        "Subject,Start date,Start time,End date,End time,Attendees\n"
        "Prices,2024-03-04,10:30,2024-03-04,11:00,Ada\n"
        "Fair,2024-03-04,,2024-03-06,,Ada\n"
        "Night,2024-03-04,23:00,,01:00,Ada\n"
        "Tea,2024-03-04,16:00,,,Ada\n"
        "Lunch,2024-03-04,,,,Ada\n"
    )
    (tmp_path / "table").write_text(text)
    upload = uploads.keep(scope, [(tmp_path / "table", "odd.csv")])
    found = look(monkeypatch, scope, upload)
    (table,) = found.tables
    assert [column.field for column in table.columns] == [
        *("subject", "day", "time", "end_day", "end_time", "name"),
    ]
    assert {"time", "end_day", "end_time"} <= set(table.fields)
    assert table.as_read == (
        "4 March 2024, 10:30 – 11:00 · meeting · Ada · Prices",
        "4 March 2024 – 6 March 2024 · meeting · Ada · Fair",
        "4 March 2024, 23:00 – 5 March 2024 01:00 · meeting · Ada · Night",
        "4 March 2024, 16:00 · note · Ada · Tea",
        "4 March 2024 · note · Ada · Lunch",
    )


def test_a_mapping_that_is_said_is_used_at_once_and_remembered_with_the_import(
    scope: Scope, send: Send, begun: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send(me=[ME])
    look(monkeypatch, scope, upload)
    uploads.change(scope, upload, mappings={PRINT: SAID})
    assert begun == ["previewing", "previewing"]
    while_reading = answers.upload(scope, upload)
    assert (while_reading.state, while_reading.tables[0].reads) == ("reading", True)
    assert while_reading.tables[0].as_read[0] == "4 March 2024 · note · Ada"
    found = look(monkeypatch, scope, upload)
    assert found.preview is not None
    assert found.preview["interactions"]["new"] == 3
    assert not CsvMapping.objects.exists()
    uploads.begin(scope, upload)
    assert CsvMapping.objects.get(book_id=scope.book_id).columns == SAID


def test_a_look_that_is_under_way_ends_when_another_begins(
    scope: Scope, send: Send, begun: list[str]
) -> None:
    upload = send()
    uploads.change(scope, upload, mappings={PRINT: SAID})
    assert begun == ["previewing", "SIGTERM", "previewing"]


def test_an_old_look_writes_nothing_over_a_new_one(
    scope: Scope, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send()
    looked = previews.preview

    def overtaken(*given: Any, **named: Any) -> previews.Preview:
        found = looked(*given, **named | {"stop": lambda: False})
        monkeypatch.setattr(subprocess, "Popen", Started)
        uploads.look_again(scope, upload)
        return found

    with monkeypatch.context() as real:
        real.setattr(subprocess, "Popen", REAL)
        real.setattr(uploads, "preview", overtaken)
        uploads.look(scope, upload)
    assert answers.upload(scope, upload).preview is None


def test_a_look_at_files_that_are_gone_ends_without_a_word(
    scope: Scope, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send()

    def gone(*given: Any, stop: Callable[[], bool], **named: Any) -> previews.Preview:
        uploads.discard(scope, upload)
        assert stop()
        raise AssertionError

    monkeypatch.setattr(uploads, "preview", gone)
    uploads.look(scope, upload)
    uploads.look(scope, upload)
    assert not folder_of(upload).exists()


@pytest.mark.parametrize(
    ("error", "last"), [(ReaderDied(9, "letters.mbox"), "letters.mbox"), (Invalid("me", "", ""), "")]
)
def test_a_look_that_fails_says_so_and_can_be_repeated(
    scope: Scope, send: Send, begun: list[str], monkeypatch: pytest.MonkeyPatch, error: Exception, last: str
) -> None:
    upload = send()

    def fail(*given: Any, **named: Any) -> previews.Preview:
        raise error

    monkeypatch.setattr(uploads, "preview", fail)
    if isinstance(error, ReaderDied):
        uploads.look(scope, upload)
    else:
        with pytest.raises(Invalid):
            uploads.look(scope, upload)
    found = answers.upload(scope, upload)
    assert (found.state, found.last) == ("failed", last)
    uploads.look_again(scope, upload)
    assert answers.upload(scope, upload).state == "reading"


def test_a_look_whose_process_died_is_told(scope: Scope, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = send()
    state = kept.state(folder_of(upload))
    kept.put_state(folder_of(upload), state | {"process": state["process"] + "0"})
    assert answers.upload(scope, upload).state == "failed"
    kept.put_state(folder_of(upload), state | {"process": "elsewhere:1:2"})
    assert answers.upload(scope, upload).state == "reading"


def test_files_are_brought_in_once_however_often_it_is_asked(
    scope: Scope, send: Send, begun: list[str]
) -> None:
    upload = send(me=[ME])
    number = uploads.begin(scope, upload, me=["noor@work.example"])
    assert begun == ["previewing", "SIGTERM", "importing"]
    assert uploads.begin(scope, upload) == number
    assert begun[-1:] == ["importing"]
    assert answers.begun(scope, upload) == number
    assert answers.waiting(scope) == ()
    with pytest.raises(NotFound):
        answers.upload(scope, upload)
    with pytest.raises(NotFound):
        uploads.discard(scope, upload)


def test_a_request_that_comes_second_waits_for_the_first(
    scope: Scope, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send()
    kept.take(folder_of(upload))
    monkeypatch.setattr(time, "sleep", lambda _seconds: kept.note_begun(scope, upload, 7))
    assert uploads.begin(scope, upload) == 7


def test_a_request_that_comes_second_does_not_wait_for_ever(
    scope: Scope, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = send()
    kept.take(folder_of(upload))
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    with pytest.raises(NotFound):
        uploads.begin(scope, upload)


def test_of_two_that_take_the_files_at_once_one_finds_none(scope: Scope, send: Send) -> None:
    upload = send()
    kept.take(folder_of(upload))
    with pytest.raises(NotFound):
        kept.take(folder_of(upload))


def test_where_an_import_cannot_begin_the_files_wait_on(scope: Scope, send: Send) -> None:
    upload = send()
    imports.reserve(scope)
    with pytest.raises(Busy):
        uploads.begin(scope, upload)
    assert answers.upload(scope, upload).labels
    unusable = SAID | {"fields": ["ignore"] * 3}
    uploads.change(scope, upload, mappings={PRINT: unusable})
    with pytest.raises(Invalid):
        uploads.begin(scope, upload)
    with pytest.raises(Invalid):
        uploads.begin(scope, upload, me=["nobody"])


def test_files_are_thrown_away(scope: Scope, send: Send, begun: list[str]) -> None:
    upload = send()
    uploads.discard(scope, upload)
    assert begun == ["previewing", "SIGTERM"]
    assert list(Path(settings.HOME, "uploads").iterdir()) == []


def test_files_of_others_are_not_there(send: Send) -> None:
    upload, stranger = send(), new_scope()
    for act in (uploads.begin, uploads.discard, uploads.look_again, answers.upload):
        with pytest.raises(NotFound):
            act(stranger, upload)
    assert answers.waiting(stranger) == ()
    for name in ("../x", "nothing", "00000000-0000-7000-8000-000000000000"):
        with pytest.raises(NotFound):
            answers.upload(stranger, name)


def test_what_cannot_be_kept_is_not(scope: Scope, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Invalid):
        send(me=["nobody"])
    with pytest.raises(Invalid, match="own book"):
        uploads.keep(replace(scope, is_sample=True), [])

    def fail(*_given: object, **_named: object) -> None:
        raise OSError("full")

    monkeypatch.setattr(subprocess, "Popen", fail)
    with pytest.raises(OSError, match="full"):
        send()
    assert list(Path(settings.HOME, "uploads").iterdir()) == []


def test_what_nobody_came_back_for_is_swept_away(scope: Scope, send: Send) -> None:
    old, fresh, taken = send(), send(), send()
    kept.take(folder_of(taken))
    left = Path(settings.HOME, "preview-left")
    left.mkdir()
    kept.note_begun(scope, fresh, 1)
    days = {folder_of(old): 2, folder_of(taken + ".taken"): 2, left: 2, folder_of(fresh + ".begun"): 2}
    for path, n in days.items():
        os.utime(path, (time.time() - n * 86_400,) * 2)
    uploads.sweep()
    assert {path.name for path in Path(settings.HOME, "uploads").iterdir()} == {fresh, taken + ".taken"}
    assert not left.exists()


def test_what_cannot_be_removed_does_not_keep_the_rest(
    scope: Scope, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = send()
    os.utime(folder_of(old), (0, 0))

    def fail(_path: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(shutil, "rmtree", fail)
    uploads.sweep()
    assert folder_of(old).exists()


def test_a_process_is_told_from_one_that_ran_before() -> None:
    assert processes.runs(processes.named()) is True
    assert processes.runs(processes.named() + "1") is False
    assert processes.runs("") is None
    assert not processes.is_this("")
