"""What the office reads of money: the tariff in time, gaps before they hurt, receipts alike, whose credit it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from kardad.billing import queries
from kardad.billing.models import Credit, Payment, Price, Proposal, VatRate
from kardad.billing.signals import asked_for_services
from kardad.people.models import Organisation, Person, RoleGrant

Row = TypeVar("Row", bound=Proposal)
HORIZON = timedelta(days=365)
SOON = timedelta(days=60)  # a gap that begins within this is warned of in amber


def unended(kind: type[Row], on: date) -> QuerySet[Row]:
    """The rows of this kind that hold on that day, will hold, or wait for a second person; by what they are of, then by day."""
    rows = kind._default_manager.filter(state__in=("approved", "proposed")).filter(Q(valid_to=None) | Q(valid_to__gt=on))
    return rows.order_by(*filter(None, [kind.key_field, "valid_from", "pk"]))


def past(kind: type[Row], on: date) -> QuerySet[Row]:
    """The rows of this kind that ended, and those that were declined."""
    return kind._default_manager.filter(Q(state="approved", valid_to__lte=on) | Q(state="declined") | Q(state="proposed", valid_to__lte=on))


def neighbour(row: Row) -> Row | None:
    """The approved row that an approval of this one would end, or that it follows."""
    kind = type(row)
    same = {row.key_field: getattr(row, row.key_field)} if row.key_field else {}
    rows = kind._default_manager.filter(state="approved", valid_from__lt=row.valid_from, **same).exclude(pk=row.pk)
    return rows.order_by("-valid_from", "-pk").first()


def gaps(rows: Iterable[Proposal], since: date, until: date) -> list[tuple[date, date]]:
    """The stretches of days (the end is not in them) that no approved row covers."""
    found, day = [], since
    for row in sorted((row for row in rows if row.state == "approved"), key=lambda row: row.valid_from):
        if row.valid_from > day:
            found.append((day, min(row.valid_from, until)))
        day = max(day, row.valid_to or until)
        if day >= until:
            return found
    return [*found, (day, until)] if day < until else found


def vat_gaps(on: date) -> list[tuple[date, date]]:
    """The days of the next year on which no invoice could be issued for want of a rate; none while the seller is not registered."""
    seller = queries.seller(on)
    if seller is not None and not seller.is_vat_registered:
        return []
    return gaps(unended(VatRate, on), on, on + HORIZON)


def services() -> dict[str, str]:
    """The title of every service of which those above know, by its code in the tariff."""
    found: dict[str, str] = {}
    for _, told in asked_for_services.send(sender=Price):
        if isinstance(told, dict):
            found |= told
    return found


def alike(payment: Payment) -> list[Payment]:
    """Other payments that show the same number, or of this buyer the very same file: newest first."""
    others = Payment.objects.exclude(pk=payment.pk).select_related("invoice").order_by("-pk")
    found = {row.pk: row for row in others.filter(trace=payment.trace).exclude(trace="")[:10]} if payment.trace else {}
    if payment.receipt is not None:
        same = others.filter(invoice__person_id=payment.invoice.person_id, receipt__sha256=payment.receipt.sha256)
        found |= {row.pk: row for row in same[:10]}
    return sorted(found.values(), key=lambda row: -row.pk)


def names(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of these persons, by id; one statement."""
    return {person.pk: person.name for person in Person.objects.filter(pk__in={pk for pk in ids if pk})}


def named(**columns: str) -> dict[str, Subquery]:
    """Annotations that give the names of the persons in these columns, in the statement of the row itself."""
    whole = Concat("first_name", Value(" "), "last_name")
    return {name: Subquery(Person.objects.filter(pk=OuterRef(column)).values_list(whole)[:1]) for name, column in columns.items()}


def holders(keys: Iterable[str]) -> dict[str, str]:
    """The names of these holders of credit (`person:12`, `organisation:7`), by key; two statements."""
    ids: dict[str, set[int]] = {"person": set(), "organisation": set()}
    for kind, _, pk in (key.partition(":") for key in keys):
        ids[kind].add(int(pk))
    found = {f"person:{one.pk}": one.name for one in Person.objects.filter(pk__in=ids["person"])}
    return found | {f"organisation:{one.pk}": one.name for one in Organisation.objects.filter(pk__in=ids["organisation"])}


def creditors(after: str = "") -> QuerySet[Credit]:
    """The buyers whom the house owes something, after this one."""
    return Credit.objects.filter(rials__gt=0, holder__gt=after).order_by("holder")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing without which no invoice can be issued or paid; `link` names the page where it is mended."""

    title: str
    text: str
    is_done: bool
    kind: str = ""


def setup(on: date, rates: list[tuple[date, date]]) -> list[Check]:
    """What a new house needs before its first invoice, in the order in which it is done; `rates` are its `vat_gaps`."""
    staff = set(RoleGrant.objects.filter(role__in=("manager", "finance_officer"), state="active").values_list("person_id", "role"))
    has_two = any(role == "manager" for _, role in staff) and len({pk for pk, _ in staff}) > 1
    seller = queries.seller(on)
    known, priced = services(), set(queries.prices(on).values_list("service_code", flat=True))
    missing = [title for code, title in known.items() if code not in priced]
    covered = rates[0][0] > on if rates else True
    return [
        Check(
            "دو نفر برای تعرفه و پرداخت",
            "یکی پیشنهاد می‌دهد و دیگری تصویب می‌کند: دست‌کم یک مدیر و یک نفر دیگر از امور مالی یا مدیران.",
            has_two,
        ),
        Check("مشخصات فروشنده", "نام، شناسه و نشانی که روی صورتحساب می‌آید.", seller is not None, "seller"),
        Check("نرخ مالیات بر ارزش افزوده", "برای فروشنده ثبت‌نام‌شده، هر روز باید نرخی داشته باشد.", covered, "vat"),
        Check("نرخ خدمت‌ها", _unpriced(known, missing), bool(priced) and not missing, "price"),
        Check(
            "درگاه پرداخت آنلاین",
            "نام درگاه در تنظیمات نصب نوشته می‌شود؛ بی آن، پرداخت با رسید ممکن است.",
            bool(settings.GATEWAYS["payments"]),
        ),
    ]


def _unpriced(known: dict[str, str], missing: list[str]) -> str:
    if not known:
        return "برای هر خدمتی که عرضه می‌شود، نرخ یک واحد پیش از مالیات."
    return f"این‌ها امروز نرخ ندارند: {'، '.join(missing)}" if missing else "همه خدمت‌ها امروز نرخ دارند."
