"""Finding words in subjects and bodies, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from comity.core.search import Term
from comity.store.fulltext import TABLE, folded
from comity.store.sql import on_sqlite, rows


def interactions(book: int, terms: Sequence[Term], limit: int) -> list[tuple[Any, ...]]:
    """(key, kind, at, subject, snippet) of interactions in which all terms occur, newest first."""
    if not terms:
        return []
    if on_sqlite():
        source = f"{TABLE} JOIN store_interaction i ON i.id = {TABLE}.rowid WHERE {TABLE} MATCH %s"
        asked = " AND ".join(_fts5(term) for term in terms)
    else:
        source = f"{TABLE} f JOIN store_interaction i ON i.id = f.interaction_id WHERE f.document @@ to_tsquery('simple', %s)"
        asked = " & ".join(_tsquery(term) for term in terms)
    with connection.cursor() as cursor:
        return rows(
            cursor,
            f"SELECT i.key, i.kind, i.at, i.subject, i.snippet FROM {source} AND i.book_id = %s "
            f"ORDER BY i.at DESC, i.id DESC LIMIT {int(limit)}",
            [asked, book],
        )


def _fts5(term: Term) -> str:
    phrase = '"' + " ".join(term.words) + '"'
    return phrase + " *" if term.open_ended else phrase


def _tsquery(term: Term) -> str:
    words = [folded(word).replace("'", "") for word in term.words]
    joined = " <-> ".join(f"'{word}'" for word in words[:-1])
    last = f"'{words[-1]}'" + (":*" if term.open_ended else "")
    return f"({joined} <-> {last})" if joined else last
