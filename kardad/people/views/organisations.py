"""Organisations: my companies, their members and rights, their workplace codes."""

from datetime import datetime

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from kardad.core.pages import attempt, page
from kardad.core.paging import newest
from kardad.kit import calendar
from kardad.kit.refusal import Refusal
from kardad.people import access, flow, timeline
from kardad.people.actions import organisations as actions
from kardad.people.actions import seats, workplaces
from kardad.people.forms import organisations as forms
from kardad.people.models import Membership, Organisation, Person, WorkplaceCode
from kardad.people.queries import organisations as queries

STATES = {"awaiting": "منتظر پذیرش", "active": "فعال", "refused": "پذیرفته نشد", "ended": "پایان‌یافته"}
DEEDS = {"refuse": "درخواست پذیرفته نشد.", "end": "عضویت پایان یافت."}


def organisations(request: HttpRequest) -> HttpResponse:
    """The companies I have a place in, or wait for one."""
    person = access.person(request.actor)
    places = newest(queries.memberships_of(person.pk), after=request.GET.get("after", ""))
    rows = [(place, *_state(place)) for place in places.rows]
    return page(request, "people/organisations.html", rows=rows, next_url=places.next_url)


def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One company: my place in it; its members, for an owner."""
    place = access.place(request.actor, pk)
    if request.method == "POST" and request.POST.get("do") in ("recheck", "leave"):
        return _own_deed(request, place, request.POST["do"], timezone.now())
    is_owner = place.is_owner and place.state == "active" and place.suspended_at is None
    found = newest(_members(place, is_owner=is_owner), after=request.GET.get("after", ""))
    state, tone = _state(place)
    return page(
        request,
        "people/organisation.html",
        place=place,
        organisation=place.organisation,
        is_owner=is_owner,
        state=state,
        tone=tone,
        rights=actions.shown_rights(place.rights),
        members=[(one, *_state(one), actions.shown_rights(one.rights)) for one in found.rows],
        next_url=found.next_url,
        events=timeline.of(place, reader_id=place.person_id),
    )


def _members(place: Membership, *, is_owner: bool) -> QuerySet[Membership]:
    rows = queries.members(place.organisation_id)
    return rows if is_owner else rows.filter(Q(is_owner=True, state="active") | Q(pk=place.pk))


def _state(place: Membership) -> tuple[str, str]:
    if place.state == "active" and place.suspended_at:
        return "نگه داشته شده", "bad"
    return STATES[place.state], {"active": "good", "awaiting": "wait"}.get(place.state, "plain")


def _own_deed(request: HttpRequest, place: Membership, do: str, at: datetime) -> HttpResponse:
    try:
        if do == "recheck":
            seats.recheck_member(place, by=request.actor, at=at)
            messages.success(request, "سمت شما تأیید است.")
        else:
            actions.end(place, by=request.actor, at=at)
            messages.success(request, "از این شرکت بیرون آمدید.")
            return redirect("people:organisations")
    except Refusal as refusal:
        messages.error(request, refusal.text)
    return redirect("people:organisation", place.organisation_id)


def member(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """One member: let in with rights, change them, end the place; owners only."""
    owner = access.owned(request.actor, pk)
    place = access.member(owner, member_id)
    at, do = timezone.now(), request.POST.get("do", "")
    form = forms.Rights(request.POST if request.method == "POST" else None, initial={"rights": place.rights})
    if do in DEEDS:
        act = actions.refuse if do == "refuse" else actions.end
        if attempt(form, act, place, by=request.actor, at=at):
            messages.success(request, DEEDS[do])
            return redirect("people:organisation", pk)
    elif form.is_valid():
        let = actions.accept if place.state == "awaiting" else actions.change_rights
        if attempt(form, let, place, **form.cleaned_data, by=request.actor, at=at):
            messages.success(request, f"دسترسی {place.person.name}: {actions.shown_rights(form.result.rights)}.")
            return redirect("people:organisation", pk)
    state, tone = _state(place)
    moves = {move.name for move in flow.MEMBERSHIP.open_moves(place.state, "owner")}
    may_own = place.state == "active" and not place.is_owner and place.suspended_at is None
    return page(request, "people/member.html", form=form, place=place, owner=owner, state=state, tone=tone, moves=moves, may_own=may_own)


def hand_over(request: HttpRequest, pk: int, member_id: int) -> HttpResponse:
    """Give the company's account to another member, having just shown that it is me."""
    owner = access.owned(request.actor, pk)
    place = access.member(owner, member_id)
    if place.state != "active" or place.is_owner:
        raise Http404
    access.fresh(request)
    form = forms.HandOver(request.POST or None)
    if form.is_valid() and attempt(form, actions.hand_over, place, by=request.actor, at=timezone.now()):
        messages.success(request, f"حساب «{place.organisation.name}» به {place.person.name} سپرده شد.")
        return redirect("people:organisation", pk)
    return page(request, "people/hand_over.html", form=form, place=place)


def organisation_add(request: HttpRequest) -> HttpResponse:
    """What is needed to bring another company here."""
    access.person(request.actor)
    return page(request, "people/organisation_add.html")


def workplaces_page(request: HttpRequest) -> HttpResponse:
    """My workplace codes and my companies', each with its days; add one."""
    person = access.person(request.actor)
    at = timezone.now()
    owners = _owners(person)
    names = [(key, name) for key, (name, _) in owners.items()]
    form = forms.Workplace(request.POST or None, owners=names, today=calendar.tehran_day(at)) if owners else None
    if form and form.is_valid() and attempt(form, _add_workplace, request, owners, form, at):
        messages.success(request, "کد کارگاه افزوده شد.")
        return redirect("people:workplaces")
    found = newest(queries.workplaces_of(person.pk), after=request.GET.get("after", ""))
    return page(request, "people/workplaces.html", rows=found.rows, next_url=found.next_url, form=form, single=len(owners) == 1)


def _owners(person: Person) -> dict[str, tuple[str, Person | Organisation]]:
    own: dict[str, tuple[str, Person | Organisation]] = {}
    if person.grants.filter(role="employer_natural", state="active").exists():
        own["me"] = ("خودم (کارفرمای حقیقی)", person)
    places = queries.acting_memberships(person.pk).filter(is_owner=True)
    return own | {f"organisation:{one.organisation_id}": (one.organisation.name, one.organisation) for one in places}


def _add_workplace(request: HttpRequest, owners: dict, form: forms.Workplace, at: datetime) -> WorkplaceCode:
    given = form.cleaned_data
    owner = owners[given["owner"]][1]
    return workplaces.add(owner, code=given["code"], title=given["title"], valid_from=given["valid_from"], by=request.actor, at=at)


def workplace_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the last day of a workplace code; it stays on the list."""
    row = access.workplace(request.actor, pk)
    at = timezone.now()
    form = forms.EndWorkplace(request.POST or None, since=row.valid_from, today=calendar.tehran_day(at))
    if form.is_valid() and attempt(form, workplaces.end, row, **form.cleaned_data, by=request.actor, at=at):
        messages.success(request, "پایان اعتبار ثبت شد.")
        return redirect("people:workplaces")
    return page(request, "people/workplace_end.html", form=form, row=row)
