"""Measures the product beside its peers in one run, and writes benchmarks/RESULTS.md.

    python benchmarks/bench.py [--data DIR] [PART ...]

Without any part all of them run, each in a process of its own; with parts named, only those. What they say takes the
place of what RESULTS.md said of them before, each with its day; `--print` shows it only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import subprocess
import sys
from pathlib import Path

from evaluate import default_data
from measure import machine

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "RESULTS.md"
PARTS = {
    "startup": "Start-up",
    "importing": "Import beside parsing alone",
    "memory": "Memory, and Today, while large mailboxes are imported",
    "peers": "Import beside notmuch and mu",
    "pages": "Pages of a large book",
    "sayit": "Say it once",
    "search": "Search",
    "sealing": "What is sealed",
    "evidence": "Evidence",
    "duplicates": "Duplicates among 100,000 people",
    "evaluation": "Evaluation",
}


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; 0 if all of it could be measured."""
    parser = argparse.ArgumentParser(description="Measure the product beside its peers.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"only these: {', '.join(PARTS)}")
    parser.add_argument("--data", type=Path, default=default_data(), help="folder with the real data")
    parser.add_argument("--print", action="store_true", help="show the figures and write nothing")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}; the parts are {', '.join(PARTS)}")
    if asked.alone:
        print("\n".join(importlib.import_module(asked.parts[0]).run(asked.data)))
        return 0
    failed = False
    for part in asked.parts or PARTS:
        text = _measured(part, asked.data)
        failed |= not text
        print(f"\n## {PARTS[part]}\n\n{text or 'It failed.'}", flush=True)
        if text and not asked.print:
            _write(part, text)
    return 1 if failed else 0


def _measured(part: str, data: Path) -> str:
    """What a part says, run in a process of its own so that it starts with nothing in memory; "" if it failed."""
    print(f"Measuring: {PARTS[part].lower()} …", file=sys.stderr, flush=True)
    if part == "evaluation":
        return f"What `make evaluate` prints:\n\n```text\n{_said('evaluate.py', '--data', str(data))}\n```"
    return _said("bench.py", part, "--alone", "--data", str(data))


def _said(script: str, *arguments: str) -> str:
    """What one of our scripts prints; "" if it failed (its own words are on standard error)."""
    command = [sys.executable, str(HERE / script), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return "" if done.returncode and script == "bench.py" else done.stdout.strip()


def _write(part: str, text: str) -> None:
    """Let RESULTS.md say this of a part, and of the others what it said before."""
    before = RESULTS.read_text() if RESULTS.is_file() else ""
    said = {title: body.strip() for title, _, body in (s.partition("\n") for s in before.split("\n## ")[1:])}
    today = dt.datetime.now(dt.UTC).date().isoformat()
    said[PARTS[part]] = f"Measured on {today}.\n\n{text}"
    lines = [
        "# Results",
        "",
        "Written by `make bench`, as measured. Medians, with least and greatest in brackets.",
        "",
    ]
    lines += machine()
    for title in PARTS.values():
        if title in said:
            lines += ["", f"## {title}", "", said[title]]
    RESULTS.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
