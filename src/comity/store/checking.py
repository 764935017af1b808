"""Comparing what is stored with what it should be."""

from __future__ import annotations

from django.db import connection

from comity.core import strength
from comity.store.fulltext import TABLE
from comity.store.numbers import metrics
from comity.store.sql import on_sqlite, rows

TOLERANCE = 1e-9


def check_book(book: int) -> list[tuple[str, bool, str, str]]:
    """(what, well, seen, next step) for everything derived in a book."""
    return [_days(book), _metrics(book), _index()]


def _days(book: int) -> tuple[str, bool, str, str]:
    """Days of contact against the participants they are counted from."""
    with connection.cursor() as cursor:
        stored = rows(cursor, "SELECT COALESCE(SUM(n), 0) FROM store_contactday WHERE book_id = %s", [book])[
            0
        ][0]
        counted = rows(
            cursor,
            "SELECT COUNT(*) FROM (SELECT DISTINCT COALESCE(q.merged_into_id, q.id), p.interaction_id "
            "FROM store_participant p JOIN store_identifier d ON d.id = p.identifier_id "
            "JOIN store_person q ON q.id = d.person_id WHERE p.book_id = %s AND p.contact > 0) AS pairs",
            [book],
        )[0][0]
    seen = f"{stored} interactions on days of contact"
    if stored != counted:
        return (
            "contact days",
            False,
            f"{seen}, {counted} in the rows they come from",
            "comity doctor --repair",
        )
    return "contact days", True, seen, ""


def _metrics(book: int) -> tuple[str, bool, str, str]:
    """Cached numbers against a rebuild from the days, to 1e-9."""
    with connection.cursor() as cursor:
        day = rows(cursor, "SELECT strength_day FROM store_book WHERE id = %s", [book])[0][0]
        cached = rows(
            cursor,
            "SELECT relationship_id, strength, active_days FROM store_metrics WHERE book_id = %s",
            [book],
        )
        found = rows(
            cursor,
            "SELECT relationship_id, day, in_n, out_n, n FROM store_contactday WHERE book_id = %s "
            "ORDER BY relationship_id, day",
            [book],
        )
    if day is None:
        return "strength", True, "nothing counted yet", ""
    per: dict[int, list[tuple[int, ...]]] = {}
    for row in found:
        if row[1] <= day:
            per.setdefault(row[0], []).append(row)
    wrong = 0
    for relationship, value, active in cached:
        fresh = metrics(per.get(relationship, []), day)
        if active != fresh[6] or abs(value - fresh[0]) > TOLERANCE:
            wrong += 1
    seen = f"{len(cached)} people, model {strength.MODEL}"
    if wrong:
        return "strength", False, f"{wrong} of {seen} differ from a rebuild", "comity doctor --repair"
    return "strength", True, f"{seen}, equal to a rebuild", ""


def _index() -> tuple[str, bool, str, str]:
    """The full-text index against the interactions (SQLite checks its own structure)."""
    with connection.cursor() as cursor:
        interactions = rows(cursor, "SELECT COUNT(*) FROM store_interaction")[0][0]
        if on_sqlite():
            indexed = rows(cursor, f"SELECT COUNT(*) FROM {TABLE}_docsize")[0][0]
        else:
            indexed = rows(cursor, f"SELECT COUNT(*) FROM {TABLE}")[0][0]
    if indexed != interactions:
        return "search index", False, f"{indexed} of {interactions} interactions", "comity doctor --repair"
    return "search index", True, f"{indexed} interactions", ""
