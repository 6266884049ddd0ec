"""Pages of a lost password: who, the code, the new password – the same for an account that exists and for one that does not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from kardad.core.pages import attempt, page
from kardad.core.requests import caller_ip
from kardad.people.actions import accounts, resets
from kardad.people.actions.persons import as_actor
from kardad.people.forms import accounts as forms
from kardad.people.models import Person

ASKED = "reset_asked"  # in the session: the blind index of the code that was typed
PROVED = "reset_proved"  # in the session: whose code was answered, and when
PROVED_FOR = timedelta(minutes=15)
log = structlog.get_logger()


class Then(HttpResponseRedirect):
    """A redirect after which something is done: the answer leaves in the same time whatever that is."""

    def __init__(self, to: str, deed: Callable[[], object]) -> None:
        super().__init__(to)
        self.deed: Callable[[], object] | None = deed

    def close(self) -> None:
        """The answer has left: do the deed, once; what goes wrong is logged."""
        deed, self.deed = self.deed, None
        try:
            if deed:
                deed()
        except Exception:
            log.exception("deed after the answer failed")
        finally:
            super().close()


def reset(request: HttpRequest) -> HttpResponse:
    """Who lost the password."""
    form = forms.Reset(request.POST or None)
    if form.is_valid():
        now, ip, index = timezone.now(), caller_ip(request), accounts.index_of(form.cleaned_data["code"])
        if attempt(form, resets.allow, index, ip=ip, at=now):
            request.session[ASKED] = index
            request.session.pop(PROVED, None)
            request.session.save()
            asked = resets.Asked(index, **_shown(form), session_key=request.session.session_key or "", ip=ip)
            return Then(reverse("people:reset_code"), lambda: resets.send(asked, at=now))
    return page(request, "people/reset.html", form=form)


def reset_code(request: HttpRequest) -> HttpResponse:
    """The code that came, if one was sent."""
    index = request.session.get(ASKED)
    if not index:
        return redirect("people:reset")
    form = forms.ResetCode(request.POST or None)
    if form.is_valid():
        now, key = timezone.now(), request.session.session_key or ""
        typed = form.cleaned_data["code"]
        if attempt(form, resets.answer, index, code=typed, session_key=key, ip=caller_ip(request), at=now):
            del request.session[ASKED]
            request.session[PROVED] = {"person": form.result.pk, "at": now.isoformat()}
            request.session.cycle_key()
            return redirect("people:reset_password")
    return page(request, "people/reset_code.html", form=form)


@sensitive_post_parameters("password")
def reset_password(request: HttpRequest) -> HttpResponse:
    """The new password, once, for whoever answered the code."""
    now = timezone.now()
    person = _proved(request, now)
    if person is None:
        return redirect("people:reset")
    form = forms.NewPassword(request.POST or None)
    if form.is_valid() and attempt(form, accounts.reset_password, person, new=form.cleaned_data["password"], by=as_actor(person), at=now):
        request.session.flush()
        messages.success(request, "رمز تازه ثبت شد. با آن وارد شوید.")
        return redirect("people:login")
    return page(request, "people/reset_password.html", form=form)


def _shown(form: forms.Reset) -> dict[str, Any]:
    shown = form.cleaned_data["shown"]
    return {"birth": shown, "mobile": ""} if isinstance(shown, date) else {"birth": None, "mobile": shown}


def _proved(request: HttpRequest, now: datetime) -> Person | None:
    kept = request.session.get(PROVED)
    if not isinstance(kept, dict) or now - datetime.fromisoformat(kept["at"]) > PROVED_FOR:
        return None
    return Person.objects.filter(pk=kept["person"], state=Person.State.ACTIVE).first()
