"""Two sheets that the demo's worker keeps, made through the same action as everyone else's."""

from datetime import datetime, timedelta

from django.conf import settings

from kardad.calc import actions
from kardad.calc.models import SavedSheet
from kardad.law import instruments
from kardad.people.actions import persons
from kardad.people.models import Person

SHEETS = (
    ("payslip", "فیش مهر ۱۴۰۵ که خودم حساب کردم", 12, {"month": "1405-07", "hired_on": "1402-02-01", "married": "true", "children": "1"}),
    ("severance", "سنوات تا پایان مهر", 5, {"daily": "6000000", "from": "1402-02-01", "to": "1405-07-30"}),
)


def make(people: list[Person], *, at: datetime) -> list[SavedSheet]:
    """The first worker of the demo keeps both sheets, some days before `at`."""
    if not settings.DEMO:
        raise RuntimeError("demo sheets are made in a demo only")
    worker, law = people[0], instruments.current()
    by = persons.as_actor(worker)
    return [
        actions.keep(worker, calculator=name, given=given, title=title, law=law, by=by, at=at - timedelta(days=ago))
        for name, title, ago, given in SHEETS
    ]
