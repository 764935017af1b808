"""Whether files are still as they were: told by what the file system says of them, without reading them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from importlib.metadata import entry_points
from pathlib import Path

import comity

MOST = 5_000_000
"""Files that are looked at; of more it is not told."""


def state_of(paths: Iterable[Path]) -> str:
    """A digest of the names, sizes and times of all files at these paths, and of the readers that are installed.

    Two equal digests mean that nothing was added, removed, renamed or written since: the time at which a file's
    inode changed (POSIX `st_ctime`) cannot be set back. "" where it cannot be told: a path is missing,
    cannot be looked into, or holds more than `MOST` files.
    """
    digest = blake2b(_readers().encode(), digest_size=16)
    count = 0
    try:
        for path in sorted({path.resolve() for path in paths}):
            for name, about in _files(path):
                count += 1
                if count > MOST:
                    return ""
                told = (about.st_mode, about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino)
                digest.update(f"{len(name)} {name} {told}".encode("utf-8", "surrogateescape"))
    except OSError:
        return ""
    return digest.hexdigest()


def _files(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Everything at a path, in order of name; symbolic links are not followed."""
    yield str(path), path.stat()
    if not path.is_dir():
        return
    waiting = [str(path)]
    while waiting:
        with os.scandir(waiting.pop()) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            yield entry.path, entry.stat(follow_symlinks=False)
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)


def _readers() -> str:
    """What would read differently if it changed: our version, and the readers of others with theirs."""
    others = (
        f"{entry.name} {entry.value} {entry.dist.version if entry.dist else ''}"
        for entry in entry_points(group="comity.sources")
    )
    return "\n".join([comity.__version__, *sorted(others)])
