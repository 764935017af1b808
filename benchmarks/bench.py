"""Measures the product beside its peers in one run, and writes benchmarks/RESULTS.md.

    python benchmarks/bench.py [--data DIR] [PART ...]

Parts: startup, importing, memory, pages, search, duplicates. Without any, all of them run, each in a process of its own, then the
evaluation; what they say is written to RESULTS.md. With parts named, only those run, and only print.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import subprocess
import sys
import time
from pathlib import Path

from evaluate import default_data
from measure import machine

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
PARTS = {
    "startup": "Start-up",
    "importing": "Import beside parsing alone",
    "memory": "Memory while a gigabyte is imported",
    "pages": "Pages of a large book",
    "search": "Search",
    "duplicates": "Duplicates among 100,000 people",
}


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; 0 if all of it could be measured."""
    parser = argparse.ArgumentParser(description="Measure the product beside its peers.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--data", type=Path, default=default_data(), help="folder with the real data")
    asked = parser.parse_args(arguments)
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    if len(asked.parts) == 1:
        print("\n".join(importlib.import_module(asked.parts[0]).run(asked.data)))
        return 0
    began = time.monotonic()
    sections = {part: _section(part, asked.data) for part in asked.parts or PARTS}
    for part, text in sections.items():
        print(f"\n## {PARTS[part]}\n\n{text}")
    if not asked.parts:
        RESULTS.write_text(_results(sections, asked.data, time.monotonic() - began))
        print(f"\nWritten to {RESULTS.name}.")
    return 1 if "" in sections.values() else 0


def _section(part: str, data: Path) -> str:
    """What a part says, run in a process of its own so that it starts with nothing in memory."""
    print(f"Measuring: {PARTS[part].lower()} …", file=sys.stderr, flush=True)
    return _said("bench.py", part, "--data", str(data))


def _said(script: str, *arguments: str) -> str:
    """What one of our scripts prints; "" if it failed (its own words are on standard error)."""
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return "" if done.returncode and script == "bench.py" else done.stdout.strip()


def _results(sections: dict[str, str], data: Path, took: float) -> str:
    today = dt.datetime.now(dt.UTC).date().isoformat()
    lines = [
        "# Results",
        "",
        f"Written by `make bench` on {today}, in one run of {took / 60:.1f} minutes, as measured. Medians, with least and",
        "greatest in brackets.",
        "",
        *machine(),
    ]
    for part, text in sections.items():
        lines += ["", f"## {PARTS[part]}", "", text or "It failed, so there are no figures."]
    evaluated = _said("evaluate.py", "--data", str(data))
    lines += [
        "",
        f"## Evaluation, {today}",
        "",
        "What `make evaluate` prints:",
        "",
        "```text",
        evaluated,
        "```",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
