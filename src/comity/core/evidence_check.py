"""Looking through a chain for what was altered, removed, moved, put in or dated back; nothing needs to be unsealed.

A chain alone shows that its links belong together. That it is as old as it says is shown by anchors: what a digest was,
told outside, on a day. Whoever holds the book could write the whole chain anew, but not what stands outside; so only what
lies at or before an anchor is proved, and what comes after the last is reported as not anchored yet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from comity.core.evidence import CLOCK_SECONDS, START, Header, digest, read

RFC3161, PRINTED, MAILED = ANCHORS = ("rfc3161", "printed", "mailed")


@dataclass(frozen=True, slots=True)
class Stored:
    """A link as it lies in the book. digest, entry, incident: its columns; ciphertext: SHA-256 and size, None: gone."""

    number: int
    header: bytes
    digest: str
    entry: str
    incident: str
    ciphertext: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class Anchored:
    """What was told outside: this digest, of the entry of this number, at this time (epoch seconds)."""

    number: int
    digest: str
    kind: str
    at: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something is wrong with the entry of a number. what: altered (its header), text (its ciphertext), removed,
    inserted, moved, cut (it does not continue the one before), foreign (another book's), clock (written before the one
    before it), backdated (written after an anchor, dated before it), ahead (dated after the anchor that covers it),
    anchor (an anchor says another digest)."""

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was found. count: of entries; head: the last one's digest, "" for an empty chain; proved: up to which number
    a time stamp covers it, claimed: a printed or mailed head, which has to be compared with the paper or the mail."""

    findings: tuple[Finding, ...]
    count: int
    head: str
    proved: int
    claimed: int

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong as far as can be seen."""
        return not self.findings

    @property
    def not_anchored(self) -> int:
        """How many entries at the end no anchor of any kind covers yet."""
        return max(0, self.count - max(self.proved, self.claimed))


@dataclass(slots=True)
class _Walk:
    """The links passed so far: which number comes next, the digest before, the book, and the last time written."""

    numbers: frozenset[int]
    expected: int = 1
    previous: str = START
    book: str = ""
    written: int = 0
    seen: set[int] = field(default_factory=set)


def check(chain: Iterable[Stored], anchors: Sequence[Anchored]) -> Report:
    """Look through a chain in the order of its numbers, and compare it with what was told outside."""
    links = [(stored, read(stored.header)) for stored in chain]
    walk = _Walk(frozenset(stored.number for stored, _ in links))
    findings: list[Finding] = []
    times: list[tuple[int, int]] = []
    digests: dict[int, str] = {}
    for stored, told in links:
        own = digest(stored.header)
        findings += _one(stored, told, own) + _place(walk, stored, told)
        digests.setdefault(stored.number, own)
        walk.previous = own
        if told is not None:
            walk.written = max(walk.written, told.link.written_at)
            times.append((stored.number, told.link.written_at))
    fitting = [anchor for anchor in anchors if digests.get(anchor.number) == anchor.digest]
    findings += _dates(times, fitting) + _anchors(digests, anchors)
    head = digest(links[-1][0].header) if links else ""
    proved = max((a.number for a in fitting if a.kind == RFC3161), default=0)
    claimed = max((a.number for a in fitting if a.kind != RFC3161), default=0)
    return Report(tuple(dict.fromkeys(findings)), len(links), head, proved, claimed)


def _one(stored: Stored, told: Header | None, own: str) -> list[Finding]:
    """What is wrong with a link by itself."""
    number = stored.number
    if told is None or own != stored.digest:
        return [Finding(number, "altered")]
    link = told.link
    if (link.number, link.entry, link.incident) != (number, stored.entry, stored.incident):
        return [Finding(number, "altered")]
    if stored.ciphertext != (told.ciphertext, told.size):
        return [Finding(number, "text")]
    return []


def _place(walk: _Walk, stored: Stored, told: Header | None) -> list[Finding]:
    """What is wrong with where a link stands, and with what it says of the one before it."""
    number, found = stored.number, []
    if number in walk.seen:
        found.append(Finding(number, "inserted"))
    elif number > walk.expected:
        gone = [n for n in range(walk.expected, number) if n not in walk.numbers][:1000]
        found += [Finding(n, "removed") for n in gone] or [Finding(number, "moved")]
    elif number < walk.expected:
        found.append(Finding(number, "moved"))
    walk.seen.add(number)
    walk.expected = max(walk.expected, number + 1)
    if told is None:
        return found
    if not found and told.link.previous != walk.previous:
        found.append(Finding(number, "cut"))
    walk.book = walk.book or told.link.book
    if told.link.book != walk.book:
        found.append(Finding(number, "foreign"))
    if told.link.written_at < walk.written - CLOCK_SECONDS:
        found.append(Finding(number, "clock"))
    return found


def _dates(times: list[tuple[int, int]], anchors: list[Anchored]) -> list[Finding]:
    """Entries dated before an anchor that they come after, or after one that covers them."""
    ordered = sorted(anchors, key=lambda a: a.number)
    numbers = [a.number for a in ordered]
    latest_before, earliest_from = [0], [0] * (len(ordered) + 1)
    for anchor in ordered:
        latest_before.append(max(latest_before[-1], anchor.at))
    earliest_from[-1] = 2**63
    for at in range(len(ordered) - 1, -1, -1):
        earliest_from[at] = min(earliest_from[at + 1], ordered[at].at)
    found = []
    for number, written in times:
        place = bisect_left(numbers, number)
        if written < latest_before[place] - CLOCK_SECONDS:
            found.append(Finding(number, "backdated"))
        if written > earliest_from[place] + CLOCK_SECONDS:
            found.append(Finding(number, "ahead"))
    return found


def _anchors(digests: dict[int, str], anchors: Sequence[Anchored]) -> list[Finding]:
    """Anchors that say something else than the chain, or of an entry that is no longer there."""
    last = max(digests, default=0)
    found = []
    for anchor in anchors:
        if anchor.number > last:
            found += [Finding(n, "removed") for n in range(last + 1, min(anchor.number, last + 1000) + 1)]
        elif digests.get(anchor.number) != anchor.digest:
            found.append(Finding(anchor.number, "anchor"))
    return found
