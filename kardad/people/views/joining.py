"""Joining (L0): one's role, the form, the code to one's own mobile, and the panel."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.pages import attempt as try_to
from kardad.core.pages import page
from kardad.core.requests import caller_ip
from kardad.people import refusals, roles
from kardad.people.access import verification as access
from kardad.people.actions import attempts
from kardad.people.forms import verification as forms
from kardad.people.views import codes, entering

STEPS = ["حالت کاری", "مشخصات", "کد تأیید"]


def join(request: HttpRequest) -> HttpResponse:
    """Choose one of the three."""
    access.public(request)
    form = forms.Role(request.POST or None, offered=roles.JOINING, initial={"role": request.session.get("join_role")})
    if form.is_valid():
        request.session["join_role"] = form.cleaned_data["role"]
        return redirect("people:join_details")
    return page(request, "people/join.html", form=form, steps=STEPS)


def join_details(request: HttpRequest) -> HttpResponse:
    """Who one is, as one says; a code goes to the mobile."""
    access.public(request)
    role = request.session.get("join_role")
    if role not in roles.JOINING:
        return redirect("people:join")
    form = forms.Join(request.POST or None)
    if form.is_valid() and try_to(form, _begin, request, role, form.typed()):
        access.hold(request, form.result, "joining")
        return redirect("people:join_code")
    return page(request, "people/join_details.html", form=form, role=roles.ROLES[role], steps=STEPS)


def _begin(request: HttpRequest, role: str, typed: dict) -> object:
    at, by = timezone.now(), request.actor
    begun = attempts.begin(
        depth="join", method="join", role=role, by=by, at=at, session_key=entering.session_key(request), ip=caller_ip(request)
    )
    attempts.describe(begun, typed=typed, by=by, at=at)
    return attempts.send_code(begun, by=by, at=at)


def join_code(request: HttpRequest) -> HttpResponse:
    """The code: a member stands in the panel."""
    attempt = access.attempt(request, "joining")
    if request.method == "POST" and request.POST.get("do") in codes.DEEDS:
        return codes.resend(request, attempt, "people:join_code")
    form = forms.Code(request.POST or None)
    if form.is_valid() and try_to(form, attempts.answer, attempt, code=form.cleaned_data["code"], by=request.actor, at=timezone.now()):
        request.session.pop("joining", None)
        return entering.enter(request, form.result, to="portal:panel", said="عضو شدید؛ این پنل رایگان شماست.")
    if isinstance(getattr(form, "refusal", None), refusals.Duplicate):
        request.session.pop("joining", None)
        return entering.to_login(request, form.refusal)
    return page(request, "people/join_code.html", form=form, attempt=attempt, steps=STEPS, **codes.state(attempt, timezone.now()))
