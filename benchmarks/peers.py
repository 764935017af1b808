"""Import of a Maildir beside what the mail indexers notmuch and mu take for it: in turns, in the same run."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import made_up_mail
from measure import spread, table
from product import COMMAND, comity, environment

COUNT, ROUNDS = 20_000, 3
SHARES = (0.01, 0.30)
PAUSE = 0.02
NOTMUCH_GOAL, MU_GOAL, AGAIN_GOAL = 8.0, 4.0, 0.5


@dataclass
class Indexer:
    """A program that reads a Maildir: how its data are emptied, and the command that reads."""

    name: str
    empty: Callable[[Path], None]
    command: Sequence[str]
    seconds: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)


def run(data: Path) -> list[str]:
    """Write the Maildirs, let all three read them, and give the section of the report."""
    missing = [name for name in ("notmuch", "mu") if shutil.which(name) is None]
    if missing:
        return [
            f"{' and '.join(missing)} not installed here (Debian: notmuch, maildir-utils), so nothing was measured."
        ]
    lines = [
        f"{COUNT:,} made-up messages in a Maildir: text and HTML, threads, lists, and attachments in a share of them. "
        f"Whole processes with an empty database each time, {ROUNDS} rounds in turns after the files were read once: "
        "`comity import`, `notmuch new`, `mu index`. *Again*: the same command when nothing has changed since. "
        "Memory is the greatest sum of the resident memory of all processes of a command, in MiB.",
    ]
    for share in SHARES:
        with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
            lines += ["", *_beside(Path(folder), share)]
    return lines


def _beside(folder: Path, share: float) -> list[str]:
    size = made_up_mail.write_maildir(folder / "mail", COUNT, share)
    indexers = [_comity(folder), _notmuch(folder), _mu(folder)]
    for _ in range(ROUNDS):
        for indexer in indexers:
            indexer.empty(folder)
            seconds, memory = _watched(indexer.command, folder)
            indexer.seconds.append(seconds)
            indexer.memory.append(memory)
            indexer.again.append(_watched(indexer.command, folder)[0])
    return _report(indexers, share, size)


def _comity(folder: Path) -> Indexer:
    home = folder / "home"
    comity(home, "me", "add", made_up_mail.ME)
    shutil.copytree(home, folder / "empty")

    def empty(folder: Path) -> None:
        shutil.rmtree(home)
        shutil.copytree(folder / "empty", home)

    return Indexer("comity import", empty, [*COMMAND, "import", str(folder / "mail")])


def _notmuch(folder: Path) -> Indexer:
    settings = folder / "notmuch.conf"
    settings.write_text(
        f"[database]\npath={folder / 'notmuch'}\nmail_root={folder / 'mail'}\n[new]\ntags=new\n"
        f"[user]\nname=Kim Morgan\nprimary_email={made_up_mail.ME}\n"
    )

    def empty(folder: Path) -> None:
        shutil.rmtree(folder / "notmuch", ignore_errors=True)
        (folder / "notmuch").mkdir()

    return Indexer("notmuch new", empty, ["notmuch", f"--config={settings}", "new", "--quiet"])


def _mu(folder: Path) -> Indexer:
    home = folder / "mu"

    def empty(folder: Path) -> None:
        shutil.rmtree(home, ignore_errors=True)
        init = [
            "mu",
            "init",
            f"--muhome={home}",
            f"--maildir={folder / 'mail'}",
            f"--my-address={made_up_mail.ME}",
        ]
        subprocess.run(init, check=True, stdout=subprocess.DEVNULL)

    return Indexer("mu index", empty, ["mu", "index", "--quiet", f"--muhome={home}"])


def _watched(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Seconds that a command took, and the greatest sum of its processes' resident memory in MiB."""
    peak, ended = 0.0, threading.Event()
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment(folder / "home"), stdout=subprocess.DEVNULL)

    def watch() -> None:
        nonlocal peak
        while not ended.wait(PAUSE):
            peak = max(peak, sum(map(_resident, _family(process.pid))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    took = time.perf_counter() - began
    ended.set()
    watcher.join()
    if code:
        raise RuntimeError(f"{command[0]} ended with {code}")
    return took, peak


def _family(process: int) -> list[int]:
    """A process and those it started, theirs too."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return []
    return [process, *(each for child in children for each in _family(int(child)))]


def _resident(process: int) -> float:
    """Resident memory of a process in MiB; 0 where it is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    found = status.partition("VmRSS:")[2].split(maxsplit=1)
    return int(found[0]) / 1024 if found else 0.0


def _report(indexers: list[Indexer], share: float, size: int) -> list[str]:
    ours, notmuch, mu = indexers
    rows = [
        (
            f"`{i.name}`",
            spread(i.seconds),
            f"{COUNT / median(i.seconds):,.0f}",
            f"{max(i.memory):.0f}",
            spread(i.again, 4),
        )
        for i in indexers
    ]
    faster = [median([t / o for t, o in zip(i.seconds, ours.seconds, strict=True)]) for i in (notmuch, mu)]
    again = median([o / n for o, n in zip(ours.again, notmuch.again, strict=True)])
    words = [
        f"{faster[0]:.1f}× as fast as notmuch (goal {NOTMUCH_GOAL:.0f}: {_yes(faster[0] >= NOTMUCH_GOAL)}), "
        f"{faster[1]:.1f}× as fast as mu (goal {MU_GOAL:.0f}: {_yes(faster[1] >= MU_GOAL)}), "
        f"memory {max(ours.memory):.0f} MiB (goal: at most theirs: "
        f"{_yes(max(ours.memory) <= min(max(notmuch.memory), max(mu.memory)))}). "
        f"When nothing has changed: {again:.2f}× of `notmuch new` then (goal {AGAIN_GOAL}: {_yes(again <= AGAIN_GOAL)})."
    ]
    head = ["", "seconds", "messages a second", "memory", "again"]
    return [f"**{share:.0%} with attachments** ({size / 1e6:,.0f} MB)", "", *table(head, rows), "", *words]


def _yes(reached: bool) -> str:
    return "yes" if reached else "no"
