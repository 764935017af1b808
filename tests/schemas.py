"""What a database is made of, in a form that two can be compared by: what was made when, and in which order, is left out."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import psycopg

Database = sqlite3.Connection | psycopg.Connection[Any]
_BETWEEN = re.compile(r", (?![^()]*\))")
"""What stands between two columns or constraints of a table, but not within one."""
_HERE = "n.nspname = current_schema()"
_OF_POSTGRESQL = {
    "tables": f"SELECT relname, relkind, reloptions FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE {_HERE}",
    "columns": (
        "SELECT c.relname, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid), attidentity, "
        "attgenerated, collname, attstorage FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attrdef ON adrelid = c.oid AND adnum = attnum "
        f"LEFT JOIN pg_collation l ON l.oid = attcollation WHERE {_HERE} AND relkind <> 'i' AND attnum > 0 "
        "AND NOT attisdropped"
    ),
    "constraints": (
        "SELECT conrelid::regclass::text, conname, convalidated, pg_get_constraintdef(c.oid) FROM pg_constraint c "
        f"JOIN pg_namespace n ON n.oid = connamespace WHERE {_HERE}"
    ),
    "indexes": f"SELECT indexname, indexdef FROM pg_indexes n WHERE {_HERE.replace('nspname', 'schemaname')}",
    "triggers": (
        "SELECT tgname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid "
        f"JOIN pg_namespace n ON n.oid = relnamespace WHERE {_HERE} AND NOT tgisinternal"
    ),
    "functions": f"SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE {_HERE}",
    "sequences": f"SELECT to_jsonb(n) - 'last_value' FROM pg_sequences n WHERE {_HERE.replace('nspname', 'schemaname')}",
}


def described(database: Database) -> dict[str, Counter[str]]:
    """Tables with their columns and constraints, indexes and triggers of a database, by what they are."""
    if isinstance(database, psycopg.Connection):
        return {
            kind: Counter(map(repr, database.execute(asked).fetchall()))
            for kind, asked in _OF_POSTGRESQL.items()
        }
    found: dict[str, Counter[str]] = {}
    for kind, name, made in database.execute("SELECT type || 's', name, sql FROM sqlite_master").fetchall():
        parts = _BETWEEN.split(made.partition("(")[2][:-1]) if kind == "tables" else [str(made)]
        found.setdefault(kind, Counter()).update(f"{name}: {part}" for part in parts)
    return found


def tables(database: Database) -> list[str]:
    """The names of all tables that hold rows of ours: not those in which the engine keeps the full-text index."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    if isinstance(database, psycopg.Connection):
        asked = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
    names = sorted(name for (name,) in database.execute(asked).fetchall())
    return [name for name in names if not name.startswith("store_fulltext")]


def contents(database: Database, columns: Mapping[str, Iterable[str]]) -> dict[str, Counter[str]]:
    """The rows of each table, as far as these columns go."""
    return {
        table: Counter(map(repr, database.execute(f"SELECT {', '.join(named)} FROM {table}").fetchall()))
        for table, named in columns.items()
    }


def columns(database: Database) -> dict[str, list[str]]:
    """The columns of each table, quoted."""
    found = {}
    for table in tables(database):
        described = database.execute(f"SELECT * FROM {table} LIMIT 0").description
        found[table] = [f'"{column[0]}"' for column in described or ()]
    return found
