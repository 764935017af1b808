"""Which chunks of a sentence a pattern of the grammar claims."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from comity.core.sayit.chunks import Chunk, Sort
from comity.core.sayit.grammar import Grammar
from comity.core.sayit.patterns import PEOPLE, Pattern
from comity.core.sayit.when import is_ahead, is_past

LONGEST = 80
"""Chunks that are read as one sentence; a longer one is read in pieces."""

_SILENT = (Sort.DATE, Sort.TIME, Sort.FILLER, Sort.MARK)


@dataclass(frozen=True, slots=True)
class Claim:
    """Chunks `first` up to `last`, understood by a pattern; slots: the chunks that each slot holds."""

    pattern: Pattern
    first: int
    last: int
    slots: tuple[tuple[str, int, int], ...]

    def slot(self, name: str) -> range:
        """The chunks in a slot; empty where the pattern has none such."""
        return next((range(first, last) for slot, first, last in self.slots if slot == name), range(0))


def claims(chunks: Sequence[Chunk], first: int, last: int, languages: Sequence[Grammar]) -> list[Claim]:
    """What the patterns understand of the chunks `first` up to `last`, in order, none overlapping."""
    seen = [place for place in range(first, last) if chunks[place].code]
    starts, text = [], ""
    for place in seen:
        starts.append(len(text))
        text += chunks[place].code
    words = {code.removeprefix("@s:") for code in text.split()}
    found: list[Claim] = []
    for rank, grammar in enumerate(languages):
        for pattern in grammar.patterns:
            if all(not need.isdisjoint(words) for need in pattern.needs):
                found += (
                    replace(claim, pattern=replace(pattern, order=pattern.order + 10_000 * rank))
                    for claim in _matches(pattern, text, starts, seen)
                )
    return [_widened(chunks, claim, first, last) for claim in _chosen(found, chunks, languages)]


def _matches(pattern: Pattern, text: str, starts: Sequence[int], seen: Sequence[int]) -> Iterator[Claim]:
    at = 0
    while match := pattern.regex.search(text, at):

        def chunk(offset: int) -> int:
            place = bisect_left(starts, offset)
            return seen[place] if place < len(seen) else seen[-1] + 1

        slots = tuple(
            (name, chunk(match.start(name)), chunk(match.end(name)))
            for name in pattern.regex.groupindex
            if match.start(name) >= 0
        )
        end = seen[bisect_left(starts, match.end()) - 1] + 1
        yield Claim(pattern, chunk(match.start()), end, tuple((n, a, min(b, end)) for n, a, b in slots))
        following = bisect_left(starts, match.start() + 1)
        if following >= len(starts):
            return
        at = starts[following]


def _chosen(found: list[Claim], chunks: Sequence[Chunk], languages: Sequence[Grammar]) -> list[Claim]:
    """The first of those that overlap; one that opens a clause of its own cuts short what stands open before it."""
    found.sort(key=lambda claim: (claim.first, not claim.pattern.elided, claim.pattern.order))
    taken: list[Claim] = []
    for claim in found:
        if claim.pattern.elided and not _continues(chunks, claim, taken, languages):
            continue
        if _is_denied(chunks, claim, languages) or _owns_on(chunks, claim, languages):
            continue
        if taken and claim.first < taken[-1].last:
            before = taken[-1]
            cuts = (
                before.pattern.open and claim.first > before.first and _joined(chunks, claim.first, languages)
            )
            if not cuts or any(claim.first <= first for _, first, _ in before.slots):
                continue
            end = claim.first - 1
            slots = tuple((name, first, min(last, end)) for name, first, last in before.slots)
            taken[-1] = replace(before, last=end, slots=slots)
        taken.append(claim)
    return taken


def _continues(
    chunks: Sequence[Chunk], claim: Claim, taken: Sequence[Claim], languages: Sequence[Grammar]
) -> bool:
    """Whether a clause without a subject follows, after "and", one about somebody else than the user."""
    if not taken or not _joined(chunks, claim.first, languages) or claim.first > taken[-1].last + 1:
        return False
    before = taken[-1]
    return before.pattern.elided or bool(before.slot("who") and before.slot("who").start == before.first)


def _is_denied(chunks: Sequence[Chunk], claim: Claim, languages: Sequence[Grammar]) -> bool:
    """Whether it says that this was not done: "never promised", "hat nicht versprochen"."""
    if claim.pattern.act["item"] in ("reminder", "fact"):
        return False
    text = claim.slot("text") if claim.pattern.open else range(0)
    before = max(claim.first - 2, 0)
    said = {chunks[place].code.strip() for place in range(before, claim.last) if place not in text}
    said -= claim.pattern.literals
    return any(not said.isdisjoint(grammar.words.negations) for grammar in languages)


def _owns_on(chunks: Sequence[Chunk], claim: Claim, languages: Sequence[Grammar]) -> bool:
    """Whether the last person is but the owner of what follows: "introduced me to her boss"."""
    if claim.last >= len(chunks) or chunks[claim.last].sort not in (Sort.WORD, Sort.MAYBE):
        return False
    if not any(last == claim.last for name, _, last in claim.slots if name in PEOPLE):
        return False
    code, after = chunks[claim.last - 1].code.strip(), chunks[claim.last].code.strip()
    owner = code == "@q" or any(
        code.removeprefix("@s:") in grammar.words.possessives for grammar in languages
    )
    return owner and not any(after in grammar.vocabulary for grammar in languages)


def _joined(chunks: Sequence[Chunk], place: int, languages: Sequence[Grammar]) -> bool:
    code = chunks[place - 1].code.strip() if place else ""
    return code == "&" or any(code in grammar.words.list for grammar in languages)


def _widened(chunks: Sequence[Chunk], claim: Claim, first: int, last: int) -> Claim:
    """With the days and times beside it: those after it, and before it where it says nothing else of them."""
    end = claim.last
    while end < last and chunks[end].sort in _SILENT:
        end += 1
    if end + 1 < last and chunks[end].sort == Sort.COMMA and (said := chunks[end + 1].when) and said.due:
        end += 2
    start = claim.first
    dated = any(chunks[place].sort == Sort.DATE for place in range(start, end))
    while not dated and start > first and chunks[start - 1].sort in (Sort.DATE, Sort.TIME):
        start -= 1
    if start > first and start < claim.first and chunks[start - 1].code not in ("", ", "):
        start = claim.first if not _looks_ahead(chunks[claim.first - 1]) else start
    return replace(claim, first=start, last=end)


def _looks_ahead(chunk: Chunk) -> bool:
    return chunk.when is not None and is_ahead(chunk.when) and not is_past(chunk.when)
