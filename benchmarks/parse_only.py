"""Parsing alone: the standard library's `BytesParser(policy=compat32)` over the messages of an mbox.

Run as `python parse_only.py FILE`, it is the whole process that an import is compared with.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from email.parser import BytesParser
from email.policy import compat32
from pathlib import Path

_SEPARATOR = re.compile(rb"^From [^\r\n]*\d{1,2}:\d{2}[^\r\n]*\d{4}\r?\n(?=[!-9;-~]+:)", re.MULTILINE)


def split(data: bytes) -> list[bytes]:
    """The messages of an mbox without their separator lines."""
    found = list(_SEPARATOR.finditer(data))
    ends = [match.start() for match in found[1:]] + [len(data)]
    return [data[match.end() : end] for match, end in zip(found, ends, strict=True)]


def parse(messages: Iterable[bytes]) -> int:
    """Parse every message; how many there were."""
    parser = BytesParser(policy=compat32)
    return sum(1 for message in messages if parser.parsebytes(message) is not None)


if __name__ == "__main__":
    print(parse(split(Path(sys.argv[1]).read_bytes())))
