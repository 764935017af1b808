"""What is inside a backup: a tar archive (POSIX.1-1988 with GNU sizes) of a manifest and the files it tells of.

The manifest comes first and names every file with its size and SHA-256, and every table with its rows and a digest over
them, so that what was restored is compared with what was saved. Read as a stream and never trusted: only plain files of
known names, each as long as the manifest says.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from comity.core.errors import Invalid

FORMAT, VERSION = "comity-backup", 1
MANIFEST = "manifest.json"
_BLOCK = 512
_READ = 1 << 20
_MOST_MANIFEST = 8 << 20
_NAME = re.compile(
    r"(?:comity\.sqlite3|secret\.key|erased\.key|erasures\.jsonl|(?:playbooks|drafts)/[\w.-]{1,100}\.toml"
    r"|tables/[a-z][a-z0-9_]{0,62}\.copy)"
)
Told = Callable[[int], None]
"""Called with the bytes done so far."""


class Archive:
    """An archive to be read (`read`), made piece by piece as it is asked for."""

    def __init__(self, manifest: Mapping[str, Any], folder: Path, told: Told = lambda done: None) -> None:
        """manifest: with `files`, each of which lies below the folder by its name."""
        self._pieces = _pieces(manifest, folder)
        self._rest, self._at = b"", 0
        self._done, self._told = 0, told

    def read(self, size: int = -1, /) -> bytes:
        while size < 0 or len(self._rest) - self._at < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            self._rest, self._at = self._rest[self._at :] + piece, 0
        end = len(self._rest) if size < 0 else self._at + size
        given, self._at = self._rest[self._at : end], min(end, len(self._rest))
        self._done += len(given)
        self._told(self._done)
        return given


def _pieces(manifest: Mapping[str, Any], folder: Path) -> Iterator[bytes]:
    text = json.dumps(manifest, ensure_ascii=False, sort_keys=True).encode()
    yield _header(MANIFEST, len(text)) + text + _padding(len(text))
    for name, facts in manifest["files"].items():
        yield _header(name, facts["bytes"])
        with open(folder / name, "rb") as file:
            while piece := file.read(_READ):
                yield piece
        yield _padding(facts["bytes"])
    yield bytes(2 * _BLOCK)


def _header(name: str, size: int) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info.tobuf(tarfile.GNU_FORMAT)


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


def facts(path: Path) -> dict[str, Any]:
    """Size and SHA-256 of a file."""
    with open(path, "rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


class Unpacking:
    """Takes an archive piece by piece (`write`) and puts its files below a folder, each with mode 0600.

    `finish` must be called at the end: only then it is known that all is there.
    """

    def __init__(self, folder: Path, told: Told = lambda done: None) -> None:
        self.folder, self.manifest = folder, dict[str, Any]()
        self._told, self._done = told, 0
        self._buffer = bytearray()
        self._file: BinaryIO | None = None
        self._name, self._left, self._padding = "", 0, 0
        self._digest = hashlib.sha256()
        self._waiting: dict[str, Any] | None = None
        self._is_over = False

    def write(self, data: bytes, /) -> int:
        """Take some more.

        Raises:
            Invalid: it is no backup, one of a newer version, or not what its manifest says.
            OSError: it cannot be written.
        """
        self._buffer += data
        self._done += len(data)
        while self._step():
            pass
        self._told(self._done)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def _step(self) -> bool:
        if self._is_over:
            if any(self._buffer):
                raise _damaged("there is something behind its end")
            self._buffer.clear()
            return False
        if self._left:
            return self._take(min(self._left, len(self._buffer)))
        if self._padding:
            cut = min(self._padding, len(self._buffer))
            del self._buffer[:cut]
            self._padding -= cut
            return cut > 0
        if len(self._buffer) < _BLOCK:
            return False
        block = bytes(self._buffer[:_BLOCK])
        del self._buffer[:_BLOCK]
        if not any(block):
            self._is_over = True
        else:
            self._begin(block)
        return True

    def _begin(self, block: bytes) -> None:
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, ValueError):
            raise _damaged("a file in it has no readable name") from None
        first = self._waiting is None
        if not info.isreg() or (info.name != MANIFEST and not _NAME.fullmatch(info.name)):
            raise _damaged("it holds a file that belongs to no backup")
        if first != (info.name == MANIFEST) or (first and info.size > _MOST_MANIFEST):
            raise _damaged("its manifest is not where it should be")
        if self._waiting is not None:
            told = self._waiting.get(info.name)
            if told is None or told["bytes"] != info.size:
                raise _damaged(f"{info.name} is not what the manifest says")
        path = self.folder / info.name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._name, self._left, self._padding = info.name, info.size, -info.size % _BLOCK
        self._digest = hashlib.sha256()
        if not self._left:
            self._end()

    def _take(self, cut: int) -> bool:
        if not cut:
            return False
        piece = bytes(self._buffer[:cut])
        del self._buffer[:cut]
        assert self._file is not None
        self._file.write(piece)
        self._digest.update(piece)
        self._left -= cut
        if not self._left:
            self._end()
        return True

    def _end(self) -> None:
        assert self._file is not None
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._file = None
        if self._waiting is None:
            self.manifest = _read_manifest(self.folder / MANIFEST)
            self._waiting = dict(self.manifest["files"])
        elif self._waiting.pop(self._name)["sha256"] != self._digest.hexdigest():
            raise _damaged(f"{self._name} is not what was saved")

    def close(self) -> None:
        """Let go of a file that is not whole."""
        if self._file is not None:
            self._file.close()

    def finish(self) -> dict[str, Any]:
        """The manifest, once everything that it names was read.

        Raises:
            Invalid: something is missing.
        """
        if self._waiting is None or self._waiting or not self._is_over:
            raise _damaged("it ends too early")
        return self.manifest


def _read_manifest(path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(path.read_bytes())
        form, version = manifest["format"], int(manifest["version"])
        files = {str(n): (int(f["bytes"]), str(f["sha256"])) for n, f in manifest["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        raise _damaged("its manifest cannot be read") from None
    if form != FORMAT:
        raise _damaged("it is none of Comity")
    if version > VERSION:
        made_by = str(manifest.get("made_by", ""))[:60]
        raise Invalid("backup", made_by, "it was made by a newer Comity; install that, or a newer one")
    if any(not _NAME.fullmatch(name) for name in files):
        raise _damaged("it names a file that belongs to no backup")
    return dict(manifest)


def _damaged(why: str) -> Invalid:
    return Invalid("backup", "", why)
