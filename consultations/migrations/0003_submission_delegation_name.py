from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("consultations", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="delegation_name",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
    ]
