"""The secretary's record of the Administrative Justice Court: a complaint, a stay and its end, what came of it."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.cases.access import enforcing as access
from kardad.cases.actions import divan as actions
from kardad.cases.forms import enforcing as forms
from kardad.cases.queries import enforcing as queries
from kardad.cases.views.enforcing.office import PAGE, facts
from kardad.core.pages import attempt, page
from kardad.kit import calendar

# Each order: the question of its page, what it means, its button and its tone, what is told after.
ORDERS: Final = {
    "stay": (
        "دیوان دستور توقف اجرا داده است؟",
        "تا رفع آن، چیزی به اجرای احکام فرستاده نمی‌شود. هر دو طرف خبر می‌شوند.",
        "ثبت دستور موقت",
        "primary",
        "دستور موقت ثبت شد.",
    ),
    "lift": (
        "دستور موقت برداشته شده است؟",
        "اجرا از همان‌جا که مانده بود دنبال می‌شود.",
        "ثبت رفع دستور",
        "primary",
        "رفع دستور موقت ثبت شد.",
    ),
    "reject": (
        "دیوان شکایت را نپذیرفته است؟",
        "رأی همچنان قطعی است و اگر دستور توقفی بود پایان می‌یابد.",
        "ثبت رد شکایت",
        "primary",
        "رد شکایت ثبت شد.",
    ),
    "quash": (
        "دیوان رأی را نقض کرده است؟",
        "اجرا بازگردانده می‌شود، هیئت پرونده برچیده می‌شود و پرونده برای رسیدگی دوباره نوبت می‌گیرد. عضوهای پیشین در هیئت تازه نیستند. "
        "این کار پس گرفته نمی‌شود.",
        "ثبت نقض رأی",
        "danger",
        "نقض رأی ثبت شد؛ برای رسیدگی دوباره قرعه بکشید.",
    ),
}


def complain(request: HttpRequest, pk: int) -> HttpResponse:
    """A side went to the Divan."""
    now = timezone.now()
    case, desk = access.runs(request.actor, pk, now=now)
    form = forms.Complain(request.POST or None, parties=queries.parties(case), today=calendar.tehran_day(now))
    if form.is_valid() and attempt(form, actions.complain, case, by=desk.by, at=now, **form.told):
        messages.success(request, "شکایت ثبت شد؛ اجرا ادامه دارد.")
        return redirect(PAGE, case.pk)
    return page(request, "cases/enforcing/complain.html", form=form, **facts(case))


def stay(request: HttpRequest, pk: int) -> HttpResponse:
    """The Divan's interim order."""
    return _order(request, pk, "stay", actions.stay)


def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """The interim order is over."""
    return _order(request, pk, "lift", actions.lift)


def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """The complaint failed."""
    return _order(request, pk, "reject", actions.reject)


def quash(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision is no more."""
    return _order(request, pk, "quash", actions.quash)


def _order(request: HttpRequest, pk: int, name: str, act: Callable[..., Any]) -> HttpResponse:
    now = timezone.now()
    found, desk = access.divan(request.actor, pk, now=now)
    form = forms.Order(request.POST or None, today=calendar.tehran_day(now))
    title, means, label, tone, done = ORDERS[name]
    if form.is_valid() and attempt(form, act, found, by=desk.by, at=now, **form.cleaned_data):
        messages.success(request, done)
        return redirect("cases_office:case" if name == "quash" else PAGE, found.case_id)
    context = {"title": title, "means": means, "label": label, "deed_tone": tone, "found": found}
    return page(request, "cases/enforcing/order.html", form=form, **context, **facts(found.case))
