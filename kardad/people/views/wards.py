"""Wards: a guardian brings somebody under eighteen to a counter; a manager opens a closed account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import outside
from kardad.core.pages import attempt as try_to
from kardad.core.pages import page
from kardad.core.requests import caller_ip
from kardad.kit.refusal import Refusal
from kardad.people import flow, papers
from kardad.people.access import counters as access
from kardad.people.actions import attempts, reviews, wards
from kardad.people.forms import counters as forms
from kardad.people.models import Attempt, Person
from kardad.people.queries import counters as queries
from kardad.people.queries import verification

ROWS = 30


def wards_list(request: HttpRequest) -> HttpResponse:
    """Those for whom the person acts, and those who wait for a counter."""
    guardian = access.guardian(request)
    rows = [(attempt, papers.titles(attempt.ticket.missing)) for attempt in queries.ward_attempts(guardian.pk)[:ROWS]]
    return page(request, "people/wards.html", wards=queries.wards(guardian.pk), rows=rows, initials=queries.initials)


def ward_new(request: HttpRequest) -> HttpResponse:
    """A ticket for somebody under eighteen."""
    guardian = access.guardian(request)
    form = forms.Ward(request.POST or None)
    if form.is_valid() and try_to(form, _bring, request, guardian, form):
        return redirect("people:ward_ticket", form.result.tracking)
    return page(request, "people/ward_new.html", form=form)


def _bring(request: HttpRequest, guardian: Person, form: forms.Ward) -> Attempt:
    return wards.begin(typed=form.typed(), guardian=guardian, by=request.actor, at=timezone.now(), ip=caller_ip(request))


def ward_ticket(request: HttpRequest, tracking: str) -> HttpResponse:
    """The ward's ticket, to print; it can be given back while nobody has decided over it."""
    attempt = access.ward_ticket(request, tracking)
    if request.method == "POST":
        try:
            attempts.cancel(attempt, by=request.actor, at=timezone.now())
            messages.success(request, "نوبت پس داده شد.")
        except Refusal as refusal:
            messages.error(request, refusal.text)
        return redirect("people:wards")
    context = {
        "attempt": attempt,
        "ticket": attempt.ticket,
        "papers": queries.expected_papers(attempt),
        "offices": verification.open_offices(),
        "address": outside.site_address(f"/counter/{attempt.tracking}/"),
        "missing": papers.titles(attempt.ticket.missing),
        "may_cancel": flow.ATTEMPT.allows(attempt.state, "cancel", "applicant"),
    }
    return page(request, "people/ward_ticket.html", **context)


def frozen_person(request: HttpRequest, pk: int) -> HttpResponse:
    """A closed account, the officers' reports about it, and the deed that opens it."""
    manager, person = access.frozen(request, pk)
    form = forms.Thaw(request.POST or None)
    at = timezone.now()
    if form.is_valid() and try_to(form, reviews.reopen, person, reason=form.cleaned_data["reason"], by=manager, at=at):
        messages.success(request, "ورود به این حساب دوباره باز است.")
        return redirect("people_office:frozen", person.pk)
    reviews.look_at_person(person, what="حساب بسته", reason="گزارش باجه", by=manager, at=at)
    person.refresh_from_db()
    context = {"person": person, "reports": queries.alive_reports(person)[:ROWS], "is_frozen": person.state == Person.State.FROZEN}
    return page(request, "people/frozen.html", form=form if context["is_frozen"] else None, **context)
