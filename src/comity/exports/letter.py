"""The day's list as a mail: plain text, and the same as HTML that asks no server for anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
"""Also what turns the direction of writing, by which words can seem to say something else."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing: the heading it stands under, what, about whom ("" for nobody), why, and the page about it ("" for none)."""

    group: str
    title: str
    who: str
    reason: str
    link: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in words: subject, opening, the things, what is ahead, the end, and where the page is ("" for nowhere)."""

    subject: str
    opening: str
    lines: tuple[Line, ...]
    ahead: tuple[str, ...]
    ahead_title: str
    end: str
    link: str
    link_words: str


def subject(letter: Letter) -> str:
    """The subject, on one line."""
    return _plain(letter.subject)


def text(letter: Letter) -> str:
    """The letter as plain text."""
    return "\n".join(_text(letter)) + "\n"


def html(letter: Letter) -> str:
    """The letter as HTML: no style sheet, picture, script or form, and only links to pages of Comity."""
    return "\n".join(_html(letter)) + "\n"


def _text(letter: Letter) -> Iterator[str]:
    yield _plain(letter.opening)
    for group, lines in groupby(letter.lines, key=lambda line: line.group):
        yield ""
        yield _plain(group).upper()
        for line in lines:
            yield f"- {_headline(line)}"
            yield f"  {_plain(line.reason)}"
            if line.link:
                yield f"  {line.link}"
    if letter.ahead:
        yield ""
        yield _plain(letter.ahead_title).upper()
        yield from (f"- {_plain(one)}" for one in letter.ahead)
    yield ""
    if letter.link:
        yield f"{_plain(letter.link_words)}: {letter.link}"
    yield _plain(letter.end)


def _html(letter: Letter) -> Iterator[str]:
    title = escape(subject(letter))
    yield f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>'
    yield f"<p>{escape(_plain(letter.opening))}</p>"
    for group, lines in groupby(letter.lines, key=lambda line: line.group):
        yield f"<h3>{escape(_plain(group))}</h3>\n<ul>"
        for line in lines:
            headline = escape(_headline(line))
            named = f'<a href="{escape(line.link)}">{headline}</a>' if line.link else headline
            yield f"<li><b>{named}</b><br>{escape(_plain(line.reason))}</li>"
        yield "</ul>"
    if letter.ahead:
        yield f"<h3>{escape(_plain(letter.ahead_title))}</h3>\n<ul>"
        yield from (f"<li>{escape(_plain(one))}</li>" for one in letter.ahead)
        yield "</ul>"
    if letter.link:
        yield f'<p><a href="{escape(letter.link)}">{escape(_plain(letter.link_words))}</a></p>'
    yield f"<p><small>{escape(_plain(letter.end))}</small></p>\n</body></html>"


def _headline(line: Line) -> str:
    return _plain(", ".join(filter(None, (line.title, line.who))))


def _plain(words: str) -> str:
    return " ".join(_CONTROL.sub(" ", words).split())
