"""Fuzz every source, or those named: `python -m tests.fuzz [SOURCE …] [--runs N | --seconds S]`.

What breaks is kept in build/fuzz/SOURCE/; move it to tests/fuzz/found/SOURCE/ and it is tried at every run from then on.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import random
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from tests.fuzz.seeds import SEEDS

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / "build" / "fuzz"
_RUNS = re.compile(r"(?:stat::number_of_executed_units: |^# )(\d+)", re.MULTILINE)
_COVERED = re.compile(r"cov: (\d+) ft: (\d+)")
_LEAST_LOG = 6000
"""Characters of its output that are shown of a source that broke."""


class Tried(NamedTuple):
    """How it went: the exit code, inputs, seconds, and (edges, features) that were reached, by atheris alone."""

    source: str
    code: int
    runs: int
    seconds: float
    reached: tuple[str, str] | None
    said: str


def main() -> int:
    """Fuzz, print a line for each source, and return 1 if anything broke."""
    options = _options()
    engine = _engine(options.engine)
    order = sorted(options.source or SEEDS, key=lambda name: name not in ("icalendar", "csv", "archive"))
    each = options.seconds or 0
    print(f"{'source':12} {'inputs':>9} {'seconds':>8}  reached", flush=True)
    with ThreadPoolExecutor(options.jobs) as pool:
        futures = [pool.submit(_try, name, engine, options.runs, each, options) for name in order]
        broken = [tried for future in futures if (tried := _told(future.result())).code]
    for tried in broken:
        print(f"\n{tried.source} broke; the input is in {KEPT / tried.source}\n{tried.said}", file=sys.stderr)
    return 1 if broken else 0


def _options() -> argparse.Namespace:
    asked = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.split("\n")[0])
    asked.add_argument("source", nargs="*", choices=[[], *SEEDS], help="which to fuzz; all by default")
    asked.add_argument("--runs", type=int, default=0, help="inputs for each source")
    asked.add_argument("--seconds", type=int, default=0, help="seconds for each source")
    asked.add_argument("--seed", type=int, default=None, help="the same number tries the same inputs again")
    asked.add_argument("--longest", type=int, default=4096, help="bytes of the longest input")
    asked.add_argument("--engine", choices=("atheris", "own"), default="")
    asked.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = asked.parse_args()
    if not options.runs and not options.seconds:
        asked.error("Say how long: --runs, or --seconds.")
    options.seed = random.randrange(1, 2**31) if options.seed is None else options.seed
    return options


def _engine(wanted: str) -> str:
    if wanted != "own" and importlib.util.find_spec("atheris"):
        return "atheris"
    if wanted != "own":
        print("atheris cannot be installed here; our own mutations are tried, which no coverage guides.")
    return "own"


def _try(source: str, engine: str, runs: int, seconds: int, options: argparse.Namespace) -> Tried:
    folder = KEPT / source
    shutil.rmtree(folder / "seeds", ignore_errors=True)
    command = [sys.executable, "-m", "tests.fuzz.one", source, str(folder), f"--engine={engine}"]
    command += [
        f"--runs={runs}",
        f"--seconds={seconds}",
        f"--seed={options.seed}",
        f"--longest={options.longest}",
    ]
    started = time.monotonic()
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    said = (ended.stdout + ended.stderr).decode(errors="replace")
    reached, done = _COVERED.findall(said), _RUNS.findall(said)
    return Tried(
        source,
        ended.returncode,
        int(done[-1]) if done else 0,
        time.monotonic() - started,
        reached[-1] if reached else None,
        said[-_LEAST_LOG:],
    )


def _told(tried: Tried) -> Tried:
    """Print how it went; too few inputs without an error are an error."""
    where = "{} edges, {} features".format(*tried.reached) if tried.reached else "not known"
    print(
        f"{tried.source:12} {tried.runs:9,} {tried.seconds:8.1f}  {where}{'  BROKE' if tried.code else ''}",
        flush=True,
    )
    return tried


if __name__ == "__main__":
    sys.exit(main())
