"""Mandates: invite, look, accept, show papers, end."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.people import access, flow, papers, timeline, uploads
from kardad.people.actions import mandates as actions
from kardad.people.actions import papers as paper_actions
from kardad.people.forms import mandates as forms
from kardad.people.forms import papers as paper_forms
from kardad.people.forms.accounts import Nothing
from kardad.people.forms.roles import Reason
from kardad.people.models import Mandate, Person
from kardad.people.queries import mandates as queries

TONES = {"active": "good", "invited": "wait", "pending": "wait", "incomplete": "bad", "refused": "bad"}
UNDOS_SHOWN = 10
STATES = {
    "invited": "منتظر پذیرش",
    "pending": "در حال بررسی",
    "incomplete": "منتظر مدارک",
    "active": "فعال",
    "refused": "پذیرفته نشد",
    "declined": "دعوت رد شد",
    "revoked": "عزل شد",
    "resigned": "استعفا داد",
    "expired": "مهلت گذشت",
}


def mandates(request: HttpRequest) -> HttpResponse:
    """Those who act for me, and those I act for."""
    person = access.person(request.actor)
    given = newest(queries.mandates_given(person.pk), after=request.GET.get("given", ""))
    held = newest(queries.mandates_held(person.pk), after=request.GET.get("held", ""))
    return page(
        request,
        "people/mandates.html",
        given=[_row(one, one.agent) for one in given.rows],
        held=[_row(one, one.principal) for one in held.rows],
        more_given=f"?given={given.after}" if given.after else "",
        more_held=f"?held={held.after}" if held.after else "",
        undos=queries.undos(timezone.now()).filter(person=person)[:UNDOS_SHOWN],
    )


def _row(mandate: Mandate, other: Person | None) -> tuple[Mandate, str, str, str]:
    return mandate, other.name if other else "هنوز کسی نپذیرفته است", STATES[mandate.state], TONES.get(mandate.state, "plain")


def mandate_invite(request: HttpRequest) -> HttpResponse:
    """Invite a representative or a lawyer, having just shown that it is me."""
    person = access.level(request, 1)
    given = {"factor": access.fresh(request), "by": request.actor, "at": timezone.now()}
    form = forms.Invite(request.POST or None)
    if form.is_valid() and attempt(form, actions.invite, person, **form.cleaned_data, **given):
        messages.success(request, "دعوت آماده است. کد آن را به نماینده خود بدهید.")
        return redirect("people:mandate", form.result.pk)
    return page(request, "people/mandate_invite.html", form=form)


def mandate_accept(request: HttpRequest) -> HttpResponse:
    """Type the code, see who invites to what, accept or decline."""
    access.person(request.actor)
    at, do = timezone.now(), request.POST.get("do", "")
    form = forms.Code(request.POST or None)
    if not form.is_valid() or not attempt(form, actions.look, form.cleaned_data["invitation"], by=request.actor, at=at):
        return page(request, "people/mandate_code.html", form=form)
    found = form.result
    if found.agent_id:  # pressed twice, or come back
        return redirect("people:mandate", found.pk)
    if do == "accept":
        access.level(request, 1)
    if do == "accept" and attempt(form, actions.accept, found, by=request.actor, at=at):
        messages.success(request, "پذیرفتید. اکنون مدارک را بفرستید تا کارشناس بررسی کند.")
        return redirect("people:mandate", found.pk)
    if do == "decline" and attempt(form, actions.decline, found, by=request.actor, at=at):
        messages.success(request, "دعوت را نپذیرفتید و معرف شما آگاه می‌شود.")
        return redirect("people:mandates")
    kinds = papers.of_mandate(found.basis, "online")
    return page(request, "people/mandate_accept.html", form=form if form.errors else None, found=found, kinds=kinds)


def mandate(request: HttpRequest, pk: int) -> HttpResponse:
    """One mandate as either side sees it; the agent shows his papers here."""
    found = access.mandate(request.actor, pk)
    part = "principal" if found.principal_id == request.actor.person_id else "agent"
    form = _papers_form(request, found, part)
    if form and form.is_valid() and attempt(form, _add, request, found, form, timezone.now()):
        messages.success(request, "مدرک رسید.")
        return redirect("people:mandate", found.pk)
    moves = [move.name for move in flow.MANDATE.open_moves(found.state, part)]
    return page(
        request,
        "people/mandate.html",
        found=found,
        is_principal=part == "principal",
        other=found.agent if part == "principal" else found.principal,
        state=STATES[found.state],
        tone=TONES.get(found.state, "plain"),
        papers=_papers(found) if part == "agent" else [],
        missing=[papers.title(key) for key in paper_actions.awaited(found)] if found.state in ("pending", "incomplete") else [],
        form=form,
        moves=moves,
        undos=queries.undos(timezone.now()).filter(mandate=found),
        events=timeline.of(found, reader_id=request.actor.person_id),
    )


def mandate_end(request: HttpRequest, pk: int, how: str) -> HttpResponse:
    """The principal revokes, having just shown that it is he; the agent resigns."""
    found = access.mandate(request.actor, pk)
    part = "principal" if how == "revoke" else "agent"
    if actions.role_of(found, request.actor) != part or not flow.MANDATE.allows(found.state, how, part):
        raise Http404
    given: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    if how == "revoke":
        access.level(request, 1)
        given["factor"] = access.fresh(request)
    form = Reason(request.POST or None)
    act = actions.revoke if how == "revoke" else actions.resign
    if request.method == "POST" and form.is_valid() and attempt(form, act, found, **form.cleaned_data, **given):
        messages.success(request, "پایان یافت. از همین لحظه دسترسی نماینده بسته است.")
        return redirect("people:mandate", found.pk)
    return page(request, "people/mandate_end.html", form=form, found=found, is_revoked=how == "revoke", by_sms=given.get("factor") == "sms")


def mandate_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back, within its day, what only a code by SMS confirmed; no code is asked for, because the SIM may be the thief's."""
    found = access.undo(request.actor, pk)
    if found.state != "open":
        return redirect("people:mandate", found.mandate_id)
    form = Nothing(request.POST if request.method == "POST" else None)
    if form.is_valid() and attempt(form, actions.undo, found, by=request.actor, at=timezone.now()):
        messages.success(request, "پس گرفته شد؛ همه چیز مانند پیش از آن کار است.")
        return redirect("people:mandate", found.mandate_id)
    return page(request, "people/mandate_undo.html", form=form, found=found, mandate=found.mandate)


def _papers(found: Mandate) -> list[tuple[object, str]]:
    return [(paper, papers.title(paper.kind)) for paper in found.papers.select_related("file").order_by("-pk")]


def _papers_form(request: HttpRequest, found: Mandate, part: str) -> paper_forms.Papers | None:
    if part != "agent" or found.state not in ("pending", "incomplete"):
        return None
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return paper_forms.Papers(*sent, kinds=paper_actions.asked(found), needed=paper_actions.awaited(found))


def _add(request: HttpRequest, found: Mandate, form: paper_forms.Papers, at: datetime) -> Mandate:
    kept = uploads.keep(form.chosen(), person_id=request.actor.person_id, at=at)
    return actions.add_papers(found, files=kept, by=request.actor, at=at)
