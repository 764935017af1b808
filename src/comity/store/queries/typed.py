"""People by what was typed of their names so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from comity.core.search import plain
from comity.store import name_words
from comity.store.sql import ints, rows

MOST_COUNTED = 1000
"""People who fit what was typed are counted up to here; of more it is only known that they are more."""
_SPREAD, _APIECE = 20_000, 10
"""Words that begin alike are counted up to here; asking for one person costs as much as reading ten of them."""
_COMMON = 3000


@dataclass(frozen=True, slots=True)
class Sought:
    """The words of what was typed, with the origins in which they count; of several, how many begin like each.

    The word that fits least comes first.
    """

    words: Sequence[tuple[str, int]]
    spreads: Mapping[str, int]

    @property
    def common(self) -> bool:
        """Whether so many have each of several words that some of the strongest ties surely have all of them."""
        spreads = sorted(self.spreads.values())
        return len(spreads) > 1 and spreads[0] >= _COMMON and spreads[1] >= _SPREAD


def sought(cursor: CursorWrapper, book: int, text: str) -> Sought | None:
    """What was typed; None where it was nothing."""
    words = name_words.typed(plain(text))
    if len(words) < 2:
        return Sought(words, {}) if text.strip() else None
    spreads = _spreads(cursor, book, [word for word, _ in words])
    return Sought(sorted(words, key=lambda word: (spreads[word[0]], -len(word[0]))), spreads)


def people(cursor: CursorWrapper, book: int, sought: Sought) -> list[int]:
    """Ids of people fitting what was typed, all or more than `MOST_COUNTED`.

    Each word begins a word of a name, an address or an organisation. The search begins at the word that fits least.
    """
    words, spreads = sought.words, sought.spreads
    if len(words) > 1 and spreads[words[0][0]] < _SPREAD:
        return _all(cursor, book, words, spreads)
    return _some(cursor, book, words) if words else []


def _all(
    cursor: CursorWrapper, book: int, words: Sequence[tuple[str, int]], spreads: Mapping[str, int]
) -> list[int]:
    """All who fit, or more than are counted: the people of the rarest words, asked one by one for the others."""
    first, *others = words
    bound = min(_SPREAD, _APIECE * spreads[first[0]])
    read = [word for word in others if spreads[word[0]] < bound]
    asked = [first, *(word for word in others if word not in read)]
    if not read:
        return _some(cursor, book, words)
    parts = [name_words.having(book, asked), *(name_words.having(book, [word]) for word in read)]
    found = rows(
        cursor,
        " INTERSECT ".join(statement for statement, _ in parts) + f" LIMIT {_SPREAD}",
        [value for _, arguments in parts for value in arguments],
    )
    return sorted({person for (person,) in found})


def _some(cursor: CursorWrapper, book: int, words: Sequence[tuple[str, int]]) -> list[int]:
    """All who fit, or more than are counted."""
    statement, arguments = name_words.having(book, words)
    size = MOST_COUNTED + MOST_COUNTED // 2
    while True:
        found = rows(cursor, f"{statement} LIMIT {size}", arguments)
        people = {person for (person,) in found}
        if len(found) < size or len(people) > MOST_COUNTED:
            return sorted(people)
        size *= 4


def _spreads(cursor: CursorWrapper, book: int, words: Sequence[str]) -> dict[str, int]:
    """How many words begin like each of these, as far as it matters."""
    one = (
        "(SELECT COUNT(*) FROM (SELECT 1 FROM store_nameword WHERE book_id = %s AND word >= %s AND word < %s "
        f"LIMIT {_SPREAD}) AS begun)"
    )
    arguments = [value for word in words for value in (book, *name_words.beginning(word))]
    found = rows(cursor, f"SELECT {', '.join([one] * len(words))}", arguments)
    return dict(zip(words, map(int, found[0]), strict=True))


def strongest(ids: Sequence[int], limit: int, offset: int) -> str:
    """SQL for some of these people, the strongest tie first, from no more than the indexes and the numbers.

    The numbers are asked for one by one, for PostgreSQL would rather read those of everybody.
    """
    return (
        "(SELECT person_id FROM (SELECT r.person_id, "
        "COALESCE((SELECT m.strength FROM store_metrics m WHERE m.relationship_id = r.id), -1) AS tie "
        f"FROM store_relationship r WHERE r.person_id IN {ints(ids)} ORDER BY tie DESC, r.id "
        f"LIMIT {int(limit)} OFFSET {int(offset)}) AS strongest)"
    )
