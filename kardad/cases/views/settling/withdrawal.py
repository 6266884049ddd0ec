"""A claim taken back: what that means now, the deed, and the other side's yes or no."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.cases import flow
from kardad.cases import shown_settling as shown
from kardad.cases.access import settling as access
from kardad.cases.actions import withdrawing as actions
from kardad.cases.forms import settling as forms
from kardad.cases.queries import withdrawals as queries
from kardad.core.pages import attempt, page
from kardad.inbox.models import Party
from kardad.people import access as people


def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take it back, having just shown oneself; the page says whether one may file again."""
    now = timezone.now()
    place = access.side(request.actor, token, at=now)
    case, asked = place.case, queries.asked(place.case)
    context: dict[str, Any] = {"place": place, "asked": asked, **shown.facts(place)}
    is_asked = queries.is_asked(asked, place.party)
    if place.side != Party.Side.CLAIMANT and not is_asked:
        raise Http404
    if is_asked:
        return page(request, "cases/settling/asked.html", **context, may=place.may("withdraw"))
    if not flow.CASE.allows(case.state, "withdraw", "party"):
        raise Http404
    if not place.may("withdraw"):
        return page(request, "cases/settling/no_power.html", status=403, what="پس گرفتن دعوا", **context)
    people.fresh(request)
    rule = queries.rule(case, at=now)
    form = forms.Withdraw(request.POST or None, is_late=rule.unit == queries.NEEDS_CONSENT)
    if form.is_valid() and attempt(form, actions.withdraw, place, by=request.actor, at=now, **form.given):
        waits = form.result.state == "asked"
        messages.success(request, "پرسیده شد و پاسخ آن را انتظار می‌کشید." if waits else "دعوا پس گرفته شد و قرار آن در کارپوشه شماست.")
        return redirect("cases:case", token)
    with_whom = queries.claimants_besides(place, at=now)
    return page(request, "cases/settling/withdraw.html", form=form, rule=rule, with_whom=with_whom, **context)


def withdrawal_consent(request: HttpRequest, token: str) -> HttpResponse:
    """Say yes, having just shown oneself."""
    now = timezone.now()
    place, _ = access.asked(request.actor, token, at=now)
    people.fresh(request)
    return _answer(request, token, actions.consent, "cases/settling/consent.html", "رضایت شما ثبت شد.", place, now)


def withdrawal_refuse(request: HttpRequest, token: str) -> HttpResponse:
    """Say no: the claim goes on."""
    now = timezone.now()
    place, _ = access.asked(request.actor, token, at=now)
    return _answer(request, token, actions.refuse, "cases/settling/refuse.html", "رسیدگی ادامه دارد.", place, now)


def _answer(request: HttpRequest, token: str, act: Any, template: str, done: str, place: Any, now: Any) -> HttpResponse:
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, act, place, by=request.actor, at=now):
        messages.success(request, done)
        return redirect("cases:case", token)
    return page(request, template, form=form, place=place, asked=queries.asked(place.case), **shown.facts(place))
