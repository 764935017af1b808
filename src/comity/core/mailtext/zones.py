"""A mail's text in zones: the writer's own words, their signature, and what they quote.

Every line belongs to exactly one zone, in the order of the text. The work is linear in the length of the text
but for a bounded number of lines looked at around each candidate.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from itertools import groupby
from typing import NamedTuple

from comity.core.mailtext.quoting import attributions, first_of_rest, marked
from comity.core.mailtext.signing import ATTACHMENT, start_of_signature

_ANSWERING = re.compile(
    r"(?:re|aw|antw|sv|vs|rv|rép|odp|ref|ynt|res|fwd?|wg|tr|i|enc|doorst|vb|vl)\s?(?:\[\d+\])?\s?[:：]",
    re.IGNORECASE,
)


class Zone(IntEnum):
    """What a line of a mail is."""

    OWN = 1
    SIGNATURE = 2
    QUOTED = 3


class Stretch(NamedTuple):
    """Consecutive lines of one zone: the first, and the one after the last."""

    zone: Zone
    first: int
    last: int


def zones_of_lines(lines: Sequence[str], answers: bool = True) -> list[Zone]:
    """The zone of each line; as many as there are lines.

    Args:
        answers: whether the mail may answer another. In one that does not, lines that start with `>` are
            taken for quoted only below a line that says whose they are (a console's prompt looks the same).
    """
    if any("=09" in line or line.endswith(("=20", "=")) for line in lines):
        lines = [line.replace("=09", "\t").replace("=20", " ").removesuffix("=") for line in lines]
    found = [Zone.OWN] * len(lines)
    quoted = marked(lines)
    rest = first_of_rest(lines, quoted)
    above = attributions(lines[:rest], quoted[:rest])
    if not answers and not any(above):
        quoted = [False] * len(lines)
    for i in range(len(lines)):
        if i >= rest or quoted[i] or above[i]:
            found[i] = Zone.QUOTED
    _sign(lines, found)
    return found


def _sign(lines: Sequence[str], found: list[Zone]) -> None:
    """Mark the signature at the end of the writer's last words, and of what stands above the first quotation."""
    runs = [(zone, list(group)) for zone, group in groupby(range(len(lines)), lambda i: found[i])]
    own = [(group[0], group[-1] + 1) for zone, group in runs if zone == Zone.OWN]
    own = [(a, b) for a, b in own if any(line.strip() for line in lines[a:b])]
    for first, last in {*own[:1], *own[-1:]}:
        start = start_of_signature(lines, first, last)
        for i in range(start, last):
            if not ATTACHMENT.match(lines[i][:300]):
                found[i] = Zone.SIGNATURE


def stretches(lines: Sequence[str], answers: bool = True) -> list[Stretch]:
    """The text as stretches of one zone each; they cover all lines, in order, and blank lines go with those above."""
    found = zones_of_lines(lines, answers)
    for i in range(1, len(lines)):
        if not lines[i].strip():
            found[i] = found[i - 1]
    result: list[Stretch] = []
    for i, zone in enumerate(found):
        if result and result[-1].zone == zone:
            result[-1] = Stretch(zone, result[-1].first, i + 1)
        else:
            result.append(Stretch(zone, i, i + 1))
    return result


def split(text: str, answers: bool = True) -> list[tuple[Zone, str]]:
    """The text cut into its zones; joined by line ends they are the text again."""
    lines = text.split("\n")
    return [(s.zone, "\n".join(lines[s.first : s.last])) for s in stretches(lines, answers)]


def may_answer(parent: int, subject: str) -> bool:
    """Whether a mail may answer or pass on another: it names its parent, or its subject starts with `Re:` or the like."""
    return bool(parent) or _ANSWERING.match(subject) is not None


def own_words(text: str, answers: bool = True) -> str:
    """What the writer says here: without quotation and signature."""
    return "\n".join(part for zone, part in split(text, answers) if zone == Zone.OWN).strip()
