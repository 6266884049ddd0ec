"""The settlement table of a side: the common computation, sealed offers, open terms, the signature, the instalments."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import bargaining, policy
from kardad.cases import shown_settlements as shown
from kardad.cases.access import settling as access
from kardad.cases.actions import remitting
from kardad.cases.actions import settling as actions
from kardad.cases.forms import settling as forms
from kardad.cases.models import Settlement
from kardad.cases.queries import settlements as queries
from kardad.cases.queries.standing import Standing
from kardad.core.pages import attempt, page
from kardad.kit import calendar
from kardad.people import access as people

FIRST_PART = timedelta(days=30)


@require_safe
def settlement(request: HttpRequest, token: str) -> HttpResponse:
    """The table as it stands for this side, or the settlement that ended the case with its instalments."""
    now = timezone.now()
    place = access.seated(request.actor, token, at=now)
    done, table = queries.confirmed(place.case), queries.table(place.case)
    if done is None and table is None and not queries.is_open_to_settle(place.case):
        raise Http404
    if done is not None:
        return page(request, "cases/settling/settled.html", **shown.settled(place, done, at=now))
    return page(request, "cases/settling/table.html", **shown.table(place, table))


def settlement_open(request: HttpRequest, token: str) -> HttpResponse:
    """Open the table."""
    now = timezone.now()
    place = access.seated(request.actor, token, at=now)
    return _press(request, place, "open", partial(actions.open_table, place, by=request.actor, at=now), "میز سازش باز شد.")


def settlement_offer(request: HttpRequest, token: str) -> HttpResponse:
    """Seal an amount."""
    now = timezone.now()
    place, table = access.at_the_table(request.actor, token, at=now)
    form = forms.Offer(request.POST or None, is_claimant=place.side == "claimant", initial={"round": table.round})
    if form.is_valid() and attempt(form, actions.offer, place, **form.cleaned_data, by=request.actor, at=now):
        messages.success(request, _met(form.result, table))
        return redirect("cases:settlement", token)
    return page(request, "cases/settling/offer.html", form=form, **shown.table(place, table))


def settlement_propose(request: HttpRequest, token: str) -> HttpResponse:
    """Write terms for the other side to read; `parts` in the address says how many instalments."""
    now = timezone.now()
    place, table = access.at_the_table(request.actor, token, at=now)
    count, today = _count(request.GET.get("parts", "1")), calendar.tehran_day(now)
    begun = _begun(table, count, now) | {"version": table.version}
    form = forms.Terms(request.POST or None, count=count, today=today, initial=begun)
    said = {"terms": form.terms, "version": form.cleaned_data["version"]} if form.is_valid() else {}
    if said and attempt(form, actions.propose, place, **said, by=request.actor, at=now):
        messages.success(request, "شرط‌های شما روی میز است و طرف دیگر خبر شد.")
        return redirect("cases:settlement", token)
    return page(request, "cases/settling/propose.html", form=form, **shown.table(place, table))


def settlement_agree(request: HttpRequest, token: str) -> HttpResponse:
    """Agree to the terms that the other side wrote."""
    now = timezone.now()
    place, table = access.at_the_table(request.actor, token, at=now)
    form = forms.Agree(request.POST or None, initial={"version": table.version})
    if form.is_valid() and attempt(form, actions.agree, place, **form.cleaned_data, by=request.actor, at=now):
        messages.success(request, "شرط‌ها پذیرفته شد. اکنون هر دو طرف امضا می‌کنند.")
        return redirect("cases:settlement", token)
    return page(request, "cases/settling/agree.html", form=form, **shown.table(place, table))


def settlement_sign(request: HttpRequest, token: str) -> HttpResponse:
    """Sign the agreed words, having just shown oneself by a code."""
    now = timezone.now()
    place, table = access.at_the_table(request.actor, token, at=now)
    if table.state != "agreed":
        raise Http404
    factor = people.fresh(request)
    form = forms.Sign(request.POST or None, initial={"hash": table.hash})
    if form.is_valid() and attempt(form, actions.sign, place, hash=form.cleaned_data["hash"], factor=factor, by=request.actor, at=now):
        messages.success(request, "سازش‌نامه را امضا کردید.")
        return redirect("cases:settlement", token)
    return page(request, "cases/settling/sign.html", form=form, **shown.table(place, table))


def settlement_drop(request: HttpRequest, token: str) -> HttpResponse:
    """Leave the table."""
    now = timezone.now()
    place, _ = access.at_the_table(request.actor, token, at=now)
    return _press(request, place, "drop", partial(actions.drop, place, by=request.actor, at=now), "از سازش انصراف دادید.")


def remit(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Say that money of an instalment was paid."""
    now = timezone.now()
    place, found = access.instalment(request.actor, token, pk, at=now)
    today = calendar.tehran_day(now)
    form = forms.Remit(request.POST or None, today=today, initial={"amount": found.amount - found.paid, "paid_on": today})
    if form.is_valid() and attempt(form, remitting.remit, place, found, **form.cleaned_data, by=request.actor, at=now):
        messages.success(request, "ثبت شد." if place.side == "claimant" else "گفته شما ثبت شد و منتظر تأیید خواهان است.")
        return redirect("cases:settlement", token)
    return page(request, "cases/settling/remit.html", form=form, found=found, place=place, **shown.facts(place))


