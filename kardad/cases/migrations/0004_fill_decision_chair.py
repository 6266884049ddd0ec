from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Q, Subquery


def fill(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """What was issued before names who chaired then, as far as it is known."""
    until_then = Q(left_at=None) | Q(left_at__gte=OuterRef("issued_at"))
    seats = apps.get_model("cases", "Seat").objects.filter(
        until_then, case=OuterRef("case"), instance=OuterRef("instance"), is_chair=True, taken_at__lte=OuterRef("issued_at")
    )
    issued = apps.get_model("cases", "Decision").objects.filter(state="issued", chair=None).exclude(kind="withdrawal")
    issued.update(chair=Subquery(seats.order_by(F("left_at").asc(nulls_last=True), "pk").values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_decision_chair")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
