"""Finding what passed between us, newest first.

There are several ways to it, and what has been seen so far tells which is shorter. On SQLite, walking back through what
fits in people and time, and looking at the texts (for a phrase, at those whose words stand in its order), is quick for
what is common: the first hundred hold a page of hits. For what is rarer the full-text index says at which of them to look.
On PostgreSQL the index is asked from the beginning: for the words of one interaction after another, back in time, as long
as that is less work than gathering all hits. All give the same, since the texts decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core.search import Matcher, Query, Words
from comity.store import fulltext
from comity.store.queries.candidates import Candidates, Ids
from comity.store.queries.narrowing import Narrowing
from comity.store.sql import among, on_sqlite, rows

MOST_READ = 20_000
"""Texts that one search looks at; it says so where that was not enough."""
_FIRST, _STEP = 64, 256
_TEXT, _PASSING, _HIT, _REFUSED, _ASKING = 7e-6, 2e-6, 0.4e-6, 0.15e-6, 1e-3
"""On SQLite, seconds: to look at a text, to hold the order of its words against a phrase, to take a hit from the index, to
have it leave one out, to ask it at all. They only choose the way."""
_PACE, _GATHERED, _GATHERING = 2e-6, 1.5e-6, 0.5e-3
"""On PostgreSQL, seconds: to ask for the indexed words of one interaction, to gather one hit, to gather at all."""
_LITTLE, _COUNTED = 0.15, 512
"""A share of texts; how many of the first tell what share has the words."""
_LONG = 1000
"""Texts looked at after which it is worth gathering all in which many people took part."""
FEW, MANY = 3000, 40_000
_BARE = 3
"""Columns of a text that is only looked at; what is shown of it costs as much again, and is read with the first ones."""


@dataclass(frozen=True, slots=True)
class Found:
    """An interaction that fits: key, kind, epoch seconds, subject, the beginning of its text, the text."""

    key: bytes
    kind: int
    at: int
    subject: str
    snippet: str
    text: str


def interactions(book: int, query: Query, narrowing: Narrowing, limit: int) -> tuple[list[Found], int | None]:
    """Interactions in whose texts all is as wanted, newest first, and the instant to which it was looked back.

    That is None where nothing was left out: only what is common word for word and rare taken together, such
    as a phrase of "of" and "and", makes a search end before its beginning.
    """
    if not query.nodes or narrowing.nothing:
        return [], None
    with connection.cursor() as cursor:
        search = _Search(cursor, book, query, narrowing, limit)
        tired = search.run()
        return search.results(), search.last if tired else None


class _Search:
    """One search: what it found, how many texts it looked at, the time of the last of them."""

    def __init__(
        self, cursor: CursorWrapper, book: int, query: Query, narrowing: Narrowing, limit: int
    ) -> None:
        self.last: int | None = None
        self._cursor, self._book, self._query, self._limit = cursor, book, query, limit
        self._narrowing = narrowing
        self._wanted, self._refused = query.wanted(), query.refused()
        self._by_words = bool(self._wanted) and not on_sqlite()
        self._fits: Matcher = query.matcher(0 if self._by_words else _COUNTED)
        self._exact = [term for term in self._refused if fulltext.exact(term)]
        self._candidates = Candidates(
            cursor,
            book,
            narrowing,
            timed=bool(self._wanted),
            words=fulltext.asked(self._wanted, self._exact) if self._by_words else "",
            beside=fulltext.side_by_side(self._wanted),
        )
        self._found: list[tuple[Any, ...]] = []
        self._read = 0
        self._few: int | None = None
        self._since = (0, 0)
        self._stored: int | None = None
        self._by_index = self._without = self._gathered = self._together = False

    def run(self) -> bool:
        """Look until there is enough or nothing is left; whether it gave up before."""
        few = self._narrowing.taking_part(self._cursor, FEW)
        if few is not None:
            self._few, self._gathered, self._together = len(few), True, True
            self._candidates.only(few)
        while not self._candidates.done:
            self._look(self._candidates.take(self._next_size()))
            if len(self._found) >= self._limit:
                return False
            if self._read >= MOST_READ:
                return True
            if self._narrow():
                self._since = (len(self._found), self._read)
        return False

    def _next_size(self) -> int:
        """As many as probably hold what is still missing, by what those so far held."""
        missing = self._limit - len(self._found)
        found, read = len(self._found) - self._since[0] + 1, self._read - self._since[1] + 1
        undecided = self._wanted and not (self._by_index or self._by_words) and self._read < _STEP
        most = min(_FIRST if undecided else _STEP, MOST_READ - self._read)
        return max(1, min(int(missing * read / found * 1.2) + 4, most))

    def results(self) -> list[Found]:
        """What was found, with all that is shown of it."""
        listed = [row[0] for row in self._found if len(row) == _BARE]
        shown = {row[0]: row for row in self._found if len(row) > _BARE}
        if listed:
            shown |= {row[0]: row for row in self._texts(listed, shown=True)}
        found = [shown[row[0]] for row in self._found if row[0] in shown]
        return [
            Found(bytes(key), kind, at, subject, snippet, text)
            for _, subject, text, key, kind, at, snippet in found
        ]

    def _narrow(self) -> bool:
        """Narrow what is looked at by what can be had from the indexes, where that is shorter; whether anew."""
        if self._by_words and not self._by_index:
            self._by_index = self._gathering_is_shorter()
            if self._by_index:
                self._candidates.gather(fulltext.asked(self._wanted), int(4 * self._ahead()))
        elif self._wanted and not self._by_index and self._index_is_shorter():
            self._by_index = True
            self._candidates.among(fulltext.matching(self._cursor, self._book, self._telling()))
            return True
        settled = self._by_index or self._by_words or not self._wanted
        refusing = self._exact and not self._by_words
        if settled and refusing and not self._without and self._leaving_out_is_shorter():
            self._without = True
            self._leave_out(self._exact)
            return True
        if settled and not self._gathered and self._read > _LONG:
            self._gathered = True
            many = self._narrowing.taking_part(self._cursor, MANY)
            if many is not None:
                self._together = True
                self._candidates.only(many)
                return True
        return False

    def _ahead(self) -> float:
        """How many texts are still to be looked at, by what those since the last turn held."""
        found, read = len(self._found) - self._since[0], self._read - self._since[1]
        return (self._limit - len(self._found)) * (read + 0.5) / (found + 0.5)

    def _leave_out(self, refused: Sequence[Words]) -> None:
        """Look no more at texts with these words."""
        if self._wanted:
            hits = fulltext.matching(self._cursor, self._book, self._telling(), refused)
            self._candidates.among(hits)
        else:
            self._candidates.without(fulltext.matching(self._cursor, self._book, [refused]))

    def _index_is_shorter(self) -> bool:
        """Whether, on SQLite, the index would spare more of what is still ahead than it costs, by what came so far."""
        passed = self._candidates.passed
        if passed:
            ahead = (self._limit - len(self._found)) * (passed + 0.5) / (len(self._found) + 0.5)
            hits = _LITTLE * self._stored_so_far() * _HIT
            return min(ahead, self._stored_so_far()) * _PASSING > _ASKING + hits
        if self._read < _FIRST:
            return False
        having = (min(self._fits.seen) + 0.5) / (self._fits.read + 1)
        left = self._stored_so_far() if self._few is None else self._few - self._read
        spared = min(self._ahead(), left) * _TEXT * (1 - having)
        return spared > _ASKING + having * self._stored_so_far() * _HIT

    def _leaving_out_is_shorter(self) -> bool:
        """Whether, on SQLite, what is still ahead is more work than to have the index leave out what is refused."""
        found, read = len(self._found) - self._since[0], self._read - self._since[1]
        having = 1 - found / (read + 1)
        return self._ahead() * _TEXT > _ASKING + having * self._stored_so_far() * _REFUSED

    def _gathering_is_shorter(self) -> bool:
        """Whether, on PostgreSQL, gathering all hits is less work than asking on for the words of one after another."""
        if self._few is not None or self._together or self._candidates.at_end:
            return False
        passed = self._candidates.paced + 1
        pacing = min(self._ahead() * passed / (self._candidates.hit + 0.5), self._stored_so_far()) * _PACE
        hits = (self._candidates.worded + 0.5) / passed * self._stored_so_far()
        return pacing > _GATHERING + hits * _GATHERED

    def _stored_so_far(self) -> int:
        """About how many interactions are stored; asked for once."""
        if self._stored is None:
            self._stored = rows(self._cursor, "SELECT MAX(id) FROM store_interaction")[0][0] or 0
        return self._stored

    def _telling(self) -> list[tuple[Words, ...]]:
        """What the index is asked for: words in nearly every text so far tell little, and are many to gather."""
        groups = sorted(zip(self._fits.seen, self._wanted, strict=True), key=lambda pair: pair[0])
        rarest = groups[0][0]
        return [group for seen, group in groups if seen == rarest or seen < self._fits.read * _LITTLE]

    def _look(self, ids: Ids) -> None:
        """Look at these texts, in this order, until there are enough."""
        if not ids:
            return
        texts = self._texts([i for _, i in ids], shown=self._read < _FIRST)
        by_id = {row[0]: row for row in texts}
        for at, i in ids:
            row = by_id.get(i)
            self._read += 1
            self.last = at
            if row is not None and self._fits(row[1], row[2]):
                self._found.append(row)
                if len(self._found) >= self._limit:
                    return

    def _texts(self, ids: Sequence[int], *, shown: bool) -> list[tuple[Any, ...]]:
        """(id, subject, text, and what else is shown) of those of these interactions that fit in all but words."""
        more = ", i.key, i.kind, i.at, i.snippet" if shown else ""
        return rows(
            self._cursor,
            f"SELECT i.id, i.subject, c.text{more} FROM store_interaction i "
            "JOIN store_content c ON c.interaction_id = i.id "
            f"WHERE i.id {among(ids)}{self._narrowing.conditions(gathered=self._together)}",
            self._narrowing.arguments,
        )
