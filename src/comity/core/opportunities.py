"""Opportunities: what a pasted text seems to be, and the people whom it would help, with reasons.

What is guessed is only where a form begins; the user decides. Days are day numbers of the book's zone, but for those that
a text names, which are dates.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote, urlsplit

from comity.core import asks, helping, topics
from comity.core.playbooks import Standing

OPENING, PROJECT, ARTICLE, EVENT, OTHER = KINDS = ("opening", "project", "article", "event", "other")
"""What an opportunity can be. Stored, and in exports; never rename one."""
LONGEST_TITLE = 160
TITLE_TIMES = 2.0
"""How many times as much a word counts that stands in the title."""
RECENT, QUIET = 90, 730
"""Days since the last contact up to which a word comes easily, and from which it may surprise."""
_TRUST: Mapping[str, float] = {Standing.TRUSTED: 1.3, Standing.DEVELOPING: 1.15}
_RECENT_TIMES, _QUIET_TIMES = 1.1, 0.9
_READ = 20_000
_LINK = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:subject|betreff|title|titel|position|job title|role|stelle|fwd?|wg|re|aw)\s*:\s*", re.IGNORECASE
)
_GREETS = re.compile(
    r"(?:hi|hello|hey|dear|hallo|liebe[rs]?|sehr geehrte[rs]?|guten|moin|servus)\b", re.IGNORECASE
)
_CLOSES = re.compile(
    r"apply|appli(?:ed|cations?)|closing|closes|deadline|due|submit|submissions?|register|registration|sign up|until|"
    r"bewerb\w*|frist|einsend\w*|anmeld\w*|bis\b|spätestens",
    re.IGNORECASE,
)
_CUES: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for kind, words in (
        (
            OPENING,
            r"jobs?|vacanc(?:y|ies)|hiring|we are looking for|is looking for|full[- ]time|part[- ]time|salary|"
            r"curriculum vitae|cv|position|opening|career|permanent|join (?:us|our team)|apply|stelle|stellenangebot|"
            r"wir suchen|bewerbung\w*|bewerben|vollzeit|teilzeit|gehalt|lebenslauf|m/w/d|w/m/d",
        ),
        (
            PROJECT,
            r"projects?|tender|freelance|contract work|collaborat\w+|call for (?:proposals|partners)|grant|commission|"
            r"brief|rfp|proposal|projekte?|ausschreibung|auftrag|freiberuflich|förderung|zuschuss|angebot",
        ),
        (
            EVENT,
            r"conference|meet-?up|workshop|webinar|symposium|summit|register|registration|call for (?:papers|speakers)|"
            r"tickets?|speakers?|konferenz|tagung|veranstaltung|vortrag|anmeldung|seminar|messe",
        ),
        (
            ARTICLE,
            r"article|essay|blog|post|paper|study|report|newsletter|podcast|interview|read|review|book|abstract|"
            r"min(?:ute)? read|artikel|aufsatz|studie|bericht|beitrag|lesen|buch",
        ),
    )
}
_ADDRESS: Mapping[str, re.Pattern[str]] = {
    OPENING: re.compile(r"/(?:jobs?|careers?|vacanc|positions?|stellen|karriere)", re.IGNORECASE),
    PROJECT: re.compile(r"/(?:projects?|tenders?|grants?|ausschreibung)", re.IGNORECASE),
    EVENT: re.compile(r"/(?:events?|conference|meetup|veranstaltung)", re.IGNORECASE),
    ARTICLE: re.compile(r"/(?:blog|articles?|posts?|news|papers?|abs|\d{4}/\d{2})(?:/|$)", re.IGNORECASE),
}
_ADDRESS_COUNTS = 3
_LITTLE = frozenset(
    "a an and at for from in of on the to with am an bei der die das für im in mit und von d f m w x".split()
)


@dataclass(frozen=True, slots=True)
class Guess:
    """What a pasted text seems to be. until: the last day to act, None where it names none; url: its first link."""

    kind: str
    title: str
    url: str
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Somebody in view of an opportunity. held: (title, organisation) of what they do now; last_day: of contact."""

    person: int
    name: str
    standing: str
    last_day: int | None
    held: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Helped:
    """Whom it would help: the (kind, text) reasons, the weightiest first, and how the score came about.

    shared: what the words weigh; times: by how much the relationship raises or lowers it; score: their product.
    Kinds beyond those of `helping.WORTH`: standing (text: which), recent, quiet.
    """

    person: int
    reasons: tuple[tuple[str, str], ...]
    match: helping.Match
    times: float

    @property
    def score(self) -> float:
        """What the order follows."""
        return self.match.weight * self.times


