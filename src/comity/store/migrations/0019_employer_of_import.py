"""Which employer an import is of, where the user said so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0018_words_by_time")]
    operations = [
        migrations.AddField(
            "batch",
            "employer",
            models.CharField(max_length=300, blank=True, default=""),
            preserve_default=False,
        ),
    ]
