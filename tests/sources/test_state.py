"""Whether files are still as they were is told by names, sizes and times."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from comity.sources import _state
from comity.sources._state import state_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    box = tmp_path / "box"
    (box / "cur").mkdir(parents=True)
    (box / "cur" / "1").write_text("one")
    (box / "cur" / "2").write_text("two")
    return box


def test_files_that_nobody_touched_are_as_they_were(folder: Path) -> None:
    assert state_of([folder]) == state_of([folder]) != ""


def test_the_order_in_which_paths_are_named_does_not_matter(folder: Path) -> None:
    one, two = folder / "cur" / "1", folder / "cur" / "2"
    assert state_of([one, two]) == state_of([two, one, two])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda box: (box / "cur" / "3").write_text(""), id="a file was added"),
        pytest.param(lambda box: (box / "cur" / "2").unlink(), id="a file was removed"),
        pytest.param(lambda box: (box / "cur" / "2").rename(box / "cur" / "4"), id="a file was renamed"),
        pytest.param(lambda box: (box / "cur" / "2").write_text("2wo"), id="a file was written anew"),
        pytest.param(lambda box: (box / "new").mkdir(), id="a folder was added"),
    ],
)
def test_a_change_is_seen(folder: Path, change: Callable[[Path], object]) -> None:
    before = state_of([folder])
    change(folder)
    assert state_of([folder]) not in ("", before)


def test_a_file_written_anew_with_its_old_time_is_seen(folder: Path) -> None:
    file, before = folder / "cur" / "1", state_of([folder])
    times = file.stat()
    file.write_text("eno")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert state_of([folder]) != before


def test_a_package_that_came_is_seen(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state_of([folder])
    place = tmp_path / "place"
    (place / "a_reader-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(place))
    assert state_of([folder]) not in ("", before)
    monkeypatch.setattr(sys, "path", [*sys.path[1:], str(tmp_path / "gone"), str(folder / "cur" / "1")])
    assert state_of([folder]) == before


def test_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    before = state_of([folder])
    (tmp_path / "elsewhere" / "file").write_text("new")
    assert state_of([folder]) == before


def test_nothing_is_told_of_what_is_not_there(tmp_path: Path) -> None:
    assert state_of([tmp_path / "gone"]) == ""


def test_nothing_is_told_of_more_files_than_are_looked_at(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_state, "MOST", 3)
    assert state_of([folder]) == ""
