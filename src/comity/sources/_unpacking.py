"""From what a user names to the files that are read: folders walked, archives opened, bombs refused.

Nothing is ever written under a name that an archive chose: members are streamed to numbered files in a
private scratch folder, one at a time, and removed when read.
"""

from __future__ import annotations

import gzip
import lzma
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from comity.sources._boxes import is_maildir
from comity.sources._not_read import of_archive
from comity.sources._patience import Alive, Stalled

DEPTH = 3
"""Archives within archives that are opened."""
MEMBERS = 100_000
"""Files of one folder or archive that are looked at."""
UNPACKED = 64 << 30
"""Bytes that one archive may unpack to in all."""
RATIO = 250
"""How many times its size a member may unpack to, once it exceeds `RATIO_FROM` bytes."""
RATIO_FROM = 32 << 20
_BLOCK = 1 << 20


@dataclass
class Unpacked:
    """A file (or Maildir) to read: done and total are bytes over everything named, this one included."""

    path: Path
    label: str
    size: int
    done: int = 0
    total: int = 0
    temporary: bool = False
    asked_for: bool = True
    by_bytes: bool = True


@dataclass
class Refused:
    """Something that is not opened, and why."""

    label: str
    code: str
    reason: str
    size: int = 0
    done: int = 0
    total: int = 0


class TooMuch(Exception):
    """An archive member unpacks to more than is allowed."""


_BROKEN = (
    *(OSError, EOFError, ValueError, RuntimeError, MemoryError, struct.error),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, zipfile.LargeZipFile, tarfile.TarError),
    *(TooMuch, Stalled),
)
"""What opening an archive raises where it is damaged, or made to do harm."""


def expand(
    paths: Sequence[tuple[Path, str]], scratch: Callable[[], Path], alive: Alive = lambda: None
) -> Iterator[Unpacked | Refused]:
    """Every file to read, in order. Sizes in `done` and `total` are those of the files as named.

    Args:
        scratch: tells the folder to unpack into, asked for once there is something to unpack;
        alive: called from time to time while something is unpacked.
    """
    tops: list[Unpacked | Refused] = []
    for path, label in paths:
        try:
            tops += _walk(path, label)
        except (OSError, ValueError, Stalled) as error:
            tops.append(_refused(label, error))
    total = sum(top.size for top in tops)
    done = 0
    opener = _Opener(scratch, alive)
    for top in tops:
        done += top.size
        for found in [top] if isinstance(top, Refused) else _opened(opener, top):
            found.done, found.total = done, total
            yield found


def _opened(opener: _Opener, top: Unpacked) -> Iterator[Unpacked | Refused]:
    """What is in it; where opening it fails in a way that nobody foresaw, that it is damaged, and the others go on."""
    try:
        yield from opener.open(top, 0)
    except Exception as error:
        yield _refused(top.label, error)


def _walk(path: Path, label: str) -> list[Unpacked | Refused]:
    if not path.exists():
        return [Refused(label, "missing", "There is no such file or folder.")]
    if path.is_file():
        return [Unpacked(path, label, path.stat().st_size)]
    if not path.is_dir():
        return [Refused(label, "not-a-file", "It is neither a file nor a folder.")]
    if _is_whole(path):
        return [Unpacked(path, label, _folder_size(path), by_bytes=False)]
    found: list[Unpacked | Refused] = []
    waiting = [(path, label)]
    while waiting:
        folder, named = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            found.append(_refused(named, error))
            continue
        within = [(entry, f"{named}/{entry.name}") for entry in listed]
        folders = [(Path(entry), inner) for entry, inner in within if entry.is_dir(follow_symlinks=False)]
        found += [_sized(inner, name) for inner, name in folders if _is_whole(inner)]
        found += [_file(entry, name) for entry, name in within if _is_shown(entry)]
        waiting += [(inner, name) for inner, name in reversed(folders) if not _is_whole(inner)]
        if len(found) >= MEMBERS:
            too_many = Refused(label, "too-many", f"Only the first {MEMBERS:,} files were looked at.")
            return [*found[:MEMBERS], too_many]
    return found or [Refused(label, "empty", "The folder holds no file.")]


