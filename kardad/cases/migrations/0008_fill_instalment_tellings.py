from datetime import UTC, datetime, time, timedelta, timezone

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F

TEHRAN = timezone(timedelta(hours=3, minutes=30))


def fill(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """What is still to be paid is told of three days before, as if it were agreed now; of what is late already nobody is written to."""
    today = datetime.now(UTC).astimezone(TEHRAN).date()
    rows = apps.get_model("cases", "Instalment").objects.filter(paid__lt=F("amount"), due_on__gte=today, tell_due_at=None)
    for one in rows.only("due_on").iterator():
        one.tell_due_at = datetime.combine(one.due_on - timedelta(days=3), time(8), tzinfo=TEHRAN)
        one.save(update_fields=["tell_due_at"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0007_instalment_tellings")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
