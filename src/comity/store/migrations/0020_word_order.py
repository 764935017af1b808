"""The order of the words of each text, in the place of which of them stand side by side."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from comity.store import fulltext


def note_order(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Note the order of the words of every text; on PostgreSQL in the full-text index, which is made anew."""
    with editor.connection.cursor() as cursor:
        if editor.connection.vendor == "sqlite":
            cursor.execute(fulltext.SQLITE_ORDER)
            fulltext.note_order_anew(cursor)
            return
        columns = editor.connection.introspection.get_table_description(cursor, fulltext.TABLE)
        if any(column.name == "codes" for column in columns):
            return
        cursor.execute(f"DROP TABLE {fulltext.TABLE}")
        for statement in fulltext.POSTGRESQL_DDL:
            cursor.execute(statement)
        for book in apps.get_model("store", "Book").objects.values_list("id", flat=True):
            fulltext.rebuild(cursor, book)


class Migration(migrations.Migration):
    dependencies = [("store", "0019_employer_of_import")]
    operations = [migrations.RunPython(note_order, migrations.RunPython.noop)]
