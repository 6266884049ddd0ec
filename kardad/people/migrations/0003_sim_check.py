from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_undo"),
    ]

    operations = [
        migrations.AddField(model_name="person", name="sim_checked_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="person", name="sim_check_due_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("sim_check_due_at__isnull", False)), fields=["sim_check_due_at"], name="person_sim_check_due"
            ),
        ),
    ]
