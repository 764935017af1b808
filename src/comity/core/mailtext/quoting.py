"""Where the words of others begin: separators, header blocks, "… wrote:" and lines marked with `>`.

Two kinds of quotation are told apart. Below a separator or a block of headers everything is quoted, down to the
end. Lines marked with `>` are quoted one by one, so that answers written between them stay their author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.core.mailtext.words import (
    BARE_SEPARATOR,
    CC,
    FROM,
    LABELS,
    OPENER,
    RULE,
    SENT,
    SEPARATOR,
    SUBJECT,
    TO,
    WROTE,
)

_LABELLED = re.compile(
    r"^[\s*_|•]{0,40}([^\W\d_][\w.’'/() -]{0,24}?)\s?\*{0,2}\s?[:：]\*{0,2}(?:\s|$|\S+@|[A-Z0-9<\"'])"
)
_LABELLED_WITHIN = re.compile(
    r"(?:\t|\s{3,})(To|cc|Subject|An|Kopie|Thema|Pour|Objet|A|Para|Asunto|Aan):\s", re.IGNORECASE
)
_MARK = re.compile(r"^\s{0,3}(?:[A-Z][A-Za-z]{0,4})?[>|]")
_BARE_BAR = re.compile(r"^\s{0,3}\|")
_ADDRESS = re.compile(r"[\w.+'-]{1,64}@\w|[\w.+'-]{1,64} at [\w-]{1,64}\.\w")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_DAY = re.compile(r"\b(?:\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}|(?:19|20)\d\d)\b|\d年")
_ON_DATE = re.compile(r"\bon\s+\d{1,2}/\d{1,2}/\d{2,4}\s+\d{1,2}:\d{2}", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"^\W*(?:\w+,?\s+)?\d{1,4}[-/. ]\w{1,9}[-/. ]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s*[AP]M)?(?:\s+\w{2,5})?\W*$",
    re.IGNORECASE,
)
_ENDS_ON_DATE = re.compile(
    r"^.{2,80}\s{3,}\d{1,2}/\d{1,2}/\d{2,4}\s+\d{1,2}:\d{2}(?:\s?[AP]M)?$|"
    r"\bon\s+\d{1,2}/\d{1,2}/\d{2,4}$|^\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?$",
    re.IGNORECASE,
)
_GROUPWISE = re.compile(r"^>>>\s.{0,200}\d{1,2}[:.]\d{2}.{0,30}>>>")
_A_SENTENCE = re.compile(r"[a-z]{3}[.?!]\s+[A-Z]")
_OUTLINE = re.compile(r"^\s*-{2,3}\s.{1,100}$")
_SENT_BY = re.compile(r"^\s*sent by:", re.IGNORECASE)

_REACH = 5
"""Lines within which two headers must stand to be a block."""
_LONG_REACH = 60
"""Lines that a long list of recipients may take within one."""


def marked(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is marked as quoted by `>` (or by a column of `|`)."""
    found = [(">" in line[:10] or "|" in line[:4]) and _MARK.match(line) is not None for line in lines]
    bars = [i for i, mark in enumerate(found) if mark and _BARE_BAR.match(lines[i])]
    if len(bars) < 2:
        for i in bars:
            found[i] = False
    for i in range(1, len(lines) - 1):
        if not found[i] and found[i - 1] and found[i + 1] and _spilled(lines[i - 1], lines[i]):
            found[i] = True
    return found


def _spilled(above: str, line: str) -> bool:
    """Whether a line is the end of the quoted one above it, which a mail program broke in two."""
    return 0 < len(line.strip()) <= 25 and len(above) >= 55 and " " not in line.strip()[:1]


def first_of_rest(lines: Sequence[str], quoted: Sequence[bool]) -> int:
    """The line from which everything is quoted, down to the end; the number of lines if there is none."""
    kinds = [_label(line) for line in lines]
    for i, line in enumerate(lines):
        if line.startswith(">>>") and _GROUPWISE.match(line[:300]) and not _marked_soon(lines, quoted, i + 1):
            return i
        if quoted[i] or not line or line.isspace():
            continue
        if _is_separator(line):
            return _with_rule_above(lines, i)
        if kinds[i] is not None and _block(lines, kinds, i):
            return _head_of_block(lines, i)
        if line.rstrip().endswith(":") or ("/" in line and _ON_DATE.search(line[:300])):
            start = _attribution(lines, i)
            if start is not None and not _marked_soon(lines, quoted, i + 1):
                return start
    return len(lines)


def _is_separator(line: str) -> bool:
    text = line.lstrip()[:200]
    if text[:1] in "-_=*─—–":
        return SEPARATOR.match(text) is not None
    return len(text) <= 80 and BARE_SEPARATOR.match(text.rstrip()) is not None


def attributions(lines: Sequence[str], quoted: Sequence[bool]) -> list[bool]:
    """For each line whether it only says who wrote the marked lines below it."""
    found = [False] * len(lines)
    for i in range(len(lines)):
        if not quoted[i] or (i and quoted[i - 1]):
            continue
        above = i - 1
        while above >= 0 and i - above <= 3 and not lines[above].strip():
            above -= 1
        if above < 0 or quoted[above]:
            continue
        start = _attribution(lines, above)
        if start is not None:
            found[start:i] = [True] * (i - start)
        elif _is_introduction(lines[above]):
            found[above:i] = [True] * (i - above)
    return found


