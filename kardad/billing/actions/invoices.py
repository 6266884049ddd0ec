"""Invoices: issued from the tariff of the day, reminded of, ended when nobody pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kardad.billing import flow, policy, queries, sums
from kardad.billing.actions import ledger, numbering, telling
from kardad.billing.models import Discount, Invoice, Line, Reminder, Seller, VatRate
from kardad.billing.signals import invoice_changed, invoice_paid
from kardad.core.actor import SYSTEM, Actor
from kardad.core.history import record
from kardad.kit import calendar, money
from kardad.kit.flow import NotAllowed
from kardad.kit.refusal import BadInput, Refusal
from kardad.people.models import Organisation, Person
from kardad.work import actions as work

ISSUERS = ("expert", "manager", "system")


class NothingAsked(BadInput):
    """An invoice has lines."""

    code = "INVOICE_EMPTY"
    message = "صورتحساب دست‌کم یک خدمت می‌خواهد."


class NoPrice(Refusal):
    """The tariff knows no price of this service on this day."""

    code = "INVOICE_NO_PRICE"
    message = "برای «{title}» در این تاریخ نرخی تصویب نشده است. از مدیر بخواهید نرخ آن را ثبت کند."


class ReasonNeeded(BadInput):
    """A price by hand says why."""

    code = "INVOICE_REASON"
    message = "مبلغی که با تعرفه فرق دارد، دلیل می‌خواهد؛ دلیل را بنویسید."


class NoSeller(Refusal):
    """Nobody is known to sell on this day."""

    code = "INVOICE_NO_SELLER"
    message = "مشخصات فروشنده برای این تاریخ ثبت نشده است؛ صادر‌کردن صورتحساب ممکن نیست."


class NoVatRate(Refusal):
    """The table of rates has no row for this day, and the seller is registered."""

    code = "INVOICE_NO_VAT_RATE"
    message = "نرخ مالیات بر ارزش افزوده برای این تاریخ ثبت نشده است؛ تا ثبت آن، صادر‌کردن صورتحساب ممکن نیست."


class OverLimit(Refusal):
    """An expert may not ask for so much alone."""

    code = "INVOICE_OVER_LIMIT"
    message = "این مبلغ از سقف کارشناس بیشتر است؛ مدیر باید صورتحساب را صادر کند."


class NoSuchDiscount(BadInput):
    """The code is unknown, ended, or the buyer has used it as often as he may."""

    code = "INVOICE_DISCOUNT"
    message = "این کد تخفیف شناخته نشد، مهلتش گذشته یا پیش‌تر به کار رفته است."


class PaymentOpen(Refusal):
    """A payment is under way, so the invoice stays."""

    code = "INVOICE_PAYMENT_OPEN"
    message = "یک پرداخت این صورتحساب هنوز روشن نشده است. چند دقیقه دیگر دوباره بیازمایید."


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One service to be priced; `unit_price` is None for the tariff's own."""

    service_code: str
    title: str
    quantity: int = 1
    unit_price: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who is to pay: the person, or the organisation for which he asked; what for, in plain words; until when, if not as usual."""

    person: Person
    organisation: Organisation | None = None
    subject: tuple[str, int | None] = ("", None)
    due_at: datetime | None = None

    @property
    def name(self) -> str:
        """The name on the paper."""
        return self.organisation.name if self.organisation else self.person.name


@transaction.atomic
def issue(buyer: Buyer, *, asked: Sequence[Asked], discount_code: str = "", by: Actor, at: datetime) -> Invoice:
    """The buyer owes what the tariff of today says, due in seven days; what it says tomorrow changes nothing."""
    if by.role not in ISSUERS:
        raise NotAllowed(flow="invoice", state="", move="issue", role=by.role)
    if not asked:
        raise NothingAsked
    on = calendar.tehran_day(at)
    lines = [_line(one, on) for one in asked]
    seller, vat_row = tax_of(on)
    discount = _discount(discount_code, buyer, on)
    foot = sums.total_of(
        [line.amount for line in lines],
        percent_off=discount.percent if discount else 0,
        rials_off=discount.rials if discount else 0,
        rate=vat_row.rate if vat_row else 0,
    )
    if by.role == "expert" and foot.total > policy.EXPERT_LIMIT:
        raise OverLimit
    invoice = _written(buyer, foot, seller=seller, vat_row=vat_row, by=by, at=at)
    invoice.discount_code = discount
    invoice.save()
    for line in lines:
        line.invoice = invoice
    Line.objects.bulk_create(lines)
    Reminder.objects.bulk_create([Reminder(invoice=invoice, due_at=invoice.due_at - before) for before in policy.REMIND_BEFORE])
    owed = [("receivable", invoice.holder, foot.total), ("revenue", "", -foot.taxable), ("vat", "", -foot.vat)]
    ledger.post("issued", invoice, owed, by=by, at=at)
    _note("invoice.issued", invoice, by=by, at=at, total=money.grouped(invoice.total))
    if invoice.total:
        telling.tell("invoice.issued", invoice, rials=invoice.total, day=last_day(invoice), at=at)
    else:
        settle(invoice, by=SYSTEM, at=at)
        invoice.save()
    return invoice


@transaction.atomic
def void(invoice: Invoice, *, reason: str, by: Actor, at: datetime) -> Invoice:
    """The invoice asks for nothing any more; its number stays and says so."""
    invoice = locked(invoice.pk)
    state = flow.INVOICE.after(invoice.state, "void", flow.role_of(by.role))
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    if queries.open_payments(invoice).exists():
        raise PaymentOpen
    return _end(invoice, state, reason=reason, by=by, at=at)


@transaction.atomic
def put_off_due(invoice: Invoice, *, to: datetime, by: Actor, at: datetime) -> Invoice:
    """What nobody has paid is to be paid until then; one that is paid or void stays as it is."""
    row = locked(invoice.pk)
    if row.state != "issued" or row.due_at == to:
        return row
    row.due_at = row.expire_due_at = to
    row.save(update_fields=["due_at", "expire_due_at"])
    Reminder.objects.filter(invoice=row, done_at=None).delete()
    Reminder.objects.bulk_create([Reminder(invoice=row, due_at=to - before) for before in policy.REMIND_BEFORE if to - before > at])
    _note("invoice.put_off", row, by=by, at=at, day=last_day(row))
    return row


def last_day(invoice: Invoice) -> str:
    """The day until which it is to be paid, in words."""
    return calendar.long(calendar.tehran_day(invoice.due_at))


def locked(pk: int) -> Invoice:
    """The invoice, held until the transaction ends; it is held before any of its payments, so that nobody waits in a circle."""
    return Invoice.objects.select_for_update().get(pk=pk)


def settle(invoice: Invoice, *, by: Actor, at: datetime) -> None:
    """After money came: the invoice is paid in part or wholly, and those above are to be told; saved by the caller."""
    move = "pay_all" if invoice.paid == invoice.total else "pay_part"
    invoice.state = flow.INVOICE.after(invoice.state, move, flow.role_of(by.role))
    invoice.announce_due_at = at
    if move == "pay_all":
        invoice.paid_at = invoice.paper_due_at = at
        invoice.expire_due_at = None
        Reminder.objects.filter(invoice=invoice).update(due_at=None)
        work.close_item("invoice.overdue", invoice, outcome="paid", at=at)
        _note("invoice.paid", invoice, by=by, at=at)


@transaction.atomic
def expire_due(pk: int, *, at: datetime) -> bool:
    """An invoice past its day is void, unless a payment is open; one paid in part waits for finance."""
    row = Invoice.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, expire_due_at__lte=at).first()
    if row is None:
        return False
    if queries.open_payments(row).exists():
        row.expire_due_at = at + policy.EXPIRE_AGAIN
        row.save(update_fields=["expire_due_at"])
        return False
    if row.state == "issued":
        row.has_lapsed = True
        _end(row, flow.INVOICE.after("issued", "void", "system"), reason="مهلت پرداخت گذشت.", by=SYSTEM, at=at)
        return True
    row.expire_due_at = None
    row.save(update_fields=["expire_due_at"])
    if row.state == "partially_paid":
        work.open_item("invoice.overdue", row, title=f"صورتحساب {row.number}: مانده پرداخت نشد", role="finance_officer", at=at)
    return True


@transaction.atomic
def remind_due(pk: int, *, at: datetime) -> bool:
    """The buyer of an open invoice has been told once more of its last day."""
    row = Reminder.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, due_at__lte=at).first()
    if row is None:
        return False
    row.due_at, row.done_at = None, at
    row.save(update_fields=["due_at", "done_at"])
    invoice = Invoice.objects.select_related("person").get(pk=row.invoice_id)
    if not invoice.balance:
        return False
    telling.tell("invoice.reminder", invoice, rials=invoice.balance, day=last_day(invoice), at=at)
    return True


@transaction.atomic
def announce_due(pk: int, *, at: datetime) -> bool:
    """Those above have been told of the invoice's new state; what they did about it and that it is told commit together."""
    row = Invoice.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk, announce_due_at__lte=at).first()
    if row is None:
        return False
    row.announce_due_at = None
    row.save(update_fields=["announce_due_at"])
    if row.state == "paid":
        invoice_paid.send(sender=Invoice, invoice=row, at=at)
    invoice_changed.send(sender=Invoice, invoice=row, at=at)
    return True


