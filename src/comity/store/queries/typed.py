"""People by what was typed of their names so far."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.utils import CursorWrapper

from comity.core.search import plain
from comity.store import name_words
from comity.store.sql import ints, rows

MOST_COUNTED = 1000
"""People who fit what was typed are counted up to here; of more it is only known that they are more."""
_SPREAD = 5000


def people(cursor: CursorWrapper, book: int, text: str) -> list[int] | None:
    """Ids of people fitting what was typed, all or more than `MOST_COUNTED`; None where nothing was typed.

    Each word begins a word of a name, an address or an organisation. The search begins at the word that fits least.
    """
    if not text.strip():
        return None
    words = name_words.typed(plain(text))
    if len(words) > 1:
        words.sort(key=lambda word: (_spread(cursor, book, word[0]), -len(word[0])))
    if not words:
        return []
    statement, arguments = name_words.having(book, words)
    size = 2 * MOST_COUNTED
    while True:
        found = rows(cursor, f"{statement} LIMIT {size}", arguments)
        people = {person for (person,) in found}
        if len(found) < size or len(people) > MOST_COUNTED:
            return sorted(people)
        size *= 4


def _spread(cursor: CursorWrapper, book: int, word: str) -> int:
    """How many words begin like this, as far as it matters."""
    low, high = name_words.beginning(word)
    return int(
        rows(
            cursor,
            "SELECT COUNT(*) FROM (SELECT 1 FROM store_nameword WHERE book_id = %s AND word >= %s AND word < %s "
            f"LIMIT {_SPREAD}) AS begun",
            [book, low, high],
        )[0][0]
    )


def strongest(cursor: CursorWrapper, ids: Sequence[int], limit: int, offset: int) -> list[int]:
    """Some of these people, the strongest tie first, from no more than the indexes and the numbers."""
    found = rows(
        cursor,
        "SELECT r.person_id FROM store_relationship r JOIN store_metrics m ON m.relationship_id = r.id "
        f"WHERE r.person_id IN {ints(ids)} ORDER BY m.strength DESC, m.relationship_id LIMIT {int(limit)} OFFSET {int(offset)}",
    )
    return [person for (person,) in found]
