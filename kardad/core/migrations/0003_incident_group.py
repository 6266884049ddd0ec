"""An outage says whom it hit, and whether the site itself opened it."""

from django.db import migrations, models

PARTS = [
    ("site", "سایت"),
    ("login", "ورود"),
    ("panel", "پنل"),
    ("storage", "ثبت و نگهداری"),
    ("registers", "استعلام هویت"),
    ("sms", "پیامک"),
    ("sso", "پنجره ملی خدمات"),
]


class Migration(migrations.Migration):
    dependencies = [("core", "0002_history_append_only")]

    operations = [
        migrations.AddField("incident", "group", models.CharField(max_length=60, blank=True, default="")),
        migrations.AddField("incident", "group_title", models.CharField(max_length=80, blank=True, default="")),
        migrations.AddField("incident", "is_automatic", models.BooleanField(default=False)),
        migrations.AlterField("incident", "part", models.CharField(max_length=20, choices=PARTS)),
    ]
