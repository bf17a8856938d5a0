"""A letter knows for which delegation it speaks, so that nobody who left since gets it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delegations", "0003_notices_for_whom"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="delegations.delegation",
            ),
        ),
    ]
