"""What may be an answer to a search, newest first: by time, by the people taking part, or by the index."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.db.backends.utils import CursorWrapper

from comity.core.records import Kind
from comity.store.queries.narrowing import Narrowing
from comity.store.sql import ints, rows

_BLOCK = 2000
_LISTED = 600
"""Of so few, each is asked for its time; of more, it is quicker to walk back in time and see whose turn it is."""

Ids = list[tuple[int, int]]
"""(at, id), newest first."""


class Candidates:
    """Gives what may fit in steps, each before the last in time, and can be narrowed between them.

    timed: people are not asked for here but by whoever reads the texts, so that a step costs the same however
    few of them wrote.
    """

    def __init__(self, cursor: CursorWrapper, book: int, narrowing: Narrowing, *, timed: bool) -> None:
        self._cursor = cursor
        self._book = book
        self._narrowing = narrowing
        if timed:
            self._conditions, self._arguments = narrowing.times, narrowing.time_arguments
        else:
            self._conditions, self._arguments = narrowing.where, narrowing.arguments
        self._among: Set[int] | None = None
        self._without: Set[int] = frozenset()
        self._waiting: Ids = []
        self._given: tuple[int, int] | None = None
        self._reached: tuple[int, int] | None = None
        self._at_end = False

    def only(self, listed: Ids) -> None:
        """From here on only these, whose times are known."""
        given = self._given
        self._waiting = self._fitting([one for one in listed if one < given] if given else listed)
        self._at_end = True

    def among(self, ids: Set[int]) -> None:
        """From here on only these."""
        self._among = ids
        if len(ids) <= _LISTED and not self._at_end:
            self._waiting = self._timed(ids)
            self._at_end = True
        self._waiting = self._fitting(self._waiting)

    def without(self, ids: Set[int]) -> None:
        """From here on none of these."""
        self._without = ids
        self._waiting = self._fitting(self._waiting)

    def take(self, size: int) -> Ids:
        """The next ones, `size` of them where there are as many."""
        block = size if self._among is None and not self._without else _BLOCK
        while len(self._waiting) < size and not self._at_end:
            found = self._earlier(block)
            self._at_end = len(found) < block
            if found:
                self._reached = found[-1]
            self._waiting += self._fitting(found)
        taken, self._waiting = self._waiting[:size], self._waiting[size:]
        self._given = taken[-1] if taken else self._given
        return taken

    def _fitting(self, ids: Ids) -> Ids:
        among, without = self._among, self._without
        if among is None:
            return [one for one in ids if one[1] not in without] if without else ids
        return [one for one in ids if one[1] in among and one[1] not in without]

    def _earlier(self, size: int) -> Ids:
        """The next ones in time; each kind from its own range of the index by time."""
        before, since = _before(self._reached)
        one = (
            "SELECT * FROM (SELECT i.at, i.id FROM store_interaction i WHERE i.book_id = %s AND i.kind = {kind}"
            f"{before}{self._conditions} ORDER BY i.at DESC, i.id DESC LIMIT {int(size)}) AS k{{kind}}"
        )
        kinds = self._narrowing.kinds
        wanted = [int(kind) for kind in Kind if kinds is None or int(kind) in kinds]
        statement = " UNION ALL ".join(one.format(kind=kind) for kind in wanted)
        arguments = [self._book, *since, *self._arguments] * len(wanted)
        found = rows(self._cursor, f"{statement} ORDER BY 1 DESC, 2 DESC LIMIT {int(size)}", arguments)
        return [(at, i) for at, i in found]

    def _timed(self, ids: Set[int]) -> Ids:
        """Those of some that are before all that was given, and fit in all but words."""
        before, since = _before(self._given)
        found = rows(
            self._cursor,
            f"SELECT i.at, i.id FROM store_interaction i WHERE i.id IN {ints(ids)} AND i.book_id = %s"
            f"{before}{self._narrowing.conditions()} ORDER BY i.at DESC, i.id DESC",
            [self._book, *since, *self._narrowing.arguments],
        )
        return [(at, i) for at, i in found]


def _before(one: tuple[int, int] | None) -> tuple[str, list[Any]]:
    return (" AND (i.at, i.id) < (%s, %s)", list(one)) if one else ("", [])
