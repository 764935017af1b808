"""A file as lines of bytes, whatever its encoding and line ends, in flat memory.

UTF-16 and UTF-32 are turned into UTF-8 in a temporary file first; after that a line is a run of bytes that
ends in CRLF, LF or CR, and a line longer than a limit is cut, so that no file can fill the memory.
"""

from __future__ import annotations

import codecs
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from comity.core.codepages import code_page, decoded_line
from comity.core.contentline import decode_bytes

LINE_LIMIT = 24 * 1024 * 1024
"""Bytes of a line that are kept unless a reader asks for less; vCards hold photos on one line."""
_PIECE = 65_536
_FOLD = re.compile(rb"(?:\r\n|\n|\r)[ \t]")
_CHARSET = re.compile(rb"CHARSET=\"?([A-Za-z0-9_.-]{2,40})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding that a file's beginning shows, and the length of its mark: "" if a line must tell."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return ("" if name == "utf-8" else name), len(mark)
    sample = head[:512]
    if len(sample) >= 8 and sample.count(0) * 3 > len(sample):
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        return ("utf-16-le" if odd > even else "utf-16-be"), 0
    return "", 0


def head_text(head: bytes) -> str:
    """A file's beginning as text of which only ASCII is sure, to recognise it by."""
    encoding, mark = encoding_of(head)
    return head[mark:].decode(encoding, "replace") if encoding else decode_bytes(head[mark:], "latin-1")


@lru_cache(maxsize=1)
def first_lines(head: bytes) -> tuple[str, ...]:
    """A file's beginning as lines without their ends and NULs, each decoded as a line of the file would be.

    Several readers look at the same one in turns.
    """
    encoding, mark = encoding_of(head)
    raw = head[mark:].decode(encoding, "replace").encode("utf-8", "replace") if encoding else head[mark:]
    page = code_page(raw)
    return tuple([decoded_line(line, page).replace("\0", "") for line in raw.splitlines()])


def page_of(stream: BinaryIO) -> str:
    """The code page of what is not UTF-8 in a stream, which is left where it stands."""
    start = stream.tell()
    page = code_page(stream.read(_PIECE))
    stream.seek(start)
    return page


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The file's bytes from after its mark on, as UTF-8 if it was UTF-16 or UTF-32.

    Raises:
        OSError: the file cannot be opened.
    """
    with path.open("rb") as raw:
        encoding, mark = encoding_of(raw.read(_PIECE))
        raw.seek(mark)
        if not encoding:
            yield raw
            return
        with tempfile.TemporaryFile() as copy:
            decoder = codecs.getincrementaldecoder(encoding)("replace")
            while piece := raw.read(_PIECE):
                copy.write(decoder.decode(piece).encode("utf-8", "replace"))
            copy.write(decoder.decode(b"", final=True).encode("utf-8", "replace"))
            copy.seek(0)
            yield copy


def byte_lines(stream: BinaryIO, limit: int = LINE_LIMIT) -> Iterator[bytes]:
    """The lines of a stream with their ends. One longer than `limit` is cut there and has no end."""
    held: list[bytes] = []
    size = 0
    while piece := stream.read(_PIECE):
        if piece.endswith(b"\r"):
            piece += stream.read(1)
        for part in piece.splitlines(keepends=True):
            ends = part.endswith((b"\n", b"\r"))
            if ends and not held and len(part) <= limit:
                yield part
                continue
            room = max(0, limit - size)
            held.append(part[:room])
            size += len(part)
            if ends:
                yield b"".join(held)
                held, size = [], 0
    if held:
        yield b"".join(held)


def decoded(lines: Iterable[str]) -> str:
    """The text of content lines that were read as Latin-1 to be cut into components.

    In general it is UTF-8; older writers fold within a character, or use the charset that they state.
    """
    raw = "".join(lines).encode("latin-1")
    for octets in (raw, _FOLD.sub(b"", raw)):
        try:
            return octets.decode("utf-8")
        except UnicodeDecodeError:
            continue
    stated = _CHARSET.search(raw)
    return decode_bytes(raw, stated.group(1).decode("ascii") if stated else "")
