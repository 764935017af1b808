"""Writing a whole book as a folder of open files.

The folder appears at once and complete, or not at all: it is written beside its place under another name,
and renamed when all is on the disk. It is its owner's only (0700, files 0600).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import Any

from comity.core.errors import Invalid
from comity.exports.shapes import BOOK, FORMAT, MANIFEST, SHAPES, VERSION, file_of, write_row

Told = Callable[[dict[str, int]], None]
_EVERY = 1000
"""Rows after which the caller is told how far it is."""


def write_book(
    folder: Path,
    about: Mapping[str, Any],
    rows: Iterable[tuple[str, Mapping[str, Any]]],
    others: Mapping[str, Iterable[str]],
    *,
    made_by: str,
    made_at: str,
    told: Told = lambda counts: None,
) -> dict[str, int]:
    """Write a book to a folder that does not exist yet, or is empty; returns the rows of each kind.

    Args:
        about: the book itself (`shapes.BOOK`);
        rows: (kind, row) pairs in any order, of the kinds and shapes of `shapes.SHAPES`;
        others: name and text, piece by piece, of files for other programs;
        made_by, made_at: the program and the ISO 8601 instant, told in the manifest only;
        told: called with the counts from time to time.

    Raises:
        Invalid: something is at that place already.
        OSError: it cannot be written (no space, no permission); nothing is left behind.
    """
    place = _free(folder)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".partial", dir=place.parent))
    try:
        files = _write_rows(draft, rows, told)
        counts = {kind: sink.lines for kind, sink in files.items()}
        written = {sink.name: sink.facts() | {"lines": sink.lines} for sink in files.values()}
        for name, pieces in others.items():
            written[name] = _write_text(draft, name, pieces)
        manifest = {
            "format": FORMAT,
            "version": VERSION,
            "made_by": made_by,
            "made_at": made_at,
            "book": write_row(BOOK, about),
            "files": written,
        }
        _write_text(draft, MANIFEST, [json.dumps(manifest, ensure_ascii=False, indent=1), "\n"])
        _sync_folder(draft)
        _put(draft, place, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _sync_folder(place.parent)
    return counts


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write some texts to a folder that does not exist yet, or is empty, as carefully as a book.

    Raises:
        Invalid: something is at that place already.
        OSError: it cannot be written; nothing is left behind.
    """
    place = _free(folder)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".partial", dir=place.parent))
    try:
        for name, text in files.items():
            _write_text(draft, name, [text])
        _sync_folder(draft)
        _put(draft, place, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _sync_folder(place.parent)


class _Sink:
    """A file being written: its digest, bytes and lines so far. What is not closed by then goes with the `with` block."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self.file = BufferedWriter(FileIO(descriptor, "wb"), 1 << 18)
        self.digest = hashlib.sha256()
        self.size = self.lines = 0

    def __enter__(self) -> _Sink:
        return self

    def __exit__(self, *_: object) -> None:
        """Let the file go without what waits to be written: on a disk that is full that would fail once more."""
        self.file.raw.close()

    def write(self, text: str) -> None:
        raw = text.encode("utf-8")
        self.file.write(raw)
        self.digest.update(raw)
        self.size += len(raw)
        self.lines += 1

    def close(self) -> None:
        """Have it on the disk."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def facts(self) -> dict[str, Any]:
        return {"bytes": self.size, "sha256": self.digest.hexdigest()}


def _write_rows(folder: Path, rows: Iterable[tuple[str, Mapping[str, Any]]], told: Told) -> dict[str, _Sink]:
    with ExitStack() as opened:
        sinks = {kind: opened.enter_context(_Sink(folder, file_of(kind))) for kind in SHAPES}
        for number, (kind, row) in enumerate(rows, 1):
            line = json.dumps(write_row(SHAPES[kind], row), ensure_ascii=False, separators=(",", ":"))
            sinks[kind].write(line + "\n")
            if number % _EVERY == 0:
                told({k: sink.lines for k, sink in sinks.items()})
        for sink in sinks.values():
            sink.close()
    return sinks


def _write_text(folder: Path, name: str, pieces: Iterable[str]) -> dict[str, Any]:
    with _Sink(folder, name) as sink:
        for piece in pieces:
            sink.write(piece)
        sink.close()
    return sink.facts()


def _free(folder: Path) -> Path:
    """The place to write to, links resolved, its parents made."""
    place = folder.resolve()
    if place.exists() and not place.is_dir():
        raise Invalid("folder", str(folder), "there is a file of that name already")
    if place.is_dir() and any(place.iterdir()):
        raise _taken(folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    return place


def _taken(folder: Path) -> Invalid:
    return Invalid("folder", str(folder), "the folder is not empty; name one that is new")


def _put(draft: Path, place: Path, folder: Path) -> None:
    """Give the draft its name; an empty folder there makes way."""
    try:
        if place.is_dir():
            place.rmdir()
        draft.rename(place)
    except OSError:
        if place.exists():
            raise _taken(folder) from None
        raise


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk, where the system lets folders be opened."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
