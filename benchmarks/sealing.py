"""Sealing: what opening costs with the default cost of a passphrase, and what a thousand records cost."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from measure import spread, table

from comity.core import sealing

ROUNDS = 15
RECORDS = 1000
GOAL_MS = 1000
_PASSPHRASE = "four lanterns under snow"


def run(data: Path) -> list[str]:
    """Measure, and give the section of the report."""
    main, keys, printed = sealing.make(_PASSPHRASE)
    bodies = [f"It was about {number}. ".encode() * 20 for number in range(RECORDS)]
    sealed = [sealing.seal(main, body, b"store_feeling:%d" % n) for n, body in enumerate(bodies)]

    def close() -> None:
        for n, body in enumerate(bodies):
            sealing.seal(main, body, b"store_feeling:%d" % n)

    def open_all() -> None:
        for n, one in enumerate(sealed):
            sealing.unseal(main, one, b"store_feeling:%d" % n)

    measured = [
        ("Opening with the passphrase", _both(lambda: sealing.main_key(keys, _PASSPHRASE))),
        ("Opening with the recovery key", _both(lambda: sealing.recovered(keys, printed))),
        ("Changing the passphrase", _both(lambda: sealing.with_passphrase(keys, main, _PASSPHRASE))),
        (f"Sealing {RECORDS:,} records of 400 bytes", _both(close)),
        (f"Opening {RECORDS:,} records of 400 bytes", _both(open_all)),
    ]
    rows = [[name, spread(wall), spread(cpu)] for name, (wall, cpu) in measured]
    cost = sealing.COST
    return [
        f"argon2id with {cost.memory_kib // 1024} MiB, {cost.passes} passes, {cost.lanes} lanes; {ROUNDS} rounds. "
        f"The goal for opening is below {GOAL_MS:,} ms.",
        "",
        *table(["what", "ms", "ms of processor"], rows),
    ]


def _both(act: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and of processor time, round by round."""
    wall, cpu = [], []
    for _ in range(ROUNDS + 1):
        begun, worked = time.perf_counter(), time.process_time()
        act()
        wall.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return wall[1:], cpu[1:]
