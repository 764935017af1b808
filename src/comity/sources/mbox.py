"""Mailboxes in one file: mboxo, mboxrd, mboxcl, and Mailman's monthly text (RFC 4155 and its kin).

A separator is a line `From …` that carries a month, a time and a year and is followed by a header line; a body
line that merely begins with "From " is neither. Content-Length (mboxcl) is believed only where a separator
or the end of the file stands exactly there. The file is mapped, not read: memory stays flat.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator

from comity.core.records import Problem, Record
from comity.sources import HEAD_BYTES, Place
from comity.sources._message import read_message
from comity.sources._unsent import DRAFT, FOLDERS, LEFT_OUT

_SEPARATOR = re.compile(
    rb"From [^\r\n]{0,500}?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[^\r\n]{0,12}?\d{1,2}:\d{2}"
    rb"[^\r\n]{0,60}?\d{4}[^\r\n]{0,20}\r?\n(?=>?[!-9;-~]{1,100}:|>From )"
)
_LENGTH = re.compile(rb"\nContent-Length:[ \t]*(\d{1,12})\r?\n", re.I)
_GMAIL, _THUNDERBIRD = b"X-Gmail-Labels:", b"X-Mozilla-Status:"
_LABELS = re.compile(rb"^X-Gmail-Labels:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)", re.I | re.M)
_MOZILLA = re.compile(rb"^X-Mozilla-Status:[ \t]*([0-9a-f]{4})[ \t\r]*$", re.I | re.M)
_EXPUNGED = 0x0008
_HEAD = 16_384
MESSAGE_LIMIT = 96 << 20
"""Bytes; a longer message is reported, not read (the parser itself refuses at 100 MiB)."""


class MboxSource:
    """Reader of mbox files."""

    key = "mbox"
    title = "Mailbox (mbox)"
    version = 4

    def recognise(self, place: Place) -> int:
        head = place.head.lstrip(b"\xef\xbb\xbf\r\n")
        return 95 if head.startswith(b"From ") and _SEPARATOR.match(head) else 0

    def read(self, place: Place) -> Iterator[Record]:
        if place.path.stat().st_size == 0:
            return
        with place.path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield from _messages(data)


def _messages(data: mmap.mmap) -> Iterator[Record]:
    found, left_out = _first_separator(data), 0
    marked = any(data.find(name, 0, HEAD_BYTES) >= 0 for name in (_GMAIL, _THUNDERBIRD))
    if found is None:
        yield Problem(0, "no-message", "No message begins anywhere in this file.")
        return
    if data[: min(found.start(), HEAD_BYTES)].strip(b"\xef\xbb\xbf\r\n\t "):
        yield Problem(0, "leading-text", f"{found.start()} bytes before the first message belong to none.")
    while found is not None:
        start, body = found.start(), found.end()
        following = _next_separator(data, _skip_by_length(data, body) - 1)
        end = following.start() if following else len(data)
        if end - body > MESSAGE_LIMIT:
            yield Problem(start, "too-large", f"The message has {(end - body) >> 20} MB, more than is read.")
        elif marked and _is_left_out(data[body : min(end, body + _HEAD)]):
            left_out += 1
        else:
            raw = data[body:end]
            if b"\n>From " in raw:
                raw = raw.replace(b"\n>From ", b"\nFrom ")
            record = read_message(raw, start, found.group())
            if isinstance(record, Problem) and record.code == DRAFT:
                left_out += 1
            else:
                yield record
        found = following
    if left_out:
        yield Problem(0, "left-out", LEFT_OUT.format(left_out))


def _is_left_out(head: bytes) -> bool:
    """Whether Gmail labels it as spam, trash or a draft, or Thunderbird has marked it as deleted."""
    headers = head.replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if labels := _LABELS.search(headers):
        text = _unencoded(labels.group(1).decode("utf-8", "replace"))
        return not FOLDERS.isdisjoint(label.strip(' "').casefold() for label in text.split(","))
    status = _MOZILLA.search(headers)
    return bool(status and int(status.group(1), 16) & _EXPUNGED)


def _unencoded(text: str) -> str:
    """Labels with encoded words (RFC 2047) read; as they are where they cannot be."""
    from email.errors import MessageError
    from email.header import decode_header, make_header

    try:
        return str(make_header(decode_header(text))) if "=?" in text else text
    except (MessageError, LookupError, ValueError):
        return text


def _first_separator(data: mmap.mmap) -> re.Match[bytes] | None:
    """The first separator line, at the file's beginning or after its byte order mark, else further on."""
    mark = 3 if data[:3] == b"\xef\xbb\xbf" else 0
    return _SEPARATOR.match(data, mark) or _next_separator(data, 0)


def _next_separator(data: mmap.mmap, start: int) -> re.Match[bytes] | None:
    """The first separator line that begins after the byte at `start`."""
    at = data.find(b"\nFrom ", start)
    while at >= 0:
        if found := _SEPARATOR.match(data, at + 1):
            return found
        at = data.find(b"\nFrom ", at + 1)
    return None


def _skip_by_length(data: mmap.mmap, body: int) -> int:
    """Where to look for the next separator: past the body if its Content-Length leads exactly to one."""
    head_end = data.find(b"\n\n", body, body + 65_536)
    if head_end < 0 or data.find(b"ontent-", body, head_end) < 0:
        return body
    found = _LENGTH.search(data, body, head_end + 1)
    if not found:
        return body
    target = head_end + 2 + int(found.group(1))
    if target > len(data) + 2:
        return body
    after = data[target : target + 9].lstrip(b"\r\n")
    if not after and target + 9 >= len(data):
        return len(data)
    return target if after.startswith(b"From ") else body


source = MboxSource()
