"""Figures as the table shows them: medians, ranges, and what machine they were taken on."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median, quantiles


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median with the least and the greatest value."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def percentile(values: Sequence[float], percent: int) -> float:
    """A percentile of at least two values, between 1 and 99."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """A Markdown table; all columns but the first are set to the right."""
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 1)]
    return [*lines, *("| " + " | ".join(row) + " |" for row in rows)]


def machine() -> list[str]:
    """What the figures were taken on, as list items."""
    return [
        f"- Processor: {_field('/proc/cpuinfo', 'model name') or platform.processor() or 'unknown'}, "
        f"{os.cpu_count()} cores",
        f"- Memory: {_memory()}",
        f"- System: {_distribution()}, {platform.system()} {platform.release().split('-')[0]}",
        f"- Python: {platform.python_version()}",
    ]


def _memory() -> str:
    kibibytes = _field("/proc/meminfo", "MemTotal").split()[:1]
    return f"{int(kibibytes[0]) / (1 << 20):.1f} GiB" if kibibytes else "unknown"


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except (OSError, KeyError):
        return platform.system()


def _field(path: str, name: str) -> str:
    """What stands after the first `name:` of a file, "" where there is none."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
