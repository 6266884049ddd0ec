"""The secretary's side of enforcement: sent, its number, instalments and money, recall and end."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import package
from kardad.cases import shown_enforcing as shown
from kardad.cases.access import enforcing as access
from kardad.cases.actions import archiving, collecting
from kardad.cases.actions import enforcing as actions
from kardad.cases.forms import enforcing as forms
from kardad.cases.models import Case
from kardad.cases.views.enforcing.zips import zipped
from kardad.core.pages import attempt, page
from kardad.kit import calendar

PAGE = "cases_office:enforcement"
# Each deed: the question of its page, what it means, its button, what is told after.
DEEDS: Final = {
    "send": (
        "بسته به کدام اجرای احکام می‌رود؟",
        "رأی قطعی را اجرای احکام دادگاه محل کارگاه اجرا می‌کند (ماده ۱۶۶ قانون کار و ماده ۲ آیین‌نامه اجرا). "
        "نخست بسته برگه‌ها را بگیرید و بفرستید؛ با این کار خواهان اجرا خبر می‌شود.",
        "ثبت ارسال",
        "ارسال ثبت شد و خواهان اجرا خبر شد.",
    ),
    "court": (
        "دادگاه چه شماره‌ای داده است؟",
        "هر دو طرف این شماره را می‌بینند و با آن در دادگاه پیگیری می‌کنند.",
        "ثبت شماره",
        "شماره اجرا ثبت شد.",
    ),
    "allow": (
        "دادگاه چگونه تقسیط کرده است؟",
        "قسط‌ها جای برنامه پیشین را می‌گیرد و باید درست به اندازه مانده باشد. هر پولی که برسد، نخست قسط‌های پیش‌تر را می‌پردازد.",
        "ثبت قسط‌ها",
        "قسط‌ها ثبت شد.",
    ),
    "money": ("چه پولی رسیده است؟", "از مانده کم می‌شود و هر دو طرف خبر می‌شوند.", "ثبت پول رسیده", "ثبت شد و از مانده کم شد."),
    "recall": (
        "چرا درخواست اجرا بازگردانده می‌شود؟",
        "اجرا دیگر دنبال نمی‌شود. اگر بسته به دادگاه رفته باشد، نامه بازگشت آماده می‌شود تا آن را بفرستید.",
        "بازگرداندن درخواست",
        "درخواست بازگردانده شد.",
    ),
    "note_return": (
        "نامه بازگشت به اجرای احکام فرستاده شد؟",
        "نامه بازگشت در بسته برگه‌های همین اجراست. آن را بگیرید و به اجرای احکام بفرستید، سپس این‌جا بنویسید که فرستاده شد.",
        "ثبت ارسال نامه بازگشت",
        "ارسال نامه بازگشت ثبت شد.",
    ),
    "end": ("اجرا چرا پایان می‌یابد؟", "پس از آن پولی در این اجرا ثبت نمی‌شود.", "پایان دادن به اجرا", "اجرا پایان یافت."),
}


@require_safe
def enforcement(request: HttpRequest, pk: int) -> HttpResponse:
    """What follows the decision: its enforcement with money and papers, and the Divan."""
    now = timezone.now()
    case, desk = access.office(request.actor, pk, now=now)
    rows, divans = shown.every(case, with_papers=True, at=now), shown.divans(case)
    deeds = shown.desk_deeds(case, desk, rows, divans)
    context = {"rows": rows, "divans": divans, "deeds": deeds, "is_stayed": shown.is_stayed(divans)}
    return page(request, "cases/enforcing/office.html", **context, **facts(case))


def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The package went to the court."""
    return _deed(request, pk, "send", lambda one: forms.Send(request.POST or None, initial={"court": one.court}), actions.send)


def court(request: HttpRequest, pk: int) -> HttpResponse:
    """The court's number."""
    begun = lambda one: forms.Court(request.POST or None, initial={"court": one.court, "number": one.court_number})  # noqa: E731
    return _deed(request, pk, "court", begun, actions.note_court)


def allow(request: HttpRequest, pk: int) -> HttpResponse:
    """The instalments of the court."""
    begun = lambda one: forms.Allow(request.POST or None, rest=one.owed - one.received)  # noqa: E731
    return _deed(request, pk, "allow", begun, actions.allow, lambda form: {"schedule": form.schedule})


def money(request: HttpRequest, pk: int) -> HttpResponse:
    """Money that reached the creditor through the court."""
    today = calendar.tehran_day(timezone.now())
    return _deed(request, pk, "money", lambda one: forms.Money(request.POST or None, today=today), collecting.note_money)


def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the request back."""
    return _deed(request, pk, "recall", lambda one: forms.Reason(request.POST or None), actions.recall)


def note_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter of recall went to the court."""
    return _deed(
        request, pk, "note_return", lambda one: forms.Bare(request.POST if request.method == "POST" else None), actions.note_return
    )


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The enforcement is over."""
    return _deed(request, pk, "end", lambda one: forms.Reason(request.POST or None), actions.end)


@require_safe
def package_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole package, for the office."""
    now = timezone.now()
    found = access.package(request.actor, pk, now=now)
    return zipped(package.written(found.case, found, at=now), found)


def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the case away."""
    now = timezone.now()
    case, desk = access.runs(request.actor, pk, now=now)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, archiving.archive, case, by=desk.by, at=now):
        messages.success(request, "پرونده بایگانی شد.")
        return redirect("cases_office:case", case.pk)
    return page(request, "cases/enforcing/archive.html", form=form, **facts(case))


def facts(case: Case) -> dict[str, Any]:
    """What every page of this room says of the case."""
    return {"case": case, "number": case.class_number or case.number or ""}


def _deed(
    request: HttpRequest,
    pk: int,
    name: str,
    begun: Callable[..., Form],
    act: Callable[..., Any],
    told: Callable[..., dict[str, Any]] = lambda form: dict(form.cleaned_data),
) -> HttpResponse:
    """The page of one deed on an enforcement: its form, then the case's enforcement."""
    now = timezone.now()
    found, desk = access.enforcement(request.actor, pk, now=now)
    form = begun(found)
    if form.is_valid() and attempt(form, act, found, by=desk.by, at=now, **told(form)):
        messages.success(request, DEEDS[name][3])
        return redirect(PAGE, found.case_id)
    title, means, label, _ = DEEDS[name]
    context = {"title": title, "means": means, "label": label, "found": found, "rest": found.owed - found.received}
    context["is_ending"] = name in ("recall", "end")
    return page(request, "cases/enforcing/deed.html", form=form, **context, **facts(found.case))
