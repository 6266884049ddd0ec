"""What refunds and payouts share in the office: their queues, a manager's word on them, and how finance says that it ended."""

from datetime import datetime
from types import ModuleType

from django.http import HttpRequest

from kardad.billing import access
from kardad.billing.forms import office_money, office_tariff
from kardad.billing.models import Payout, Refund

STATES = {"requested": "منتظر تصمیم", "approved": "برای فرستادن", "sent": "فرستاده‌شده"}
TAGS = {
    "requested": ("wait", "منتظر تصمیم"),
    "approved": ("info", "موافقت شده"),
    "sent": ("wait", "فرستاده شده"),
    "declined": ("bad", "موافقت نشد"),
    "failed": ("bad", "انجام نشد"),
}


def chosen(request: HttpRequest) -> str:
    """The queue that is looked at."""
    key = request.GET.get("state", "")
    return key if key in STATES else "requested"


def judge(request: HttpRequest) -> office_tariff.Judge:
    """The form of a manager's word."""
    return office_tariff.Judge(request.POST or None, yes="موافقت می‌کنم", no="موافقت نمی‌کنم")


def decide(actions: ModuleType, found: Refund | Payout, form: office_tariff.Judge, request: HttpRequest, at: datetime) -> object:
    """A manager has agreed, having shown himself anew, or has not."""
    if form.is_yes:
        return actions.approve(found, by=access.letting_out(request, "manager"), at=at)
    by = access.office(request.actor, "manager")
    return actions.decline(found, reason=form.cleaned_data["reason"], by=by, at=at)


def end(actions: ModuleType, found: Refund | Payout, form: office_money.Ended, request: HttpRequest, at: datetime) -> object:
    """Finance has said that the money arrived, or why not."""
    by = access.office(request.actor, "finance_officer")
    if form.is_done:
        return actions.finish(found, trace=form.cleaned_data["trace"], by=by, at=at)
    return actions.fail(found, reason=form.cleaned_data["reason"], by=by, at=at)
