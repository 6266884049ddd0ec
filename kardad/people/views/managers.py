"""Managers' rooms of people's affairs: ways of verification, staff, accounts that a death signal closed."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone

from kardad.core.actor import Actor
from kardad.core.pages import attempt as try_to
from kardad.core.pages import page
from kardad.core.paging import newest
from kardad.people import access, methods, refusals, roles, timeline
from kardad.people.actions import methods as method_actions
from kardad.people.actions import reviews, staff
from kardad.people.forms import office as forms
from kardad.people.models import Attempt, Person, RoleGrant
from kardad.people.queries import reviews as review_queries
from kardad.people.queries import roles as role_queries
from kardad.people.queries import staff as queries


def methods_list(request: HttpRequest) -> HttpResponse:
    """Every way of verification: on or off, hours, why."""
    _manager(request)
    at = timezone.now()
    rows = [(method, methods.closed_because(method, at=at)) for method in methods.all_methods()]
    return page(request, "people/methods.html", rows=rows, changes=queries.method_changes())


def method(request: HttpRequest, key: str) -> HttpResponse:
    """Switch one way of verification, with a reason."""
    by = _manager(request)
    found = methods.find(key)
    if found is None:
        raise Http404
    form = forms.Switch.of(found, request.POST or None)
    if form.is_valid() and try_to(form, _switch, key, form, by):
        messages.success(request, f"«{found.title}» {'باز' if form.result.is_enabled else 'بسته'} شد.")
        return redirect("people_office:methods")
    return page(request, "people/method.html", form=form, found=found)


def _switch(key: str, form: forms.Switch, by: Actor) -> object:
    given = form.cleaned_data
    is_enabled = given["state"] == "on"
    return method_actions.switch(key, is_enabled=is_enabled, reason=given["reason"], hours=form.hours(), by=by, at=timezone.now())


def staff_list(request: HttpRequest) -> HttpResponse:
    """Who works here in which role; appoint one more."""
    by = _manager(request)
    form = forms.Appoint(request.POST or None)
    if form.is_valid():
        access.fresh(request)  # whoever is appointed reads people's data: an open session is not enough
    if form.is_valid() and try_to(form, _appoint, form.cleaned_data, by, timezone.now()):
        messages.success(request, f"{form.result.person.name} از این پس «{roles.title(form.result.role)}» است.")
        return redirect("people_office:staff")
    found = newest(role_queries.staff_grants(), after=request.GET.get("after", ""))
    rows = [(grant, roles.title(grant.role)) for grant in found.rows]
    return page(request, "people/staff.html", form=form, rows=rows, next_url=found.next_url, me=by.person_id)


def _appoint(given: dict[str, Any], by: Actor, at: datetime) -> RoleGrant:
    person = staff.find(given["national_code"])
    reviews.look_at_person(person, what="کد ملی", reason="دادن نقش کارمندی", by=by, at=at)
    place = staff.office_of(int(given["office"]) if given["office"] else None)
    return staff.appoint(person, role=given["role"], office=place, was_seen=given["was_seen"], by=by, at=at)


def relieve(request: HttpRequest, pk: int) -> HttpResponse:
    """End a staff role, with a reason."""
    by = _manager(request)
    found = get_object_or_404(role_queries.staff_grants(), pk=pk)
    form = forms.Relieve(request.POST or None)
    if form.is_valid() and try_to(form, staff.relieve, found, **form.cleaned_data, by=by, at=timezone.now()):
        messages.success(request, f"نقش «{roles.title(found.role)}» {found.person.name} پایان یافت.")
        return redirect("people_office:staff")
    return page(request, "people/staff_relieve.html", form=form, found=found, title=roles.title(found.role))


def death_signal(request: HttpRequest, pk: int) -> HttpResponse:
    """A register reported a death during this attempt: open the account behind it, or leave it closed."""
    by, at = _manager(request), timezone.now()
    found = get_object_or_404(review_queries.attempts(), pk=pk, error=refusals.Deceased.code)
    person = reviews.frozen_person(found)
    form = forms.DeathSignal(request.POST or None)
    if person is None:
        form.fields["verdict"].choices = [(forms.REFUSE, "دیدم؛ حساب بسته‌ای با این کد نیست")]
    if form.is_valid() and try_to(form, _settle, found, person, form.cleaned_data, by, at):
        messages.success(request, "ثبت شد.")
        return redirect("office:home")
    if person:
        reviews.look_at_person(person, what="حساب بسته", reason="بررسی نشانه فوت", by=by, at=at)
    events = timeline.of(found, most=10)
    return page(request, "people/review_death.html", form=form, person=person, found=found, role=roles.title(found.role), events=events)


def _settle(found: Attempt, person: Person | None, given: dict[str, Any], by: Actor, at: datetime) -> object:
    if given["verdict"] == forms.APPROVE and person:
        return reviews.reopen(person, reason=given["reason"], by=by, at=at)
    return reviews.keep_closed(found, reason=given["reason"], by=by, at=at)


def _manager(request: HttpRequest) -> Actor:
    return request.actor.acting_as(access.staff(request.actor, "manager").role)
