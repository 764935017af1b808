"""Memory while a large mailbox is imported by `comity import`: of the importing process and of its reader."""

from __future__ import annotations

import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import made_up_mail
from measure import table
from product import COMMAND, comity, environment

SIZE = 1 << 30
PAUSE = 0.05
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
    """Write the mailbox, import it, and give the section of the report."""
    if not Path("/proc/self/status").is_file():
        return ["This system does not tell memory by /proc, so nothing was measured."]
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        file, home = Path(folder) / "large.mbox", Path(folder) / "home"
        count = made_up_mail.write(file, SIZE)
        comity(home, "me")
        importing, reader = Watched("importing process"), Watched("reading process")
        took = _watch(file, home, importing, reader)
        database = sum(path.stat().st_size for path in home.glob("comity.sqlite3*"))
        return _report(count, file.stat().st_size, took, database, (importing, reader))


def _watch(file: Path, home: Path, importing: Watched, reader: Watched) -> float:
    """Import the file by the command and sample both processes until it ends; seconds it took."""
    began = time.perf_counter()
    command = [*COMMAND, "import", str(file), "--me", made_up_mail.ME, "--json"]
    process = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL)
    while process.poll() is None:
        at = time.perf_counter() - began
        for watched, number in ((importing, process.pid), (reader, _child(process.pid))):
            size = _anonymous(number)
            if size:
                watched.samples.append((at, size))
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


def _report(count: int, size: int, took: float, database: int, watched: tuple[Watched, Watched]) -> list[str]:
    rows = []
    for process in watched:
        first, last = process.samples[0][0], process.samples[-1][0]
        middle = (first + last) / 2
        spans = ((first, last), (first, middle), (middle, last))
        rows.append((process.title, *(process.peak(*span) for span in spans), str(len(process.samples))))
    return [
        f"{count:,} made-up messages, {size / (1 << 30):.2f} GiB: text, HTML, attachments, threads, lists. Imported by "
        f"`comity import` in {took:.1f} s: {count / took:,.0f} messages and {size / took / 1e6:.0f} MB a second. The "
        f"database then had {database / 1e6:.0f} MB. Private memory (RssAnon) in MiB, sampled every "
        f"{PAUSE * 1000:.0f} ms; the halves are of each process's own life.",
        "",
        *table(("", "peak", "first half", "second half", "samples"), rows),
    ]
