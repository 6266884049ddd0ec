"""The wage annexes of a year for all contracts of an employer: seen first, then made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.contracts import access, sweeps
from kardad.contracts.actions import batch_annexes
from kardad.contracts.forms import batches as forms
from kardad.contracts.shown import batches as shown
from kardad.contracts.views.writing import beginning
from kardad.core.pages import attempt, page
from kardad.kit import calendar


def yearly(request: HttpRequest) -> HttpResponse:
    """For whom and which year; then what each contract would pay, before anything is made."""
    me = access.verified(request)
    at = timezone.now()
    this = calendar.to_jalali(calendar.tehran_day(at)).year
    year = this + 1 if request.GET.get("year") == str(this + 1) else this
    employers = beginning.employers(me)
    data = request.POST if request.method == "POST" else request.GET if "whom" in request.GET else None
    form = forms.Yearly(data, initial=beginning.initial(request), **employers)
    told: dict[str, Any] = {"year": year, "years": (this, this + 1), "whom": request.GET.get("whom", ""), "found": None}
    if form.is_valid():
        given = {"year": year, "once": form.mark, "by": request.actor, "at": at}
        if request.method == "POST" and attempt(form, batch_annexes.begin, me, form.chosen, **given):
            sweeps.go_on(form.result)
            return redirect(form.result.url)
        if attempt(form, batch_annexes.ensure_wage, year):
            told["found"] = shown.preview(batch_annexes.candidates(form.chosen, me, year), year, after=request.GET.get("after", ""))
    return page(request, "contracts/batches/yearly.html", form=form, once=form.initial["once"], **told)