@transaction.atomic
def put_off(pk: int, *, at: datetime) -> None:
    """An announcement that failed is tried again later, after the others."""
    Invoice.objects.filter(pk=pk, announce_due_at__lte=at).update(announce_due_at=at + policy.ANNOUNCE_AGAIN)


def _line(one: Asked, on: date) -> Line:
    row = queries.price(one.service_code, on)
    by_hand = one.unit_price is not None and (row is None or one.unit_price != row.unit_price)
    if by_hand and not one.reason.strip():
        raise ReasonNeeded(field="reason")
    if one.unit_price is None and row is None:
        raise NoPrice(title=one.title)
    each = one.unit_price if one.unit_price is not None else row.unit_price if row else 0
    if one.quantity < 1 or each < 0 or type(each) is not int:
        raise NothingAsked(field="quantity")
    reason = one.reason if by_hand else ""
    return Line(
        price=None if by_hand else row,
        service_code=one.service_code,
        title=one.title,
        quantity=one.quantity,
        unit_price=each,
        amount=each * one.quantity,
        reason=reason,
    )


def tax_of(on: date) -> tuple[Seller, VatRate | None]:
    """Who sells on that day and by which rate of the tax; None where he is not registered. Raises NoSeller, NoVatRate."""
    seller = queries.seller(on)
    if seller is None:
        raise NoSeller
    if not seller.is_vat_registered:
        return seller, None
    rate = queries.vat_rate(on)
    if rate is None:
        raise NoVatRate
    return seller, rate