def guess(text: str, today: dt.date) -> Guess:
    """What a pasted text seems to be, by its own words; nothing is fetched."""
    text = text[:_READ]
    link = _LINK.search(text)
    url = link.group().rstrip(".,;:!?)]}»”’") if link else ""
    return Guess(_kind(text, url), _title(text, url), url, _until(text, today))


def _kind(text: str, url: str) -> str:
    """The kind that most words speak for; the earlier in `KINDS` where it is even, and an article for a bare link."""
    said = _LINK.sub(" ", text)
    points = {kind: len({cue.lower() for cue in cues.findall(said)}) for kind, cues in _CUES.items()}
    _, path = _parts(url)
    for kind, pattern in _ADDRESS.items():
        points[kind] += _ADDRESS_COUNTS if pattern.search(path) else 0
    best = max(KINDS[:-1], key=lambda kind: points[kind])
    if points[best]:
        return best
    return ARTICLE if url else OTHER


def _title(text: str, url: str) -> str:
    """The first line that says something, cut between words; of a bare link what its address says."""
    for line in text.splitlines():
        words = " ".join(_LINK.sub(" ", line).split())
        words = _LABEL.sub("", words).strip(" -–—*#|>")
        if len(topics.split(words)) > 1 and not (_GREETS.match(words) and words.endswith((",", "!"))):
            return _cut(words)
    plain = " ".join(_LINK.sub(" ", text).split())
    return _cut(plain) if plain else _named(url)


def _cut(words: str) -> str:
    first = next(islice(asks.sentences(words), 1), None)
    if first is not None and len(topics.split(first.text)) > 1:
        words = first.text.rstrip(".")
    if len(words) <= LONGEST_TITLE:
        return words
    return words[: LONGEST_TITLE - 1].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def _named(url: str) -> str:
    """A title for a link: the last part of its path that has words in it, or its host."""
    host, path = _parts(url)
    for part in reversed(unquote(path).split("/")):
        words = " ".join(re.findall(r"[^\W\d_]{2,}", part.partition(".")[0]))
        if " " in words:
            return _cut(words[:1].upper() + words[1:])
    return (host or url)[:LONGEST_TITLE]


def _parts(url: str) -> tuple[str, str]:
    """Host and path of a link; of what is none nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return parts.netloc, parts.path


def _until(text: str, today: dt.date) -> dt.date | None:
    """The earliest day to come that a sentence names which speaks of closing, applying or registering."""
    code = asks.language_of(text) or "en"
    found = []
    for sentence in asks.sentences(text):
        due = asks.due_in(sentence.text, today, code) if _CLOSES.search(sentence.text) else None
        if due is not None and due.day is not None and due.day >= today:
            found.append(due.day)
    return min(found, default=None)


def wanted(title: str, text: str) -> dict[str, float]:
    """The words to look for, each with how many times it counts: those of the title twice."""
    of_title = topics.words(title)
    return dict.fromkeys(topics.words(_LINK.sub(" ", text[:_READ])), 1.0) | dict.fromkeys(
        of_title, TITLE_TIMES
    )


def holds_exactly(title: str, held: Iterable[tuple[str, str]]) -> bool:
    """Whether somebody holds just this post: all its words are in the title, and what is left names their organisation."""
    asked = set(topics.tokens(title)) - _LITTLE
    for post, organisation in held:
        words = set(topics.tokens(post)) - _LITTLE
        if words and words <= asked and asked - words <= set(topics.tokens(organisation)):
            return True
    return False


def whom_it_helps(
    title: str, matches: Iterable[helping.Match], ties: Mapping[int, Tie], today: int, most: int
) -> tuple[Helped, ...]:
    """Whom it would help, most first; ties keep to the name, then to the number.

    Whoever holds exactly that post, and whoever has no tie given (me, people one stepped back from, who died, who was
    told already), is left out.
    """
    found = [
        _helped(match, ties[match.person], today)
        for match in matches
        if match.person in ties and not holds_exactly(title, ties[match.person].held)
    ]
    found.sort(key=lambda one: (-round(one.score, 9), ties[one.person].name, one.person))
    return tuple(found[:most])


def _helped(match: helping.Match, tie: Tie, today: int) -> Helped:
    reasons = list(match.telling)
    times = 1.0
    if tie.standing in _TRUST:
        times *= _TRUST[tie.standing]
        reasons.append(("standing", tie.standing))
    if tie.last_day is not None and today - tie.last_day <= RECENT:
        times *= _RECENT_TIMES
        reasons.append(("recent", ""))
    elif tie.last_day is None or today - tie.last_day > QUIET:
        times *= _QUIET_TIMES
        reasons.append(("quiet", ""))
    return Helped(match.person, tuple(reasons), match, times)
