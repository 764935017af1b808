"""`comity export` writes a book whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from comity.actions import exporting, restoring
from comity.actions.restoring import is_export
from comity.core.errors import Busy, Invalid
from comity.exports import book as exports_book
from comity.exports.shapes import MANIFEST, VERSION
from comity.store.models import (
    Batch,
    Book,
)
from tests.exported import (
    export,
    full_book,
    mailbox,
    read_back,
    small_export,
)
from tests.made_up import TODAY, bring, new_scope, on_day

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return small_export(tmp_path)


def test_the_folder_and_its_files_are_the_owners_only_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = export(full_book(), tmp_path / "out" / "book")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert list(folder.parent.iterdir()) == [folder]
    assert {"people.vcf", "people.csv", "meetings.ics", MANIFEST} <= {path.name for path in folder.iterdir()}
    assert is_export(folder)
    assert not is_export(tmp_path)
    assert not is_export(folder / MANIFEST)


def test_the_manifest_tells_the_book_and_counts_lines(tmp_path: Path) -> None:
    folder = export(scope := full_book(), tmp_path / "book")
    told = json.loads((folder / MANIFEST).read_text())
    assert (told["format"], told["version"]) == ("comity-export", VERSION)
    assert told["book"]["id"] == str(Book.objects.get(pk=scope.book_id).uuid)
    for name, facts in told["files"].items():
        assert facts["bytes"] == (folder / name).stat().st_size
        assert "lines" not in facts or facts["lines"] == (folder / name).read_bytes().count(b"\n")


def test_an_empty_folder_is_filled_and_another_is_left_alone(tmp_path: Path) -> None:
    scope = new_scope()
    (tmp_path / "empty").mkdir()
    export(scope, tmp_path / "empty")
    (tmp_path / "file").write_text("x")
    for name in ("empty", "file"):
        with pytest.raises(Invalid) as caught:
            export(scope, tmp_path / name)
        assert caught.value.field == "folder"
    assert (tmp_path / "file").read_text() == "x"


def test_an_export_that_fails_leaves_nothing(tmp_path: Path) -> None:
    scope = new_scope()
    bring(scope, [mailbox()])
    with (
        patch.object(exports_book, "_put", side_effect=OSError(28, "No space left")),
        pytest.raises(OSError, match="space"),
    ):
        export(scope, tmp_path / "book")
    with (
        patch("comity.exports.book.json.dumps", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        export(scope, tmp_path / "book")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_comes_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    scope, place = new_scope(), tmp_path / "book"
    sync = exports_book._sync_folder

    def come(folder: Path) -> None:
        sync(folder)
        place.mkdir()
        (place / "other").touch()

    with patch.object(exports_book, "_sync_folder", come), pytest.raises(Invalid):
        export(scope, place)
    assert [path.name for path in place.iterdir()] == ["other"]
    assert list(tmp_path.iterdir()) == [place]


def test_a_book_in_which_an_import_runs_is_neither_written_nor_read_into(small: Path, tmp_path: Path) -> None:
    scope = new_scope()
    bring(scope, [mailbox()])
    with on_day(TODAY):
        Batch.objects.filter(book_id=scope.book_id).update(
            state=Batch.RUNNING, lease_until=TODAY * 86_400 * 2
        )
    for attempt in (lambda: export(scope, tmp_path / "book"), lambda: read_back(scope, small)):
        with pytest.raises(Busy) as caught:
            attempt()
        assert caught.value.batch == 1
    assert not (tmp_path / "book").exists()


def test_progress_is_told_while_reading_and_writing(small: Path, tmp_path: Path) -> None:
    heard: list[dict[str, Any]] = []
    scope = new_scope()
    with on_day(TODAY):
        restoring.import_export(scope, small, told=lambda counts: heard.append(dict(counts)))
    assert heard[-1]["read"] == heard[-1]["total"] > 0
    written: list[dict[str, int]] = []
    with patch.object(exports_book, "_EVERY", 5):
        counts = exporting.export_book(
            scope, tmp_path / "again", told=lambda counts: written.append(dict(counts))
        )
    assert written
    assert counts["interactions"] >= written[-1]["interactions"]
