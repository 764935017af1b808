"""A real `comity` in a data folder of its own, as a person would start it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
START = "from comity.interfaces.cli import main; main()"
LINK = re.compile(r"(http://\S+)/enter/(\S+)")


@dataclass(frozen=True, slots=True)
class Served:
    """Where it is, and the path of the link that signs in once."""

    origin: str
    link: str


def environment(home: Path, aside: Path | None = None) -> dict[str, str]:
    """That of a program of ours in this data folder; aside: where all goes that programs write elsewhere."""
    found = os.environ | {
        "COMITY_HOME": str(home),
        "COMITY_DATABASE_URL": "",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYTHONUNBUFFERED": "1",
    }
    found.pop("DJANGO_SETTINGS_MODULE", None)
    if aside is not None:
        found |= dict.fromkeys(("TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), str(aside))
    return found


def run(home: Path, *words: str, cwd: Path = ROOT) -> str:
    """Standard output of `python …` in a data folder."""
    done = subprocess.run(
        [sys.executable, *words], env=environment(home), capture_output=True, text=True, cwd=cwd, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def comity(home: Path, *words: str, cwd: Path = ROOT) -> str:
    """Standard output of `comity …` in a data folder."""
    return run(home, "-c", START, *words, cwd=cwd)


@contextmanager
def serving(home: Path, aside: Path | None = None) -> Iterator[Served]:
    """Starts it, waits for its link and its port, and stops it in the end. aside: also where what it says of errors goes."""
    port = _free_port()
    errors = (aside / "errors.txt").open("ab") if aside else None
    process = subprocess.Popen(
        [sys.executable, "-c", START, "serve", "--port", str(port)],
        env=environment(home, aside),
        stdout=subprocess.PIPE,
        stderr=errors,
        text=True,
    )
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if found := LINK.search(line):
                break
        else:
            raise AssertionError("It stopped before it printed a link.")
        _wait_for(port)
        yield Served(found[1], f"/enter/{found[2]}")
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()
        if errors:
            errors.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            _pause()
        else:
            return
    raise AssertionError("It never listened.")


def _pause() -> None:
    import time

    time.sleep(0.1)