def _is_shown(entry: os.DirEntry[str]) -> bool:
    """Whether it is no folder, and not hidden."""
    return not entry.is_dir(follow_symlinks=False) and not entry.name.startswith(".")


def _file(entry: os.DirEntry[str], label: str) -> Unpacked | Refused:
    """Something in a folder that is no folder itself."""
    if entry.is_symlink():
        return Refused(label, "symlink", "It is a link, which is never followed.")
    if not entry.is_file(follow_symlinks=False):
        return Refused(label, "not-a-file", "It is neither a file nor a folder.")
    try:
        size = entry.stat(follow_symlinks=False).st_size
    except OSError as error:
        return _refused(label, error)
    return Unpacked(Path(entry), label, size, asked_for=False)


def _sized(folder: Path, label: str) -> Unpacked | Refused:
    """A folder that is one thing to read, within another."""
    try:
        return Unpacked(folder, label, _folder_size(folder), asked_for=False, by_bytes=False)
    except OSError as error:
        return _refused(label, error)


def _is_whole(path: Path) -> bool:
    """Whether a folder is one thing to read: a Maildir, or an export of ours."""
    return is_maildir(path) or (path / "comity-export.json").is_file()


def _folder_size(path: Path) -> int:
    return sum(
        entry.stat(follow_symlinks=False).st_size
        for part in ("cur", "new")
        if (path / part).is_dir()
        for entry in os.scandir(path / part)
    )


