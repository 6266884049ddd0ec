"""A watch knows up to which day its stretches are proven."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("availability", "0001_initial")]

    operations = [migrations.AddField("watch", "proven_on", models.DateField(null=True))]
