import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_metrics_by_last")]

    operations = [
        *(
            migrations.AddField(
                model_name=name, name="key", field=models.CharField(blank=True, default="", max_length=32)
            )
            for name in ("exchange", "fact", "reminder")
        ),
        *(
            migrations.AddField(
                model_name=name,
                name="batch",
                field=models.ForeignKey(
                    null=True,
                    on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+",
                    to="store.batch",
                ),
            )
            for name in ("exchange", "reminder")
        ),
        *(
            migrations.AddField(
                model_name=model,
                name=name,
                field=models.BooleanField(db_default=False, default=False),
            )
            for model, name in (("person", "died_told"), ("relationship", "rhythm_told"))
        ),
        *(
            migrations.AddConstraint(
                model_name=name,
                constraint=models.UniqueConstraint(
                    condition=models.Q(("key", ""), _negated=True),
                    fields=("person", "key"),
                    name=f"{name}_told_once",
                ),
            )
            for name in ("exchange", "fact", "reminder")
        ),
    ]
