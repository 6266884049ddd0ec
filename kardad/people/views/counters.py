"""The counter: an officer finds a ticket, looks at papers, asks the registers and vouches; a second officer looks again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import files, outside
from kardad.core.pages import attempt as try_to
from kardad.core.pages import page
from kardad.kit.refusal import Refusal
from kardad.people import flow, papers, particulars, policy, refusals, roles
from kardad.people.access import counters as access
from kardad.people.access.counters import Desk
from kardad.people.actions import attesting, frozen, tickets, visits, walk_ins
from kardad.people.forms import counters as forms
from kardad.people.models import Ticket, Visit
from kardad.people.queries import counters as queries
from kardad.work import queries as work

ASKED = {
    "identity": "هویت در ثبت احوال",
    "mobile_owner": "سیم‌کارت به نام خود شخص",
    "iban_owner": "حساب بانکی به نام خود شخص",
    "company": "شرکت در ثبت شرکت‌ها",
    "company_member": "سمت در شرکت",
    "foreigner": "کد فراگیر در سامانه اتباع",
}
SECONDS_SHOWN = 10


def counter(request: HttpRequest) -> HttpResponse:
    """The desk: find a ticket, go on with a visit, see what waits for a second look."""
    desk = access.desk(request)
    form = forms.Find(request.POST or None)
    if form.is_valid():
        where = _where(desk, form.cleaned_data["tracking"])
        if where:
            return redirect(where, form.cleaned_data["tracking"])
        form.add_error("tracking", "نوبتی با این کد پیدا نشد. کد را دوباره بخوانید یا شخص را بدون نوبت بنویسید.")
    return page(request, "people/counter.html", form=form, **_queue(desk, timezone.now()))


def _where(desk: Desk, tracking: str) -> str:
    found = queries.ticket(tracking)
    if found is None:
        return ""
    is_seen = found.visits.filter(office=desk.office).exists()
    if found.state == "second_needed" and not is_seen:
        return "people:counter_second"
    return "people:counter_ticket" if is_seen or found.state not in ("attested", "second_needed") else ""


def _queue(desk: Desk, at: datetime) -> dict[str, Any]:
    return {
        "desk": desk,
        "mine": queries.begun_by(desk.officer_id),
        "seconds": queries.awaiting_second(office_id=desk.office.pk, officer_id=desk.officer_id, at=at)[:SECONDS_SHOWN],
        "today": queries.visits_of_day(desk.officer_id, at).count(),
        "limit": policy.VISITS_A_DAY,
    }


def counter_new(request: HttpRequest) -> HttpResponse:
    """Somebody came without a ticket: his role, then what he says of himself."""
    desk = access.desk(request)
    role = request.GET.get("role", "")
    if role not in roles.VERIFYING:
        return page(request, "people/counter_new.html", choices=forms.WALKING, **_queue(desk, timezone.now()))
    form = forms.WALKS.get(role, forms.Walk)(request.POST or None)
    if form.is_valid() and try_to(form, _file, desk, role, form):
        return redirect("people:counter_ticket", form.result.attempt.tracking)
    return page(request, "people/counter_new.html", form=form, role=roles.ROLES[role], **_queue(desk, timezone.now()))


def _file(desk: Desk, role: str, form: forms.Walk) -> Ticket:
    at = timezone.now()
    ticket = walk_ins.file(role=role, typed=form.typed(), office=desk.office, by=desk.actor, at=at)
    visits.begin(ticket, office=desk.office, by=desk.actor, at=at)
    return ticket


def counter_ticket(request: HttpRequest, tracking: str) -> HttpResponse:
    """One ticket on the desk: begin, look, ask, vouch, or say what is missing."""
    desk = access.desk(request)
    ticket = access.ticket(desk, tracking)
    do = request.POST.get("do", "")
    if request.method == "POST" and do in LOOKS:
        return _look(request, desk, ticket, _mine(desk, queries.running(ticket)))
    if request.method == "POST" and do in DEEDS:
        return _deed(request, desk, ticket, queries.running(ticket))
    return _show(request, desk, ticket)


def _mine(desk: Desk, running: Visit | None) -> Visit | None:
    return running if running and running.officer_id == desk.officer_id else None


def _look(request: HttpRequest, desk: Desk, ticket: Ticket, visit: Visit | None) -> HttpResponse:
    if visit is None:  # the back button, or a press after the visit ended: the page as it is now
        return redirect("people:counter_ticket", ticket.attempt.tracking)
    form = forms.Look(request.POST, request.FILES, visit=visit)
    deed, to = LOOKS[request.POST["do"]]
    if form.is_valid() and try_to(form, deed, desk, visit, form):
        return redirect(to, ticket.attempt.tracking)
    if isinstance(getattr(form, "refusal", None), refusals.Deceased):
        messages.warning(request, SET_ASIDE)
        return redirect("people:counter_ticket", ticket.attempt.tracking)
    return _show(request, desk, ticket, sent=form)


SET_ASIDE = "این نوبت برای بررسی به مدیر سپرده شد. به شخص بگویید نتیجه با کد پیگیری دیده می‌شود."


def _keep(desk: Desk, visit: Visit, form: forms.Look) -> Visit:
    at = timezone.now()
    no_sim = form.cleaned_data.get("no_sim", "")
    kept = visits.save(visit, seen=form.seen(), no_sim=no_sim, by=desk.actor, at=at)
    for kind, upload in form.scans().items():
        visits.scan(visit, kind=kind, upload=upload, by=desk.actor, at=at)
    return kept


def _ask(desk: Desk, visit: Visit, form: forms.Look) -> Visit:
    kept = _keep(desk, visit, form)
    return kept if kept.checklist.get("asked") else attesting.ask(kept, form.shown(), by=desk.actor, at=timezone.now())


def _miss(desk: Desk, visit: Visit, form: forms.Look) -> Ticket:
    return visits.miss(_keep(desk, visit, form), by=desk.actor, at=timezone.now())


def _finish(desk: Desk, visit: Visit, form: forms.Look) -> Ticket:
    return attesting.finish(_keep(desk, visit, form), by=desk.actor, at=timezone.now())


Deed = Callable[[Desk, Visit, forms.Look], Visit | Ticket]
LOOKS: dict[str, tuple[Deed, str]] = {
    "save": (_keep, "people:counter_ticket"),
    "ask": (_ask, "people:counter_ticket"),
    "miss": (_miss, "people:counter_receipt"),
    "finish": (_finish, "people:counter_receipt"),
}


def _deed(request: HttpRequest, desk: Desk, ticket: Ticket, running: Visit | None) -> HttpResponse:
    form = forms.Reason(request.POST) if request.POST["do"] in ("take_over", "drop") else Form(request.POST)
    if form.is_valid() and try_to(form, DEEDS[request.POST["do"]], desk, ticket, running, form):
        return redirect("people:counter_ticket", ticket.attempt.tracking)
    return _show(request, desk, ticket, sent=form)


def _begin(desk: Desk, ticket: Ticket, _running: Visit | None, _form: Form) -> Visit:
    return visits.begin(ticket, office=desk.office, by=desk.actor, at=timezone.now())


def _take_over(desk: Desk, ticket: Ticket, _running: Visit | None, form: Form) -> Visit:
    return visits.begin(ticket, office=desk.office, by=desk.actor, at=timezone.now(), reason=form.cleaned_data["reason"])


def _drop(desk: Desk, _ticket: Ticket, running: Visit | None, form: Form) -> Visit:
    if running is None:
        raise visits.NotYourVisit
    return visits.drop(running, reason=form.cleaned_data["reason"], by=desk.actor, at=timezone.now())


def _alive(desk: Desk, ticket: Ticket, _running: Visit | None, _form: Form) -> object:
    return frozen.report_alive(ticket, office=desk.office, by=desk.actor, at=timezone.now())


DEEDS: dict[str, Callable[[Desk, Ticket, Visit | None, Form], object]] = {
    "begin": _begin,
    "take_over": _take_over,
    "drop": _drop,
    "alive": _alive,
}


def _show(request: HttpRequest, desk: Desk, ticket: Ticket, *, sent: Form | None = None) -> HttpResponse:
    """The ticket as it is now, with what is wrong in the form that was sent."""
    at, attempt = timezone.now(), ticket.attempt
    ticket.refresh_from_db()
    running, finished = queries.running(ticket), queries.last_look(ticket)
    mine = _mine(desk, running)
    look = sent if isinstance(sent, forms.Look) or not mine else forms.Look(visit=mine)
    context = {
        "form": sent or look,
        "look": look,
        "reason": sent if isinstance(sent, forms.Reason) else forms.Reason(),
        "ticket": ticket,
        "attempt": attempt,
        "role": roles.ROLES[attempt.role],
        "initials": queries.initials(attempt),
        "is_ward": queries.guardian(attempt) is not None,
        "expected": queries.expected_papers(attempt),
        "missing": papers.titles(ticket.missing),
        "running": running,
        "is_mine": mine is not None,
        "is_late": ticket.expires_at <= at,
        "may_begin": flow.TICKET.allows(ticket.state, "attest", "officer") and ticket.expires_at > at,
        "is_set_aside": work.is_open("death_signal", attempt),
        "may_report": attempt.error == refusals.Deceased.code
        and bool(finished and finished.officer_id == desk.officer_id)
        and _is_frozen(ticket),
        "has_receipt": ticket.visits.filter(office=desk.office, state="finished").exists(),
        "needs_password": mine is not None and queries.needs_password(attempt),
        "asked": [ASKED[key] for key in mine.checklist.get("asked", [])] if mine else [],
        "scans": queries.scans(mine) if mine else [],
    }
    return page(request, "people/counter_ticket.html", **context, **_queue(desk, at))


def _is_frozen(ticket: Ticket) -> bool:
    return queries.frozen_person(ticket.attempt) is not None


def counter_key(request: HttpRequest, tracking: str) -> HttpResponse:
    """The person's own page, with nothing of the officer on it: a code from his phone, and his password twice."""
    desk = access.desk(request)
    visit = access.visit(desk, tracking)
    if not visit.checklist.get("asked"):
        return redirect("people:counter_ticket", tracking)
    may_confirm = attesting.may_confirm_mobile(visit)
    if request.method == "POST" and request.POST.get("do") in ("send", "call") and may_confirm:
        _send_code(request, desk, visit)
        return redirect("people:counter_key", tracking)
    form = forms.Key(request.POST or None, has_mobile=may_confirm)
    if form.is_valid() and try_to(form, _set_password, desk, visit, form):
        return redirect("people:counter_key", tracking)
    shown = {"tracking": tracking, "may_confirm": may_confirm, "is_done": not queries.needs_password(visit.ticket.attempt), "actor": None}
    return page(request, "people/counter_key.html", form=form, **shown)


