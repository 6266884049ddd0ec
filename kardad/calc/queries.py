"""Reads of kept sheets, and what the law says of them today and said on their day."""

from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from kardad.calc import rooms
from kardad.calc.models import SavedSheet
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.law import calculators, instruments
from kardad.law.instruments import Law
from kardad.law.sheet import Sheet


def sheets_of(person_id: int) -> QuerySet[SavedSheet]:
    """The sheets a person keeps, without their bodies; the list is read by pages."""
    return SavedSheet.objects.filter(person_id=person_id).only("calculator", "title", "on", "law_version", "created_at").order_by("-pk")


def again(row: SavedSheet, law: Law) -> Sheet:
    """The same facts under another law; raises Silent."""
    return calculators.named(row.calculator).sheet(row.inputs, law)


def of_its_day(row: SavedSheet, law: Law) -> Sheet:
    """The same facts under the law as it was known when the sheet was made: the same totals; raises Silent."""
    return again(row, law.known_on(recorded_on(row.law_version)))


def is_reproduced(row: SavedSheet, law: Law) -> bool:
    """Whether the law as it was known then gives the totals of the sheet again."""
    try:
        found = of_its_day(row, law)
    except Refusal:
        return False
    return found.law_version == row.law_version and dict(found.totals) == row.sheet["totals"]


def recorded_on(version: str) -> date:
    """The last day on which something had been recorded in that version of the law."""
    return calendar.parse_jalali(version.partition(".")[0])


def public_paths() -> list[str]:
    """Every address of ours that a search engine may show."""
    found = [reverse(f"calc:{name}") for name in ("index", "owed", "deadline", "payroll_list", "values", "readings")]
    found += [reverse("calc:calculator", args=[name]) for name in rooms.rooms()]
    return found + [reverse("calc:value", args=[key]) for key in instruments.current().keys]
