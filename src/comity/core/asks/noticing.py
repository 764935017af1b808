"""Which sentences of a mail are worth a proposal: what it asks, promises, thanks for, and tells.

Only the writer's own words are read, neither signature nor quotation (`core.mailtext`), and of these only so much that
the time stays bounded. Everything found is a suggestion for a person to confirm: people agree among themselves only
moderately on what a promise is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from comity.core.asks import requests
from comity.core.asks.due import due_in
from comity.core.asks.grammar import LANGUAGES, Language, language
from comity.core.asks.sentences import Sentence, sentences
from comity.core.days import SECONDS_PER_DAY, date_from_day, day_from_date
from comity.core.mailtext import Zone, split


class Ask(StrEnum):
    """What a sentence is. The keys are stored; never rename them."""

    REQUEST = "request"
    PROMISE = "promise"
    THANKS = "thanks"
    INTRODUCTION = "introduction"
    JOB = "job"
    """The writer's new job, promotion or last day."""
    PERSONAL = "personal"
    """A birth, a loss, an illness, a wedding: only where the user wants to be told."""


USUAL = frozenset(Ask) - {Ask.PERSONAL}
_WITH_DUE = frozenset({Ask.REQUEST, Ask.PROMISE})
_LEAST = 0.5
_MOST_CHARACTERS = 200_000
_MOST_SENTENCES = 400
_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]|«[^»]*»")
_ASKS_TOO = re.compile(
    r"\?|\b(?:please|bitte|(?<!introduce )(?<!introducing )you to|need you)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_OTHER = frozenset(
    "le la les vous je est pour nous une des et votre el los las que para por una usted gracias il che di non per una sono "
    "grazie het een van niet dat voor met ik o os não obrigado och det som inte jag du til ikke jeg og nie jest się".split()
) - {"des", "du"}
"""Common words of other languages, in which nothing is looked for."""


class Notice(NamedTuple):
    """One sentence and what it is.

    kind: see `Ask`; sentence: as it stands in the text, `text[start:end]`; probability: 0.5 to 1, for requests in English
    by the model, else by the rule that held; due: day number, or None; due_words: the words that name a day, empty
    without any. Words without a day name no single one ("3/4", "soon"): ask the user.
    """

    kind: Ask
    sentence: str
    start: int
    end: int
    probability: float
    due: int | None = None
    due_words: str = ""


def noticed(
    text: str, at: int, offset: int | None = None, code: str | None = None, kinds: Iterable[Ask] = USUAL
) -> tuple[Notice, ...]:
    """What a mail's writer asks, promises, thanks for and tells in it, in the order of the text.

    Args:
        text: the whole plain text; quotation and signature are passed over.
        at: when it was sent, epoch seconds.
        offset: the sender's clock, minutes east of UTC; None is UTC.
        code: `en` or `de`, or None to tell it from the words. In another language nothing is noticed.
        kinds: which are wanted; personal news only where named.
    """
    text = text[:_MOST_CHARACTERS]
    own = _own(text)
    code = code if code in LANGUAGES else language_of(own) if code is None else ""
    day = _day(at, offset or 0)
    if not code or day is None:
        return ()
    found = islice(sentences(own), _MOST_SENTENCES)
    wanted = [kind for kind in Ask if kind in set(kinds)]
    return tuple(
        notice for sentence in found for notice in _of_sentence(sentence, wanted, day, language(code))
    )


def _day(at: int, offset: int) -> dt.date | None:
    try:
        return date_from_day((at + offset * 60) // SECONDS_PER_DAY)
    except (ValueError, OverflowError):
        return None


def _own(text: str) -> str:
    """The text with everything blanked that is not the writer's own, so that places stay what they were."""
    parts = split(text)
    return "\n".join(part if zone == Zone.OWN else _blank(part) for zone, part in parts)


def _blank(part: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in part)


def language_of(own: str) -> str:
    """`en` or `de`, whichever has the more common words in the first of these; "" for another language, `en` for none."""
    words = [word.lower().replace("’", "'") for word in _WORD.findall(own[:6_000])]
    counts = {code: sum(word in language(code).common for word in words) for code in LANGUAGES}
    counts[""] = sum(word in _OTHER for word in words)
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] else "en"


def _of_sentence(sentence: Sentence, kinds: list[Ask], day: dt.date, words: Language) -> Iterator[Notice]:
    for kind in kinds:
        probability = chance(sentence.text, kind, words.code)
        if probability < _LEAST or (kind == Ask.REQUEST and _only_tells(sentence.text, words.code)):
            continue
        due = due_in(sentence.text, day, words.code) if kind in _WITH_DUE else None
        meant = day_from_date(due.day) if due and due.day else None
        said = due.words if due else ""
        yield Notice(kind, sentence.text, sentence.start, sentence.end, round(probability, 3), meant, said)


def _only_tells(sentence: str, code: str) -> bool:
    """Whether a sentence promises, thanks or tells something and asks nothing besides; the model takes some of them for
    requests, as they too are said to the reader."""
    if _ASKS_TOO.search(sentence):
        return False
    return any(chance(sentence, kind, code) >= _LEAST for kind in Ask if kind != Ask.REQUEST)


def chance(sentence: str, kind: Ask, code: str) -> float:
    """How likely a sentence is of a kind, from 0 to 1."""
    known = language(code).kinds.get(kind)
    if known is None:
        return requests.probability(sentence) if kind == Ask.REQUEST and code == "en" else 0.0
    said = _QUOTED.sub(lambda match: " " * len(match[0]), sentence).replace("’", "'")
    if known.unless and known.unless.search(said):
        return 0.0
    return next((rule.probability for rule in known.rules if rule.shows.search(said)), 0.0)
