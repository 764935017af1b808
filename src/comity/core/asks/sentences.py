"""A mail's text cut into sentences, with their places.

A sentence ends at its mark, at a blank line, before an item of a list, and where a short line stands alone (a greeting,
a closing). A line break inside a paragraph is wrapping and ends nothing. Full stops of abbreviations, initials,
addresses, numbers and German ordinals ("am 3. Mai") end nothing either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LONGEST = 600
"""Characters of one sentence; what goes on longer is cut there."""
_ITEM = re.compile(r"[ \t]*(?:[-*•·–—‣▪]|\d{1,2}[.)]|[a-z]\))[ \t]+")
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|[。！？]")
_GREETING = re.compile(
    r"(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrte[rs]?|guten (?:tag|morgen)|"
    r"moin|servus|thanks|thank you|best|cheers|regards|kind regards|danke|viele grüße|gruß|mit freundlichen grüßen)\b"
    r"[^.!?\n]{0,60}[,:!–-]?",
    re.IGNORECASE,
)
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st vs etc e.g i.e eg ie approx dept inc ltd co corp no nr tel fax ext jan feb mar apr jun jul aug "
    "sep sept oct nov dec mon tue tues wed thu thur thurs fri a.m p.m z.b d.h u.a bzw ca ggf inkl evtl usw str abt hr fr "
    "frl okt dez mo di mi do sa so bspw o.ä u.u i.d.r zzgl max min".split()
)
_ENDS_ALSO = frozenset("etc usw a.m p.m".split())
_BEFORE_ORDINALS = frozenset("am dem den der die das des zum zur vom bis im ab ein eine einen no nr".split())
_MONTH = re.compile(r"\s*(?:jan|jän|feb|mär|apr|mai|jun|jul|aug|sep|okt|nov|dez)\w*\b", re.IGNORECASE)
_CLAUSE_WIDTH = 45
"""A line shorter than this, followed by one with a capital, stands alone."""


class Sentence(NamedTuple):
    """Its words as they stand in the text, from `start` to before `end`."""

    text: str
    start: int
    end: int


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text, in order; `text[start:end]` is exactly each one."""
    for first, last in _blocks(text):
        start = first
        while start < last:
            end = _end_of_sentence(text, start, last)
            if found := _trimmed(text, start, end):
                yield found
            start = end


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    if item := _ITEM.match(words):
        left = item.end()
    kept = words[left:].rstrip()
    if not any(character.isalpha() for character in kept):
        return None
    return Sentence(kept, start + left, start + left + len(kept))


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Places of paragraphs, items of lists and lines that stand alone."""
    start = end = at = 0
    previous = ""
    for line in text.splitlines(keepends=True):
        if start < end and _begins(previous, line):
            yield start, end
            start = at
        elif start == end:
            start = at
        at += len(line)
        end = at if line.strip() else start
        previous = line
    if start < end:
        yield start, end


def _begins(previous: str, line: str) -> bool:
    """Whether a line does not go on with what stands above it."""
    if not line.strip() or not previous.strip() or _ITEM.match(line):
        return True
    above = previous.strip()
    if _GREETING.fullmatch(above[:90]) and len(above) < 80:
        return True
    return len(above) < _CLAUSE_WIDTH and line.lstrip()[:1].isupper() and above[-1:] not in ",;"


def _is_ordinal(before: list[str], rest: str) -> bool:
    """Whether a number with a full stop is "3." as in "am 3. Mai" or "der 2. Entwurf"."""
    return not before or before[0] in _BEFORE_ORDINALS or _MONTH.match(rest) is not None


def _end_of_sentence(text: str, start: int, last: int) -> int:
    limit = min(last, start + LONGEST)
    for mark in _END.finditer(text, start, limit):
        if _is_end(text, start, mark.start(), mark.end(), limit):
            return mark.end()
    if limit == last:
        return last
    space = text.rfind(" ", start + LONGEST // 2, limit)
    return space if space > start else limit


def _is_end(text: str, start: int, mark: int, after: int, limit: int) -> bool:
    if text[mark] != "." or after - mark > 1:
        return True
    token = text[max(start, mark - 20) : mark].split()[-1:] or [""]
    word = token[0].lower().lstrip("(\"'“„«*")
    follows = text[after:limit].lstrip()[:1]
    if word in _ABBREVIATIONS:
        return word in _ENDS_ALSO and follows.isupper()
    if len(word) == 1 and word.isalpha() and word != "i":
        return False
    if word.isdigit() and len(word) <= 2 and follows.isalpha():
        return not _is_ordinal(
            text[max(start, mark - 20) : mark].lower().split()[-2:-1], text[after : after + 20]
        )
    return not follows.islower()