def confirm_remittance(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The creditor: the money has come."""
    return _answer(request, token, pk, remitting.confirm_remittance, "confirm")


def deny_remittance(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The creditor: it has not."""
    return _answer(request, token, pk, remitting.deny_remittance, "deny")


def _answer(request: HttpRequest, token: str, pk: int, act: Callable[..., Any], name: str) -> HttpResponse:
    now = timezone.now()
    place, found = access.remittance(request.actor, token, pk, at=now)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, act, place, found, by=request.actor, at=now):
        messages.success(request, "پاسخ شما ثبت شد.")
        return redirect("cases:settlement", token)
    return page(request, "cases/settling/remittance.html", form=form, found=found, place=place, answer=name, **shown.facts(place))


def _press(request: HttpRequest, place: Standing, name: str, act: Callable[[], Any], done: str) -> HttpResponse:
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, act):
        messages.success(request, done)
        return redirect("cases:case" if name == "drop" else "cases:settlement", place.case.token)
    return page(request, f"cases/settling/{name}_table.html", form=form, place=place, **shown.facts(place))


def _count(typed: str) -> int:
    return min(max(int(typed), 1), policy.SETTLEMENT_PARTS) if typed.isdecimal() and len(typed) < 4 else 1


def _begun(table: Settlement, count: int, now: datetime) -> dict[str, Any]:
    """The form begins with equal instalments of the figure, or with the terms on the table where they are as many."""
    terms = bargaining.read(table.terms)
    total = table.figure or (terms.total if terms else 0)
    parts = terms.parts if terms and len(terms.parts) == count else bargaining.parts(total, count, calendar.tehran_day(now + FIRST_PART))
    begun: dict[str, Any] = {"default": terms.default, "waiver": terms.waiver, "promises": terms.promises} if terms else {}
    for place, one in enumerate(parts, start=1):
        begun |= {f"due_on_{place}": one.due_on, f"amount_{place}": one.amount or None}
    return begun


def _met(after: Settlement, before: Settlement) -> str:
    if after.figure is not None:
        return "دو پیشنهاد به هم رسید؛ مبلغ سازش روشن است."
    if after.round > before.round:
        return "دو پیشنهاد به هم نرسید. هیچ طرف مبلغ دیگری را ندید."
    return "پیشنهاد شما مهر شد. تا طرف دیگر پیشنهاد ندهد، چیزی گفته نمی‌شود."
