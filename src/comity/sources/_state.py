"""Whether files are still as they were: told by what the file system says of them, without reading them."""

from __future__ import annotations

import json
import marshal
import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path

import comity

MOST = 5_000_000
"""Files that are looked at; of more it is not told."""
_TOGETHER = 4096
"""Files that are told to the digest at once."""
_PACKAGES = (".dist-info", ".egg-info")
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
_PLAIN = 2
"""The version of marshal's format in which equal values are always written alike."""


def state_of(paths: Iterable[Path]) -> str:
    """A digest of the names, sizes and times of all files at these paths, and of the readers that are installed.

    Two equal digests mean that nothing was added, removed, renamed or written since: the time at which a file's
    inode changed (POSIX `st_ctime`) cannot be set back. "" where it cannot be told: a path is missing,
    cannot be looked into, or holds more than `MOST` files.
    """
    digest = blake2b(_readers().encode("utf-8", "surrogateescape"), digest_size=16)
    count = 0
    try:
        for path in sorted({path.resolve() for path in paths}):
            for folder, files in _files(path):
                count += len(files)
                if count > MOST:
                    return ""
                digest.update(marshal.dumps((folder, files), _PLAIN))
    except OSError:
        return ""
    return digest.hexdigest()


def as_understood(state: str, mappings: Mapping[str, object]) -> str:
    """How the files are, and how their tables are understood; "" where it cannot be told."""
    if not state:
        return ""
    understood = json.dumps(mappings, sort_keys=True).encode()
    return blake2b(state.encode() + understood, digest_size=16).hexdigest()


_About = tuple[str, int, int, int, int, int]


def _files(path: Path) -> Iterator[tuple[str, list[_About]]]:
    """Everything at a path, in order of name, some at a time with their folder; symbolic links are not followed."""
    itself = path.stat()
    yield "", [_about(str(path), itself)]
    waiting = [str(path)] if stat.S_ISDIR(itself.st_mode) else []
    while waiting:
        folder = waiting.pop()
        within = os.open(folder, _FOLDER)  # each name would else be looked up from the root
        try:
            names = sorted(os.listdir(within))
            for first in range(0, len(names), _TOGETHER):
                part = names[first : first + _TOGETHER]
                told = [_about(name, os.stat(name, dir_fd=within, follow_symlinks=False)) for name in part]
                waiting += [os.path.join(folder, about[0]) for about in told if stat.S_ISDIR(about[1])]
                yield folder, told
        finally:
            os.close(within)


def _about(name: str, found: os.stat_result) -> _About:
    return name, found.st_mode, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _readers() -> str:
    """What would read differently if it changed: our version, and every package installed, with when it came."""
    found = []
    for place in set(sys.path):
        try:
            with os.scandir(place or ".") as entries:
                packages = [entry for entry in entries if entry.name.endswith(_PACKAGES)]
                found += [f"{entry.name} {entry.stat().st_ctime_ns}" for entry in packages]
        except OSError:  # a folder that is not there, or an archive
            continue
    return "\n".join([comity.__version__, *sorted(found)])
