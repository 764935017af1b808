"""The full-text index over subjects and bodies: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

It tells in which interactions words occur, not where, which keeps it a third of the size. Beside it stands the order of each
text's words, the first and last letter of each: of words that stand side by side these do, so that few texts are looked at in
vain for a phrase. Whoever asks looks at the texts (`queries.search`), which settle it.
On SQLite the index holds no text of its own (contentless FTS5): taking an entry out means giving its text again. Both
engines are given the same words (`core.folding`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.backends.utils import CursorWrapper

from comity.core import folding
from comity.core.search import Words
from comity.store.sql import chunks, insert, ints, on_sqlite, rows

TABLE = "store_fulltext"
ORDER = "store_wordorder"

SQLITE_DDL = (
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(subject, body, content='', detail=none, tokenize='ascii')"
)
"""The tokenizer takes every character beyond ASCII for a letter: those that are none were folded away before."""
SQLITE_ORDER = f"CREATE TABLE IF NOT EXISTS {ORDER} (interaction_id integer PRIMARY KEY, codes blob NOT NULL)"
POSTGRESQL_DDL = (
    f"CREATE TABLE {TABLE} (interaction_id bigint PRIMARY KEY, book_id bigint NOT NULL, kind smallint NOT NULL, "
    "at bigint NOT NULL, codes bytea NOT NULL, document tsvector NOT NULL) WITH (toast_tuple_target = 128)",
    f"ALTER TABLE {TABLE} ALTER COLUMN codes SET STORAGE MAIN",
    f"CREATE INDEX {TABLE}_words ON {TABLE} USING gin (document)",
    f"CREATE INDEX {TABLE}_by_time ON {TABLE} (book_id, at, interaction_id)",
)
"""Kind and time are the interaction's, repeated so that the words are read newest first from this table alone; of long
texts the words are kept apart, and their order is not, being asked for more hits."""
INTERACTIONS = f"(SELECT interaction_id AS id, book_id, kind, at, codes, document FROM {TABLE})"
"""On PostgreSQL, what the index holds of interactions, named as their own columns are."""
SQLITE_TUNING = f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('hashsize', {32 << 20}), ('automerge', 16)"
"""How much FTS5 gathers in memory before it writes a segment, and how many segments it lets stand before it
merges them: an import writes every word once or twice instead of several times."""
DDL = {"sqlite": (SQLITE_DDL, SQLITE_TUNING, SQLITE_ORDER), "postgresql": POSTGRESQL_DDL}
"""All that an engine is told where there is no index yet."""


_MOST_BYTES = 500_000


def add(
    cursor: CursorWrapper, book: int, entries: Sequence[tuple[int, str, str]], orders: Sequence[bytes] = ()
) -> None:
    """Index (interaction id, subject, text) entries; must run after the interactions are stored.

    orders: `folding.order` of each, where somebody knows it already.
    """
    orders = orders or [folding.order(f"{subject}\n{text}") for _, subject, text in entries]
    if on_sqlite():
        cursor.executemany(
            f"INSERT INTO {TABLE}(rowid, subject, body) VALUES (%s, %s, %s)",
            [(i, _for_fts5(subject), _for_fts5(text)) for i, subject, text in entries],
        )
        _note_orders(cursor, [i for i, _, _ in entries], orders)
        return
    cursor.executemany(
        f"INSERT INTO {TABLE}(interaction_id, book_id, kind, at, codes, document) "
        "SELECT i.id, i.book_id, i.kind, i.at, %s, %s::tsvector FROM store_interaction i "
        "WHERE i.book_id = %s AND i.id = %s",
        [
            (order, _for_postgresql(f"{subject}\n{text}"), book, i)
            for (i, subject, text), order in zip(entries, orders, strict=True)
        ],
    )


def _note_orders(cursor: CursorWrapper, ids: Sequence[int], orders: Sequence[bytes]) -> None:
    insert(cursor, f"INSERT INTO {ORDER} (interaction_id, codes)", list(zip(ids, orders, strict=True)))


def _for_fts5(text: str) -> str:
    """A text from which the tokenizer takes our words: those of ASCII it finds by itself."""
    return text if text.isascii() else folding.spaced(text)


def _for_postgresql(text: str) -> str:
    """The words of a text, as many as surely fit a tsvector, which holds 1 MiB."""
    kept, size = [], 0
    for word in dict.fromkeys(word[: folding.LONGEST] for word in folding.words(text)):
        size += len(word.encode())
        if size > _MOST_BYTES:
            break
        kept.append(f"'{word}'")
    return " ".join(kept)


def asked(wanted: Iterable[Sequence[Words]], refused: Sequence[Words] = ()) -> str:
    """The expression, in the engine's own language, of all in whose texts these words may stand as wanted.

    refused: words that must not occur, of which each must be `exact`.
    """
    joins = (" AND ", " OR ") if on_sqlite() else (" & ", " | ")
    expression = joins[0].join("(" + joins[1].join(map(_expression, group)) + ")" for group in wanted)
    if not refused:
        return expression
    return f"({expression}) {'NOT' if on_sqlite() else '& !'} {asked([refused])}"


def side_by_side(wanted: Iterable[Sequence[Words]]) -> tuple[str, list[bytes]]:
    """SQL for an `i`, of `INTERACTIONS` or on SQLite of `ORDER`, having the words of each phrase side by side; its arguments.

    It is true of all that have them, and of hardly any other; it has no arguments where no phrase is asked for.
    """
    stands = "instr(i.codes, %s) > 0" if on_sqlite() else "position(%s IN i.codes) > 0"
    conditions = ["TRUE"]
    arguments: list[bytes] = []
    for group in wanted:
        phrases = [_settled(term) for term in group]
        if all(len(phrase) > 1 for phrase in phrases):
            conditions.append("(" + " OR ".join([stands] * len(phrases)) + ")")
            arguments += [folding.order(" ".join(phrase)) for phrase in phrases]
    return " AND ".join(conditions), arguments


def _settled(term: Words) -> tuple[str, ...]:
    """Its words but for one that is only begun."""
    return term.words[:-1] if term.open_ended else term.words


@dataclass(frozen=True, slots=True)
class Hits:
    """Interactions as one text, a list in the engine's own writing, which goes back to SQLite as it came."""

    text: str

    def __len__(self) -> int:
        return self.text.count(",") + 1 if len(self.text) > len("[]") else 0

    def ids(self) -> set[int]:
        """Their ids."""
        return set(json.loads(f"[{self.text[1:-1]}]"))

    def one_of(self, column: str) -> tuple[str, list[str]]:
        """SQL for a column's being one of them, by the column's index, and its arguments."""
        return f"{column} IN (SELECT value FROM json_each(%s))", [self.text]

    def holding(self, column: str) -> tuple[str, list[str]]:
        """SQL, to be appended to a WHERE, for a column's being one of them, and its arguments; no plan goes by it."""
        return f" AND +{column} IN (SELECT value FROM json_each(%s))", [self.text]


