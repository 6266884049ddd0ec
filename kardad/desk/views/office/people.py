"""The experts of the desk: what each may be given, who is away, who carries what."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.pages import attempt, page
from kardad.desk.access import requests as access
from kardad.desk.actions import staffing
from kardad.desk.forms import office as forms
from kardad.desk.queries import staff


def experts(request: HttpRequest) -> HttpResponse:
    """Every expert with his groups and his load."""
    access.manager(request.actor)
    return page(request, "desk/office/experts.html", rows=staff.loads(at=timezone.now()))


def expert(request: HttpRequest, pk: int) -> HttpResponse:
    """What one expert may be given, and whether he takes anything new."""
    by = access.manager(request.actor)
    found = staff.experts().filter(pk=pk).first()
    if found is None:
        raise Http404
    groups, is_away = staff.skills_of(found.pk)
    form = forms.Skills(request.POST if request.method == "POST" else None, initial={"groups": groups, "is_away": is_away})
    if form.is_valid() and attempt(form, staffing.set_skills, found, **form.cleaned_data, by=by, at=timezone.now()):
        messages.success(request, f"کارهای {found.name} ثبت شد.")
        return redirect("desk_office:experts")
    return page(request, "desk/office/expert.html", form=form, found=found)
