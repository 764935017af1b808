"""Words of names in a table of their own, and the full-text index made anew, without the places of words."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from comity.store import fulltext, name_words


def index_anew(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the full-text index anew and take in every text; gather the words of all names."""
    on_sqlite = editor.connection.vendor == "sqlite"
    if not on_sqlite:
        editor.execute('ALTER TABLE store_nameword ALTER COLUMN word TYPE varchar(64) COLLATE "C"')
    editor.execute(f"DROP TABLE {fulltext.TABLE}")
    sqlite_ddl = (fulltext.SQLITE_DDL, fulltext.SQLITE_TUNING, fulltext.SQLITE_ORDER)
    for statement in sqlite_ddl if on_sqlite else fulltext.POSTGRESQL_DDL:
        editor.execute(statement)
    books = list(apps.get_model("store", "Book").objects.values_list("id", flat=True))
    with editor.connection.cursor() as cursor:
        for book in books[:1] if on_sqlite else books:
            fulltext.rebuild(cursor, book)
        for book in books:
            name_words.rebuild(cursor, book)


class Migration(migrations.Migration):
    dependencies = [("store", "0005_csv_mappings")]
    operations = [
        migrations.CreateModel(
            name="NameWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=64)),
                ("origin", models.SmallIntegerField()),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.book",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["book", "word", "person", "origin"], name="name_word_by_word")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "word"), name="name_word_once"),
                ],
            },
        ),
        migrations.RunPython(index_anew, migrations.RunPython.noop),
    ]
