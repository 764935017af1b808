"""Comparing what is stored with what it should be."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.db import connection

from comity.core import strength
from comity.store import ledger, name_words
from comity.store.fulltext import ORDER, TABLE
from comity.store.numbers import counted_days, metrics
from comity.store.sql import on_sqlite, rows

TOLERANCE = 1e-9
REPAIR = "comity doctor --repair"


def check_book(book: int) -> list[tuple[str, bool, str, str]]:
    """(what, well, seen, next step) for everything derived in a book."""
    return [_days(book), _metrics(book), _ledger(book), _names(book), _index()]


def _days(book: int) -> tuple[str, bool, str, str]:
    """Days of contact against the participants they are counted from, every number of every day."""
    stored = "SELECT relationship_id, day, in_n, out_n, n FROM store_contactday WHERE book_id = %s"
    counted = counted_days("m.book_id = %s")
    with connection.cursor() as cursor:
        days = rows(cursor, "SELECT COUNT(*) FROM store_contactday WHERE book_id = %s", [book])[0][0]
        wrong = rows(
            cursor,
            f"SELECT COUNT(*) FROM (SELECT * FROM ({stored}) AS a EXCEPT SELECT * FROM ({counted}) AS b) AS c",
            [book, book],
        )[0][0]
        missing = rows(
            cursor,
            f"SELECT COUNT(*) FROM (SELECT * FROM ({counted}) AS a EXCEPT SELECT * FROM ({stored}) AS b) AS c",
            [book, book],
        )[0][0]
    if wrong or missing:
        seen = f"{max(wrong, missing)} of {days} days differ from the interactions they are counted from"
        return "contact days", False, seen, REPAIR
    return "contact days", True, f"{days} days, equal to a recount", ""


def _metrics(book: int) -> tuple[str, bool, str, str]:
    """Cached numbers against a rebuild from the days, to 1e-9; nobody without numbers."""
    with connection.cursor() as cursor:
        day = rows(cursor, "SELECT strength_day FROM store_book WHERE id = %s", [book])[0][0]
        cached = rows(
            cursor,
            "SELECT r.id, m.sums_day, m.strength, m.active_days, m.interactions, m.first_day, m.last_day, m.last_in, "
            "m.last_out, m.usual_gap FROM store_person p JOIN store_relationship r ON r.person_id = p.id "
            "LEFT JOIN store_metrics m ON m.relationship_id = r.id "
            "WHERE p.book_id = %s AND p.merged_into_id IS NULL AND p.is_me = %s",
            [book, False],
        )
        found = rows(
            cursor,
            "SELECT relationship_id, day, in_n, out_n, n FROM store_contactday WHERE book_id = %s "
            "ORDER BY relationship_id, day",
            [book],
        )
    per = {relationship: list(days) for relationship, days in groupby(found, key=lambda row: row[0])}
    wrong = 0
    for relationship, counted_on, *numbers in cached:
        until = day if day is not None else counted_on or 0
        days = [row for row in per.get(relationship, []) if row[1] <= until]
        wrong += not _equal(numbers, metrics(days, until))
    seen = f"{len(cached)} people, model {strength.MODEL}"
    if wrong:
        return "strength", False, f"{wrong} of {seen} differ from a rebuild", REPAIR
    return "strength", True, f"{seen}, equal to a rebuild", ""


def _equal(cached: list[Any], fresh: tuple[Any, ...]) -> bool:
    """Whether cached numbers are those of a rebuild (`metrics`), whose decayed sums are left out."""
    wanted = (fresh[0], *fresh[6:])
    if cached[0] is None or abs(cached[0] - wanted[0]) > TOLERANCE:
        return False
    gaps = cached[-1], wanted[-1]
    same_gap = gaps[0] == gaps[1] or (None not in gaps and abs(gaps[0] - gaps[1]) <= TOLERANCE)
    return same_gap and tuple(cached[1:-1]) == wanted[1:-1]


def _ledger(book: int) -> tuple[str, bool, str, str]:
    """Exchanges, facts and reminders that files told against the claims that tell them."""
    wrong = ledger.differences(book)
    if wrong:
        return "ledger", False, f"{wrong} entries differ from what the imported files told", REPAIR
    return "ledger", True, "equal to what the imported files told", ""


def _names(book: int) -> tuple[str, bool, str, str]:
    """The words by which people are found against their names, handles and organisations."""
    with connection.cursor() as cursor:
        wrong, words = name_words.amiss(cursor, book)
    if wrong:
        return "words of names", False, f"{wrong} people have others than they should", REPAIR
    return "words of names", True, f"{words} words", ""


def _index() -> tuple[str, bool, str, str]:
    """The full-text index against the interactions (SQLite checks its own structure)."""
    with connection.cursor() as cursor:
        counted = (f"{TABLE}_docsize", ORDER) if on_sqlite() else (TABLE,)
        interactions, *indexed = (
            rows(cursor, f"SELECT COUNT(*) FROM {table}")[0][0] for table in ("store_interaction", *counted)
        )
    for count in indexed:
        if count != interactions:
            return "search index", False, f"{count} of {interactions} interactions", REPAIR
    return "search index", True, f"{interactions} interactions", ""
