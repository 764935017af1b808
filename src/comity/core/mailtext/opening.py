"""The first of somebody's own words, for lists: a quick look that reads no further than it must.

A reader makes one for every message, so it knows only the commonest marks of quotation; `zones` knows them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from comity.core.mailtext.words import FROM, LABELS, OPENER, SENT, SEPARATOR, TO, WROTE

LENGTH = 200
"""Characters of an opening."""
_LOOKED_AT = 4000
_AT_ONCE = 8
"""Lines that are split off at first; the rest is only where these did not suffice."""
_DRAWN = frozenset("-_=*>|")
_LAST_WORDS = frozenset(
    (" wrote", "writes", "wrote ", "écrit ", " écrit", "cribió", "critto", "chreef", "creveu")
)
"""Ends of such lines in the commonest languages, which spare the search for a verb."""
_OPENINGS = frozenset(("On ", "Am ", "Le ", "El ", "Il ", "Op ", "Em ", ">> "))
_FROM = frozenset(label for label, kind in LABELS.items() if kind == FROM)


def opening(text: str) -> str:
    """The first own words, at most `LENGTH` characters; of a mail that only quotes, its first words."""
    words: list[str] = []
    length = 0
    lines = text[:_LOOKED_AT].split("\n", _AT_ONCE)
    for i, line in enumerate(lines):
        if i == _AT_ONCE:
            lines[i:] = line.split("\n")
            line = lines[i]
        line = line.strip()
        if not line:
            continue
        first = line[0]
        if first in _DRAWN:
            if first in ">|":
                continue
            if not line.strip("-_=*. "):
                continue
            if line[1:2] in _DRAWN and SEPARATOR.match(line[:200]):
                break
        elif line[-1] == ":" and _attributes(line):
            _take_back(words, line)
            continue
        elif ":" in line[:20] and _heads_a_quotation(line, lines[i + 1 : i + 4]):
            break
        words.append(line)
        length += len(line) + 1
        if length >= LENGTH:
            break
    return " ".join(words)[:LENGTH] if words else _whatever_stands(lines)


def _attributes(line: str) -> bool:
    """Whether a line that ends with a colon says who wrote what follows."""
    return line[-7:-1] in _LAST_WORDS or WROTE.search(line[-300:]) is not None


def _take_back(words: list[str], line: str) -> None:
    """Remove the beginning of an attribution ("On … wrote:") that took two or three lines."""
    if line[:3] in _OPENINGS or OPENER.match(line[:60]):
        return
    for back in (1, 2):
        if len(words) >= back and OPENER.match(words[-back][:60]) and any(c.isdigit() for c in words[-back]):
            del words[-back:]
            return


def _heads_a_quotation(line: str, following: Sequence[str]) -> bool:
    """Whether a line is the `From:` of a quoted mail: one of the next says when it was sent, or to whom."""
    if _label(line) not in _FROM:
        return False
    return any(LABELS.get(_label(other)) in (SENT, TO) for other in "\n".join(following).split("\n")[:3])


def _label(line: str) -> str:
    return line.partition(":")[0].strip(" *\t\u00a0").lower()


def _whatever_stands(lines: Sequence[str]) -> str:
    words = " ".join(" ".join(lines).split())
    return words.lstrip("->_=*| ")[:LENGTH]
