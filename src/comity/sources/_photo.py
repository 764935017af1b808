"""Reading a photographed code, or a file of cards, in a process of its own (`sources._photo_worker`)."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from comity.core.errors import ReaderDied
from comity.core.handed import MOST_CARDS, Handed

PATIENCE = 30.0
"""Seconds after which the reading process is ended, whatever it does."""
_MOST_BYTES = 400_000
"""Bytes of its answer; twenty cards that are as long as they may be take 150,000."""


def cards_in(path: Path) -> tuple[tuple[Handed, ...], str]:
    """The cards in a photograph or a vCard file, and what was wrong where there are none.

    Trouble is one of: none (no code to be seen), picture (damaged), large (too many pixels), format (no picture).

    Raises:
        ReaderDied: the reading process ended early, took too long, or said what is no answer.
    """
    kept = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "HOME", "SYSTEMROOT")
    worker = subprocess.Popen(
        [sys.executable, "-m", "comity.sources._photo_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if name in kept},
        start_new_session=True,
    )
    assert worker.stdin is not None
    assert worker.stdout is not None
    timer = threading.Timer(PATIENCE, worker.kill)
    timer.start()
    try:
        with contextlib.suppress(BrokenPipeError):
            worker.stdin.write(json.dumps({"path": str(path)}).encode())
            worker.stdin.close()
        answer = worker.stdout.read(_MOST_BYTES + 1)
    finally:
        stalled = not timer.is_alive()
        timer.cancel()
        worker.kill()
        worker.stdout.close()
        code = worker.wait()
    try:
        return _checked(answer)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise ReaderDied(code, "", stalled) from None


def _checked(answer: bytes) -> tuple[tuple[Handed, ...], str]:
    """The answer as plain values of the right kind.

    Raises:
        ValueError, TypeError, KeyError, AttributeError: it is none.
    """
    if len(answer) > _MOST_BYTES:
        raise ValueError("too long")
    told: dict[str, Any] = json.loads(answer)
    return tuple(_card(card) for card in told["cards"][:MOST_CARDS]), str(told["trouble"])


def _card(told: dict[str, Any]) -> Handed:
    def text(name: str) -> str:
        return str(told[name])

    def texts(name: str) -> tuple[str, ...]:
        return tuple(str(value) for value in told[name])

    return Handed(
        text("form"),
        text("name"),
        text("organisation"),
        text("title"),
        texts("emails"),
        texts("phones"),
        texts("links"),
        text("note"),
    )
