"""On PostgreSQL, the full-text index made anew, with the time of each interaction."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from comity.store import fulltext


def index_anew(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the full-text index anew and take in every text."""
    if editor.connection.vendor == "sqlite":
        return
    editor.execute(f"DROP TABLE {fulltext.TABLE}")
    for statement in fulltext.POSTGRESQL_DDL:
        editor.execute(statement)
    with editor.connection.cursor() as cursor:
        for book in apps.get_model("store", "Book").objects.values_list("id", flat=True):
            fulltext.rebuild(cursor, book)


class Migration(migrations.Migration):
    dependencies = [("store", "0017_sealed_in_its_book")]
    operations = [migrations.RunPython(index_anew, migrations.RunPython.noop)]
