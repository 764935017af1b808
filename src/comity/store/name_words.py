"""The words by which people are found as their names are typed: kept with the names, and read by beginnings.

A word of an address is a piece of it ("ana", "ruiz" and "firm" of ana.ruiz@firm.example), its last label counted
apart; a name is kept in every spelling that people type (`core.folding.spellings`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from comity.core import folding
from comity.store.models import NameWord
from comity.store.sql import chunks, insert, ints, rows

DDL: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": ('ALTER TABLE store_nameword ALTER COLUMN word TYPE varchar(64) COLLATE "C"',),
}
"""What no model can say: words are in the order of their characters, by which beginnings are found, on each engine."""
ADD = "INSERT INTO store_nameword (book_id, person_id, word, origin)"
_STEP = 500
ANY = NameWord.NAME | NameWord.HANDLE | NameWord.ORGANISATION
_LAST = "\U0010ffff"
_MOST_WORDS = 200
"""Words of one person; more are no names."""


def beginning(word: str) -> tuple[str, str]:
    """From which word (included) until which (left out) the words begin with this one."""
    return word[: folding.LONGEST], word[: folding.LONGEST] + _LAST


def settle(cursor: CursorWrapper, book: int, heads: Iterable[int], merged: Iterable[int] = ()) -> None:
    """Bring the words of these people up to date; those merged into others have none."""
    cursor.execute(f"DELETE FROM store_nameword WHERE person_id IN {ints(merged)}")
    listed = sorted(heads)
    wanted = derived(cursor, listed)
    before: dict[int, dict[str, int]] = defaultdict(dict)
    for person, word, origin in rows(
        cursor, f"SELECT person_id, word, origin FROM store_nameword WHERE person_id IN {ints(listed)}"
    ):
        before[person][word] = origin
    stale = [person for person in listed if before.get(person, {}) != wanted.get(person, {})]
    cursor.execute(
        f"DELETE FROM store_nameword WHERE person_id IN {ints(person for person in stale if person in before)}"
    )
    insert(
        cursor,
        ADD,
        [
            (book, person, word, origin)
            for person in stale
            for word, origin in sorted(wanted.get(person, {}).items())
        ],
    )


def typed(text: str) -> list[tuple[str, int]]:
    """The words of what was typed with the origins in which they count, at most eight.

    "example" finds nobody for an address that ends so, but "firm.example" does.
    """
    found: dict[str, int] = {}
    for piece in text.split():
        for place, word in enumerate(folding.words(piece)):
            whole = NameWord.ENDING if place and "." in piece else 0
            found[word] = found.get(word, ANY) | whole
    return list(found.items())[:8]


def having(book: int, words: Sequence[tuple[str, int]]) -> tuple[str, list[Any]]:
    """SQL for people who have words of these origins that begin with all of these, and its arguments."""
    (first, origins), *others = words
    more, arguments = fitting("n.person_id", others)
    statement = (
        "SELECT n.person_id FROM store_nameword n WHERE n.book_id = %s AND n.word >= %s AND n.word < %s "
        f"AND (n.origin & {int(origins)}) > 0{more}"
    )
    return statement, [book, *beginning(first), *arguments]


def fitting(person: str, words: Sequence[tuple[str, int]]) -> tuple[str, list[Any]]:
    """SQL, to be appended to a WHERE, for this column's being a person with words that begin with all of these.

    No EXISTS, for which PostgreSQL would gather everybody with such words before it looks at the first person.
    """
    statement = ""
    arguments: list[Any] = []
    for word, origins in words:
        statement += (
            f" AND (SELECT 1 FROM store_nameword w WHERE w.person_id = {person} AND w.word >= %s "
            f"AND w.word < %s AND (w.origin & {int(origins)}) > 0 LIMIT 1) IS NOT NULL"
        )
        arguments += beginning(word)
    return statement, arguments


def derived(cursor: CursorWrapper, heads: Sequence[int]) -> dict[int, dict[str, int]]:
    """The words that these people should have, with where they are from; the owner has none."""
    listed = ints(heads)
    found = rows(
        cursor,
        f"SELECT id, id, name FROM store_person WHERE id IN {listed} AND is_me = %s UNION ALL "
        f"SELECT m.id, h.id, '' FROM store_person m JOIN store_person h ON h.id = m.merged_into_id "
        f"WHERE m.merged_into_id IN {listed} AND h.is_me = %s",
        [False, False],
    )
    head_of = {member: head for member, head, _ in found}
    texts = [(head, "name", name) for _, head, name in found if name]
    members = ints(head_of)
    texts += [
        (head_of[member], what, text)
        for member, what, text in rows(
            cursor,
            "SELECT d.person_id, d.kind, d.value FROM store_identifier d "
            f"WHERE d.person_id IN {members} AND d.kind <> 'entry' UNION ALL "
            "SELECT d.person_id, 'name', c.value FROM store_identifier d JOIN store_claim c ON c.identifier_id = d.id "
            f"WHERE d.person_id IN {members} AND c.field IN ('name', 'nickname') UNION ALL "
            "SELECT o.person_id, 'organisation', g.name FROM store_position o "
            f"JOIN store_organisation g ON g.id = o.organisation_id WHERE o.person_id IN {members}",
        )
    ]
    words: dict[int, dict[str, int]] = defaultdict(dict)
    for person, what, text in sorted(set(texts)):
        kept = words[person]
        origin = {"name": NameWord.NAME, "organisation": NameWord.ORGANISATION}.get(what, NameWord.HANDLE)
        for word in sorted(_words(what, text)):
            if word in kept or len(kept) < _MOST_WORDS:
                kept[word] = kept.get(word, 0) | origin
        if what == "email":
            ending = text.rpartition(".")[2].casefold()[: folding.LONGEST]
            kept[ending] = kept.get(ending, 0) | NameWord.ENDING
    return dict(words)


def _words(what: str, text: str) -> set[str]:
    if what in ("name", "organisation"):
        found = folding.spellings(text)
    else:
        found = set(folding.words(text.rpartition(".")[0] if what == "email" else text))
    return {word[: folding.LONGEST] for word in found}


def rebuild(cursor: CursorWrapper, book: int) -> None:
    """Derive the words of a whole book anew."""
    with transaction.atomic():
        cursor.execute("DELETE FROM store_nameword WHERE book_id = %s", [book])
        for part in chunks(_heads(cursor, book), _STEP):
            settle(cursor, book, part)


def amiss(cursor: CursorWrapper, book: int) -> tuple[int, int]:
    """How many people have other words than they should, and how many words there are."""
    heads = _heads(cursor, book)
    wrong = 0
    for part in chunks(heads, _STEP):
        stored: dict[int, dict[str, int]] = defaultdict(dict)
        for person, word, origin in rows(
            cursor, f"SELECT person_id, word, origin FROM store_nameword WHERE person_id IN {ints(part)}"
        ):
            stored[person][word] = origin
        wanted = derived(cursor, part)
        wrong += sum(stored.get(person, {}) != wanted.get(person, {}) for person in part)
    strays = rows(
        cursor,
        "SELECT COUNT(DISTINCT w.person_id) FROM store_nameword w JOIN store_person p ON p.id = w.person_id "
        "WHERE w.book_id = %s AND p.merged_into_id IS NOT NULL",
        [book],
    )[0][0]
    total = rows(cursor, "SELECT COUNT(*) FROM store_nameword WHERE book_id = %s", [book])[0][0]
    return wrong + strays, total


def _heads(cursor: CursorWrapper, book: int) -> list[int]:
    found = rows(
        cursor,
        "SELECT id FROM store_person WHERE book_id = %s AND merged_into_id IS NULL ORDER BY id",
        [book],
    )
    return [i for (i,) in found]
