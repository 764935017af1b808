"""The index by which partners of few people are found in a large book without looking at everybody.

It is a cache: who has which key of `core.matching`, in pages by the number of the key, each a row of 12 bytes for
every entry. It is written after a look at the whole book, and from then on only added to; entries that no longer hold
do no harm, since who is found is compared anew. `changed` notes of whom the keys are no longer known.
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from django.db.backends.utils import CursorWrapper

from comity.store.sql import chunks, insert, ints, rows

PAGES = 4096
_HEAD, _CHANGED, _BESIDE = -1, -2, -3
_ADD = "INSERT INTO store_matchpage (book_id, page, data)"
_STEP = 500
Pages: TypeAlias = "dict[int, tuple[array[int], array[int]]]"
"""Page → keys, and row ids of who has each of them."""


def paged(entries: Iterable[tuple[int, int]]) -> Pages:
    """Entries, each a key and the row id of a person, as `write` and `add` take them."""
    pages: Pages = {}
    for key, person in entries:
        page = pages.get(key % PAGES)
        if page is None:
            page = pages[key % PAGES] = (array("q"), array("I"))
        page[0].append(key)
        page[1].append(person)
    return pages


def _insert(cursor: CursorWrapper, book: int, pages: Pages) -> None:
    for part in chunks(sorted(pages), _STEP):
        packed = ((page, b"".join(piece.tobytes() for piece in pages.pop(page))) for page in part)
        insert(cursor, _ADD, [(book, page, data) for page, data in packed])


def write(cursor: CursorWrapper, book: int, head: Mapping[str, Any], pages: Pages) -> None:
    """Put a new index in the place of the one there was, if any; the pages are emptied.

    head: what is to be kept beside, as JSON.
    """
    cursor.execute("DELETE FROM store_matchpage WHERE book_id = %s", [book])
    _insert(cursor, book, pages)
    insert(cursor, _ADD, [(book, _HEAD, zlib.compress(json.dumps(head).encode()))])


def there(cursor: CursorWrapper, book: int) -> bool:
    """Whether there is an index."""
    asked = "SELECT 1 FROM store_matchpage WHERE book_id = %s AND page = %s"
    return bool(rows(cursor, asked, [book, _HEAD]))


def head(cursor: CursorWrapper, book: int) -> dict[str, Any] | None:
    """What is kept beside the index; None where there is no index."""
    found = rows(cursor, "SELECT data FROM store_matchpage WHERE book_id = %s AND page = %s", [book, _HEAD])
    return dict(json.loads(zlib.decompress(found[0][0]))) if found else None


def put_beside(cursor: CursorWrapper, book: int, pieces: list[Any]) -> None:
    """Keep more beside the index, as JSON."""
    if pieces:
        insert(cursor, _ADD, [(book, _BESIDE, json.dumps(pieces).encode())])


def beside(cursor: CursorWrapper, book: int) -> list[Any]:
    """All that `put_beside` put there."""
    found = rows(
        cursor,
        "SELECT data FROM store_matchpage WHERE book_id = %s AND page = %s ORDER BY id",
        [book, _BESIDE],
    )
    return [piece for (data,) in found for piece in json.loads(bytes(data))]


def holders(cursor: CursorWrapper, book: int, keys: Iterable[int]) -> dict[int, set[int]]:
    """Who has each of these keys, as far as the index tells."""
    found: dict[int, set[int]] = {key: set() for key in keys}
    asked: defaultdict[int, list[int]] = defaultdict(list)
    for key in found:
        asked[key % PAGES].append(key)
    for part in chunks(sorted(asked), _STEP):
        for page, data in rows(
            cursor,
            f"SELECT page, data FROM store_matchpage WHERE book_id = %s AND page IN {ints(part)}",
            [book],
        ):
            listed, people = _unpacked(data)
            for key in asked[page]:
                found[key].update(_of(listed, people, key))
    return found


def add(cursor: CursorWrapper, book: int, pages: Pages, known: Iterable[int]) -> None:
    """Add to the index, and note that the keys of these people are known."""
    _insert(cursor, book, pages)
    rest = changed_since(cursor, book) - set(known)
    cursor.execute("DELETE FROM store_matchpage WHERE book_id = %s AND page = %s", [book, _CHANGED])
    if rest:
        changed(cursor, book, rest)


def changed(cursor: CursorWrapper, book: int, people: Iterable[int]) -> None:
    """Note that something about these people changed, where there is an index."""
    listed = array("I", sorted(set(people)))
    if listed:
        cursor.execute(
            f"{_ADD} SELECT book_id, %s, %s FROM store_matchpage WHERE book_id = %s AND page = %s",
            [_CHANGED, listed.tobytes(), book, _HEAD],
        )


def changed_since(cursor: CursorWrapper, book: int) -> set[int]:
    """People of whom something changed since their keys were added."""
    found: set[int] = set()
    for (data,) in rows(
        cursor, "SELECT data FROM store_matchpage WHERE book_id = %s AND page = %s", [book, _CHANGED]
    ):
        listed = array("I")
        listed.frombytes(bytes(data))
        found.update(listed)
    return found


def _unpacked(data: bytes) -> tuple[array[int], array[int]]:
    plain = bytes(data)
    keys, people = array("q"), array("I")
    cut = len(plain) // (keys.itemsize + people.itemsize) * keys.itemsize
    keys.frombytes(plain[:cut])
    people.frombytes(plain[cut:])
    return keys, people


def _of(keys: array[int], people: array[int], key: int) -> Iterable[int]:
    place = 0
    while True:
        try:
            place = keys.index(key, place)
        except ValueError:
            return
        yield people[place]
        place += 1
