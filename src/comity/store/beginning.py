"""The tables of a new book, made in one step as the migrations would leave them in the end.

Django applies migrations one operation at a time, and for most of them builds the classes of nearly all models anew: nine
tenths of the time that a new book took to make. `tests/contracts/test_upgrading.py` compares the two ways on each engine.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from comity.store import fulltext, holding, name_words
from comity.store.sql import on_sqlite

_TURN = 0x636F6D697479
"""The key of PostgreSQL's lock for whoever makes or changes tables."""


def our_tables(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of all tables that a book has."""
    noted = MigrationRecorder.Migration._meta.db_table
    return {*connection.introspection.django_table_names(), noted, fulltext.TABLE}


def make_tables(connection: BaseDatabaseWrapper) -> None:
    """Where none of ours is there, make every table and note all migrations as applied: all of it or, if killed, nothing.

    An older book is left as it is.
    """
    with connection.schema_editor() as editor:
        if our_tables(connection) & set(connection.introspection.table_names()):
            return
        executor = MigrationExecutor(connection)
        noted: list[type[Model]] = [MigrationRecorder.Migration]
        for model in noted + executor.loader.project_state().apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        for statement in (*name_words.DDL[connection.vendor], *fulltext.DDL[connection.vendor]):
            editor.execute(statement)
        executor.migrate(executor.loader.graph.leaf_nodes(), fake=True)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep others who would make or change the tables waiting."""
    if on_sqlite():
        with holding.turn(settings.HOME):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_TURN])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_TURN])