def _send_code(request: HttpRequest, desk: Desk, visit: Visit) -> None:
    try:
        attesting.send_code(visit, by=desk.actor, at=timezone.now(), voice=request.POST["do"] == "call")
    except Refusal as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, "کد فرستاده شد. تلفن خود را ببینید.")


def _set_password(desk: Desk, visit: Visit, form: forms.Key) -> Visit:
    given = form.cleaned_data
    return attesting.set_password(visit, password=given["password"], code=given.get("code", ""), by=desk.actor, at=timezone.now())


def counter_second(request: HttpRequest, tracking: str) -> HttpResponse:
    """The second pair of eyes, in another office: agree, or say what must be shown again."""
    desk = access.desk(request)
    ticket = access.second(desk, tracking)
    form = forms.Second(request.POST or None, ticket=ticket)
    if form.is_valid() and try_to(form, _second, desk, ticket, form):
        return redirect("people:counter_receipt", tracking)
    look = queries.last_look(ticket)
    if look is None:
        raise Http404
    seen = [(papers.title(kind), serial) for kind, serial in look.checklist.get("papers", {}).items()]
    context = {
        "ticket": ticket,
        "attempt": ticket.attempt,
        "role": roles.ROLES[ticket.attempt.role],
        "initials": queries.initials(ticket.attempt),
        "look": look,
        "seen": seen,
        "scans": queries.scans(look),
        "asked": [ASKED[key] for key in look.checklist.get("asked", [])],
        "why": attesting.needs_second(look),
        "no_sim": visits.NO_SIM.get(look.owner_sim_skipped, ""),
    }
    return page(request, "people/counter_second.html", form=form, **context, **_queue(desk, timezone.now()))


