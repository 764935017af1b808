"""A disk that fills up, a real one of a few megabytes: a clear word, nothing half done, and nothing lost."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client

from comity.answers import today as answers
from comity.core.errors import disk_is_full
from tests.cli.test_processes import run
from tests.web.conftest import client, desk

__all__ = ["client", "desk"]
"""Somebody who is signed in, with a book."""

MB = 1 << 20
ME = "noor@hollis.example"


class Disk:
    """A file system of its own that can fill up, and be given more room."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, folder / "home"

    def fill(self, leave: int = 0) -> None:
        """Use all room but so many bytes."""
        state = os.statvfs(self.folder)
        with (self.folder / "filler").open("wb") as file:
            try:
                file.write(bytes(max(0, state.f_bavail * state.f_bsize - leave)))
            except OSError:
                assert leave == 0

    def free(self) -> None:
        """Give the room back."""
        (self.folder / "filler").unlink()

    def comity(self, *words: str) -> subprocess.CompletedProcess[str]:
        """A command whose book is on this disk."""
        return run(self.home, *words)

    def told(self, *words: str) -> str:
        """Standard output of a command that must do well."""
        ended = self.comity(*words)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def refused(self, *words: str) -> None:
        """A command must fail for want of room, in two sentences."""
        ended = self.comity(*words)
        assert ended.returncode == 1, ended.stdout + ended.stderr
        assert "Traceback" not in ended.stderr
        assert ended.stderr.strip().splitlines()[-2:] == [
            "The disk is full; nothing was half-done.",
            "Free some space, then do it again.",
        ]


@pytest.fixture(scope="module")
def book(begun: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in whose book fifty mails are."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(begun, folder / "home")
    ended = run(folder / "home", "import", box(folder, "small.mbox", 0, 50), "--me", ME)
    assert ended.returncode == 0, ended.stderr
    return folder / "home"


@pytest.fixture
def disk(tmp_path: Path, book: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128m,mode=700", "none", str(folder)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("A small file system cannot be mounted here: that takes Linux, and root.")
    try:
        shutil.copytree(book, folder / "home")
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def box(folder: Path, name: str, first: int, last: int, body: str = "Good day.") -> str:
    """A mailbox with these mails."""
    path = folder / name
    with path.open("w") as file:
        for number in range(first, last):
            file.write(
                "From ines@falk.example Mon Sep 30 10:00:00 2024\n"
                f"From: Ines Falk <p{number % 40}@falk.example>\nTo: {ME}\nDate: {number % 28 + 1} Sep 2024 10:00:00 +0000\n"
                f"Message-ID: <m{number}@falk.example>\nSubject: m{number}\n\n{body} {number}\n\n"
            )
    return str(path)


def people(disk: Disk) -> str:
    """Everybody in the book, with their numbers."""
    return disk.told("people", "--json")


def sound(disk: Disk) -> None:
    """The doctor finds nothing, but for the disk being small."""
    found = disk.comity("doctor").stdout.splitlines()
    assert {line.split()[1] for line in found if line[:1].strip() and not line.startswith("ok ")} <= {"disk:"}
    assert any("every page and reference is sound" in line for line in found), found
    assert not list(disk.home.glob("import-*"))


@pytest.mark.slow
def test_an_import_on_a_disk_that_fills_up_is_taken_back(disk: Disk, tmp_path: Path) -> None:
    before = people(disk)
    disk.refused("import", box(tmp_path, "large.mbox", 1000, 10_000, "x" * 12_000))
    assert people(disk) == before
    sound(disk)


@pytest.mark.slow
def test_a_disk_that_is_full_refuses_everything_that_writes_and_loses_nothing(
    disk: Disk, tmp_path: Path
) -> None:
    before, more = people(disk), box(tmp_path, "more.mbox", 200, 400, "x" * 2000)
    disk.fill()
    disk.refused("import", more)
    disk.refused("import", "--dry-run", more)
    disk.refused("undo", "1")
    disk.refused("export", str(disk.folder / "copy"))
    disk.free()
    assert not (disk.folder / "copy").exists()
    assert people(disk) == before
    disk.told("undo", "1")
    sound(disk)


@pytest.mark.slow
def test_an_archive_that_does_not_fit_is_told_and_the_other_files_are_read(
    disk: Disk, tmp_path: Path
) -> None:
    large = tmp_path / "large.mbox.gz"
    mails = Path(box(tmp_path, "large.mbox", 0, 18_000, os.urandom(4000).hex()))
    large.write_bytes(gzip.compress(mails.read_bytes(), 1))
    said = disk.told("import", str(large), box(tmp_path, "small.mbox", 50, 60))
    assert "disk is full" in said
    assert "10 new" in said
    sound(disk)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OperationalError("database or disk is full"), 507),
        (OSError(28, "No space left on device"), 507),
        (OperationalError("something else"), 500),
    ],
)
def test_a_page_says_that_the_disk_is_full(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(answers, "today", full)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == status
    assert (b"Free some space" in answer.content) == (status == 507)
    assert b"Traceback" not in answer.content


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OperationalError("database or disk is full"), True),
        (OperationalError('could not extend file "x": No space left on device'), True),
        (OSError(28, ""), True),
        (OSError(2, "No such file"), False),
        (ValueError("no"), False),
        (None, False),
    ],
)
def test_a_full_disk_is_known_by_what_is_said_of_it(error: BaseException | None, full: bool) -> None:
    assert disk_is_full(error) is full
