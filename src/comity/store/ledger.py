"""What files tell of giving and receiving, of facts, of reminders, and of the owner's own career.

An entry is kept as a claim of its batch on a handle. The rows that the user sees are derived from the claims
of all batches together, each hanging on the person of its handle; so the same entry in two exports is one
row, an undo leaves exactly what the remaining files tell, and a merge can be split again. A row on which the
user's own work rests (thanked for, done, edited) is neither changed nor taken away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from comity.core.days import start_of
from comity.core.keys import new_uuid
from comity.core.records import OWNER, Entry, Exchange, Fact, OwnPosition
from comity.store import owner
from comity.store.intake import Intake
from comity.store.models import Claim, Identifier
from comity.store.models import Exchange as ExchangeRow
from comity.store.models import Fact as FactRow
from comity.store.sql import insert, ints, on_sqlite, rows

TEXT = 20_000
"""Characters that are kept of an entry's text."""
_CLAIM = "INSERT INTO store_claim (book_id, identifier_id, field, value, origin, first_at, last_at, batch_id)"


class _Table(NamedTuple):
    """How the entries of one kind stand in their table.

    columns: those that a claim tells, in order; fixed: (column, value) of others that must not be null;
    touched: SQL that is true where the user's own work rests on a row; mine: whether the owner may have some.
    """

    name: str
    columns: tuple[str, ...]
    fixed: tuple[tuple[str, Callable[[], Any]], ...]
    touched: str
    mine: bool


_TABLES = {
    "exchange": _Table(
        "store_exchange",
        ("direction", "kind", "text", "on", "asks_thanks"),
        (),
        "batch_id IS NULL OR thanked_on IS NOT NULL",
        mine=False,
    ),
    "fact": _Table(
        "store_fact",
        ("text", "sensitivity", "source", "noted_on"),
        (("hearsay", bool),),
        "batch_id IS NULL",
        mine=True,
    ),
    "reminder": _Table(
        "store_reminder",
        ("text", "due", "every"),
        (("created_at", timezone.now),),
        "batch_id IS NULL OR done_at IS NOT NULL OR last_due IS NOT NULL",
        mine=True,
    ),
}
_FIELDS = ", ".join(f"'{field}'" for field in _TABLES)
Place = tuple[str, int, str]
"""Where an entry belongs: its field, the person, its key."""


class _Told(NamedTuple):
    """What the claims tell of one entry: the columns, and a batch that tells it."""

    columns: tuple[Any, ...]
    batch: int


class _Here(NamedTuple):
    """A row that is there: its id and columns, and whether the user's own work rests on it."""

    id: int
    columns: tuple[Any, ...]
    touched: bool


def take(intake: Intake, entries: Sequence[Entry], now: int) -> set[int]:
    """Store entries as claims of the intake's batch; returns the identifiers they are about."""
    claims: dict[tuple[int, str, str], int] = {}
    touched: set[int] = set()
    with transaction.atomic(), connection.cursor() as cursor:
        if any(isinstance(entry, OwnPosition) for entry in entries):
            touched |= owner.claim(intake, [OWNER], now, kind=Identifier.OWN_PERSONAL, by_hand=False)
        handles = [OWNER if isinstance(e, OwnPosition) else e.handle for e in entries]
        intake.look_up(cursor, ((handle.kind, handle.value) for handle in handles))
        for entry, handle in zip(entries, handles, strict=True):
            identifier = intake.handles[handle.kind, handle.value].id
            field, value, day = claim_of(entry)
            claims[identifier, field, value] = start_of(day)
            if isinstance(entry, Exchange) and entry.name:
                seen = intake.names.setdefault(
                    (identifier, entry.name, int(Claim.SELF)), [start_of(day), start_of(day)]
                )
                seen[:] = min(seen[0], start_of(day)), max(seen[1], start_of(day))
        insert(
            cursor,
            _CLAIM,
            [
                (intake.book, i, field, value, int(Claim.CARD), at, at, intake.batch)
                for (i, field, value), at in claims.items()
            ],
        )
    return touched | {i for i, _, _ in claims}


