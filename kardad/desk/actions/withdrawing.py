"""The client wants his money back: what he is due by the rules, and the refund that a manager decides."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeGuard

from django.db.models import Min, Sum

from kardad.billing import flow as money_flow
from kardad.billing.actions import refunds
from kardad.billing.models import Invoice, Payment, Refund
from kardad.core import hours
from kardad.core.actor import SYSTEM, Actor
from kardad.desk import catalogue, entitlements, flow, policy
from kardad.desk.actions import common, endings, paying, slots, working
from kardad.desk.actions.common import deed
from kardad.desk.actions.working import WithdrawalOpen
from kardad.desk.entitlements import NOTHING_PAID, PART_PAID, Facts, Rule
from kardad.desk.models import Appointment, Item, Request, Withdrawal
from kardad.desk.queries import requests as queries
from kardad.kit import calendar, money
from kardad.kit.refusal import BadInput, Refusal
from kardad.kit.text import to_persian_digits

LAPSED = f"به سه تماس نوبت پاسخ داده نشد و تا {to_persian_digits(policy.MISSED_LASTS.days)} روز ساعت دیگری گرفته نشد؛ نوبت استفاده‌شده است."
LATE = "نوبت کمتر از ۴ ساعت پیش از آن لغو شد و جابه‌جایی سالانه به کار رفته بود؛ نوبت استفاده‌شده است."
USED_UP = "به سه تماس نوبت پاسخ داده نشد و جابه‌جایی سالانه به کار رفته بود؛ نوبت استفاده‌شده است."


class NothingDue(Refusal):
    """By the rules nothing goes back."""

    code = "WITHDRAW_NOTHING"
    message = "مبلغی برای استرداد نیست. {why}"


class AskedBefore(Refusal):
    """The client wants his money back already, and a manager has not decided."""

    code = "WITHDRAW_OPEN"
    message = "انصراف شما ثبت شده است و نزد مدیر است؛ نتیجه را همین‌جا و در کارپوشه می‌خوانید."


class WhyWithdraw(BadInput):
    """A refund is asked for with a reason, even if the right needs none."""

    code = "WITHDRAW_REASON"
    message = "در چند کلمه بنویسید چرا انصراف می‌دهید."


@dataclass(frozen=True, slots=True)
class Due:
    """What of one service goes back, by which rule."""

    item: Item
    rials: int
    rule: Rule


@dataclass(frozen=True, slots=True)
class Entitlement:
    """What goes back in all; `text` is the deciding rule as a sentence, and where one is not automatic a manager weighs it."""

    rials: int
    items: tuple[Due, ...]
    rule: str
    text: str
    is_automatic: bool


def entitlement(request: Request, *, at: datetime) -> Entitlement:
    """What the client would be due if he withdrew at this moment; nothing is written."""
    invoice = request.invoice
    if invoice is None or not invoice.paid:
        return Entitlement(0, (), NOTHING_PAID.name, NOTHING_PAID.text, is_automatic=True)
    dues = _dues(request, invoice, at=at)
    if invoice.state == "partially_paid":
        whole = tuple(Due(one.item, 0, PART_PAID) for one in dues)
        return Entitlement(min(invoice.paid, _left(invoice)), whole, PART_PAID.name, PART_PAID.text, is_automatic=True)
    rials = min(sum(one.rials for one in dues), _left(invoice))
    told = list(dict.fromkeys(one.rule.text for one in dues))
    first = max(dues, key=lambda one: one.rials).rule.name if dues else NOTHING_PAID.name
    text = " ".join(told) if len(told) == 1 else " ".join(f"«{one.item.title}»: {one.rule.text}" for one in dues)
    return Entitlement(rials, tuple(dues), first, text, is_automatic=all(one.rule.is_automatic for one in dues if one.rials))


@deed
def withdraw(request: Request, *, reason: str, target: str = "source", by: Actor, at: datetime) -> Refund:
    """T13: a refund of what the client is due waits for a manager; when he agrees the request is cancelled."""
    request, invoice = common.held(request.pk)
    role = flow.role_of(by.role)
    if role not in ("client", "manager") or not flow.REQUEST.allows(request.state, "withdraw", "system"):
        raise common.forbid(request, "withdraw", by=by)
    common.ensure_yours(request, "withdraw", by=by)
    if not common.letters(reason):
        raise WhyWithdraw(field="reason")
    if queries.open_withdrawal(request) is not None:
        raise AskedBefore
    request.invoice = invoice
    found = entitlement(request, at=at)
    if invoice is None or not found.rials:
        raise NothingDue(why=found.text)
    refund = refunds.request(invoice, rials=found.rials, reason=reason.strip()[:300], target=target, by=by, at=at)
    Withdrawal.objects.create(
        request=request,
        refund=refund,
        rules=[one.rule.name for one in found.items],
        items=[one.item.pk for one in found.items if one.rials or found.rule == PART_PAID.name],
        asked_by_id=by.somebody,
        asked_at=at,
    )
    common.note("request.withdrawn", request, by=by, at=at, rials=money.grouped(found.rials))
    common.keep(request, at=at)
    return refund


class NotUsed(Refusal):
    """The client missed no hour of the service, or may take another."""

    code = "HOUR_NOT_USED"
    message = "نوبت این خدمت استفاده‌شده نیست؛ متقاضی هنوز می‌تواند ساعتی بگیرد."


@deed
def end_used(item: Item, *, by: Actor, at: datetime) -> Item:
    """A manager has ended a service whose hour counts as used: back goes what the rule gives, and what is left goes on."""
    request, invoice = common.held(item.request_id)
    if flow.role_of(by.role) != "manager":
        raise common.forbid(request, "end_used", by=by)
    common.ensure_yours(request, "end_used", by=by)
    if queries.open_withdrawal(request) is not None:
        raise WithdrawalOpen
    held, request.invoice = Item.objects.get(pk=item.pk), invoice
    held.request = request
    if invoice is None or not slots.is_used_up(held, at=at):
        raise NotUsed
    is_cancelled = held.appointments.exclude(state="released").latest("pk").state == "cancelled"
    reason = LATE if is_cancelled else LAPSED if slots.has_lapsed(held, at=at) else USED_UP
    if rials := _due_of_used(held, invoice, at=at):
        refunds.request(invoice, rials=rials, reason=reason, target="source", by=by, at=at)
    return _end_used(held, reason=reason, by=by, at=at)


@deed
def end_lapsed(pk: int, *, at: datetime) -> bool:
    """A service for whose missed hour none was taken in time is ended as a used one; where money goes back a manager is to end it."""
    row = Appointment.objects.select_related("item").get(pk=pk)
    request, invoice = common.held(row.item.request_id)
    row.item.refresh_from_db(fields=["state"])
    row.item.request = request
    if invoice is None or queries.open_withdrawal(request) is not None or not slots.has_lapsed(row.item, at=at):
        return False
    request.invoice = invoice
    if _due_of_used(row.item, invoice, at=at):
        slots.hand_over(row, at=at)
        return False
    _end_used(row.item, reason=LAPSED, by=SYSTEM, at=at)
    return True


def _due_of_used(item: Item, invoice: Invoice, *, at: datetime) -> int:
    rials = next((one.rials for one in _dues(item.request, invoice, at=at) if one.item.pk == item.pk), 0)
    return min(rials, _left(invoice))


def _end_used(item: Item, *, reason: str, by: Actor, at: datetime) -> Item:
    """The service is ended, what is left of the request goes on, and the client knows why."""
    request = item.request
    item.state, item.reason = flow.ITEM.after(item.state, "cancel", "system"), reason
    item.save(update_fields=["state", "reason"])
    endings.close_used([item], at=at)
    common.note("request.hour_used", request, by=by, at=at, title=item.title)
    if not queries.live_items(request).exists():
        paying.give_up(request, reason=reason, at=at)
        return item
    common.tell(request, "appointment.used", at=at, title=item.title, why=reason)
    if not working.deliver_with_last(request, by=by, at=at):
        common.keep(request, at=at)
    return item


def _dues(request: Request, invoice: Invoice, *, at: datetime) -> list[Due]:
    amounts = {line.service_code: line.amount for line in invoice.lines.all()}
    items = [one for one in queries.live_items(request) if one.service_code in amounts]
    whole = dict(zip(amounts, entitlements.shares(invoice.total, list(amounts.values())), strict=True))
    found = []
    for item in items:
        rule = entitlements.rule_of(_facts(request, invoice, item, at=at))
        found.append(Due(item, entitlements.part(whole[item.service_code], rule.percent), rule))
    return found


def _facts(request: Request, invoice: Invoice, item: Item, *, at: datetime) -> Facts:
    hour = item.appointments.exclude(state__in=["released", "moved"]).order_by("-pk").first()
    late = item.due_at is not None and item.delivered_at is not None and item.delivered_at > item.due_at
    return Facts(
        state=item.state,
        is_in_window=calendar.tehran_day(at) <= window_until(invoice, at=at),
        is_by_hour=catalogue.service(item.service_code).needs_hour,
        left=_notice(hour, at=at),
        is_expert_absent=_is(hour, "expert_absent"),
        is_missed=_is(hour, "missed"),
        is_late=late and item.delivered_at is not None and at <= item.delivered_at + policy.LATE_COMPLAINT,
        is_corrected=request.reopened >= policy.REOPENINGS,
    )


def _notice(hour: Appointment | None, *, at: datetime) -> timedelta | None:
    """How long before the hour the client says that he does not want it; one that he cancelled is judged by that moment."""
    if _is(hour, "booked"):
        return hour.starts_at - at
    return hour.starts_at - (hour.ended_at or at) if _is(hour, "cancelled") else None


def _is(hour: Appointment | None, state: str) -> TypeGuard[Appointment]:
    return hour is not None and hour.state == state


def window_until(invoice: Invoice, *, at: datetime) -> date:
    """The contract is made by the first payment; this is the last of its seven working days."""
    rows = Payment.objects.filter(invoice=invoice, state__in=money_flow.TAKEN_PAYMENTS)
    made_at = rows.aggregate(first=Min("paid_at"))["first"] or invoice.paid_at or at
    return hours.last_day(calendar.tehran_day(made_at), policy.WITHDRAW_WORKING_DAYS)


def _left(invoice: Invoice) -> int:
    rows = Refund.objects.filter(invoice=invoice, state__in=money_flow.OPEN_REFUNDS)
    return max(0, invoice.paid - invoice.refunded - (rows.aggregate(sum=Sum("rials"))["sum"] or 0))
