"""Dates that were on offer when the case went elsewhere are on offer no more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0010_divan_days"),
    ]

    operations = [
        migrations.AddField(model_name="proposal", name="ended_at", field=models.DateTimeField(null=True)),
    ]
