"""Managers' room of offices: where people are verified in person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.pages import attempt as try_to
from kardad.core.pages import page
from kardad.people import access
from kardad.people.actions import offices
from kardad.people.forms import offices as forms
from kardad.people.models import LabourOffice


def offices_list(request: HttpRequest) -> HttpResponse:
    """Every office, open ones first."""
    access.staff(request.actor, "manager")
    rows = LabourOffice.objects.order_by("-is_open", "province", "city", "name", "pk")[:500]
    return page(request, "people/offices.html", rows=rows)


def office(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Add an office, or change one."""
    by = request.actor.acting_as(access.staff(request.actor, "manager").role)
    found = LabourOffice.objects.filter(pk=pk).first()
    if pk and found is None:
        raise Http404
    form = forms.Office.of(found, request.POST or None)
    if form.is_valid():
        at = timezone.now()
        done = (
            try_to(form, offices.change, found, form.place(), by=by, at=at)
            if found
            else try_to(form, offices.add, form.place(), by=by, at=at)
        )
        if done:
            messages.success(request, f"«{form.result.name}» ثبت شد.")
            return redirect("people_office:offices")
    return page(request, "people/office.html", form=form, found=found)
