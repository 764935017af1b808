"""What the book knows of people, in the forms in which they are compared."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.backends.utils import CursorWrapper

from comity.core.matching import Born, Description, described
from comity.store.models import Claim, Identifier
from comity.store.sql import chunks, ints, rows

_STEP = 1000
_FIELDS = ("name", "nickname", "phone", "url", "address", "position")


@dataclass
class _Gathered:
    """What is known of one person while rows are read; `names` with the origin and the last instant of each."""

    handles: list[tuple[str, str]] = field(default_factory=list)
    names: dict[str, tuple[int, int]] = field(default_factory=dict)
    nicknames: set[str] = field(default_factory=set)
    values: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    born: Born | None = None


def people(book: int, among: Iterable[int] | None = None) -> Iterator[Description]:
    """Everybody but the owner, as the people shown, by row id; they are read some at a time.

    Args:
        among: row ids of people shown; only these. None for everybody.
    """
    with connection.cursor() as cursor:
        for part in chunks(_heads(cursor, book) if among is None else sorted(among), _STEP):
            for person, held in sorted(_gather(cursor, book, part).items()):
                yield _description(person, held)


def _heads(cursor: CursorWrapper, book: int) -> list[int]:
    asked = "SELECT id FROM store_person WHERE book_id = %s AND merged_into_id IS NULL ORDER BY id"
    return [i for (i,) in rows(cursor, asked, [book])]


def _gather(cursor: CursorWrapper, book: int, heads: Sequence[int]) -> dict[int, _Gathered]:
    """These people, with what handles and claims say of them."""
    listed = ints(heads)
    named = dict(
        rows(
            cursor,
            f"SELECT id, name FROM store_person WHERE id IN {listed} AND book_id = %s AND is_me = %s "
            "AND merged_into_id IS NULL",
            [book, False],
        )
    )
    found = {head: _Gathered() for head in named}
    head_of = {head: head for head in named} | dict(
        rows(cursor, f"SELECT id, merged_into_id FROM store_person WHERE merged_into_id IN {ints(named)}")
    )
    members = ints(head_of)
    bare = set(head_of)
    for person, kind, value, nature in rows(
        cursor,
        f"SELECT person_id, kind, value, nature FROM store_identifier WHERE person_id IN {members} ORDER BY id",
    ):
        bare.discard(person)
        if nature == Identifier.PERSONAL:
            found[head_of[person]].handles.append((kind, value))
    for person in bare:
        found[head_of[person]].names.setdefault(named[head_of[person]], (Claim.USER, 0))
    for person, name, value, origin, last in rows(
        cursor,
        "SELECT d.person_id, c.field, c.value, c.origin, c.last_at FROM store_identifier d "
        f"JOIN store_claim c ON c.identifier_id = d.id AND c.field IN {_FIELDS} WHERE d.person_id IN {members}",
    ):
        _note(found[head_of[person]], name, value, origin, last)
    for person, *date in rows(
        cursor,
        f"SELECT person_id, year, month, day FROM store_importantdate WHERE person_id IN {members} "
        "AND what = 'birthday' ORDER BY batch_id IS NOT NULL, year, month, day",
    ):
        held = found[head_of[person]]
        held.born = held.born or Born(*date)
    return found


def _note(held: _Gathered, field: str, value: str, origin: int, last: int) -> None:
    if field == "name":
        most, latest = held.names.get(value, (0, 0))
        held.names[value] = max(most, origin), max(latest, last)
    elif field == "nickname":
        held.nicknames.add(value)
    elif field == "position":
        organisation = _organisation(value)
        if organisation:
            held.values["organisation"].append(organisation)
    else:
        held.values[field].append(value)


def _organisation(value: str) -> str:
    try:
        return str(json.loads(value)["organisation"])
    except (ValueError, KeyError, TypeError):
        return ""


def _description(person: int, held: _Gathered) -> Description:
    """In comparable forms; who is named by themselves or by a card is not also named by what others write."""
    best = max((origin for origin, _ in held.names.values()), default=0)
    names = [
        name
        for name, (origin, _) in sorted(held.names.items(), key=lambda n: (-n[1][0], -n[1][1], n[0]))
        if origin > Claim.OTHERS or best == Claim.OTHERS
    ]
    if names and held.nicknames:
        called = sorted(name for name in held.nicknames if " " not in name.strip())
        names[0] = " ".join([names[0], *(f'"{name}"' for name in called[:2])])
    values = {name: sorted(texts) for name, texts in held.values.items()}
    return described(
        person,
        names=names,
        emails=sorted(value for kind, value in held.handles if kind == "email"),
        phones=values.get("phone", ()),
        organisations=values.get("organisation", ()),
        addresses=values.get("address", ()),
        born=held.born,
        urls=values.get("url", ()),
        accounts=sorted(handle for handle in held.handles if handle[0] == "linkedin"),
    )
