"""The office's own pages: my work, outages."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core import incidents
from kardad.core.actor import Actor
from kardad.core.models import Incident
from kardad.core.pages import attempt, page
from kardad.core.paging import newest, oldest
from kardad.office import forms, rooms
from kardad.people import access, roles
from kardad.people.queries import roles as grants
from kardad.work import queries as work

DOORS = (
    ("reviewer", "people_office:reviews", "بررسی‌ها", "احراز هویت، نقش‌ها و نمایندگی‌هایی که کارشناس باید ببیند"),
    ("officer", "people:counter", "باجه", "نوبت‌های حضوری"),
    ("manager", "people_office:offices", "دفترها", "جاهای احراز هویت حضوری"),
    ("manager", "people_office:methods", "روش‌های احراز هویت", "باز و بسته کردن، ساعت کار"),
    ("manager", "people_office:staff", "کارکنان", "دادن و گرفتن نقش"),
    ("manager", "office:incidents", "اختلال‌ها", "آگاه‌کردن مردم از قطعی‌ها"),
)


def home(request: HttpRequest) -> HttpResponse:
    """What waits for me in my staff roles, oldest first."""
    grant = access.staff(request.actor)
    at = timezone.now()
    mine = {held.role for held in grants.held(grant.person_id) if held.role in roles.STAFF}
    found = oldest(work.waiting(mine), by="opened_at", after=request.GET.get("after", ""))
    tasks = [rooms.task(item, at=at) for item in found.rows]
    doors = [door[1:] for door in DOORS if door[0] in mine]
    titles = "، ".join(roles.title(role) for role in sorted(mine))
    return page(request, "office/home.html", tasks=tasks, next_url=found.next_url, doors=doors, titles=titles)


def incident_list(request: HttpRequest) -> HttpResponse:
    """What the public was told; tell them more."""
    by = _manager(request)
    form = forms.Open(request.POST or None)
    if form.is_valid() and attempt(form, incidents.open_incident, **form.cleaned_data, by=by, at=timezone.now()):
        messages.success(request, "اعلام شد و همین حالا در سایت دیده می‌شود.")
        return redirect("office:incidents")
    found = newest(incidents.recent(), after=request.GET.get("after", ""))
    return page(request, "office/incidents.html", form=form, rows=found.rows, next_url=found.next_url)


def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that an outage is over."""
    by = _manager(request)
    found = incidents.recent().filter(pk=pk).first()
    if found is None:
        raise Http404
    form = forms.Close(request.POST or None)
    if form.is_valid() and attempt(form, _close, found, form, by, timezone.now()):
        messages.success(request, "اختلال بسته شد.")
        return redirect("office:incidents")
    return page(request, "office/incident.html", form=form, found=found)


def _close(found: Incident, form: forms.Close, by: Actor, at: datetime) -> Incident:
    return incidents.close_incident(found, **form.cleaned_data, by=by, at=at)


def _manager(request: HttpRequest) -> Actor:
    return request.actor.acting_as(access.staff(request.actor, "manager").role)
