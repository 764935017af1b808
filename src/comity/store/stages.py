"""Private folders in the data folder in which copies of the book stand in clear for as long as something takes.

What a process that was killed left of them is removed by the next one to start: each is named after its process.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, unquote

from comity.store import holding, processes

_PREFIXES = ("backup-", "restore-")
_STALE = 24 * 3600


@contextmanager
def stage(home: Path, prefix: str) -> Iterator[Path]:
    """A private folder in the data folder, gone at the end unless it was renamed."""
    folder = Path(tempfile.mkdtemp(prefix=f"{prefix}{quote(processes.named(), safe='')}-", dir=home))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(home: Path) -> None:
    """Remove what backups and restores that were killed left behind."""
    for prefix in _PREFIXES:
        for folder in home.glob(f"{prefix}*/"):
            with suppress(OSError):
                if not _in_use(folder, unquote(folder.name.removeprefix(prefix).rpartition("-")[0])):
                    shutil.rmtree(folder, ignore_errors=True)
    if not any((home / holding.READY).glob(f"{holding.MOVES}*")):
        shutil.rmtree(home / holding.READY, ignore_errors=True)


def _in_use(folder: Path, process: str) -> bool:
    """Whether the process that made a folder still runs; where nobody tells, whether it is of today."""
    alive = processes.runs(process)
    return time.time() - folder.stat().st_mtime < _STALE if alive is None else alive
