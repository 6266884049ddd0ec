"""Payouts in the office: whom the house owes credit, and how it leaves for a bank account by two persons' word."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kardad.billing import access, books, queries
from kardad.billing.actions import payouts as actions
from kardad.billing.forms import office_money, office_tariff
from kardad.billing.models import Payout
from kardad.billing.views import office_deciding
from kardad.core.pages import attempt, page
from kardad.core.paging import SIZE, Page, oldest
from kardad.people import particulars, timeline
from kardad.people.models import Person

TAGS = office_deciding.TAGS | {"done": ("good", "پرداخت شد")}


def creditors(request: HttpRequest) -> HttpResponse:
    """The buyers whom the house owes something."""
    access.office(request.actor)
    rows = list(books.creditors(request.GET.get("after", "")[:60])[: SIZE + 1])
    shown, more = rows[:SIZE], len(rows) > SIZE
    names = books.holders(row.holder for row in shown)
    rows_shown = [(row, names.get(row.holder, row.holder), row.holder.replace(":", "-")) for row in shown]
    return page(request, "billing/office/creditors.html", rows=rows_shown, next_url=f"?after={shown[-1].holder}" if more else "")


def payout_new(request: HttpRequest, holder: str) -> HttpResponse:
    """A payout of this buyer's credit waits for a manager."""
    access.office(request.actor)
    holder = holder.replace("-", ":")
    owed = queries.credit_of(holder)
    if not owed:
        raise Http404
    form = office_money.PayOut(request.POST or None, initial={"rials": owed})
    if form.is_valid() and attempt(form, _ask, holder, form.cleaned_data, request):
        messages.success(request, "ثبت شد؛ مدیر دیگری درباره آن تصمیم می‌گیرد.")
        return redirect("billing_office:payout", form.result.pk)
    return page(request, "billing/office/payout_new.html", form=form, name=books.holders([holder]).get(holder, ""), owed=owed)


def payouts(request: HttpRequest) -> HttpResponse:
    """Payouts that are to be decided or sent, oldest first."""
    access.office(request.actor)
    key = office_deciding.chosen(request)
    found = _queue(key, after=request.GET.get("after", ""))
    names = books.holders(row.holder for row in found.rows)
    rows = [(row, names.get(row.holder, ""), *TAGS[row.state]) for row in found.rows]
    next_url = f"?state={key}&after={found.after}" if found.after else ""
    return page(request, "billing/office/payouts.html", rows=rows, states=office_deciding.STATES, key=key, next_url=next_url)


def payout(request: HttpRequest, pk: int) -> HttpResponse:
    """One payout and its next deed; the account is shown whole to finance while the money is to be sent, and the look is on record."""
    by, at = access.office(request.actor), timezone.now()
    found = _found(pk)
    form = _form(found, request)
    if form.is_valid() and attempt(form, _act, found, form, request, at):
        messages.success(request, "ثبت شد.")
        return redirect(request.path)
    found, held = _found(pk) if form.is_bound else found, access.held(by)
    is_sender = "finance_officer" in held and found.state in ("approved", "sent")
    if is_sender:
        _look(found, request, at)
    return page(
        request,
        "billing/office/payout.html",
        form=form,
        found=found,
        tag=TAGS[found.state],
        name=books.holders([found.holder]).get(found.holder, ""),
        is_sender=is_sender,
        held=held,
        is_own=found.requested_by_id == by.person_id,
        owed=queries.credit_of(found.holder),
        events=timeline.of(found, most=10),
    )


def _ask(holder: str, given: dict[str, Any], request: HttpRequest) -> Payout:
    return actions.pay_out_credit(holder, **given, by=access.letting_out(request), at=timezone.now())


def _form(found: Payout, request: HttpRequest) -> office_tariff.Judge | office_money.Ended | office_money.Bare:
    if found.state == "requested":
        return office_deciding.judge(request)
    return office_money.Ended(request.POST or None) if found.state == "sent" else office_money.Bare(request.POST or None)


def _act(found: Payout, form: object, request: HttpRequest, at: datetime) -> object:
    if isinstance(form, office_tariff.Judge):
        return office_deciding.decide(actions, found, form, request, at)
    if isinstance(form, office_money.Ended):
        return office_deciding.end(actions, found, form, request, at)
    return actions.send(found, by=access.letting_out(request, "finance_officer"), at=at)


def _look(found: Payout, request: HttpRequest, at: datetime) -> None:
    kind, _, pk = found.holder.partition(":")
    owner = Person.objects.filter(pk=int(pk)).first() if kind == "person" else None
    if owner is not None:
        particulars.read(owner, by=access.office(request.actor), what="شبای حساب", reason="پرداخت اعتبار برگشتی", at=at)


def _queue(state: str, *, after: str = "") -> Page[Payout]:
    return oldest(Payout.objects.filter(state=state), by="requested_at", after=after)


def _found(pk: int) -> Payout:
    names = books.named(asker="requested_by_id", judge="decided_by_id", sender="sent_by_id")
    return get_object_or_404(Payout.objects.annotate(**names), pk=pk)
