"""All tables of a PostgreSQL database as files, for backups: one state of them, and putting them back as they were.

A table is a file in the text format of COPY, its rows in the order of their keys, so that equal rows give equal bytes: what
was put back is written once more, and compared. The full-text index is not among them, but made anew. All is put back in
one transaction, in a schema of its own, which then changes places with the running tables; those are kept in another
schema. So whoever is killed meanwhile leaves the database as it was.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from comity.core.errors import Invalid
from comity.store import beginning, copies, fulltext, holding, isolation
from comity.store.models import Book
from comity.store.sql import on_sqlite, rows

FOLDER = "tables"
FORMER = "comity_before_"
"""How the schema is called that keeps the tables which a restore replaced."""
_SETTINGS = {
    "DateStyle": "ISO, YMD",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "bytea_output": "hex",
    "extra_float_digits": "1",
}
"""By these the same value is always written alike."""
_READ = 1 << 20
PATIENCE = "10s"
"""How long is waited for those who are just reading the tables that are to be replaced."""
Node = tuple[str, str]


def copy_to(folder: Path) -> tuple[dict[str, dict[str, Any]], list[list[str]]]:
    """One state of all tables as files of mode 0600 below a folder; what they hold, and the migrations they come from.

    Raises:
        OSError: there is no room.
    """
    (folder / FOLDER).mkdir(mode=0o700)
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        _settle(cursor)
        names = [name for name in tables(cursor) if name != fulltext.TABLE]
        found = {name: _copy(cursor, name, _columns(cursor, name), folder) for name in names}
        done = rows(cursor, "SELECT app, name FROM django_migrations ORDER BY app, name")
    return found, [list(pair) for pair in done]


def check(folder: Path, told: Mapping[str, Any]) -> None:
    """Compare opened files with what was saved, and with what this program can read.

    Raises:
        Invalid: a table is missing or has other rows, or a newer program made it.
    """
    if not told["tables"]:
        raise Invalid("backup", "", "there is no book in it")
    copies.refuse_newer({(app, name) for app, name in told["migrations"]})
    for name, table in told["tables"].items():
        path = folder / _file(name)
        if not path.is_file() or _lines(path) != table["rows"]:
            raise Invalid("backup", name, "its rows are not those that were saved")


def replace(
    folder: Path,
    told: Mapping[str, Any],
    mark: str,
    bring_up: Callable[[], int],
    ready: Callable[[str], None],
) -> int:
    """Put saved tables in the place of the running ones, which stay in a schema `FORMER` + mark.

    Args:
        bring_up: what is to be done with them before, once they are of this program's form; its number is returned;
        ready: called with the name of that schema right before the transaction ends.

    Raises:
        Invalid: the files are not what was saved, or cannot be put back; nothing was changed.
    """
    fresh, former = f"comity_fresh_{mark}", f"{FORMER}{mark}"
    try:
        with (
            connection.wrap_database_errors,
            transaction.atomic(durable=True),
            connection.cursor() as cursor,
        ):
            path, home = rows(cursor, "SELECT current_setting('search_path'), current_schema()")[0]
            _settle(cursor)
            cursor.execute(f'CREATE SCHEMA "{fresh}"')
            cursor.execute(f'SET LOCAL search_path TO "{fresh}"')
            made = {(app, name) for app, name in told["migrations"]}
            if made == copies.known_migrations():
                beginning.make_tables(connection)
            _build(_last(made))
            _put_back(cursor, folder, told)
            _build(MigrationExecutor(connection).loader.graph.leaf_nodes())
            for book in Book.objects.values_list("pk", flat=True):
                fulltext.rebuild(cursor, book)
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            done = bring_up()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _change_places(cursor, home, fresh, former)
            cursor.execute("SELECT set_config('search_path', %s, true)", [path])
            isolation.install_after_migrate(connection.alias)
            ready(former)
    except DatabaseError as error:
        raise _worded(error) from error
    return done


def settle(home: Path) -> None:
    """Bring a restore to its end that was killed about when its transaction ended: with the database, or not at all."""
    waits_for = holding.undecided(home)
    if waits_for:
        holding.decide(home, done=waits_for in former())


def former() -> list[str]:
    """Schemas that keep what a restore replaced; none on SQLite."""
    if on_sqlite():
        return []
    with connection.cursor() as cursor:
        found = rows(
            cursor, "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s) ORDER BY 1", [FORMER]
        )
    return [name for (name,) in found]


def _settle(cursor: CursorWrapper) -> None:
    for name, value in _SETTINGS.items():
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def tables(cursor: CursorWrapper) -> list[str]:
    """Our tables, those of the schema that is in use."""
    ours = beginning.our_tables(connection)
    found = rows(cursor, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
    return [name for (name,) in found if name in ours]


def _columns(cursor: CursorWrapper, table: str) -> list[str]:
    """The columns of a table, but for those that the database computes."""
    found = rows(
        cursor,
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in found]


def _copy(cursor: CursorWrapper, table: str, columns: list[str], folder: Path) -> dict[str, Any]:
    """Write a table to its file; what it holds."""
    path = folder / _file(table)
    with open(path, "xb", opener=_private) as file:
        for piece in _read(cursor, table, columns):
            file.write(piece)
    return {"rows": _lines(path), "columns": columns}


def _read(cursor: CursorWrapper, table: str, columns: Iterable[str]) -> Iterator[bytes]:
    """The rows of a table as COPY writes them, by their key, which is ordered by its bytes where it is a text."""
    keys = rows(
        cursor,
        "SELECT a.attname, a.attcollation <> 0 FROM pg_index i CROSS JOIN unnest(i.indkey) WITH ORDINALITY AS k(n, place) "
        "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.n "
        "WHERE i.indisprimary AND i.indrelid = %s::regclass ORDER BY k.place",
        [_quoted(table)],
    )
    order = ", ".join(_quoted(name) + (' COLLATE "C"' if is_text else "") for name, is_text in keys)
    statement = f"COPY (SELECT {_listed(columns)} FROM {_quoted(table)} ORDER BY {order}) TO STDOUT"
    with cursor.copy(statement) as copy:
        yield from map(bytes, copy)


def _last(names: set[Node]) -> list[Node]:
    """The migrations after which none of these comes."""
    nodes = MigrationExecutor(connection).loader.graph.node_map
    known = names & nodes.keys()
    return sorted(node for node in known if not {child.key for child in nodes[node].children} & known)


def _build(targets: list[Node]) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(targets):
        executor.migrate(targets)


def _put_back(cursor: CursorWrapper, folder: Path, told: Mapping[str, Any]) -> None:
    """Fill the tables, which are of the form they were saved in, and compare."""
    saved: Mapping[str, Any] = told["tables"]
    found = rows(cursor, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    here = {name for (name,) in found} - {fulltext.TABLE}
    if here != saved.keys() or any({*saved[name]["columns"]} != {*_columns(cursor, name)} for name in here):
        raise Invalid("backup", "", "its tables are not those of the program that made it")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    cursor.execute("TRUNCATE " + _listed(here))
    for name in saved:
        columns = _listed(saved[name]["columns"])
        with (
            open(folder / _file(name), "rb") as file,
            cursor.copy(f"COPY {_quoted(name)} ({columns}) FROM STDIN") as copy,
        ):
            while piece := file.read(_READ):
                copy.write(piece)
        _count_on(cursor, name)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for name in saved:
        digest = hashlib.sha256()
        for piece in _read(cursor, name, saved[name]["columns"]):
            digest.update(piece)
        if digest.hexdigest() != told["files"][_file(name)]["sha256"]:
            raise Invalid("backup", name, "its rows are not those that were saved")


def _count_on(cursor: CursorWrapper, table: str) -> None:
    """Have the keys of later rows follow those that were put back."""
    counted = rows(
        cursor,
        "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = %s AND is_identity = 'YES'",
        [table],
    )
    for (column,) in counted:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, %s), MAX({_quoted(column)})) FROM {_quoted(table)} "
            f"HAVING MAX({_quoted(column)}) > 0",
            [_quoted(table), column],
        )


def _change_places(cursor: CursorWrapper, home: str, fresh: str, former: str) -> None:
    """Move the running tables to one schema, and those of another into their place."""
    cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
    cursor.execute(f'CREATE SCHEMA "{former}"')
    cursor.execute("SELECT set_config('search_path', %s, true)", [_quoted(home)])
    for name in tables(cursor):
        cursor.execute(f'ALTER TABLE {_quoted(home)}.{_quoted(name)} SET SCHEMA "{former}"')
    brought = rows(cursor, "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", [fresh])
    for (name,) in brought:
        cursor.execute(f'ALTER TABLE "{fresh}".{_quoted(name)} SET SCHEMA {_quoted(home)}')
    cursor.execute(f'DROP SCHEMA "{fresh}"')


def _worded(error: Exception) -> Exception:
    """What stood in the way, as something the user can do something about."""
    code = getattr(error.__cause__, "sqlstate", "")
    if code == "42501":
        name = connection.settings_dict["NAME"]
        return Invalid(
            "database",
            name,
            "its user may make no schema in it; the owner can allow it: GRANT CREATE ON DATABASE",
        )
    if code == "55P03":
        return Invalid("database", "", "somebody uses it just now; stop every Comity on it, then try again")
    if code == "53100":
        return OSError(28, os.strerror(28))
    return Invalid("backup", "", f"its rows cannot be put back: {str(error).splitlines()[0][:200]}")


def _lines(path: Path) -> int:
    """How many rows a file has: COPY writes a row in one line."""
    with open(path, "rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(_READ), b""))


def _file(table: str) -> str:
    return f"{FOLDER}/{table}.copy"


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(map(_quoted, columns))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
