"""What address books and networks say of people.

A card is kept as claims and links of its batch; positions, dates and tags that come from cards are derived
from the claims of all batches together, so that importing the same card twice, or undoing one of two
imports, leaves exactly what the remaining cards say. Rows without a batch are the user's and never touched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.core.keys import new_uuid
from comity.core.records import Card, Handle
from comity.store import owner, said
from comity.store.intake import Intake
from comity.store.models import Claim, Identifier
from comity.store.practice import about_organisations
from comity.store.sql import ints, on_sqlite, reserve_ids, rows

REFUSED = "refused"
"""Field of the user's claims that something a card says is not to be shown."""
BIRTHDAY = "birthday"
_CLAIM = (
    "INSERT INTO store_claim (book_id, identifier_id, field, value, origin, first_at, last_at, batch_id) "
    "VALUES (%s,%s,%s,%s,%s,%s,%s,%s)"
)

UNNAMED = " ".join(
    f"AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.{column} = store_organisation.id)"
    for table, column in (("store_position", "organisation_id"), *about_organisations())
)
"""SQL: an organisation at which nobody holds a position, and that no interest, gift, rule or the like names."""


def take(intake: Intake, cards: Sequence[Card], now: int) -> set[int]:
    """Store cards as claims and links of the intake's batch; returns the identifiers they name."""
    touched: set[int] = set()
    with transaction.atomic(), connection.cursor() as cursor:
        intake.look_up(cursor, ((h.kind, h.value) for card in cards for h in card.handles))
        claims: dict[tuple[int, str, str], int] = {}
        links: set[tuple[int, int]] = set()
        own: list[Handle] = []
        for card in cards:
            ids = [intake.handles[h.kind, h.value].id for h in card.handles]
            touched.update(ids)
            seen = card.changed_at or now
            for i in ids:
                claims[i, "listed", ""] = max(seen, claims.get((i, "listed", ""), 0))
            for field, value in claims_of(card):
                claims[ids[0], field, value] = max(seen, claims.get((ids[0], field, value), 0))
            links |= {(min(ids[0], other), max(ids[0], other)) for other in ids[1:] if other != ids[0]}
            own += card.handles if card.is_me else ()
        cursor.executemany(
            _CLAIM,
            [
                (intake.book, i, field, value, int(Claim.CARD), seen, seen, intake.batch)
                for (i, field, value), seen in claims.items()
            ],
        )
        _link(cursor, intake, links)
        if own:
            touched |= owner.claim(intake, own, now, kind=Identifier.OWN_PERSONAL, by_hand=False)
    return touched


def claims_of(card: Card) -> list[tuple[str, str]]:
    """Field and value of everything a card says, the order of its lines forgotten."""
    said = [("name", card.name)] if card.name else []
    said += [(field, value[:5000]) for field, value in card.values]
    if card.organisation or card.title:
        position = {
            "organisation": card.organisation[:300],
            "title": card.title[:300],
            "department": card.department[:300],
            "since": card.position_since,
        }
        said.append(("position", json.dumps(position, sort_keys=True, ensure_ascii=False)))
    said += [("date", json.dumps([date.what.replace(" ", "_")[:32], *date[1:]])) for date in card.dates]
    said += [("label", label[:100]) for label in card.labels if label.strip()]
    if card.known_on is not None:
        said.append(("known_on", str(card.known_on)))
    return said


def _link(cursor: CursorWrapper, intake: Intake, links: set[tuple[int, int]]) -> None:
    now = _now()
    known = set(
        rows(cursor, "SELECT left_id, right_id FROM store_identitylink WHERE batch_id = %s", [intake.batch])
    )
    cursor.executemany(
        "INSERT INTO store_identitylink (book_id, left_id, right_id, same, batch_id, created_at) "
        "VALUES (%s,%s,%s,%s,%s,%s)",
        [(intake.book, left, right, True, intake.batch, now) for left, right in sorted(links - known)],
    )


def _now() -> Any:
    from django.utils import timezone

    return timezone.now()


