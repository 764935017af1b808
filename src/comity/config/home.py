"""The data folder: one place, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from comity.store import place


def home() -> Path:
    """`$COMITY_HOME`, by default the user's data folder; created with mode 0700 where it is missing.

    Raises:
        OSError: the folder cannot be created or its mode cannot be set.
    """
    folder = place.folder()
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # another process may be as far
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs sessions and links, made at the first start and kept in a file of mode 0600."""
    path = folder / "secret.key"
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        pass
    fresh = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text("ascii")
