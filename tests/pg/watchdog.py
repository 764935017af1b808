"""Ends a server whose test run was killed: `python watchdog.py FOLDER`, with a pipe from the run as its input.

However a process ends, the system closes its pipes. So when the pipe closes before a word was said, the run
can no longer stop its server, and this does: it asks the server to shut down, insists where it does not, and removes its folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 10.0
"""Seconds that a server is given to shut down before it is made to."""


@contextmanager
def watching(folder: Path) -> Iterator[None]:
    """Have the server that will run in this folder ended if the process that runs this is."""
    command = [sys.executable, __file__, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
    ) as dog:
        assert dog.stdin is not None
        yield
        dog.stdin.write(b"done")


def end(folder: Path) -> None:
    """Shut down the server of a folder, if one runs there, and remove the folder."""
    for way in (signal.SIGINT, signal.SIGQUIT):
        server = running(folder)
        if server:
            os.kill(server, way)
            _wait(folder)
    shutil.rmtree(folder, ignore_errors=True)


def running(folder: Path) -> int:
    """The process of the server of a folder; 0 where none runs. A file that names another folder is not believed."""
    try:
        number, of, *_ = (folder / "postmaster.pid").read_text().splitlines()
        os.kill(int(number), 0)
    except (OSError, ValueError):
        return 0
    return int(number) if of == str(folder) else 0


def _wait(folder: Path) -> None:
    end_of_patience = time.monotonic() + PATIENCE
    while running(folder) and time.monotonic() < end_of_patience:
        time.sleep(0.05)


if __name__ == "__main__":
    if not sys.stdin.buffer.read():
        end(Path(sys.argv[1]))
