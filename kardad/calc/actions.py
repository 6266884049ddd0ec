"""What a person does with the sheets he keeps."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kardad.calc.models import SavedSheet
from kardad.core.actor import Actor
from kardad.core.history import record
from kardad.kit.refusal import Refusal
from kardad.law import calculators
from kardad.law.instruments import Law
from kardad.people.models import Person

MANY = 500
# The same sheet asked for again so soon is one press too many.
TWICE = timedelta(minutes=1)


class TooManySheets(Refusal):
    """More sheets are kept than one person reads."""

    code = "SHEETS_MANY"
    message = "برگه‌های شما زیاد است. یکی از برگه‌های کهنه را پاک کنید تا جا باز شود."


@transaction.atomic
def keep(person: Person, *, calculator: str, given: Mapping[str, Any], title: str, law: Law, by: Actor, at: datetime) -> SavedSheet:
    """The sheet of these facts, as the law answers it now, lies in the person's panel; pressed twice, it lies there once.

    Raises BadFact, Silent, TooManySheets.
    """
    sheet = calculators.named(calculator).sheet(given, law)
    Person.objects.select_for_update().get(pk=person.pk)
    for row in SavedSheet.objects.filter(person=person, calculator=calculator, created_at__gt=at - TWICE, created_at__lte=at):
        if (row.inputs, row.title, row.law_version) == (dict(given), title, sheet.law_version):
            return row
    if SavedSheet.objects.filter(person=person).count() >= MANY:
        raise TooManySheets
    row = SavedSheet.objects.create(
        person=person,
        calculator=calculator,
        inputs=dict(given),
        sheet=sheet.as_json(),
        law_version=sheet.law_version,
        on=sheet.on,
        title=title,
        created_at=at,
    )
    record("sheet.kept", row, by=by, at=at, title=calculators.named(calculator).title)
    return row


@transaction.atomic
def rename(row: SavedSheet, *, title: str, by: Actor, at: datetime) -> SavedSheet:
    """The sheet has another name."""
    row = SavedSheet.objects.select_for_update().get(pk=row.pk)
    row.title = title
    row.save(update_fields=["title"])
    record("sheet.renamed", row, by=by, at=at)
    return row


@transaction.atomic
def forget(row: SavedSheet, *, by: Actor, at: datetime) -> None:
    """The sheet is gone; that there was one stays in the history."""
    row = SavedSheet.objects.select_for_update().get(pk=row.pk)
    record("sheet.forgotten", row, by=by, at=at, title=calculators.named(row.calculator).title)
    row.delete()
