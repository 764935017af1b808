"""Reading an exported book back: first whether it is whole and ours, then its rows one by one.

A folder may come from anywhere. Names of files are ours, never the manifest's; only regular files are opened;
nothing in a message quotes what they hold.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from comity.core.errors import Invalid
from comity.exports.shapes import BOOK, FORMAT, MANIFEST, SHAPES, SINCE, VERSION, Unfit, file_of, read_row

MOST_MANIFEST = 1 << 20
LONGEST_LINE = 64 << 20
"""Bytes of the longest line that is read."""


@dataclass(frozen=True)
class Manifest:
    """What an export says of itself, checked: the book (`shapes.BOOK`), and the lines of each kind there is."""

    book: dict[str, Any]
    lines: dict[str, int]


def is_export(path: Path) -> bool:
    """Whether this is a folder that `write_book` wrote, by the manifest in it."""
    return path.is_dir() and (path / MANIFEST).is_file()


def opened(folder: Path) -> Manifest:
    """The manifest of an export, once every file of rows is there with the digest that it tells.

    Raises:
        Invalid: it is no export, a newer one, or not whole; `field` is the file's name.
        OSError: a file cannot be read.
    """
    with _regular(folder, MANIFEST) as file:
        raw = file.read(MOST_MANIFEST + 1)
    told = _json(raw, MANIFEST) if len(raw) <= MOST_MANIFEST else None
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise Invalid(MANIFEST, "format", "this is no export of Comity")
    version = told.get("version")
    if type(version) is not int or version < 1:
        raise Invalid(MANIFEST, "version", "the version is missing")
    if version > VERSION:
        raise Invalid(MANIFEST, "version", "a newer Comity wrote this export; update Comity to read it")
    try:
        book = read_row(BOOK, told.get("book"))
    except Unfit as error:
        raise Invalid(MANIFEST, f"book: {error.key}", error.reason) from None
    files = told.get("files")
    if not isinstance(files, dict):
        raise Invalid(MANIFEST, "files", "the list of files is missing")
    known = [kind for kind in SHAPES if SINCE.get(kind, 1) <= version]
    return Manifest(book, {kind: _checked(folder, file_of(kind), files) for kind in known})


def rows(folder: Path, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of one kind, each with its place as `file:line`.

    Raises:
        Invalid: a line is no such row; `field` is its place.
        OSError: the file cannot be read.
    """
    name, shape = file_of(kind), SHAPES[kind]
    with _regular(folder, name) as file:
        for line, raw in enumerate(iter(lambda: file.readline(LONGEST_LINE + 1), b""), 1):
            where = f"{name}:{line}"
            if len(raw) > LONGEST_LINE:
                raise Invalid(where, "", "the line is too long")
            if not raw.endswith(b"\n"):
                raise Invalid(where, "", "the line is cut off")
            try:
                yield where, read_row(shape, _json(raw, where))
            except Unfit as error:
                raise Invalid(where, error.key, error.reason) from None


def _regular(folder: Path, name: str) -> BinaryIO:
    """A file of the folder, opened only if it is a regular one and no link."""
    try:
        descriptor = os.open(
            folder / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        )
    except FileNotFoundError:
        raise Invalid(name, "", "the file is missing") from None
    except OSError as error:
        raise Invalid(name, "", f"the file cannot be opened: {error.strerror}") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise Invalid(name, "", "this is not a regular file")
    return os.fdopen(descriptor, "rb", buffering=1 << 18)


def _json(raw: bytes, where: str) -> Any:
    try:
        return json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Invalid(where, "", "this is not JSON in UTF-8") from None


def _checked(folder: Path, name: str, files: dict[str, Any]) -> int:
    """The lines that a file is said to have, once its digest is the one it is said to have."""
    facts = files.get(name)
    if not isinstance(facts, dict) or type(facts.get("lines")) is not int:
        raise Invalid(MANIFEST, name, "the file is not listed")
    digest = hashlib.sha256()
    with _regular(folder, name) as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    if digest.hexdigest() != facts.get("sha256"):
        raise Invalid(name, "", "the file was changed or damaged since it was exported")
    lines: int = facts["lines"]
    return lines
