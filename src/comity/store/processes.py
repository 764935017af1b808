"""Which process works on something, and whether it still runs."""

from __future__ import annotations

import os
import socket
from pathlib import Path


def named(number: int | None = None) -> str:
    """What names a process, this one by default: the machine, its number, when it started."""
    number = number or os.getpid()
    return f"{socket.gethostname()}:{number}:{_started(number)}"


def runs(process: str) -> bool | None:
    """Whether a process named so runs; None where it is another machine's, or the system does not tell."""
    host, _, named_so = process.partition(":")
    number, _, started = named_so.partition(":")
    if host != socket.gethostname() or not started:
        return None
    return _started(int(number)) == started


def is_this(process: str) -> bool:
    """Whether it is this very process, or one before it of the same number."""
    return process.split(":")[1:2] == [str(os.getpid())]


def _started(number: int) -> str:
    """When a process of this machine started, in the kernel's count; "" if it runs no more, or nobody tells.

    The number alone does not name it: after a restart another process may have the same.
    """
    try:
        words = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if words[0] in "ZX" else words[19]
