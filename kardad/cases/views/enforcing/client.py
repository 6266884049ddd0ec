"""A side's pages of enforcement: asked for, followed to the last rial; money told and answered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import carrying_out, package
from kardad.cases import shown_enforcing as shown
from kardad.cases.access import enforcing as access
from kardad.cases.actions import collecting
from kardad.cases.actions import enforcing as actions
from kardad.cases.forms import enforcing as forms
from kardad.cases.queries import enforcing as queries
from kardad.cases.queries.standing import Standing
from kardad.cases.views.enforcing.zips import zipped
from kardad.core.pages import attempt, page
from kardad.kit import calendar
from kardad.people import access as people

PAGE = "cases:enforcement"


@require_safe
def enforcement(request: HttpRequest, token: str) -> HttpResponse:
    """What is enforced, what came of it and what is left; what the Divan has of it."""
    now = timezone.now()
    place = access.side(request.actor, token, at=now)
    is_creditor = queries.is_creditor(place)
    rows = shown.every(place.case, with_papers=is_creditor, at=now)
    divans = shown.divans(place.case)
    is_stayed = shown.is_stayed(divans)
    is_free = not is_stayed and not any(one.is_open for one in rows)
    may_ask = is_creditor and is_free and shown.is_owed(place.case, place.parties, at=now)
    if not rows and not divans and not may_ask:
        raise Http404
    context = {"rows": rows, "divans": divans, "may_ask": may_ask, "is_creditor": is_creditor, "is_stayed": is_stayed}
    return page(request, "cases/enforcing/mine.html", place=place, **context, **_facts(place))


def enforce(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for enforcement, having just shown oneself: the press is the signature."""
    now = timezone.now()
    place = access.creditor(request.actor, token, at=now)
    if not shown.may_ask(place.case, at=now):
        raise Http404
    people.fresh(request)
    form = forms.Enforce(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, actions.request, place, by=request.actor, at=now, **form.cleaned_data):
        messages.success(request, "درخواست اجرا ثبت شد و بسته برگه‌ها در حال آماده شدن است.")
        return redirect(PAGE, token)
    due = queries.due(place.case, today=calendar.tehran_day(now))
    told = {"due": due, "court": carrying_out.court(place.case), "attached": carrying_out.attached(place.case)}
    return page(request, "cases/enforcing/enforce.html", form=form, place=place, **told, **_facts(place))


def money(request: HttpRequest, token: str) -> HttpResponse:
    """Say that money was paid."""
    now = timezone.now()
    place, found = access.running(request.actor, token, at=now)
    today, first = calendar.tehran_day(now), calendar.tehran_day(found.decision.issued_at or now)
    form = forms.Money(request.POST or None, today=today, earliest=first)
    if form.is_valid() and attempt(form, collecting.note_money, found, by=request.actor, at=now, **form.cleaned_data):
        is_counted = form.result.state == "counted"
        messages.success(request, "ثبت شد و از مانده کم شد." if is_counted else "ثبت شد؛ با تأیید خواهان اجرا از مانده کم می‌شود.")
        return redirect(PAGE, token)
    is_mine = place.party is not None and place.party.pk == found.party_id
    told = {"found": found, "rest": found.owed - found.received, "is_mine": is_mine}
    return page(request, "cases/enforcing/money.html", form=form, **told, **_facts(place))


def answer(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """Say whether the money that the debtor told of came."""
    now = timezone.now()
    told = access.told(request.actor, token, pk, at=now)
    place = access.side(request.actor, token, at=now)
    form = forms.Answer(request.POST or None)
    if form.is_valid() and attempt(form, collecting.answer, told, form.cleaned_data["name"], by=request.actor, at=now):
        messages.success(request, "پاسخ شما ثبت شد.")
        return redirect(PAGE, token)
    return page(request, "cases/enforcing/answer.html", form=form, told=told, **_facts(place))


def court(request: HttpRequest, token: str) -> HttpResponse:
    """Write down the number that the court gave."""
    now = timezone.now()
    place, found = access.followed(request.actor, token, at=now)
    form = forms.Court(request.POST or None, initial={"court": found.court, "number": found.court_number})
    if form.is_valid() and attempt(form, actions.note_court, found, by=request.actor, at=now, **form.cleaned_data):
        messages.success(request, "شماره اجرا ثبت شد.")
        return redirect(PAGE, token)
    return page(request, "cases/enforcing/court.html", form=form, found=found, **_facts(place))


def allow(request: HttpRequest, token: str) -> HttpResponse:
    """Write down the instalments that the court allowed."""
    now = timezone.now()
    place, found = access.followed(request.actor, token, at=now)
    rest = found.owed - found.received
    form = forms.Allow(request.POST or None, rest=rest)
    if form.is_valid() and attempt(form, actions.allow, found, schedule=form.schedule, by=request.actor, at=now):
        messages.success(request, "قسط‌ها ثبت شد.")
        return redirect(PAGE, token)
    return page(request, "cases/enforcing/allow.html", form=form, rest=rest, **_facts(place))


def end(request: HttpRequest, token: str) -> HttpResponse:
    """The creditor wants no more of it, or all was done."""
    now = timezone.now()
    place, found = access.followed(request.actor, token, at=now)
    form = forms.Reason(request.POST or None)
    if form.is_valid() and attempt(form, actions.end, found, by=request.actor, at=now, **form.cleaned_data):
        messages.success(request, "اجرا پایان یافت.")
        return redirect(PAGE, token)
    return page(request, "cases/enforcing/end.html", form=form, found=found, rest=found.owed - found.received, **_facts(place))


@require_safe
def package_file(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """The whole package, for the one who asked for it."""
    now = timezone.now()
    place, found = access.packaged(request.actor, token, pk, at=now)
    return zipped(package.written(place.case, found, at=now), found)


def _facts(place: Standing) -> dict[str, Any]:
    """What every page says of the case, and where it goes back to."""
    return {"case": place.case, "number": place.case.class_number or place.case.number or ""}
