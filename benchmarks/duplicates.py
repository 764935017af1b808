"""How long it takes to look for people who are in the book twice, and the memory for that.

    python benchmarks/duplicates.py HOME [PEOPLE]   look once through the book in HOME, or only for so many people

The book is made up (`made_up_people`) and taken in as cards, through the store's own doors.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from typing import Any

from made_up_people import Entry, entries
from measure import spread, table
from product import environment, use_home

PEOPLE = 100_000
SEED = 21
ROUNDS = 3
TOUCHED = (1, 50)
"""People whom an import touches, in the last measurements."""
MOST_SECONDS = 30.0
_CHUNK = 1000


def run(data: Path) -> list[str]:
    """Build the book, look through it in fresh processes, and give the section of the report."""
    with tempfile.TemporaryDirectory(prefix="comity-bench-") as home:
        began = time.perf_counter()
        _build_apart(Path(home))
        took = time.perf_counter() - began
        whole = [_looked(Path(home)) for _ in range(ROUNDS)]
        first = [_looked(Path(home), 1)]
        parts = {count: [_looked(Path(home), count) for _ in range(ROUNDS)] for count in TOUCHED}
    rows = [_row("the whole book", whole), _row("the same, and writing the index", first)]
    rows += [_row(f"pairs with one of {count} people, by the index", seen) for count, seen in parts.items()]
    reached = max(seen["seconds"] for seen in whole) < MOST_SECONDS
    return [
        f"{PEOPLE:,} made-up people with names of a census's frequencies, addresses, telephones, companies, birthdays; one in "
        f"ten is a double, one in ten easily mistaken for somebody else (built in {took:.0f} s). Each round is a process of "
        "its own; seconds are those of the clock, processor seconds those of the one core it uses; both include reading from the "
        "database. Memory is the most the process held (peak RSS) less what it held before.",
        "",
        *table(("", "seconds", "processor seconds", "of these, reading", "memory, MB", "pairs found"), rows),
        "",
        f"Goal: the whole book in less than {MOST_SECONDS:.0f} s: {'reached' if reached else 'missed'}.",
    ]


def _row(title: str, seen: list[dict[str, float]]) -> tuple[str, ...]:
    return (
        title,
        spread([s["seconds"] for s in seen]),
        spread([s["processor"] for s in seen]),
        spread([s["reading"] for s in seen]),
        spread([s["megabytes"] for s in seen], 0),
        f"{seen[0]['pairs']:,.0f}",
    )


def _build_apart(home: Path) -> None:
    """Build in a process of its own, so that its memory counts for nothing."""
    command = [sys.executable, __file__, str(home), "build"]
    subprocess.run(command, env=environment(home), check=True)


def _looked(home: Path, among: int = 0) -> dict[str, float]:
    command = [sys.executable, __file__, str(home), str(among)]
    done = subprocess.run(command, env=environment(home), check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def build(book: int) -> None:
    """Fill an empty book with the made-up people, each on a card."""
    from comity.core.days import day_of
    from comity.store import cards, finishing
    from comity.store.intake import Intake
    from comity.store.models import Batch

    now = int(time.time())
    batch = Batch.objects.create(book_id=book, number=1, belongs_to=Batch.MINE)
    intake = Intake(book, batch.pk)
    made = [_card(entry, number) for number, entry in enumerate(entries(SEED, PEOPLE))]
    changed: set[int] = set()
    for start in range(0, len(made), _CHUNK):
        changed |= cards.take(intake, made[start : start + _CHUNK], now)
    finishing.after_intake(intake, 1, changed, day_of(now))
    Batch.objects.filter(pk=batch.pk).update(state=Batch.DONE)


def _card(entry: Entry, number: int) -> Any:
    from comity.core.records import Card, Dated, Handle

    values = [("phone", entry.phone), ("address", entry.address)]
    return Card(
        handles=tuple(Handle("email", email) for email in entry.emails),
        name=entry.name,
        given="",
        family="",
        values=tuple((field, value) for field, value in values if value),
        organisation=entry.organisation,
        title="",
        department="",
        position_since=None,
        dates=(Dated("birthday", entry.born[1], entry.born[2], entry.born[0]),) if entry.born else (),
        labels=(),
        known_on=None,
        changed_at=None,
        is_me=False,
        position=number,
    )


def look(book: int, among: int) -> dict[str, float]:
    """Look once; seconds by the clock, of the processor and of it for reading; megabytes; pairs found."""
    from comity.analysis import describing, duplicates
    from comity.store.models import Person

    people = Person.objects.filter(book_id=book, is_me=False).order_by("id")
    touched = set(people.values_list("id", flat=True)[:among]) if among else None
    before = _resident("VmRSS")
    began = time.process_time()
    deque(describing.people(book, touched), maxlen=0)
    read = time.process_time()
    clock = time.perf_counter()
    pairs = duplicates.find_pairs(book, touched)
    return {
        "seconds": time.perf_counter() - clock,
        "processor": time.process_time() - read,
        "reading": read - began,
        "megabytes": _resident("VmHWM") - before,
        "pairs": len(pairs),
    }


def _resident(field: str) -> float:
    """Memory of this process in megabytes, as the kernel tells it; 0 where it does not."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0.0
    found = status.partition(f"{field}:")[2].split(maxsplit=1)
    return int(found[0]) / 1000 if found else 0.0


def main(home: str, what: str) -> None:
    """Build the book, or look through it and print what was measured as JSON."""
    scope = use_home(Path(home))
    if what == "build":
        build(scope.book_id)
    else:
        print(json.dumps(look(scope.book_id, int(what))))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
