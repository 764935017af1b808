"""Memory while a large mailbox is imported: of the importing process and of its reader; and how Today answers meanwhile."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import made_up_mail
from measure import percentile, table
from product import COMMAND, browser, environment, use_home

SIZE = 1 << 30
COUNT = 1_000_000
PAUSE, OPENED = 0.05, 0.25
Sample = tuple[float, int]


@dataclass
class Watched:
    """Samples of one process: seconds since the start, RssAnon in KiB."""

    title: str
    samples: list[Sample] = field(default_factory=list)

    def peak(self, begin: float, end: float) -> str:
        """The most in a span of time, in MiB."""
        found = [size for at, size in self.samples if begin <= at <= end]
        return f"{max(found) / 1024:.0f}" if found else "–"


def run(data: Path) -> list[str]:
    """Write the mailboxes, import each, and give the section of the report."""
    if not Path("/proc/self/status").is_file():
        return ["This system does not tell memory by /proc, so nothing was measured."]
    lines = [
        "Imported by `comity import` into an empty book. Private memory (RssAnon) in MiB, sampled every "
        f"{PAUSE * 1000:.0f} ms; the halves are of each process's own life. Meanwhile Today is opened every "
        f"{OPENED * 1000:.0f} ms, as whole requests through Django's test client: milliseconds."
    ]
    for attached, longest, size, count in ((1 / 12, 8, SIZE, 1 << 40), (0.01, 2, 1 << 40, COUNT)):
        with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
            file = Path(folder) / "large.mbox"
            written = made_up_mail.write(file, made_up_mail.Writer(1, attached, longest), size, count)
            command = [sys.executable, __file__, str(file), str(written), str(Path(folder) / "home")]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            lines += ["", *done.stdout.splitlines()]
    return lines


def _import_one(file: Path, count: int, home: Path) -> list[str]:
    """Import one mailbox, in a process that opens Today of that book meanwhile."""
    page = browser(use_home(home))
    importing, reader = Watched("importing process"), Watched("reading process")
    opened: list[float] = []
    took = _watch(file, home, (importing, reader), lambda: opened.append(_milliseconds(page)))
    database = sum(path.stat().st_size for path in home.glob("comity.sqlite3*"))
    return _report(count, file.stat().st_size, took, database, (importing, reader), opened)


def _milliseconds(page: Any) -> float:
    """How long it takes to be shown Today, or the way to it."""
    began = time.perf_counter()
    if page.get("/").status_code >= 400:
        raise RuntimeError("Today did not answer")
    return 1000 * (time.perf_counter() - began)


def _watch(file: Path, home: Path, watched: tuple[Watched, Watched], open_today: Callable[[], None]) -> float:
    """Import the file by the command, sample both processes and open Today until it ends; seconds it took."""
    began = time.perf_counter()
    command = [*COMMAND, "import", str(file), "--me", made_up_mail.ME, "--json"]
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL)
    due = 0.0
    while process.poll() is None:
        at = time.perf_counter() - began
        for each, number in zip(watched, (process.pid, _child(process.pid)), strict=True):
            size = _anonymous(number)
            if size:
                each.samples.append((at, size))
        if at >= due:
            open_today()
            due = at + OPENED
        time.sleep(PAUSE)
    if process.returncode:
        raise RuntimeError(f"comity import ended with {process.returncode}")
    return time.perf_counter() - began


def _child(process: int) -> int:
    """The process that another started; 0 while there is none."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0
    return int(children[0]) if children else 0


def _anonymous(process: int) -> int:
    """Private memory of a process in KiB (RssAnon); 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    found = status.partition("RssAnon:")[2].split(maxsplit=1)
    return int(found[0]) if found else 0


def _report(
    count: int, size: int, took: float, database: int, watched: tuple[Watched, Watched], opened: list[float]
) -> list[str]:
    rows = []
    for process in watched:
        first, last = process.samples[0][0], process.samples[-1][0]
        middle = (first + last) / 2
        spans = ((first, last), (first, middle), (middle, last))
        rows.append((process.title, *(process.peak(*span) for span in spans), str(len(process.samples))))
    return [
        f"**{count:,} messages, {size / (1 << 30):.2f} GiB**: text, HTML, attachments, threads, lists. "
        f"{took:.1f} s: {count / took:,.0f} messages and {size / took / 1e6:.0f} MB a second. The database then had "
        f"{database / 1e6:.0f} MB. Today meanwhile: p50 {percentile(opened, 50):.0f}, p99 {percentile(opened, 99):.0f}, "
        f"at most {max(opened):.0f} ms ({len(opened)} times).",
        "",
        *table(("", "peak", "first half", "second half", "samples"), rows),
    ]


if __name__ == "__main__":
    print("\n".join(_import_one(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))))
