"""Service on paper: what waits for a process agent and what is with one; handed out, printed, and what became of each call."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core import files
from kardad.core.actor import Actor
from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.documents import queries as documents
from kardad.inbox.access import office as access
from kardad.inbox.actions import paper as actions
from kardad.inbox.forms import office_service as forms
from kardad.inbox.models import Delivery, Visit
from kardad.inbox.shown import office as shown
from kardad.inbox.shown import visits
from kardad.kit import calendar

OPEN = ("waiting", "returned", "with_agent")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits to be handed out, and what is with an agent until when."""
    at = access.desk(request.actor)
    part = request.GET.get("part", "")
    part = part if part in OPEN else ""
    rows = access.deliveries(at).filter(via=Delivery.Via.PAPER, voided_at=None, rung__in=[part] if part else OPEN)
    found = newest(rows, after=request.GET.get("after", ""))
    calls = visits.latest(found.rows)
    today = calendar.tehran_day(timezone.now())
    lines = [(one, visits.clock(one, calls.get(one.pk), today=today)) for one in found.rows]
    more = found.next_url and f"{found.next_url}&part={part}"
    return page(request, "inbox/office/papers.html", lines=lines, next_url=more, part=part, parts=visits.PARTS)


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: handed out when it waits, taken down when it is with an agent."""
    found, at = access.delivery(request.actor, pk)
    if found.via != Delivery.Via.PAPER:
        raise Http404
    now = timezone.now()
    call = found.visits.filter(outcome="").first()
    form = _form(request, found, call, calendar.tehran_day(now)) if at.may_serve(found.notice.dossier) else None
    if form is not None and form.is_valid() and _done(request, form, found, call, at.by, now):
        return redirect("inbox_office:paper", found.pk)
    calls = list(found.visits.order_by("-pk"))
    return page(
        request,
        "inbox/office/paper.html",
        found=found,
        form=form,
        call=call,
        clock=visits.clock(found, call, today=calendar.tehran_day(now)),
        ladder=shown.ladder(found),
        calls=calls,
        printed=documents.of(found).filter(kind=found.notice.code).first(),
    )


@require_safe
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The sealed copy that the agent takes along."""
    found, _ = access.delivery(request.actor, pk)
    sealed = documents.of(found).filter(kind=found.notice.code).select_related("file").first()
    if found.via != Delivery.Via.PAPER or sealed is None or not sealed.is_sealed or sealed.file is None:
        raise Http404
    return files.answer(sealed.file)


@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """What the agent photographed."""
    found = access.visit(request.actor, pk)
    if found.photo is None:
        raise Http404
    return files.answer(found.photo)


def _form(request: HttpRequest, found: Delivery, call: Visit | None, today: date) -> forms.HandOut | forms.Call | None:
    if found.voided_at or found.served_on or found.rung == "served":
        return None
    if call is None:
        return forms.HandOut(request.POST or None)
    return forms.Call(request.POST or None, request.FILES or None, today=today)


def _done(request: HttpRequest, form: Any, found: Delivery, call: Visit | None, by: Actor, now: datetime) -> bool:
    if call is None:
        if not attempt(form, actions.hand_out, found, agent_name=form.cleaned_data["agent_name"], by=by, at=now):
            return False
        messages.success(request, f"برگه به مأمور سپرده شد؛ تا {calendar.long(form.result.due_on)} وقت دارد.")
        return True
    if not attempt(form, _record, call, form, by=by, now=now):
        return False
    said = f"ابلاغ شد؛ روز ابلاغ {calendar.long(form.result.served_on)}." if form.result.served_on else "نتیجه ثبت شد."
    messages.success(request, said)
    return True


def _record(call: Visit, form: forms.Call, *, by: Actor, now: datetime) -> Delivery:
    given = form.cleaned_data
    kept = files.store(given["photo"], owner_id=by.person_id, at=now) if given["photo"] else None
    found: actions.Found = {"receiver": given["receiver"], "relation": given["relation"], "note": given["note"], "photo": kept}
    return actions.record(call, outcome=given["outcome"], at=form.moment, by=by, now=now, **found)
