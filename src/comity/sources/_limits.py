"""Bounds that a process sets itself before it reads what strangers made."""

from __future__ import annotations


def limit(*, memory: int, files: int, seconds: int | None = None, written: int | None = None) -> None:
    """Bound private memory (bytes), open files, processor time (seconds) and what is written to a file (bytes).

    No core is dumped. Where the system knows no such bounds (Windows) nothing happens: there the parent's patience, and
    what each reader bounds by itself, must do. A bound that is lower already stays.
    """
    try:
        import resource
    except ImportError:
        return
    wanted = [
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, written),
    ]
    for what, most in wanted:
        if most is not None:
            _, hard = resource.getrlimit(what)
            resource.setrlimit(what, (most if hard < 0 else min(most, hard), hard))