def settle(cursor: CursorWrapper, book: int, heads: set[int]) -> None:
    """Derive positions, dates and tags of these people (and of those merged into them) from card claims."""
    listed = f"(SELECT id FROM store_person WHERE id IN {ints(heads)} OR merged_into_id IN {ints(heads)})"
    claims = rows(
        cursor,
        "SELECT COALESCE(m.merged_into_id, m.id), c.field, c.value, MAX(c.last_at), MAX(c.batch_id) FROM store_person m "
        "JOIN store_identifier d ON d.person_id = m.id JOIN store_claim c ON c.identifier_id = d.id "
        f"WHERE m.id IN {listed} AND c.field IN ('position', 'date', 'label') AND c.batch_id IS NOT NULL "
        "GROUP BY COALESCE(m.merged_into_id, m.id), c.field, c.value ORDER BY 1, 2, 3",
    )
    for table in ("store_position", "store_importantdate"):
        cursor.execute(f"DELETE FROM {table} WHERE batch_id IS NOT NULL AND person_id IN {listed}")
    cursor.execute(
        "DELETE FROM store_tagging WHERE batch_id IS NOT NULL AND relationship_id IN "
        f"(SELECT id FROM store_relationship WHERE person_id IN {listed})"
    )
    refused = _refused(cursor, listed) if claims else set()
    claims = [c for c in claims if (c[0], refusal(c[1], c[2])) not in refused]
    if not claims:
        return
    _positions(cursor, book, [c for c in claims if c[1] == "position"], _ended(cursor, listed))
    born = _birthdays_by_hand(cursor, listed)
    dates = [c for c in claims if c[1] == "date"]
    _dates(cursor, book, [c for c in dates if c[0] not in born or json.loads(c[2])[0] != BIRTHDAY])
    _labels(cursor, book, [c for c in claims if c[1] == "label"])


def refusal(field: str, value: str) -> str:
    """What the user's claim "not this" holds for a label or a date that a card gives."""
    if field == "label":
        return json.dumps(["label", " ".join(value.split()).casefold()])
    if field == "date":
        return json.dumps(["date", *json.loads(value)[:3]])
    return ""


def _refused(cursor: CursorWrapper, listed: str) -> set[tuple[int, str]]:
    """(person shown, refusal) for everything the user took away that cards would bring back."""
    found = rows(
        cursor,
        "SELECT COALESCE(m.merged_into_id, m.id), c.value FROM store_person m JOIN store_identifier d "
        f"ON d.person_id = m.id JOIN store_claim c ON c.identifier_id = d.id WHERE m.id IN {listed} "
        f"AND c.field = '{REFUSED}' AND c.batch_id IS NULL",
    )
    return set(found)


def _ended(cursor: CursorWrapper, listed: str) -> dict[tuple[int, str, str], int]:
    """(person shown, organisation's key, title) to the day on which the user said that position ended."""
    found = rows(
        cursor,
        "SELECT COALESCE(m.merged_into_id, m.id), c.value FROM store_person m JOIN store_identifier d "
        f"ON d.person_id = m.id JOIN store_claim c ON c.identifier_id = d.id WHERE m.id IN {listed} "
        f"AND c.field = '{said.ENDED}' AND c.batch_id IS NULL ORDER BY c.last_at",
    )
    said_of = ((person, *json.loads(value)) for person, value in found)
    return {(person, key, title): until for person, key, title, until in said_of}


def _birthdays_by_hand(cursor: CursorWrapper, listed: str) -> set[int]:
    """People shown whose birthday the user has said, which those of cards do not stand beside."""
    found = rows(
        cursor,
        "SELECT COALESCE(m.merged_into_id, m.id) FROM store_person m JOIN store_importantdate i ON i.person_id = m.id "
        f"WHERE m.id IN {listed} AND i.what = '{BIRTHDAY}' AND i.batch_id IS NULL",
    )
    return {person for (person,) in found}


