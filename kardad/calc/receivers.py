"""What the calculators answer when people, below them, ask."""

from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse

from kardad.calc import rooms
from kardad.calc.models import PayrollList, SavedSheet
from kardad.calc.payroll import computing, queries
from kardad.law import instruments
from kardad.people import signals
from kardad.people.models import Person
from kardad.people.queries.accounts import moment
from kardad.search import signals as search
from kardad.search.actions import Named

Rows = list[dict[str, Any]]
# Of all lists together: a copy stays a file that people can open. Each list says where the whole of it lies.
ROWS_COPIED = 5_000


@receiver(signals.asked_for_everything)
def kept_sheets(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """The sheets that the person keeps, newest first."""
    kept = SavedSheet.objects.filter(person=person).order_by("-pk")
    return "sheets", [
        {
            "title": row.title,
            "calculator": row.calculator,
            "inputs": row.inputs,
            "totals": row.sheet["totals"],
            "law_version": row.law_version,
            "made_at": moment(row.created_at),
        }
        for row in kept.iterator(chunk_size=50)
    ]


@receiver(signals.asked_for_everything)
def payroll_lists(sender: object, *, person: Person, **_: object) -> tuple[str, Rows]:
    """The lists that the person sent, newest first, with their people as long as there is room."""
    found, room = [], ROWS_COPIED
    for row in PayrollList.objects.filter(person=person).order_by("-pk"):
        is_whole = row.done <= room
        room -= row.done if is_whole else 0
        found.append(_told(row) | {"rows": [_row(kept) for kept in queries.all_rows(row)] if is_whole else None})
    return "payroll_lists", found


def _told(row: PayrollList) -> dict[str, Any]:
    control = computing.control(row.control)
    return {
        "title": row.title,
        "month": row.month,
        "state": row.state,
        "count": control.count,
        "with_errors": control.bad,
        "policies": row.policies,
        "made_at": moment(row.created_at),
        "expires_at": moment(row.expires_at),
        "address": settings.SITE_URL.rstrip("/") + reverse("calc:payroll_list_made", args=[row.token]),
    }


def _row(kept: dict[str, Any]) -> dict[str, Any]:
    return kept if computing.is_bad(kept) else kept | {"totals": dict(computing.pairs(kept))}


@receiver(search.gathering)
def calculators(sender: object, **_: object) -> list[Named]:
    """Every calculator by its question, and the pages that compute more than one thing."""
    found = [
        Named(
            kind="calculator",
            name=name,
            title=room.question,
            text=f"{room.lead} محاسبه {room.calculator.title}.",
            url=reverse("calc:calculator", args=[name]),
            weight=5,
        )
        for name, room in rooms.rooms().items()
    ]
    others = [
        ("calc:owed", "چقدر طلب دارم؟", "محاسبه طلب کارگر از کارفرما، گام به گام: مزد، عیدی، سنوات، مرخصی، اضافه‌کاری"),
        ("calc:deadline", "تا کی فرصت دارم؟", "محاسبه مهلت اعتراض به رأی هیئت تشخیص، مهلت قانونی، ابلاغ، موعد"),
        ("calc:payroll_list", "محاسبه لیست حقوق کارگاه", "لیست حقوق و دستمزد همه کارکنان از پرونده اکسل"),
    ]
    return found + [Named(kind="calculator", name=url, title=title, text=text, url=reverse(url), weight=9) for url, title, text in others]


@receiver(search.gathering)
def values_of_law(sender: object, **_: object) -> list[Named]:
    """Every figure of the law by its title."""
    keys = instruments.current().keys
    return [
        Named(
            kind="law",
            name=name,
            title=key.title,
            text="عدد امروز، تاریخچه و منبع آن در قانون کار و بخشنامه‌ها.",
            url=reverse("calc:value", args=[name]),
        )
        for name, key in keys.items()
    ]
