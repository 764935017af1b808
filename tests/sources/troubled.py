"""A reader by somebody else that does what a reader never should."""

from __future__ import annotations

import os
from pathlib import Path

_MODULE = """
import os
from comity.core.records import Handle, Interaction, Party, Problem


def _interaction(number, text="{}"):
    party = Party(1, Handle("email", text.format("a") + "@quill.example"), text.format("na") + "me")
    said = [text.format(word) + end for word, end in (("sub", "ject"), ("snip", "pet"), ("te", "xt"))]
    return Interaction(1, bytes([number]) * 16, 1_704_103_200, 0, None, "", *said, (party,), 0, 0, 0, number, 0)


class Troubled:
    key, title, version = "troubled", "Trouble", 1

    def recognise(self, place):
        if place.head.startswith(b"RECOGNISE"):
            raise RuntimeError("no")
        return 100 if place.head.startswith(b"TROUBLE") else 0

    def read(self, place):
        what = place.head.split()[1].decode()
        if what == "TEXT":
            yield _interaction(1, "{}\\0\\ud800")
            yield Problem(0, "code", "be\\0\\ud800cause")
            return
        if what == "PID":
            for _ in range(1_000_000):
                yield Problem(os.getpid(), "pid", "")
        yield _interaction(2)._replace(subject="before the trouble")
        if what == "RAISE":
            raise RuntimeError("broken")
        if what == "MEMORY":
            bytearray(3 << 30)
        if what == "VANISH":
            raise FileNotFoundError(2, "No such file or directory")
        for number in range(3, 5_000):
            yield _interaction(3)._replace(key=number.to_bytes(16, "big"), digest=number)
        os.kill(os.getpid(), 9)


source = Troubled()
"""


def install(folder: Path) -> str:
    """Install the reader in a folder; returns the PYTHONPATH with which a process finds it."""
    place = folder / "plugin"
    described = place / "troubled-1.dist-info"
    described.mkdir(parents=True)
    (place / "troubled.py").write_text(_MODULE)
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: troubled\nVersion: 1\n")
    (described / "entry_points.txt").write_text("[comity.sources]\ntroubled = troubled:source\n")
    return os.pathsep.join([str(place), *filter(None, [os.environ.get("PYTHONPATH")])])
