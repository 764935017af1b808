"""Days of contact, the numbers computed from them, and the name shown: recomputed for whoever is touched."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from comity.core import cadence, names, strength
from comity.core.days import start_of
from comity.store import cards, ledger, match_pages, name_words
from comity.store.models import Book, Claim, ContactDay, Metrics
from comity.store.sql import channel_bit, chunks, floor_day, ints, rows

_STEP = 500
_ORIGINS = {
    Claim.USER: names.Origin.USER,
    Claim.CARD: names.Origin.CARD,
    Claim.SELF: names.Origin.SELF,
    Claim.OTHERS: names.Origin.OTHERS,
}
_METRICS = (
    "INSERT INTO store_metrics (book_id, relationship_id, strength, sums_day, in30, out30, in180, out180, active_days, "
    "interactions, first_day, last_day, last_in, last_out, usual_gap, channels) "
    "VALUES (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)"
)


def recount(book: int, persons: Iterable[int], today: int) -> int:
    """Recompute days, numbers and names of everybody touched; returns how many people that were, me left out.

    Args:
        persons: person ids; those merged into another stand for the one they are merged into;
        today: day number; days after it are stored but do not count yet.
    """
    count = 0
    for part in chunks(sorted(set(persons)), _STEP):
        with transaction.atomic(), connection.cursor() as cursor:
            found = rows(
                cursor,
                f"SELECT id, merged_into_id FROM store_person WHERE book_id = %s AND id IN {ints(part)}",
                [book],
            )
            merged = [person for person, into in found if into is not None]
            heads = {into or person for person, into in found}
            _forget(cursor, merged)
            _days(cursor, book, heads)
            _numbers(cursor, book, heads, today)
            _names(cursor, heads)
            cards.settle(cursor, book, heads)
            name_words.settle(cursor, book, heads, merged)
            match_pages.changed(cursor, book, heads | set(merged))
            ledger.settle(cursor, book, heads)
            owners = rows(
                cursor, "SELECT id FROM store_person WHERE book_id = %s AND is_me = %s", [book, True]
            )
            count += len(heads - {i for (i,) in owners})
    return count


def _forget(cursor: CursorWrapper, merged: list[int]) -> None:
    listed = f"(SELECT id FROM store_relationship WHERE person_id IN {ints(merged)})"
    cursor.execute(f"DELETE FROM store_metrics WHERE relationship_id IN {listed}")
    cursor.execute(f"DELETE FROM store_contactday WHERE relationship_id IN {listed}")


def _days(cursor: CursorWrapper, book: int, heads: set[int]) -> None:
    listed = f"(SELECT id FROM store_relationship WHERE person_id IN {ints(heads)})"
    cursor.execute(f"DELETE FROM store_contactday WHERE relationship_id IN {listed}")
    cursor.execute(
        "INSERT INTO store_contactday (book_id, relationship_id, day, in_n, out_n, n) SELECT %s, counted.* FROM "
        f"({counted_days(f'(m.id IN {ints(heads)} OR m.merged_into_id IN {ints(heads)})')}) AS counted",
        [book],
    )


def counted_days(where: str) -> str:
    """SQL for (relationship, day, in, out, n) of contact, counted from the participants of people `m`."""
    return (
        f"SELECT rel, {floor_day('at')}, SUM(contact & 1), SUM(contact >> 1), COUNT(*) FROM ("
        "SELECT r.id AS rel, p.interaction_id, MAX(p.at) AS at, "
        "MAX(p.contact & 1) + 2 * MAX(p.contact >> 1) AS contact "
        "FROM store_person m JOIN store_relationship r ON r.person_id = COALESCE(m.merged_into_id, m.id) "
        "JOIN store_identifier d ON d.person_id = m.id JOIN store_participant p ON p.identifier_id = d.id "
        f"WHERE p.contact > 0 AND {where} GROUP BY r.id, p.interaction_id) AS once GROUP BY rel, {floor_day('at')}"
    )


def _numbers(cursor: CursorWrapper, book: int, heads: set[int], today: int) -> None:
    people = rows(
        cursor,
        "SELECT r.id, p.is_me FROM store_relationship r JOIN store_person p ON p.id = r.person_id "
        f"WHERE p.id IN {ints(heads)}",
    )
    relationships = [i for i, is_me in people if not is_me]
    listed = ints([i for i, _ in people])
    days = rows(
        cursor,
        "SELECT relationship_id, day, in_n, out_n, n FROM store_contactday "
        f"WHERE relationship_id IN {listed} AND day <= %s ORDER BY relationship_id, day",
        [today],
    )
    channels = dict(
        rows(
            cursor,
            f"SELECT rel, SUM(bit) FROM (SELECT DISTINCT r.id AS rel, {channel_bit('i.kind')} AS bit FROM store_person m "
            "JOIN store_relationship r ON r.person_id = COALESCE(m.merged_into_id, m.id) "
            "JOIN store_identifier d ON d.person_id = m.id JOIN store_participant p ON p.identifier_id = d.id "
            "AND p.contact > 0 AND p.at < %s JOIN store_interaction i ON i.id = p.interaction_id "
            f"WHERE m.id IN {ints(heads)} OR m.merged_into_id IN {ints(heads)}) AS kinds GROUP BY rel",
            [start_of(today + 1)],
        )
    )
    cursor.execute(f"DELETE FROM store_metrics WHERE relationship_id IN {listed}")
    counted = {rel: list(group) for rel, group in groupby(days, key=lambda row: row[0])}
    cursor.executemany(
        _METRICS,
        [(book, i, *metrics(counted.get(i, []), today), int(channels.get(i, 0))) for i in relationships],
    )


def metrics(days: list[tuple[Any, ...]], today: int) -> tuple[Any, ...]:
    """The cached numbers from (relationship, day, in, out, n) rows in order of day, none after `today`."""
    if not days:
        return (0.0, today, 0.0, 0.0, 0.0, 0.0, 0, 0, None, None, None, None, None)
    sums = strength.of_days(((d[1], d[2] > 0, d[3] > 0) for d in days), today, include_day=True)
    first, last = days[0][1], days[-1][1]
    return (
        strength.strength(sums, today),
        sums.day,
        sums.in30,
        sums.out30,
        sums.in180,
        sums.out180,
        len(days),
        sum(d[4] for d in days),
        first,
        last,
        max((d[1] for d in days if d[2]), default=None),
        max((d[1] for d in days if d[3]), default=None),
        cadence.usual_gap(first, last, len(days)),
    )


def _names(cursor: CursorWrapper, heads: set[int]) -> None:
    claims: dict[int, list[names.Claim]] = {}
    handles: dict[int, str] = {}
    for head, kind, value, text, origin, last in rows(
        cursor,
        "SELECT COALESCE(m.merged_into_id, m.id), d.kind, d.value, c.value, c.origin, c.last_at FROM store_person m "
        "JOIN store_identifier d ON d.person_id = m.id "
        "LEFT JOIN store_claim c ON c.identifier_id = d.id AND c.field = 'name' "
        f"WHERE m.id IN {ints(heads)} OR m.merged_into_id IN {ints(heads)} ORDER BY d.kind, d.value",
    ):
        if kind == "email":
            handles.setdefault(head, value)
        if text:
            claims.setdefault(head, []).append(names.Claim(text, _ORIGINS[origin], last))
    updates = []
    for head in heads:
        name = names.best_name(claims.get(head, []), handles.get(head, ""))
        updates.append((name[:200], names.sort_name(name)[:200], head))
    cursor.executemany("UPDATE store_person SET name = %s, sort_name = %s WHERE id = %s", updates)


def add(book: int, relationship: int, kind: int, day: int, today: int) -> None:
    """Count one more interaction, both ways, on a day: constant time however long the history.

    The relationship must be one with cached numbers, that is of a person who is not merged into another;
    `day` must not lie after `today`. Equal to `recount` to 1e-9.
    """
    row = ContactDay.objects.filter(relationship_id=relationship, day=day).first()
    fresh_in, fresh_out = row is None or not row.in_n, row is None or not row.out_n
    if row is None:
        ContactDay.objects.create(book_id=book, relationship_id=relationship, day=day, in_n=1, out_n=1, n=1)
    else:
        ContactDay.objects.filter(pk=row.pk).update(in_n=row.in_n + 1, out_n=row.out_n + 1, n=row.n + 1)
    cached = Metrics.objects.get(relationship_id=relationship)
    before = strength.Sums(cached.sums_day, cached.in30, cached.out30, cached.in180, cached.out180)
    sums = strength.add_day(before, day, incoming=fresh_in, outgoing=fresh_out)
    cached.sums_day, cached.in30, cached.out30, cached.in180, cached.out180 = (
        sums.day,
        sums.in30,
        sums.out30,
        sums.in180,
        sums.out180,
    )
    cached.active_days += row is None
    cached.interactions += 1
    cached.first_day = day if cached.first_day is None else min(cached.first_day, day)
    cached.last_day = day if cached.last_day is None else max(cached.last_day, day)
    cached.last_in = day if cached.last_in is None else max(cached.last_in, day)
    cached.last_out = day if cached.last_out is None else max(cached.last_out, day)
    cached.usual_gap = cadence.usual_gap(cached.first_day, cached.last_day, cached.active_days)
    cached.channels |= 1 << kind
    cached.strength = strength.strength(sums, today)
    cached.save()


def refresh(book: int, today: int) -> None:
    """Bring every strength to a new day: decay the sums, and count days that have come since.

    Run by the first question of a day. Only relationships whose meetings lay ahead at the last refresh are
    recounted; the others need nothing but the passing of time.
    """
    before = Book.objects.values_list("strength_day", flat=True).get(pk=book)
    if before == today:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        came = rows(
            cursor,
            "SELECT DISTINCT r.person_id FROM store_contactday d JOIN store_relationship r ON r.id = d.relationship_id "
            "WHERE d.book_id = %s AND d.day > %s AND d.day <= %s",
            [book, before if before is not None else today, today],
        )
        for part in chunks([person for (person,) in came], _STEP):
            _numbers(cursor, book, set(part), today)
        found = rows(
            cursor,
            "SELECT relationship_id, sums_day, in30, out30, in180, out180 FROM store_metrics "
            "WHERE book_id = %s AND active_days > 0",
            [book],
        )
        cursor.executemany(
            "UPDATE store_metrics SET strength = %s WHERE relationship_id = %s",
            [(strength.strength(strength.Sums(*sums), today), i) for i, *sums in found],
        )
        cursor.execute("UPDATE store_book SET strength_day = %s WHERE id = %s", [today, book])
