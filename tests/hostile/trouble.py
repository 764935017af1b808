"""Readers by somebody else that hang, eat or die: an installed package of its own, found by its entry point."""

from __future__ import annotations

import os
from pathlib import Path

_MODULE = """
import os, signal, time
from comity.core.records import Handle, Interaction, Party, Problem

HELD = []


class Trouble:
    key, title, version = "trouble", "Trouble", 1

    def recognise(self, place):
        if place.head.startswith(b"RECOGNISE"):
            time.sleep(600)
        return 100 if place.head.startswith(b"TROUBLE") else 0

    def read(self, place):
        what = place.head.split()[1].decode().lower()
        party = Party(1, Handle("email", "ama@quill.example"), "")
        yield Interaction(1, b"%16d" % 1, 1_704_103_200, 0, None, "", "before the trouble", "", "", (party,), 0, 0, 0, 1, 7)
        yield from getattr(self, what)() or ()

    def sleep(self):
        time.sleep(600)

    def spin(self):
        while True:
            pass

    def pattern(self):
        import re
        re.match(r"(a*)*b", "a" * 40)

    def deaf(self):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        time.sleep(600)

    def memory(self):
        held = []
        while True:
            held.append(bytes(64 << 20))

    def files(self):
        while True:
            HELD.append(open("/dev/null"))

    def leave(self):
        os._exit(0)

    def crash(self):
        import ctypes
        ctypes.string_at(0)

    def recurse(self):
        return self.recurse()

    def nonsense(self):
        yield "no record"

    def unsendable(self):
        yield Problem(0, "code", object())

    def slow(self):
        for word in ("One.", "Two.", "Three.", "Four."):
            time.sleep(0.6)
            yield Problem(0, "told", word)

    def much(self):
        for number in range(20_000):
            yield Problem(number, "told", "x" * 2000)


source = Trouble()
"""


def install(folder: Path) -> str:
    """Install the readers in a folder; returns the PYTHONPATH with which a process finds them."""
    place = folder / "trouble"
    described = place / "trouble-1.dist-info"
    described.mkdir(parents=True)
    (place / "trouble.py").write_text(_MODULE)
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: trouble\nVersion: 1\n")
    (described / "entry_points.txt").write_text("[comity.sources]\ntrouble = trouble:source\n")
    return os.pathsep.join([str(place), *filter(None, [os.environ.get("PYTHONPATH")])])