def _discount(code: str, buyer: Buyer, on: date) -> Discount | None:
    if not code.strip():
        return None
    found = queries.discount(code, on)
    # Held until the invoice is written: two requests at once do not both take the last use.
    row = Discount.objects.select_for_update().get(pk=found.pk) if found else None
    if row is None:
        raise NoSuchDiscount(field="discount_code")
    used = row.invoices.filter(person=buyer.person, organisation=buyer.organisation).exclude(state="void").count()
    if used >= row.per_buyer:
        raise NoSuchDiscount(field="discount_code")
    return row


def _written(buyer: Buyer, foot: sums.Sums, *, seller: Seller, vat_row: VatRate | None, by: Actor, at: datetime) -> Invoice:
    return Invoice(
        number=numbering.next_number("INV", at=at),
        subject_type=buyer.subject[0],
        subject_id=buyer.subject[1],
        person=buyer.person,
        organisation=buyer.organisation,
        buyer_name=buyer.name,
        seller=seller,
        vat_row=vat_row,
        vat_rate=vat_row.rate if vat_row else 0,
        subtotal=foot.subtotal,
        discount=foot.discount,
        taxable=foot.taxable,
        vat=foot.vat,
        total=foot.total,
        issued_by_id=by.person_id,
        issued_at=at,
        due_at=buyer.due_at or at + policy.DUE_AFTER,
        expire_due_at=buyer.due_at or at + policy.DUE_AFTER,
        paper_due_at=at,
    )


def _end(invoice: Invoice, state: str, *, reason: str, by: Actor, at: datetime) -> Invoice:
    invoice.state, invoice.reason, invoice.ended_at, invoice.expire_due_at, invoice.announce_due_at = state, reason, at, None, at
    invoice.paper_due_at = at
    invoice.save(update_fields=["state", "reason", "has_lapsed", "ended_at", "expire_due_at", "announce_due_at", "paper_due_at"])
    Reminder.objects.filter(invoice=invoice).update(due_at=None)
    back = [("receivable", invoice.holder, -invoice.total), ("revenue", "", invoice.taxable), ("vat", "", invoice.vat)]
    ledger.post("void", invoice, back, by=by, at=at)
    _note("invoice.voided", invoice, by=by, at=at, reason=reason)
    return invoice


def _note(name: str, invoice: Invoice, *, by: Actor, at: datetime, **data: str) -> None:
    record(name, invoice, by=by, at=at, person_id=invoice.person_id, number=invoice.number, **data)
