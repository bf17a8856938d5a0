"""A notice knows for whom it was meant, so that nobody who left since gets it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delegations", "0002_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="delegations.delegation",
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="subject",
            field=models.CharField(default="", max_length=300),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="notice",
            name="calendar",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
    ]
