"""Name submissions, associations and notes by keys that tell no order and no number."""

import uuid
from typing import Any

from django.db import migrations, models


def give_keys(apps: Any, schema_editor: Any) -> None:
    """Give each row that has no key one of its own; a default would give all the same."""
    for model, field in (("Association", "key"), ("Note", "key"), ("Submission", "form_key")):
        rows = apps.get_model("consultations", model).objects.filter(**{field: None})
        for key in rows.values_list("pk", flat=True):
            rows.model.objects.filter(pk=key).update(**{field: uuid.uuid4()})


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_registration")]

    operations = [
        migrations.AddField(
            "association", "key", models.UUIDField(editable=False, null=True, default=None)
        ),
        migrations.AddField(
            "note", "key", models.UUIDField(editable=False, null=True, default=None)
        ),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            "association", "key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AlterField(
            "note", "key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
        ),
        migrations.AlterField(
            "submission",
            "form_key",
            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