def _is_introduction(line: str) -> bool:
    """`Jane Doe <jane@example.com>:` and the like, directly above marked lines."""
    text = line.strip()
    addressed = _ADDRESS.search(text) and (text.endswith(":") or _DAY.search(text))
    wrote = WROTE.search(text) and text.endswith((":", "..."))
    return len(text) <= 200 and bool(addressed or wrote)


def _attribution(lines: Sequence[str], last: int) -> int | None:
    """The first line of the attribution that ends on line `last`; None if that is none."""
    text = lines[last].strip()[-300:]
    if _ON_DATE.search(text) and (text.endswith(("AM", "PM", ":")) or _CLOCK.search(text[-9:])):
        return last if _ADDRESS.search(text) or len(text.split()) <= 10 else None
    if not text.endswith((":", "：")):
        return None
    opened = _opened(lines, last, text)
    return _unopened(lines, last, text) if opened is None else opened


def _opened(lines: Sequence[str], last: int, joined: str) -> int | None:
    """The first line of an attribution that starts with "On …", "Am …", … and has a date."""
    for first in range(last, max(-1, last - 4), -1):
        if first < last:
            above = lines[first].strip()
            if not above or len(above) > 200:
                return None
            joined = f"{above} {joined}"
        dated = _CLOCK.search(joined) or _DAY.search(joined)
        if dated and OPENER.match(lines[first][:60]) and (WROTE.search(joined) or _ADDRESS.search(joined)):
            return first
    return None


def _unopened(lines: Sequence[str], last: int, text: str) -> int | None:
    """The first line of one that starts with a name: "Jane Doe <jane@example.com> wrote:", on two lines at most."""
    for first in (last, last - 1):
        if first < 0 or (first < last and not _OUTLINE.match(lines[first])):
            return None
        joined = text if first == last else f"{lines[first].strip()} {text}"
        short = len(joined) <= 250 and not _A_SENTENCE.search(joined)
        dated = "<" in joined and (_CLOCK.search(joined) or _DAY.search(joined))
        if short and _ADDRESS.search(joined) and (dated or WROTE.search(joined)):
            return first
    return None


def _marked_soon(lines: Sequence[str], quoted: Sequence[bool], start: int) -> bool:
    """Whether the next line that is not blank is marked."""
    for i in range(start, min(start + 4, len(lines))):
        if lines[i].strip():
            return quoted[i]
    return False


def _label(line: str) -> str | None:
    """What header this line is, if it looks like one."""
    if ":" not in line and "：" not in line:
        return None
    found = _LABELLED.match(line[:120])
    if found:
        return LABELS.get(found.group(1).strip().lower())
    if "\t" in line or "   " in line:
        within = _LABELLED_WITHIN.search(line[:200])
        if within:
            return LABELS.get(within.group(1).lower())
    return None


def _block(lines: Sequence[str], kinds: Sequence[str | None], start: int) -> bool:
    """Whether a block of headers starts here: a sender with a date, recipients or subject, or the last two."""
    seen = {kinds[start]}
    filled = 0
    for i in range(start + 1, min(start + _LONG_REACH, len(lines))):
        line = lines[i]
        if not line.strip():
            continue
        filled += 1
        kind = kinds[i]
        if kind is None:
            listing = any(c in line for c in "@;<,/") or line[0] in " \t"
            if filled > _REACH and not listing:
                break
            continue
        seen.add(kind)
        if _complete(seen):
            return True
    return False


def _complete(seen: set[str | None]) -> bool:
    if FROM in seen:
        return len(seen & {SENT, TO, SUBJECT}) >= 2 or {SENT, TO} <= seen or (TO in seen and CC in seen)
    return len(seen & {SENT, TO, SUBJECT, CC}) >= 3 or {TO, SUBJECT} <= seen


def _head_of_block(lines: Sequence[str], start: int) -> int:
    """The first line that belongs to a block of headers: rules, names and dates above it, as Lotus Notes sets them."""
    first, i, dated = start, start - 1, False
    while i >= 0 and start - i <= 12:
        line = lines[i]
        text = line.strip()
        if not text:
            i -= 1
            continue
        is_date = any(p.search(text[-300:]) for p in (_DATE_LINE, _ON_DATE, _ENDS_ON_DATE))
        inset = line[0] == "\t"
        short_name = len(text) <= 70 and len(text.split()) <= 6 and (inset or text[-1] not in ".?!,:;")
        if is_date or _SENT_BY.match(line) or RULE.match(line[:200]):
            dated = dated or is_date
        elif short_name and (inset or (dated and first - i == 1)):
            dated = False
        else:
            break
        first, i = i, i - 1
    return first


def _with_rule_above(lines: Sequence[str], start: int) -> int:
    """A rule drawn directly above a separator belongs to it."""
    above = start - 1
    return above if above >= 0 and RULE.match(lines[above][:200]) else start
