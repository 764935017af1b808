"""The process beside the server that sends what is due."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SECONDS = 10
"""For how long it may finish what it is at, once the server ended."""


@contextmanager
def sweeping() -> Iterator[None]:
    """A process that sweeps every minute, for as long as this one does what is within.

    It ends when its standard input does, so it also ends with a server that was killed. It is not restarted: `comity
    doctor` tells where nothing sweeps.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "comity.interfaces.worker.sweeping"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert process.stdin is not None
    try:
        yield
    finally:
        process.stdin.close()
        try:
            process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            process.terminate()
            process.wait()
