"""Which folders a Maildir is made of, told without loading what reads mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path


def is_maildir(path: Path) -> bool:
    """Whether it is a folder with `cur` and `new`."""
    return (path / "cur").is_dir() and (path / "new").is_dir()


def boxes(root: Path) -> list[Path]:
    """A Maildir and its sub-folders, which begin with a dot; symbolic links are not followed."""
    inner = (p for p in root.iterdir() if p.name.startswith(".") and p.is_dir() and not p.is_symlink())
    return [root, *sorted(inner)]


def message_folders(root: Path) -> Iterator[Path]:
    """Those in which the messages are. The time of one changes when a message comes, goes or is renamed."""
    for box in boxes(root):
        for part in ("cur", "new"):
            folder = box / part
            if folder.is_dir() and not folder.is_symlink():
                yield folder
