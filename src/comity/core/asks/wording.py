"""What a sentence says beside its kind: the new title and organisation, and what was given for which it thanks.

The words are those of `grammar_en.json` and `grammar_de.json`. Where they do not tell it is left open, for the user to say.
"""

from __future__ import annotations

from typing import NamedTuple

from comity.core.asks.grammar import LANGUAGES, language
from comity.core.asks.noticing import language_of

FAVOUR = "favour"
"""The kind of exchange where the words name none."""
_LONGEST = 120


class Work(NamedTuple):
    """A new title and organisation, "" where not told; leaves: a place is left, and nothing is told of another."""

    title: str
    organisation: str
    leaves: bool


def work_in(sentence: str) -> Work:
    """The new title and organisation that the writer of a sentence tells of themselves, as far as it names them."""
    title = organisation = ""
    leaves = False
    for code in LANGUAGES:
        known = language(code)
        for pattern in known.work:
            if not (title or organisation) and (found := pattern.search(sentence)):
                told = found.groupdict()
                title, organisation = (_tidy(told.get(part) or "") for part in ("title", "organisation"))
        leaves = leaves or known.leaves.search(sentence) is not None
    return Work(title, organisation, leaves and not (title or organisation))


def _tidy(words: str) -> str:
    return words.strip(" ,;:–-")[:_LONGEST]


def worth_in(sentence: str) -> str:
    """The kind of what somebody is thanked for: the first kind whose words stand in the sentence, else a favour."""
    for code in LANGUAGES:
        for kind, pattern in language(code).worth.items():
            if pattern.search(sentence):
                return kind
    return FAVOUR


def makes_introduction(sentence: str) -> bool:
    """Whether a sentence that speaks of an introduction makes it, rather than asks, agrees or thanks for one."""
    return not language(language_of(sentence) or "en").about_introduction.search(sentence)
