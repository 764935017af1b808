"""A reading process that is at work before it is told everything, and what comes of it before it is asked for."""

from __future__ import annotations

import os
import time
import zipfile
from pathlib import Path

import pytest

from comity.core.errors import ReaderDied
from comity.sources import _reading
from comity.sources._reading import CHUNK, Chunk, FileFound, Message, Progress, Reader
from comity.sources._state import state_of

MAIL = "From: Ama Osei <ama@quill.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: {}\n\nTea?\n\n"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    folder = tmp_path / "scratch"
    folder.mkdir()
    return folder


def _box(folder: Path, count: int) -> Path:
    path = folder / "a.mbox"
    separator = "From a@quill.example Mon Jan  1 10:00:00 2024\n"
    path.write_text("".join(separator + MAIL.format(number) for number in range(count)))
    return path


def _read(messages: list[Message]) -> list[str]:
    return [flat[6] for message in messages if isinstance(message, Chunk) for flat in message.interactions]


def _wait_until_read(reader: Reader) -> None:
    """Wait until nothing more comes from the process."""
    end = time.monotonic() + 60
    while not reader._arrivals._ended and time.monotonic() < end:
        time.sleep(0.01)
    assert reader._arrivals._ended


def test_how_the_files_are_is_told_before_they_are_read(tmp_path: Path, scratch: Path) -> None:
    box = _box(tmp_path, 3)
    with Reader([(box, "a.mbox")]) as reader:
        assert reader.state() == reader.state() == state_of([box])
        assert _read(list(reader.messages(scratch))) == ["0", "1", "2"]


def test_how_the_files_are_is_not_looked_for_where_it_is_known(tmp_path: Path, scratch: Path) -> None:
    with Reader([(_box(tmp_path, 1), "a.mbox")], state="known") as reader:
        assert reader.state() == "known"
        assert _read(list(reader.messages(scratch))) == ["0"]


def test_nothing_is_told_of_files_that_are_not_there_and_they_are_refused(
    tmp_path: Path, scratch: Path
) -> None:
    with Reader([(tmp_path / "gone", "gone")]) as reader:
        assert reader.state() == ""
        (chunk,) = [m for m in reader.messages(scratch) if isinstance(m, Chunk)]
    assert [problem.code for problem in chunk.problems] == ["missing"]


def test_a_mailbox_is_read_before_anything_else_is_told(tmp_path: Path, scratch: Path) -> None:
    with Reader([(_box(tmp_path, 3), "a.mbox")]) as reader:
        _wait_until_read(reader)
        assert _read(list(reader.messages(scratch))) == ["0", "1", "2"]


def test_what_waits_of_a_file_comes_as_one_chunk_with_the_last_word_of_how_far_it_is(
    tmp_path: Path, scratch: Path
) -> None:
    count = CHUNK + 1
    box = _box(tmp_path, count)
    with Reader([(box, "a.mbox")]) as reader:
        _wait_until_read(reader)
        found = list(reader.messages(scratch))
    assert [type(message) for message in found] == [FileFound, Chunk, Progress]
    assert _read(found) == [str(number) for number in range(count)]
    assert found[-1] == Progress(box.stat().st_size, box.stat().st_size)


def test_no_more_than_is_stored_at_once_comes_together(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_reading, "TOGETHER", 2 * CHUNK)
    count = 5 * CHUNK
    with Reader([(_box(tmp_path, count), "a.mbox")]) as reader:
        _wait_until_read(reader)
        found = list(reader.messages(scratch))
    sizes = [len(message.interactions) for message in found if isinstance(message, Chunk)]
    assert sizes == [2 * CHUNK, 2 * CHUNK, CHUNK]
    assert _read(found) == [str(number) for number in range(count)]


def test_few_bytes_come_together_however_few_messages_they_are(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_reading, "_TOGETHER_BYTES", 1)
    with Reader([(_box(tmp_path, 2 * CHUNK), "a.mbox")]) as reader:
        _wait_until_read(reader)
        found = list(reader.messages(scratch))
    assert [len(m.interactions) for m in found if isinstance(m, Chunk)] == [CHUNK, CHUNK]


def test_a_reader_ahead_of_its_time_waits_once_enough_is_kept(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_reading, "_AHEAD", 1000)
    monkeypatch.setattr(_reading, "TOGETHER", 1)
    count = 3 * CHUNK
    with Reader([(_box(tmp_path, count), "a.mbox")]) as reader:
        reader.state()
        most = 0
        for message in reader.messages(scratch):
            most = max(most, len(reader._arrivals._kept))
            if isinstance(message, Chunk):
                time.sleep(0.1)
    assert 0 < most <= 5


def test_an_archive_is_unpacked_only_where_it_was_told(tmp_path: Path, scratch: Path) -> None:
    packed = tmp_path / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(_box(tmp_path, 2), "in.mbox")
    with Reader([(packed, "a.zip")]) as reader:
        assert reader.state()
        time.sleep(0.5)
        assert not list(scratch.iterdir())
        assert _read(list(reader.messages(scratch))) == ["0", "1"]


def test_a_table_is_read_as_it_is_mapped_though_its_reader_began_before(
    tmp_path: Path, scratch: Path
) -> None:
    table = tmp_path / "a.csv"
    table.write_text("Wer;Wo\nAma Osei;Quill\nTomas Brandt;Alder\n")
    with Reader([(table, "a.csv")]) as reader:
        assert reader.state()
        found = list(reader.messages(scratch))
    (layout,) = [m.layout for m in found if isinstance(m, _reading.TableFound)]
    assert not layout["mapped"]
    columns = layout["mapping"] | {"holds": "people", "fields": ["name", "organisation"]}
    with Reader([(table, "a.csv")]) as reader:
        assert reader.state()
        found = list(reader.messages(scratch, {layout["fingerprint"]: columns}))
    assert [c.name for m in found if isinstance(m, Chunk) for c in m.cards] == ["Ama Osei", "Tomas Brandt"]


def test_a_reader_that_is_not_needed_ends(tmp_path: Path) -> None:
    with Reader([(_box(tmp_path, 3), "a.mbox")]) as reader:
        pid = reader._worker.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_reader_that_died_before_it_was_asked_is_reported(tmp_path: Path, scratch: Path) -> None:
    with Reader([(_box(tmp_path, 3), "a.mbox")]) as reader:
        reader._worker.kill()
        reader._worker.wait()
        with pytest.raises(ReaderDied) as caught:
            list(reader.messages(scratch))
    assert caught.value.code == -9
