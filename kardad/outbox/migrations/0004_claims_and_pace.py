"""Whether a sender holds a message, and how far a messenger's rate is given away."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0003_tell_due")]

    operations = [
        migrations.CreateModel(
            name="Pace",
            fields=[
                ("messenger", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("next_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(model_name="message", name="claimed_at", field=models.DateTimeField(null=True)),
    ]
