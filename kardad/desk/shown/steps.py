"""What a client can do now with his request: one thing first, the others after it, all drawn from the flow."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.urls import reverse

from kardad.billing import queries as billing
from kardad.desk import flow, policy
from kardad.desk.models import Request
from kardad.desk.queries import requests as queries

OVER: Final = ("rejected", "cancelled", "closed")
UNPAID: Final = ("invoiced", "partially_paid")
TAKES_FILES: Final = ("submitted", "in_review", "invoiced", "partially_paid", "paid", "in_progress", "delivered", "reopened", "expired")
# The deed that comes first in a state, what its button says, and why.
FIRST: Final = {
    "answer": ("فرستادن پاسخ", "کارشناس چیزی از شما خواسته است"),
    "accept": ("تأیید تحویل", "کار تحویل شد"),
    "restore": ("بازگرداندن درخواست", "مهلت گذشت، ولی درخواست از دست نرفته است"),
}
PAGES: Final = {
    "answer": "desk:request_answer",
    "accept": "desk:request_accept",
    "restore": "desk:request_restore",
    "reopen": "desk:request_reopen",
    "cancel": "desk:request_cancel",
    "withdraw": "desk:request_withdraw",
    "object": "desk:request_object",
    "attach": "desk:request_attach",
}
LABELS: Final = {"reopen": "درخواست اصلاح", "cancel": "لغو درخواست", "restore": "بازگرداندن درخواست"}


@dataclass(frozen=True, slots=True)
class Step:
    """A deed as a button: where it leads, what it says, and for the first one why."""

    name: str
    href: str
    label: str
    why: str = ""


def first(request: Request, *, at: datetime) -> Step | None:
    """The one thing to do next; None while others are at work or all is over."""
    if request.state in UNPAID and request.invoice is not None:
        if billing.receipts_to_check().filter(invoice=request.invoice_id).exists():
            why = "رسید شما نزد امور مالی است و تا یک روز کاری بررسی می‌شود"
            return Step("wait", reverse("billing:invoice", args=[request.invoice.token]), "دیدن صورتحساب", why)
        why = "صورتحساب آماده است" if request.state == "invoiced" else "بخشی از صورتحساب مانده است"
        return Step("pay", reverse("billing:invoice", args=[request.invoice.token]), "دیدن و پرداخت صورتحساب", why)
    for move in _open(request, at=at):
        if move in FIRST:
            label, why = FIRST[move]
            return Step(move, _address(move, request), label, why)
    return None


def others(request: Request, *, at: datetime) -> list[Step]:
    """Everything else that may be done now."""
    names = [move for move in _open(request, at=at) if move not in FIRST]
    if request.state in flow.PAID_STATES and queries.open_withdrawal(request) is None:
        names.append("withdraw")
    if request.state == "redirected_to_qa" and request.objected_at is None:
        names.append("object")
    if request.state in TAKES_FILES:
        names.append("attach")
    said = LABELS | {"withdraw": "انصراف و استرداد", "object": "اعتراض به این هدایت", "attach": "الحاق فایل"}
    return [Step(name, _address(name, request), said[name]) for name in names]


def onward(request: Request, *, at: datetime) -> list[Step]:
    """Where to go from a request that is over and cannot be brought back."""
    if request.state not in OVER and not (request.state == "expired" and not _is_in_time(request, "restore", at=at)):
        return []
    return [Step("new", reverse("desk:request_new"), "ثبت درخواست تازه"), Step("ask", reverse("qa:ask"), "پرسش رایگان در بخش عمومی")]


def _open(request: Request, *, at: datetime) -> list[str]:
    """The client's moves that the table allows and whose days are not over."""
    found = [move.name for move in flow.REQUEST.open_moves(request.state, "client")]
    return [name for name in found if _is_in_time(request, name, at=at)]


def _is_in_time(request: Request, name: str, *, at: datetime) -> bool:
    if name == "restore":
        return request.ended_at is not None and at <= request.ended_at + policy.RESTORE_WITHIN
    if name == "reopen":
        is_fresh = request.delivered_at is not None and at <= request.delivered_at + policy.ACCEPT_WITHIN
        return is_fresh and request.reopened < policy.REOPENINGS
    return True


def _address(name: str, request: Request) -> str:
    return reverse(PAGES[name], args=[request.pk])
