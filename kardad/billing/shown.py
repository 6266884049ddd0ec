"""What people are shown of money: few plain words for many inner states, each by one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kardad.billing import flow
from kardad.billing.models import Invoice, Payment, Refund
from kardad.kit import calendar

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """A state as people are told it: a key for pages, two or three words, the colour that helps them."""

    key: str
    title: str
    tone: str


GOING = Shown("going", "در راه بانک", "wait")
CHECKING = Shown("checking", "در حال بررسی", "wait")
DONE = Shown("done", "تأیید شد", "good")
NOT_DONE = Shown("not_done", "انجام نشد", "plain")
REFUSED = Shown("refused", "پذیرفته نشد", "bad")
RETURNED = Shown("returned", "برگردانده شد", "info")

TURNED_DOWN = "turned_down"
"""Not a state of the flow: the payment is open, and the bank's last word about it was no."""

PAYMENTS: Mapping[str, Shown] = {
    "initiated": GOING,
    "redirected": GOING,
    "pending_verification": CHECKING,
    TURNED_DOWN: NOT_DONE,
    "succeeded": DONE,
    "failed": NOT_DONE,
    "expired": NOT_DONE,
    "rejected": REFUSED,
    "partially_refunded": Shown("returned", "بخشی برگردانده شد", "info"),
    "refunded": RETURNED,
}
INVOICES: Mapping[str, Shown] = {
    "issued": Shown("open", "منتظر پرداخت", "wait"),
    "partially_paid": Shown("open", "بخشی پرداخت شد", "wait"),
    "paid": Shown("paid", "پرداخت شد", "good"),
    "void": Shown("ended", "باطل شد", "plain"),
    "credited": Shown("ended", "برگردانده شد", "info"),
}
REFUNDS: Mapping[str, Shown] = {
    "requested": Shown("asked", "در حال بررسی", "wait"),
    "approved": Shown("coming", "موافقت شد", "info"),
    "declined": Shown("declined", "موافقت نشد", "bad"),
    "sent": Shown("coming", "به بانک سپرده شد", "info"),
    "done": Shown("done", "برگردانده شد", "good"),
    "failed": Shown("failed", "انجام نشد", "bad"),
}
PAYOUTS: Mapping[str, Shown] = {
    "requested": Shown("asked", "در حال بررسی", "wait"),
    "approved": Shown("coming", "موافقت شد", "info"),
    "sent": Shown("coming", "به بانک سپرده شد", "info"),
    "done": Shown("done", "به حساب شما رسید", "good"),
    "declined": Shown("declined", "موافقت نشد", "bad"),
    "failed": Shown("failed", "انجام نشد", "bad"),
}
# The chips of the list: which inner states stand behind each.
GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    group: (title, tuple(state for state, one in INVOICES.items() if one.key == group))
    for group, title in (("open", "پرداخت‌نشده"), ("paid", "پرداخت‌شده"), ("ended", "باطل یا برگشتی"))
}
GATEWAYS: Mapping[str, str] = {
    "zarinpal": "زرین‌پال",
    "zibal": "زیبال",
    "saman": "درگاه بانک سامان",
    "mellat": "درگاه بانک ملت",
    "console": "درگاه نمایشی",
}
# What the bank said when it was asked, by how `Payment.verdict` keeps it; the longest beginning that fits counts.
VERDICTS: Mapping[str, str] = {
    "paid": "بانک گفت: پرداخت شده است.",
    "notpaid cancelled": "بانک گفت: پرداخت را لغو کرده‌اید و پولی کم نشده است.",
    "notpaid insufficient": "بانک گفت: موجودی حساب کافی نبود و پولی کم نشده است.",
    "notpaid card": "بانک گفت: کارت، رمز یا سقف آن پذیرفته نشد و پولی کم نشده است.",
    "notpaid unpaid": "بانک گفت: تا آن لحظه چیزی پرداخت نشده است.",
    "notpaid expired": "بانک گفت: زمان تأیید گذشته است؛ اگر پولی کم شده باشد، خود بانک آن را برمی‌گرداند.",
    "notpaid reversed": "بانک گفت: پول به کارت شما برگشته است یا برمی‌گردد.",
    "notpaid": "بانک گفت: پرداخت انجام نشده است.",
    "unknown waiting": "بانک گفت: هنوز کسی در صفحه بانک پرداخت نکرده است.",
    "unknown no_sale": "بانک تا بازگشت شما چیزی درباره این پرداخت نمی‌گوید.",
    "unknown": "بانک پاسخ روشنی نداد؛ خودمان دوباره می‌پرسیم.",
    "differs": "بانک مبلغ دیگری گفت؛ این پرداخت به حساب نیامد و واحد مالی آن را بررسی می‌کند.",
    "notbegun": "بانک این پرداخت را آغاز نکرد و چیزی پرداخت نشد.",
    "never announced": "این پرداخت به بانک نرسید و چیزی پرداخت نشد.",
    "no gateway": "این درگاه اکنون در دسترس نیست؛ خودمان دوباره می‌پرسیم.",
}
CLAIMS: Mapping[str, str] = {
    "": "هنوز بازنگشته‌اید، یا بازگشت شما به ما نرسیده است.",
    "paid": "مرورگر شما با پیام «پرداخت شد» بازگشت.",
    "not_paid": "مرورگر شما با پیام «پرداخت نشد» بازگشت.",
}


