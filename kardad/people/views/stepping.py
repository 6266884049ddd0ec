"""The page on which a person shows again that it is he, before something that matters."""

from datetime import datetime

from allauth.account.internal.flows.login import record_authentication
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.pages import attempt, page, refused
from kardad.core.requests import caller_ip
from kardad.kit.refusal import Refusal
from kardad.people import access, doors, particulars
from kardad.people.actions import accounts, codes, factors, sims
from kardad.people.forms import accounts as forms
from kardad.people.models import Person
from kardad.people.refusals import SmsUnusable


def step_up(request: HttpRequest) -> HttpResponse:
    """By app, recovery code or passkey if there is one; else by a code to the mobile on record."""
    person = access.person(request.actor)
    rows = factors.of(person)
    return _by_factor(request, person, {row.type for row in rows}) if rows else _by_sms(request, person)


def _by_factor(request: HttpRequest, person: Person, types: set[str]) -> HttpResponse:
    now = timezone.now()
    form: Form
    if "credential" in request.POST:
        form = forms.Passkey(request.POST)
        if form.is_valid() and attempt(form, factors.accept_passkey, person, form.cleaned_data["credential"], by=request.actor, at=now):
            return _raised(request, person, form.result, now)
    else:
        form = forms.FactorCode(request.POST or None)
        if form.is_valid() and attempt(form, factors.accept_code, person, form.cleaned_data["code"], by=request.actor, at=now):
            return _raised(request, person, form.result, now)
    options = factors.challenge(person) if factors.Type.WEBAUTHN in types else None
    code_form = form if isinstance(form, forms.FactorCode) else forms.FactorCode()
    return page(request, "people/step_up.html", form=form, code_form=code_form, options=options)


def _by_sms(request: HttpRequest, person: Person) -> HttpResponse:
    now = timezone.now()
    form: Form = forms.Code(request.POST if "code" in request.POST else None)
    if request.POST.get("do") in ("send", "voice"):
        if refusal := _send(request, person, now):
            form = refused(forms.Code, refusal)
        else:
            return redirect(request.get_full_path())
    elif form.is_valid() and attempt(form, codes.accept, _code_for(request, person), form.cleaned_data["code"], by=request.actor, at=now):
        sims.note_possession(person, at=now)
        return _raised(request, person, "sms", now)
    row = codes.current(_code_for(request, person))
    is_sent = bool(row and not row.consumed_at and row.expires_at > now and row.session_key == _key(request))
    wait = max(0, int((codes.resend_at(row) - now).total_seconds())) if is_sent and row else 0
    unusable = bool(person.sms_suspended_at) or isinstance(getattr(form, "refusal", None), SmsUnusable)
    mobile = particulars.own(person).mobile
    return page(request, "people/step_up_sms.html", form=form, is_sent=is_sent, wait=wait, mobile=mobile, unusable=unusable)


def _send(request: HttpRequest, person: Person, now: datetime) -> Refusal | None:
    """None when a code is on its way."""
    try:
        sims.require(person, by=request.actor, at=now)
        codes.send(_code_for(request, person), by=request.actor, at=now, voice=request.POST.get("do") == "voice")
    except Refusal as refusal:
        return refusal
    return None


def _code_for(request: HttpRequest, person: Person) -> codes.For:
    return codes.For(
        purpose="step_up",
        subject=person,
        mobile=particulars.own(person).mobile,
        code_index=person.code_index or "",
        session_key=_key(request),
        ip=caller_ip(request),
    )


def _raised(request: HttpRequest, person: Person, factor: str, now: datetime) -> HttpResponse:
    """The session holds who showed himself, how and when; the act judges it again (`access.fresh`)."""
    request.session[access.STEP_UP] = {"person": person.pk, "by": factor, "at": now.isoformat()}
    record_authentication(request, person, method=factor, reauthenticated=True)
    accounts.note_step_up(person, factor=factor, by=request.actor, at=now)
    return redirect(doors.back_to(request, "people:account"))


def _key(request: HttpRequest) -> str:
    return request.session.session_key or ""
