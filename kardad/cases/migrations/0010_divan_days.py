"""Complaints at the Divan say whether they came late, and when a stay was lifted; their days stand in order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_contract"),
    ]

    operations = [
        migrations.AddField(model_name="divan", name="is_late", field=models.BooleanField(default=False)),
        migrations.AddField(model_name="divan", name="lifted_on", field=models.DateField(null=True)),
        migrations.AddConstraint(
            model_name="divan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stayed_on", None), ("stayed_on__gte", models.F("opened_on")), _connector="OR"),
                    models.Q(("lifted_on", None), ("lifted_on__gte", models.F("stayed_on")), _connector="OR"),
                ),
                name="divan_days_in_order",
            ),
        ),
    ]
