"""Deadlines that an outage left in doubt: each with its picture, judged day by day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from kardad.core.pages import attempt, page
from kardad.core.paging import oldest
from kardad.inbox.access import office as access
from kardad.inbox.actions import deadlines as actions
from kardad.inbox.forms import office_service as forms
from kardad.inbox.shown import notices as counted
from kardad.inbox.shown import risks as shown


@require_safe
def risks(request: HttpRequest) -> HttpResponse:
    """What an outage left in doubt, the longest first."""
    at = access.desk(request.actor)
    rows = access.deadlines(at).filter(at_risk_since__isnull=False)
    found = oldest(rows, by="at_risk_since", after=request.GET.get("after", ""))
    return page(request, "inbox/office/risks.html", rows=found.rows, next_url=found.next_url)


def risk(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them: the outage on its days, and the judgement."""
    found, at = access.deadline(request.actor, pk)
    now = timezone.now()
    hit = shown.outages(found, at=now)
    form = forms.Risk(request.POST or None, days=shown.touched(found, hit, at=now))
    if form.is_valid() and attempt(form, actions.settle_risk, found, lost=form.lost, reason=form.cleaned_data["reason"], by=at.by, at=now):
        messages.success(request, "تصمیم ثبت شد و طرف خبر دارد.")
        return redirect("inbox_office:delivery", found.delivery_id)
    counts = counted.counts([found], at=now)
    return page(request, "inbox/office/risk.html", found=found, form=form, counts=counts, bar=shown.bar(found, hit), outages=hit)
