"""Single messages: one RFC 5322 message a file (.eml), or that of Apple Mail (.emlx).

An .emlx begins with the number of the message's bytes on a line of its own, and ends with a property list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.core.records import Problem, Record
from comity.sources import Place
from comity.sources._message import read_message

_HEADER = re.compile(rb"\A(?:[!-9;-~]{1,76}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_TELLING = re.compile(rb"^(?:From|Date|Received|Message-ID|Subject|MIME-Version|Return-Path):", re.M | re.I)
_COUNT = re.compile(rb"\A(\d{1,9})[ \t]*\r?\n")
SIZE_LIMIT = 96 << 20


class EmlSource:
    """Reader of single-message files."""

    key = "eml"
    title = "Single message (.eml, .emlx)"
    version = 4

    def recognise(self, place: Place) -> int:
        head = _COUNT.sub(b"", place.head, count=1)
        head = head.lstrip(b"\xef\xbb\xbf\r\n").replace(b"\r\n", b"\n")
        found = _HEADER.match(head)
        return 60 if found and len(set(_TELLING.findall(found.group()))) >= 2 else 0

    def read(self, place: Place) -> Iterator[Record]:
        size = place.path.stat().st_size
        if size > SIZE_LIMIT:
            yield Problem(0, "too-large", f"The message has {size >> 20} MB, more than is read.")
            return
        raw = place.path.read_bytes()
        if counted := _COUNT.match(raw):
            raw = raw[counted.end() : counted.end() + int(counted.group(1))]
        yield read_message(raw.lstrip(b"\xef\xbb\xbf\r\n"), 0)


source = EmlSource()
