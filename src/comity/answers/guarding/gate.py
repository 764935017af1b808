"""A guard: made once for an audience, then asked about each text and row that is to reach it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from comity.answers.guarding import told
from comity.core import days
from comity.core.audience import ANYBODY, ME, Audience, Told, closed_to
from comity.core.giving_away import Signs
from comity.store.access import Scope

Row = tuple[str, str]
"""A row as an export names it: its kind, and what the world knows it by; that alone tells which row it is."""
NEVER, LOCKED, CONFIDENCE = "never", "locked", "confidence"


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something that was left out: never its words.

    what: the kind of thing, in words; why: `never` (not to be mentioned to anybody), `locked` (sealed, and nobody can
    see now whether it is said) or `confidence`; of: the id of the confidence.
    """

    what: str
    why: str
    of: str


class Guard:
    """Lets through what may reach an audience, and keeps a list of what it did not.

    Raises nothing: what cannot be judged counts as forbidden. While something is sealed and locked, that is every text,
    for any may say it; only names, days and words of our own still pass (`names`, `greets`).
    """

    def __init__(self, audience: Audience, confided: Sequence[Told]) -> None:
        self.audience = audience
        self._told = {one.id: one for one in confided}
        self._signs = Signs(confided)
        self._rows: dict[str, set[str]] = {}
        self._locked: dict[int, set[str]] = {}
        self._unread = frozenset(one.id for one in confided if one.words is None)
        self._withheld: dict[Withheld, int] = {}
        for one in confided:
            for _, row in one.covers:
                self._rows.setdefault(row, set()).add(one.id)
            for person in (one.source, one.subject):
                if one.words is None and person is not None:
                    self._locked.setdefault(person, set()).add(one.id)

    def __bool__(self) -> bool:
        """Whether anything is closed to this audience; else everything passes."""
        return bool(self._told)

    @property
    def locked(self) -> frozenset[int]:
        """The sources and subjects of what is sealed and locked: all that is about or from them stays behind."""
        return frozenset(self._locked)

    @property
    def unread(self) -> int:
        """How many are sealed and locked, so that nobody can tell of any text whether it says them."""
        return len(self._unread)

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """What was left out so far, each once, in the order in which it was met."""
        return tuple(self._withheld)

    @property
    def count(self) -> int:
        """How many texts and rows were left out so far."""
        return sum(self.by_reason.values())

    @property
    def by_reason(self) -> dict[str, int]:
        """How many they were for each reason; what two confidences hold back counts for both."""
        found: dict[str, int] = {}
        for one, times in self._withheld.items():
            found[one.why] = found.get(one.why, 0) + times
        return dict(sorted(found.items()))

    def text(
        self,
        text: str,
        *,
        about: Iterable[int | None] = (),
        rows: Iterable[Row] = (),
        what: str = "",
        names: bool = False,
        greets: bool = False,
    ) -> str | None:
        """The text, or None where it is withheld.

        Args:
            about: the rows of the people it is about or from (heads: `answers.heads`);
            rows: the rows that it comes from;
            what: the kind of thing in words, for the list of what was left out;
            names: it says nothing but names, days and words of our own, so that of what is locked only the names of
                those it is about or from hold it back;
            greets: the same, and it names people only as a letter does, so that not even these do.
        """
        passes = self.lets(text, about=about, rows=rows, what=what, names=names, greets=greets)
        return text if passes else None

    def lets(
        self,
        *texts: str,
        about: Iterable[int | None] = (),
        rows: Iterable[Row] = (),
        what: str = "",
        names: bool = False,
        greets: bool = False,
    ) -> bool:
        """Whether something that says all of this may pass; the arguments are those of `text`."""
        found = self.closed(*texts, about=about, rows=rows, names=names, greets=greets)
        for id in found:
            one = Withheld(what, self.reason(id), str(UUID(id)))
            self._withheld[one] = self._withheld.get(one, 0) + 1
        return not found

    def closed(
        self,
        *texts: str,
        about: Iterable[int | None] = (),
        rows: Iterable[Row] = (),
        names: bool = False,
        greets: bool = False,
    ) -> tuple[str, ...]:
        """The ids of the confidences that something would give away; it is not noted as left out."""
        if not self._told:
            return ()
        found: set[str] = set()
        for _, row in rows:
            found |= self._rows.get(_hex(row), set())
        for person in about:
            if person is not None:
                found |= self._locked.get(person, set())
        for text in texts:
            found |= self._signs.given_away(text)
            if names:
                found |= self._signs.naming(text)
            elif text and not greets:
                found |= self._unread
        return tuple(id for id in self._told if id in found)

    def reason(self, id: str) -> str:
        """Why one of its confidences stays behind."""
        one = self._told[id]
        return NEVER if one.nobody else LOCKED if one.words is None else CONFIDENCE


NOTHING = Guard(ME, ())
"""A guard for the owner alone: it lets everything through."""


class Watch:
    """All that was told in confidence in a book today, read once; makes a guard for each audience it is asked for."""

    def __init__(self, confided: Sequence[Told], today: int) -> None:
        self._told, self._today = {one.id: one for one in confided}, today
        self._all = Guard(ANYBODY, confided)

    def __bool__(self) -> bool:
        """Whether there is anything to guard."""
        return bool(self._told)

    def guard(self, audience: Audience, *, released: Collection[str] = ()) -> Guard:
        """The guard for an audience; the arguments are those of `guard`."""
        freed = {_hex(id) for id in released}
        told = self._told.values()
        return Guard(
            audience,
            [one for one in told if closed_to(one, audience, self._today) and one.id not in freed],
        )

    def gives_away(
        self, *texts: str, about: Iterable[int | None] = (), rows: Iterable[Row] = ()
    ) -> tuple[str, ...]:
        """The ids of all confidences that something is known to give away to somebody.

        For what the owner alone is shown: of what is locked, only by whom it names and by what is held back with it.
        """
        return self._all.closed(*texts, about=about, rows=rows, names=True)

    def is_closed(self, ids: Iterable[str], audience: Audience) -> bool:
        """Whether one of these must not reach an audience."""
        return any(closed_to(self._told[id], audience, self._today) for id in ids)


def watch(scope: Scope) -> Watch:
    """What is to be guarded in a book; one query where there is nothing, else two."""
    today = days.day_from_date(scope.today())
    return Watch(told.held(scope, today), today)


def guard(scope: Scope, audience: Audience, *, released: Collection[str] = ()) -> Guard:
    """The guard of a book for an audience; none is needed for its owner, who may see all of it.

    Two queries at the most, one where the book has no confidences, none for the owner.

    Args:
        released: ids of confidences that the user lets out this once, knowing what they do.
    """
    return NOTHING if audience.me else watch(scope).guard(audience, released=released)


def _hex(id: str) -> str:
    try:
        return UUID(id).hex
    except ValueError:
        return id
