"""Which mails were read for what they ask and promise."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0012_exchange_of_introduction")]
    operations = [
        migrations.CreateModel(
            name="MailRead",
            fields=[
                (
                    "interaction",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="read",
                        serialize=False,
                        to="store.interaction",
                    ),
                ),
                ("mark", models.BigIntegerField()),
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
            options={"abstract": False},
        ),
    ]
