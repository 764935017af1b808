"""From bytes to checked records, the way the reading process goes: recognise, read, send, receive."""

from __future__ import annotations

import atexit
import json
import marshal
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from comity.core.records import Handle, Interaction, Party
from comity.core.tables.mapping import FIELDS
from comity.sources import HEAD_BYTES, MappedSource, Place, Source
from comity.sources._reading import Chunk, _bodies, _message
from comity.sources._unpacking import Refused, expand
from comity.sources._worker import Sender, _read_place, sources
from tests.fuzz.checking import check_all
from tests.fuzz.seeds import SEPARATOR

_NAMES = (
    *("Connections.csv", "messages.csv", "guide_messages.csv", "Recommendations_Given.csv"),
    *("Recommendations_Received.csv", "Invitations.csv", "file.dat"),
)
_SOURCES = {source.key: source for source in sources() if type(source).__module__.startswith("comity.")}
_FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

Target = Callable[[bytes], int]


def try_source(key: str) -> Target:
    """What reads bytes as a file of one source; it returns how many records came of them."""
    source = _SOURCES[key]

    def run(data: bytes) -> int:
        place = _place(data)
        vote = source.recognise(place)
        assert vote in range(101)
        reader = _with_a_mapping(source, place, data) if isinstance(source, MappedSource) else source
        return _read(reader, place)

    return run


def _place(data: bytes) -> Place:
    path = _FOLDER / "content"
    path.write_bytes(data)
    return Place(path, _NAMES[zlib.crc32(data) % len(_NAMES)], data[:HEAD_BYTES])


def _with_a_mapping(source: MappedSource, place: Place, data: bytes) -> Source:
    """The reader of tables, every other time told what the columns hold, as nobody in their right mind would."""
    layout = source.layout(place)
    json.dumps(layout)
    source.wanted(place)
    seed = zlib.crc32(data)
    if not layout or seed % 2:
        return source
    holds = "people" if seed & 2 else "passed"
    names = FIELDS[holds]
    fields = [names[(seed >> shift) % len(names)] for shift in range(len(layout["mapping"]["fields"]))]
    order, header = ("", "dmy", "mdy", "ymd")[seed >> 3 & 3], bool(seed & 4)
    told = {"holds": holds, "fields": fields, "order": order, "header": header}
    return source.with_mappings({layout["fingerprint"]: told})


def _read(source: Source, place: Place) -> int:
    """Read a place, send the records as the reading process does, and check what arrives."""
    pipe = BytesIO()
    sender = Sender(pipe)
    records = list(source.read(place))
    for start in range(0, len(records), 1000):
        sender.chunk(1, records[start : start + 1000])
    sender.send("end")
    arrived = check_all(_arrived(pipe))
    assert arrived == len(records), f"{arrived} of {len(records)} records arrived"
    return arrived


def _arrived(pipe: BytesIO) -> Iterator[Any]:
    """The records of all messages, the flat interactions as such again."""
    pipe.seek(0)
    told = [marshal.loads(body) for body in _bodies(pipe)]
    for message in (_message(each) for each in told if each[0] not in ("begin", "end")):
        if isinstance(message, Chunk):
            for flat in message.interactions:
                parties = tuple(Party(part, Handle(kind, value), name) for part, kind, value, name in flat[9])
                yield Interaction._make((*flat[:9], parties, *flat[10:15]))
            yield from chain(message.cards, message.mine, message.entries, message.problems)


def _maildir(data: bytes) -> int:
    root = _FOLDER / "maildir"
    shutil.rmtree(root, ignore_errors=True)
    for part in ("cur", "new", "tmp"):
        (root / part).mkdir(parents=True)
    for number, piece in enumerate(data.split(SEPARATOR)[:20]):
        (root / ("new" if number % 2 else "cur") / f"{number:03}:2,S").write_bytes(piece)
    place = Place(root, "maildir")
    assert _SOURCES["maildir"].recognise(place) > 0
    return _read(_SOURCES["maildir"], place)


def _archive(data: bytes) -> int:
    """Unpack, recognise and read everything in it, as the reading process does."""
    path, scratch = _FOLDER / "packed", _FOLDER / "scratch"
    path.write_bytes(data)
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    pipe = BytesIO()
    sender, found = Sender(pipe), list(_SOURCES.values())
    for number, unpacked in enumerate(expand([(path, "packed")], lambda: scratch), 1):
        with suppress(AttributeError):
            assert unpacked.path.resolve().parent in (scratch.resolve(), _FOLDER.resolve())  # type: ignore[union-attr]
        _read_place(sender, found, number, unpacked)
        assert isinstance(unpacked, Refused) or unpacked.path.parent == scratch or unpacked.path == path
    sender.send("end")
    arrived = list(_arrived(pipe))
    failed = [record for record in arrived if getattr(record, "code", "") == "reader-failed"]
    assert not failed, failed
    assert not list(scratch.iterdir()), "something was left unpacked"
    return check_all(arrived)


TARGETS: Mapping[str, Target] = {
    **{key: try_source(key) for key in _SOURCES if key != "maildir"},
    "maildir": _maildir,
    "archive": _archive,
}
"""By the key of the source; `archive` reads what lies packed, with all of them."""
