"""How long a reader may take without any progress: a minute, longer for large files, then it is ended.

Time is taken by a signal, so that also a reader that waits, or that is deep in a pattern, is interrupted: it fails
for its file alone, and the others are read. What not even a signal reaches is ended from outside (`_reading`).
"""

from __future__ import annotations

import signal
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds without progress that any file is given, and a second more for each megabyte of it."""
LONGEST = 900.0
"""Seconds that no file is given more than."""
_TICKS = 12
"""How many times within its patience a reader is looked at."""


class Stalled(Exception):
    """Nothing was read for as many seconds as the file is given."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"nothing was read for {seconds:.0f} seconds")
        self.seconds = seconds


def given(size: int, patience: float = PATIENCE) -> float:
    """The seconds without progress that a file of this many bytes is given."""
    return min(LONGEST, patience + size / 1_000_000)


class Watch:
    """Raises `Stalled` in the main thread when `steps` stays as it is for longer than the file is given.

    busy: whether to count no time now, because it is the other end that is waited for.
    """

    def __init__(self, patience: float) -> None:
        self.patience = self.limit = patience
        self.steps = 0
        self.busy = False
        self._seen = -1
        self._silent = 0.0
        self._tick = patience / _TICKS

    def begin(self, size: int) -> float:
        """A file of this many bytes begins; returns the seconds that it is given."""
        self.limit = given(size, self.patience)
        self.steps += 1
        return self.limit

    def start(self) -> None:
        """Look from now on, where the system can."""
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, lambda *_: self._look())
            signal.setitimer(signal.ITIMER_REAL, self._tick, self._tick)

    def _look(self) -> None:
        if self.busy or self.steps != self._seen:
            self._seen, self._silent = self.steps, 0.0
            return
        self._silent += self._tick
        if self._silent >= self.limit:
            self._silent = 0.0
            raise Stalled(self.limit)


Alive = Callable[[], None]
"""Called where something goes on that yields no record."""
