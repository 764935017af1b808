"""The log of a made-up telephone program, a line for each call:

csvlog 1
2024-03-01T09:30:00Z;out;ada@quill.example;Ada Quill;Asked about the atlas
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator

from comity.core.addresses import email_handle
from comity.core.keys import entry_key, interaction_key, short_hash
from comity.core.records import OWNER, Exchange, Interaction, Kind, Mine, Part, Party, Problem, Record
from comity.sources import Place

FIRST_LINE = "csvlog 1"
MOST_CHARACTERS = 20_000


class CallLog:
    """Reader of call logs."""

    key = "csvlog"
    title = "Call log (csvlog)"
    version = 1

    def recognise(self, place: Place) -> int:
        """Sure if the first line says so; whatever the file is called."""
        return 95 if place.head.decode("utf-8-sig", "replace").startswith(FIRST_LINE) else 0

    def read(self, place: Place) -> Iterator[Record]:
        """Yield a call for each line; what cannot be read is a problem with its line."""
        yield Mine(OWNER, "A call log is its owner's.")
        with place.path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            for number, line in enumerate(file, start=1):
                if number > 1 and line.strip():
                    yield from _call(number, line[:MOST_CHARACTERS])


source = CallLog()


def _call(number: int, line: str) -> Iterator[Record]:
    when, _direction, address, name, text = [*next(csv.reader([line], delimiter=";"), []), *[""] * 5][:5]
    handle, at = email_handle(address), _instant(when)
    if handle is None or at is None:
        yield Problem(number, "unreadable-line", "This line has no time or no address that can be read.")
        return
    yield Interaction(
        kind=Kind.CALL,
        key=interaction_key(at, f"csvlog\0{handle.value}"),
        at=at,
        offset=None,
        ends_at=None,
        zone="",
        subject="",
        snippet=" ".join(text.split())[:200],
        text=text.strip(),
        parties=(Party(Part.PRESENT, OWNER, ""), Party(Part.PRESENT, handle, name[:200])),
        flags=0,
        ref=0,
        parent=0,
        digest=short_hash(text),
        position=number,
    )
    if text.startswith("Thanks to them:"):
        key = entry_key("csvlog", handle.value, when)
        yield Exchange(
            handle, name[:200], key, False, "favour", text[15:].strip(), at // 86_400, True, number
        )


def _instant(text: str) -> int | None:
    """Epoch seconds of a time that says its zone."""
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return int(found.timestamp()) if found.tzinfo and 1970 <= found.year <= 2200 else None