def claim_of(entry: Entry) -> tuple[str, str, int]:
    """Field and value of the claim that an entry is, and the day it is about."""
    if isinstance(entry, OwnPosition):
        position = {
            "organisation": entry.organisation[:300],
            "title": entry.title[:300],
            "department": "",
            "since": entry.since,
            "until": entry.until,
            "text": entry.text[:TEXT],
        }
        return "position", _json(position), entry.since or 0
    told: tuple[Any, ...]
    if isinstance(entry, Exchange):
        direction = ExchangeRow.GIVEN if entry.given else ExchangeRow.RECEIVED
        told = (direction, entry.kind[:32], entry.text[:TEXT], entry.on, entry.asks_thanks)
        field, day = "exchange", entry.on
    elif isinstance(entry, Fact):
        sensitivity = FactRow.PRIVATE if entry.private else FactRow.OPEN
        told = (entry.text[:TEXT], sensitivity, entry.source[:200], entry.on)
        field, day = "fact", entry.on
    else:
        told = (entry.text[:2000], entry.due, entry.every[:16])
        field, day = "reminder", entry.due
    return field, _json([entry.key, *told]), day


def _json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def refusal(field: str, key: str) -> str:
    """What the user's claim "not this" (`cards.REFUSED`) holds for an entry; the rhythm has the key ""."""
    return json.dumps([field, key])


def settle(cursor: CursorWrapper, book: int, heads: set[int]) -> None:
    """Derive exchanges, facts and reminders of these people (and of those merged into them) from claims."""
    listed = f"(SELECT id FROM store_person WHERE id IN {ints(heads)} OR merged_into_id IN {ints(heads)})"
    told, here = _claimed(cursor, listed), _stored(cursor, listed)
    gone = [place for place in here if place not in told and not here[place].touched]
    for field, table in _TABLES.items():
        cursor.execute(
            f"DELETE FROM {table.name} WHERE id IN {ints(here[p].id for p in gone if p[0] == field)}"
        )
        fresh = [(p, e) for p, e in told.items() if p[0] == field and p not in here]
        changed = [
            (*e.columns, here[p].id)
            for p, e in told.items()
            if p[0] == field and p in here and not here[p].touched and here[p].columns != e.columns
        ]
        _add(cursor, book, table, fresh)
        columns = ", ".join(f'"{column}" = %s' for column in table.columns)
        cursor.executemany(f"UPDATE {table.name} SET {columns} WHERE id = %s", changed)
    _rhythms_and_deaths(cursor, listed, heads)


def differences(book: int) -> int:
    """How many rows are not what the claims tell; 0 in a sound book."""
    with connection.cursor() as cursor:
        listed = f"(SELECT id FROM store_person WHERE book_id = {int(book)})"
        told, here = _claimed(cursor, listed), _stored(cursor, listed)
    missing = sum(place not in here for place in told)
    return missing + sum(
        not row.touched and (place not in told or told[place].columns != row.columns)
        for place, row in here.items()
    )


def _claimed(cursor: CursorWrapper, listed: str) -> dict[Place, _Told]:
    """What the claims on these persons tell; where two differ, the one about the later day."""
    found = rows(
        cursor,
        "SELECT d.person_id, COALESCE(p.merged_into_id, p.id), p.is_me, c.field, c.value, c.last_at, c.batch_id "
        "FROM store_person p JOIN store_identifier d ON d.person_id = p.id JOIN store_claim c ON c.identifier_id = d.id "
        f"WHERE p.id IN {listed} AND c.field IN ({_FIELDS}) AND c.batch_id IS NOT NULL ORDER BY c.last_at, c.value",
    )
    if not found:
        return {}
    refused = _refused(cursor, listed)
    told: dict[Place, _Told] = {}
    for person, head, is_me, field, value, _, batch in found:
        key, *columns = json.loads(value)
        if (head, refusal(field, key)) not in refused and (_TABLES[field].mine or not is_me):
            told[field, person, key] = _Told(tuple(columns), batch)
    return told


