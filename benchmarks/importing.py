"""Import of a real mailbox beside parsing it alone, in turns, in the same run."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import parse_only
from measure import spread, table
from product import COMMAND, environment, use_home

FILE, ME = "r-lists.mbox", "peter.dalgaard@r-lists.example"
ROUNDS = 7
_DATABASE = "comity.sqlite3"


def run(data: Path) -> list[str]:
    """Measure both ways of importing and parsing, and give the section of the report."""
    file = data / "mail" / FILE
    if not file.is_file():
        return [f"{FILE} is not there, so nothing was measured."]
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as folder:
        home = Path(folder) / "home"
        scope = use_home(home)
        template = _template(home, Path(folder) / "empty")
        messages = parse_only.split(file.read_bytes())
        inside = in_turns(
            lambda: _import(scope, file, home, template),
            lambda: _timed(lambda: parse_only.parse(messages)),
        )
        whole = in_turns(
            lambda: _import_by_command(file, template, Path(folder)),
            lambda: _timed(lambda: _run([sys.executable, parse_only.__file__, str(file)])),
        )
    return _report(len(messages), file.stat().st_size, inside, whole)


def in_turns(first: Callable[[], float], second: Callable[[], float]) -> tuple[list[float], list[float]]:
    """Seconds of both, one after the other, after one round of each that does not count."""
    pairs = [(first(), second()) for _ in range(ROUNDS + 1)][1:]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def _template(home: Path, template: Path) -> Path:
    """A copy of the empty book, to begin each import with."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    shutil.copytree(home, template)
    return template


def _import(scope: Any, file: Path, home: Path, template: Path) -> float:
    """Seconds of one import into a fresh book, from the call until everything is stored and derived."""
    from django.db import connection

    from comity.actions.imports import import_files

    connection.close()
    for path in home.glob(f"{_DATABASE}*"):
        path.unlink()
    shutil.copy(template / _DATABASE, home / _DATABASE)
    connection.ensure_connection()
    return _timed(lambda: import_files(scope, [(file, file.name)], me=[ME]))


def _import_by_command(file: Path, template: Path, folder: Path) -> float:
    """Seconds of a whole `comity import` into a fresh book."""
    with tempfile.TemporaryDirectory(dir=folder) as home:
        shutil.copytree(template, home, dirs_exist_ok=True)
        command = [*COMMAND, "import", str(file), "--me", ME, "--json"]
        return _timed(lambda: _run(command, environment(Path(home))))


def _run(command: list[str], variables: dict[str, str] | None = None) -> None:
    subprocess.run(command, env=variables, check=True, stdout=subprocess.DEVNULL)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


Pair = tuple[list[float], list[float]]


def _report(count: int, size: int, inside: Pair, whole: Pair) -> list[str]:
    rows = [
        _row(title, pair, count)
        for title, pair in (("in a warmed process", inside), ("whole process", whole))
    ]
    return [
        f"{count:,} real messages ({size / 1e6:.0f} MB); seconds, median (min–max) of {ROUNDS} rounds in turns. *Import* is "
        "the whole: the reading process is started, everything is stored, indexed for search, derived and durably "
        "committed, in a fresh book each time. *Parsing* is `email.parser.BytesParser(policy=compat32)` over the same "
        "messages and nothing else. The whole processes are `comity import` (with an empty book in place) and a script "
        "that splits and parses.",
        "",
        *table(("", "import", "parsing", "import ÷ parsing", "messages a second"), rows),
    ]


def _row(title: str, pair: Pair, count: int) -> tuple[str, ...]:
    ratios = [ours / theirs for ours, theirs in zip(*pair, strict=True)]
    return title, spread(pair[0]), spread(pair[1]), spread(ratios), f"{count / median(pair[0]):,.0f}"
