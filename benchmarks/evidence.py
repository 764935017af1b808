"""Evidence: looking through a chain of 10,000 entries, by us and by the verifier that goes with a pack."""

from __future__ import annotations

import contextlib
import io
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from measure import spread, table

from comity.core import evidence
from comity.core.evidence import Link
from comity.core.evidence_check import RFC3161, Anchored, Stored, check
from comity.exports.evidence import Note, Pack, verify, zipped

ENTRIES = 10_000
ROUNDS = 11
GOAL_MS = 1000
_BOOK = "00000000-0000-7000-8000-0000000000aa"
_BODY = {
    "title": "Shouted at in the print room",
    "when": {"starts": "2024-10-03T14:30", "about": True, "zone": "Europe/Lisbon"},
    "where": "Print room",
    "words/1": "You will never print again.",
    "saw/1": "He threw the proofs on the floor.",
    "saw/2": "He closed the door.",
    "inferred/1": "He was angry about the date.",
    "response": "I left the room.",
}


def run(data: Path) -> list[str]:
    """Measure, and give the section of the report."""
    links, notes = _chain()
    anchors = [
        Anchored(n, links[n - 1].digest, RFC3161, 1_700_000_000 + n * 60)
        for n in range(100, ENTRIES + 1, 100)
    ]
    if not check(links, anchors).is_whole:
        raise AssertionError("the chain is not whole")
    measured = [("The chain in the book, with 100 anchors", _both(lambda: check(links, anchors)))]
    with tempfile.TemporaryDirectory() as folder:
        for name, shown in (("none of its notes", []), ("all of its notes", notes)):
            path = Path(folder) / "pack.zip"
            path.write_bytes(zipped(_pack(links, shown)))
            measured.append((f"verify.py on a pack of it with {name}", _both(partial(_verified, path))))
    rows = [[name, spread(wall), spread(cpu)] for name, (wall, cpu) in measured]
    return [
        f"{ENTRIES:,} entries of {len(_BODY)} fields; {ROUNDS} rounds. The goal for looking through the chain is below "
        f"{GOAL_MS:,} ms.",
        "",
        *table(["what", "ms", "ms of processor"], rows),
    ]


def _chain() -> tuple[list[Stored], list[Note]]:
    links: list[Stored] = []
    notes: list[Note] = []
    for number in range(1, ENTRIES + 1):
        uuid, salts = f"00000000-0000-7000-8000-{number:012}", evidence.salts(_BODY)
        before = links[-1].digest if links else evidence.START
        link = Link(_BOOK, number, uuid, uuid, evidence.INCIDENT, None, 1_700_000_000 + number * 60, before)
        text = b"%d" % number * 100
        raw = evidence.header(link, text, _BODY, salts)
        read = evidence.read(raw)
        assert read is not None
        links.append(Stored(number, raw, evidence.digest(raw), uuid, uuid, (read.ciphertext, read.size)))
        notes.append(Note(number, uuid, _BODY, salts, ()))
    return links, notes


def _pack(links: list[Stored], notes: list[Note]) -> Pack:
    shown = [note.entry for note in notes]
    headers = [link.header for link in links]
    return Pack(0, "Me", "Anybody", shown, headers, notes, (), (), (), b"%PDF")


def _verified(path: Path) -> None:
    with contextlib.redirect_stdout(io.StringIO()):
        if verify.main([str(path)]):
            raise AssertionError("the pack is not whole")


def _both(act: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Milliseconds by the clock and of processor time, round by round."""
    wall, cpu = [], []
    for _ in range(ROUNDS + 1):
        begun, worked = time.perf_counter(), time.process_time()
        act()
        wall.append((time.perf_counter() - begun) * 1000)
        cpu.append((time.process_time() - worked) * 1000)
    return wall[1:], cpu[1:]
