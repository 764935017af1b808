"""The reading process: whatever a file does to a reader, the parent gets records and problems, or is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path

import pytest

from comity.core import folding
from comity.core.errors import ReaderDied
from comity.core.records import Card, Dated, Handle, Interaction, Mine, Problem, Record
from comity.sources import Place, _worker
from comity.sources._patience import Watch
from comity.sources._reading import Chunk, FileFound, Message, Progress, read_all
from tests.made_up import sent
from tests.sources.troubled import install

MAIL = "From: Ama <ama@quill.example>\nDate: Mon, 1 Jan 2024 10:00:00 +0000\nSubject: Tea\n\nGood day.\n"


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    (tmp_path / "scratch").mkdir()
    return tmp_path / "scratch"


@pytest.fixture
def _troubled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", install(tmp_path))


def _written(folder: Path, name: str, content: str) -> tuple[Path, str]:
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name, name


def _codes(messages: list[Message]) -> list[str]:
    return [problem.code for m in messages if isinstance(m, Chunk) for problem in m.problems]


def _subjects(messages: list[Message]) -> list[str]:
    return [flat[6] for m in messages if isinstance(m, Chunk) for flat in m.interactions]


def test_files_are_announced_read_and_counted(tmp_path: Path, scratch: Path) -> None:
    paths = [_written(tmp_path, "a.eml", MAIL), _written(tmp_path, "b.eml", MAIL.replace("Tea", "Bread"))]
    messages = list(read_all(paths, scratch))
    files = [m for m in messages if isinstance(m, FileFound)]
    assert [(f.number, f.label, f.source, f.size) for f in files] == [
        (1, "a.eml", "eml", len(MAIL)),
        (2, "b.eml", "eml", len(MAIL) + 2),
    ]
    assert _subjects(messages) == ["Tea", "Bread"]
    assert messages[-1] == Progress(2 * len(MAIL) + 2, 2 * len(MAIL) + 2)


def test_long_files_report_how_far_they_are(tmp_path: Path, scratch: Path) -> None:
    box = "".join(f"From a@quill.example Mon Jan  1 10:00:00 2024\n{MAIL}\n" for _ in range(2_100))
    messages = list(read_all([_written(tmp_path, "a.mbox", box)], scratch))
    steps = [m.done for m in messages if isinstance(m, Progress)]
    assert len(steps) == 3
    assert steps == sorted(steps)
    assert steps[-1] == len(box)
    assert [len(m.interactions) for m in messages if isinstance(m, Chunk)] == [1000, 1000, 100]


@pytest.mark.parametrize(("content", "code"), [("", "empty"), ("nothing known", "unknown-format")])
def test_a_file_of_no_known_format_is_reported_where_it_was_named(
    tmp_path: Path, scratch: Path, content: str, code: str
) -> None:
    messages = list(read_all([_written(tmp_path, "a.txt", content)], scratch))
    assert messages[0] == FileFound(1, "a.txt", "", len(content))
    assert _codes(messages) == [code]


def test_a_file_of_no_known_format_in_a_folder_is_passed_over(tmp_path: Path, scratch: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    _written(folder, "a.txt", "nothing known")
    _written(folder, "b.eml", MAIL)
    messages = list(read_all([(folder, "folder")], scratch))
    assert (_codes(messages), _subjects(messages)) == ([], ["Tea"])


def test_a_missing_file_is_reported(tmp_path: Path, scratch: Path) -> None:
    assert _codes(list(read_all([(tmp_path / "gone", "gone")], scratch))) == ["missing"]


@pytest.mark.usefixtures("_troubled")
@pytest.mark.parametrize(
    ("trouble", "code"), [("RAISE", "reader-failed"), ("MEMORY", "too-large"), ("VANISH", "unreadable")]
)
def test_a_reader_that_fails_keeps_what_it_read_and_spares_the_other_files(
    tmp_path: Path, scratch: Path, trouble: str, code: str
) -> None:
    paths = [_written(tmp_path, "bad", f"TROUBLE {trouble}"), _written(tmp_path, "b.eml", MAIL)]
    messages = list(read_all(paths, scratch))
    assert _codes(messages) == [code]
    assert _subjects(messages) == ["before the trouble", "Tea"]


@pytest.mark.usefixtures("_troubled")
def test_a_reader_that_fails_to_recognise_is_as_good_as_one_that_declines(
    tmp_path: Path, scratch: Path
) -> None:
    content = "RECOGNISE: me not\n" + MAIL
    assert _subjects(list(read_all([_written(tmp_path, "a.eml", content)], scratch))) == ["Tea"]


@pytest.mark.usefixtures("_troubled")
def test_no_database_is_given_nul_or_half_a_character(tmp_path: Path, scratch: Path) -> None:
    messages = list(read_all([_written(tmp_path, "bad", "TROUBLE TEXT")], scratch))
    (chunk,) = [m for m in messages if isinstance(m, Chunk)]
    assert chunk.interactions[0][6:9] == ("sub?ject", "snip?pet", "te?xt")
    assert chunk.interactions[0][9] == ((1, "email", "a?@quill.example", "na?me"),)
    assert chunk.problems[0].reason == "be?cause"


@pytest.mark.usefixtures("_troubled")
def test_a_killed_reader_is_reported_with_the_file_it_was_at(tmp_path: Path, scratch: Path) -> None:
    with pytest.raises(ReaderDied) as caught:
        list(read_all([_written(tmp_path, "bad", "TROUBLE KILL")], scratch))
    assert (caught.value.code, caught.value.last) == (-9, "bad")


@pytest.mark.usefixtures("_troubled")
def test_a_reader_that_is_no_longer_listened_to_ends(tmp_path: Path, scratch: Path) -> None:
    messages = read_all([_written(tmp_path, "bad", "TROUBLE PID")], scratch)
    pid = next(int(m.problems[0].position) for m in messages if isinstance(m, Chunk))
    messages.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_reader_that_cannot_be_loaded_does_not_keep_the_others_from_reading(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Broken:
        name = "broken"

        def load(self) -> None:
            raise ImportError("no such module")

    class Whole:
        name = "whole"

        def load(self) -> str:
            return "a source"

    monkeypatch.setattr(_worker, "entry_points", lambda group: [Whole(), Broken()])
    found: list[object] = list(_worker.sources())
    assert found == ["a source"]
    assert "broken" in capsys.readouterr().err


def test_the_surest_reader_reads(tmp_path: Path) -> None:
    class Voter:
        key, title, version = "voter", "Voter", 1

        def __init__(self, vote: int) -> None:
            self.vote = vote

        def recognise(self, place: Place) -> int:
            return self.vote

        def read(self, place: Place) -> Iterator[Record]:
            return iter(())

    voters = [Voter(0), Voter(50), Voter(90), Voter(90)]
    place = Place(tmp_path, "x")
    assert _worker.recognise(voters, place) is voters[2]
    assert _worker.recognise(voters[:1], place) is None


def test_records_arrive_as_they_were_sent() -> None:
    handle = Handle("email", "ama@quill.example")
    card = Card(
        (handle, Handle("uid", "1")), "Ama Osei", "Ama", "Osei", (("phone", "1"),), "Quill", "Editor", "", 19_000,
        (Dated("birthday", 2, 29, None),), ("friends",), None, 5, True, 3,
    )  # fmt: skip
    interaction = Interaction(1, b"k" * 16, 5, None, None, "", "s", "s", "t", (), 0, 1, 0, 1, 0)
    sent_records: list[Record] = [card, Mine(handle, "it says so"), Problem(4, "code", "reason"), interaction]
    chunks = [m for m in sent([sent_records]) if isinstance(m, Chunk)]
    assert [c for m in chunks for c in m.cards] == [card]
    assert [c for m in chunks for c in m.mine] == [Mine(handle, "it says so")]
    assert [c for m in chunks for c in m.problems] == [Problem(4, "code", "reason")]
    assert [c for m in chunks for c in m.interactions] == [(*interaction, folding.order("s\nt"))]


@pytest.mark.skipif(sys.platform != "linux", reason="The limit on memory is Linux's.")
def test_the_reader_bounds_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    import resource

    limits: dict[int, int] = {}
    monkeypatch.setattr(resource, "getrlimit", lambda what: (-1, -1))
    monkeypatch.setattr(resource, "setrlimit", lambda what, pair: limits.update({what: pair[0]}))
    monkeypatch.setattr(Watch, "start", lambda watch: None)
    _worker.main(StringIO('{"paths": [], "patience": 1, "look": false}'), BytesIO())
    assert limits == {resource.RLIMIT_DATA: 2 << 30, resource.RLIMIT_NOFILE: 256, resource.RLIMIT_CORE: 0}
