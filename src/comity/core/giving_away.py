"""Whether words give a confidence away: its signs, all of its text, or a part of it long enough to tell.

Texts are compared as `core.folding` sees them: without case, accents, punctuation, soft hyphens, and what is not seen.
A part is long enough with five words in a row, of a short text with fewer; a run of words that stand in every letter
(`_COMMON`), and of the names of whom it is about, tells nothing. What was cut off, such as the snippet of a mail, has
lost the rest of a run: at its ends three words do, and the last may be half.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from comity.core import folding
from comity.core.audience import Told

RUN = 5
"""Words in a row that tell, of a text with `_LONG` words or more."""
_LONG, _MIDDLING, _BRIEF = 8, 6, 4
_AT_AN_END = 3
_CUT = 150
"""Characters from which on a text may be the beginning of a longer one; a snippet has at most 200."""
_ELLIPSES = ("…", "...")
_UNSEEN = dict.fromkeys(
    (
        *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0),
        *(*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)),
    ),
    "",
)
"""Fillers and selectors, which Unicode calls default ignorable, as far as folding does not know them."""
_COMMON = frozenset(
    """
    a about after all also am an and any are as at be because been before being but by can could did do does doing for
    from get go going good had has have having he her here hers him his how i if in into is it its just know let like ll m
    may me might more my no not now of on one or our out over please re s said say see shall she should so some such t
    than thank thanks that the their them then there these they think this those to too up us ve very want was we well
    were what when where which who why will with would you your
    aber als am an auch auf aus bei bin bis das dass dem den der des die dir doch du ein eine einem einen einer er es
    fuer fur hat hatte ich ihm ihn ihr im in ist ja kann man mein mir mit nach nicht noch nur ob oder sein sich sie sind
    so ueber uber um und uns von vor war was wenn wie wir wird zu zum zur
    au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur lui mais me mon ne nous on ou par pas
    plus pour que qui sa se ses son sont sur te tu un une vous
    con del el ella ellos es esta este las lo los mas mi muy nos para pero por porque si sin sobre su sus una y ya yo
    """.split()
)
"""Words that stand in any letter, in the languages of the drafts: a run of them alone says nothing."""


def words(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return folding.words(text if text.isascii() else text.translate(_UNSEEN))


def signs_of(lines: str) -> tuple[str, ...]:
    """The signs that were written one a line, each once; a line without any letter is none."""
    return tuple(dict.fromkeys(line.strip() for line in lines.splitlines() if words(line)))


def length_of_run(count: int) -> int:
    """How many words in a row tell, of a text with so many."""
    if count >= _LONG:
        return RUN
    if count >= _MIDDLING:
        return RUN - 1
    return _AT_AN_END if count >= _BRIEF else count


class Signs:
    """Everything that gives one of some confidences away, made ready to be looked for in many texts.

    A text costs a look-up for each of its words, and more only at a word with which something begins.
    """

    def __init__(self, confided: Iterable[Told]) -> None:
        self._runs: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._lengths: dict[str, set[int]] = defaultdict(set)
        self._alone: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._named: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._opening: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
        self._closing: dict[tuple[str, ...], set[tuple[str, str]]] = defaultdict(set)
        for told in confided:
            if told.words is None:
                self._of_locked(told)
            else:
                self._of_open(told, told.words)
            for text in told.stands:
                self._of_row(told, words(text))

    def runs(self) -> Iterator[tuple[str, ...]]:
        """The words in a row that are looked for: a whole text that gives something away has one of these."""
        return iter(self._runs)

    def given_away(self, text: str) -> set[str]:
        """The ids of those that a text gives away."""
        if not text or not (self._runs or self._alone):
            return set()
        read = words(text)
        found = set(self._alone.get(tuple(read), ()))
        for at, word in enumerate(read):
            for length in self._lengths.get(word, ()):
                found |= self._runs.get(tuple(read[at : at + length]), frozenset())
        return found | self._halves(text.strip(), read)

    def naming(self, text: str) -> set[str]:
        """The ids of those that are locked and whose source or subject a text names."""
        if not text or not self._named:
            return set()
        read = words(text)
        return {
            id
            for at, word in enumerate(read)
            for name, id in self._named.get(word, ())
            if tuple(read[at : at + len(name)]) == name
        }

    def _halves(self, text: str, read: Sequence[str]) -> set[str]:
        """Those of which a text that was cut off holds the beginning at its end, or the end at its beginning."""
        found: set[str] = set()
        if len(read) < _AT_AN_END:
            return found
        if len(text) >= _CUT or text.endswith(_ELLIPSES):
            ends = self._opening.get(tuple(read[-_AT_AN_END:-1]), ())
            found |= {id for word, id in ends if word.startswith(read[-1])}
        if len(text) >= _CUT or text.startswith(_ELLIPSES):
            begins = self._closing.get(tuple(read[1:_AT_AN_END]), ())
            found |= {id for word, id in begins if word.endswith(read[0])}
        return found

    def _of_open(self, told: Told, said: Sequence[str]) -> None:
        for one in said:
            self._add(words(one), told.id)
        text = words(said[0]) if said else []
        known = _known(told)
        length = length_of_run(len(text))
        self._add_runs(text, length, known, 1 if length == RUN else 2, told.id)
        for run in _runs(text, _AT_AN_END):
            if _telling(run, known) >= 2:
                self._opening[tuple(run[:-1])].add((run[-1], told.id))
                self._closing[tuple(run[1:])].add((run[0], told.id))

    def _of_row(self, told: Told, text: Sequence[str]) -> None:
        """What a covered row says: all of it, where it is more than a few common words, and parts of a long text."""
        if not text:
            return
        self._alone[tuple(text)].add(told.id)
        known = _known(told)
        if len(text) >= _LONG:
            self._add_runs(text, RUN, known, 2, told.id)
        elif len(text) >= _AT_AN_END and _telling(text, known) >= 2:
            self._add(text, told.id)

    def _of_locked(self, told: Told) -> None:
        """What it says is not known; whom it is about is."""
        for name in told.names:
            read = tuple(words(name))
            if read:
                self._named[read[0]].append((read, told.id))

    def _add_runs(self, text: Sequence[str], length: int, known: frozenset[str], least: int, id: str) -> None:
        for run in _runs(text, length):
            if _telling(run, known) >= least:
                self._add(run, id)

    def _add(self, run: Sequence[str], id: str) -> None:
        if run:
            self._runs[tuple(run)].add(id)
            self._lengths[run[0]].add(len(run))


def _runs(text: Sequence[str], length: int) -> Iterator[Sequence[str]]:
    return (text[at : at + length] for at in range(len(text) - length + 1))


def _known(told: Told) -> frozenset[str]:
    """The words that tell nothing of a confidence."""
    return _COMMON.union(*(words(name) for name in told.names))


def _telling(run: Sequence[str], known: frozenset[str]) -> int:
    return sum(word not in known for word in run)
