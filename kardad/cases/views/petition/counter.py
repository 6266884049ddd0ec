"""An officer writes a petition for the person before him: asks his consent, writes with the same steps, has it signed by his code."""

from datetime import datetime
from functools import partial
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import petition
from kardad.cases.access import petitions as access
from kardad.cases.actions import countering, filing
from kardad.cases.forms import counter as forms
from kardad.cases.models import CounterConsent
from kardad.cases.queries import petitions as queries
from kardad.cases.views.petition import signing
from kardad.core.operator import operator
from kardad.core.pages import attempt, page, refused
from kardad.core.requests import caller_ip
from kardad.kit.refusal import Refusal
from kardad.people import particulars
from kardad.people.access.counters import Desk
from kardad.people.actions import codes

SHOWN = 20


def counter_petitions(request: HttpRequest) -> HttpResponse:
    """Whose petition is to be written now, and those of today that are not signed."""
    desk, at = access.at_counter(request), timezone.now()
    form = forms.Ask(request.POST or None)
    if form.is_valid() and attempt(form, countering.ask, **form.cleaned_data, office=desk.office, by=desk.actor, at=at):
        return redirect("cases:counter_consent", form.result.token)
    rows = queries.at_counter(desk.officer_id, desk.office.pk, at=at)[:SHOWN]
    return page(request, "cases/petition/counter.html", form=form, desk=desk, rows=rows)


def counter_consent(request: HttpRequest, token: str) -> HttpResponse:
    """The person reads what he consents to; a code goes to his own mobile, and with it the draft stands."""
    consent, desk = access.consent(request, token)
    if consent.signed_at:
        return redirect("cases:counter_done", token)
    if consent.case is not None:
        return redirect("cases:petition_step", consent.case.token, "claimant")
    at = timezone.now()
    form, answer = _code_asked(request, consent, desk, forms.Code, at=at)
    give = partial(countering.give, consent, session_key=_key(request))
    if answer is None and form.is_valid() and attempt(form, give, typed=form.cleaned_data["code"], by=desk.actor, at=at):
        return redirect("cases:petition_step", form.result.token, "claimant")
    told = {"consent": consent, "desk": desk, **_sent(request, consent, at)}
    return answer or page(request, "cases/petition/counter_consent.html", form=form, **told)


def counter_sign(request: HttpRequest, token: str) -> HttpResponse:
    """The petition is read to the person; by a second code of his own it is filed, or prepared, as his."""
    consent, desk = access.consent(request, token)
    if consent.signed_at:
        return redirect("cases:counter_done", token)
    if consent.case is None:
        return redirect("cases:counter_consent", token)
    case, held = access.writing(request.actor, consent.case.token, "draft", at=timezone.now())
    at = timezone.now()
    if signing.gaps(case, held, at=at):
        return redirect("cases:petition_check", case.token)
    form, answer = _code_asked(request, consent, desk, forms.Sign, at=at)
    sign = partial(filing.sign_at_counter, consent, session_key=_key(request))
    if answer is None and form.is_valid() and attempt(form, sign, typed=form.cleaned_data["code"], by=desk.actor, at=at):
        return redirect("cases:counter_done", token)
    told = {"consent": consent, "case": case, "held": held, "is_authority": operator().is_authority, **_sent(request, consent, at)}
    return answer or page(request, "cases/petition/counter_sign.html", form=form, **told)


@require_safe
def counter_done(request: HttpRequest, token: str) -> HttpResponse:
    """What the officer prints and hands over: the number, the code by which the case is followed, where it is."""
    consent, desk = access.consent(request, token)
    if not consent.signed_at or consent.case is None:
        raise Http404
    held = petition.read(consent.case.petition)
    return page(request, "cases/petition/counter_done.html", consent=consent, case=consent.case, held=held, desk=desk)


def _code_asked(
    request: HttpRequest, consent: CounterConsent, desk: Desk, kind: type[Form], *, at: datetime
) -> tuple[Form, HttpResponse | None]:
    """The form of the code; where a code was asked for it has been sent, and the page is asked anew."""
    if request.POST.get("do") not in ("send", "voice"):
        return kind(request.POST or None), None
    try:
        voice = request.POST["do"] == "voice"
        countering.send(consent, session_key=_key(request), ip=caller_ip(request), by=desk.actor, at=at, voice=voice)
    except Refusal as refusal:
        return refused(kind, refusal), None
    return kind(), redirect(request.path)


def _sent(request: HttpRequest, consent: CounterConsent, at: datetime) -> dict[str, Any]:
    """Whether a code of this session is waited for, when another may be asked for, and the mobile it went to."""
    row = codes.current(countering.code_for(consent, session_key=_key(request)))
    is_sent = bool(row and not row.consumed_at and row.expires_at > at and row.session_key == _key(request))
    wait = max(0, int((codes.resend_at(row) - at).total_seconds())) if is_sent and row else 0
    return {"is_sent": is_sent, "wait": wait, "mobile": particulars.own(consent.person).mobile}


def _key(request: HttpRequest) -> str:
    return request.session.session_key or ""
