"""Finding what passed between us, newest first.

There are two ways to it, and what has been seen so far tells which is shorter. Walking back through what fits
in people and time, and looking at the texts, is quick for what is common: the first hundred hold a page
of hits. The full-text index is quick for what is rare. Both give the same, since the texts decide.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core.records import Kind
from comity.core.search import Matcher, Query, Words
from comity.store import fulltext
from comity.store.queries.narrowing import Narrowing
from comity.store.sql import ints, on_sqlite, rows

MOST_READ = 20_000
"""Texts that one search looks at; it says so where that was not enough."""
_FIRST, _STEP = 64, 256
_TEXT, _HIT, _INDEX = 35e-6, 2.5e-6, 3e-3
"""Seconds: to look at a text, to sort a hit of the index, to ask the index at all. They only choose the way."""
_LITTLE = 0.15
_COMMON = 0.05
"""The share of all texts that is supposed to have a word, where only those of a few people were looked at."""


@dataclass(frozen=True, slots=True)
class Found:
    """An interaction that fits: key, kind, epoch seconds, subject, the beginning of its text, the text."""

    key: bytes
    kind: int
    at: int
    subject: str
    snippet: str
    text: str


@dataclass(slots=True)
class _State:
    """How far a search has come: what it found, how many texts it looked at, the last of them (at, id)."""

    fits: Matcher
    found: list[Found] = field(default_factory=list)
    read: int = 0
    last: tuple[int, int] | None = None


Ids = list[tuple[int, int]]


def interactions(book: int, query: Query, narrowing: Narrowing, limit: int) -> tuple[list[Found], int | None]:
    """Interactions in whose texts all is as wanted, newest first, and the instant to which it was looked back.

    That is None where nothing was left out: only what is common word for word and rare taken together, such
    as a phrase of "of" and "and", makes a search end before its beginning.
    """
    if not query.nodes or narrowing.nothing:
        return [], None
    state = _State(query.matcher())
    with connection.cursor() as cursor:
        stop = _walk(cursor, book, query, narrowing, limit, state)
        if stop == "index":
            stop = _look_up(cursor, book, query, narrowing, limit, state)
    return state.found[:limit], state.last[0] if stop == "tired" and state.last else None


def _walk(
    cursor: CursorWrapper, book: int, query: Query, narrowing: Narrowing, limit: int, state: _State
) -> str:
    """Look at one text after the other; "done", "tired", or "index" where that is shorter from here."""
    wanted = query.wanted()
    few = narrowing.few(cursor)
    for ids in _steps(cursor, book, narrowing, few, state, only_times=bool(wanted)):
        _read(cursor, narrowing, ids, limit, state)
        if len(state.found) >= limit:
            return "done"
        if state.read >= MOST_READ:
            return "tired"
        if wanted and state.read >= _FIRST and _index_is_shorter(cursor, few, state, limit):
            return "index"
    return "done"


def _index_is_shorter(cursor: CursorWrapper, few: Ids | None, state: _State, limit: int) -> bool:
    """Whether the index would take less time than the texts still ahead, by what those so far had."""
    stored = rows(cursor, "SELECT MAX(id) FROM store_interaction")[0][0] or 0
    share = (len(state.found) + 0.5) / state.read
    left = stored if few is None else len(few) - state.read
    ahead = min((limit - len(state.found)) / share, left)
    return ahead * _TEXT > _INDEX + (share if few is None else _COMMON) * stored * _HIT


def _steps(
    cursor: CursorWrapper,
    book: int,
    narrowing: Narrowing,
    few: Ids | None,
    state: _State,
    *,
    only_times: bool,
) -> Iterator[Ids]:
    """(at, id) of what may fit in all but words, newest first, in growing steps.

    only_times: people are asked for as texts are read, so that a step costs the same however few of them wrote.
    """
    if few is not None:
        for start in range(0, len(few), _FIRST):
            yield few[start : start + _FIRST]
        return
    where, arguments = narrowing.where, narrowing.arguments
    if only_times:
        where, arguments = narrowing.times, narrowing.time_arguments
    size = _FIRST
    while True:
        ids = _by_time(cursor, book, narrowing.kinds, (where, arguments), state.last, size)
        if ids:
            yield ids
        if len(ids) < size:
            return
        size = min(size * 2, _STEP)


def _by_time(
    cursor: CursorWrapper,
    book: int,
    kinds: Collection[int] | None,
    conditions: tuple[str, list[Any]],
    last: tuple[int, int] | None,
    size: int,
) -> Ids:
    """The next ones before `last`; each kind from its own range of the index by time."""
    before, since = ("AND (i.at, i.id) < (%s, %s)", list(last)) if last else ("", [])
    one = (
        "SELECT * FROM (SELECT i.at, i.id FROM store_interaction i WHERE i.book_id = %s AND i.kind = {kind} "
        f"{before}{conditions[0]} ORDER BY i.at DESC, i.id DESC LIMIT {int(size)}) AS k{{kind}}"
    )
    wanted = [int(kind) for kind in Kind if kinds is None or int(kind) in kinds]
    statement = " UNION ALL ".join(one.format(kind=kind) for kind in wanted)
    arguments = [book, *since, *conditions[1]] * len(wanted)
    found = rows(cursor, f"{statement} ORDER BY 1 DESC, 2 DESC LIMIT {int(size)}", arguments)
    return [(at, i) for at, i in found]


def _look_up(
    cursor: CursorWrapper, book: int, query: Query, narrowing: Narrowing, limit: int, state: _State
) -> str:
    """Go on with what the index says may fit."""
    asked = fulltext.asked(_telling(query, state))
    size = limit - len(state.found) + 20
    while True:
        ids = _indexed(cursor, book, asked, narrowing, state.last, size)
        for start in range(0, len(ids), _FIRST):
            _read(cursor, narrowing, ids[start : start + _FIRST], limit, state)
            if len(state.found) >= limit:
                return "done"
        if len(ids) < size:
            return "done"
        if state.read >= MOST_READ:
            return "tired"
        size = min(size * 8, MOST_READ)


def _telling(query: Query, state: _State) -> list[tuple[Words, ...]]:
    """What the index is asked for: words that were in nearly every text so far tell little, and are many to gather."""
    groups = sorted(zip(state.fits.seen, query.wanted(), strict=True), key=lambda pair: pair[0])
    rarest = groups[0][0]
    return [group for seen, group in groups if seen == rarest or seen < state.read * _LITTLE]


def _indexed(
    cursor: CursorWrapper,
    book: int,
    asked: str,
    narrowing: Narrowing,
    last: tuple[int, int] | None,
    size: int,
) -> Ids:
    table = fulltext.TABLE
    if on_sqlite():
        source = f"{table} CROSS JOIN store_interaction i ON i.id = {table}.rowid WHERE {table} MATCH %s"
    else:
        source = (
            f"{table} f JOIN store_interaction i ON i.id = f.interaction_id WHERE f.document @@ %s::tsquery"
        )
    before, since = (" AND (i.at, i.id) < (%s, %s)", list(last)) if last else ("", [])
    found = rows(
        cursor,
        f"SELECT i.at, i.id FROM {source} AND i.book_id = %s{before}{narrowing.conditions()} "
        f"ORDER BY i.at DESC, i.id DESC LIMIT {int(size)}",
        [asked, book, *since, *narrowing.arguments],
    )
    return [(at, i) for at, i in found]


def _read(cursor: CursorWrapper, narrowing: Narrowing, ids: Ids, limit: int, state: _State) -> None:
    """Look at these texts, in this order, until there are enough."""
    by_id = {row[0]: row[1:] for row in _texts(cursor, narrowing, [i for _, i in ids])}
    for at, i in ids:
        row = by_id.get(i)
        state.read += 1
        state.last = (at, i)
        if row is not None and state.fits(row[3], row[5]):
            state.found.append(Found(bytes(row[0]), *row[1:]))
            if len(state.found) >= limit:
                return


def _texts(cursor: CursorWrapper, narrowing: Narrowing, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """Those of these interactions that fit in all but words."""
    return rows(
        cursor,
        "SELECT i.id, i.key, i.kind, i.at, i.subject, i.snippet, c.text FROM store_interaction i "
        f"JOIN store_content c ON c.interaction_id = i.id WHERE i.id IN {ints(ids)}{narrowing.conditions()}",
        narrowing.arguments,
    )
