"""A demo's tariff and what lies before its finance, made through the office's own actions; only where nobody is real."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings

from kardad.billing import policy, sweeps
from kardad.billing.actions import invoices, payments, receipts, refunds
from kardad.billing.actions import tariff as actions
from kardad.billing.actions.invoices import Asked, Buyer
from kardad.billing.models import Invoice
from kardad.core import outside
from kardad.core.actor import Actor
from kardad.gateways.payments.memory import Memory
from kardad.kit import calendar
from kardad.people.models import Person

# Rials a unit, invented; the first four are those of the acceptance scenarios.
PRICES = {
    "phone_15": 1_500_000,
    "written": 4_000_000,
    "payslip": 1_500_000,
    "settlement_calc": 2_500_000,
    "insurance": 4_000_000,
    "payroll_list": 6_000_000,
    "insurance_list": 5_000_000,
    "benefits_calc": 3_000_000,
    "petition": 8_000_000,
    "defence": 9_000_000,
    "objection": 8_000_000,
    "contract_draft": 6_000_000,
    "contract_review": 4_000_000,
    "job_classification": 30_000_000,
    "disciplinary_rules": 20_000_000,
    "contractor_file": 15_000_000,
    "inspection_reply": 7_000_000,
    "unemployment": 3_000_000,
    "work_accident": 9_000_000,
    "training": 12_000_000,
}
OTHERS = 5_000_000
RATE = 1_000  # of ten thousand
BILLED = (("disciplinary_rules", "آیین‌نامه انضباطی"), ("training", "آموزش کارکنان"), ("inspection_reply", "پاسخ به بازرسی کار"))
REFUND = "بازرسی لغو شد و به این پاسخ نیازی نیست."
REFERENCE = "نرخ نمایشی: برنامه‌های رایج صورتحساب ۱۰ درصد می‌نویسند؛ سند رسمی آن دیده و تأیید نشده است."


def tariff(codes: Iterable[str], *, proposer: Actor, approver: Actor, at: datetime) -> None:
    """Every one of these services has a price, and there are a seller and a rate of the tax, from the day of `at` on."""
    if not settings.DEMO:
        raise RuntimeError("a demo's tariff is made in a demo only")
    on = calendar.tehran_day(at)
    rows = [
        actions.propose_seller("کارداد (نمایشی)", is_vat_registered=True, valid_from=on, address="تهران، خیابان نمونه", by=proposer, at=at),
        actions.propose_vat_rate(RATE, legal_reference=REFERENCE, valid_from=on, valid_to=_until(on), by=proposer, at=at),
        *(actions.propose_price(code, rials=PRICES.get(code, OTHERS), valid_from=on, valid_to=None, by=proposer, at=at) for code in codes),
    ]
    for row in rows:
        actions.approve(row, by=approver, at=at)


def waiting(*, proposer: Actor, at: datetime) -> None:
    """Something waits for the second person: another price from next month, and a code of discount."""
    on = calendar.tehran_day(at)
    then = on + timedelta(days=30)
    actions.propose_price("phone_15", rials=1_800_000, valid_from=then, valid_to=None, by=proposer, at=at)
    actions.propose_discount("KARDAD", percent=10, valid_from=on + timedelta(days=7), valid_to=then, by=proposer, at=at)


def affairs(person: Person, *, manager: Actor, finance: Actor, at: datetime) -> list[Invoice]:
    """Finance has something of every sort: an invoice that nobody paid and is void, one of which the rest is overdue, a payment of which
    the bank says nothing clear, and a refund that waits for a manager. All is older than the first request, so that numbers follow days."""
    if not settings.DEMO:
        raise RuntimeError("a demo's invoices are made in a demo only")
    buyer, payer = Buyer(person=person), Actor(person.pk, "member", "", person.level)
    begun = at - timedelta(days=43)
    asked = [[Asked(service_code=code, title=title)] for code, title in BILLED]
    unpaid, partly, paid = (
        invoices.issue(buyer, asked=lines, by=manager, at=begun + timedelta(minutes=20 * place)) for place, lines in enumerate(asked)
    )
    _transfer(partly, partly.total // 2, "620403117702", payer, finance, at=begun + timedelta(hours=3))
    _transfer(paid, paid.total, "620403118841", payer, finance, at=begun + timedelta(hours=4))
    for day in range(1, 10):
        sweeps.remind(begun + timedelta(days=day))
        sweeps.expire_invoices(begun + timedelta(days=day))
    _unclear(partly, payer, at=at - timedelta(days=4))
    refunds.request(paid, rials=paid.total, reason=REFUND, by=payer, at=at - timedelta(hours=20))
    return [unpaid, partly, paid]


def _transfer(invoice: Invoice, rials: int, trace: str, payer: Actor, finance: Actor, *, at: datetime) -> None:
    receipt = receipts.Receipt(rials=rials, trace=trace, on=calendar.tehran_day(at), card="4821")
    shown = receipts.submit(invoice, receipt=receipt, by=payer, at=at)
    receipts.approve(shown, by=finance, at=at + timedelta(hours=1))
    invoices.announce_due(invoice.pk, at=at + timedelta(hours=1))


def _unclear(invoice: Invoice, payer: Actor, *, at: datetime) -> None:
    """The bank was asked for three days and never answered, so that finance must look."""
    bank = Memory(name="console", now=lambda: at)
    bank.fate = lambda deed, reference: "" if deed == "begin" else "before"
    with outside.replaced(payment_gateways=(bank,)):
        invoice.refresh_from_db()
        payment, _ = payments.begin(invoice, rials=invoice.balance, gateway_name=bank.name, by=payer, at=at)
        payments.check(payment, at=at + timedelta(minutes=5))
        payments.check(payment, at=at + policy.GIVE_UP_AFTER + timedelta(hours=1))


def _until(on: date) -> date:
    """The first day of a Jalali year: a rate holds for the year that its law names, and for the next when this one is nearly over."""
    year = calendar.to_jalali(on).year + 1
    first = calendar.from_jalali(year, 1, 1)
    return first if first - on > timedelta(days=90) else calendar.from_jalali(year + 1, 1, 1)
