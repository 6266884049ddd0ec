"""Following an attempt from outside, and the national window."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import demo, limits, outside
from kardad.core.pages import attempt as try_to
from kardad.core.pages import page
from kardad.core.requests import caller_ip
from kardad.gateways.sso.console import Console
from kardad.gateways.sso.port import Pending
from kardad.kit.refusal import Refusal
from kardad.people.access import verification as access
from kardad.people.actions import attempts, windows
from kardad.people.demo import second_factor_codes
from kardad.people.forms import verification as forms
from kardad.people.models import Attempt
from kardad.people.queries import verification as queries
from kardad.people.views import entering

FOLLOWS_AN_HOUR = 10


class NotFollowed(Refusal):
    """No attempt has this tracking code and this end of a mobile: one text for both."""

    code = "FOLLOW_NOT_FOUND"
    status = 404
    message = "با این کد پیگیری و چهار رقم، درخواستی پیدا نشد. هر دو را با پیامک یا رسید خود بسنجید."


def follow(request: HttpRequest) -> HttpResponse:
    """Tracking code and the mobile's end: the state and the next step, on any device."""
    access.public(request)
    form = forms.Follow(request.POST or None)
    if form.is_valid() and try_to(form, _find, request, form.cleaned_data["tracking"], form.cleaned_data["tail"]):
        access.hold(request, form.result)
        request.session[access.FOLLOWED] = form.result.pk
        return redirect("people:verify_checks")
    return page(request, "people/follow.html", form=form)


def _find(request: HttpRequest, tracking: str, tail: str) -> Attempt:
    at = timezone.now()
    limits.allow("follow", caller_ip(request), limit=FOLLOWS_AN_HOUR, at=at, window=timedelta(hours=1))
    # Four digits are ten thousand guesses: the code itself has its share, from however many addresses.
    limits.allow("follow-code", tracking, limit=FOLLOWS_AN_HOUR, at=at, window=timedelta(hours=1))
    found = queries.attempt_by_tracking(tracking, tail)
    if found is None:
        raise NotFollowed
    return attempts.rebind(found, session_key=entering.session_key(request), by=request.actor, at=at)


def verify_window(request: HttpRequest) -> HttpResponse:
    """Leave for the national window; what must be kept until the return lies in the session."""
    attempt = access.attempt(request)
    if request.method != "POST" and "go" not in request.GET:
        return page(request, "people/verify_window.html", attempt=attempt)
    try:
        windows.require_own(attempt, at=timezone.now())
        journey = outside.sso().begin()
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("people:verify")
    request.session["window"] = journey.pending.as_dict()
    return HttpResponseRedirect(journey.url)


def verify_window_back(request: HttpRequest) -> HttpResponse:
    """Back from the window: verified, linked to the account that exists, or refused and on record."""
    attempt = access.attempt(request)
    kept = request.session.pop("window", None)
    try:
        person = windows.come_back(attempt, Pending(**kept) if kept else None, request.GET.dict(), by=request.actor, at=timezone.now())
    except windows.CodeUnknown:
        request.session["method"] = "otp_l1"
        messages.info(request, windows.CodeUnknown.message)
        return redirect("people:verify_role")
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("people:verify")
    if person.has_usable_password() or person.level > 1:
        return entering.enter(request, person, to="portal:panel", said="با پنجره ملی وارد شدید.")
    request.session["verified_person"] = person.pk
    return redirect("people:verify_profile")


def demo_messages(request: HttpRequest) -> HttpResponse:
    """What the console messenger would have sent; only in a demo."""
    access.public(request)
    if not settings.DEMO:
        raise Http404
    return page(request, "people/demo_messages.html", sent=demo.messages(), second_factors=second_factor_codes(timezone.now()))


def demo_sso(request: HttpRequest) -> HttpResponse:
    """The demo's stand-in for the national window: choose who comes back; only in a demo."""
    access.public(request)
    window = outside.sso()
    if not settings.DEMO or not isinstance(window, Console):
        raise Http404
    state = request.GET.get("state", "")
    ways = [(choice.label, window.way_back(state, choice.national_code)) for choice in window.choices]
    return page(request, "people/demo_sso.html", ways=ways, declined=window.way_back(state, None))
