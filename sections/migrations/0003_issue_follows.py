"""Each draft issued so far follows the one before it, from which its changes were counted."""

from itertools import pairwise

from django.db import migrations


def follow(apps, schema_editor):
    Draft = apps.get_model("sections", "Draft")
    drafts = Draft.objects.order_by("plan", "number")
    for before, draft in pairwise(drafts):
        if before.plan_id == draft.plan_id:
            Draft.objects.filter(pk=draft.pk).update(follows=before)


class Migration(migrations.Migration):
    dependencies = [("sections", "0002_issue")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
