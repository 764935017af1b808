"""Words of names in a table of their own, and the full-text index made anew, without the places of words."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from comity.store import fulltext, name_words


def index_anew(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the full-text index anew and take in every text; gather the words of all names."""
    on_sqlite = editor.connection.vendor == "sqlite"
    for statement in name_words.DDL[editor.connection.vendor]:
        editor.execute(statement)
    editor.execute(f"DROP TABLE {fulltext.TABLE}")
    for statement in fulltext.DDL[editor.connection.vendor]:
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
