"""What may be an answer to a search, newest first: by time, by the people taking part, or by the index."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from django.db.backends.utils import CursorWrapper

from comity.core.records import Kind
from comity.store import fulltext
from comity.store.fulltext import Hits
from comity.store.queries.narrowing import Narrowing
from comity.store.sql import on_sqlite, rows

_BLOCK, _BLOCKS, _MOST_AHEAD = 256, 20, 4096
"""After the first, at least so many are fetched in a step, and that share of the hits, since each goes through them all;
and without hits at most so many."""
_LISTED, _WALKED = 600, 1000
"""Of so few hits, SQLite is asked for the time of each; of more, it is quicker to walk back in time and see whose turn it is.
PostgreSQL takes longer to walk: there each is asked for unless so many steps would probably meet one."""
_LEAST_PACED, _FIRST_PACED, _MOST_PACED = 256, 512, 2048
"""Interactions whose indexed words are asked for in one step (`pacing`), and in the first one at most."""

Ids = list[tuple[int, int]]
"""(at, id), newest first."""


class Candidates:
    """Gives what may fit in steps, each before the last in time, and can be narrowed between them.

    timed: people are not asked for here but by whoever reads the texts, so that a step costs the same however
    few of them wrote, and several are taken together.
    """

    def __init__(self, cursor: CursorWrapper, book: int, narrowing: Narrowing, *, timed: bool) -> None:
        self._cursor = cursor
        self._book = book
        self._narrowing = narrowing
        self._timed_only = timed
        if timed:
            self._conditions, self._arguments = narrowing.times, narrowing.time_arguments
        else:
            self._conditions, self._arguments = narrowing.where + narrowing.theirs, narrowing.arguments
        self._kinds = [int(kind) for kind in Kind if narrowing.kinds is None or int(kind) in narrowing.kinds]
        self._hits: Hits | None = None
        self._without: Set[int] = frozenset()
        self._block = 0
        self._waiting: Ids = []
        self._given: tuple[int, int] | None = None
        self._reached: tuple[int, int] | None = None
        self._at_end = False
        self._words = ""
        self._density = 1.0
        self.paced = self.hit = 0
        """How many were asked for their indexed words one by one, and how many had them (`pacing`)."""

    @property
    def done(self) -> bool:
        """Whether nothing is left to be taken."""
        return self._at_end and not self._waiting

    @property
    def all_paced(self) -> bool:
        """Whether all that is left is known to have the words."""
        return self._at_end and bool(self._words)

    def only(self, listed: Ids) -> None:
        """From here on only these, whose times are known."""
        given = self._given
        left = [one for one in listed if one < given] if given else listed
        hits = self._hits.ids() if self._hits else None
        self._hold(left if hits is None else [one for one in left if one[1] in hits])

    def among(self, hits: Hits, stored: int) -> None:
        """From here on only these, of so many that are stored."""
        self._words = ""
        if self._at_end:
            ids = hits.ids()
            self._waiting = [one for one in self._waiting if one[1] in ids]
        elif len(hits) <= _LISTED or (not on_sqlite() and len(hits) ** 2 <= _WALKED * stored):
            self._hold(self._timed(hits))
        else:
            self._waiting, self._reached, self._hits = [], self._given, hits
            self._block = 0
            self._kinds = self._present(self._kinds)

    def pacing(self, words: str, density: float) -> None:
        """From here on, on PostgreSQL, back in time only those whose indexed words are so (`fulltext.asked`).

        density: about which share of them are. A step asks a bounded number, and may give none before the end.
        """
        if not self._at_end:
            self._words, self._density = words, density
            self._waiting, self._reached = [], self._given
            self._kinds = self._present(self._kinds)

    def without(self, hits: Hits) -> None:
        """From here on none of these."""
        self._without = hits.ids()
        self._waiting = self._left(self._waiting)

    def take(self, size: int) -> Ids:
        """The next ones, `size` of them where there are as many."""
        if self._words and len(self._waiting) < size and not self._at_end:
            self._waiting += self._left(self._paced(size - len(self._waiting)))
        while len(self._waiting) < size and not self._at_end and not self._words:
            found = self._earlier(max(size, self._block))
            self._waiting += self._left(found)
            if self._hits or self._without:
                self._block = max(_BLOCK, 2 * self._block, len(self._hits or ()) // _BLOCKS)
            elif self._timed_only:
                self._block = min(max(_BLOCK, 2 * self._block), _MOST_AHEAD)
        taken, self._waiting = self._waiting[:size], self._waiting[size:]
        self._given = taken[-1] if taken else self._given
        return taken

    def _hold(self, ids: Ids) -> None:
        self._waiting = self._left(ids)
        self._at_end = True

    def _left(self, ids: Ids) -> Ids:
        without = self._without
        return [one for one in ids if one[1] not in without] if without else ids

    def _paced(self, size: int) -> Ids:
        """Of the next ones in time those with the words: about `size`, if they are as dense as so far."""
        density = (self.hit + 0.5) / (self.paced + 1) if self.paced else self._density
        most = _MOST_PACED if self.paced else _FIRST_PACED
        count = int(min(max(1.2 * size / density, _LEAST_PACED), most))
        statement, arguments = self._next(count)
        found = rows(
            self._cursor,
            f"SELECT k.at, k.id, {fulltext.holding('k.id')} FROM ({statement}) AS k ORDER BY 1 DESC, 2 DESC",
            [self._words, *arguments],
        )
        self._at_end = len(found) < count
        self._reached = found[-1][:2] if found else self._reached
        having = [(at, i) for at, i, holds in found if holds]
        self.paced += len(found)
        self.hit += len(having)
        return having

    def _earlier(self, size: int) -> Ids:
        """The next ones in time."""
        found = rows(self._cursor, *self._next(size))
        self._at_end = len(found) < size
        self._reached = found[-1] if found else self._reached
        return [(at, i) for at, i in found]

    def _next(self, size: int) -> tuple[str, list[Any]]:
        """SQL for the next ones in time, each kind from its own range of the index by time; and its arguments."""
        before, since = _before(self._reached)
        holding, hits = self._hits.holding("i.id") if self._hits else ("", [])
        one = (
            "SELECT * FROM (SELECT i.at, i.id FROM store_interaction i WHERE i.book_id = %s AND i.kind = {kind}"
            f"{before}{self._conditions}{holding} ORDER BY i.at DESC, i.id DESC LIMIT {int(size)}) AS k{{kind}}"
        )
        wanted = self._kinds
        statement = " UNION ALL ".join(one.format(kind=kind) for kind in wanted)
        arguments = [self._book, *since, *self._arguments, *hits] * len(wanted)
        return f"{statement} ORDER BY 1 DESC, 2 DESC LIMIT {int(size)}", arguments

    def _present(self, kinds: Sequence[int]) -> list[int]:
        """Those of these kinds of which the book has any, and the first, so that there is something to ask for."""
        any_of = "SELECT {kind} WHERE EXISTS (SELECT 1 FROM store_interaction i WHERE i.book_id = %s AND i.kind = {kind})"
        statement = " UNION ALL ".join(any_of.format(kind=kind) for kind in kinds)
        return [kind for (kind,) in rows(self._cursor, statement, [self._book] * len(kinds))] or [kinds[0]]

    def _timed(self, hits: Hits) -> Ids:
        """Those that are before all that was given, and fit in all but words.

        Each is asked for: the book is no column here but a number, lest the whole index by time be read for it.
        """
        before, since = _before(self._given)
        one, listed = hits.one_of("i.id")
        found = rows(
            self._cursor,
            f"SELECT i.at, i.id FROM store_interaction i WHERE {one} AND i.book_id + 0 = %s"
            f"{before}{self._narrowing.conditions()} ORDER BY i.at DESC, i.id DESC",
            [*listed, self._book, *since, *self._narrowing.arguments],
        )
        return [(at, i) for at, i in found]


def _before(one: tuple[int, int] | None) -> tuple[str, list[Any]]:
    return (" AND (i.at, i.id) < (%s, %s)", list(one)) if one else ("", [])
