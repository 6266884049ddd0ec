"""Pages of one's account: log-in and -out, the overview, sessions, the password."""

from django.contrib import messages
from django.contrib.auth import logout as end
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from kardad.core.pages import attempt, page
from kardad.core.requests import caller_ip
from kardad.people import access, doors, particulars, sessions
from kardad.people.actions import accounts
from kardad.people.forms import accounts as forms
from kardad.people.queries import accounts as queries
from kardad.people.refusals import AccountClosed


@sensitive_post_parameters("password")
def login(request: HttpRequest) -> HttpResponse:
    """Code and password; then the second factor where there is one, and back to the page that was wanted."""
    if request.user.is_authenticated:
        return redirect(doors.back_to(request))
    form = forms.LogIn(request.POST or None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("code", "password")}
        if attempt(form, accounts.prove_password, **given, ip=caller_ip(request), at=timezone.now()):
            return sessions.log_in(request, form.result, to=doors.back_to(request), method="password")
        if isinstance(form.refusal, AccountClosed):
            return closed(request, form.refusal)
    return page(request, "people/login.html", form=form, next=request.GET.get("next", ""))


def closed(request: HttpRequest, refusal: AccountClosed) -> HttpResponse:
    """What the owner of a frozen account can do."""
    return page(request, "people/login_closed.html", status=refusal.status, refusal=refusal)


def logout(request: HttpRequest) -> HttpResponse:
    """The session is over; asked once where the deed did not come from a button."""
    if request.user.is_authenticated and request.method == "POST":
        person, key = access.person(request.actor), request.session.session_key or ""
        accounts.log_out(person, session_key=key, by=request.actor, at=timezone.now())
        end(request)
        messages.success(request, "از حساب خود خارج شدید.")
    if not request.user.is_authenticated:
        return redirect("portal:home")
    return page(request, "people/logout.html")


def account(request: HttpRequest) -> HttpResponse:
    """What is on record about me, and what I can change."""
    person = access.person(request.actor)
    change = queries.open_change(person)
    kept = particulars.own(person)
    factor = access.has_second_factor(person.pk)
    return page(request, "people/account.html", person=person, kept=kept, change=change, has_second_factor=factor)


def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where my account is open, and the way to close it there."""
    person = access.person(request.actor)
    now, key = timezone.now(), request.session.session_key or ""
    if request.method == "POST":
        return _end_sessions(request, key)
    shown = queries.live_sessions(person, current=key, at=now)
    return page(request, "people/sessions.html", sessions=shown, has_others=any(not one.is_current for one in shown))


def _end_sessions(request: HttpRequest, key: str) -> HttpResponse:
    person, now, which = access.person(request.actor), timezone.now(), request.POST.get("session", "")
    if which == "others":
        accounts.end_other_sessions(person, keep=key, by=request.actor, at=now)
        messages.success(request, "همه نشست‌های دیگر بسته شد.")
    elif not which.isascii() or not which.isdigit():
        raise Http404
    elif accounts.end_session(person, session_id=int(which[:18]), by=request.actor, at=now):
        messages.success(request, "آن نشست بسته شد.")
    return redirect("people:sessions")


@sensitive_post_parameters("password", "new_password")
def password(request: HttpRequest) -> HttpResponse:
    """The present password, then the new one."""
    person = access.person(request.actor)
    form = forms.ChangePassword(request.POST or None)
    if form.is_valid():
        words = {"present": form.cleaned_data["password"], "new": form.cleaned_data["new_password"]}
        if attempt(form, accounts.change_password, person, **words, keep=_key(request), by=request.actor, at=timezone.now()):
            sessions.go_on(request, form.result)
            messages.success(request, "رمز عبور عوض شد و نشست‌های دیگر بسته شدند.")
            return redirect("people:account")
    return page(request, "people/password.html", form=form)


def _key(request: HttpRequest) -> str:
    return request.session.session_key or ""
