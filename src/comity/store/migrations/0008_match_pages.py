"""The index by which partners of few people are found."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0007_files_state")]
    operations = [
        migrations.CreateModel(
            name="MatchPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.IntegerField()),
                ("data", models.BinaryField()),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.book",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["book", "page"], name="match_page_by_page")]},
        ),
    ]
