"""Pages of a new mobile: which, the code that came to it, and the day in which it can be stopped."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.pages import attempt, page, refused
from kardad.core.requests import caller_ip
from kardad.kit.refusal import Refusal
from kardad.people import access, particulars
from kardad.people.actions import codes, mobiles
from kardad.people.forms import accounts as forms
from kardad.people.models import MobileChange, Person
from kardad.people.queries import accounts as queries


def mobile(request: HttpRequest) -> HttpResponse:
    """Which mobile is mine now; a held change is shown with the way to stop it."""
    person = access.person(request.actor)
    change = queries.open_change(person)
    if change and change.state == "held":
        return _held(request, change)
    form = forms.Mobile(request.POST or None)
    if form.is_valid():
        factor = access.fresh(request)
        given = {"mobile": form.cleaned_data["mobile"], "factor": factor, "ip": caller_ip(request)}
        if attempt(form, mobiles.ask, person, **given, by=request.actor, at=timezone.now()):
            return _send(request, form.result) or redirect("people:mobile_code")
    return page(request, "people/mobile.html", form=form, mobile=particulars.own(person).mobile)


def mobile_code(request: HttpRequest) -> HttpResponse:
    """The code that came to the new mobile."""
    person = access.person(request.actor)
    change = queries.open_change(person)
    if change is None or change.state != "asked":
        return redirect("people:mobile")
    access.fresh(request)
    wish = request.POST.get("do", "")
    if wish in ("resend", "voice"):
        return _send(request, change, voice=wish == "voice") or redirect("people:mobile_code")
    form = forms.Code(request.POST or None)
    if form.is_valid():
        given = {"code": form.cleaned_data["code"], "session_key": request.session.session_key or ""}
        if attempt(form, mobiles.prove, change, **given, by=request.actor, at=timezone.now()):
            messages.success(request, "شماره تازه ثابت شد و ۲۴ ساعت دیگر جایگزین می‌شود.")
            return redirect("people:mobile")
    return _code_page(request, change, form)


def _held(request: HttpRequest, change: MobileChange) -> HttpResponse:
    if request.method == "POST":
        mobiles.cancel(change, by=request.actor, at=timezone.now())
        messages.success(request, "عوض‌شدن شماره بازداشته شد؛ شماره کنونی می‌ماند.")
        return redirect("people:mobile")
    return page(request, "people/mobile_held.html", change=change, mobile=particulars.own(_owner(change)).mobile)


def _owner(change: MobileChange) -> Person:
    return change.person


def _send(request: HttpRequest, change: MobileChange, *, voice: bool = False) -> HttpResponse | None:
    """None when a code is on its way; else the page that says why not."""
    key = request.session.session_key or ""
    try:
        mobiles.send_code(change, session_key=key, ip=caller_ip(request), by=request.actor, at=timezone.now(), voice=voice)
    except Refusal as refusal:
        return _code_page(request, change, refused(forms.Code, refusal))
    return None


def _code_page(request: HttpRequest, change: MobileChange, form: Form) -> HttpResponse:
    now = timezone.now()
    row = codes.current(mobiles.code_for(change, session_key=request.session.session_key or ""))
    wait = max(0, int((codes.resend_at(row) - now).total_seconds())) if row else 0
    return page(request, "people/mobile_code.html", form=form, change=change, wait=wait, is_sent=row is not None)
