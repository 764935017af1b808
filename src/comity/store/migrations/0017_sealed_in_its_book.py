from django.db import migrations, models

import comity.core.keys


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0016_guards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="confidence",
            name="uuid",
            field=models.UUIDField(default=comity.core.keys.new_uuid, editable=False),
        ),
        migrations.AlterField(
            model_name="difficultstep",
            name="uuid",
            field=models.UUIDField(default=comity.core.keys.new_uuid, editable=False),
        ),
        migrations.AlterField(
            model_name="feeling",
            name="uuid",
            field=models.UUIDField(default=comity.core.keys.new_uuid, editable=False),
        ),
        migrations.AlterField(
            model_name="incidententry",
            name="uuid",
            field=models.UUIDField(default=comity.core.keys.new_uuid, editable=False),
        ),
        migrations.AddConstraint(
            model_name="confidence",
            constraint=models.UniqueConstraint(fields=("book", "uuid"), name="confidence_once"),
        ),
        migrations.AddConstraint(
            model_name="difficultstep",
            constraint=models.UniqueConstraint(fields=("book", "uuid"), name="difficultstep_once"),
        ),
        migrations.AddConstraint(
            model_name="feeling",
            constraint=models.UniqueConstraint(fields=("book", "uuid"), name="feeling_once"),
        ),
        migrations.AddConstraint(
            model_name="incidententry",
            constraint=models.UniqueConstraint(fields=("book", "uuid"), name="incidententry_once"),
        ),
    ]