def matching(
    cursor: CursorWrapper, book: int, wanted: Iterable[Sequence[Words]], refused: Sequence[Words] = ()
) -> Hits:
    """Interactions in whose texts these words may stand as wanted, without any of those refused.

    On SQLite also those of other books.
    """
    expression = asked(wanted, refused)
    if on_sqlite():
        packed = f"SELECT json_group_array(rowid) FROM {TABLE} WHERE {TABLE} MATCH %s"
        return Hits(rows(cursor, packed, [expression])[0][0])
    packed = (
        f"SELECT '{{' || COALESCE(string_agg(interaction_id::text, ','), '') || '}}' FROM {TABLE} "
        "WHERE document @@ %s::tsquery AND book_id = %s"
    )
    return Hits(rows(cursor, packed, [expression, book])[0][0])


def holding(cursor: CursorWrapper, hits: Hits, beside: str, phrases: Sequence[bytes]) -> Hits:
    """Those, on SQLite, whose words probably stand side by side (`side_by_side`)."""
    among, listed = hits.one_of("i.interaction_id")
    packed = f"SELECT json_group_array(i.interaction_id) FROM {ORDER} i WHERE {among} AND {beside}"
    return Hits(rows(cursor, packed, [*listed, *phrases])[0][0])


def exact(term: Words) -> bool:
    """Whether the index knows of this term all there is to know."""
    return not term.only_subject and len(term.words) == 1 and len(term.words[0]) <= folding.LONGEST


def _expression(term: Words) -> str:
    """All words of a term; the last is only a beginning where the term is open-ended, as is one that was cut."""
    sqlite = on_sqlite()
    begun, join = (" *", " AND ") if sqlite else (":*", " & ")
    quote = '"' if sqlite else "'"
    last = len(term.words) - 1
    parts = []
    for place, word in enumerate(term.words):
        is_part = len(word) > folding.LONGEST or (term.open_ended and place == last)
        parts.append(f"{quote}{word[: folding.LONGEST]}{quote}{begun if is_part else ''}")
    return "(" + join.join(parts) + ")"


def remove(cursor: CursorWrapper, ids: Sequence[int]) -> None:
    """Take interactions out of the index; must run while their content is still stored."""
    cursor.execute(f"DELETE FROM {ORDER if on_sqlite() else TABLE} WHERE interaction_id IN {ints(ids)}")
    if not on_sqlite():
        return
    for part in chunks(ids, 500):
        cursor.executemany(
            f"INSERT INTO {TABLE}({TABLE}, rowid, subject, body) VALUES ('delete', %s, %s, %s)",
            [(i, _for_fts5(subject), _for_fts5(text)) for i, subject, text in _texts(cursor, part)],
        )


def rebuild(cursor: CursorWrapper, book: int) -> None:
    """Index a book anew from its texts; on SQLite, where all books share the index, every book."""
    if on_sqlite():
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}) VALUES ('delete-all')")
        cursor.execute(f"DELETE FROM {ORDER}")
        found = rows(cursor, "SELECT id, book_id FROM store_interaction ORDER BY id")
    else:
        cursor.execute(f"DELETE FROM {TABLE} WHERE book_id = %s", [book])
        found = rows(
            cursor, "SELECT id, book_id FROM store_interaction WHERE book_id = %s ORDER BY id", [book]
        )
    for of, group in groupby(found, key=lambda row: row[1]):
        for part in chunks([i for i, _ in group], 500):
            add(cursor, of, _texts(cursor, part))


def note_order_anew(cursor: CursorWrapper) -> None:
    """On SQLite, note the order of the words of every text, of all books, anew."""
    cursor.execute(f"DELETE FROM {ORDER}")
    for part in chunks((i for (i,) in rows(cursor, "SELECT id FROM store_interaction ORDER BY id")), 500):
        found = _texts(cursor, part)
        _note_orders(
            cursor,
            [i for i, _, _ in found],
            [folding.order(f"{subject}\n{text}") for _, subject, text in found],
        )


def _texts(cursor: CursorWrapper, ids: Sequence[int]) -> list[tuple[int, str, str]]:
    found = rows(
        cursor,
        "SELECT i.id, i.subject, c.text FROM store_interaction i "
        f"JOIN store_content c ON c.interaction_id = i.id WHERE i.id IN {ints(ids)}",
    )
    return [(i, subject, text) for i, subject, text in found]
