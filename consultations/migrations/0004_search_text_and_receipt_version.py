"""
Fill what older rows did not have: their search text, when they were recorded, and the version of
the digest under which their receipts were made. Nothing of it is lost by going back.
"""

from django.db import migrations
from django.db.models import F

from lap_portal.text import search_key

FIELDS = {
    "Comment": ("text", "proposal", "reason", "passage"),
    "Answer": ("text",),
}


def fill(apps, schema_editor):
    alias = schema_editor.connection.alias
    for name, fields in FIELDS.items():
        rows = apps.get_model("consultations", name).objects.using(alias)
        for row in rows.only("pk", *fields).iterator():
            words = search_key("\n".join(filter(None, (getattr(row, f) for f in fields))))
            rows.filter(pk=row.pk).update(search_text=words)
    submissions = apps.get_model("consultations", "Submission").objects.using(alias)
    submissions.update(recorded_at=F("received_at"), digest_version=1)


class Migration(migrations.Migration):
    dependencies = [("consultations", "0003_channels_and_readers")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