def inner_state(payment: Payment) -> str:
    """The state of the flow, or TURNED_DOWN."""
    is_open = payment.method == Payment.Method.ONLINE and payment.state in flow.OPEN_PAYMENTS
    return TURNED_DOWN if is_open and payment.verdict.startswith("notpaid") else payment.state


def payment(row: Payment) -> Shown:
    """The payment's state as its payer is told it."""
    return PAYMENTS[inner_state(row)]


def invoice(row: Invoice) -> Shown:
    """The invoice's state as its buyer is told it."""
    return INVOICES[row.state]


def refund(row: Refund) -> Shown:
    """The refund's state as its receiver is told it."""
    return REFUNDS[row.state]


def verdict(row: Payment) -> str:
    """What the bank said when it was asked; empty when it was not."""
    return next((VERDICTS[key] for key in sorted(VERDICTS, key=len, reverse=True) if row.verdict.startswith(key)), "")


def claim(row: Payment) -> str:
    """What the payer's browser brought back."""
    return CLAIMS.get(row.claim, CLAIMS[""])


def gateway(name: str) -> str:
    """The gateway as payers know it."""
    return GATEWAYS.get(name, "درگاه پرداخت")


def way(row: Payment) -> str:
    """How was paid: the method, and through which gateway."""
    return f"آنلاین، {gateway(row.gateway)}" if row.method == Payment.Method.ONLINE else str(Payment.Method(row.method).label)


def last_days(row: Invoice) -> dict[str, Any]:
    """The days until the invoice is due, as the picture of a deadline wants them."""
    start, last = calendar.tehran_day(row.issued_at), calendar.tehran_day(row.due_at)
    told = [
        (start, "start", "صورتحساب صادر شد."),
        (last - DAY, "safe", "تا پایان این روز بی‌دغدغه می‌پردازید."),
        (last, "last", f"آخرین روز؛ تا ساعت {calendar.clock(row.due_at)}."),
        (last + DAY, "final", "اگر چیزی نپرداخته باشید، صورتحساب باطل شده است."),
    ]
    reasons = [{"date_gregorian": day.isoformat(), "kind": kind, "why": f"{calendar.long(day)}: {why}"} for day, kind, why in told]
    days: dict[str, date] = {"served_on": start, "safe_until": last - DAY, "hard_until": last, "final_on": last + DAY}
    return {"title": "مهلت پرداخت", "reasons": reasons} | {f"{name}_gregorian": day.isoformat() for name, day in days.items()}
