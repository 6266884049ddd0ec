"""The secretary's side of what a board decided: read, served on the sides; a late objection sent up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.cases import shown_decisions as shown
from kardad.cases import wording
from kardad.cases.access import decisions as access
from kardad.cases.actions import objections, serving
from kardad.cases.forms import decisions as forms
from kardad.cases.queries import decisions as queries
from kardad.cases.queries import windows
from kardad.core.pages import attempt, page
from kardad.law import notices


@require_safe
def decisions(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided in the case, how far its service has come, who objected."""
    now = timezone.now()
    case, at = access.office(request.actor, pk, now=now)
    context = {"issued": shown.issued(case), "windows": windows.of(case), "objections": queries.objections(case)}
    return page(request, "cases/decisions/office.html", may_run=at.may_run(case), **context, **shown.facts(case))


def serve(request: HttpRequest, pk: int) -> HttpResponse:
    """Serve a decision on every side."""
    now = timezone.now()
    found, at = access.issued(request.actor, pk, now=now)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, serving.serve, found, by=at.by, at=now):
        messages.success(request, "رأی به راه ابلاغ افتاد.")
        return redirect("cases_office:decisions", found.case_id)
    context = {"found": found, "kind": notices.notice(wording.code(found)), **shown.facts(found.case)}
    return page(request, "cases/decisions/serve.html", form=form, **context)


def send_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A late objection goes to the appeal board."""
    now = timezone.now()
    found, at = access.late(request.actor, pk, now=now)
    form = forms.Bare(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and attempt(form, objections.send_up, found, by=at.by, at=now):
        messages.success(request, "اعتراض به هیئت حل اختلاف فرستاده شد.")
        return redirect("cases_office:decisions", found.case_id)
    return page(request, "cases/decisions/send_up.html", form=form, late=found, **shown.facts(found.case))
