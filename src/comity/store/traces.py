"""Every column of a book in which words may stand, and what is found in them: for taking words out, and for proving it.

Generic over the tables, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from comity.store.isolation import guarded_models
from comity.store.models import Erased, Identifier, Interaction
from comity.store.sql import chunks, ints, rows

Change = Callable[[str], str]
_JSON_TEXTS = {("store_variant", "record")}
"""Columns of text that hold JSON with everything beyond ASCII escaped."""
_ELSEWHERE: tuple[type[models.Model], ...] = (Identifier, Interaction, Erased)
"""Handles are their own rows; the words of interactions stand in an index too, and change with it."""
_SHORT = 32
_STEP = 500


class Column(NamedTuple):
    """A column with words: its table, the table's key, its name, whether it holds JSON, and whether it must stay unique."""

    table: str
    key: str
    name: str
    is_json: bool
    unique: bool


def columns(*, everywhere: bool = False) -> Iterator[Column]:
    """Those of all tables; everywhere: also those that are changed elsewhere."""
    for model in guarded_models():
        if not everywhere and (model in _ELSEWHERE or model._meta.db_table == "store_content"):
            continue
        key = model._meta.pk
        assert key is not None
        once = {name for c in model._meta.total_unique_constraints for name in c.fields}
        for field in model._meta.concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if not is_text or (isinstance(field, models.CharField) and (field.max_length or 0) <= _SHORT):
                continue
            table = model._meta.db_table
            is_json = isinstance(field, models.JSONField) or (table, field.name) in _JSON_TEXTS
            yield Column(table, str(key.column), str(field.column), is_json, field.name in once)


def change(cursor: CursorWrapper, book: int, change: Change, hints: Sequence[str]) -> dict[str, int]:
    """Change the words in all columns of a book; how many rows of each table were changed.

    hints: small ASCII words of which one stands in every text that would be changed; none: every text is looked at.
    """
    counts: dict[str, int] = {}
    for column in columns():
        done = _change_column(cursor, book, column, change, hints)
        if done:
            counts[column.table] = counts.get(column.table, 0) + done
    return counts


def _change_column(
    cursor: CursorWrapper, book: int, column: Column, change: Change, hints: Sequence[str]
) -> int:
    fresh: list[tuple[str, int]] = []
    for key, text in found_in(cursor, book, column, hints):
        after = _changed_json(text, change) if column.is_json else change(text)
        if after != text:
            fresh.append((f"{after[:80]} {key}" if column.unique else after, key))
    cursor.executemany(f'UPDATE {column.table} SET "{column.name}" = %s WHERE {column.key} = %s', fresh)
    return len(fresh)


def found_in(
    cursor: CursorWrapper, book: int, column: Column, hints: Sequence[str]
) -> Iterator[tuple[int, str]]:
    """Rows (key and text) of one column in which a hint may stand, a few at a time."""
    shown = f'CAST("{column.name}" AS TEXT)' if column.is_json else f'"{column.name}"'
    where, arguments = "", []
    if hints and not column.is_json:
        has = (
            "instr(lower({0}), %s) > 0" if connection.vendor == "sqlite" else "position(%s in lower({0})) > 0"
        )
        where = " AND (" + " OR ".join([has.format(shown)] * len(hints)) + ")"
        arguments = list(hints)
    keys = [
        key
        for (key,) in rows(
            cursor, f"SELECT {column.key} FROM {column.table} WHERE book_id = %s{where}", [book, *arguments]
        )
    ]
    for part in chunks(keys, _STEP):
        yield from rows(
            cursor,
            f"SELECT {column.key}, {shown} FROM {column.table} WHERE {column.key} IN {ints(part)} AND {shown} <> ''",
        )


def _changed_json(text: str, change: Change) -> str:
    value = json.loads(text)
    after = walked(value, change)
    return text if after == value else json.dumps(after)


def walked(value: Any, change: Change) -> Any:
    """A JSON value with each of its texts changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [walked(each, change) for each in value]
    if isinstance(value, dict):
        return {key: walked(each, change) for key, each in value.items()}
    return value


def remaining(cursor: CursorWrapper, book: int, pattern: re.Pattern[str], hints: Sequence[str]) -> list[str]:
    """Where (`table.column`) something that the pattern finds still stands."""
    found = []
    for column in columns(everywhere=True):
        looked = found_in(cursor, book, column, hints)
        if any(
            pattern.search(json.dumps(json.loads(t), ensure_ascii=False) if column.is_json else t)
            for _, t in looked
        ):
            found.append(f"{column.table}.{column.name}")
    return found
