"""Text from files made fit to be kept: no control characters, no half characters, bounded length."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from comity.core.records import Problem

TEXT_LIMIT = 200_000
"""Characters of text that are kept of one thing; longer ones are cut and flagged."""
NAME_LIMIT, SUBJECT_LIMIT, SNIPPET_LIMIT = 200, 1000, 200
MOST_PROBLEMS = 1000
"""Problems of one file that are told one by one; the others are counted."""

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\b[^<>]{0,1000}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_BLANK_LINES = re.compile(r"\n{3,}")


def one_line(text: str, limit: int = NAME_LIMIT) -> str:
    """Text on one line, white space collapsed, at most `limit` characters."""
    return " ".join(_UNFIT.sub(" ", text[: limit * 8]).split())[:limit].rstrip()


def paragraphs(text: str) -> tuple[str, bool]:
    """Text of any length as it is kept, with LF line ends; and whether it was cut at `TEXT_LIMIT`."""
    fit = _UNFIT.sub("", text[: TEXT_LIMIT + 1].replace("\r\n", "\n").replace("\r", "\n"))
    return fit[:TEXT_LIMIT].strip(), len(text) > TEXT_LIMIT


def without_tags(text: str) -> str:
    """Text that may hold simple HTML, as some writers put it, without its tags and entities."""
    if "<" not in text and "&" not in text:
        return text
    return _BLANK_LINES.sub("\n\n", html.unescape(_TAG.sub("", _BREAK.sub("\n", text))))


class Faults:
    """The problems of one file: the first `MOST_PROBLEMS` each by itself, the rest as a number."""

    def __init__(self) -> None:
        self._count = 0
        self._told: set[str] = set()

    def tell(self, position: int, code: str, reason: str) -> Iterator[Problem]:
        """The problem, unless there were too many."""
        self._count += 1
        if self._count <= MOST_PROBLEMS:
            yield Problem(position, code, reason)

    def once(self, position: int, code: str, reason: str) -> Iterator[Problem]:
        """The problem, unless the same reason was told before."""
        if reason not in self._told and len(self._told) < MOST_PROBLEMS:
            self._told.add(reason)
            yield from self.tell(position, code, reason)

    def rest(self) -> Iterator[Problem]:
        """At the end: how many more there were."""
        if self._count > MOST_PROBLEMS:
            more = self._count - MOST_PROBLEMS
            yield Problem(0, "more-problems", f"{more} further problems of this file are not listed.")
