"""What may be an answer to a search, newest first: by time, by the people taking part, or by the index."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from django.db.backends.utils import CursorWrapper

from comity.core.records import Kind
from comity.store import fulltext
from comity.store.fulltext import Hits
from comity.store.queries.narrowing import Narrowing
from comity.store.sql import among, ints, rows

_BLOCK, _BLOCKS, _MOST_AHEAD = 256, 20, 4096
"""After the first, at least so many are fetched in a step, and that share of the hits, since each goes through them all;
and without hits at most so many."""
_LISTED, _HELD = 600, 8000
"""Of so few hits, SQLite is asked for the time of each; of more, it is quicker to walk back in time and see whose turn it is.
Of so few, for the order of the words of each, before."""
_PASSED = 768
"""On SQLite, how many are held against a phrase in one step, at most."""
_LEAST_PACED, _MOST_PACED, _LEAST_GATHERED = 256, 4096, 2048
"""On PostgreSQL, interactions that are passed in one step (`_paced`), and hits that are taken in one (`_gathered`)."""

Ids = list[tuple[int, int]]
"""(at, id), newest first."""


class Candidates:
    """Gives what may fit in steps, each before the last in time, and can be narrowed between them.

    words: on PostgreSQL, what the index says of all that is given (`fulltext.asked`); "" where nothing is asked of it;
    beside: what is true where words stand side by side as they are to (`fulltext.side_by_side`), with its arguments;
    timed: people are not asked for here but by whoever reads the texts, so that a step costs the same however
    few of them wrote, and several are taken together.
    """

    def __init__(
        self,
        cursor: CursorWrapper,
        book: int,
        narrowing: Narrowing,
        *,
        timed: bool,
        words: str,
        beside: tuple[str, list[bytes]],
    ) -> None:
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
        self._words = words
        self._beside, self._phrases = beside
        self._gathering = ""
        self._count = 0
        self._all_gathered = True
        self._listed: Ids | None = None
        self.paced = self.worded = self.hit = 0
        """On PostgreSQL, how many were asked, how many of them had the words, and also those side by side that are to be."""
        self.passed = 0
        """On SQLite, how many were held against the phrases asked for."""

    @property
    def done(self) -> bool:
        """Whether nothing is left to be taken."""
        return self._at_end and not self._waiting

    @property
    def at_end(self) -> bool:
        """Whether all that is left waits to be taken."""
        return self._at_end

    def only(self, listed: Ids) -> None:
        """From here on only these, whose times are known."""
        given = self._reached if self._words else self._given
        left = [one for one in listed if given is None or one < given]
        if self._words:
            theirs = set(listed)
            self._waiting = [one for one in self._waiting if one in theirs]
            self._listed = [one for one in self._listed or () if one in theirs] + left
            self._gathering, self._all_gathered = "", True
            self._at_end |= not self._listed
            return
        hits = self._hits.ids() if self._hits else None
        self._hold(left if hits is None else [one for one in left if one[1] in hits])

    def among(self, hits: Hits) -> None:
        """From here on only these; on SQLite."""
        if self._at_end:
            ids = hits.ids()
            self._waiting = [one for one in self._waiting if one[1] in ids]
            return
        if self._phrases and len(hits) <= _HELD:
            hits, self._phrases = fulltext.holding(self._cursor, hits, self._beside, self._phrases), []
        if len(hits) <= _LISTED:
            self._hold(self._timed(hits))
        else:
            self._waiting, self._reached, self._hits = [], self._given, hits
            self._block = max(_BLOCK, len(hits) // _BLOCKS)
            self._kinds = self._present(self._kinds)

    def gather(self, wanted: str, count: int) -> None:
        """From here on, on PostgreSQL, the index is asked for all that have these words, of which so many are needed.

        Those that have what `words` refuse are not among them, but are left out as their turn comes.
        """
        self._gathering = wanted
        self._count = max(count, _LEAST_GATHERED)

    def without(self, hits: Hits) -> None:
        """From here on none of these."""
        self._without = hits.ids()
        self._waiting = self._left(self._waiting)

    def take(self, size: int) -> Ids:
        """The next ones, `size` of them where there are as many; maybe fewer where words are to stand side by side."""
        if self._words and len(self._waiting) < size and not self._at_end:
            self._waiting += self._indexed(size - len(self._waiting))
        most = self.passed + _PASSED
        while len(self._waiting) < size and not self._at_end and not self._words and self.passed < most:
            found = self._earlier(max(size, self._block))
            self._waiting += self._left(self._side_by_side(found) if self._phrases else found)
            if self._hits or self._without:
                self._block = max(_BLOCK, 2 * self._block, len(self._hits or ()) // _BLOCKS)
            elif self._timed_only:
                self._block = min(max(_BLOCK, 2 * self._block), _PASSED if self._phrases else _MOST_AHEAD)
        taken, self._waiting = self._waiting[:size], self._waiting[size:]
        self._given = taken[-1] if taken else self._given
        return taken

    def _hold(self, ids: Ids) -> None:
        self._waiting = self._left(ids)
        self._at_end = True

    def _left(self, ids: Ids) -> Ids:
        without = self._without
        return [one for one in ids if one[1] not in without] if without else ids

    def _side_by_side(self, ids: Ids) -> Ids:
        """Those of them whose words probably stand as they are to."""
        self.passed += len(ids)
        those = "[" + ",".join(str(i) for _, i in ids) + "]"
        holding = fulltext.holding(self._cursor, Hits(those), self._beside, self._phrases).ids()
        return [one for one in ids if one[1] in holding]

    def _indexed(self, size: int) -> Ids:
        """The next ones that have the words; about `size`, if those so far tell how many have them."""
        if self._gathering and not self._listed:
            found = self._gathered()
            if self._gathering == self._words or not found:
                return found
            self._listed = found
        count = int(min(max(1.2 * size * (self.paced + 1) / (self.hit + 0.5), _LEAST_PACED), _MOST_PACED))
        having = self._paced(count) if self._listed is None else self._of_listed(self._listed, count)
        self.paced += count
        self.hit += len(having)
        return having

    def _paced(self, count: int) -> Ids:
        """Of the next `count` in time, those with the words."""
        before, since = _before(self._reached)
        found = rows(
            self._cursor,
            "SELECT h.* FROM (SELECT k.*, COUNT(*) FILTER (WHERE k.holds) OVER () AS having FROM (SELECT i.at, i.id, "
            "ROW_NUMBER() OVER (ORDER BY i.at DESC, i.id DESC) AS number, i.document @@ %s::tsquery AS holds, "
            f"{self._beside} AS beside FROM {fulltext.INTERACTIONS} i "
            f"WHERE i.book_id = %s{before}{self._of_kinds()}{self._conditions} ORDER BY i.at DESC, i.id DESC "
            f"LIMIT {count}) AS k) AS h WHERE h.holds AND h.beside OR h.number = {count} ORDER BY h.number",
            [self._words, *self._phrases, self._book, *since, *self._arguments],
        )
        self._at_end = not found or found[-1][2] < count
        if found:
            self._reached = found[-1][:2]
            self.worded += found[-1][5]
        return [(at, i) for at, i, _, holds, beside, _ in found if holds and beside]

    def _gathered(self) -> Ids:
        """The next ones of all hits: found by the index of words, since what others would be used for is hidden."""
        before, since = _before(self._reached)
        found = rows(
            self._cursor,
            f"WITH hits AS MATERIALIZED (SELECT i.at, i.id FROM {fulltext.INTERACTIONS} i "
            f"WHERE i.document @@ %s::tsquery AND i.book_id + 0 = %s{before}{self._of_kinds()}{self._conditions} "
            f"AND {self._beside}) SELECT at, id FROM hits ORDER BY at DESC, id DESC LIMIT {self._count}",
            [self._gathering, self._book, *since, *self._arguments, *self._phrases],
        )
        self._all_gathered = self._at_end = len(found) < self._count
        self._reached = found[-1] if found else self._reached
        return [(at, i) for at, i in found]

    def _of_listed(self, listed: Ids, count: int) -> Ids:
        """Of the next `count` that are listed, those with the words."""
        asked, self._listed = listed[:count], listed[count:]
        self._at_end = not self._listed and self._all_gathered
        found = rows(
            self._cursor,
            f"SELECT i.id FROM {fulltext.INTERACTIONS} i WHERE i.id {among(i for _, i in asked)} "
            f"AND (i.document @@ %s::tsquery) IS TRUE AND {self._beside}",
            [self._words, *self._phrases],
        )
        having = {i for (i,) in found}
        return [one for one in asked if one[1] in having]

    def _of_kinds(self) -> str:
        return "" if self._narrowing.kinds is None else f" AND i.kind IN {ints(self._kinds)}"

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
        statement = " UNION ALL ".join(one.replace("{kind}", str(kind)) for kind in wanted)
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