def _positions(
    cursor: CursorWrapper,
    book: int,
    claims: list[tuple[Any, ...]],
    over: Mapping[tuple[int, str, str], int],
) -> None:
    told = [(person, json.loads(value), seen, batch) for person, _, value, seen, batch in claims]
    keys = organisations(cursor, book, {position["organisation"] for _, position, _, _ in told})
    cursor.executemany(
        "INSERT INTO store_position (book_id, person_id, organisation_id, title, department, since, until, seen_at, "
        "batch_id) VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s)",
        [
            (
                *(book, person, keys.get(p["organisation"]), p["title"], p["department"], p["since"]),
                over.get((person, folded(p["organisation"]), p["title"]), p.get("until")),
                *(seen, batch),
            )
            for person, p, seen, batch in told
        ],
    )


def organisations(cursor: CursorWrapper, book: int, names: set[str]) -> dict[str, int]:
    """Row ids of organisations by the names given, those not known yet added; "" is none."""
    wanted = {name: folded(name) for name in sorted(names) if name.strip()}
    known = (
        dict(rows(cursor, "SELECT key, id FROM store_organisation WHERE book_id = %s", [book]))
        if wanted
        else {}
    )
    fresh = {key: name for name, key in reversed(wanted.items()) if key not in known}
    if fresh:
        ids = reserve_ids(cursor, "store_organisation", len(fresh))
        known.update(zip(fresh, ids, strict=True))
        cursor.executemany(
            "INSERT INTO store_organisation (id, book_id, uuid, name, key) VALUES (%s,%s,%s,%s,%s)",
            [(known[key], book, _uuid(), name, key) for key, name in fresh.items()],
        )
    return {name: known[key] for name, key in wanted.items()}


def _uuid() -> Any:
    return new_uuid().hex if on_sqlite() else new_uuid()


def forget_organisations(found: Iterable[int | None]) -> None:
    """Remove those of these organisations at which nobody holds a position any more, and that nothing else names."""
    ids = [i for i in found if i is not None]
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM store_organisation WHERE id IN {ints(ids)} {UNNAMED}")


def folded(name: str) -> str:
    """The key of an organisation: its name without regard to case, commas, dots and white space."""
    return " ".join(name.casefold().replace(",", " ").replace(".", " ").split())[:300]


def _dates(cursor: CursorWrapper, book: int, claims: list[tuple[Any, ...]]) -> None:
    found = [(person, json.loads(value), batch) for person, _, value, _, batch in claims]
    full = {(person, d[0], d[1], d[2]) for person, d, _ in found if d[3] is not None}
    cursor.executemany(
        "INSERT INTO store_importantdate (book_id, person_id, what, month, day, year, batch_id) "
        "VALUES (%s,%s,%s,%s,%s,%s,%s)",
        [
            (book, person, *d, batch)
            for person, d, batch in found
            if d[3] is not None or (person, d[0], d[1], d[2]) not in full
        ],
    )


def _labels(cursor: CursorWrapper, book: int, claims: list[tuple[Any, ...]]) -> None:
    relationships = dict(
        rows(
            cursor,
            f"SELECT person_id, id FROM store_relationship WHERE person_id IN {ints({c[0] for c in claims})}",
        )
    )
    for person, _, label, _, batch in claims:
        tag = tag_id(cursor, book, label)
        cursor.execute(
            "INSERT INTO store_tagging (book_id, tag_id, relationship_id, batch_id) VALUES (%s,%s,%s,%s) "
            "ON CONFLICT DO NOTHING",
            [book, tag, relationships[person], batch],
        )


def tag_id(cursor: CursorWrapper, book: int, name: str) -> int:
    """The row of a tag by its name, added where it is new."""
    name = " ".join(name.split())[:100]
    key = name.casefold()[:100]
    cursor.execute(
        "INSERT INTO store_tag (book_id, name, key) VALUES (%s,%s,%s) ON CONFLICT DO NOTHING",
        [book, name, key],
    )
    found: int = rows(cursor, "SELECT id FROM store_tag WHERE book_id = %s AND key = %s", [book, key])[0][0]
    return found
