"""Co-workers' petitions: who invites and who has joined; and the page on which one joins."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from kardad.cases import access, flow
from kardad.cases.actions import grouping
from kardad.cases.forms import groups as forms
from kardad.cases.queries import groups
from kardad.core.pages import attempt, page
from kardad.kit.refusal import Refusal
from kardad.people.flow import show_tracking_code


def group(request: HttpRequest, token: str) -> HttpResponse:
    """Who is heard with this case; its claimant gives co-workers a code, takes it back, or leaves the group."""
    access.ensure_authority()
    place = access.case(request.actor, token, at=timezone.now())
    case = place.case
    if place.party is None or place.side != "claimant":
        raise Http404
    if request.method == "POST":
        deed = {"close": grouping.close, "leave": grouping.leave}.get(request.POST.get("do", ""), grouping.invite)
        try:
            deed(place, by=request.actor, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, refusal.text)
        return redirect("cases:group", token)
    may_invite = case.lead_id is None and case.state in groups.JOINABLE and case.instance == flow.FIRST
    may_leave = case.lead_id is not None and case.state in groups.JOINABLE and case.instance == flow.FIRST
    code = show_tracking_code(case.invitation) if case.invitation and may_invite else ""
    rows = [(one, one.pk == case.pk) for one in groups.together(case)]
    return page(request, "cases/groups/group.html", case=case, rows=rows, may_invite=may_invite, may_leave=may_leave, code=code)


def join_group(request: HttpRequest) -> HttpResponse:
    """A co-worker types the code; his own petition begins with the same workshop and respondents."""
    access.ensure_authority()
    access.verified(request)
    form = forms.Join(request.POST or None)
    if form.is_valid() and attempt(form, _found, form.cleaned_data["code"]):
        return redirect(f"{reverse('cases:petition_new')}?join={form.result.invitation}")
    return page(request, "cases/groups/join.html", form=form)


def _found(code: str) -> object:
    found = groups.by_invitation(code)
    if found is None:
        raise grouping.NoSuchGroup(field="code")
    return found