def _refused(cursor: CursorWrapper, listed: str) -> set[tuple[int, str]]:
    """(person shown, refusal) for everything the user took away that files would bring back."""
    found = rows(
        cursor,
        "SELECT COALESCE(p.merged_into_id, p.id), c.value FROM store_person p "
        "JOIN store_identifier d ON d.person_id = p.id JOIN store_claim c ON c.identifier_id = d.id "
        f"WHERE p.id IN {listed} AND c.field = 'refused' AND c.batch_id IS NULL",
    )
    return set(found)


def _stored(cursor: CursorWrapper, listed: str) -> dict[Place, _Here]:
    """The rows of these persons that came from files."""
    here: dict[Place, _Here] = {}
    for field, table in _TABLES.items():
        columns = ", ".join(f'"{column}"' for column in table.columns)
        for i, person, key, touched, *values in rows(
            cursor,
            f"SELECT id, person_id, key, CASE WHEN {table.touched} THEN 1 ELSE 0 END, {columns} FROM {table.name} "
            f"WHERE person_id IN {listed} AND key <> ''",
        ):
            here[field, person, key] = _Here(i, tuple(values), bool(touched))
    return here


def _add(cursor: CursorWrapper, book: int, table: _Table, fresh: list[tuple[Place, _Told]]) -> None:
    names = ("book_id", "uuid", "person_id", "key", "batch_id", *table.columns)
    names += tuple(name for name, _ in table.fixed)
    columns = ", ".join(f'"{name}"' for name in names)
    values = [
        (book, _uuid(), person, key, told.batch, *told.columns, *(make() for _, make in table.fixed))
        for (_, person, key), told in sorted(fresh)
    ]
    insert(cursor, f"INSERT INTO {table.name} ({columns})", values)


def _uuid() -> Any:
    return new_uuid().hex if on_sqlite() else new_uuid()


def _rhythms_and_deaths(cursor: CursorWrapper, listed: str, heads: set[int]) -> None:
    """What files tell of a rhythm to keep and of a death, where the user says nothing."""
    found = rows(
        cursor,
        "SELECT COALESCE(m.merged_into_id, m.id), c.field, c.value, c.last_at FROM store_person m "
        "JOIN store_identifier d ON d.person_id = m.id JOIN store_claim c ON c.identifier_id = d.id "
        f"WHERE m.id IN {listed} AND c.field IN ('rhythm', 'died') AND c.batch_id IS NOT NULL "
        "ORDER BY c.last_at, c.value",
    )
    died = {head: int(value or at // 86_400) for head, field, value, at in found if field == "died"}
    rhythms = {head: int(value) for head, field, value, _ in found if field == "rhythm"}
    everybody = ints(heads)
    cursor.execute(
        f"UPDATE store_person SET died_on = NULL, died_told = %s WHERE died_told = %s AND id IN {everybody}",
        [False, True],
    )
    cursor.executemany(
        "UPDATE store_person SET died_on = %s, died_told = %s WHERE id = %s AND died_on IS NULL",
        [(day, True, head) for head, day in died.items()],
    )
    cursor.execute(
        "UPDATE store_relationship SET rhythm_days = NULL, rhythm_told = %s "
        f"WHERE rhythm_told = %s AND person_id IN {everybody}",
        [False, True],
    )
    refused = _refused(cursor, listed) if rhythms else set()
    cursor.executemany(
        "UPDATE store_relationship SET rhythm_days = %s, rhythm_told = %s "
        "WHERE person_id = %s AND rhythm_days IS NULL",
        [(n, True, head) for head, n in rhythms.items() if (head, refusal("rhythm", "")) not in refused],
    )
