import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Undo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("deed", models.CharField(choices=[("appoint", "معرفی نماینده"), ("revoke", "عزل نماینده")], max_length=8)),
                ("before", models.CharField(blank=True, max_length=12)),
                ("state", models.CharField(default="open", max_length=8)),
                ("made_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("mandate", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="undos", to="people.mandate")),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="undos", to=settings.AUTH_USER_MODEL),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("due_at__isnull", False)), fields=["due_at"], name="undo_due"),
                    models.Index(fields=["person", "state"], name="undo_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("state", "open")), fields=("mandate", "deed"), name="one_undo_a_deed")
                ],
            },
        ),
    ]