def _second(desk: Desk, ticket: Ticket, form: forms.Second) -> Ticket:
    given = form.cleaned_data
    return attesting.second(ticket, missing=given["missing"], reason=given["reason"], office=desk.office, by=desk.actor, at=timezone.now())


def counter_receipt(request: HttpRequest, tracking: str) -> HttpResponse:
    """One sheet for the person: what was done here, by which officer's number, and where to follow it."""
    desk = access.desk(request)
    visit = access.seen(desk, tracking)
    attempt = visit.ticket.attempt
    look = visit if not visit.is_second else queries.last_look(visit.ticket)
    context = {
        "visit": visit,
        "ticket": visit.ticket,
        "attempt": attempt,
        "role": roles.ROLES[attempt.role],
        "code": particulars.typed(attempt).get("code", ""),
        "code_kind": "foreigner-code" if attempt.kind == "foreign" else "national-code",
        "number": queries.staff_number(visit),
        "seen": [papers.title(kind) for kind in (look.checklist.get("papers", {}) if look else {})],
        "asked": [ASKED[key] for key in (look.checklist.get("asked", []) if look else [])],
        "missing": papers.titles(visit.ticket.missing),
        "address": outside.site_address(f"/verify/follow/?tracking={attempt.tracking}"),
        "is_texted": bool(tickets.mobile_of(attempt)),
        "is_ward": queries.guardian(attempt) is not None,
        "is_set_aside": attempt.error == refusals.Deceased.code and not visit.ticket.missing and visit.ticket.state == "incomplete",
    }
    return page(request, "people/counter_receipt.html", **context)


def counter_scan(request: HttpRequest, tracking: str, token: str) -> HttpResponse:
    """A scan, for those who decide over it now."""
    return files.answer(access.scan(access.desk(request), tracking, token))
