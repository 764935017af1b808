"""No row may point into another book: the database itself refuses it.

Django cannot express composite foreign keys, so each table of a book gets a trigger that compares the
`book_id` of a row with that of every row it points to, and refuses to move a row to another book. The
triggers are generated from the models after each migration. Links of a chain and time stamps get two more: what they say is
never changed (only the key by which a link is opened may be wrapped anew), and they are never removed, but after their whole book
(`Book.delete`). On SQLite all are taken away before a migration: it changes a table by building it anew under another name,
which no trigger that reads the table may see.
"""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps
from django.db import connection, connections, models

from comity.store.models.base import BookRow

_REFUSAL = "a row may not point into another book"
_LASTING = "what the chain holds is never changed"
_STAYS = "what the chain holds is never removed"
_APPENDED = {
    "store_incidententry": (
        "TRUE",
        ("id", "uuid", "book_id", "number", "incident", "header", "digest", "ciphertext"),
    ),
    "store_anchor": (
        "OLD.kind = 'rfc3161'",
        ("id", "uuid", "book_id", "number", "digest", "kind", "at", "to", "token"),
    ),
}
"""Tables whose rows stay as they were written: which of their rows, and the columns that nothing may change."""
_IN_A_BOOK = "EXISTS (SELECT 1 FROM store_book WHERE id = OLD.book_id)"
_OURS = "_same_book"
_NAMED = re.compile(r'CREATE TRIGGER "(\w+)"')


def guarded_keys(model: type[models.Model]) -> list[tuple[str, str, str]]:
    """(column, parent table, parent key column) of each foreign key of `model` that points to a `BookRow`."""
    keys = []
    for field in model._meta.concrete_fields:
        target = field.related_model
        if isinstance(field, models.ForeignKey) and isinstance(target, type) and issubclass(target, BookRow):
            parent_key = target._meta.pk
            assert parent_key is not None
            assert parent_key.column is not None
            keys.append((field.column, target._meta.db_table, parent_key.column))
    return keys


def guarded_models() -> list[type[models.Model]]:
    """Every table of a book."""
    return [m for m in apps.get_app_config("store").get_models() if issubclass(m, BookRow)]


def install(vendor: str) -> list[str]:
    """The statements that (re)create all triggers on a database of this vendor."""
    make = _sqlite_trigger if vendor == "sqlite" else _postgresql_trigger
    keep = _sqlite_appended if vendor == "sqlite" else _postgresql_appended
    return [statement for model in guarded_models() for statement in make(model)] + [
        statement for table, (rows, columns) in _APPENDED.items() for statement in keep(table, rows, columns)
    ]


def install_after_migrate(using: str, **_: Any) -> None:
    """Handler of `post_migrate`: runs `install` on the database that was migrated."""
    database = connections[using]
    tables = set(database.introspection.table_names())
    if not all(model._meta.db_table in tables for model in guarded_models()):
        return
    with database.cursor() as cursor:
        for statement in install(database.vendor):
            cursor.execute(statement)


def in_place() -> bool:
    """Whether every table is guarded; not where a migration was interrupted, or the guards are of an older release."""
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    wanted = {name for statement in install(connection.vendor) for name in _NAMED.findall(statement)}
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return wanted <= {name for (name,) in cursor.fetchall()}


def remove_before_migrate(using: str, **_: Any) -> None:
    """Handler of `pre_migrate`: on SQLite, takes the triggers away until `install_after_migrate`."""
    if connections[using].vendor != "sqlite":
        return
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            if _OURS in name:
                cursor.execute(f'DROP TRIGGER "{name}"')


def _sqlite_trigger(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    keys = guarded_keys(model)
    wrong = [
        f'(NEW."{column}" IS NOT NULL AND '
        f'(SELECT book_id FROM "{parent}" WHERE "{key}" = NEW."{column}") IS NOT NEW.book_id)'
        for column, parent, key in keys
    ]
    columns = ", ".join(f'"{column}"' for column in ("book_id", *(column for column, _, _ in keys)))
    statements = []
    for event, when, conditions in (
        ("insert", "INSERT", wrong),
        ("update", f"UPDATE OF {columns}", [*wrong, "(NEW.book_id <> OLD.book_id)"]),
    ):
        name = f"{table}{_OURS}_{event}"
        statements.append(f'DROP TRIGGER IF EXISTS "{name}"')
        if conditions:
            statements.append(
                f'CREATE TRIGGER "{name}" BEFORE {when} ON "{table}" WHEN {" OR ".join(conditions)} '
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
            )
    return statements


def _postgresql_trigger(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    keys = guarded_keys(model)
    name = f"{table}{_OURS}"
    wrong = [
        f'NEW."{column}" IS NOT NULL AND '
        f'(SELECT book_id FROM "{parent}" WHERE "{key}" = NEW."{column}") IS DISTINCT FROM NEW.book_id'
        for column, parent, key in keys
    ]
    wrong.append("TG_OP = 'UPDATE' AND NEW.book_id <> OLD.book_id")
    checks = " ".join(
        f"IF {condition} THEN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = '23503'; END IF;"
        for condition in wrong
    )
    columns = ", ".join(("book_id", *(f'"{column}"' for column, _, _ in keys)))
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
        f"$$ BEGIN {checks} RETURN NEW; END $$",
        f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
        f'CREATE TRIGGER "{name}" BEFORE INSERT OR UPDATE OF {columns} ON "{table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    ]


def _sqlite_appended(table: str, kept: str, columns: tuple[str, ...]) -> list[str]:
    named = ", ".join(f'"{column}"' for column in columns)
    statements = []
    for what, when, rows, refusal in (
        ("append_only", f"UPDATE OF {named}", kept, _LASTING),
        ("stays", "DELETE", f"{kept} AND {_IN_A_BOOK}", _STAYS),
    ):
        name = f"{table}{_OURS}_{what}"
        statements += [
            f'DROP TRIGGER IF EXISTS "{name}"',
            f'CREATE TRIGGER "{name}" BEFORE {when} ON "{table}" WHEN {rows} '
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
        ]
    return statements


def _postgresql_appended(table: str, kept: str, columns: tuple[str, ...]) -> list[str]:
    named = ", ".join(f'"{column}"' for column in columns)
    statements = []
    for what, when, rows, refusal, row in (
        ("append_only", f"UPDATE OF {named}", kept, _LASTING, "NEW"),
        ("stays", "DELETE", f"{kept} AND {_IN_A_BOOK}", _STAYS, "OLD"),
    ):
        name = f"{table}{_OURS}_{what}"
        statements += [
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS '
            f"$$ BEGIN IF {rows} THEN RAISE EXCEPTION '{refusal}' USING ERRCODE = '23514'; END IF; RETURN {row}; END $$",
            f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"',
            f'CREATE TRIGGER "{name}" BEFORE {when} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
        ]
    return statements
