"""Pages of second factors: the second step of log-in, app, passkeys, recovery codes – in place of the library's own."""

import json

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import limits
from kardad.core.pages import attempt, page
from kardad.core.requests import caller_ip
from kardad.people import access, doors, roles, sessions, totp
from kardad.people.actions import factors
from kardad.people.actions.persons import as_actor
from kardad.people.forms import accounts as forms
from kardad.people.models import Person, RoleGrant
from kardad.people.policy import LOGIN_FAILURES_AN_IP
from kardad.people.refusals import AccountClosed
from kardad.people.views.accounts import closed


def index(request: HttpRequest) -> HttpResponse:
    """The second factors I have, and how to add one."""
    person = access.person(request.actor)
    rows = factors.of(person)
    keys = [row for row in rows if row.type == factors.Type.WEBAUTHN]
    app = next((row for row in rows if row.type == factors.Type.TOTP), None)
    must = not rows and _is_staff(person)
    left = len(factors.recovery_codes(person)) if rows else 0
    return page(request, "people/security.html", app=app, keys=keys, left=left, must=must)


@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="people:login")
def authenticate(request: HttpRequest) -> HttpResponse:
    """The second step of log-in, for whoever has a second factor."""
    stage = request._login_stage
    person, now = stage.login.user, timezone.now()
    types = {row.type for row in factors.of(person)}
    if not types or not person.is_active:
        return stage.abort()
    if "credential" in request.POST:
        form: Form = forms.Passkey(request.POST)
        good = form.is_valid() and attempt(
            form, factors.accept_passkey, person, form.cleaned_data["credential"], by=as_actor(person), at=now
        )
    else:
        form = forms.FactorCode(request.POST or None)
        good = form.is_valid() and attempt(form, factors.accept_code, person, form.cleaned_data["code"], by=as_actor(person), at=now)
    if good:
        return stage.exit()
    options = factors.challenge(person) if factors.Type.WEBAUTHN in types else None
    code_form = form if isinstance(form, forms.FactorCode) else forms.FactorCode()
    return page(request, "people/second_step.html", form=form, code_form=code_form, options=options)


def login_passkey(request: HttpRequest) -> HttpResponse:
    """A challenge for the log-in page's script (GET, JSON), and the log-in by the key that answered it (POST)."""
    if request.user.is_authenticated:
        return redirect(doors.back_to(request))
    now, ip = timezone.now(), caller_ip(request)
    limits.allow("passkey-ip", ip, limit=LOGIN_FAILURES_AN_IP * 4, at=now, window=factors.HOUR)
    if request.method != "POST":
        return JsonResponse({"options": json.loads(factors.challenge(None))})
    form = forms.Passkey(request.POST)
    if not form.is_valid() or not attempt(form, factors.person_of, form.cleaned_data["credential"]):
        messages.error(request, "کلید ورود شناخته نشد. دوباره تلاش کنید یا با رمز عبور وارد شوید.")
        return redirect("people:login")
    try:
        return sessions.log_in_by_passkey(request, form.result, to=doors.back_to(request))
    except AccountClosed as refusal:
        return closed(request, refusal)


def add_totp(request: HttpRequest) -> HttpResponse:
    """Show the picture to the app, then write the code it shows."""
    person = access.person(request.actor)
    access.fresh(request)
    if any(row.type == factors.Type.TOTP for row in factors.of(person)):
        return redirect("mfa_index")
    secret = totp.secret(request.session)
    form = forms.TotpCode(request.POST or None)
    if form.is_valid():
        given = {"secret": secret, "code": form.cleaned_data["code"], "keep": request.session.session_key or ""}
        if attempt(form, factors.add_totp, person, **given, by=request.actor, at=timezone.now()):
            totp.forget(request.session)
            messages.success(request, "برنامه رمزساز افزوده شد. کدهای بازیابی را نگه دارید.")
            return redirect("mfa_view_recovery_codes")
    halves = (secret[:16], secret[16:])
    return page(request, "people/totp_add.html", form=form, secret=secret, halves=halves, address=totp.address(person, secret))


def remove_totp(request: HttpRequest) -> HttpResponse:
    """Take the app away, after I have shown myself again."""
    person = access.person(request.actor)
    row = next((one for one in factors.of(person) if one.type == factors.Type.TOTP), None)
    if row is None:
        return redirect("mfa_index")
    return _remove(request, row, name="برنامه رمزساز")


def add_passkey(request: HttpRequest) -> HttpResponse:
    """Name a key and let the browser make it."""
    person = access.person(request.actor)
    access.fresh(request)
    form = forms.NewPasskey(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data | {"keep": request.session.session_key or ""}
        is_first = not factors.of(person)
        if attempt(form, factors.add_passkey, person, **given, by=request.actor, at=timezone.now()):
            messages.success(request, "کلید ورود افزوده شد.")
            return redirect("mfa_view_recovery_codes" if is_first else "mfa_index")
    options = factors.new_key(person)
    return page(request, "people/passkey_add.html", form=form, options=options)


def rename_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a key another name."""
    row = _key(access.person(request.actor), pk)
    form = forms.KeyName(request.POST or None, initial={"name": row.data["name"]})
    if form.is_valid() and attempt(form, factors.rename_passkey, row, name=form.cleaned_data["name"], by=request.actor, at=timezone.now()):
        return redirect("mfa_index")
    return page(request, "people/passkey_rename.html", form=form)


def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a key away, after I have shown myself again."""
    row = _key(access.person(request.actor), pk)
    return _remove(request, row, name=f"کلید «{row.data['name']}»")


def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes that are still good, to be kept on paper."""
    person = access.person(request.actor)
    if not factors.of(person):
        raise Http404
    access.fresh(request)
    return page(request, "people/recovery_codes.html", codes=factors.recovery_codes(person), is_staff=_is_staff(person))


def make_recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten fresh codes in place of the earlier ones."""
    person = access.person(request.actor)
    if not factors.of(person):
        raise Http404
    access.fresh(request)
    form = forms.Nothing(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, factors.make_recovery_codes, person, by=request.actor, at=timezone.now()):
        messages.success(request, "کدهای تازه ساخته شد؛ کدهای پیشین دیگر کار نمی‌کنند.")
        return redirect("mfa_view_recovery_codes")
    return page(request, "people/recovery_codes_make.html", form=form)


def _is_staff(person: Person) -> bool:
    return RoleGrant.objects.filter(person=person, role__in=roles.STAFF, state="active").exists()


def _remove(request: HttpRequest, row: Authenticator, *, name: str) -> HttpResponse:
    access.fresh(request)
    form = forms.Nothing(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, factors.remove, row, by=request.actor, at=timezone.now()):
        messages.success(request, f"{name} برداشته شد.")
        return redirect("mfa_index")
    return page(request, "people/factor_remove.html", form=form, name=name)


def _key(person: Person, pk: int) -> Authenticator:
    row = Authenticator.objects.filter(user=person, type=factors.Type.WEBAUTHN, pk=pk).first()
    if row is None:
        raise Http404
    return row
