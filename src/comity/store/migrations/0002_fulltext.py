"""The full-text index, which no model can describe."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from comity.store import fulltext


def create(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create the index in the way of the engine."""
    on_sqlite = editor.connection.vendor == "sqlite"
    statements = (fulltext.SQLITE_DDL, fulltext.SQLITE_TUNING) if on_sqlite else fulltext.POSTGRESQL_DDL
    for statement in statements:
        editor.execute(statement)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Remove it."""
    editor.execute(f"DROP TABLE {fulltext.TABLE}")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
