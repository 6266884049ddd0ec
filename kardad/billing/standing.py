"""How one invoice stands, as its page tells it: what came, what went back, and the one thing to do next."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from kardad.billing import flow, queries, shown
from kardad.billing.models import CreditNote, Invoice, Line, Payment, Refund
from kardad.billing.shown import Shown
from kardad.kit import calendar, money


@dataclass(frozen=True, slots=True)
class Step:
    """The next step: what, why, and its button where there is one."""

    title: str
    text: str
    href: str = ""
    submit: str = ""


@dataclass(slots=True)
class Standing:
    """Everything that the page of an invoice shows, read once."""

    invoice: Invoice
    lines: list[Line]
    payments: list[tuple[Payment, Shown, str]]
    refunds: list[tuple[Refund, Shown]]
    notes: list[CreditNote]
    state: Shown
    unclear: list[Payment] = field(default_factory=list)
    step: Step | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be paid."""
        return self.invoice.balance > 0

    @property
    def waiting_rials(self) -> int:
        """What was sent and nobody has judged yet."""
        return sum(row.rials for row, _, _ in self.payments if row.state == "pending_verification" and row.method != Payment.Method.ONLINE)


def of(invoice: Invoice, *, at: datetime) -> Standing:
    """The standing of the invoice in four reads."""
    payments = list(Payment.objects.filter(invoice=invoice).order_by("-pk"))
    found = Standing(
        invoice=invoice,
        lines=list(invoice.lines.order_by("pk")),
        payments=[(row, shown.payment(row), shown.way(row)) for row in payments],
        refunds=[(row, shown.refund(row)) for row in invoice.refunds.order_by("-pk")],
        notes=list(invoice.credit_notes.order_by("-pk")),
        state=shown.invoice(invoice),
        unclear=[row for row in payments if is_under_way(row)],
    )
    found.step = _step(found, at)
    return found


def is_under_way(row: Payment) -> bool:
    """Whether it is an online payment that may still succeed."""
    return row.method == Payment.Method.ONLINE and shown.inner_state(row) in flow.OPEN_PAYMENTS


def blocks(invoice: Invoice) -> Payment | None:
    """The payment that stands in the way of another: it may still succeed."""
    return queries.under_way(invoice).first()


def _step(found: Standing, at: datetime) -> Step | None:
    invoice = found.invoice
    if found.unclear and found.is_open:
        where = reverse("billing:payment", args=[found.unclear[0].token])
        text = "یک پرداخت آنلاین شما هنوز روشن نشده است. نخست ببینید چه شده است؛ دوباره پرداخت نکنید."
        return Step("نتیجه پرداخت را ببینید", text, where, "دیدن پرداخت")
    if found.is_open and found.waiting_rials >= invoice.balance:
        text = "رسید شما رسیده است. واحد مالی تا یک روز کاری آن را بررسی می‌کند و نتیجه را به شما می‌گوییم. کاری لازم نیست."
        return Step("رسید شما در حال بررسی است", text)
    if found.is_open:
        return _pay(invoice, found, at)
    if invoice.state == "paid":
        text = "همه مبلغ رسیده است و کار شما دنبال می‌شود."
        return Step("کامل پرداخت شد", text, reverse("billing:paper", args=[invoice.token]), "دیدن و چاپ صورتحساب")
    if invoice.state == "void":
        return Step("این صورتحساب باطل شده است", f"{invoice.reason} چیزی برای پرداخت نیست.".strip())
    return Step("پول شما برگردانده شد", "برگه اصلاحی و تاریخ آن را پایین‌تر ببینید.")


def _pay(invoice: Invoice, found: Standing, at: datetime) -> Step:
    until = f"تا {calendar.long(calendar.tehran_day(invoice.due_at))} فرصت دارید."
    if at > invoice.due_at:
        until = "مهلت آن گذشته است؛ هنوز می‌توانید بپردازید."
    waiting = f" {money.grouped(found.waiting_rials)} نیز در حال بررسی است." if found.waiting_rials else ""
    title = f"مانده {money.grouped(invoice.balance)} را بپردازید" if invoice.paid else f"{money.grouped(invoice.balance)} بپردازید"
    return Step(title, f"{until}{waiting} با پرداخت کامل، کار آغاز می‌شود.", reverse("billing:pay", args=[invoice.token]), "پرداخت صورتحساب")
