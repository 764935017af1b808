"""Start-up: `comity --help` beside a bare click program, in turns; and a first command, which makes the book."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from measure import spread, table
from product import COMMAND, environment

ROUNDS, FIRSTS = 25, 5
MOST = 1.3
_BARE = """
import click

@click.group()
def main():
    "A program that does nothing."

@main.command()
def nothing():
    "Nothing."

main()
"""


def run(data: Path) -> list[str]:
    """Measure, and give the section of the report."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as home:
        variables = environment(Path(home))
        bare = [sys.executable, "-c", _BARE, "--help"]
        pairs = [
            (_milliseconds([*COMMAND, "--help"], variables), _milliseconds(bare, variables))
            for _ in range(ROUNDS + 2)
        ][2:]
        firsts = [_first(Path(home) / f"new-{n}") for n in range(FIRSTS)]
    ours, theirs = ([pair[n] for pair in pairs] for n in (0, 1))
    ratios = [a / b for a, b in pairs]
    reached = sorted(ratios)[len(ratios) // 2] <= MOST
    return [
        f"Milliseconds, median (min–max) of {ROUNDS} rounds in turns, the same Python. Goal: ratio ≤ {MOST}.",
        "",
        *table(
            ("", "`comity --help`", "bare click", "ratio", "goal"),
            [("start-up", spread(ours, 0), spread(theirs, 0), spread(ratios), "yes" if reached else "no")],
        ),
        "",
        f"A first `comity today`, which makes the book in an empty folder: {spread(firsts, 0)} ms.",
    ]


def _first(home: Path) -> float:
    return _milliseconds([*COMMAND, "today"], environment(home))


def _milliseconds(command: list[str], variables: dict[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - began) * 1000
