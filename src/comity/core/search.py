"""What a user types to find something, as a tree with positions; and whether a text has what it asks for.

    lantern "harbour wall" from:ana -with:tomas before:2024-05 role:client OR …

Words may be beginnings, text in quotes stands as it is, `name:value` narrows, `-` refuses, OR chooses between
words. Everything else is only words; what was meant as more and cannot be read raises `Unreadable`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from comity.core import folding
from comity.core.errors import Unreadable
from comity.core.playbooks import shipped
from comity.core.records import Kind

MOST_TERMS = 32
_LONGEST = 1000
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))
_FIELD = re.compile(r"([^\W\d_]+):(?!//)")
_BARE = re.compile(r'[^\s"]*')
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_AGO = re.compile(r"(\d{1,4})([dwmy])")
_DAYS_IN = {"d": 1, "w": 7, "m": 30, "y": 365}

FIELDS: Mapping[str, str] = {
    "from": "from:ana",
    "to": "to:ana",
    "with": 'with:"ana ruiz"',
    "org": "org:acme",
    "role": "role:client",
    "tag": "tag:choir",
    "subject": "subject:invoice",
    "kind": "kind:meeting",
    "has": "has:promise",
    "before": "before:2024-05",
    "after": "after:2023",
    "on": "on:2024-05-17",
}
"""The fields of a query, each with an example."""
_ALIASES = {"is": "kind", "organisation": "org", "organization": "org", "company": "org", "since": "after"}
_PERIODS = ("before", "after", "on")
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(kind.name.lower() for kind in Kind),
    "has": ("promise",),
    "role": tuple(sorted(shipped())),
}
"""Fields that take one of a few values."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that must stand together, in this order; the last one may be only begun."""

    words: tuple[str, ...]
    open_ended: bool
    only_subject: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """Something besides words: one of `FIELDS` that is no period, with the value as typed and its words."""

    name: str
    value: str
    words: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` on (None: from ever) and before `end` (None: until ever), in the book's zone."""

    first: dt.date | None
    end: dt.date | None
    start: int
    stop: int


Term = Words | Field | Period


@dataclass(frozen=True, slots=True)
class Not:
    """What must not be so."""

    term: Term


@dataclass(frozen=True, slots=True)
class Either:
    """Words of which any will do."""

    terms: tuple[Words, ...]


Node = Term | Not | Either


@dataclass(frozen=True, slots=True)
class Query:
    """Everything that must hold."""

    nodes: tuple[Node, ...]

    def wanted(self) -> list[tuple[Words, ...]]:
        """The words that must occur: of each group any, of all groups one."""
        return [
            node.terms if isinstance(node, Either) else (node,)
            for node in self.nodes
            if isinstance(node, Words | Either)
        ]

    def refused(self) -> list[Words]:
        """The words that must not occur."""
        terms = [node.term for node in self.nodes if isinstance(node, Not)]
        return [term for term in terms if isinstance(term, Words)]

    def matcher(self, counted: int = 0) -> Matcher:
        """What tells whether a subject and a text have all that is wanted and nothing that is refused.

        counted: of how many texts `Matcher.seen` is to tell.
        """
        return Matcher(self, counted)


class Matcher:
    """Holds texts against the words of a query; made once for many texts."""

    def __init__(self, query: Query, counted: int) -> None:
        self._refused = [_Sought(term) for term in query.refused()]
        self._wanted = [[_Sought(term) for term in group] for group in query.wanted()]
        self._counted = counted if self._wanted else 0
        self.seen = [0] * len(self._wanted)
        """In how many of the texts counted are the words of each of the groups that are wanted, wherever they stand."""
        self.read = 0
        """How many texts were counted."""

    def __call__(self, subject: str, text: str) -> bool:
        """Whether they fit."""
        if not self._wanted and not self._refused:
            return True
        subject_is_ascii, text_is_ascii = subject.isascii(), text.isascii()
        texts = (
            (subject.lower() if subject_is_ascii else folding.loose(subject), subject_is_ascii),
            (text.lower() if text_is_ascii else folding.loose(text), text_is_ascii),
        )
        if self.read < self._counted:
            self.read += 1
            for place, group in enumerate(self._wanted):
                self.seen[place] += any(sought.may_stand(texts) for sought in group)
        for group in self._wanted:
            for sought in group:
                if sought.stands(texts):
                    break
            else:
                return False
        return not any(sought.stands(texts) for sought in self._refused)


_Texts = tuple[tuple[str, bool], tuple[str, bool]]
"""Subject and text without case and accents, each with whether it is all ASCII: then it is left with what parts its words,
which is cheaper; else it is `folding.loose`."""


class _Sought:
    """A term that is looked for in a subject and a text."""

    def __init__(self, term: Words) -> None:
        self._whole = _Run(term.words, term.open_ended)
        last = len(term.words) - 1
        self._each = [_Run((word,), term.open_ended and at == last) for at, word in enumerate(term.words)]
        self._only_subject = term.only_subject

    def may_stand(self, texts: _Texts) -> bool:
        """Whether all its words are in them, wherever they stand."""
        return all(any(word.stands(*text) for text in texts) for word in self._each)

    def stands(self, texts: _Texts) -> bool:
        """Whether they are, in their order, and where they are to be."""
        stands = self._whole.stands
        return (not self._only_subject and stands(*texts[1])) or stands(*texts[0])


class _Run:
    """Words side by side. The pattern begins with letters, which `re` finds fast; what stands before is seen to afterwards."""

    def __init__(self, words: Sequence[str], open_ended: bool) -> None:
        self._words, self._open_ended = words, open_ended
        self._ascii = all(word.isascii() for word in words)

    def stands(self, text: str, is_ascii: bool) -> bool:
        """Whether they stand so in a text."""
        if is_ascii and not self._ascii:
            return False
        search = self._among_ascii if is_ascii else self._among_spaces
        found = search(text)
        while found:
            start = found.start()
            before = text[start - 1 : start] or " "
            if before == " " or (is_ascii and not before.isalnum()):
                return True
            found = search(text, start + 1)
        return False

    @cached_property
    def _among_ascii(self) -> Callable[..., re.Match[str] | None]:
        return self._pattern("[^a-z0-9]++", "(?![a-z0-9])")

    @cached_property
    def _among_spaces(self) -> Callable[..., re.Match[str] | None]:
        return self._pattern(" ++", "(?![^ ])")

    def _pattern(self, parted: str, end: str) -> Callable[..., re.Match[str] | None]:
        return re.compile(parted.join(map(re.escape, self._words)) + ("" if self._open_ended else end)).search


def plain(text: str) -> str:
    """Text without what no database takes: NUL, and halves of characters (bytes that were no UTF-8)."""
    return text.encode("utf-8", "ignore").decode().replace("\0", " ")


def parse(text: str, today: dt.date, roles: Collection[str] = ()) -> Query:
    """The tree of a query; of a text longer than 1000 characters only these.

    Punctuation parts words, as it does in the index, so that "e-mail" is the phrase "e mail".

    Args:
        today: the day that "today" and "30d" are counted from; roles: keys of roles besides those of `CHOICES`.

    Raises:
        Unreadable: what cannot be read, with its place in `text`.
    """
    nodes: list[Node] = []
    pending = -1
    for piece in _pieces(text[:_LONGEST].translate(_QUOTES)):
        if piece.is_or:
            if pending >= 0 or not nodes or not isinstance(nodes[-1], Words | Either):
                raise _wrong(piece, "or")
            pending = piece.start
            continue
        node = _node(piece, today, roles)
        if node is None:
            continue
        if pending >= 0:
            if not isinstance(node, Words):
                raise _wrong(piece, "or")
            before = nodes.pop()
            first = before.terms if isinstance(before, Either) else (before,)
            node = Either((*(term for term in first if isinstance(term, Words)), node))
            pending = -1
        nodes.append(node)
        if sum(len(n.terms) if isinstance(n, Either) else 1 for n in nodes) > MOST_TERMS:
            raise Unreadable(piece.start, piece.end, "too_many", str(MOST_TERMS))
    if pending >= 0:
        raise Unreadable(pending, pending + 2, "or")
    return Query(tuple(nodes))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a query: -name:"value"."""

    refused: bool
    name: str
    value: str
    quoted: bool
    start: int
    value_at: int
    end: int

    @property
    def is_or(self) -> bool:
        return self.value == "OR" and not (self.refused or self.name or self.quoted)


def _pieces(text: str) -> Iterator[_Piece]:
    at, length = 0, len(text)
    while at < length:
        if text[at].isspace():
            at += 1
            continue
        start = at
        refused = text[at] == "-"
        at += refused
        field = _FIELD.match(text, at)
        at = field.end() if field else at
        name = field[1].lower() if field else ""
        value_at = at
        quoted = text[at : at + 1] == '"'
        if quoted:
            closing = text.find('"', at + 1)
            if closing < 0:
                raise Unreadable(at, length, "quote")
            value, at = text[at + 1 : closing], closing + 1
        else:
            bare = _BARE.match(text, at)
            value = bare[0] if bare else ""
            at += len(value)
        yield _Piece(refused, name, value, quoted, start, value_at, at)


def _node(piece: _Piece, today: dt.date, roles: Collection[str]) -> Node | None:
    term = _term(piece, today, roles)
    return Not(term) if term and piece.refused else term


def _term(piece: _Piece, today: dt.date, roles: Collection[str]) -> Term | None:
    name = _ALIASES.get(piece.name, piece.name)
    found = tuple(folding.words(piece.value))
    if not name or name == "subject":
        if not found and name:
            raise _wrong(piece, "nothing", name)
        return Words(found, not piece.quoted, bool(name), piece.start, piece.end) if found else None
    if name not in FIELDS:
        raise _wrong(piece, "field", piece.name)
    if not found:
        raise _wrong(piece, "nothing", name)
    if name in _PERIODS:
        return _period(name, piece, today)
    value = piece.value.strip()
    if name in CHOICES:
        value = "_".join(value.casefold().split())
        if value not in CHOICES[name] and not (name == "role" and value in roles):
            raise _wrong(piece, "value", name)
    return Field(name, value, found, piece.start, piece.end)


def _period(name: str, piece: _Piece, today: dt.date) -> Period:
    first, end = _days(piece, today)
    if name == "before":
        return Period(None, first, piece.start, piece.end)
    if name == "after":
        since = first if piece.name == "since" else end
        return Period(since, None, piece.start, piece.end)
    return Period(first, end, piece.start, piece.end)


def _days(piece: _Piece, today: dt.date) -> tuple[dt.date, dt.date]:
    """The first day that a date, month or year names, and the day after its last."""
    value = piece.value.strip().lower()
    one = dt.timedelta(1)
    ago = _AGO.fullmatch(value)
    try:
        if value in ("today", "yesterday") or ago:
            back = int(ago[1]) * _DAYS_IN[ago[2]] if ago else int(value == "yesterday")
            day = today - dt.timedelta(back)
            return day, day + one
        date = _DATE.fullmatch(value)
        if date:
            year, month, day_of_month = (int(part) if part else 0 for part in date.groups())
            if day_of_month:
                day = dt.date(year, month, day_of_month)
                return day, day + one
            if date[2]:
                return dt.date(year, month, 1), dt.date(year + month // 12, month % 12 + 1, 1)
            return dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        pass
    raise _wrong(piece, "date", _ALIASES.get(piece.name, piece.name))


def _wrong(piece: _Piece, why: str, name: str = "") -> Unreadable:
    start = piece.value_at if why in ("value", "date") else piece.start
    return Unreadable(start, max(piece.end, start + 1), why, name)