class _Opener:
    """Opens archives, member by member, into numbered files."""

    def __init__(self, scratch: Callable[[], Path], alive: Alive) -> None:
        self.scratch = scratch
        self.alive = alive
        self.count = 0
        self.unpacked = 0

    def open(self, file: Unpacked, depth: int) -> Iterator[Unpacked | Refused]:
        """The file itself, or what is in it where it is an archive."""
        try:
            kind = _archive_kind(file.path)
        except OSError as error:
            yield _refused(file.label, error)
            return
        if kind and depth >= DEPTH:
            yield Refused(file.label, "too-deep", f"Archives are opened {DEPTH} deep, not deeper.")
        elif kind == "gzip":
            yield from self._gzip(file, depth)
        elif kind == "zip":
            yield from self._zip(file, depth)
        elif kind == "tar":
            yield from self._tar(file, depth)
        else:
            yield file

    def _gzip(self, file: Unpacked, depth: int) -> Iterator[Unpacked | Refused]:
        target = self._next()
        try:
            with gzip.open(file.path, "rb") as packed:
                self._copy(cast("IO[bytes]", packed), target, max(file.path.stat().st_size, 1))
        except _BROKEN as error:
            target.unlink(missing_ok=True)
            yield _refused(file.label, error)
            return
        inner = Unpacked(
            target, file.label, file.size, temporary=True, asked_for=file.asked_for, by_bytes=False
        )
        yield from self._nested(inner, depth)

    def _zip(self, file: Unpacked, depth: int) -> Iterator[Unpacked | Refused]:
        try:
            archive = zipfile.ZipFile(file.path)
        except _BROKEN as error:
            yield _refused(file.label, error)
            return
        with archive:
            members = [
                m for m in archive.infolist() if not m.filename.endswith("/") and not _is_noise(m.filename)
            ]
            if advice := of_archive(m.filename for m in members):
                yield Refused(file.label, "unknown-format", advice) if depth == 0 and file.asked_for else file
                return
            if _overlap(members):
                yield Refused(
                    file.label, "zip-bomb", "Its entries overlap, as in a zip bomb; it was not opened."
                )
                return
            size = file.path.stat().st_size
            for member in members[:MEMBERS]:
                label = f"{file.label} › {_shown(member.filename)}"
                yield from self._member(archive, size, member, label, depth)
            if len(members) > MEMBERS:
                yield Refused(file.label, "too-many", f"Only its first {MEMBERS:,} files were looked at.")

    def _member(
        self, archive: zipfile.ZipFile, size: int, member: zipfile.ZipInfo, label: str, depth: int
    ) -> Iterator[Unpacked | Refused]:
        if member.flag_bits & 1:
            yield Refused(label, "encrypted", "It is encrypted; unpack it with its password first.")
            return
        if (member.external_attr >> 16) & 0o170000 == 0o120000:
            yield Refused(label, "symlink", "It is a link, which is never followed.")
            return
        target = self._next()
        try:
            with archive.open(member) as packed:
                self._copy(packed, target, max(min(member.compress_size, size), 1))
        except _BROKEN as error:
            target.unlink(missing_ok=True)
            yield _refused(label, error)
            return
        inner = Unpacked(target, label, 0, temporary=True, asked_for=False, by_bytes=False)
        yield from self._nested(inner, depth)

    def _tar(self, file: Unpacked, depth: int) -> Iterator[Unpacked | Refused]:
        """The regular files of a tape archive, such as a `.tgz` of Google Takeout holds; links are passed over."""
        size, seen = max(file.path.stat().st_size, 1), 0
        try:
            with tarfile.open(file.path, "r:") as archive:
                while (member := archive.next()) is not None and seen < MEMBERS:
                    archive.members.clear()  # type: ignore[attr-defined]
                    if not member.isreg() or _is_noise(member.name):
                        continue
                    seen += 1
                    yield from self._tar_member(
                        archive, member, f"{file.label} › {_shown(member.name)}", size, depth
                    )
                if member is not None:
                    yield Refused(file.label, "too-many", f"Only its first {MEMBERS:,} files were looked at.")
        except _BROKEN as error:
            yield _refused(file.label, error)

    def _tar_member(
        self, archive: tarfile.TarFile, member: tarfile.TarInfo, label: str, size: int, depth: int
    ) -> Iterator[Unpacked | Refused]:
        target = self._next()
        try:
            packed = archive.extractfile(member)
            if packed is None:
                return
            with packed:
                self._copy(packed, target, size)
        except _BROKEN as error:
            target.unlink(missing_ok=True)
            yield _refused(label, error)
            return
        yield from self._nested(
            Unpacked(target, label, 0, temporary=True, asked_for=False, by_bytes=False), depth
        )

    def _nested(self, inner: Unpacked, depth: int) -> Iterator[Unpacked | Refused]:
        if _archive_kind(inner.path):
            yield from self.open(inner, depth + 1)
            inner.path.unlink(missing_ok=True)
        else:
            yield inner

    def _next(self) -> Path:
        self.count += 1
        return self.scratch() / f"{self.count:06}"

    def _copy(self, packed: IO[bytes], target: Path, compressed: int) -> None:
        """Stream to a file of mode 0600, stopping at the limits.

        Raises:
            TooMuch: it unpacks to more than is allowed.
        """
        written = 0
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while block := packed.read(_BLOCK):
                self.alive()
                written += len(block)
                self.unpacked += len(block)
                if self.unpacked > UNPACKED or (written > RATIO_FROM and written > compressed * RATIO):
                    raise TooMuch
                out.write(block)


def _archive_kind(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        head = file.read(265)
    if head[:2] == b"\x1f\x8b":
        return "gzip"
    if head[257:262] == b"ustar":
        return "tar"
    return "zip" if head[:4] in (b"PK\x03\x04", b"PK\x05\x06") else ""


def _overlap(members: list[zipfile.ZipInfo]) -> bool:
    """Whether entries share bytes of the archive, as in a non-recursive zip bomb (Fifield 2019)."""
    end = -1
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + 30 + member.compress_size
    return False


def _is_noise(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rsplit("/", 1)[-1].startswith("._")


def _shown(name: str) -> str:
    return "".join(c if c.isprintable() else "�" for c in name)[:300]


def _refused(label: str, error: Exception) -> Refused:
    if isinstance(error, TooMuch):
        return Refused(
            label, "zip-bomb", "It unpacks to far more than its size allows for; it was not read further."
        )
    if isinstance(error, Stalled):
        return Refused(label, "stalled", f"It was left unopened, for {error}.")
    if isinstance(error, OSError) and error.errno == 28:
        return Refused(label, "disk-full", "The disk is full: free some space, then import it again.")
    if isinstance(error, OSError) and error.errno is not None:
        return Refused(label, "unreadable", f"It cannot be opened: {error.strerror}.")
    return Refused(label, "damaged", "The archive is damaged or of a kind that cannot be opened.")
